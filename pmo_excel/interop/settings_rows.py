"""The rows of the sheet Settings with some values chosen."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pmo_excel.core.tables import declaration
from pmo_excel.interop.imported import Row
from pmo_excel.workbook.declared import declared_sheets


def settings_rows(values: Mapping[str, Any]) -> list[Row]:
    """Every setting with its default and meaning, and the values given by name."""
    rows = [dict(row) for row in declaration(declared_sheets()["Settings"]).first_rows]
    return [row | ({"Value": values[row["Setting"]]} if row["Setting"] in values else {}) for row in rows]
