"""Columns of lists, from what the workbook's columns declare."""

from __future__ import annotations

import json
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmo_excel.core.columns import Column, Type
from sharepoint.fields import KEY, SYSTEM, Kind, fields, internal_name
from sharepoint.lists import ACTIONS, ISSUES, MILESTONES, PROJECTS, RISKS
from tests.sharepoint.publishing import HOSTILE


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        (Type.TEXT, Kind.TEXT),
        (Type.LONG_TEXT, Kind.NOTE),
        (Type.NUMBER, Kind.NUMBER),
        (Type.MONEY, Kind.NUMBER),  # projects may differ in currency
        (Type.DATE, Kind.DATE),
        (Type.YES_NO, Kind.YES_NO),
        (Type.URL, Kind.URL),
        (Type.RAG, Kind.CHOICE),
        (Type.CHOICE, Kind.TEXT),  # a choice without a list
    ],
)
def test_each_type_has_its_kind_of_column(kind: Type, expected: Kind) -> None:
    (field,) = fields([Column("Field", "For tests.", kind)])
    assert field.kind is expected


def test_money_in_one_currency_shows_its_sign() -> None:
    (field,) = fields([Column("Budget", "Approved.", Type.MONEY)], "EUR")
    assert field.kind is Kind.CURRENCY
    assert dict(field.attributes)["LCID"] == "1031"


def test_private_columns_have_no_field() -> None:
    assert fields([Column("Day Rate", "Never published.", Type.RATE, private=True)]) == ()


def test_the_schema_of_a_hostile_name_is_valid_and_means_that_name() -> None:
    (field,) = fields([Column(HOSTILE, f"<{HOSTILE}>", Type.CHOICE, choices=(HOSTILE, "]]>"))])
    node = ElementTree.fromstring(field.xml())  # noqa: S314 - our own text
    assert (node.get("DisplayName"), node.get("Description")) == (HOSTILE, f"<{HOSTILE}>")
    assert [choice.text for choice in node.iter("CHOICE")] == [HOSTILE, "]]>"]


def test_the_key_column_is_indexed_and_unique_from_the_start() -> None:
    node = ElementTree.fromstring(KEY.xml())  # noqa: S314 - our own text
    assert (node.get("Indexed"), node.get("EnforceUniqueValues")) == ("TRUE", "TRUE")


def test_the_rag_column_shows_letter_and_colour() -> None:
    (field,) = fields([Column("Overall RAG", "The RAG.", Type.RAG)])
    drawn = json.loads(field.formatter)
    assert drawn["txtContent"] == "@currentField"
    assert "'R','#c00000'" in drawn["style"]["background-color"].replace("==", "=")
    assert field.choices == ("R", "A", "G", "Grey", "Blue")


@given(st.text(min_size=1, max_size=60))
def test_internal_names_are_plain_and_short(header: str) -> None:
    name = internal_name(header)
    assert name.isascii()
    assert name.isalnum()
    assert 3 < len(name) <= 32 or header.strip() == ""
    assert name not in {field.name for field in SYSTEM}


@pytest.mark.parametrize(("one", "other"), [("P 50", "P%50"), ("Key", "KEY!"), ("x" * 40, "x" * 41)])
def test_different_headers_have_different_internal_names(one: str, other: str) -> None:
    assert internal_name(one) != internal_name(other)


@pytest.mark.parametrize("spec", [PROJECTS, MILESTONES, RISKS, ISSUES, ACTIONS], ids=lambda spec: spec.title)
def test_the_published_lists_have_columns_of_different_names_and_titles(spec: object) -> None:
    made = [*SYSTEM, *spec.published, *spec.human_fields]  # type: ignore[attr-defined]
    assert len({field.name for field in made}) == len(made)
    assert len({field.title.casefold() for field in made}) == len(made)
    assert len(made) > len(SYSTEM) + 5
