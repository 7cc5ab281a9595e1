"""Why a task lies where it does, in a sentence, and the chain of what drives it."""

from __future__ import annotations

from pmo_excel.core.instants import NO_INSTANT, as_date, day_text
from pmo_excel.schedule.constraints import ancestors
from pmo_excel.schedule.dates import Dates, Driver, last_day
from pmo_excel.schedule.drivers import driver_chain
from pmo_excel.schedule.plan import LinkType, Plan
from pmo_excel.schedule.predecessors import lag_text
from pmo_excel.schedule.progress import after_status, finished


def why(plan: Plan, dates: Dates, row: int) -> str:
    """What sets a task's date, in words, and the chain of what drives it.

    Examples
    --------
    `driven by 6 Fit-out (FS), finish 5-May; chain 10←8←6←3←2←1`
    """
    chain = "chain " + "←".join(plan.id[r] for r in driver_chain(dates, row))
    parts = [_reason(plan, dates, row), _calendar(plan, row), _rest(plan, dates, row), chain]
    return "; ".join(part for part in parts if part)


def _reason(plan: Plan, dates: Dates, row: int) -> str:
    driver, start = dates.driver[row], _day(dates, dates.start[row])
    if driver is Driver.TASKS:
        return _by_tasks(plan, dates, row, start)
    if dates.driving_link[row] >= 0:
        through = "" if driver is Driver.LINK else f" as a task of {_summary_of(plan, dates, row)}"
        return f"driven by {_link(plan, dates, dates.driving_link[row])}{through}"
    if driver is Driver.CONSTRAINT:
        imposed = _day(dates, plan.constraint_date[row])
        return f"driven by its constraint, {plan.constraint[row].value.lower()} {imposed}"
    if driver is Driver.STATUS_DATE:
        return f"driven by the status date, as it has not begun: it starts after it, {start}"
    if driver is Driver.ACTUAL and finished(plan, row):
        return f"driven by its actual dates, {start} to {_day(dates, last_day(dates.finish[row]))}"
    return f"driven by {driver.value}, {start}"


def _by_tasks(plan: Plan, dates: Dates, row: int, start: str) -> str:
    """Of the tasks below a summary, the ones that start first and finish last."""
    below = [r for r in range(len(plan)) if row in ancestors(plan, r) and r not in set(plan.parent) and dates.known[r]]
    if not below:
        return f"driven by {Driver.TASKS.value}, {start}"
    first, last = min(below, key=lambda r: dates.start[r]), max(below, key=lambda r: dates.finish[r])
    finish = _day(dates, last_day(dates.finish[row]))
    return f"driven by its tasks: {plan.label(first)} starts first, {start}, {plan.label(last)} finishes last, {finish}"


def _summary_of(plan: Plan, dates: Dates, row: int) -> str:
    return plan.label(plan.links[dates.driving_link[row]].successor)


def _link(plan: Plan, dates: Dates, number: int) -> str:
    link = plan.links[number]
    at_finish = link.type in (LinkType.FS, LinkType.FF)
    held = last_day(dates.finish[link.predecessor]) if at_finish else dates.start[link.predecessor]
    lag = lag_text(link.lag, link.unit, plan.settings.minutes_per_day)
    end = "finish" if at_finish else "start"
    return f"{plan.label(link.predecessor)} ({link.type.name}{lag}), {end} {_day(dates, held)}"


def _calendar(plan: Plan, row: int) -> str:
    """That a task works on a calendar of its own."""
    number = plan.calendar[row]
    return f"it works on the calendar {plan.calendars[number].name}" if number > 0 and not plan.elapsed[row] else ""


def _rest(plan: Plan, dates: Dates, row: int) -> str:
    """What holds the work that is left of a started task, and until when it goes."""
    if dates.driver[row] is not Driver.ACTUAL or finished(plan, row):
        return ""
    finish = _day(dates, last_day(dates.finish[row]))
    if dates.rest_link[row] >= 0:
        return f"what is left waits for {_link(plan, dates, dates.rest_link[row])}, and ends on {finish}"
    if after_status(plan):
        return f"what is left goes on after the status date, and ends on {finish}"
    resumed = f"resumes on {_day(dates, int(plan.resume[row]))}, and " if plan.resume[row] != NO_INSTANT else ""
    return f"what is left {resumed}ends on {finish}"


def _day(dates: Dates, instant: int) -> str:
    """`5-May`; with the year where the project goes over more than one."""
    known = (value for value in (dates.project_start, dates.project_finish, instant) if value != NO_INSTANT)
    text = day_text(instant).lstrip("0")
    return text[:-3] if len({as_date(value).year for value in known}) == 1 else text
