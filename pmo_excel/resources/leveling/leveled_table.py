"""A Schedule sheet leveled: dates beside those of the schedule, the delay and the reason, task by task."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Final

import numpy as np

from pmo_excel.core.columns import Column, Instants, Numbers, Texts, Type
from pmo_excel.core.instants import DAY, NO_INSTANT
from pmo_excel.core.problems import Cell, Code, Problem, Severity
from pmo_excel.core.tables import Table, table
from pmo_excel.resources.capacity import capacity
from pmo_excel.resources.leveling.demand import Demand, demands, without_unknown
from pmo_excel.resources.leveling.diary import Availability, availability
from pmo_excel.resources.leveling.everyday import USUAL_PRIORITY, Leveled, horizon, level
from pmo_excel.resources.leveling.placing import Rules, movable
from pmo_excel.resources.leveling.reasons import Contest, Entrant, Reasons
from pmo_excel.resources.leveling.search import Limits, Solution
from pmo_excel.resources.tables import Assignments, Leave, Resources, Terms
from pmo_excel.schedule.axis import Axis
from pmo_excel.schedule.calendars import ALWAYS, Calendar
from pmo_excel.schedule.dated import at_end_of_day
from pmo_excel.schedule.dates import last_day
from pmo_excel.schedule.plan import Plan
from pmo_excel.schedule.scheduling import Scheduled
from pmo_excel.schedule.tables import Schedule

EVER: Final = 1 << 30
SECONDS_OF_OPTIMUM: Final = 10
LEAST: Final = "so the finish is soonest and the delay least"


@table("Schedule", key="id")
class LeveledTasks(Table):
    """Tasks with the dates on which their people have the time."""

    id: Annotated[Texts, Column("Task ID", "The task, as in the Schedule sheet.")]
    start: Annotated[Instants, Column("Levelled Start", "When it can start with the people there are.", Type.DATE)]
    finish: Annotated[Instants, Column("Levelled Finish", "When it then finishes.", Type.DATE)]
    delay: Annotated[
        Numbers, Column("Delay (wd)", "How much later it starts than without.", Type.NUMBER, unit="working days")
    ]
    because: Annotated[Texts, Column("Because", "Why it moved and who went first.", Type.LONG_TEXT)]


@dataclass(frozen=True, slots=True)
class Wishes:
    """How to level; days as instants, None without a limit.

    Attributes
    ----------
    seconds, schedules
        When the search ends. Without either, after a number of schedules that depends on the plan alone.
    optimal
        Whether the optimum is to be looked for, and how far off the plan is at most.
    """

    within_float: bool = False
    seconds: float | None = None
    schedules: int | None = None
    optimal: bool = False
    booking: str = "Hard"
    date_from: int | None = None
    date_to: int | None = None

    @property
    def rules(self) -> Rules:
        """As the passes read it."""
        first = -EVER if self.date_from is None else self.date_from // DAY
        last = EVER if self.date_to is None else self.date_to // DAY
        return Rules(self.within_float, (first, last))

    @property
    def limits(self) -> Limits:
        """As the search reads them; proving the optimum needs a time."""
        if self.optimal:
            return Limits(self.seconds or SECONDS_OF_OPTIMUM, self.schedules)
        return Limits(None if self.schedules else self.seconds, self.schedules)


def leveled_tasks(
    tasks: Schedule,
    done: Scheduled,
    assignments: Assignments,
    resources: Resources,
    leave: Leave | None,
    calendars: Mapping[str, Calendar],
    wishes: Wishes,
    terms: Terms | None = None,
) -> tuple[LeveledTasks, list[Problem]]:
    """Level a schedule; a row for each task in the order of the sheet, empty where it has no dates.

    Problems
    --------
    OVERALLOCATED, UNKNOWN_RESOURCE, UNKNOWN_TASK, MISSING_VALUE, UNKNOWN_CALENDAR.
    """
    basis, problems = basis_of(tasks, done, assignments, resources, leave, calendars, wishes.booking, terms)
    got = leveled(basis, basis.demands, wishes)
    entrant = Entrant(done.plan, done.dates, basis.demands, got, frozenset(basis.fixed))
    why = Reasons(Contest([entrant], basis.names, LEAST))
    made = rows_leveled(tasks, done, got, why, basis.unknown)
    said = how_good(got.search) if wishes.optimal else []
    return made, [*problems, *said, *overallocated(tasks, done.plan, got, why)]


def how_good(found: Solution | None, what: str = "working days to the finish") -> list[Problem]:
    """How far a plan may be from the best there is, on the grid of whole days that the solver knows."""
    if found is None:
        text = "nothing is to be gained: the finish is where it would be with people without end"
    elif found.optimal:
        text = f"on the grid of whole working days no plan is better: {found.cost} {what} is proven to be the least"
    else:
        off = f"{found.cost / found.bound - 1:.1%} above" if found.bound > 0 else "above"
        text = (
            f"on the grid of whole working days: {found.cost} {what}, {off} the least that is possible, {found.bound}"
        )
    return [Problem(Code.OPTIMUM, text, Cell("seconds"), "More time may find a better plan.", Severity.INFO)]


@dataclass(frozen=True, slots=True)
class Basis:
    """What leveling rests on: the schedule, who is needed, when they are there, and how urgent each task is.

    Attributes
    ----------
    names
        Of the resources.
    unknown
        Rows whose levelled dates rest on somebody whose hours could not be read.
    """

    done: Scheduled
    demands: dict[int, list[Demand]]
    people: Availability
    priority: list[float]
    names: list[str]
    unknown: frozenset[int] = frozenset()

    @property
    def fixed(self) -> list[int]:
        """Rows with demands that leveling may not move."""
        return [row for row in self.demands if not movable(self.done.plan, row)]


def basis_of(
    tasks: Schedule,
    done: Scheduled,
    assignments: Assignments,
    resources: Resources,
    leave: Leave | None,
    calendars: Mapping[str, Calendar],
    booking: str,
    terms: Terms | None = None,
) -> tuple[Basis, list[Problem]]:
    """Read the sheets for leveling, with what is wrong in them."""
    plan = done.plan
    needs, problems = demands(assignments, resources, plan.id, booking)
    days = horizon(plan, done.dates, needs)
    there, found = capacity(resources, leave, calendars, plan.calendars[0], days, terms)
    always, _ = capacity(resources, None, calendars, plan.calendars[0], days, terms)
    needs, unknown = without_unknown(plan, needs, there.capacity)
    people = availability(days.first, there.present, there.capacity, always.present)
    priority = np.where(np.isnan(tasks.priority), USUAL_PRIORITY, tasks.priority).tolist()
    names = [str(n or k) for n, k in zip(resources.name.tolist(), resources.id.tolist(), strict=True)]
    return Basis(done, needs, people, priority, names, unknown), [*problems, *found]


def leveled(basis: Basis, needs: Mapping[int, Sequence[Demand]], wishes: Wishes) -> Leveled:
    """Level for some of the demands.

    Raises
    ------
    MissingSolverError
        The optimum is asked for without OR-Tools.
    """
    done = basis.done
    return level(
        done.plan, done.dates, needs, basis.priority, basis.people, wishes.rules, wishes.limits, wishes.optimal
    )


def rows_leveled(
    tasks: Schedule, done: Scheduled, got: Leveled, why: Reasons, unknown: frozenset[int] = frozenset()
) -> LeveledTasks:
    """A row for each task, in the order of the sheet; empty where it has no dates, or they are not known."""
    plan, dates, placed = done.plan, done.dates, got.placed
    made = LeveledTasks.of(len(plan), id=tasks.id)
    axes = [Axis(calendar if calendar.works else ALWAYS, plan.settings.start) for calendar in plan.calendars]
    for row in range(len(plan)):
        start, finish = placed.start[row], placed.finish[row]
        if not dates.known[row] or start == NO_INSTANT or row in unknown:
            continue
        at_end = at_end_of_day(done, row)
        made.start[row] = last_day(start) if at_end else start
        made.finish[row] = last_day(finish) if finish > start or at_end else finish
        axis = axes[max(plan.calendar[row], 0)]
        made.delay[row] = axis.between(dates.start[row], start) / plan.settings.minutes_per_day
        made.because[row] = why.of(row)
    return made


def overallocated(tasks: Schedule, plan: Plan, got: Leveled, why: Reasons) -> list[Problem]:
    """What is left: tasks that lie where somebody has no time."""
    fix = "Give it to somebody else, reduce its units, or let it move: its constraint, float or window holds it."
    return [
        Problem(
            Code.OVERALLOCATED,
            f"{plan.label(row)}: {why.of(row)}",
            tasks.cell("id", row),
            fix,
            Severity.MEDIUM,
        )
        for row in sorted(got.placed.left)
    ]
