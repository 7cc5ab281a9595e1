"""Function calls of cells, many in one request, each answered as its cell shows it."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from typing import Any, Final

from pmo_excel.core.cells import Conventions
from pmo_excel.core.problems import Problem, serious
from pmo_excel.core.spelling import bare
from pmo_excel.functions import CATALOGUE, call
from pmo_excel.hosts.officejs.excel_values import function_value

MOST_CALLS: Final = 1000
"""Calls in one request; the add-in sends 100."""
LONGEST_REASON: Final = 500
"""Characters of a reason that a cell's error shows."""

_LOG: Final = logging.getLogger(__name__)


class UnclearError(ValueError):
    """The request is not as the add-in sends it."""


def answers(request: Any) -> dict[str, Any]:
    """The answers to the calls of a request, in their order.

    Parameters
    ----------
    request
        `{"calls": [{"function": name, "arguments": [...]}], "ranges": [rows, ...], "date1904": false}`. An argument is
        `{"value": x}`, or `{"range": i}` for one of `ranges`, which many cells share.

    Raises
    ------
    UnclearError
        The request has another shape.
    """
    if not isinstance(request, dict) or not isinstance(request.get("calls"), list):
        raise UnclearError("the request must hold a list of calls")
    calls, ranges = request["calls"], request.get("ranges", [])
    if len(calls) > MOST_CALLS:
        raise UnclearError(f"at most {MOST_CALLS} calls in one request, not {len(calls)}")
    if not isinstance(ranges, list):
        raise UnclearError("ranges must be a list")
    date1904 = request.get("date1904") is True
    return {"results": [_answer(one, ranges, date1904) for one in calls]}


def _answer(asked: Any, ranges: Sequence[Any], date1904: bool) -> dict[str, Any]:
    if not isinstance(asked, dict) or not isinstance(asked.get("arguments"), list):
        raise UnclearError("a call must name its function and list its arguments")
    name = str(asked.get("function", ""))
    given = [_argument(one, ranges) for one in asked["arguments"]]
    entry = CATALOGUE.get(bare(name))
    if entry is not None and len(given) > len(entry.parameters):
        raise UnclearError(f"{name} takes at most {len(entry.parameters)} arguments, {len(given)} were given")
    names = [p.name for p in entry.parameters] if entry else []
    try:
        got = call(name, {n: v for n, v in zip(names, given, strict=False) if v is not None}, Conventions(date1904))
    except Exception:  # noqa: BLE001 -- one cell's crash must not take the others with it; the log has the reason
        _LOG.exception("PMO.%s failed", name)
        return {"error": "The function failed; the log of pmo serve says where."}
    problems = got.answer.problems
    if got.answer.value is None and (entry is None or not got.understood or any(serious(p) for p in problems)):
        return {"error": _reasons(problems)}
    assert entry is not None  # noqa: S101 -- only an entry has a value, or is understood
    return {"value": function_value(entry, got.answer.value, date1904)}


def _argument(given: Any, ranges: Sequence[Any]) -> Any:
    if isinstance(given, Mapping):
        if "value" in given:
            return given["value"]
        at = given.get("range")
        if isinstance(at, int) and not isinstance(at, bool) and 0 <= at < len(ranges):
            return ranges[at]
    raise UnclearError("an argument must be a value, or one of the ranges")


def _reasons(problems: Sequence[Problem]) -> str:
    """Why a cell shows an error: the grave reasons, as many as fit."""
    said = " ".join(str(p) for p in problems if serious(p))
    return said if len(said) <= LONGEST_REASON else said[: LONGEST_REASON - 1] + "…"
