"""A Schedule sheet scheduled: the plan made from it, its dates, and everything there is to say about them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from pmo_excel.core.catalogue import Shared
from pmo_excel.core.instants import DAY, NO_INSTANT, day_text
from pmo_excel.core.problems import Cell, Code, Problem, Severity
from pmo_excel.core.tables import columns
from pmo_excel.schedule.axis import Axis
from pmo_excel.schedule.contradictions import contradictions
from pmo_excel.schedule.critical_path import Dates, dates
from pmo_excel.schedule.named_calendars import PROJECT, named_calendars
from pmo_excel.schedule.plan import Plan, Settings, StatusRule
from pmo_excel.schedule.plan_table import plan_from
from pmo_excel.schedule.tables import Calendars, Holidays, Schedule

LEAVE: Final = "Leave in place"
DATES_FIRST: Final = "Dates first"
_DAYS_PER_WEEK: Final = 5


@dataclass(frozen=True, slots=True)
class Options:
    """How a sheet is scheduled; dates as instants, the limit in working days."""

    start: int | None = None
    status_date: int | None = None
    uncompleted_work: str = ""
    constraints: str = ""
    critical_float: float = 0


@dataclass(frozen=True, slots=True)
class Scheduled:
    """A plan with its dates."""

    plan: Plan
    dates: Dates
    problems: list[Problem]


def scheduled(
    tasks: Schedule,
    holidays: Holidays | None,
    calendars: Calendars | None,
    options: Options,
    shared: Shared | None = None,
) -> Scheduled:
    """Schedule the tasks of a sheet. Without a start, the earliest typed date is taken, and said so.

    Parameters
    ----------
    shared
        What was made before: the same plan with the same options is not scheduled again.
    """
    if shared is None:
        return _scheduled(tasks, holidays, calendars, options)
    to_start_from = tasks.start if options.start is None else None
    made_from = (*typed_cells(tasks), to_start_from, holidays, calendars)
    said = options.start, options.status_date, _status_rule(options), options.constraints == DATES_FIRST
    key = ("scheduled", *map(id, made_from), *said, options.critical_float)
    if key not in shared:
        shared[key] = made_from, _scheduled(tasks, holidays, calendars, options)
    done: Scheduled = shared[key][1]
    return done


def typed_cells(tasks: Schedule) -> tuple[object, ...]:
    """Where a sheet's rows are, and its typed columns: the same objects while functions fill its computed ones."""
    return tasks.origin, *(getattr(tasks, name) for name, column in columns(Schedule).items() if column.typed)


def _scheduled(tasks: Schedule, holidays: Holidays | None, calendars: Calendars | None, options: Options) -> Scheduled:
    named, problems = named_calendars(holidays, calendars)
    given, found = _start(tasks, options)
    problems += found
    start = given or 0
    calendar = named[PROJECT]
    axis = Axis(calendar, start)
    per_day = calendar.minutes_per_day
    settings = Settings(
        start=axis.first_start(start // DAY) if start % DAY == 0 else start,
        status_date=NO_INSTANT if options.status_date is None else (options.status_date // DAY + 1) * DAY,
        status_rule=_status_rule(options),
        honor_constraints=options.constraints == DATES_FIRST,
        critical_float_limit=round(options.critical_float * per_day),
        minutes_per_day=per_day,
        minutes_per_week=per_day * _DAYS_PER_WEEK,
    )
    plan, wrong = plan_from(tasks, settings, named)
    if given is None:
        plan = plan.replace(wrong=[True] * len(plan))
    got = dates(plan)
    return Scheduled(plan, got, [*problems, *wrong, *contradictions(tasks, options.status_date), *got.problems])


def _status_rule(options: Options) -> StatusRule:
    leave = options.status_date is None or options.uncompleted_work == LEAVE
    return StatusRule.LEAVE if leave else StatusRule.AFTER_STATUS_DATE


def _start(tasks: Schedule, options: Options) -> tuple[int | None, list[Problem]]:
    """The project's start: as given, else the earliest date that somebody typed; None where there is none at all."""
    if options.start is not None:
        return options.start, []
    cell = Cell("start")
    fix = "Type Planned Start in the Charter."
    columns = (tasks.actual_start, tasks.constraint_date, tasks.start)
    typed = [day for column in columns for day in column.tolist() if day != NO_INSTANT]
    if typed or options.status_date is not None:
        start = min(typed) if typed else int(options.status_date or 0)
        what = "the earliest date of the tasks" if typed else "the status date"
        text = f"no start is given; {what}, {day_text(start)}, is taken"
        return start, [Problem(Code.DEFAULT_USED, text, cell, fix, Severity.LOW)]
    text = "the project has no start, and no task has a date to start from, so no date is computed"
    return None, [Problem(Code.NO_START, text, cell, fix)]
