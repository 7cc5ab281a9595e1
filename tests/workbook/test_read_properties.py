"""Properties of reading: what is written is read again; whatever the bytes are, the answer is a table or a reason."""

from __future__ import annotations

import io
from datetime import date, datetime
from typing import Annotated, Any

import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

import pmo_excel.functions  # noqa: F401 -- declares the sheets
from pmo_excel.core.cells import Conventions
from pmo_excel.core.columns import NUMERIC, TEMPORAL, Column, Flags, Instants, Numbers, Texts, Type
from pmo_excel.core.headers import Grid, Said
from pmo_excel.core.instants import NO_INSTANT, as_date, as_datetime
from pmo_excel.core.problems import Problem
from pmo_excel.core.reading import read
from pmo_excel.core.tables import Table, columns, table
from pmo_excel.workbook.package import open_package
from pmo_excel.workbook.read import read_book
from pmo_excel.workbook.refused import Refused
from tests.refresh.own_template import own

COLOURS = ("R", "A", "G", "Grey", "Blue")
KINDS = ("Task", "Milestone", "Level of effort")


@table("Everything", key="id")
class Everything(Table):
    """A column of every type."""

    id: Annotated[Texts, Column("Key", "Its ID.")]
    text: Annotated[Texts, Column("Words", "Text.", Type.LONG_TEXT)]
    number: Annotated[Numbers, Column("Count", "A number.", Type.NUMBER)]
    money: Annotated[Numbers, Column("Price", "Money.", Type.MONEY)]
    rate: Annotated[Numbers, Column("Rate", "Per hour.", Type.RATE)]
    percent: Annotated[Numbers, Column("Share", "A fraction.", Type.PERCENT)]
    duration: Annotated[Texts, Column("Length", "A duration.", Type.DURATION)]
    day: Annotated[Instants, Column("Day", "A date.", Type.DATE)]
    moment: Annotated[Instants, Column("Moment", "A moment.", Type.DATETIME)]
    time: Annotated[Texts, Column("Clock", "A time.", Type.TIME)]
    flag: Annotated[Flags, Column("Flag", "Yes or No.", Type.YES_NO)]
    choice: Annotated[Texts, Column("Sort", "One.", Type.CHOICE, choices=KINDS)]
    choices: Annotated[Texts, Column("Sorts", "Several.", Type.CHOICES, choices=KINDS)]
    person: Annotated[Texts, Column("Who", "A person.", Type.PERSON)]
    email: Annotated[Texts, Column("Mail", "E-mail.", Type.EMAIL)]
    url: Annotated[Texts, Column("Page", "An address.", Type.URL)]
    rag: Annotated[Texts, Column("Colour", "A colour.", Type.RAG)]
    arrow: Annotated[Texts, Column("Trend", "An arrow.", Type.ARROW)]


WORDS = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Cf", "Zs", "Zl", "Zp", "Cn")), min_size=1, max_size=20
).filter(lambda text: not text.startswith("#"))
FINITE = st.floats(-1e12, 1e12).map(lambda x: round(x, 6))
DAYS = st.dates(date(1950, 1, 1), date(2150, 12, 31))
MOMENTS = st.datetimes(datetime(1950, 1, 1), datetime(2150, 12, 31)).map(lambda m: m.replace(second=0, microsecond=0))
CLOCK = st.times().map(lambda t: f"{t:%H:%M}")
BY_TYPE: dict[Type, st.SearchStrategy[Any]] = {
    **dict.fromkeys((Type.TEXT, Type.LONG_TEXT, Type.PERSON, Type.EMAIL, Type.URL), WORDS),
    **dict.fromkeys((Type.NUMBER, Type.MONEY, Type.RATE), FINITE),
    Type.PERCENT: st.floats(0, 0.99).map(lambda x: round(x, 6)),
    Type.DURATION: st.sampled_from(["2w", "10 (8-18)", "16h"]) | st.floats(0, 500).map(lambda x: round(x, 2)),
    Type.DATE: DAYS,
    Type.DATETIME: MOMENTS,
    Type.TIME: CLOCK,
    Type.YES_NO: st.booleans(),
    Type.CHOICE: st.sampled_from(KINDS),
    Type.CHOICES: st.lists(st.sampled_from(KINDS), min_size=1, unique=True).map("; ".join),
    Type.RAG: st.sampled_from(COLOURS),
    Type.ARROW: st.sampled_from(("▲", "►", "▼")),
}
COLUMNS = columns(Everything)
RECORDS = st.lists(
    st.fixed_dictionaries(
        {name: WORDS if name == "id" else st.none() | BY_TYPE[column.type] for name, column in COLUMNS.items()}
    ),
    min_size=1,
    max_size=4,
    unique_by=lambda record: record["id"].casefold(),
)


def test_every_type_of_column_is_tried() -> None:
    assert set(BY_TYPE) | {Type.LINK} == set(Type)


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(RECORDS, st.booleans())
def test_what_is_written_is_read_again(records: list[dict[str, Any]], date1904: bool) -> None:
    grid = _through_a_file([[r[name] for name in COLUMNS] for r in records], date1904)
    made, problems = read(Everything, grid)
    assert problems == []
    assert [_row(made, row) for row in range(len(made))] == records


def _through_a_file(rows: list[list[Any]], date1904: bool) -> Grid:
    """The rows after XlsxWriter wrote them and calamine read them."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"date_1904": date1904, "default_date_format": "dd-mmm-yy hh:mm"})
    sheet = book.add_worksheet("Data")
    for at, values in enumerate(rows):
        for column, value in enumerate(values):
            if isinstance(value, str):
                sheet.write_string(at, column, value)
            elif isinstance(value, date):
                sheet.write_datetime(at, column, value)
            elif value is not None:
                sheet.write(at, column, value)
    book.close()
    found = (
        CalamineWorkbook.from_filelike(io.BytesIO(out.getvalue()))
        .get_sheet_by_name("Data")
        .to_python(skip_empty_area=False)
    )
    headers = [column.header for column in COLUMNS.values()]
    return Grid("Data", headers, found, conventions=Conventions(date1904), said=Said())


def _row(made: Everything, row: int) -> dict[str, Any]:
    """One row as plain values."""
    found: dict[str, Any] = {}
    for name, column in COLUMNS.items():
        value = getattr(made, name)[row]
        if column.type in TEMPORAL:
            convert = as_date if column.type is Type.DATE else as_datetime
            value = None if value == NO_INSTANT else convert(int(value))
        elif column.type in NUMERIC:
            value = None if value != value else pytest.approx(float(value), rel=1e-12)
        elif column.type is Type.DURATION and isinstance(value, float):
            value = pytest.approx(value)
        found[name] = value
    return found


SOUND = own()


@given(st.lists(st.tuples(st.integers(0, len(SOUND) - 1), st.integers(0, 255)), min_size=1, max_size=6))
def test_whatever_the_bytes_are_the_answer_is_a_table_or_a_reason(flips: list[tuple[int, int]]) -> None:
    data = bytearray(SOUND)
    for at, value in flips:
        data[at] = value
    _answered(bytes(data))


@given(st.integers(0, len(SOUND)))
def test_a_file_that_ends_early_is_a_reason(length: int) -> None:
    _answered(SOUND[:length])


def _answered(data: bytes) -> None:
    try:
        problems: list[Problem] = list(read_book(open_package(data, "plan.xlsx")).problems)
    except Refused as refusal:
        problems = list(refusal.problems)
        assert problems
    assert all(p.message for p in problems)
