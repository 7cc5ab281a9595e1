"""`pmo schedule`: a plan's dates from a workbook, printed for people or as JSON to the minute."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from rich.markup import escape
from rich.table import Table as RichTable

from pmo_excel.core.problems import Cell, Code, Problem, Severity
from pmo_excel.hosts.books import opened
from pmo_excel.hosts.printing import console
from pmo_excel.hosts.workbook_endings import WORKBOOKS
from pmo_excel.hosts.workbook_plan import workbook_plan
from pmo_excel.interop.formats import format_of, read_plan
from pmo_excel.schedule.critical_path import dates
from pmo_excel.schedule.rows import as_rows

Rows = list[dict[str, Any]]


def scheduled_rows(path: Path) -> tuple[Rows | None, list[Problem]]:
    """A row for each task of a workbook or of a plan of another program; None where the file holds no plan.

    Raises
    ------
    Refused
        The file cannot be read.
    """
    if not path.is_file():
        text = "there is no such file"
        return None, [Problem(Code.FILE, text, Cell(str(path)), "Check the name and the folder.", Severity.CRITICAL)]
    if path.suffix.lower() not in WORKBOOKS and format_of(path) is not None:
        plan, problems = read_plan(path)
        if plan is None:
            return None, problems
        got = dates(plan)
        return as_rows(plan, got), [*problems, *got.problems]
    done, problems = workbook_plan(opened(path))
    return (None if done is None else as_rows(done.plan, done.dates)), problems


def print_schedule(rows: Sequence[dict[str, Any]]) -> None:
    """The dates as a table; a star marks what is critical."""
    table = RichTable("ID", "Task", "Start", "Finish", "Total float", "Free float", "Critical", "Driven by", box=None)
    for row in rows:
        cells = (
            row["id"],
            row["name"],
            (row["start"] or "–").replace("T", " "),
            (row["finish"] or "–").replace("T", " "),
            _hours(row["total_float_minutes"]),
            _hours(row["free_float_minutes"]),
            "★" if row["critical"] else "",
            row["driving_predecessor"] or "",
        )
        table.add_row(*(escape(str(cell)) for cell in cells))
    console.print(table)


def _hours(minutes: int | None) -> str:
    return "–" if minutes is None else f"{minutes / 60:g} h"
