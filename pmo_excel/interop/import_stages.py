"""From a plan in full to what a workbook keeps of it, step by step: where the dates of a task part, is the reason."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from pmo_excel.core.instants import DAY, NO_INSTANT
from pmo_excel.interop.calendar_rows import CalendarRows, kept_calendar
from pmo_excel.interop.imported import Reason, SourceDates, Stage
from pmo_excel.schedule.axis import Axis
from pmo_excel.schedule.critical_path import dates
from pmo_excel.schedule.plan import Constraint, LagCalendar, Plan
from pmo_excel.schedule.plan_table import FINISH_CONSTRAINTS, UNDATED
from pmo_excel.schedule.progress import finished, started

_Step = tuple[Reason, frozenset[int], Plan]


@dataclass(frozen=True, slots=True)
class _Kept:
    """The calendars as the workbook keeps them, and as they are in the source."""

    calendars: CalendarRows
    source: _Axes


def stages(plan: Plan, ids: Sequence[str], calendars: CalendarRows) -> list[Stage]:
    """The plan in full, then with splits, delays, calendars of resources, … left out as `task_rows` leaves them out."""
    kept = _Kept(calendars, _Axes(plan))
    found = [Stage(Reason.UNEXPLAINED, _dated(plan, ids))]
    for step in _STEPS:
        for reason, own, changed in step(plan, kept):
            plan = changed
            if own:
                found.append(Stage(reason, _dated(plan, ids), frozenset(ids[row] for row in own)))
    return found


def _dated(plan: Plan, ids: Sequence[str]) -> SourceDates:
    got = dates(plan)
    return {ids[row]: (got.start[row], got.finish[row]) for row in range(len(plan)) if plan.active[row]}


def _splits(plan: Plan, kept: _Kept) -> Iterator[_Step]:
    """Work that takes longer than the task, and work that resumes later."""
    del kept
    longer = {a.row for a in plan.assignments if a.duration > max(plan.duration[a.row], 0) > 0}
    resumed = {
        row
        for row in range(len(plan))
        if plan.resume[row] != NO_INSTANT and started(plan, row) and not finished(plan, row)
    }
    work = [a._replace(duration=0) if a.row in longer else a for a in plan.assignments]
    changed = plan.replace(assignments=work, resume=[NO_INSTANT] * len(plan))
    yield Reason.SPLIT, frozenset(longer | resumed), changed


def _leveling(plan: Plan, kept: _Kept) -> Iterator[_Step]:
    del kept
    own = {row for row in range(len(plan)) if plan.leveling_delay[row]}
    own |= {a.row for a in plan.assignments if a.leveling_delay}
    work = [a._replace(leveling_delay=0) for a in plan.assignments]
    yield Reason.LEVELING, frozenset(own), plan.replace(leveling_delay=[0] * len(plan), assignments=work)


def _resources(plan: Plan, kept: _Kept) -> Iterator[_Step]:
    del kept
    yield Reason.RESOURCE, frozenset(a.row for a in plan.assignments), plan.replace(assignments=())


def _milestones(plan: Plan, kept: _Kept) -> Iterator[_Step]:
    del kept
    if plan.settings.milestones_in_working_time:
        own = frozenset(row for row in range(len(plan)) if not plan.duration[row])
        settings = replace(plan.settings, milestones_in_working_time=False)
        yield Reason.MILESTONE, own, plan.replace(settings=settings)


def _lag_calendar(plan: Plan, kept: _Kept) -> Iterator[_Step]:
    del kept
    if plan.settings.lag_calendar is not LagCalendar.SUCCESSOR:
        own = {k.successor for k in plan.links if k.lag and plan.calendar[k.predecessor] != plan.calendar[k.successor]}
        settings = replace(plan.settings, lag_calendar=LagCalendar.SUCCESSOR)
        yield Reason.LAG_CALENDAR, frozenset(own), plan.replace(settings=settings)


def _manual(plan: Plan, kept: _Kept) -> Iterator[_Step]:
    """Dates by hand become a start that must be kept; see `task_rows`."""
    del kept
    axes = _Axes(plan)
    summaries = set(plan.parent)
    kinds, held = list(plan.constraint), list(plan.constraint_date)
    for row in (row for row in range(len(plan)) if plan.manual[row] or plan.external[row]):
        if plan.manual_start[row] != NO_INSTANT:
            kinds[row] = Constraint.SNET if row in summaries else Constraint.MSO
            held[row] = axes.of(plan, row).next_start(int(plan.manual_start[row] // 1))
    honor = plan.settings.honor_constraints or any(plan.manual) or any(plan.external)
    rest = [flag and not plan.active[row] for row, flag in enumerate(plan.manual)]
    changed = plan.replace(
        manual=rest,
        external=[False] * len(plan),
        constraint=kinds,
        constraint_date=held,
        settings=replace(plan.settings, honor_constraints=honor),
    )
    external = frozenset(row for row in range(len(plan)) if plan.external[row])
    manual = frozenset(row for row in range(len(plan)) if plan.manual[row] and plan.active[row]) - external
    yield (Reason.MANUAL if manual else Reason.EXTERNAL), manual | external, changed


def _from_start(plan: Plan, kept: _Kept) -> Iterator[_Step]:
    del kept
    if plan.settings.schedule_from_finish:
        start = dates(plan).project_start
        settings = replace(plan.settings, schedule_from_finish=False, finish=NO_INSTANT, start=start)
        yield Reason.FROM_FINISH, frozenset(range(len(plan))), plan.replace(settings=settings)


def _calendars(plan: Plan, kept: _Kept) -> Iterator[_Step]:
    """Hours of each day, without their breaks."""
    changed = plan.replace(calendars=[kept_calendar(calendar) for calendar in plan.calendars])
    rough = [name in kept.calendars.rough for name in kept.calendars.names]
    own = frozenset(row for row in range(len(plan)) if rough[max(plan.calendar[row], 0)])
    yield Reason.CALENDAR, own, changed


def _project_start(plan: Plan, kept: _Kept) -> Iterator[_Step]:
    del kept
    start = plan.settings.start
    if start != NO_INSTANT:
        axis = Axis(plan.calendars[0], start)
        day = axis.first_start(axis.next_start(start) // DAY)
        after = {link.successor for link in plan.links}
        own = frozenset(row for row in range(len(plan)) if row not in after) if day != start else frozenset()
        yield Reason.PROJECT_START, own, plan.replace(settings=replace(plan.settings, start=day))


def _constraints(plan: Plan, kept: _Kept) -> Iterator[_Step]:
    axes = _Axes(plan)
    held = list(plan.constraint_date)
    for row, (kind, value) in enumerate(zip(plan.constraint, plan.constraint_date, strict=True)):
        if kind in UNDATED or value == NO_INSTANT:
            continue
        axis = axes.of(plan, row)
        to_end = kind in FINISH_CONSTRAINTS
        begins = value if to_end or plan.duration[row] <= 0 else kept.source.of(plan, row).next_start(value)
        held[row] = axis.last_finish(begins // DAY) if to_end else axis.first_start(begins // DAY)
    own = frozenset(row for row, value in enumerate(held) if value != plan.constraint_date[row])
    yield Reason.CONSTRAINT, own, plan.replace(constraint_date=held)


def _progress(plan: Plan, kept: _Kept) -> Iterator[_Step]:
    """Actual dates are whole days; a milestone that waits for something is reached in the evening."""
    del kept
    axes, after = _Axes(plan), {link.successor for link in plan.links}
    summaries = set(plan.parent)
    begun, over = list(plan.actual_start), list(plan.actual_finish)
    for row in range(len(plan)):
        axis = axes.of(plan, row)
        if begun[row] != NO_INSTANT:
            to_end = plan.duration[row] == 0 and row in after
            day = int(begun[row] // DAY)
            begun[row] = axis.last_finish(day) if to_end else axis.first_start(day)
        if over[row] != NO_INSTANT:
            over[row] = axis.last_finish(int(over[row] // DAY))
    own = frozenset(
        row
        for row in range(len(plan))
        if row not in summaries and (begun[row], over[row]) != (plan.actual_start[row], plan.actual_finish[row])
    )
    yield Reason.PROGRESS, own, plan.replace(actual_start=begun, actual_finish=over)


class _Axes:
    """The axes of the calendars of a plan, made when they are asked for."""

    def __init__(self, plan: Plan) -> None:
        self._made: dict[int, Axis] = {}
        self._origin = max(plan.settings.start, 0)

    def of(self, plan: Plan, row: int) -> Axis:
        place = max(plan.calendar[row], 0)
        if place not in self._made:
            self._made[place] = Axis(plan.calendars[place], self._origin)
        return self._made[place]


_STEPS: Final[Sequence[Callable[[Plan, _Kept], Iterator[_Step]]]] = (
    _splits,
    _leveling,
    _resources,
    _milestones,
    _lag_calendar,
    _manual,
    _from_start,
    _calendars,
    _project_start,
    _constraints,
    _progress,
)
