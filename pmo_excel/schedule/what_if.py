"""What if: a copy of a plan with one thing changed, and how far that moves the project's finish."""

from __future__ import annotations

from pmo_excel.core.instants import NO_INSTANT
from pmo_excel.schedule.axis import Axis
from pmo_excel.schedule.calendars import Calendar
from pmo_excel.schedule.plan import NO_DURATION, Plan
from pmo_excel.schedule.progress import remaining


def with_more_to_do(plan: Plan, row: int, minutes: float) -> Plan:
    """The plan with so much more work left in a task; negative minutes shorten it. What is done stays done."""
    duration, left = list(plan.duration), list(plan.remaining_duration)
    if plan.actual_start[row] != NO_INSTANT or plan.percent_complete[row] or left[row] != NO_DURATION:
        left[row] = remaining(plan, row) + minutes
    duration[row] = max(duration[row], 0) + minutes
    milestone = [is_one and duration[at] == 0 for at, is_one in enumerate(plan.milestone)]
    return plan.replace(duration=duration, remaining_duration=left, milestone=milestone)


def with_lag(plan: Plan, number: int, lag: float) -> Plan:
    """The plan with another lag [in the link's own unit] on one of its links."""
    links = list(plan.links)
    links[number] = links[number]._replace(lag=lag)
    return plan.replace(links=links)


def days_later(plan: Plan, before: int, after: int, calendar: Calendar | None = None) -> float:
    """Working days from one instant to another on the project's calendar, or on a given one; negative when earlier."""
    axis = Axis(calendar or plan.calendars[0], before)
    return axis.between(before, after) / plan.settings.minutes_per_day
