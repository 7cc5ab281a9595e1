"""What the rooms declare about their sheets is complete and without contradictions."""

import importlib
import json
from pathlib import Path

import pytest

from pmo_excel.core.columns import Column
from pmo_excel.core.headers import Grid, match_headers, plain_header
from pmo_excel.core.lists import LISTS, words
from pmo_excel.core.tables import Table, columns, declaration, sheets
from tests.core.arrivals import BEYOND, OUTSIDE, PAGES, SEVERAL, SHEETS
from tests.core.arrivals import COLUMNS as ARRIVING

ROOMS = ("schedule", "resources", "cost", "risk", "change", "stakeholders", "governance", "portfolio")
for _room in ROOMS:
    importlib.import_module(f"pmo_excel.{_room}.tables")

BOOKS = ("project", "portfolio")
TABLES = [(book, sheet, cls) for book in BOOKS for sheet, cls in sheets(book).items()]
COLUMNS = [(book, sheet, name, column) for book, sheet, cls in TABLES for name, column in columns(cls).items()]
EVERY = pytest.mark.parametrize(
    ("book", "sheet", "name", "column"), COLUMNS, ids=[f"{b}.{s}.{n}" for b, s, n, _ in COLUMNS]
)


@EVERY
def test_a_column_says_in_at_most_25_words_what_to_type(book: str, sheet: str, name: str, column: Column) -> None:
    assert 0 < len(column.help.split()) <= 25
    assert column.help.endswith(".")


@EVERY
def test_a_column_names_lists_and_columns_that_exist(book: str, sheet: str, name: str, column: Column) -> None:
    if column.choices:
        assert words(column.choices)
    if column.refers:
        target, header = column.refers.split(".", maxsplit=1)
        assert header in {c.header for c in columns(sheets(book)[target]).values()}


def test_no_two_columns_of_a_sheet_answer_to_the_same_header() -> None:
    for _, sheet, cls in TABLES:
        spellings = [
            (plain_header(h), name) for name, c in columns(cls).items() for h in dict.fromkeys((c.header, *c.also))
        ]
        owners = {said: {n for s, n in spellings if s == said} for said, _ in spellings}
        assert {s: o for s, o in owners.items() if len(o) > 1} == {}, sheet


def test_every_sheet_finds_its_own_headers() -> None:
    for _, sheet, cls in TABLES:
        headers = [c.header for c in columns(cls).values()]
        where, problems = match_headers(cls, Grid(sheet, headers, []))
        assert where == {name: at for at, name in enumerate(columns(cls))}, sheet
        assert problems == []


@pytest.mark.parametrize(
    ("sheet", "found", "name"),
    [
        ("Charter", "Proj. Mgr", "project_manager"),
        ("Charter", "Projektleiter", "project_manager"),
        ("Charter", "Chef de projet", "project_manager"),
        ("Schedule", "Slack", "total_float"),
        ("Schedule", "Dur", "duration"),
        ("Schedule", "Pred", "predecessors"),
        ("Schedule", "Dependencies", "predecessors"),
        ("Schedule", "% done", "percent_complete"),
        ("Schedule", "Finish date", "finish"),
        ("Actions", "Due by", "due_date"),
        ("Schedule", "Durée", "duration"),
    ],
)
def test_headers_that_people_use_are_understood(sheet: str, found: str, name: str) -> None:
    where, _ = match_headers(sheets()[sheet], Grid(sheet, [found], []))
    assert where == {name: 0}


def test_the_key_of_a_sheet_is_one_of_its_columns_and_unique_or_several_of_them() -> None:
    for _, _, cls in TABLES:
        parts = [part for part in declaration(cls).key.split("+") if part]
        assert set(parts) <= columns(cls).keys()
        if len(parts) == 1:
            assert columns(cls)[parts[0]].unique


def test_tables_have_the_names_and_columns_of_the_specification(shared: Path) -> None:
    """Table names, and headers in the specification's order; a column is declared, or in the list of what arrives."""
    for book in json.loads((shared / "spec/template_spec.json").read_text()):
        for spec in book["sheets"]:
            where = (book["key"], spec["sheet"])
            cls = sheets(book["key"]).get(spec["sheet"])
            if where in PAGES or where in SHEETS:
                assert cls is None, f"{where} is there: take it off the list"
                continue
            assert cls is not None, where
            assert declaration(cls).name == spec["table"]
            if spec["columns"] and declaration(cls).layout != "fields":
                _same_columns(where, cls, spec["columns"])


def _same_columns(where: tuple[str, str], cls: type[Table], spec: list[dict[str, str]]) -> None:
    entry = {h: c["entry"] for c in spec for h in SEVERAL.get(c["column"], (c["column"],))}
    declared = [c.header for c in columns(cls).values() if c.header not in BEYOND.get(where, ())]
    assert declared == [h for h in entry if h in set(declared)], where
    arriving = {h for headers in ARRIVING.get(where, {}).values() for h in headers}
    assert {h for h in entry if h not in declared} - OUTSIDE.keys() == arriving, where
    assert {entry[h] for h in arriving} <= {"computed"}, where


def test_every_list_of_the_specification_is_there_word_by_word(shared: Path) -> None:
    spec = json.loads((shared / "spec/template_lists.json").read_text())
    renamed = {"RiskCategory (RBS)": "RiskCategory"}
    compared = 0
    for name, listed in spec.items():
        ours = LISTS.get(renamed.get(name, name))
        if name.startswith("Response") or isinstance(listed, str):
            continue  # responses to threats and opportunities are one list, stages those of all methods
        assert ours == tuple(listed), name
        compared += 1
    assert compared >= 40
