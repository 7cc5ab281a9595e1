"""Rows of the workbook as items of a list: what is published, and what is reported instead."""

from __future__ import annotations

import numpy as np

from pmo_excel.core.problems import Code
from pmo_excel.risk.tables import Risks
from sharepoint.fields import Kind
from sharepoint.lists import RISKS as REGISTER
from sharepoint.wanted import ProjectRows, wanted
from tests.sharepoint.publishing import RISKS, risk, risks


def rows(*given: dict[str, object]) -> ProjectRows:
    return ProjectRows("ALPHA-001", given, "Risks", tuple(range(5, 5 + len(given))))


def test_a_table_of_the_workbook_becomes_items() -> None:
    table = Risks.of(2, id=np.array(["R-1", None], dtype=object), title=np.array(["Late supplier", None], dtype=object))
    want = wanted(REGISTER, ProjectRows.of("ALPHA-001", table))
    (item,) = want.items.values()
    assert (item.key, item.label, item.values["Title"]) == ("alpha-001|r-1", "R-1 Late supplier", "Late supplier")
    assert want.problems == ()
    assert want.complete


def test_a_row_without_an_id_is_reported_and_stops_retirement() -> None:
    want = wanted(RISKS, rows(risk(1), risk(2, **{"Risk ID": None})))
    assert list(want.items) == ["alpha-001|r-1"]
    assert [(problem.code, str(problem.cell)) for problem in want.problems] == [
        (Code.MISSING_VALUE, "Risks!Risk ID row 6")
    ]
    assert not want.complete


def test_an_empty_row_is_nothing() -> None:
    want = wanted(RISKS, rows({column.header: None for column in RISKS.columns}))
    assert (dict(want.items), want.problems, want.complete) == ({}, (), True)


def test_of_two_rows_with_one_id_the_first_is_published_and_both_are_named() -> None:
    want = wanted(RISKS, rows(risk(1), risk(2, **{"Risk ID": " r-1 "})))
    assert len(want.items) == 1
    (problem,) = want.problems
    assert problem.code is Code.DUPLICATE_KEY
    assert problem.cell.row == 6
    assert "row 5" in problem.message
    assert want.complete


def test_a_key_longer_than_the_site_takes_is_reported() -> None:
    want = wanted(RISKS, rows(risk(1, **{"Risk ID": "x" * 250})))
    assert [problem.code for problem in want.problems] == [Code.OUT_OF_RANGE]
    assert not want.complete


def test_a_long_text_makes_a_new_column_one_of_several_lines() -> None:
    want = wanted(RISKS, rows(risk(1, Owner="x" * 300)))
    assert next(field for field in want.fields if field.name == "PMOOwner").kind is Kind.NOTE
    assert want.problems == ()


def test_a_long_text_for_a_present_column_of_one_line_leaves_the_cell_out() -> None:
    want = wanted(RISKS, rows(risk(1, Owner="x" * 300)), {"PMOOwner": "Text"})
    assert "PMOOwner" not in want.items["alpha-001|r-1"].values
    assert [str(problem.cell) for problem in want.problems] == ["Risks!Owner row 5"]


def test_a_column_of_another_kind_on_the_site_is_left_alone() -> None:
    want = wanted(RISKS, rows(*risks(1)), {"PMOOwner": "User"})
    assert "PMOOwner" not in {field.name for field in want.fields}
    assert [problem.code for problem in want.problems] == [Code.REFUSED_BY_SITE]


def test_a_title_too_long_for_the_site_is_replaced_by_the_id_and_reported() -> None:
    want = wanted(RISKS, rows(risk(1, **{"Risk Title": "x" * 300})))
    assert want.items["alpha-001|r-1"].values["Title"] == "R-1"
    assert [problem.code for problem in want.problems] == [Code.REFUSED_BY_SITE]
