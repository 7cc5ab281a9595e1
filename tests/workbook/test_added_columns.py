"""Columns of the template added to tables of older workbooks."""

import json
import re
import shutil
import subprocess
import zipfile
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from lxml import etree
from typer.testing import CliRunner

import pmo_excel.functions  # noqa: F401 -- declares the sheets
from pmo_excel.core.problems import Code
from pmo_excel.hosts.books import checked
from pmo_excel.hosts.cli import app
from pmo_excel.workbook.package import Package
from pmo_excel.workbook.read import read_book
from pmo_excel.workbook.refs import cell_at, range_at
from pmo_excel.workbook.room_beside import in_the_way_beside
from pmo_excel.workbook.upgrade import upgrade, upgraded
from tests.made import built, workbook
from tests.workbook.test_upgrade import members

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
CONTENT = {
    "Charter": [{"Project ID": "PRJ-001", "Project Name": "Move"}],
    "Lessons": [{"Lesson ID": "L-01", "Event": "Late"}, {"Lesson ID": "L-02", "Apply To": None}],
    "Budget": [{"Cost Line ID": "C-01", "Budget": 100}],
}


def older(data: bytes, *sheets: str) -> bytes:
    """The workbook as an earlier template made it: the tables of these sheets lack their last column."""
    package = Package(data, "new")
    changed = {}
    for name in sheets:
        sheet, table = package.sheet(name), next(t for t in package.tables if t.sheet == name)
        assert sheet is not None
        gone = table.ref.last_column
        root = etree.fromstring(package.archive.read(sheet.member))
        for cell in list(root.iter(f"{MAIN}c")):
            row, column = cell_at(cell.get("r") or "")
            if column == gone and row >= table.ref.first_row:
                _drop(cell)
        for kind in ("dataValidation", "conditionalFormatting"):
            for rule in list(root.iter(f"{MAIN}{kind}")):
                if range_at(rule.get("sqref") or "").first_column == gone:
                    _drop(rule)
        for rules in root.iter(f"{MAIN}dataValidations"):
            rules.set("count", str(len(rules)))
        changed[sheet.member] = etree.tostring(root)
        part = package.archive.read(table.member).decode()
        letters = openpyxl.utils.get_column_letter(gone - 1)
        part = re.sub(r'ref="A4:[A-Z]+(\d+)"', rf'ref="A4:{letters}\1"', part)
        part = re.sub(r"<tableColumn (?:(?!<tableColumn ).)*</tableColumns>", "</tableColumns>", part)
        part = part.replace(f'count="{len(table.columns)}"', f'count="{len(table.columns) - 1}"')
        changed[table.member] = part.encode()
        for relation in package.relations(sheet.member):
            text = package.archive.read(relation.target)
            if relation.kind == "comments":
                ref = openpyxl.utils.get_column_letter(gone) + "4"
                changed[relation.target] = re.sub(rb'<comment ref="%b".*?</comment>' % ref.encode(), b"", text)
            if relation.kind == "vmlDrawing":
                shapes = re.findall(rb"<v:shape .*?</v:shape>", text)
                mine = next(s for s in shapes if b"<x:Column>%d<" % (gone - 1) in s)
                changed[relation.target] = text.replace(mine, b"")
    return package.archive.with_members(changed)


def _drop(element: etree._Element) -> None:
    parent = element.getparent()
    assert parent is not None
    parent.remove(element)


@pytest.fixture(scope="module")
def newest() -> bytes:
    return built("Standard", CONTENT)


@pytest.fixture(scope="module")
def before(newest: bytes) -> bytes:
    return older(newest, "Lessons", "Budget", "Issues")


@pytest.fixture(scope="module")
def after(before: bytes) -> bytes:
    book = read_book(Package(before, "old"))
    return upgraded(book.package, upgrade(book))


@pytest.fixture(scope="module")
def mine_and_wanted(after: bytes, newest: bytes) -> tuple[openpyxl.Workbook, openpyxl.Workbook]:
    return openpyxl.load_workbook(BytesIO(after)), openpyxl.load_workbook(BytesIO(newest))


def test_what_an_older_workbook_lacks_is_listed(before: bytes) -> None:
    planned = upgrade(read_book(Package(before, "old")))
    assert planned.sheets == ()
    assert planned.added == {"tblBudget": ["Cost RAG"], "tblIssues": ["Overdue"], "tblLessons": ["Apply To"]}


def test_only_the_parts_that_say_it_are_other_than_they_were(before: bytes, after: bytes) -> None:
    old, new = members(before), members(after)
    assert list(old) == list(new)
    kinds = {re.sub(r"\d+", "", name) for name, content in old.items() if new[name] != content}
    assert kinds == {
        "xl/styles.xml",
        "xl/worksheets/sheet.xml",
        "xl/tables/table.xml",
        "xl/comments.xml",
        "xl/drawings/vmlDrawing.vml",
    }
    assert len([name for name, content in old.items() if new[name] != content]) == 1 + 4 * 3


@pytest.mark.parametrize("name", ["Lessons", "Budget", "Issues"])
def test_the_new_column_is_as_in_a_new_workbook(
    mine_and_wanted: tuple[openpyxl.Workbook, openpyxl.Workbook], name: str
) -> None:
    """Value, looks, note, check and colours of its cells; every other cell is as it was."""
    mine, wanted = (book[name] for book in mine_and_wanted)
    table = next(iter(wanted.tables.values()))
    found = mine.tables[table.name]
    assert (found.ref, found.autoFilter.ref) == (table.ref, table.ref)
    assert [c.name for c in found.tableColumns] == [c.name for c in table.tableColumns]
    assert len({c.id for c in found.tableColumns}) == len(found.tableColumns)
    for row in wanted[table.ref]:
        for cell in row:
            other = mine[cell.coordinate]
            assert (other.value, other.number_format, other.style) == (cell.value, cell.number_format, cell.style)
            for look in ("font", "fill", "border", "alignment", "protection"):
                assert repr(getattr(other, look)) == repr(getattr(cell, look)), cell.coordinate
    last = wanted[table.ref][0][-1]
    assert mine[last.coordinate].comment.text == last.comment.text
    assert mine.column_dimensions[last.column_letter].width == wanted.column_dimensions[last.column_letter].width
    below = f"{last.column_letter}5"

    def checks(sheet: openpyxl.worksheet.worksheet.Worksheet) -> list[tuple[str, str, str]]:
        rules = sheet.data_validations.dataValidation
        return [(str(r.sqref), r.type, r.formula1) for r in rules if below in r.cells]

    assert checks(mine) == checks(wanted)
    words = {name: [] for name in ("mine", "wanted")}
    for sheet, said in ((mine, "mine"), (wanted, "wanted")):
        for area in sheet.conditional_formatting:
            if str(area.sqref).startswith(f"{below}:"):
                words[said] += [(r.formula, r.dxf.fill.bgColor.rgb) for r in area.rules if r.type == "cellIs"]
    assert words["mine"] == words["wanted"]


def test_a_new_column_looks_as_its_owner_made_the_style(before: bytes) -> None:
    """The style PMO Computed is green in this workbook; the cells of a computed column that comes are green too."""
    package = Package(before, "own")
    root = etree.fromstring(package.archive.read("xl/styles.xml"))
    number = next(s.get("xfId") for s in root.iter(f"{MAIN}cellStyle") if s.get("name") == "PMO Computed")
    fills = root.find(f"{MAIN}fills")
    assert fills is not None
    pattern = etree.SubElement(etree.SubElement(fills, f"{MAIN}fill"), f"{MAIN}patternFill", patternType="solid")
    etree.SubElement(pattern, f"{MAIN}fgColor", rgb="FF00FF00")
    root.findall(f"{MAIN}cellStyleXfs/{MAIN}xf")[int(number or 0)].set("fillId", str(len(fills) - 1))
    own = package.archive.with_members({"xl/styles.xml": etree.tostring(root)})
    book = read_book(Package(own, "own"))
    after = openpyxl.load_workbook(BytesIO(upgraded(book.package, upgrade(book))))
    issues, lessons = after["Issues"], after["Lessons"]
    overdue = next(cell.column_letter for cell in issues[4] if cell.value == "Overdue")
    apply_to = next(cell.column_letter for cell in lessons[4] if cell.value == "Apply To")
    assert issues[f"{overdue}5"].fill.fgColor.rgb == "FF00FF00"
    assert lessons[f"{apply_to}5"].fill.fgColor.rgb != "FF00FF00"


def test_notes_have_shapes_of_their_own(after: bytes) -> None:
    parts = members(after)
    for name, content in parts.items():
        if "vmlDrawing" in name:
            ids = re.findall(rb'id="_x0000_s(\d+)"', content)
            assert len(ids) == len(set(ids))
            comments = name.replace("drawings/vmlDrawing", "comments").replace(".vml", ".xml")
            assert len(ids) == parts[comments].count(b"<comment ")


def test_what_has_been_upgraded_lacks_nothing_and_holds_what_it_held(after: bytes) -> None:
    book = read_book(Package(after, "new"))
    assert upgrade(book).empty
    assert book.tables["Lessons"].id.tolist()[:2] == ["L-01", "L-02"]
    assert book.tables["Budget"].budget.tolist()[0] == 100


def _with_cell(data: bytes, sheet: str, ref: str) -> bytes:
    """The workbook with a note that somebody keeps beside the table."""
    from pmo_excel.workbook.patch import Edit, patch

    return patch(data, [Edit(sheet, ref, "mine")]).data


def test_a_column_is_not_added_over_what_stands_beside_the_table(before: bytes) -> None:
    """The table of Issues ends one column before it did; the column after next holds something in its row 9."""
    package = Package(before, "old")
    last = next(t for t in package.tables if t.sheet == "Issues").ref.last_column
    ref = f"{openpyxl.utils.get_column_letter(last + 2)}9"
    planned = upgrade(read_book(Package(_with_cell(before, "Issues", ref), "own")))
    assert {c.sheet: c.why_not for c in planned.columns if c.why_not} == {
        "Issues": f"{ref} beside the table is not empty"
    }


def test_the_plan_gets_no_column_over_its_gantt(newest: bytes) -> None:
    """One column is free between the plan and the chart, and has to stay so."""
    package = Package(newest, "new")
    table = package.table("tblSchedule")
    assert table is not None
    assert in_the_way_beside(package, table, 1).endswith("4 beside the table is not empty")


def test_the_command_lists_what_it_then_adds(tmp_path: Path, before: bytes) -> None:
    path = tmp_path / "old.xlsx"
    path.write_bytes(before)
    dry = CliRunner().invoke(app, ["upgrade", str(path), "--dry-run", "--json"])
    listed = json.loads(dry.stdout)
    assert path.read_bytes() == before
    done = CliRunner().invoke(app, ["upgrade", str(path), "--json"])
    assert json.loads(done.stdout)["columns"] == listed["columns"]
    assert {"sheet": "Lessons", "column": "Apply To"} in listed["columns"]
    again = CliRunner().invoke(app, ["upgrade", str(path)])
    assert "it has every sheet" in again.stdout
    assert "column" not in again.stdout
    assert [p.read_bytes() for p in (tmp_path / ".pmo-backups").iterdir()] == [before]


def test_a_check_offers_the_upgrade_and_says_what_it_brings(tmp_path: Path, before: bytes, after: bytes) -> None:
    """GV10: the file of an earlier template, in a folder with one of the newest."""
    (tmp_path / "old.xlsx").write_bytes(before)
    (tmp_path / "new.xlsx").write_bytes(after)
    found = {
        name: [p.message for p in checked(tmp_path / name).problems if p.code is Code.OLDER_TEMPLATE]
        for name in ("old.xlsx", "new.xlsx")
    }
    more = "3 more columns (Budget.Cost RAG, Issues.Overdue, Lessons.Apply To)"
    said = f"the workbook was made with an earlier template: the newest has {more}"
    assert found == {"old.xlsx": [said], "new.xlsx": []}


def test_a_workbook_of_a_newer_template_is_said_to_be_one(tmp_path: Path) -> None:
    (tmp_path / "new.xlsx").write_bytes(workbook("Light", {"Charter": [{"Template Version": "99"}]}))
    found = [p for p in checked(tmp_path / "new.xlsx").problems if p.code is Code.OLDER_TEMPLATE]
    assert ["template version 99" in problem.message for problem in found] == [True]


@pytest.mark.live
def test_libreoffice_opens_tables_with_new_columns(tmp_path: Path, after: bytes) -> None:
    soffice = shutil.which("soffice")
    if soffice is None:
        pytest.skip("soffice is missing")
    (tmp_path / "own.xlsx").write_bytes(after)
    command = [soffice, f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", "xlsx"]
    for _ in range(2):  # a fresh profile may end the first start
        subprocess.run(
            [*command, "--outdir", str(tmp_path / "out"), str(tmp_path / "own.xlsx")],
            check=False,
            capture_output=True,
            timeout=180,
        )
        if (tmp_path / "out" / "own.xlsx").exists():
            break
    sheet = openpyxl.load_workbook(tmp_path / "out" / "own.xlsx")["Lessons"]
    header = next(cell for cell in sheet[4] if cell.value == "Apply To")
    assert header.comment is not None
    assert "tblLessons" in sheet.tables
    with zipfile.ZipFile(tmp_path / "out" / "own.xlsx") as archive:
        assert archive.testzip() is None
