"""`pmo call`: catalogue functions for programs, one JSON object in and one out; with --stream, one a line."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from pmo_excel.core.calling import Called, as_json
from pmo_excel.core.cells import Conventions
from pmo_excel.core.problems import Code, Problem
from pmo_excel.core.spelling import bare
from pmo_excel.functions import CATALOGUE, call

Answered = tuple[dict[str, Any], bool]


def answered(name: str, text: str, book: Path | None = None) -> Answered:
    """The answer to one call as JSON, and whether the call was understood; a workbook gives what the text does not."""
    try:
        arguments = json.loads(text) if text.strip() else {}
    except json.JSONDecodeError as error:
        return _refusal(f"the arguments are not JSON: {error}"), False
    if not isinstance(arguments, dict):
        return _refusal("the arguments must be one JSON object"), False
    return _call(name, arguments) if book is None else _of_book(book, name, arguments)


def _of_book(book: Path, name: str, arguments: dict[str, Any]) -> Answered:
    from pmo_excel.hosts.book_answers import answer_from
    from pmo_excel.workbook.refused import Refused

    try:
        return _reply(name, answer_from(book, name, arguments))
    except Refused as error:
        return {"value": None, "problems": [p.as_json() for p in error.problems]}, False


def streamed(lines: Iterable[str]) -> Iterator[str]:
    """One answer for each line `{"function": …, "arguments": {…}}`; an `id` in the line comes back with its answer.

    With `"date1904": true` numbers that stand for dates count from 1904, as in some workbooks.
    """
    for line in lines:
        if not line.strip():
            continue
        reply, identity = _line(line)
        yield json.dumps(reply | identity, ensure_ascii=False, allow_nan=False)


def _line(line: str) -> tuple[dict[str, Any], dict[str, Any]]:
    try:
        request = json.loads(line)
    except json.JSONDecodeError as error:
        return _refusal(f"the line is not JSON: {error}"), {}
    if not isinstance(request, dict) or not isinstance(request.get("arguments", {}), dict):
        return _refusal('a line must be {"function": …, "arguments": {…}}'), {}
    identity = {"id": request["id"]} if "id" in request else {}
    name = request.get("function") or request.get("name") or ""
    conventions = Conventions(date1904=request.get("date1904") is True)
    return _call(str(name), request.get("arguments", {}), conventions)[0], identity


def _call(name: str, arguments: dict[str, Any], conventions: Conventions | None = None) -> Answered:
    return _reply(name, call(name, arguments, conventions))


def _reply(name: str, called: Called) -> Answered:
    entry = CATALOGUE.get(bare(name))
    value = called.answer.value if entry is None else as_json(entry, called.answer.value)
    return {"value": value, "problems": [p.as_json() for p in called.answer.problems]}, called.understood


def _refusal(message: str) -> dict[str, Any]:
    return {"value": None, "problems": [Problem(Code.ARGUMENT, message).as_json()]}
