"""The same numbers from the cells of a refreshed workbook as from a call, and nothing that the last refresh left."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.made import workbook
from tests.refresh.workbooks import CHARTER, book_of, refresh, typed

DAY = {"Mon (h)": 7.5, "Tue (h)": 7.5, "Wed (h)": 7.5, "Thu (h)": 7.5, "Fri (h)": 7.5}
TASKS = [
    ("A", date(2026, 3, 30), 8),
    ("B", date(2026, 4, 1), 11),
    ("C", date(2026, 4, 7), 14),
]
"""FX-RES as tasks: 30-Mar to 10-Apr is 8 working days with Easter off, 1 to 17-Apr 11, 7 to 24-Apr 14."""
FX_RES: dict[str, list[dict[str, Any]]] = {
    "Charter": [CHARTER | {"Planned Start": date(2026, 3, 30), "Status Date": date(2026, 3, 27)}],
    "Calendars": [{"Calendar Name": "Ana"} | DAY],
    "Holidays": [{"Date From": date(2026, 4, 3), "Date To": date(2026, 4, 6)}],
    "Leave": [{"Resource ID": "ANA", "From": date(2026, 4, 9), "To": date(2026, 4, 10)}],
    "Resources": [{"Resource ID": "ANA", "Resource Name": "Ana Keller", "Calendar": "Ana", "Standard Rate": 50}],
    "Schedule": [
        {"Task ID": key, "Task Name": key, "Duration (wd)": days}
        | {"Constraint Type": "Start no earlier than", "Constraint Date": start}
        for key, start, days in TASKS
    ],
    "Assignments": [
        {"Assignment ID": "AS-1", "Task ID": "A", "Resource ID": "ANA", "Units %": 0.6},
        {"Assignment ID": "AS-2", "Task ID": "B", "Resource ID": "ANA", "Units %": 0.5},
        {"Assignment ID": "AS-3", "Task ID": "C", "Resource ID": "ANA", "Units %": 0.3, "Booking": "Soft"},
    ],
}


def cells(data: bytes, sheet: str) -> dict[tuple[str, str], Any]:
    result, _ = refresh(data)
    return {(c.key, c.cell.column): c.new for c in result.changes if c.cell.sheet == sheet}


def test_the_fixture_gives_its_numbers_in_the_cells() -> None:
    """FX-RES: 110 % on the busiest day, on four days; by hand 6 x 4.5 h, 9 x 3.75 h and 12 x 2.25 h at 50 an hour."""
    data = workbook("Standard", FX_RES)
    assert cells(data, "Resources")["ANA", "Peak Load %"] == pytest.approx(1.1)
    assert cells(data, "Resources")["ANA", "Over-allocated Days"] == 4
    found = cells(data, "Assignments")
    assert [found[key, "Finish"] for key in ("AS-1", "AS-2", "AS-3")] == [
        date(2026, 4, 10),
        date(2026, 4, 17),
        date(2026, 4, 24),
    ]
    assert [found[key, "Cost"] for key in ("AS-1", "AS-2", "AS-3")] == pytest.approx([1350, 1687.5, 1350])


def test_a_task_that_moved_moves_its_assignments_at_the_next_refresh() -> None:
    """By hand: two more days of AS-1 are two days of 4.5 h at 50, though its old dates stand in its cells."""
    data = workbook("Standard", FX_RES)
    _, patched = refresh(data)
    assert patched is not None
    book = book_of(patched.data)
    letter = book.tables["Schedule"].origin.letters["duration"]
    longer = typed(patched.data, "Schedule", f"{letter}{book.places['Schedule'].first_row}", 10)
    found = cells(longer, "Assignments")
    assert found["AS-1", "Finish"] == date(2026, 4, 14)
    assert found["AS-1", "Cost"] == pytest.approx(1350 + 2 * 4.5 * 50)


def test_a_rate_that_changes_counts_from_its_day() -> None:
    """By hand: AS-1 works 30 and 31 March at 50, and 1, 2, 7 and 8 April at 60."""
    terms = [{"Resource ID": "ANA", "Valid From": date(2026, 4, 1), "Standard Rate": 60}]
    found = cells(workbook("Standard", FX_RES | {"Resource Terms": terms}), "Assignments")
    assert found["AS-1", "Cost"] == pytest.approx(2 * 4.5 * 50 + 4 * 4.5 * 60)


def test_an_amount_that_cannot_be_read_empties_the_peak_of_its_person_only() -> None:
    other = {"Resource ID": "BO", "Resource Name": "Bo Lund"}
    rows = [*FX_RES["Assignments"], {"Assignment ID": "AS-4", "Task ID": "A", "Resource ID": "BO", "Units %": 1}]
    rows[1] = rows[1] | {"Units %": "half of it"}
    data = workbook("Standard", FX_RES | {"Assignments": rows, "Resources": [*FX_RES["Resources"], other]})
    found = cells(data, "Resources")
    assert ("ANA", "Peak Load %") not in found
    assert found["BO", "Peak Load %"] == pytest.approx(1.0)
