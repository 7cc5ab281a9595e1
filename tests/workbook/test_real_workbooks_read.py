"""Workbooks of other people: what is understood of each, every finding with its place, no byte changed."""

from __future__ import annotations

from pathlib import Path

import pytest

from pmo_excel.core.problems import Code
from pmo_excel.hosts.books import checked, opened

UNDERSTOOD = {
    "tpm_project_plan.xlsx": {"Schedule": "Project Plan"},
    "tpm_tables.xlsx": {"Schedule": "Project Plan", "Risks": "Risk Log"},
    "tpm_buffer_scorecard.xlsx": {},
    "gantt_excel_addin.xlsx": {},
    "closedxml_datamodel.xlsx": {},
    "closedxml_dv_x14.xlsx": {},
    "closedxml_shapes_diagram.xlsx": {},
    "sheetjs_richdata.xlsx": {},
}
"""Which sheet holds which table, as a person sees it in the files; most of them hold no plan."""


@pytest.mark.parametrize("name", UNDERSTOOD)
def test_a_real_workbook_is_understood_as_a_person_would(name: str, shared: Path) -> None:
    path = shared / "data" / "workbooks" / name
    before = path.read_bytes()
    assert {table: place.sheet for table, place in opened(path).places.items()} == UNDERSTOOD[name]
    outcome = checked(path)
    assert not outcome.failed
    assert all(p.message and p.suggestion for p in outcome.problems)
    assert (Code.NOT_RECOGNISED in {p.code for p in outcome.problems}) >= (not UNDERSTOOD[name])
    assert path.read_bytes() == before


def test_the_other_plans_of_a_workbook_are_named(shared: Path) -> None:
    """tpm_tables.xlsx has five sheets like plans; one is used, the others are said."""
    found = checked(shared / "data" / "workbooks" / "tpm_tables.xlsx").problems
    others = {p.cell.sheet for p in found if p.code is Code.NOT_RECOGNISED}
    assert {"Mercury Windows", "Tasks", "Project Plan w Relays"} <= others
