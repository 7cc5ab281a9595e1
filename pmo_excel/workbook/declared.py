"""The declared sheets, with every room's declarations loaded.

This room does not know the others: it asks each for what it declares.
"""

from __future__ import annotations

import importlib
import importlib.util
import pkgutil
from collections.abc import Mapping
from functools import cache

import pmo_excel
from pmo_excel.core.tables import Table, sheets


@cache
def declared_sheets(book: str = "project") -> Mapping[str, type[Table]]:
    """Every declared sheet of the project or the portfolio workbook, by name."""
    for room in pkgutil.iter_modules(pmo_excel.__path__):
        name = f"pmo_excel.{room.name}"
        if room.ispkg and importlib.util.find_spec(f"{name}.tables") is not None:
            importlib.import_module(f"{name}.tables")
    return sheets(book)
