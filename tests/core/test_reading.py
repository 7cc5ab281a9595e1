"""Rows of cells become a table; whatever is wrong is located and nothing is lost."""

from __future__ import annotations

from typing import Annotated

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmo_excel.core.cells import Conventions
from pmo_excel.core.column_reading import read_column
from pmo_excel.core.columns import Column, Flags, Instants, Numbers, Texts, Type
from pmo_excel.core.headers import Grid
from pmo_excel.core.problems import Code, Problem
from pmo_excel.core.reading import read
from pmo_excel.core.tables import Table, columns, rows_of, table


@table("Things", key="id")
class Things(Table):
    """Things, to read."""

    id: Annotated[Texts, Column("Thing ID", "Its ID.", also=("No.",), required=True, unique=True)]
    due: Annotated[Instants, Column("Due Date", "When.", Type.DATE, also=("Due by",))]
    cost: Annotated[Numbers, Column("Cost (k)", "How much.", Type.MONEY, minimum=0)]
    done: Annotated[Flags, Column("Done", "Whether.", Type.YES_NO)]
    kind: Annotated[Texts, Column("Kind", "Which.", Type.CHOICE, choices=("Typical (BAC/CPI)", "Other"))]


HEADERS = ("Thing ID", "Due Date", "Cost (k)", "Done", "Kind")


def things(*rows: list[object], headers: tuple[str, ...] = HEADERS) -> tuple[Things, list[Problem]]:
    """These rows read from a sheet whose table starts in B4."""
    numbers = range(5, 5 + len(rows))
    return read(Things, Grid("Things", headers, rows, header_row=4, numbers=numbers, first_column=2))


def test_every_problem_is_reported_at_once_with_its_cell() -> None:
    made, problems = things(["A", "TBC", "x", "perhaps", "neither"], ["A", "2026-03-04", -1, "Yes", "typical"])
    assert [(p.code, p.cell.ref) for p in problems] == [
        (Code.NOT_A_DATE, "C5"),
        (Code.NOT_A_NUMBER, "D5"),
        (Code.NOT_YES_OR_NO, "E5"),
        (Code.NOT_A_CHOICE, "F5"),
        (Code.OUT_OF_RANGE, "D6"),
        (Code.DUPLICATE_KEY, "B5"),
        (Code.DUPLICATE_KEY, "B6"),
    ]
    assert len(made) == 2
    assert made.wrong("due") == {0}
    assert np.isnan(made.cost).all()
    assert made.kind.tolist() == [None, "Typical (BAC/CPI)"]


def test_a_message_says_where_what_and_what_to_do() -> None:
    _, problems = things(["A", "TBC", None, None, None])
    assert str(problems[0]) == (
        "Things!Due Date row 5: 'TBC' is not a date. Type a date, as in 12-May-2026, or leave the cell empty."
    )


def test_headers_are_found_in_any_order_and_spelling() -> None:
    made, problems = things(["2026-03-04", "T1", 5], headers=(" due  BY ", "No.", "COST"))
    assert not problems
    assert made.id.tolist() == ["T1"]
    assert made.cost.tolist() == [5.0]


def test_a_declared_header_goes_before_other_spellings_of_it() -> None:
    made, _ = things(["wrong", "right"], headers=("No.", "Thing ID"))
    assert made.id.tolist() == ["right"]


def test_a_missing_column_is_named_with_what_was_found() -> None:
    _, problems = things(["2026-03-04"], headers=("Due Date",))
    assert [p.code for p in problems] == [Code.MISSING_COLUMN]
    assert "'Thing ID' is missing; found 'Due Date'" in problems[0].message


def test_blank_rows_are_skipped_and_row_numbers_stay() -> None:
    made, problems = things(["A"], [None, " "], ["B", "#N/A"])
    assert made.id.tolist() == ["A", "B"]
    assert [(p.code, p.cell.ref) for p in problems] == [(Code.CELL_ERROR, "C7")]


def test_a_column_read_twice_is_reported() -> None:
    made, problems = things(["A", "B"], headers=("Thing ID", "Thing ID"))
    assert made.id.tolist() == ["A"]
    assert [p.code for p in problems] == [Code.DUPLICATE_COLUMN]


@given(st.lists(st.tuples(st.one_of(st.none(), st.text(max_size=8), st.floats(), st.booleans())), max_size=6))
def test_anything_in_a_cell_is_a_value_or_a_problem(cells: list[tuple[object]]) -> None:
    rows = [[f"T{at}", value, value, value, value] for at, (value,) in enumerate(cells)]
    made, _ = things(*rows)
    assert len(made) == len(rows)
    assert len(list(rows_of(made))) == len(rows)
    assert all(len(getattr(made, name)) == len(rows) for name in columns(Things))


@pytest.mark.parametrize(
    ("typed", "meant"), [("High", 4.0), ("very low", 1.0), ("Medium", 3.0), ("M", 3.0), ("mittel", 3.0), ("Major", 4.0)]
)
def test_a_word_in_a_scale_of_five_is_proposed_and_stays_unknown(typed: str, meant: float) -> None:
    """PMBOK Guide, 6th edition, table 11-1: from Very low to Very high. A scale of three would mean other numbers."""
    column = Column("Probability (1-5)", "Help.", Type.NUMBER, minimum=1, maximum=5)
    read = read_column(column, [typed, 4, "soon"], Conventions())
    assert np.isnan(read.values[0])
    assert read.wrong == {0, 2}
    assert [fault.proposal for _, fault in read.faults] == [meant, None]


def test_a_word_is_no_number_where_the_column_is_no_scale() -> None:
    column = Column("Budget", "Help.", Type.MONEY, minimum=0)
    assert [fault.proposal for _, fault in read_column(column, ["High"], Conventions()).faults] == [None]
