"""Real workbooks and our templates: edited and grown, all other parts the same, and LibreOffice reads what was written.

The workbooks lie in ../shared/data/workbooks; ORIGIN.csv there says where they come from. None has an Excel Table,
so what grows is a plain range, as in most workbooks that project managers keep.
"""

from __future__ import annotations

import csv
import re
import shutil
import subprocess
from datetime import date, datetime
from io import BytesIO
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from pmo_excel.hosts.books import refresh_file
from pmo_excel.workbook.package import Package, open_package
from pmo_excel.workbook.patch import Edit, Growth, Patched, Refused, patch, patch_showing_dates
from pmo_excel.workbook.refs import Range, cell_ref, range_at
from tests.conftest import ROOT, SHARED
from tests.workbook.fx_rich import differing
from tests.workbook.test_save_faults import NOW

BOOKS = sorted([*(SHARED / "data/workbooks").glob("*.xls[xm]"), *(ROOT / "workbook_templates").glob("*.xls[xm]")])
FOLLOWERS = re.compile(
    r"xl/(worksheets/sheet\d+|tables/table\d+|charts/chart\d+|pivotCache/\w+|connections|workbook)\.xml"
)
CHAIN = {"xl/calcChain.xml", "xl/_rels/workbook.xml.rels", "[Content_Types].xml"}

SMALLEST = sorted(BOOKS, key=lambda path: (path.stat().st_size, path.name))[:4]
QUICK = {*SMALLEST, ROOT / "workbook_templates/Portfolio.xlsx"}
"""The smallest ones, and the simplest template of ours; the others take half a minute, in the live set."""

each_book = pytest.mark.parametrize(
    "path", [pytest.param(path, id=path.stem, marks=() if path in QUICK else pytest.mark.live) for path in BOOKS]
)


def an_edit(package: Package) -> tuple[Edit, Patched]:
    """The first cell below the used ones of column A that can be written, in the first sheet that has one."""
    for sheet in package.sheets:
        for row in range(1, 400):
            edit = Edit(sheet.name, cell_ref(row, 1), "Patched & proved")
            try:
                return edit, patch(package, [edit])
            except Refused:
                continue
    raise AssertionError("no cell of it can be written")


def used(package: Package, sheet: str) -> Range | None:
    """From the first row with three texts beside each other, its headers, to the last row with a value."""
    rows = (
        CalamineWorkbook.from_filelike(BytesIO(package.data)).get_sheet_by_name(sheet).to_python(skip_empty_area=False)
    )
    for number, row in enumerate(rows, 1):
        texts = [at for at, value in enumerate(row, 1) if isinstance(value, str) and value]
        if len(texts) >= 3 and texts[2] - texts[0] == 2:
            last = max(n for n, values in enumerate(rows, 1) if any(value != "" for value in values))
            return Range(number, texts[0], last, texts[-1]) if last > number else None
    return None


def growths(package: Package) -> list[Growth]:
    """Three rows for every table and range that can have them, one sheet at a time."""
    found = []
    for sheet in package.sheets:
        tables = [Growth(3, table=table.name) for table in package.tables if table.sheet == sheet.name]
        ref = used(package, sheet.name) if sheet.kind == "worksheet" and not tables else None
        for growth in tables or ([Growth(3, sheet=sheet.name, ref=str(ref))] if ref else []):
            try:
                patch(package, [], [growth])
            except Refused as refusal:
                assert refusal.problem.suggestion  # noqa: PT017 -- a refusal is an answer; it must say what to do
            else:
                found.append(growth)
    return found


@each_book
def test_an_edit_changes_its_sheet_and_at_most_what_recalculates(path: Path) -> None:
    package = open_package(path)
    edit, patched = an_edit(package)
    sheet = package.sheet(edit.sheet)
    assert sheet is not None
    assert differing(package.data, patched.data) == {*patched.changed, *patched.removed}
    assert set(patched.changed) <= {sheet.member, package.workbook_part, "xl/connections.xml"} | CHAIN
    assert sheet.member in patched.changed
    read = CalamineWorkbook.from_filelike(BytesIO(patched.data)).get_sheet_by_name(edit.sheet)
    row = range_at(edit.ref).first_row
    assert read.to_python(skip_empty_area=False)[row - 1][0] == edit.value


@each_book
def test_what_can_grow_grows_and_only_what_follows_changes(path: Path) -> None:
    package = open_package(path)
    for growth in growths(package):
        patched = patch(package, [], [growth])
        found = differing(package.data, patched.data)
        assert found == {*patched.changed, *patched.removed}
        assert all(FOLLOWERS.fullmatch(part) or part in CHAIN for part in found), found
        if growth.table:
            before, after = package.table(growth.table), open_package(patched.data).table(growth.table)
            assert before is not None
            assert after is not None
            assert after.ref == before.ref.ending_at(before.ref.last_row + 3)


@each_book
def test_a_refresh_changes_the_sheets_that_it_lists_and_what_follows_them(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A date in a cell without a date format may add a style; a workbook that holds no plan is left as it is."""
    monkeypatch.setenv("PMO_STATE", str(tmp_path / "state"))
    copy = Path(shutil.copy(path, tmp_path))
    before = copy.read_bytes()
    package = open_package(before)
    outcome = refresh_file(copy, NOW)
    assert outcome.refresh is not None, outcome.problems
    found = differing(before, copy.read_bytes())
    listed = {change.cell.sheet for change in outcome.refresh.changes} | {one.sheet for one in outcome.refresh.links}
    members = {sheet.member for name in listed if (sheet := package.sheet(name)) is not None}
    assert all(FOLLOWERS.fullmatch(part) or part in CHAIN | {"xl/styles.xml"} for part in found), found
    if not outcome.refresh.growths:
        assert {part for part in found if "/worksheets/" in part} <= members
    if outcome.patched is None:
        assert found == set()
    else:
        assert found == {*outcome.patched.changed, *outcome.patched.removed}
        assert outcome.patched.identical == len(package.archive.names) - len(found)


@each_book
def test_a_date_shows_as_one_and_takes_no_more_than_a_style(path: Path) -> None:
    package = open_package(path)
    edit, _ = an_edit(package)
    patched = patch_showing_dates(package, [Edit(edit.sheet, edit.ref, date(2026, 3, 4))])
    found = differing(package.data, patched.data)
    assert found == {*patched.changed, *patched.removed}
    sheet = package.sheet(edit.sheet)
    assert sheet is not None
    allowed = {sheet.member, package.workbook_part, "xl/styles.xml", "xl/connections.xml"}
    assert found <= allowed | CHAIN
    cells = CalamineWorkbook.from_filelike(BytesIO(patched.data)).get_sheet_by_name(edit.sheet)
    read = cells.to_python(skip_empty_area=False)[range_at(edit.ref).first_row - 1][0]
    assert read in (date(2026, 3, 4), datetime(2026, 3, 4))


def converted(data: bytes, folder: Path) -> dict[str, list[list[str]]]:
    """Every sheet as LibreOffice reads it, by its name."""
    path = folder / "book.xlsx"
    path.write_bytes(data)
    profile = f"-env:UserInstallation=file://{folder}/profile"
    every_sheet = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"
    command = ["soffice", profile, "--headless", "--convert-to", every_sheet, "--outdir", str(folder), str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=240)
    sheets = {}
    for file in folder.glob("book-*.csv"):
        with file.open(newline="", encoding="utf-8") as opened:
            sheets[file.stem.removeprefix("book-")] = list(csv.reader(opened))
    return sheets


@pytest.mark.live
@pytest.mark.skipif(shutil.which("soffice") is None, reason="needs soffice (LibreOffice)")
@each_book
def test_libreoffice_reads_the_edit_and_the_new_rows(path: Path, tmp_path: Path) -> None:
    package = open_package(path)
    one_per_sheet = {growth.sheet or growth.table: growth for growth in growths(package)}
    edits, places = [], []
    for growth in one_per_sheet.values():
        table = package.table(growth.table)
        ref, sheet = (table.ref, table.sheet) if table else (range_at(growth.ref), growth.sheet)
        places.append((sheet, ref.last_row + 3, ref.first_column))
        edits.append(Edit(sheet, cell_ref(*places[-1][1:]), "Grown & proved"))
    edit, _ = an_edit(package)
    if edit.ref not in {one.ref for one in edits if one.sheet == edit.sheet}:
        edits.append(edit)
        places.append((edit.sheet, range_at(edit.ref).first_row, 1))
    sheets = converted(patch(package, edits, list(one_per_sheet.values())).data, tmp_path)
    for (sheet, row, column), written in zip(places, edits, strict=True):
        if sheet in sheets:  # a hidden sheet is converted too; one with signs that no file name has, under another name
            assert sheets[sheet][row - 1][column - 1] == written.value, (sheet, row)
    assert any(sheet in sheets for sheet, _, _ in places)
