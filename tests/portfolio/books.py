"""Small workbooks as people make them by hand: a sheet of headers and rows each, quick to make and to read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from io import BytesIO
from typing import Any

import xlsxwriter

Rows = Sequence[Mapping[str, Any]]


def small(charter: Mapping[str, Any], **sheets: Rows) -> bytes:
    """A workbook with a charter of fields, and these sheets."""
    file = BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    day = book.add_format({"num_format": "dd-mmm-yy"})
    fields = [{"Field": name, "Value": value} for name, value in charter.items()]
    for name, rows in {"Charter": fields, **sheets}.items():
        sheet = book.add_worksheet(name)
        headers = list(dict.fromkeys(header for row in rows for header in row))
        sheet.write_row(0, 0, headers)
        for at, row in enumerate(rows, start=1):
            for header, value in row.items():
                if isinstance(value, date):
                    sheet.write_datetime(at, headers.index(header), value, day)
                else:
                    sheet.write(at, headers.index(header), value)
    book.close()
    return file.getvalue()
