"""The catalogue against the specification's list: names, the order of arguments, and the headers of result tables."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from pmo_excel.core.tables import columns
from pmo_excel.functions import CATALOGUE

LIST = Path(__file__).parents[2] / "shared" / "spec" / "functions.md"


WIDER = {"SIMULATE"}
"""Tables that go on with other columns: definitions 3.5 asks for the error of each percentile, and for cost."""


class Specified(NamedTuple):
    """What the list says of one function."""

    name: str
    arguments: list[str]
    headers: list[str]


def specified() -> Iterator[Specified]:
    for line in LIST.read_text().splitlines():
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if len(cells) != 3 or not re.fullmatch(r"[A-Z]+(, [A-Z]+)*", cells[0]):
            continue
        for name in cells[0].split(", "):
            yield Specified(name, list(_names(cells[1])), _headers(cells[2]))


def _headers(value: str) -> list[str]:
    """The headers of a table; remarks in brackets, behind a semicolon or in small letters are none."""
    found = re.match(r"table[^:]*: ([^;]*)", value)
    named = re.sub(r" \([^)]*[,…][^)]*\)", "", found.group(1)).split(",") if found else []
    return [part.strip() for part in named if not part.strip()[0].islower()]


def _names(arguments: str) -> Iterator[str]:
    """The arguments up to the first that is given in words."""
    for part in re.sub(r"\([^)]*\)", "", arguments).split(","):
        name = part.strip().strip("[]").split("=")[0].strip()
        if not re.fullmatch(r"[a-z_]+", name):
            return
        yield name


@pytest.fixture(scope="module")
def there() -> list[Specified]:
    if not LIST.exists():
        pytest.skip(f"{LIST.name} of the specification is not here")
    return [one for one in specified() if one.name in CATALOGUE]


def test_arguments_are_in_the_specified_order(there: list[Specified]) -> None:
    assert len(there) > 40
    for one in there:
        assert [p.name for p in CATALOGUE[one.name].parameters][: len(one.arguments)] == one.arguments, one.name


def test_result_tables_have_exactly_the_specified_headers(there: list[Specified]) -> None:
    tables = [one for one in there if len(one.headers) > 1]
    assert len(tables) > 12
    for one in tables:
        result = CATALOGUE[one.name].result
        assert result is not None, one.name
        found = [column.header for column in columns(result).values()]
        assert (found[: len(one.headers)] if one.name in WIDER else found) == one.headers, one.name
