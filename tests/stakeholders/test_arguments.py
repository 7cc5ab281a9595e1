"""What the functions of stakeholders read of other rooms' sheets is there under the same names."""

from __future__ import annotations

import pytest

from pmo_excel.core.tables import columns, declaration, sheets
from pmo_excel.functions import CATALOGUE

READ = [
    (entry.name, p.table)
    for entry in CATALOGUE.values()
    for p in entry.parameters
    if entry.room == "stakeholders" and p.table is not None and declaration(p.table).sheet in sheets()
]


@pytest.mark.parametrize(("name", "cls"), READ)
def test_a_table_that_a_refresh_passes_has_the_fields_that_are_read(name: str, cls: type) -> None:
    """A refresh passes the sheet's own table where a function declares a narrower one."""
    of_sheet = sheets()[declaration(cls).sheet]
    assert set(columns(cls)) <= set(columns(of_sheet)), name
