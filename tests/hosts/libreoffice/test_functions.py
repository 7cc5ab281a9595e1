"""Every worksheet function, evaluated by LibreOffice in a sheet, gives the command line's answer."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from pmo_excel.core.catalogue import Function, Kind
from pmo_excel.core.columns import TEMPORAL, Type
from pmo_excel.core.tables import columns
from pmo_excel.functions import CATALOGUE
from tests.hosts.libreoffice.conftest import Scenario
from tests.test_cases import CASES, check, same

pytestmark = pytest.mark.live
ZERO = datetime(1899, 12, 30)
TOLD = {name: case for name, case in CASES.items() if "" not in case["arguments"].values()}
"""LibreOffice passes an empty cell to an add-in's function as 0, so that cases of empty cells cannot be told apart."""
SHEETS = {name: f"case {at}" for at, name in enumerate(TOLD)}
"""The name of each case's sheet: those of the cases are longer than Excel allows."""


@pytest.fixture(scope="module")
def replies() -> dict[str, Any]:
    """What the command line answers."""
    lines = [json.dumps({"id": n, "function": c["function"], "arguments": c["arguments"]}) for n, c in TOLD.items()]
    command = [sys.executable, "-m", "pmo_excel.hosts.cli", "call", "--stream"]
    done = subprocess.run(command, input="\n".join(lines), capture_output=True, text=True, timeout=60, check=True)
    return {reply["id"]: reply for reply in map(json.loads, done.stdout.splitlines())}


def test_every_function_gives_the_command_lines_answer_also_after_saving_in_both_formats(
    office: Scenario, replies: dict[str, Any], tmp_path: Path
) -> None:
    calls = {SHEETS[name]: _call(case, replies[name]["value"]) for name, case in TOLD.items()}
    ods, xlsx = str(tmp_path / "calls.ods"), str(tmp_path / "calls.xlsx")
    done = office("functions", calls=calls, ods=ods, xlsx=xlsx)
    assert {case["function"] for case in TOLD.values()} == set(CATALOGUE)
    for shown in (done["shown"], done["again"][ods], done["again"][xlsx]):
        for name, case in TOLD.items():
            found = shown[SHEETS[name]]
            reply = replies[name]
            if "error" in found:  # shown where a cell is wrong and there is no answer
                assert reply["value"] is None, (name, found)
                assert {"High", "Critical"} & {problem["severity"] for problem in reply["problems"]}, (name, found)
                continue
            value = _as_json(CATALOGUE[case["function"]], found["value"])
            _compare(value, reply["value"], name)
            check(case, {"value": _unflagged(value, replies[name]["value"]), "problems": replies[name]["problems"]})


def _call(case: dict[str, Any], answer: Any) -> dict[str, Any]:
    """A case's arguments in the order of the function's, and how many cells its answer takes."""
    parameters = CATALOGUE[case["function"]].parameters
    given = [
        next((case["arguments"][n] for n in (p.name, *p.arg.also) if n in case["arguments"]), None) for p in parameters
    ]
    size = [len(answer), len(answer[0])] if isinstance(answer, list) else None
    return {"function": case["function"], "arguments": given, "size": size}


def _as_json(entry: Function, value: Any) -> Any:
    """What cells show, as JSON: days from the numbers that cells hold, nothing for an empty text."""
    if entry.result is None or not isinstance(value, list):  # a table that is undefined is one empty text
        return _day(value) if entry.returns is Kind.DATE else value
    dated = {c.header: c.type for c in columns(entry.result).values() if c.type in TEMPORAL}
    kinds = [dated.get(header) for header in value[0]]
    return [
        value[0],
        *([_day(v, kind) if kind else v for v, kind in zip(row, kinds, strict=True)] for row in value[1:]),
    ]


def _day(value: Any, kind: Type = Type.DATE) -> Any:
    if not isinstance(value, float):
        return value
    moment = ZERO + timedelta(days=value)
    return moment.isoformat(timespec="minutes") if kind is Type.DATETIME else moment.date().isoformat()


def _compare(found: Any, expected: Any, where: str) -> None:
    if isinstance(expected, list):
        assert len(found) == len(expected)
        for mine, theirs in zip(found, expected, strict=True):
            _compare(mine, theirs, where)
    elif isinstance(expected, bool):
        assert found == float(expected)  # a cell of LibreOffice shows True as 1
    else:
        assert (found == "" and expected is None) or same(found, expected), (where, found, expected)


def _unflagged(found: Any, expected: Any) -> Any:
    """With True and False again where the command line gives them, and None where a cell shows nothing."""
    if isinstance(expected, list):
        return [_unflagged(mine, theirs) for mine, theirs in zip(found, expected, strict=True)]
    return bool(found) if isinstance(expected, bool) else None if found == "" else found


def test_cells_with_errors_gaps_and_other_days_zero(office: Scenario) -> None:
    """By hand: 1 takes Monday 2 to Friday 6 March, 2 Monday 9 to Friday 20, 3 from Monday 23 to Thursday 26."""
    formulas = {
        "undefined": "=PMO.CPI(100;0)",
        "argument missing": "=PMO.CPI(100)",
        "text for a number": '=PMO.CPI("a lot";100)',
        "error as argument": "=PMO.CPI(NA();100)",
        "left out in the middle": "=PMO.WORKDAYS(E1;E1+13;;;)",
        "in a formula": '=IF(PMO.CPI(90;100)<1;"over";"fine")',
        "caught": '=IFERROR(PMO.CPI("a lot";1);"caught")',
        "part of a table": "=INDEX(PMO.SCHEDULE(A1:C5;E1);3;3)-E1",
    }
    found = office("manners", formulas=formulas)
    day = 46083.0  # 2 March 2026
    assert found["error inside a range"] == [
        ["Task ID", "Start", "Finish"],
        ["1", day, day + 4],
        ["2", day + 7, day + 18],
        ["3", "", ""],
        ["4", day, day],
    ]
    assert found["after an edit"][3] == ["3", day + 21, day + 24]
    assert found["undefined"][:2] == [0, ""]
    assert found["argument missing"][0] == found["text for a number"][0] == 502
    assert found["error as argument"][0] != 0
    assert found["left out in the middle"] == [0, "10", 10.0]
    assert found["in a formula"][1] == "over"
    assert found["caught"][1] == "caught"
    assert found["part of a table"][2] == 18
    assert found["days from 1904"] == "2026-03-04"


def test_a_worker_that_dies_is_started_again_and_answers_are_remembered(office: Scenario) -> None:
    found = office("many", count=2000)
    assert found["values"] == [(n + 1) / 2 for n in range(2000)]
    assert found["killed"] == 1
    assert found["after"] == 250
    assert found["again"] < found["first"]


def test_a_missing_pmo_is_an_error_and_not_a_number(office: Scenario) -> None:
    nowhere = {"PMO_COMMAND": "/nowhere/pmo", "PATH": "/nowhere"}
    found = office("manners", formulas={"without pmo": "=PMO.CPI(1;2)"}, environment=nowhere)
    assert found["without pmo"][0] == 502
