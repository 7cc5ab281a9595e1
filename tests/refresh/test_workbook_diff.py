"""Two versions compared by meaning (XL15): sorting is no difference, one changed value is one."""

from __future__ import annotations

from typing import Any

from pmo_excel.refresh.workbook_diff import Difference, workbook_diff
from tests.refresh.own_template import COVER, HEADERS, ROWS, own, row
from tests.refresh.workbooks import CHARTER, book_of, make, refresh, typed

RISKS = [
    {"Risk ID": "R-001", "Risk Title": "Late delivery", "Probability (1-5)": 3},
    {"Risk ID": "R-002", "Risk Title": "No staff", "Probability (1-5)": 2},
]


def diff(before: bytes, after: bytes, computed: bool = False) -> list[Difference]:
    return workbook_diff(book_of(before), book_of(after), computed)


def test_a_workbook_is_as_itself() -> None:
    assert diff(make(Risks=RISKS), make(Risks=RISKS), computed=True) == []


def test_sorting_is_no_difference_and_one_probability_is_one() -> None:
    """The example of the specification."""
    before = make(Risks=RISKS)
    assert diff(before, make(Risks=RISKS[::-1])) == []
    (one,) = diff(before, make(Risks=[RISKS[1], {**RISKS[0], "Probability (1-5)": 4}]))
    assert (one.what, one.table, one.key, one.column) == ("changed", "Risks", "R-001", "Probability (1-5)")
    assert (one.before, one.after) == (3, 4)
    assert one.cell.startswith("Risks!")
    assert str(one) == "Risks R-001 Late delivery, Probability (1-5): 3 → 4"


def test_records_that_came_and_went_are_named() -> None:
    found = diff(make(Risks=RISKS), make(Risks=[RISKS[0], {"Risk ID": "R-003", "Risk Title": "Strike"}]))
    assert [str(one) for one in found] == ["Risks R-003 Strike: added", "Risks R-002 No staff: removed"]


def test_what_a_refresh_computes_counts_only_where_it_is_asked_for() -> None:
    before = make()
    _, patched = refresh(before)
    assert patched is not None
    assert diff(before, patched.data) == []
    assert {one.column for one in diff(before, patched.data, computed=True)} >= {"Start", "Finish"}


def test_a_field_of_the_charter_is_one_difference() -> None:
    (one,) = diff(make(), make(Charter=[{**CHARTER, "Approved Budget": 1250}]))
    assert (one.table, one.column, one.before, one.after) == ("Charter", "Approved Budget", 1000, 1250)


def test_moved_columns_and_a_renamed_sheet_are_no_changed_values() -> None:
    order = [3, 0, 4, 2, 1, 5, 6]
    headers: list[Any] = ["Colour of folder", *(HEADERS[at] for at in order)]
    rows = [["hm", *(r[at] for at in order)] for r in ROWS]
    (moved,) = diff(own(), own(rows, headers, sheet="New plan"))
    assert (moved.what, moved.before, moved.after) == ("table moved", "Our plan", "New plan")


def test_the_same_value_in_another_spelling_is_no_difference() -> None:
    cover = {**COVER, "Sponsor": "Marsh, Helen", "Planned Start": "2-Mar-2026"}
    rows = [row(0, G="02.03.2026", F="100 %"), *(row(at) for at in range(1, 5))]
    assert diff(own(), own(rows, cover=cover)) == []


def test_a_cell_that_cannot_be_read_is_not_taken_for_an_empty_one() -> None:
    data = make()
    cell = book_of(data).tables["Schedule"].cell("actual_start", 0).ref
    (one,) = diff(data, typed(data, "Schedule", cell, "TBC"))
    assert (one.column, one.before, one.after) == ("Actual Start", None, "TBC")
