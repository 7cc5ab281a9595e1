"""``$filter`` is read with OData's precedence and compared as SharePoint compares."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sharepoint.local.errors import Refusal
from sharepoint.local.model.conditions import AllOf, AnyOf, Comparison, Condition, Not
from sharepoint.local.rest.filters import parse

from .conftest import Rest


def test_and_binds_stronger_than_or() -> None:
    a, b, c = (Comparison(name, "eq", 1) for name in "abc")
    assert parse("a eq 1 or b eq 1 and c eq 1") == AnyOf((a, AllOf((b, c))))
    assert parse("(a eq 1 or b eq 1) and c eq 1") == AllOf((AnyOf((a, b)), c))


def test_not_and_functions_are_read() -> None:
    assert parse("not startswith(Title,'A')") == Not(Comparison("Title", "startswith", "A"))
    assert parse("substringof('A',Title) eq false") == Not(Comparison("Title", "substringof", "A"))
    assert parse("month(Start) eq 3") == Comparison("Start", "eq", 3, "month")


def test_a_value_may_stand_on_the_left() -> None:
    assert parse("5 lt Cost") == Comparison("Cost", "gt", 5)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Title",
        "Title eq",
        "Title eq 'a' and",
        "Title eq 'a",
        "endswith(Title,'a')",
        "tolower(Title) eq 'a'",
        "Cost add 1 eq 2",
        "Title eq 'a' 'b'",
        "(Title eq 'a'",
        "'a' eq 'b'",
        "((" * 60 + "a eq 1" + "))" * 60,
    ],
)
def test_what_is_not_a_filter_is_refused(text: str) -> None:
    with pytest.raises(Refusal) as refused:
        parse(text)
    assert refused.value.status == 400


def written(condition: Condition) -> str:
    """The condition as text, every part in parentheses."""
    if isinstance(condition, Comparison):
        value = condition.value
        text = "'" + value.replace("'", "''") + "'" if isinstance(value, str) else str(value)
        return f"{condition.column} {condition.sign} {text}"
    if isinstance(condition, Not):
        return f"not ({written(condition.part)})"
    word = " and " if isinstance(condition, AllOf) else " or "
    return word.join(f"({written(part)})" for part in condition.parts)


comparisons = st.builds(
    Comparison,
    st.sampled_from(["Title", "Owner/EMail", "_x0020_"]),
    st.sampled_from(["eq", "ne", "lt", "ge"]),
    st.text(alphabet=st.characters(exclude_categories=["Cs"])) | st.integers(-(10**9), 10**9),
)
conditions = st.recursive(
    comparisons,
    lambda inner: (
        st.builds(Not, inner)
        | st.builds(
            lambda kind, parts: kind(tuple(parts)),
            st.sampled_from([AllOf, AnyOf]),
            st.lists(inner, min_size=2, max_size=3),
        )
    ),
    max_leaves=6,
)


@given(conditions)
def test_any_condition_reads_back_as_it_was_written(condition: Condition) -> None:
    assert parse(written(condition)) == condition


@pytest.fixture
def tasks(rest: Rest) -> str:
    place = rest.make_list()
    for parameters in (
        {"Title": "Cost", "FieldTypeKind": 9},
        {"Title": "Start", "FieldTypeKind": 4},
        {"Title": "Critical", "FieldTypeKind": 8},
        {"Title": "Owner", "FieldTypeKind": 20},
    ):
        rest.post(f"{place}/fields/addField", {"parameters": parameters})
    owner = rest.post("Web/ensureUser('jo@contoso.com')")["Id"]
    rows: list[dict[str, Any]] = [
        {"Title": "Alpha", "Cost": 10, "Start": "2026-03-01T00:00:00Z", "Critical": True, "OwnerId": owner},
        {"Title": "beta", "Cost": 20, "Start": "2026-04-01T00:00:00Z", "Critical": False},
        {"Title": "O'Brien & Söhne #1", "Cost": None},
    ]
    for row in rows:
        rest.post(f"{place}/items", row)
    return place


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("Title eq 'ALPHA'", [1]),
        ("Title eq 'O''Brien %26 Söhne %231'", [3]),
        ("Title gt 'alpha'", [2, 3]),
        ("substringof('brien',Title)", [3]),
        ("Cost ge 20 or Critical eq true", [1, 2]),
        ("Critical eq 1", [1]),
        ("Cost eq null", [3]),
        ("Cost ne null and Cost lt 15", [1]),
        ("Start gt datetime'2026-03-15T00:00:00Z'", [2]),
        ("month(Start) eq 4", [2]),
        ("OwnerId eq 2", [1]),
        ("Id ge 2 and Id lt 3", [2]),
        ("not (Cost gt 0)", [3]),
    ],
)
def test_a_filter_finds_the_rows_it_describes(rest: Rest, tasks: str, text: str, ids: list[int]) -> None:
    assert [row["Id"] for row in rest.get(f"{tasks}/items?$filter={text}")["results"]] == ids


def test_a_person_is_filtered_by_what_is_expanded(rest: Rest, tasks: str) -> None:
    found = rest.get(f"{tasks}/items?$select=Id,Owner/EMail&$expand=Owner&$filter=Owner/EMail eq 'jo@contoso.com'")
    assert [row["Owner"]["EMail"] for row in found["results"]] == ["jo@contoso.com"]
    assert rest.error("GET", f"{tasks}/items?$filter=Owner/EMail eq 'x'") == (400, -1)


@pytest.mark.parametrize(
    "query", ["$filter=Nope eq 1", "$select=Nope", "$orderby=Nope", "$filter=Title eq 5", "$top=x"]
)
def test_a_query_about_what_is_not_there_is_refused(rest: Rest, tasks: str, query: str) -> None:
    assert rest.error("GET", f"{tasks}/items?{query}") == (400, -1)
