"""What a function in a cell of Excel answers: the catalogue's value as a cell takes it, or the sign and the reason."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from hashlib import blake2b
from typing import Any, Final

from pmo_excel.core.calling import Called, call
from pmo_excel.core.catalogue import CATALOGUE, Kind
from pmo_excel.core.cells import Conventions
from pmo_excel.core.columns import TEMPORAL, Column, Type
from pmo_excel.core.instants import DAY, NO_INSTANT, to_serial
from pmo_excel.core.problems import serious
from pmo_excel.core.tables import Table, columns
from pmo_excel.hosts.live.excel import named_error

MARK: Final = "\x1f"
"""Before a text that is no value: mark, what the cell shows, mark, why. PmoAnswers.bas takes it apart."""
WRONG, EMPTY = "#VALUE!", ""
KEPT: Final = 64
"""Answers that are kept for the same arguments: Excel asks again for every cell when a workbook is opened."""
REASON: Final = 900
"""Characters of a reason that a message box still shows."""

_kept: OrderedDict[bytes, Any] = OrderedDict()


def in_cell(name: str, arguments: Sequence[Any], date1904: bool) -> Any:
    """What a cell shows.

    Parameters
    ----------
    name
        A function of the catalogue.
    arguments
        By position as xlwings reads them: numbers, texts, datetimes, errors as their text, ranges as lists of rows;
        None where one is left out.
    date1904
        Whether the workbook's dates count from 1904.

    Returns
    -------
    object
        A number, text, True or False, or rows of them with the headers first; dates are serials and nothing is "",
        for Excel shows an empty answer as 0. Where there is no value, a text that begins with `MARK`; where there is
        something to say about a table, one more row that begins with it.
    """
    arguments = [_read(argument) for argument in arguments]
    key = blake2b(repr((name, arguments, date1904)).encode("utf-8", "surrogatepass")).digest()
    if key in _kept:
        _kept.move_to_end(key)
        return _kept[key]
    parameters = CATALOGUE[name].parameters
    given = {p.name: value for p, value in zip(parameters, arguments, strict=True) if value is not None}
    shown = _shown(name, call(name, given, Conventions(date1904)), date1904)
    _kept[key] = shown
    if len(_kept) > KEPT:
        _kept.popitem(last=False)
    return shown


def _read(value: Any) -> Any:
    """An argument with every error value as its text."""
    return [_read(one) for one in value] if isinstance(value, list) else named_error(value)


def _shown(name: str, called: Called, date1904: bool) -> Any:
    value, problems = called.answer
    why = "\n".join(map(str, problems))[:REASON]
    if isinstance(value, Table):
        rows = _rows(value, date1904)
        return [*rows, [MARK, why, *[EMPTY] * (len(rows[0]) - 2)]] if why else rows
    if value is None or value != value:
        wrong = not called.understood or any(serious(problem) for problem in problems)
        return MARK + (WRONG if wrong else EMPTY) + MARK + why
    if CATALOGUE[name].returns is Kind.DATE:
        return EMPTY if value == NO_INSTANT else to_serial(int(value) // DAY * DAY, date1904)
    return value


def _rows(table: Table, date1904: bool) -> list[list[Any]]:
    declared = columns(type(table))
    body = [
        [_cell(value, column, date1904) for value in getattr(table, name).tolist()] for name, column in declared.items()
    ]
    return [[column.header for column in declared.values()], *map(list, zip(*body, strict=True))]


def _cell(value: Any, column: Column, date1904: bool) -> Any:
    temporal = column.type in TEMPORAL
    if value is None or value != value or (temporal and value == NO_INSTANT):
        return EMPTY
    if not temporal:
        return value
    return to_serial(value if column.type is Type.DATETIME else value // DAY * DAY, date1904)
