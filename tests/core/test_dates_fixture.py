"""Fixture FX-DATES of the specification (A.15), row by row, through a whole column."""

from __future__ import annotations

from typing import Annotated, Any

import pytest

from pmo_excel.core.cells import Conventions
from pmo_excel.core.columns import Column, Instants, Texts, Type
from pmo_excel.core.headers import Grid, Said
from pmo_excel.core.instants import NO_INSTANT, iso_day
from pmo_excel.core.problems import Code, Problem, Severity
from pmo_excel.core.reading import read
from pmo_excel.core.tables import Table, table

UNKNOWN = Conventions()


@table("Dated", key="id")
class Dated(Table):
    """Rows with a date."""

    id: Annotated[Texts, Column("ID", "Its ID.")]
    due: Annotated[Instants, Column("Due", "When.", Type.DATE)]


def due(*typed: Any, conventions: Conventions = UNKNOWN) -> tuple[list[str | None], list[Problem]]:
    """The column's dates, None where unknown, and what is said of them."""
    rows = [[str(at), value] for at, value in enumerate(typed)]
    made, problems = read(Dated, Grid("Dated", ("ID", "Due"), rows, conventions=conventions, said=Said()))
    return [None if value == NO_INSTANT else iso_day(value) for value in made.due.tolist()], problems


@pytest.mark.parametrize(
    ("typed", "conventions", "expected"),
    [
        (46085, Conventions(), "2026-03-04"),
        (46085, Conventions(date1904=True), "2030-03-05"),
        ("2026-03-04", Conventions(), "2026-03-04"),
        ("4 Mar 2026", Conventions(), "2026-03-04"),
        ("04-Mar-26", Conventions(), "2026-03-04"),
        ("04/03/2026", Conventions(day_first=False), "2026-04-03"),
        (46085.75, Conventions(), "2026-03-04"),
        ("4. März 2026", Conventions(), "2026-03-04"),
        ("4 févr. 2026", Conventions(), "2026-02-04"),
    ],
)
def test_a_date_is_read_and_nothing_is_said(typed: Any, conventions: Conventions, expected: str) -> None:
    found, problems = due(typed, conventions=conventions)
    assert found == [expected]
    assert problems == []


def test_a_date_alone_that_may_be_two_is_ambiguous_and_not_converted() -> None:
    found, (problem,) = due("04/03/2026")
    assert found == [None]
    assert problem.code is Code.AMBIGUOUS_DATE
    assert problem.fix is None


def test_another_date_of_the_column_shows_the_order_and_that_is_said() -> None:
    found, (problem,) = due("04/03/2026", "25/03/2026")
    assert found == ["2026-03-04", "2026-03-25"]
    assert (problem.code, problem.severity, problem.cell.row) == (Code.DATE_ORDER, Severity.INFO, 2)


def test_dates_that_contradict_each_other_show_no_order() -> None:
    found, problems = due("04/03/2026", "25/03/2026", "03/25/2026")
    assert found == [None, "2026-03-25", "2026-03-25"]
    assert [p.code for p in problems] == [Code.AMBIGUOUS_DATE]


@pytest.mark.parametrize("typed", ["31/02/2026", "0", "-", "TBC", 0])
def test_what_is_no_date_is_unknown_with_a_reason(typed: Any) -> None:
    found, (problem,) = due(typed)
    assert found == [None]
    assert problem.code is Code.NOT_A_DATE
    assert problem.fix is None


@pytest.mark.parametrize(
    ("typed", "last"),
    [
        ("Q3 2026", "2026-09-30"),
        ("end May 2026", "2026-05-31"),
        ("H1 2026", "2026-06-30"),
        ("Ende Februar 2028", "2028-02-29"),
    ],
)
def test_a_period_in_words_is_proposed_and_stays_unknown(typed: str, last: str) -> None:
    found, (problem,) = due(typed)
    assert found == [None]
    assert problem.fix is not None
    assert problem.fix.new.isoformat() == last


def test_a_month_without_a_year_is_proposed_only_where_the_column_says_the_year() -> None:
    assert due("end May")[1][0].fix is None
    _, problems = due("end May", "2026-04-01", "2026-06-01")
    assert problems[0].fix is not None
    assert problems[0].fix.new.isoformat() == "2026-05-31"
