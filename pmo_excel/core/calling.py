"""One way to call a catalogue function: ranges and scalars in, a value and all problems out, for every host alike."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from math import inf
from typing import Any, NamedTuple

from pmo_excel.core import cells
from pmo_excel.core.catalogue import CATALOGUE, Answer, Function, Kind, Parameter, Shared
from pmo_excel.core.cells import Conventions, Reading
from pmo_excel.core.column_reading import within
from pmo_excel.core.columns import TEMPORAL, Column, Type
from pmo_excel.core.headers import Grid
from pmo_excel.core.instants import NO_INSTANT, iso, iso_day
from pmo_excel.core.lists import matched, words
from pmo_excel.core.problems import Cell, Code, Problem, serious
from pmo_excel.core.reading import read
from pmo_excel.core.spelling import bare
from pmo_excel.core.tables import Table, columns, declaration
from pmo_excel.core.wide import by_row, unfolded


class Called(NamedTuple):
    """The answer to a call, and whether the call itself made sense."""

    answer: Answer
    understood: bool


def call(
    name: str,
    arguments: Mapping[str, Any],
    conventions: Conventions | None = None,
    known: Mapping[str, Any] | None = None,
) -> Called:
    """Call a function by its name in any spelling.

    Parameters
    ----------
    name
        `CPI`, `PMO.CPI` or `PMO_CPI`.
    arguments
        By name: scalars; ranges as rows with the headers first; dates as ISO text, serials or Python dates; or tables.
    conventions
        The workbook's, where the cells come from one.
    known
        Tables and values that were read already, for the arguments that are not given.
    """
    entry = CATALOGUE.get(bare(name))
    if entry is None:
        near = difflib.get_close_matches(bare(name), CATALOGUE, n=1)
        hint = f"Did you mean {near[0]}?" if near else "`pmo functions` lists them."
        return Called(
            Answer(None, [Problem(Code.UNKNOWN_FUNCTION, f"no function is called {name!r}", suggestion=hint)]), False
        )
    arguments = _own_names(entry, arguments)
    held = {n: v for n, v in (known or {}).items() if n not in arguments}
    wrong = _wrong_names(entry, {**held, **arguments})
    if wrong:
        return Called(Answer(None, wrong), False)
    bound: dict[str, Any] = {}
    problems: list[Problem] = []
    for parameter in entry.parameters:
        if parameter.name in held:
            bound[parameter.name] = held[parameter.name]
            continue
        value, found = _argument(entry, parameter, arguments.get(parameter.name), conventions or Conventions())
        bound[parameter.name] = value
        problems += found
    if any(p.code in (Code.ARGUMENT, Code.MISSING_COLUMN) and serious(p) for p in problems):
        return Called(Answer(None, problems), True)
    return Called(answer(entry, bound, problems), True)


def answer(
    entry: Function, bound: Mapping[str, Any], problems: Sequence[Problem] = (), shared: Shared | None = None
) -> Answer:
    """Run a function on arguments that are tables and scalars already; `shared` goes from one call to the next."""
    got = entry.python(**bound, shared=shared) if entry.shares and shared is not None else entry.python(**bound)
    if isinstance(got, Answer):
        return Answer(got.value, [*problems, *got.problems])
    return Answer(got, list(problems))


def as_json(entry: Function, value: Any) -> Any:
    """A value as JSON: a table is a list of rows with the headers first, dates are ISO text, nothing is None."""
    if isinstance(value, Table):
        declared = list(columns(type(value)).values())
        rows = zip(*(_plain_column(value, name, column) for name, column in columns(type(value)).items()), strict=True)
        return [[c.header for c in declared], *map(list, rows)]
    if entry.returns is Kind.DATE and value is not None:
        return iso_day(int(value))
    return value


def _plain_column(table: Table, name: str, column: Column) -> list[Any]:
    """A column as plain Python values; most columns of a result are dates, and most dates come more than once."""
    values = getattr(table, name).tolist()
    if column.type in TEMPORAL:
        text = {value: plain(column, value) for value in set(values)}
        return [text[value] for value in values]
    return [None if value is None or value != value or value == NO_INSTANT else value for value in values]


def plain(column: Column, value: Any) -> Any:
    """One cell of a table as plain Python: ISO text for dates, None for empty."""
    if column.type in TEMPORAL:
        return iso(value) if column.type is Type.DATETIME else iso_day(value)
    return None if value is None or value != value or value == NO_INSTANT else value


def _own_names(entry: Function, arguments: Mapping[str, Any]) -> Mapping[str, Any]:
    """The arguments under the entry's own names."""
    names = {other: p.name for p in entry.parameters for other in p.arg.also}
    return {names.get(name, name): value for name, value in arguments.items()}


def _wrong_names(entry: Function, arguments: Mapping[str, Any]) -> list[Problem]:
    known = {p.name for p in entry.parameters}
    problems = [
        Problem(Code.ARGUMENT, f"{entry.name} has no argument {name!r}", Cell(name), f"It takes {_takes(entry)}.")
        for name in arguments
        if name not in known
    ]
    problems += [_needed(entry, p) for p in entry.parameters if not p.optional and arguments.get(p.name) is None]
    return problems


def _needed(entry: Function, p: Parameter) -> Problem:
    text = f"{entry.name} needs the argument {p.name!r}: {p.arg.help}"
    return Problem(Code.ARGUMENT, text, Cell(p.name), f"It takes {_takes(entry)}.")


def _takes(entry: Function) -> str:
    return ", ".join(f"[{p.name}]" if p.optional else p.name for p in entry.parameters) or "no arguments"


def _argument(entry: Function, p: Parameter, given: Any, conventions: Conventions) -> tuple[Any, list[Problem]]:
    if given is None or given == "":
        return p.default, [] if p.optional else [_needed(entry, p)]
    if p.kind is Kind.TABLE:
        return _table(p, given, conventions)
    if p.kind in (Kind.NUMBERS, Kind.TEXTS):
        return _several(p, given)
    while isinstance(given, (list, tuple)) and len(given) == 1:
        given = given[0]
    reading = scalar(p, cells.clean(given), conventions)
    if reading.fault is None:
        missing = reading.value is None and not p.optional
        return (p.default if reading.value is None else reading.value), [_needed(entry, p)] if missing else []
    fault = reading.fault
    code = Code.ARGUMENT if reading.value is None else fault.code
    text = f"{p.arg.help}: {fault.message}"
    return reading.value, [Problem(code, text, Cell(p.name), fault.suggestion, fault.severity)]


def scalar(p: Parameter, given: Any, conventions: Conventions) -> Reading:
    fault = cells.error_value(given)
    if given is None or fault:
        return Reading(None, fault)
    if isinstance(given, (list, tuple, dict)):
        return Reading(None, cells.Fault(Code.ARGUMENT, "a single value is expected, not a range", "Give one cell."))
    if p.kind is Kind.VALUE:
        return Reading(given)
    if p.kind is Kind.NUMBER:
        return _number(p, given)
    if p.kind is Kind.DATE:
        return cells.moment(given, conventions)
    if p.kind is Kind.FLAG:
        return cells.yes_or_no(given)
    said = str(cells.text(given).value)
    if not p.arg.choices:
        return Reading(said)
    allowed = words(p.arg.choices)
    chosen = matched(said, allowed)
    if chosen is None:
        return Reading(
            None, cells.Fault(Code.NOT_A_CHOICE, f"{said!r} is not in the list", f"Use {', '.join(allowed)}.")
        )
    return Reading(chosen)


def _number(p: Parameter, given: Any) -> Reading:
    """A number within the argument's limits; of a share also `80 %`."""
    share = p.arg.unit.startswith("fraction") and isinstance(given, str)
    return within(cells.percent(given, inf) if share else cells.number(given), p.arg.minimum, p.arg.maximum)


def _several(p: Parameter, given: Any) -> tuple[list[Any], list[Problem]]:
    """A range of numbers or texts, in any shape, row by row; a single cell is a range of one."""
    values: list[Any] = []
    problems: list[Problem] = []
    for raw in _flat(given):
        cleaned = cells.clean(raw)
        fault = cells.error_value(cleaned)
        if cleaned is None or fault:
            reading = Reading(None, fault)
        else:
            reading = _number(p, cleaned) if p.kind is Kind.NUMBERS else cells.text(cleaned)
        values.append(reading.value)
        if reading.fault:
            cell = Cell(p.name, len(values))
            code = Code.ARGUMENT if reading.value is None else reading.fault.code
            problems.append(
                Problem(code, reading.fault.message, cell, reading.fault.suggestion, reading.fault.severity)
            )
    return values, problems


def _flat(given: Any) -> list[Any]:
    if isinstance(given, (list, tuple)):
        return [value for part in given for value in _flat(part)]
    return [given]


def _table(p: Parameter, given: Any, conventions: Conventions) -> tuple[Table | None, list[Problem]]:
    cls = p.table
    if cls is None or isinstance(given, Table):
        return given, []
    rows = _rows(cls, given)
    if rows is not None and declaration(cls).layout == "fields":
        rows = _upright(rows)
    if rows is None:
        text = f"{p.arg.help}: a range is expected, with its headers in the first row"
        return None, [Problem(Code.ARGUMENT, text, Cell(p.name), "Select the headers and the rows under them.")]
    matrix = unfolded(cls, rows)
    if matrix is not None:
        grid = Grid(p.name, matrix[0][0], matrix[0][1:], matrix[1], conventions=conventions)
        return by_row(*read(cls, grid, p.arg.needs or None))
    grid = Grid(p.name, rows[0], rows[1:], conventions=conventions)
    return read(cls, grid, p.arg.needs or None)


def _rows(cls: type[Table], given: Any) -> list[list[Any]] | None:
    """The rows of a range; records and bare lists are put under headers; None where it is neither."""
    if hasattr(given, "columns") and hasattr(given, "itertuples"):  # a data frame
        return [list(given.columns), *(list(row) for row in given.itertuples(index=False))]
    if not isinstance(given, (list, tuple)) or not given:
        return None
    if all(isinstance(row, Mapping) for row in given):
        headers = list(dict.fromkeys(key for row in given for key in row))
        return [headers, *([row.get(h) for h in headers] for row in given)]
    bare_field = declaration(cls).plain
    if bare_field and not _has_headers(given):
        return [[columns(cls)[bare_field].header], *([value] for value in _flat(given))]
    return [list(row) if isinstance(row, (list, tuple)) else [row] for row in given]


def _upright(rows: list[list[Any]]) -> list[list[Any]]:
    """One record as a row under its headers, where it came as on its sheet: a row per field, with the value beside."""
    headers = [str(cells.clean(h) or "").casefold() for h in rows[0]]
    if headers[:1] != ["field"] or "value" not in headers:
        return rows
    at = headers.index("value")
    fields = [row for row in rows[1:] if len(row) > at and cells.clean(row[0]) is not None]
    return [[row[0] for row in fields], [row[at] for row in fields]]


def _has_headers(given: Sequence[Any]) -> bool:
    """Whether the first row is words rather than values: a list of dates has none."""
    first = given[0] if isinstance(given[0], (list, tuple)) else [given[0]]
    conventions = Conventions(day_first=True)
    return not any(
        isinstance(v, (int, float, date, datetime)) or cells.moment(v, conventions).value is not None for v in first
    )
