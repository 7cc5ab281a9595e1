"""A small project workbook, and what a refresh makes of its bytes."""

from __future__ import annotations

from datetime import date
from typing import Any

from pmo_excel.hosts.books import applied
from pmo_excel.refresh import Refreshed, refreshed
from pmo_excel.workbook.package import open_package
from pmo_excel.workbook.patch import Edit, Patched, patch
from pmo_excel.workbook.read import Book, read_book
from tests.made import workbook

CHARTER = {
    "Project ID": "TST-001",
    "Project Name": "Test",
    "Sponsor": "Helen Marsh",
    "Project Manager": "Ana Keller",
    "PMO Coordinator": "Priya Nair",
    "Planned Start": date(2026, 3, 2),
    "Status Date": date(2026, 2, 27),
    "Approved Budget": 1000,
}
TASKS = [
    {"Task ID": "1", "Task Name": "Design", "Duration (wd)": 5},
    {"Task ID": "2", "Task Name": "Build", "Duration (wd)": 10, "Predecessors": "1"},
    {"Task ID": "3", "Task Name": "Hand over", "Duration (wd)": 0, "Predecessors": "2"},
]


def book_of(data: bytes) -> Book:
    """The bytes of a workbook, read."""
    return read_book(open_package(data))


def make(**content: Any) -> bytes:
    """A workbook with these sheets' rows beside the charter and three tasks."""
    return workbook("Light", {"Charter": [CHARTER], "Schedule": TASKS} | content)


def refresh(data: bytes) -> tuple[Refreshed, Patched | None]:
    """Refresh a workbook's bytes."""
    book = book_of(data)
    result = refreshed(book)
    return result, applied(book.package, result) if result.changes else None


def typed(data: bytes, sheet: str, ref: str, value: Any) -> bytes:
    """The workbook after a person typed into a cell."""
    return patch(data, [Edit(sheet, ref, value)]).data
