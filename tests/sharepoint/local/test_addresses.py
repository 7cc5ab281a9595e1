"""Addresses are cut into steps and arguments as SharePoint reads them."""

from __future__ import annotations

import contextlib
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sharepoint.local.errors import Refusal
from sharepoint.local.rest.addresses import parse


def test_a_path_is_cut_at_slashes_outside_literals() -> None:
    address = parse("Web/GetFileByServerRelativePath(DecodedUrl='/sites/pmo/a%20b.txt')/$value")
    assert [step.name for step in address.segments] == ["Web", "GetFileByServerRelativePath", "$value"]
    assert address.segments[1].argument("decodedurl") == "/sites/pmo/a b.txt"


def test_a_doubled_quote_is_one_quote() -> None:
    assert parse("lists/getByTitle('O''Brien')").segments[1].argument("title", 0) == "O'Brien"


def test_arguments_have_the_type_they_are_written_in() -> None:
    step = parse("f(overwrite=true,n=7,x=1.5,id=guid'ab-c',none=null,text='7')").segments[0]
    assert step.named == {"overwrite": True, "n": 7, "x": 1.5, "id": "ab-c", "none": None, "text": "7"}


def test_an_alias_takes_its_value_from_the_query() -> None:
    address = parse("web/folder(DecodedUrl=@p)/files?@p='%2Fsites%2Fpmo%2FR%26D%20%231'&$select=Name")
    assert address.segments[1].argument("DecodedUrl") == "/sites/pmo/R&D #1"
    assert address.options["$select"] == "Name"


def test_an_alias_may_hold_json() -> None:
    step = parse('GetByPath(@v)?@v={"DecodedUrl":"/a (b)"}').segments[0]
    assert step.positional == ({"DecodedUrl": "/a (b)"},)


@pytest.mark.parametrize("target", ["lists('open", "f(1", "f(a b)", "f(@missing)", "f(1)x", "f({bad json})"])
def test_what_is_not_an_address_is_refused(target: str) -> None:
    with pytest.raises(Refusal) as refused:
        parse(target)
    assert refused.value.status == 400


@given(st.text(), st.text())
def test_any_two_texts_survive_as_arguments(first: str, second: str) -> None:
    written = ",".join(f"{name}='" + text.replace("'", "''") + "'" for name, text in (("a", first), ("b", second)))
    try:
        target = f"Web/f({quote(written)})/g"
    except UnicodeEncodeError:  # half of a surrogate pair cannot be sent
        return
    steps = parse(target).segments
    assert (steps[1].argument("a"), steps[1].argument("b"), steps[2].name) == (first, second, "g")


@given(st.text(alphabet="abc()'/,=@%?{}[] 1.-", max_size=30))
def test_any_text_is_read_or_refused(target: str) -> None:
    with contextlib.suppress(Refusal):
        parse(target)
