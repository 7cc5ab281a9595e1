"""A project manager's own workbook, as people make them: a banner, headers in row 4, a total below, a cover page."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

import xlsxwriter

Sheet = Any
Change = Callable[[xlsxwriter.Workbook, Sheet], None]

HEADERS = (
    *("No", "Task", "Responsible", "Duration", "Predecessors"),
    *("% Complete", "Actual Start", "Start", "Finish", "RAG"),
)
ROWS: Sequence[Sequence[Any]] = (
    ("1", "Design", "Jane Smith", 5, None, 1, date(2026, 3, 2)),
    ("2", "Build", "Bob Jones", 10, "1", 0.5, date(2026, 3, 9)),
    ("3", "Test", "Bob Jones", 5, "2", 0, None),
    ("4", "Train", "Jane Smith", 3, "2", 0, None),
    ("5", "Go live", "Jane Smith", 0, "3;4", 0, None),
)
COVER: Mapping[str, Any] = {
    "Project ID": "APO-001",
    "Project Name": "Apollo",
    "Project Manager": "Jane Smith",
    "Sponsor": "Helen Marsh",
    "PMO Coordinator": "Priya Nair",
    "Planned Start": date(2026, 3, 2),
    "Status Date": date(2026, 3, 13),
    "Approved Budget": 1000,
}
FIRST = 5
"""The first row of the plan, as people count them."""


def own(
    rows: Sequence[Sequence[Any]] = ROWS,
    headers: Sequence[Any] = HEADERS,
    cover: Mapping[str, Any] = COVER,
    change: Change | None = None,
    options: Mapping[str, Any] | None = None,
    sheet: str = "Our plan",
) -> bytes:
    """The workbook: a cover page of fields, and a plan in plain cells; `change` is given the plan's sheet last."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"default_date_format": "dd/mm/yyyy", **(options or {})})
    page = book.add_worksheet("Cover")
    for at, (name, value) in enumerate(cover.items()):
        page.write(at, 0, name)
        _write(page, at, 1, value)
    plan = book.add_worksheet(sheet)
    plan.merge_range("A1:J1", "Project Apollo: plan", book.add_format({"bold": True}))
    plan.write("A2", "As of today")
    for at, header in enumerate(headers):
        plan.write(FIRST - 2, at, header)
    for row, values in enumerate(rows):
        for at, value in enumerate(values):
            _write(plan, FIRST - 1 + row, at, value)
    if change is not None:
        change(book, plan)
    book.close()
    return out.getvalue()


def _write(sheet: Sheet, row: int, column: int, value: Any) -> None:
    if isinstance(value, str):
        sheet.write_string(row, column, value)
    elif isinstance(value, date):
        sheet.write_datetime(row, column, value)
    elif value is not None:
        sheet.write(row, column, value)


def row(at: int, **given: Any) -> tuple[Any, ...]:
    """One of the plan's rows with some cells changed, by letter."""
    values = list(ROWS[at]) + [None] * (len(HEADERS) - len(ROWS[at]))
    for letter, value in given.items():
        values[ord(letter) - 65] = value
    return tuple(values)


def changed(**rows: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    """The plan's rows with some changed: `r2={"D": "10d"}` is the second one's duration."""
    return [row(at, **rows.get(f"r{at + 1}", {})) for at in range(len(ROWS))]
