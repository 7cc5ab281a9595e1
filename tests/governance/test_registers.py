"""PF10, PF11, GV5 and RP16 in the cells and findings of a refreshed workbook; thresholds are in its sheets."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from pmo_excel.core.catalogue import CATALOGUE
from pmo_excel.core.cells import Conventions
from pmo_excel.core.problems import Code
from pmo_excel.core.tables import Table
from pmo_excel.refresh import Refreshed
from pmo_excel.refresh.compute import bound_arguments
from tests.made import workbook
from tests.refresh.workbooks import CHARTER, TASKS, book_of, refresh, typed

STATUS = date(2026, 3, 31)
CONTENT: dict[str, list[dict[str, Any]]] = {
    "Charter": [CHARTER | {"Status Date": STATUS, "Tolerance Benefits (%)": 0.1}],
    "Schedule": [TASKS[0] | {"Deliverable ID": "P-01"}, *TASKS[1:]],
    "Benefits": [
        {"Benefit ID": "B-01", "Benefit": "Rent saved", "Benefit Owner": "Helen Marsh", "Measure": "GBP"}
        | {"Target Value": 100, "Forecast Value": 80, "Target Date": date(2026, 3, 20)}
    ],
    "Dependencies": [
        {"Dependency ID": "D-001", "Direction": "Get", "What": "Network rack", "Receiver": "Ana Keller"}
        | {"Needed By": date(2026, 5, 12), "Promised Date": date(2026, 5, 20), "Dependency Status": "Agreed"}
    ],
    "Deliverables": [
        {"Deliverable ID": "P-01", "Deliverable": "Design", "Planned Approval": date(2026, 4, 3)},
        {"Deliverable ID": "P-02", "Deliverable": "Manual", "Planned Approval": date(2026, 3, 13)},
    ],
    "Actions": [
        {"Action ID": f"AC-00{n}", "Action": "Call", "Action Owner": owner, "Due Date": date(2026, 3, 20 + n)}
        for n, owner in ((1, "Tom Adeyemi"), (2, "Ana Keller"), (3, "Tom Adeyemi"))
    ],
}


@pytest.fixture(scope="module")
def data() -> bytes:
    return workbook("Standard", CONTENT)


@pytest.fixture(scope="module")
def done(data: bytes) -> Refreshed:
    return refresh(data)[0]


def said(result: Refreshed, code: Code, sheet: str) -> list[str]:
    return [p.message for p in result.problems if p.code is code and p.cell.sheet == sheet]


def test_a_benefit_of_80_instead_of_100_is_red_until_the_tolerance_allows_it(data: bytes, done: Refreshed) -> None:
    assert done.tables["Benefits"].rag.tolist() == ["R"]
    assert said(done, Code.REVIEW_OVERDUE, "Benefits") == [
        "B-01 Rent saved was to be reached on 20-Mar-26, 11 days ago, and was not measured since"
    ]
    cell = book_of(data).tables["Charter"].cell("tolerance_benefits", 0)
    assert refresh(typed(data, "Charter", cell.ref, 0.5))[0].tables["Benefits"].rag.tolist() == ["G"]


def test_a_late_promise_and_a_side_without_a_name_are_found(done: Refreshed) -> None:
    """12 to 20-May-2026: Wednesday 13 to Wednesday 20 are 6 working days."""
    assert done.tables["Dependencies"].gap.tolist() == [6]
    assert said(done, Code.NO_OWNER, "Dependencies") == ["nobody is named who delivers D-001 Network rack"]
    (conflict,) = said(done, Code.DEPENDENCY_CONFLICT, "Dependencies")
    assert "6 working days after 12-May-26" in conflict


def test_a_deliverable_is_judged_by_its_tasks_or_the_status_date(done: Refreshed) -> None:
    """By hand: Design, unstarted, goes behind the status date, 1 to 7-Apr: 2 days late; the manual is 12 days late."""
    table = done.tables["Deliverables"]
    assert table.rag.tolist() == ["G", "R"]
    assert table.linked_tasks.tolist() == ["1", None]


def test_three_overdue_actions_are_red_by_the_setting(data: bytes, done: Refreshed) -> None:
    """RP16: the count and the owners; from four on by another setting, and then amber."""

    def summary(result: Refreshed, source: bytes) -> Table:
        entry = CATALOGUE["ACTIONLOG"]
        tables = {**book_of(source).tables, **result.tables}
        return entry.python(**bound_arguments(entry, tables, Conventions()))

    made = summary(done, data)
    assert (made.owner[-1], made.overdue[-1], made.rag[-1]) == ("All", 3, "R")
    assert made.actions[-1] == "AC-001 Tom Adeyemi; AC-002 Ana Keller; AC-003 Tom Adeyemi"
    settings = book_of(data).tables["Settings"]
    at = settings.name.tolist().index("Overdue actions red from")
    changed = typed(data, "Settings", settings.cell("value", at).ref, 4)
    assert summary(refresh(changed)[0], changed).rag[-1] == "A"
