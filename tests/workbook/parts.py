"""Parts of a patched workbook, as they are looked at in tests."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from typing import Any

from python_calamine import CalamineWorkbook

from pmo_excel.workbook.patch import Edit

SHEET = "xl/worksheets/sheet1.xml"
MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
Minimal = Callable[..., bytes]


def member(data: bytes, name: str = SHEET) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read(name).decode()


def rows(data: bytes) -> str:
    found = re.search(r"<(?:x:)?sheetData>(.*)</(?:x:)?sheetData>", member(data), re.DOTALL)
    assert found is not None
    return found[1]


def packed(data: bytes) -> dict[str, bytes]:
    """Members as they lie in the file, packed, with their headers."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        infos = archive.infolist()
    ends = [*[info.header_offset for info in infos[1:]], data.index(b"PK\1\2")]
    return {info.filename: data[info.header_offset : end] for info, end in zip(infos, ends, strict=True)}


def plan(*edits: tuple[str, Any]) -> list[Edit]:
    return [Edit("Plan", ref, value) for ref, value in edits]


def calamine(data: bytes, sheet: str = "Plan") -> list[list[Any]]:
    return CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_name(sheet).to_python(skip_empty_area=False)
