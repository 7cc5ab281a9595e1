"""Cash flow: budget, forecast and commitments by month, quarter or year, and by the periods of the fiscal year."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Final

import numpy as np

from pmo_excel.core.catalogue import Answer
from pmo_excel.core.columns import Column, Instants, Numbers, Texts, Type
from pmo_excel.core.instants import DAY, NO_INSTANT
from pmo_excel.core.problems import Code, Problem, Severity
from pmo_excel.core.tables import Table, table
from pmo_excel.cost.ledger import line_estimates
from pmo_excel.cost.months import last_day, month_of
from pmo_excel.cost.phasing import Phasing, phased_between
from pmo_excel.cost.tables import Budget
from pmo_excel.cost.task_money import row_of_line
from pmo_excel.schedule.calendars import Calendar
from pmo_excel.schedule.tables import Schedule

NO_DATE: Final = "(no date)"
_MONTHS: Final = {"Month": 1, "Quarter": 3, "Year": 12}


@table("Cash flow")
class CashFlow(Table):
    """Money by period; what has no date is in the last row, so that the sums are those of the budget."""

    period_end: Annotated[Instants, Column("Period End", "Its last day.", Type.DATE)]
    fiscal_year: Annotated[Texts, Column("Fiscal Year", "As in FY25/26.")]
    fiscal_period: Annotated[Texts, Column("Fiscal Period", "As in P12.")]
    budget: Annotated[Numbers, Column("Budget", "Approved, over the plan's dates.", Type.MONEY, unit="currency")]
    forecast: Annotated[Numbers, Column("Forecast to Complete", "Still to spend.", Type.MONEY, unit="currency")]
    commitment: Annotated[Numbers, Column("Commitment", "Ordered, not invoiced.", Type.MONEY, unit="currency")]
    total_budget: Annotated[Numbers, Column("Budget, cumulative", "Up to then.", Type.MONEY, unit="currency")]
    total_forecast: Annotated[
        Numbers, Column("Outturn, cumulative", "Actual to date and forecast up to then.", Type.MONEY, unit="currency")
    ]


def cash_flow(
    tasks: Schedule,
    lines: Budget,
    status_date: int | None,
    calendars: Mapping[str, Calendar],
    fiscal_start: int,
    period: str,
) -> CashFlow | Answer:
    """Each line's money over the working time of its task, from the plan's dates as they are now.

    The budget lies between start and finish. What is still to be spent, and ordered, lies between the day after the
    status date and the finish; where that has passed, on the day after the status date.
    """
    start, finish = tasks.start.copy(), tasks.finish.copy()
    none = np.full(len(tasks), np.nan)
    whole = phased_between(tasks, start, finish, none, calendars)
    rest = whole if status_date is None else _after(tasks, whole, status_date, calendars)
    row = row_of_line(tasks, lines)
    dated = np.array([at is not None and bool(whole.there[at]) for at in row], dtype=bool)
    at = np.array([at if has and at is not None else 0 for at, has in zip(row, dated.tolist(), strict=True)])
    estimate = line_estimates(lines)
    spent = np.nan_to_num(lines.actual_to_date) + np.nan_to_num(lines.accrual)
    amounts = (
        (whole, np.nan_to_num(lines.budget)),
        (rest, estimate - spent),
        (rest, np.nan_to_num(lines.commitment)),
    )
    ends = _ends(whole, rest, fiscal_start, _MONTHS[period]) if dated.any() else []
    columns = [_by_period(phased, values, at, dated, ends) for phased, values in amounts]
    made = CashFlow.of(len(ends) + 1)
    made.period_end[:] = [*(end * DAY for end in ends), NO_INSTANT]
    for place, end in enumerate(ends):
        made.fiscal_year[place], made.fiscal_period[place] = fiscal(end, fiscal_start, period)
    made.fiscal_year[-1] = NO_DATE
    made.budget[:], made.forecast[:], made.commitment[:] = columns
    made.total_budget[:] = np.cumsum(made.budget)
    made.total_forecast[:] = spent.sum() + np.cumsum(made.forecast)
    return Answer(made, _undated(lines, dated))


def fiscal(day: int, start: int, period: str) -> tuple[str, str | None]:
    """The fiscal year of a day and its period within it: FY25/26 and P12 for March 2026 where years begin in April."""
    month = month_of(day)
    year, number = divmod(month - (start - 1), 12)
    name = f"FY{year % 100:02d}" if start == 1 else f"FY{year % 100:02d}/{(year + 1) % 100:02d}"
    return name, {"Month": f"P{number + 1:02d}", "Quarter": f"Q{number // 3 + 1}"}.get(period)


def _after(tasks: Schedule, whole: Phasing, status_date: int, calendars: Mapping[str, Calendar]) -> Phasing:
    tomorrow = (status_date // DAY + 1) * DAY
    start = np.where(whole.there, np.maximum(whole.first * DAY, tomorrow), NO_INSTANT)
    finish = np.where(whole.there, np.maximum(whole.last * DAY, tomorrow), NO_INSTANT)
    return phased_between(tasks, start, finish, np.full(len(tasks), np.nan), calendars)


def _ends(whole: Phasing, rest: Phasing, fiscal_start: int, length: int) -> list[int]:
    """The last days of the periods from the first to the last day with money."""
    first, last = min(whole.start, rest.start), max(whole.finish, rest.finish)
    month = month_of(first)
    month += -(month - (fiscal_start - 1) + 1) % length  # the month with which the first period ends
    ends = [last_day(month)]
    while ends[-1] < last:
        month += length
        ends.append(last_day(month))
    return ends


def _by_period(phased: Phasing, values: Numbers, at: np.ndarray, dated: np.ndarray, ends: list[int]) -> list[float]:
    """What falls into each period, and last what has no date."""
    sums = [float((values * np.nan_to_num(phased.share(end))[at])[dated].sum()) for end in ends]
    return [*np.diff([0.0, *sums]).tolist(), float(values[~dated].sum())]


def _undated(lines: Budget, dated: np.ndarray) -> list[Problem]:
    return [
        Problem(
            Code.EARNED_VALUE,
            f"{lines.id[row] or 'the line'} names no task with dates, so its money is in no period",
            lines.cell("wbs_or_task", row),
            "Type the task or WBS code that it is for.",
            Severity.LOW,
        )
        for row in np.flatnonzero(~dated).tolist()
    ]
