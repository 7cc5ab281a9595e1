"""A plan among others whose people are the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from pmo_excel.resources.leveling.demand import Demand
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
    demands: Mapping[int, Sequence[Demand]]
    priority: Sequence[float]
    rank: int = USUAL_RANK

    @property
    def weight(self) -> int:
        """What a day of delay counts: 5 for priority 1, 1 for priority 5."""
        return LAST_RANK + 1 - self.rank
