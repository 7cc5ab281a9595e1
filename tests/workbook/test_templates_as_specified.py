"""The committed templates, read with openpyxl, against the specification: sheets, tables, columns, checks, notes."""

import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import openpyxl
import pytest
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from pmo_excel.workbook.templates_folder import templates_folder
from tests.core.arrivals import BEYOND, CHECKS, COLUMNS, OUTSIDE, PAGES, SEVERAL, SHEETS

FILES = {"project": "Project (Structured).xlsx", "portfolio": "Portfolio.xlsx"}
LIGHT = "Start Charter Schedule Milestones Risks Issues Actions Stakeholders Status Dashboard Findings"
STANDARD = [
    "Holidays",
    "Resources",
    "Assignments",
    "Leave",
    "Budget",
    "EVM",
    "Dependencies",
    "Decisions",
    "Changes",
    "Change Lines",
    "Expectations",
    "Communications Plan",
    "RACI",
    "Deliverables",
    "Stage Gates",
    "Benefits",
    "Lessons",
]
"""Table of the levels, workbooks.md 4.1."""
SHARED = {"Findings", "Lessons Library", "History", "Settings"}
"""Portfolio sheets that have the project workbook's columns with Project ID in front."""


class Typed(NamedTuple):
    """A cell that people type: where it is, and what the specification says of it."""

    book: str
    sheet: str
    column: str
    type: str
    rule: str
    cell: Any


@cache
def template(book: str) -> openpyxl.Workbook:
    return openpyxl.load_workbook(templates_folder() / FILES[book])


@pytest.fixture(scope="module")
def spec(shared: Path) -> dict[str, list[dict[str, Any]]]:
    read = json.loads((shared / "spec/template_spec.json").read_text())
    return {book["key"]: book["sheets"] for book in read}


@pytest.fixture(scope="module")
def lists(shared: Path) -> dict[str, Any]:
    return dict(json.loads((shared / "spec/template_lists.json").read_text()))


def _expected(book: str, sheet: dict[str, Any]) -> list[str]:
    """The headers that the table is to have: the specification's without what arrives or stands beside the table."""
    arriving = {h for headers in COLUMNS.get((book, sheet["sheet"]), {}).values() for h in headers}
    wanted = [h for c in sheet["columns"] for h in SEVERAL.get(c["column"], (c["column"],))]
    return [h for h in wanted if h not in arriving and h not in OUTSIDE]


@pytest.mark.parametrize("book", FILES)
def test_every_sheet_is_there_with_its_table_and_columns(book: str, spec: dict[str, list[dict[str, Any]]]) -> None:
    compared = 0
    for sheet in spec[book]:
        where = (book, sheet["sheet"])
        if where in SHEETS:
            assert sheet["sheet"] not in template(book).sheetnames, f"{where} is there: take it off the list"
            continue
        found = template(book)[sheet["sheet"]]
        compared += 1
        if where in PAGES:
            assert not found.tables
            continue
        table = found.tables[sheet["table"]]
        if sheet["sheet"] in ("Charter", "Status"):
            wanted = [h for h in _expected(book, sheet) if not h.endswith((" Why", " Trend"))]
            assert [found.cell(row, 1).value for row in range(5, 5 + len(wanted))] == wanted
        elif sheet["columns"]:
            there = [c.name for c in table.tableColumns if c.name not in BEYOND.get(where, ())]
            assert there == _expected(book, sheet), where
    assert compared >= {"project": 37, "portfolio": 28}[book]


@pytest.mark.parametrize("sheet", sorted(SHARED))
def test_shared_sheets_of_the_portfolio_have_the_project_in_front(
    sheet: str, spec: dict[str, list[dict[str, Any]]]
) -> None:
    """Publish Log and Conflicts are the portfolio's own; these four are the project's."""
    own = next(s for s in spec["project"] if s["sheet"] == sheet.removesuffix(" Library"))
    table = next(iter(template("portfolio")[sheet].tables.values()))
    assert [c.name for c in table.tableColumns] == ["Project ID", *_expected("project", own)]


def test_each_level_shows_the_sheets_of_the_specification() -> None:
    light = set(LIGHT.split())
    known = {name for _, name in SHEETS}
    for level, wanted in (("Light", light), ("Standard", light | set(STANDARD))):
        book = openpyxl.load_workbook(templates_folder() / f"Project ({level}).xlsx", read_only=True)
        assert {s.title for s in book.worksheets if s.sheet_state == "visible"} == wanted - known
    assert all(s.sheet_state == "visible" for s in template("project").worksheets)


def _typed(book: str, spec: dict[str, list[dict[str, Any]]]) -> Iterator[Typed]:
    """The first cell of every typed column, and every typed field."""
    for sheet in spec[book]:
        if (book, sheet["sheet"]) in SHEETS or not sheet["table"]:
            continue
        found = template(book)[sheet["sheet"]]
        fields = sheet["sheet"] in ("Charter", "Status")
        at = {found.cell(row, 1).value: found.cell(row, 2) for row in range(5, 60)} if fields else {}
        at = at or {cell.value: found.cell(5, cell.column) for cell in found[4]}
        for column in (c for c in sheet["columns"] if c["entry"] == "typed"):
            for header in SEVERAL.get(column["column"], (column["column"],)):
                if header not in OUTSIDE:
                    yield Typed(book, sheet["sheet"], header, column["type"], column["validation"], at[header])


def _rule(cell: Any) -> DataValidation | None:
    sheet: Worksheet = cell.parent
    return next((v for v in sheet.data_validations.dataValidation if cell.coordinate in v.cells), None)


def _words(book: str, rule: DataValidation | None) -> list[str]:
    """What a drop-down list offers, wherever the words stand."""
    formula = rule.formula1 if rule is not None and rule.type == "list" else ""
    if formula.startswith("lst_"):
        first, last = re.findall(r"\$(\d+)", template(book).defined_names[formula].attr_text)
        lists = template(book)["Lists"]
        return [str(lists.cell(row, 2).value) for row in range(int(first), int(last) + 1)]
    return formula.strip('"').split(",") if formula.startswith('"') else []


def _deviation(cell: Typed, lists: dict[str, Any]) -> str:
    """What is checked in the cell other than the specification says; nothing where it agrees."""
    rule = _rule(cell.cell)
    kind, name = cell.type, cell.rule.split(" (")[0]
    if "unique" in cell.rule and cell.sheet != "Charter":
        return "" if rule is not None and "COUNTIF" in str(rule.formula1) else "IDs are not held unique"
    if kind.startswith("date"):
        return "" if rule is not None and rule.type == "date" else "no check of dates"
    if kind == "Yes/No":
        return "" if _words(cell.book, rule) == ["Yes", "No"] else "no list of Yes and No"
    if kind == "list" and isinstance(lists.get(name), list):
        return "" if _words(cell.book, rule) == lists[name] else f"its list is not {name}"
    if kind == "list" and "," in cell.rule and name == cell.rule:
        wanted = [word.strip() for word in cell.rule.split(",")]
        return "" if [w for w in wanted if w != "blank"] == _words(cell.book, rule) else f"its list is not {wanted}"
    if kind == "list" and re.fullmatch(r"\w+ID", name):
        return "" if rule is not None and str(rule.formula1).startswith("ids_") else "it does not offer IDs"
    if kind.startswith(("money", "percent")) or kind == "number":
        return "" if rule is not None and rule.type == "decimal" else "no check of numbers"
    return ""


@pytest.mark.parametrize("book", FILES)
def test_what_people_type_is_checked_as_specified(
    book: str, spec: dict[str, list[dict[str, Any]]], lists: dict[str, Any]
) -> None:
    found = {f"{c.book}: {c.sheet}.{c.column}": _deviation(c, lists) for c in _typed(book, spec)}
    assert {where: why for where, why in found.items() if why} == {
        where: why for where, why in CHECKS.items() if where.startswith(f"{book}: ")
    }
    assert len(found) > {"project": 250, "portfolio": 80}[book]


@pytest.mark.parametrize("book", FILES)
def test_every_header_has_a_note_of_at_most_25_words_that_fits(book: str) -> None:
    """GV11. "Computed." comes on top; 40 characters fit in a line of 15 pixels."""
    notes = 0
    for sheet in template(book).worksheets:
        if not sheet.tables or sheet["A4"].value == "Field":
            continue
        width = len(next(iter(sheet.tables.values())).tableColumns)
        for cell in sheet[4][:width]:
            assert cell.comment is not None, f"{sheet.title}!{cell.coordinate}"
            text = cell.comment.text.removeprefix("Computed. ")
            assert 0 < len(text.split()) <= 25, text
            assert cell.comment.height >= len(text) / 40 * 15, text
            notes += 1
    assert notes > 150


@pytest.mark.parametrize("book", FILES)
def test_cells_that_are_computed_are_locked_and_no_sheet_is_protected(
    book: str, spec: dict[str, list[dict[str, Any]]]
) -> None:
    assert not any(sheet.protection.sheet for sheet in template(book).worksheets)
    assert [c.column for c in _typed(book, spec) if c.cell.protection.locked] == []
