"""What the rooms declare about their sheets is complete and without contradictions."""

import importlib
import json
from pathlib import Path

import pytest

from pmo_excel.core.columns import Column
from pmo_excel.core.headers import Grid, match_headers, plain_header
from pmo_excel.core.lists import words
from pmo_excel.core.tables import columns, declaration, sheets

ROOMS = ("schedule", "resources", "cost", "risk", "stakeholders", "governance")
for _room in ROOMS:
    importlib.import_module(f"pmo_excel.{_room}.tables")

COLUMNS = [(sheet, name, column) for sheet, cls in sheets().items() for name, column in columns(cls).items()]
EVERY = pytest.mark.parametrize(("sheet", "name", "column"), COLUMNS, ids=[f"{s}.{n}" for s, n, _ in COLUMNS])


@EVERY
def test_a_column_says_in_at_most_25_words_what_to_type(sheet: str, name: str, column: Column) -> None:
    assert 0 < len(column.help.split()) <= 25
    assert column.help.endswith(".")


@EVERY
def test_a_column_names_lists_and_columns_that_exist(sheet: str, name: str, column: Column) -> None:
    if column.choices:
        assert words(column.choices)
    if column.refers:
        target, header = column.refers.split(".", maxsplit=1)
        assert header in {c.header for c in columns(sheets()[target]).values()}


def test_no_two_columns_of_a_sheet_answer_to_the_same_header() -> None:
    for sheet, cls in sheets().items():
        spellings = [
            (plain_header(h), name) for name, c in columns(cls).items() for h in dict.fromkeys((c.header, *c.also))
        ]
        owners = {said: {n for s, n in spellings if s == said} for said, _ in spellings}
        assert {s: o for s, o in owners.items() if len(o) > 1} == {}, sheet


def test_every_sheet_finds_its_own_headers() -> None:
    for sheet, cls in sheets().items():
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
        ("Schedule", "% done", "percent_complete"),
        ("Schedule", "Finish date", "finish"),
        ("Actions", "Due by", "due_date"),
        ("Schedule", "Durée", "duration"),
    ],
)
def test_headers_that_people_use_are_understood(sheet: str, found: str, name: str) -> None:
    where, _ = match_headers(sheets()[sheet], Grid(sheet, [found], []))
    assert where == {name: 0}


def test_the_key_of_a_sheet_is_one_of_its_columns_and_unique() -> None:
    for cls in sheets().values():
        key = declaration(cls).key
        if key:
            assert columns(cls)[key].unique


SEVERAL = {
    "Mon..Sun (h)": [f"{day} (h)" for day in ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")],
    "Time Impact Min/ML/Max (wd)": [f"Time Impact {p} (wd)" for p in ("Min", "Most Likely", "Max")],
    "Cost Impact Min/ML/Max": [f"Cost Impact {p}" for p in ("Min", "Most Likely", "Max")],
    "Duration Factor Min/ML/Max": [f"Duration Factor {p}" for p in ("Min", "Most Likely", "Max")],
    "Why (each)": ["Time RAG Why", "Cost RAG Why", "Overall RAG Why"],
}
"""Columns that the specification writes in one line."""
GRAPHIC = {"Gantt", "Period columns (yyyy-mm)"}
"""What the specification lists as a column and is drawn or kept outside the table."""


def test_tables_have_the_names_and_columns_of_the_specification(shared: Path) -> None:
    """Table names, and headers in the specification's order; what has no function yet is computed, never typed."""
    for spec in json.loads((shared / "spec/template_spec.json").read_text())[0]["sheets"]:
        cls = sheets().get(spec["sheet"])
        if cls is None or declaration(cls).layout == "fields":
            continue
        entry = {h: c["entry"] for c in spec["columns"] for h in SEVERAL.get(c["column"], [c["column"]])}
        declared = [c.header for c in columns(cls).values()]
        assert declaration(cls).name == spec["table"]
        assert declared == [h for h in entry if h in set(declared)], spec["sheet"]
        missing = {h for h in entry if h not in declared} - GRAPHIC
        assert {entry[h] for h in missing} <= {"computed"}, missing
        assert {h for h in entry if h in declared} == set(declared)
