"""The parts of other rooms' sheets that schedules read."""

from __future__ import annotations

import pytest

import pmo_excel.functions  # noqa: F401 -- declares the sheets
from pmo_excel.core.tables import Table, columns, declaration
from pmo_excel.schedule import beside
from pmo_excel.workbook.declared import declared_sheets

PARTS = [c for c in vars(beside).values() if isinstance(c, type) and issubclass(c, Table) and c is not Table]


@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.__name__)
def test_a_part_of_a_sheet_has_the_names_of_the_whole_so_that_a_workbook_gives_the_sheet_itself(
    part: type[Table],
) -> None:
    whole = columns(declared_sheets()[declaration(part).sheet])
    assert {name: column.header for name, column in columns(part).items()} == {
        name: whole[name].header for name in columns(part)
    }
