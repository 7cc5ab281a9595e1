"""A sample workbook as the stand-in for Excel holds it, read by another program than ours (openpyxl)."""

from __future__ import annotations

import base64
import io
from datetime import date, datetime, time, timedelta
from typing import Any

import openpyxl
from openpyxl.utils.datetime import to_excel

from tests import made

TROUBLED = "RGX-014_Lyon_laboratory.xlsx"
"""The sample that has findings with fixes, and whose findings need more rows than its table has."""


def fake(name: str = TROUBLED, data: bytes | None = None) -> dict[str, Any]:
    """What `tests/node/fake-excel.js` is given for a workbook: cells, formulas, number formats, tables and the file."""
    data = made.samples()[name] if data is None else data
    book = openpyxl.load_workbook(io.BytesIO(data))
    values = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
    sheets, tables = {}, {}
    for sheet in book.worksheets:
        cells: dict[str, Any] = {}
        formulas, formats = {}, {}
        for row in sheet.iter_rows():
            for cell in row:
                value = values[sheet.title][cell.coordinate].value
                if cell.data_type == "f":
                    formulas[cell.coordinate] = f"={str(cell.value).removeprefix('=')}"
                if value is not None:
                    cells[cell.coordinate] = held(value)
                if cell.number_format != "General":
                    formats[cell.coordinate] = cell.number_format
        shown = {"visible": "Visible", "hidden": "Hidden", "veryHidden": "VeryHidden"}[sheet.sheet_state]
        sheets[sheet.title] = {"cells": cells, "formulas": formulas, "formats": formats, "visibility": shown}
        tables |= {table.name: {"sheet": sheet.title, "ref": table.ref} for table in sheet.tables.values()}
    url = f"https://contoso.sharepoint.com/sites/pmo/Shared%20Documents/{name}"
    return {"sheets": sheets, "tables": tables, "url": url, "file": base64.b64encode(data).decode()}


def held(value: Any) -> Any:
    """A cell's value as `Range.values` has it."""
    if isinstance(value, (date, datetime, time, timedelta)):
        return to_excel(value)
    return value
