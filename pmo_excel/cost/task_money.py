"""The money of each task: what its budget lines allow, what they have cost, and what their owners still expect."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from pmo_excel.core.columns import Flags, Numbers
from pmo_excel.core.problems import Code, Problem, Severity
from pmo_excel.cost.tables import Budget
from pmo_excel.schedule.tables import Schedule


@dataclass(frozen=True, slots=True)
class TaskMoney:
    """Money by task, in workbook order; nan where a cell could not be read.

    Attributes
    ----------
    budget, actual, to_complete
        Approved; spent with accruals; forecast typed by owners, nan where one is missing.
    given
        Tasks that a budget line names.
    stray
        Lines whose task is not there, so that no total is known.
    problems
        What is to be said about the lines.
    """

    budget: Numbers
    actual: Numbers
    to_complete: Numbers
    given: Flags
    stray: tuple[str, ...]
    problems: list[Problem]


def task_money(tasks: Schedule, lines: Budget) -> TaskMoney:
    """Budget lines by the task whose ID they name, else by the WBS code.

    A line that names neither is undistributed: it is in no measure of earned value, and said so. A line that names a
    task that is not there leaves the project's totals unknown.
    """
    count = len(tasks)
    budget, actual, to_complete = np.zeros(count), np.zeros(count), np.zeros(count)
    given = np.zeros(count, dtype=bool)
    rows = _rows_by_name(tasks)
    stray: list[str] = []
    problems: list[Problem] = []
    spent = np.nan_to_num(lines.actual_to_date) + np.nan_to_num(lines.accrual)
    approved, forecast = np.nan_to_num(lines.budget), np.nan_to_num(lines.forecast_to_complete)
    for line, name in enumerate(lines.wbs_or_task.tolist()):
        if not (approved[line] or spent[line] or forecast[line] or _wrong(lines, line)):
            continue
        row = rows.get(_plain(name)) if name else None
        if row is None:
            problems.append(_unplaced(lines, line, name, approved[line], spent[line]))
            stray += [str(lines.id[line] or name)] if name else []
            continue
        given[row] = True
        budget[row] += np.nan if line in lines.wrong("budget") else approved[line]
        unread = line in lines.wrong("actual_to_date") or line in lines.wrong("accrual")
        actual[row] += np.nan if unread else spent[line]
        to_complete[row] += lines.forecast_to_complete[line]
    return TaskMoney(budget, actual, to_complete, given, tuple(stray), problems)


def without_baseline(tasks: Schedule, money: TaskMoney, has_baseline: Flags) -> Iterator[Problem]:
    """Budgets of tasks that no baseline holds: outside of the performance measurement baseline."""
    for row in np.flatnonzero(money.given & ~has_baseline).tolist():
        text = f"{tasks.id[row]} has a budget and is in no baseline, so it is not in PV, EV and BAC"
        fix = "Set a baseline once the change behind it is approved."
        yield Problem(Code.EARNED_VALUE, text, tasks.cell("id", row), fix, Severity.MEDIUM)


def row_of_line(tasks: Schedule, lines: Budget) -> list[int | None]:
    """The row of the task that each line is for; None where it names none."""
    rows = _rows_by_name(tasks)
    return [rows.get(_plain(name)) if name else None for name in lines.wbs_or_task.tolist()]


def _wrong(lines: Budget, line: int) -> bool:
    return any(line in lines.wrong(name) for name in ("budget", "actual_to_date", "accrual"))


def _rows_by_name(tasks: Schedule) -> dict[str, int]:
    """The row of each task by its ID, and by its WBS code where no ID is the same."""
    rows: dict[str, int] = {}
    for names in (tasks.id.tolist(), tasks.wbs.tolist()):
        for row, name in enumerate(names):
            if name:
                rows.setdefault(_plain(name), row)
    return rows


def _plain(name: object) -> str:
    return str(name).strip().strip(".").casefold()


def _unplaced(lines: Budget, line: int, name: object, approved: float, spent: float) -> Problem:
    cell = lines.cell("wbs_or_task", line)
    what = f"{lines.id[line] or 'the line'} ({approved:,.2f} budget, {spent:,.2f} spent)"
    if name:
        text = f"{what} is for {name!r}, which is no task and no WBS code, so the project's earned value is not known"
        return Problem(Code.UNKNOWN_TASK, text, cell, "Use a task's ID or a WBS code of the plan.")
    text = f"{what} names no task, so it is not distributed: it is not in earned value"
    return Problem(Code.EARNED_VALUE, text, cell, "Type the task or WBS code that it is for.", Severity.MEDIUM)
