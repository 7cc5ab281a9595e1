"""The conformance cases: one file each, with the same answer from Python and from the command line.

Every catalogue function has at least one. Dates are ISO text, an empty cell is "", numbers agree to 1e-6 of their size,
or within what the case says where its answer is drawn.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

from pmo_excel.core.calling import as_json
from pmo_excel.functions import CATALOGUE, call

FILES = sorted((Path(__file__).parent / "cases").rglob("*.toml"))
CASES = {
    file.relative_to(Path(__file__).parent / "cases").as_posix(): tomllib.loads(file.read_text()) for file in FILES
}


def check(case: dict[str, Any], reply: dict[str, Any]) -> None:
    """Compare an answer with what the case expects."""
    expected, value = case["expected"], reply["value"]
    if "within" in expected:
        assert value == pytest.approx(expected["value"], abs=expected["within"])
    elif "value" in expected:
        assert same(value, expected["value"])
    if "contains" in expected:
        assert all(part in value for part in expected["contains"]), value
    if "first_column_contains" in expected:
        assert set(expected["first_column_contains"]) <= {row[0] for row in value}
    if "rows" in expected:
        at = [value[0].index(header) for header in expected["columns"]]
        found = [[row[place] for place in at] for row in value[1:]]
        assert len(found) == len(expected["rows"])
        for mine, theirs in zip(found, expected["rows"], strict=True):
            assert all(same(a, b) for a, b in zip(mine, theirs, strict=True)), (mine, theirs)
    if "problems" in expected:
        assert [[p["code"], p["cell"]] for p in reply["problems"]] == expected["problems"]


def same(found: Any, expected: Any) -> bool:
    """Whether an answer's cell is the expected one; an empty cell is None there and "" in the file."""
    if isinstance(expected, (int, float)) and not isinstance(expected, bool):
        return found is not None and found == pytest.approx(expected, rel=1e-6, abs=1e-9)
    return (found is None and expected == "") or found == expected


@pytest.mark.parametrize("name", CASES)
def test_python_gives_the_answer_of_the_case(name: str) -> None:
    case = CASES[name]
    called = call(case["function"], case["arguments"])
    assert called.understood
    entry = CATALOGUE[case["function"]]
    value = json.loads(json.dumps(as_json(entry, called.answer.value), allow_nan=False))
    check(case, {"value": value, "problems": [p.as_json() for p in called.answer.problems]})


def test_the_command_line_gives_the_same_answers() -> None:
    lines = [json.dumps({"id": n, "function": c["function"], "arguments": c["arguments"]}) for n, c in CASES.items()]
    done = subprocess.run(
        [sys.executable, "-m", "pmo_excel.hosts.cli", "call", "--stream"],
        input="\n".join(lines),
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    replies = {reply["id"]: reply for reply in map(json.loads, done.stdout.splitlines())}
    assert replies.keys() == CASES.keys()
    for name, case in CASES.items():
        check(case, replies[name])


def test_every_function_has_a_case_with_a_source() -> None:
    assert {case["function"] for case in CASES.values()} == set(CATALOGUE)
    assert all(case["source"] for case in CASES.values())


def test_every_function_says_what_its_arguments_are() -> None:
    for entry in CATALOGUE.values():
        assert entry.summary.endswith(".")
        assert entry.example.startswith("=PMO.")
        assert all(p.arg.help for p in entry.parameters)
