"""Cells get the answers of the conformance cases, as Excel holds them."""

from __future__ import annotations

import re
import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from pmo_excel.functions import CATALOGUE
from pmo_excel.hosts.officejs.answers import MOST_CALLS, UnclearError, answers

FILES = sorted((Path(__file__).parents[2] / "cases").rglob("*.toml"))
CASES = {file.stem: tomllib.loads(file.read_text()) for file in FILES}


def ask(name: str, *given: Any, date1904: bool = False) -> Any:
    calls = [{"function": name, "arguments": [{"value": one} for one in given]}]
    return answers({"calls": calls, "date1904": date1904})["results"][0]


def cell(value: Any) -> Any:
    """What a case expects, as Excel has it: dates as serials (1 January 1900 is 1), empty cells as empty texts."""
    if isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", value):
        return (date.fromisoformat(value) - date(1899, 12, 30)).days
    return "" if value is None else value


@pytest.mark.parametrize("name", CASES)
def test_cells_get_the_answer_of_the_case(name: str) -> None:
    case = CASES[name]
    entry = CATALOGUE[case["function"]]
    names = {other: p.name for p in entry.parameters for other in (p.name, *p.arg.also)}
    given = {names[key]: value for key, value in case["arguments"].items()}
    reply = ask(case["function"], *(given.get(p.name) for p in entry.parameters))
    expected = case["expected"]
    if "within" in expected:
        assert reply["value"] == pytest.approx(expected["value"], abs=expected["within"])
    elif "value" in expected and "error" not in reply:
        assert same(reply["value"], expected["value"])
    if "rows" in expected:
        at = [reply["value"][0].index(header) for header in expected["columns"]]
        found = [[row[place] for place in at] for row in reply["value"][1:]]
        assert len(found) == len(expected["rows"])
        assert all(
            same(a, b)
            for mine, theirs in zip(found, expected["rows"], strict=True)
            for a, b in zip(mine, theirs, strict=True)
        )


def same(found: Any, expected: Any) -> bool:
    if isinstance(found, str) and found == expected:
        return True  # a date within a text
    expected = cell(expected)
    if isinstance(expected, (int, float)) and not isinstance(expected, bool):
        return found == pytest.approx(expected, rel=1e-6, abs=1e-9)
    return bool(found == expected)


def test_one_failing_cell_takes_no_other_with_it() -> None:
    calls = [{"function": "CPI", "arguments": [{"value": v}, {"value": 2}]} for v in (1, "one", 3)]
    one, wrong, three = answers({"calls": calls})["results"]
    assert (one, three) == ({"value": 0.5}, {"value": 1.5})
    assert "'one' is not a number" in wrong["error"]


def test_cells_that_many_functions_use_are_sent_once() -> None:
    rows = [[4, 2]]
    calls = [{"function": "CPI", "arguments": [{"value": 4}, {"range": 0}]}] * 2
    assert answers({"calls": calls, "ranges": [[[2]], rows]})["results"] == [{"value": 2}, {"value": 2}]


def test_dates_are_counted_as_the_workbook_counts_them() -> None:
    """Friday 27 February 2026 is 46080 from 1900 and 44618 from 1904; one working day on is Monday."""
    names = [p.name for p in CATALOGUE["ADDWORKDAYS"].parameters]
    for start, from1904 in ((46080, False), (44618, True)):
        given = {names[0]: start, names[1]: 1}
        reply = ask("ADDWORKDAYS", *(given.get(name) for name in names), date1904=from1904)
        assert reply == {"value": start + 3}


def test_an_unknown_function_is_an_error_and_not_an_empty_cell() -> None:
    assert "Did you mean CPI" in ask("CPJ", 1)["error"]


@pytest.mark.parametrize(
    "request_",
    [
        [],
        {},
        {"calls": 5},
        {"calls": [5]},
        {"calls": [{"function": "CPI"}]},
        {"calls": [{"function": "CPI", "arguments": [{"range": 3}]}]},
        {"calls": [{"function": "CPI", "arguments": [{"range": -1}]}], "ranges": [[1]]},
        {"calls": [{"function": "CPI", "arguments": [{"value": 1}] * 9}]},
        {"calls": [{"function": "CPI", "arguments": []}] * (MOST_CALLS + 1)},
    ],
)
def test_a_request_of_another_shape_is_refused(request_: Any) -> None:
    with pytest.raises(UnclearError):
        answers(request_)
