"""A plan among others whose people are the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from pmo_excel.core.instants import NO_INSTANT
from pmo_excel.resources.leveling.demand import Demand
from pmo_excel.schedule.axis import Axis
from pmo_excel.schedule.dates import Dates
from pmo_excel.schedule.plan import Plan

USUAL_RANK: Final = 3
LAST_RANK: Final = 5


@dataclass(frozen=True, slots=True, eq=False)
class Project:
    """One of the plans; its demands are of the people of all.

    Attributes
    ----------
    rank
        The project's priority, 1 first to 5 last.
    priority
        Of each task, 0 to 1000, 1000 first.
    """

    id: str
    plan: Plan
    dates: Dates
    demands: Mapping[int, list[Demand]]
    priority: Sequence[float]
    rank: int = USUAL_RANK

    @property
    def weight(self) -> int:
        """What a day of delay counts: 5 for priority 1, 1 for priority 5."""
        return LAST_RANK + 1 - self.rank


def finish_of(plan: Plan, finish: Sequence[int]) -> int:
    """When a project's last task finishes; `NO_INSTANT` where none has a date."""
    return max((f for f in finish if f != NO_INSTANT), default=NO_INSTANT)


def project_delay(project: Project, finish: Sequence[int], since: Sequence[int] | None = None) -> float:
    """By how many working days a project finishes later than without leveling, or than another plan of it."""
    before = finish_of(project.plan, project.dates.finish if since is None else since)
    after = finish_of(project.plan, finish)
    if NO_INSTANT in (before, after):
        return float("nan")
    axis = Axis(project.plan.calendars[0], min(before, after))
    return round(axis.between(before, after) / project.plan.settings.minutes_per_day, 6) + 0.0
