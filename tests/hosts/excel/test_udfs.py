"""The functions in cells of Excel, called as xlwings' server calls them: the answers are the command line's."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import textwrap
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from pmo_excel.core.columns import TEMPORAL, Type
from pmo_excel.core.spelling import Host, spelled
from pmo_excel.core.tables import columns
from pmo_excel.functions import CATALOGUE
from pmo_excel.hosts.excel import answers, udfs
from pmo_excel.hosts.excel.addin import excel_folder
from pmo_excel.hosts.excel.answers import MARK, in_cell
from pmo_excel.hosts.registration import registrations
from tests.test_cases import CASES, check

ISO = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:T(\d\d):(\d\d))?")
PLAN = [["Task ID", "Duration (wd)", "Predecessors"], ["1", 10.0, None], ["2", 5.0, "1"]]
MONDAY = datetime(2026, 3, 2)


def as_read(value: Any) -> Any:
    """A value of a case as xlwings reads it from a cell: dates are datetimes, numbers floats, empty cells None."""
    if isinstance(value, list):
        return [as_read(one) for one in value]
    if isinstance(value, str):
        parts = ISO.fullmatch(value)
        return datetime(*(int(part or 0) for part in parts.groups())) if parts else value or None
    return float(value) if isinstance(value, int) and not isinstance(value, bool) else value


def rows_of(value: Any) -> Any:
    """With `ndim=2` a range is rows, also where the case gives a plain list."""
    plain = isinstance(value, list) and not any(isinstance(row, list) for row in value)
    return [[one] for one in value] if plain else value


def day(serial: Any, with_time: bool) -> Any:
    """A serial of the 1900 system as the ISO text of a case."""
    if serial == "":
        return None
    moment = datetime(1899, 12, 30) + timedelta(minutes=round(serial * 1440))
    return moment.isoformat(timespec="minutes") if with_time else moment.date().isoformat()


def as_in_case(name: str, shown: Any) -> Any:
    """What a cell shows as a case expects it."""
    entry = CATALOGUE[name]
    if entry.result is None:
        if isinstance(shown, str) and shown.startswith(MARK):
            return None
        return day(shown, False) if entry.returns.value == "date" else shown
    if isinstance(shown, str):
        return None
    if shown[-1][0] == MARK:
        shown = shown[:-1]
    kinds = [column.type for column in columns(entry.result).values()]
    body = [
        [
            day(value, kind is Type.DATETIME) if kind in TEMPORAL else (None if value == "" else value)
            for value, kind in zip(row, kinds, strict=True)
        ]
        for row in shown[1:]
    ]
    return [shown[0], *body]


@pytest.mark.parametrize("name", CASES)
def test_a_cell_shows_the_answer_of_the_case(name: str) -> None:
    """Every conformance case, through the function that xlwings' server calls, with arguments as Excel gives them."""
    case = CASES[name]
    entry = next(e for e in registrations() if e.name == case["function"])
    also = {other: p.name for p in CATALOGUE[entry.name].parameters for other in p.arg.also}
    given = {also.get(argument, argument): as_read(value) for argument, value in case["arguments"].items()}
    arguments = [
        rows_of(given.get(a.name)) if a.is_range and a.name in given else given.get(a.name) for a in entry.arguments
    ]
    shown = getattr(udfs, spelled(entry.name, Host.VBA))(*arguments, False)
    expected = {key: value for key, value in case["expected"].items() if key != "problems"}
    check({"expected": expected}, {"value": as_in_case(entry.name, shown)})


def test_every_function_of_the_catalogue_is_there() -> None:
    assert {name for name in vars(udfs) if name.startswith("PMO_")} == {spelled(name, Host.VBA) for name in CATALOGUE}


def test_what_vba_calls_is_there() -> None:
    source = (excel_folder() / "vba" / "PmoFunctions.bas").read_text(encoding="cp1252")
    for name in re.findall(r'PmoAnswer\("(\w+)"', source):
        assert callable(getattr(udfs, name))


def test_an_undefined_value_is_empty_and_says_why() -> None:
    """Never 0, which Excel shows for nothing, and never #DIV/0!."""
    _, shown, why = udfs.PMO_CPI(180.0, 0.0, False).split(MARK)
    assert shown == ""
    assert "AC is 0" in why


SPILL, NEW = -2_146_828_288 + 2045, -2_146_828_288 + 2099
"""#SPILL!, and an error that does not exist yet, as COM gives them: xlwings 0.37.8 takes them for numbers."""


@pytest.mark.parametrize("wrong", ["#N/A", "#DIV/0!", "abc", [[1.0], [2.0]], SPILL, NEW])
def test_a_wrong_argument_is_an_error_and_says_why(wrong: Any) -> None:
    _, shown, why = udfs.PMO_CPI(wrong, 3.0, False).split(MARK)
    assert shown == "#VALUE!"
    assert "Earned value" in why


def test_a_table_has_every_row_and_one_more_that_says_what_is_wrong() -> None:
    """Task 2 comes after a task that does not exist, so its dates are empty; VBA takes the last row away."""
    shown = udfs.PMO_SCHEDULE([*PLAN[:2], ["2", 5.0, "99"]], MONDAY)
    assert [row[0] for row in shown] == ["Task ID", "1", "2", MARK]
    assert {len(row) for row in shown} == {len(shown[0])}
    assert "99" in shown[-1][1]
    assert shown[2][shown[0].index("Finish")] == ""


def test_no_table_is_too_narrow_for_the_row_that_says_what_is_wrong() -> None:
    assert all(len(columns(entry.result)) >= 2 for entry in CATALOGUE.values() if entry.result is not None)


def test_empty_cells_of_a_table_are_empty_texts() -> None:
    """pywin32 passes None on as an empty variant, and Excel shows that as 0."""
    shown = udfs.PMO_SCHEDULE(PLAN, MONDAY)
    assert not any(value is None for row in shown for value in row)
    at = shown[0].index("Driving Predecessor")
    assert [row[at] for row in shown[1:]] == ["", "1"]


@pytest.mark.parametrize(("date1904", "serial"), [(False, 46101), (True, 46101 - 1462)])
def test_a_date_is_the_serial_of_the_workbook(date1904: bool, serial: int) -> None:
    """Ten and five days from Monday 2 March 2026 end on Friday 20 March: 46101 in Excel, 1462 less from 1904."""
    assert (date(2026, 3, 20) - date(1899, 12, 30)).days == 46101
    assert udfs.PMO_FINISH(PLAN, MONDAY, None, None, None, None, None, date1904) == serial


def test_the_same_arguments_are_computed_once_and_others_are_not_mistaken_for_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """1 and True are equal to Python and not to a person."""
    calls = []
    original = answers.call
    monkeypatch.setattr(answers, "call", lambda *given: calls.append(given) or original(*given))
    answers._kept.clear()
    assert in_cell("CPI", [1.0, 2.0], False) == in_cell("CPI", [1.0, 2.0], False)
    assert len(calls) == 1
    assert str(in_cell("CPI", [True, 2.0], False)).startswith(MARK)
    for number in range(answers.KEPT):
        in_cell("CPI", [float(number), 7.0], False)
    assert len(answers._kept) == answers.KEPT


SERVER = textwrap.dedent(
    """
    import io, json, sys, types
    def module(name, **content):
        made = types.ModuleType(name)
        made.__dict__.update(content)
        sys.modules[name] = made
        return made
    class Variant:
        def __init__(self, *given): pass
    module("pythoncom", CoInitialize=lambda: None)
    module("pywintypes", com_error=type("com_error", (Exception,), {}))
    module("win32com").client = module("win32com.client", Dispatch=lambda *given: None)
    import xlwings, xlwings.udfs as real
    xlwings.func, xlwings.arg, xlwings.ret = real.xlfunc, real.xlarg, real.xlret
    from pmo_excel.hosts.excel import udfs
    written = io.StringIO()
    real.generate_vba_wrapper("udfs", udfs, written, types.SimpleNamespace(Name="pmo.xlam"))
    info = {
        name: {"args": [(a["name"], a["vba"], a["options"]) for a in f.__xlfunc__["args"]],
               "category": f.__xlfunc__["category"], "async": f.__xlfunc__["async_mode"]}
        for name, f in vars(udfs).items() if hasattr(f, "__xlfunc__")
    }
    print(json.dumps({"vba": written.getvalue(), "info": info}))
    """
)


def test_xlwings_own_decorators_see_the_arguments_that_our_vba_passes() -> None:
    """xlwings 0.37.8's real decorators, over stand-ins for pywin32: its own generator of VBA writes the same calls."""
    done = subprocess.run([sys.executable, "-c", SERVER], capture_output=True, text=True, timeout=60, check=True)
    found = json.loads(done.stdout)
    ours = (excel_folder() / "vba" / "PmoFunctions.bas").read_text(encoding="cp1252")
    theirs = dict(re.findall(r'(\w+) = XLPy\.CallUDF\("udfs", "\w+", (Array\(.*?\)), ActiveWorkbook', found["vba"]))
    mine = dict(re.findall(r'PmoAnswer\("(\w+)", (Array\(.*\))\)\n', ours))
    assert mine.keys() == theirs.keys() == found["info"].keys()
    for name, call in mine.items():
        assert re.sub(r"\b(\w+)_\b(?!\w)", r"\1", call) == theirs[name]
    for entry in registrations():
        info = found["info"][spelled(entry.name, Host.VBA)]
        assert info["category"] == "PMO"
        assert info["async"] == ("threading" if entry.slow else None)
        for argument, (name, _, options) in zip(entry.arguments, info["args"], strict=False):
            assert (argument.name, argument.is_range) == (name, options.get("ndim") == 2)
            assert options["err_to_str"] is True
