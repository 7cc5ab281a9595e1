"""Checks of schedule health that look at dates: float, durations, progress, the baseline and the critical path."""

from __future__ import annotations

from pmo_excel.core.instants import DAY, NO_INSTANT
from pmo_excel.schedule.critical_path import dates
from pmo_excel.schedule.health_checks import LONG, TEST_DELAY
from pmo_excel.schedule.health_scope import Finding, Scope, day
from pmo_excel.schedule.plan import Constraint
from pmo_excel.schedule.progress import finished, started
from pmo_excel.schedule.what_if import days_later, with_more_to_do
from pmo_excel.schedule.workdays import working_days, working_days_after

_ON_FINISH = frozenset({Constraint.FNLT, Constraint.MFO})
_ON_START = frozenset({Constraint.SNLT, Constraint.MSO})
NO_STATUS_DATE = "no status date is given"


def high_float(scope: Scope) -> Finding:
    """Tasks that could slip for two months."""
    total = scope.done.dates.total_float
    rows = scope.work(scope.unfinished)
    return _dated(scope) or scope.share(rows, lambda row: scope.days(total[row]) > LONG)


def negative_float(scope: Scope) -> Finding:
    """Tasks that are late for a date that must be kept."""
    total = scope.done.dates.total_float
    return _dated(scope) or scope.share(scope.unfinished, lambda row: total[row] < 0)


def high_duration(scope: Scope) -> Finding:
    """Tasks with more than two months left to do, or agreed to take longer; planning packages may."""
    if scope.durations_known:
        return Finding(undefined=scope.durations_known)
    kinds = scope.tasks.task_type.tolist()
    rows = [row for row in scope.work(scope.unfinished) if kinds[row] != "Planning package"]
    return scope.share(rows, lambda row: max(scope.days_left(row), scope.baseline_days.get(row, 0)) > LONG)


def past_forecasts(scope: Scope) -> Finding:
    """Unfinished tasks with a forecast date before the status date."""
    status = scope.status_date
    if status is None:
        return Finding(undefined=NO_STATUS_DATE)
    start, finish = scope.done.dates.start, scope.done.dates.finish

    def past(row: int) -> bool:
        begun = started(scope.plan, row) or scope.plan.percent_complete[row] > 0
        return day(finish[row]) < status or (not begun and day(start[row]) < status)

    return _dated(scope) or scope.share(scope.unfinished, past)


def future_actuals(scope: Scope) -> Finding:
    """Tasks with an actual date after the status date."""
    status, tasks = scope.status_date, scope.tasks
    if status is None:
        return Finding(undefined=NO_STATUS_DATE)
    latest = [day(max(pair)) for pair in zip(tasks.actual_start.tolist(), tasks.actual_finish.tolist(), strict=True)]
    return scope.share(scope.every, lambda row: latest[row] > status)


def missed(scope: Scope) -> Finding:
    """Tasks later than their baseline, of those baselined to finish by the status date."""
    return _against_baseline(scope, late=True)


def hit(scope: Scope) -> Finding:
    """Tasks finished on or before their baseline, of the same."""
    return _against_baseline(scope, late=False)


def _against_baseline(scope: Scope, late: bool) -> Finding:
    due = _due(scope)
    if isinstance(due, Finding):
        return due
    finish, status = scope.done.dates.finish, scope.status_date or 0

    def on_time(row: int) -> bool:
        return finished(scope.plan, row) and day(finish[row]) <= min(scope.baseline[row], status)

    def missed_it(row: int) -> bool:
        return day(finish[row]) > scope.baseline[row]

    return _dated(scope) or scope.share(scope.work(due), missed_it if late else on_time)


def execution_index(scope: Scope) -> Finding:
    """Tasks finished by the status date against those baselined to be; the rows are due and not finished."""
    due = _due(scope)
    if isinstance(due, Finding):
        return due
    finish, status = scope.done.dates.finish, scope.status_date or 0
    over = {row for row in scope.baseline if finished(scope.plan, row) and day(finish[row]) <= status}
    return _dated(scope) or Finding(len(over), len(due), tuple(row for row in due if row not in over))


def _due(scope: Scope) -> list[int] | Finding:
    """The tasks baselined to finish by the status date; or why they are not known."""
    if scope.status_date is None:
        return Finding(undefined=NO_STATUS_DATE)
    if not scope.baseline:
        return Finding(undefined="no baseline is given")
    due = [row for row in scope.every if scope.baseline.get(row, scope.status_date + 1) <= scope.status_date]
    return due or Finding(undefined="no task is baselined to finish by the status date")


def critical_path_test(scope: Scope) -> Finding:
    """Add working days to a critical task of a copy and see whether the project's finish moves as much.

    The task with the least float is taken, of those the first to start; its own calendar counts the days.
    """
    unknown = _dated(scope)
    if unknown:
        return unknown
    plan, found = scope.plan, scope.done.dates
    able = [row for row in scope.unfinished if found.critical[row] and not plan.elapsed[row]]
    work = scope.work(able) or able
    if not work:
        return Finding(undefined="no unfinished task is critical")
    row = min(work, key=lambda row: (found.total_float[row], found.start[row], row))
    after = dates(with_more_to_do(plan, row, TEST_DELAY * plan.settings.minutes_per_day))
    calendar = plan.calendars[max(plan.calendar[row], 0)]
    moved = days_later(plan, found.project_finish, after.project_finish, calendar)
    return Finding(moved, TEST_DELAY, (row,))


def path_length_index(scope: Scope) -> Finding:
    """Critical path length and its float, from the status date to the finish of the last task.

    Source
    ------
    DCMA 14-point assessment, metric 13: (critical path length + total float) / critical path length.
    """
    unknown = _dated(scope)
    if unknown or scope.last is None:
        return unknown or Finding(undefined="there is no task to count")
    row, found = scope.last, scope.done.dates
    promised = _promised(scope, row)
    if promised is None:
        why = f"{scope.plan.label(row)} has neither a baseline finish nor a deadline"
        return Finding(undefined=why)
    forecast, first = day(found.finish[row]), day(found.project_start)
    if scope.status_date is not None:
        first = max(first, scope.status_date + DAY)
    length = working_days(scope.calendar, first, forecast)
    if not length:
        return Finding(undefined="no working day is left to the finish")
    return Finding(length + working_days_after(scope.calendar, forecast, promised), length, (row,))


def _promised(scope: Scope, row: int) -> int | None:
    """The day for which a task was promised: by its baseline, else by its deadline or constraint."""
    if row in scope.baseline:
        return scope.baseline[row]
    plan = scope.plan
    kinds = _ON_FINISH | _ON_START if plan.milestone[row] else _ON_FINISH
    imposed = [plan.deadline[row], plan.constraint_date[row] if plan.constraint[row] in kinds else NO_INSTANT]
    return min((day(date) for date in imposed if date != NO_INSTANT), default=None)


def float_ratio(scope: Scope) -> Finding:
    """Float for each day of work left."""
    unknown = _dated(scope)
    rows = scope.work(scope.unfinished)
    left = 0 if unknown else sum(scope.days_left(row) for row in rows)
    if unknown or not left:
        return unknown or Finding(undefined="there is no work left")
    return Finding(sum(scope.days(scope.done.dates.total_float[row]) for row in rows), left)


def _dated(scope: Scope) -> Finding | None:
    """Why a check of dates has no result; None where every date is known."""
    return Finding(undefined=scope.dates_known) if scope.dates_known else None
