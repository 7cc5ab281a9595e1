"""What every workbook of ours holds and does not: functions that Excel 2016 lacks, notes that are too long, chance."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import zipfile
from functools import cache
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook

from pmo_excel.hosts.books import applied
from pmo_excel.refresh import refreshed
from pmo_excel.workbook.templates_folder import templates_folder
from tests.conftest import ROOT
from tests.refresh.workbooks import book_of, make

QUICK = ("Portfolio", "Project (Light)")
"""These hold what the others do; all are looked at in the live set."""
each_template = pytest.mark.parametrize(
    "path",
    [
        pytest.param(path, id=path.stem, marks=() if path.stem in QUICK else pytest.mark.live)
        for path in sorted(templates_folder().glob("*.xlsx"))
    ],
)


@cache
def after(path: Path) -> bytes:
    """A template after a refresh."""
    book = book_of(path.read_bytes())
    result = refreshed(book)
    return applied(book.package, result).data if result.writes else book.package.data


@each_template
def test_excel_2016_can_calculate_every_formula(path: Path) -> None:
    """Files mark newer functions with _xlfn, dynamic arrays with cm= (MS-XLSX 2.2.2; ECMA-376 part 1, 18.3.1.4)."""
    with zipfile.ZipFile(BytesIO(after(path))) as archive:
        parts = {name: archive.read(name) for name in archive.namelist() if name.endswith(".xml")}
    assert sum(part.count(b"</f>") for part in parts.values()) > 50
    assert [name for name, part in parts.items() if b"_xlfn" in part or b"_xlws" in part] == []
    assert [name for name, part in parts.items() if re.search(rb'<c [^>]*\scm="', part)] == []


@each_template
def test_each_header_has_a_note_of_at_most_25_words(path: Path) -> None:
    """As it stands in the file, the word Computed included."""
    tables = 0
    for sheet in load_workbook(path).worksheets:
        for table in sheet.tables.values():
            tables += 1
            for cell in sheet[table.ref][0]:
                assert cell.comment is not None, f"{sheet.title}!{cell.coordinate}"
                assert 0 < len(cell.comment.text.split()) <= 25, (sheet.title, cell.coordinate, cell.comment.text)
    assert tables >= 20


@pytest.mark.live
def test_the_same_workbook_gives_the_same_bytes_in_every_process() -> None:
    """Sets and hashes differ from process to process; what is written must not."""
    script = (
        "from tests.refresh.workbooks import make, refresh; from hashlib import sha256; "
        "done = refresh(make())[1]; print(sha256(done.data).hexdigest())"
    )
    runs = [
        subprocess.run(
            [sys.executable, "-c", script],
            env={**os.environ, "PYTHONHASHSEED": seed},
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    ]
    assert len(runs[0].strip()) == 64
    assert runs[0] == runs[1]


def test_a_refresh_repeated_gives_the_same_bytes() -> None:
    data = make()
    first, second = (applied(book.package, refreshed(book)).data for book in (book_of(data), book_of(data)))
    assert first == second
