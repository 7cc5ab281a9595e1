"""Cells that are there, and those of which it is sure that they are not."""

from __future__ import annotations

import pytest

from pmo_excel.workbook.sheet_xml import SheetXml


def sheet(rows: str, prefix: str = "") -> SheetXml:
    return SheetXml(f"<{prefix}sheetData>{rows}</{prefix}sheetData>".encode(), "Plan", "plan.xlsx")


def test_usual_cells_say_what_is_not_there() -> None:
    found = sheet('<row r="2"><c r="A2"/><c r="AF2"><v>1</v></c></row><row r="4"><c r="F4"/></row>')
    assert [found.lacks(2, column) for column in (1, 6, 32)] == [False, True, False]
    assert [found.lacks(row, 6) for row in (3, 4, 5)] == [True, False, True]


@pytest.mark.parametrize("cell", ['<c s="3" r="F2"/>', "<c r='F2'/>", '<c\nr="F2"/>', "<c/>", "<c><v>1</v></c>"])
def test_cells_written_otherwise_leave_it_open(cell: str) -> None:
    found = sheet(f'<row r="2"><c r="E2"/>{cell}</row>')
    assert not found.lacks(2, 6)
    assert found.cell(found.row(2), 6) is not None


def test_cells_with_a_prefix_are_known_by_it() -> None:
    found = sheet('<x:row r="2"><x:c r="E2"/></x:row>', "x:")
    assert (found.lacks(2, 5), found.lacks(2, 6)) == (False, True)
