"""Every computed column of a workbook from its typed cells: functions run in order, each on the others' results."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

import numpy as np

from pmo_excel.core.calling import answer, scalar
from pmo_excel.core.catalogue import Function, Kind, Parameter, Shared
from pmo_excel.core.cells import Conventions
from pmo_excel.core.columns import is_empty
from pmo_excel.core.problems import Cell, Code, Problem, Severity
from pmo_excel.core.tables import Table, columns, declaration, field_of
from pmo_excel.governance.settings import SETTINGS, setting_values
from pmo_excel.governance.tables import Settings
from pmo_excel.refresh.graph import computing, ordered

InRows = Callable[[str, Table], Table]


DECLARED: Final = frozenset(setting.header for setting in SETTINGS)
"""Settings whose values are read as they are declared: 90% is a share, whether typed as a number or as words."""


@dataclass(slots=True)
class Computed:
    """What the functions gave.

    Attributes
    ----------
    tables
        Every sheet with its computed columns filled.
    results
        Each function's result table; None where it could not run, so that its cells stay empty.
    problems
        What the functions had to say, each thing once.
    """

    tables: dict[str, Table]
    results: dict[str, Table | None] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


NONE_MADE: Final[Mapping[str, Table]] = {}


class Unknown(Exception):  # noqa: N818 -- not an error: the cell that an argument comes from has a finding already
    """An argument rests on a cell that could not be read, so everything computed from it stays empty."""


def computed(
    tables: Mapping[str, Table],
    conventions: Conventions,
    made: Mapping[str, Table] = NONE_MADE,
    in_rows: InRows | None = None,
    only: Collection[str] | None = None,
) -> Computed:
    """Run every function that computes a column of these sheets.

    Parameters
    ----------
    made
        Results, by function, that were made from more than this workbook: they are taken as they are.
    in_rows
        Puts a result whose rows are a sheet's into that sheet, for the functions that read it.
    only
        The functions that are run; all, where it is left out.
    """
    done = Computed(dict(tables))
    shared: Shared = {}
    for entry in ordered(tables.keys()):
        if entry.name in made:
            done.results[entry.name] = made[entry.name]
            _fill(done.tables, entry, made[entry.name], in_rows)
            continue
        if only is not None and entry.name not in only:
            continue
        missing = _missing(entry, done.tables, done.results)
        if missing:
            done.problems.append(missing)
            continue
        try:
            bound = bound_arguments(entry, done.tables, conventions)
        except Unknown:
            done.results[entry.name] = None
            continue
        got = answer(entry, bound, shared=shared)
        done.problems += [_placed(problem, entry, done.tables) for problem in got.problems if not _of_result(problem)]
        done.results[entry.name] = got.value
        _fill(done.tables, entry, got.value, in_rows)
    settings = tables.get("Settings")
    if isinstance(settings, Settings):
        done.problems += setting_values(settings)[1]
    done.problems = list(dict.fromkeys(done.problems))
    return done


def _of_result(problem: Problem) -> bool:
    """Whether it only says why a part of the result is empty, as a health check does that has nothing to check."""
    return problem.severity is Severity.INFO and not problem.cell.row and not problem.cell.ref


def _placed(problem: Problem, entry: Function, tables: Mapping[str, Table]) -> Problem:
    """A problem with an argument as a problem of the cell that the argument comes from."""
    for p in entry.parameters:
        sheet, _, header = p.arg.source.partition(" | ")[0].partition(".")
        if p.name == problem.cell.sheet and sheet in tables and sheet != "Settings":
            return replace(problem, cell=tables[sheet].cell(field_of(type(tables[sheet]), header), 0))
    return problem


def _there(table: Table, name: str, results: Mapping[str, Table | None]) -> bool:
    """Whether a column is in the sheet, or was computed even so."""
    return table.has(name) or results.get(columns(type(table))[name].computed) is not None


def _missing(entry: Function, tables: Mapping[str, Table], results: Mapping[str, Table | None]) -> Problem | None:
    """The table that a function cannot do without and the workbook does not have."""
    for p in entry.parameters:
        if p.table is None or p.optional:
            continue
        sheet = declaration(p.table).sheet
        made = tables.get(sheet)
        lacking = [h for h in p.arg.needs if made is not None and not _there(made, field_of(p.table, h), results)]
        if made is None or lacking:
            what = f"the column {lacking[0]!r}" if lacking else f"the sheet {sheet!r}"
            text = f"{what} is missing, so what PMO.{entry.name} computes was left as it is"
            return Problem(Code.MISSING_TABLE, text, Cell(sheet), f"Add {what}.", Severity.LOW)
    return None


def bound_arguments(entry: Function, tables: Mapping[str, Table], conventions: Conventions) -> dict[str, Any]:
    """What a refresh passes to a function: tables by their sheets, scalars from the Charter and the Settings.

    Raises
    ------
    Unknown
        A scalar's cell could not be read.
    """
    return {p.name: _bound(p, tables, conventions) for p in entry.parameters}


def _bound(p: Parameter, tables: Mapping[str, Table], conventions: Conventions) -> Any:
    if p.kind is Kind.TABLE and p.table is not None:
        return tables.get(declaration(p.table).sheet, p.default)
    if not p.arg.source:
        return p.default
    for place in p.arg.source.split(" | "):
        sheet, _, header = place.partition(".")
        table = tables.get(sheet)
        if table is None:
            continue
        value = _setting(p, table, header, conventions) if sheet == "Settings" else _field(table, header)
        if value is not None:
            return value
    return _default(p)


def _default(p: Parameter) -> Any:
    if not p.optional:
        raise Unknown(p.name)
    return p.default


def _field(table: Table, header: str) -> Any:
    name = field_of(type(table), header)
    if 0 in table.wrong(name):
        raise Unknown(header)
    value = getattr(table, name)[0] if len(table) else None
    if is_empty(value):
        return None
    return value.item() if isinstance(value, np.generic) else value


def _setting(p: Parameter, settings: Table, name: str, conventions: Conventions) -> Any:
    """A setting that is filled in, as its declaration reads it; one that cannot be read counts as its default."""
    names, values = (getattr(settings, f).tolist() for f in ("name", "value"))
    raw = dict(zip(names, values, strict=True)).get(name)
    if raw is None:
        return None
    if isinstance(settings, Settings) and name in DECLARED:
        raw = setting_values(settings)[0][name]
    reading = scalar(p, raw, conventions)
    if reading.value is None:
        raise Unknown(name)
    return reading.value


def _fill(tables: dict[str, Table], entry: Function, result: Table | None, in_rows: InRows | None) -> None:
    """Put a result's columns, or rows, into the sheets that it computes, for the functions that read them."""
    for sheet, table in list(tables.items()):
        if entry.name not in computing(sheet):
            continue
        if declaration(type(table)).rows_from == entry.name:
            if in_rows is not None and result is not None:
                tables[sheet] = in_rows(sheet, result)
            continue
        tables[sheet] = table.replace(**filled(table, entry.name, result))


def filled(table: Table, name: str, result: Table | None) -> dict[str, Any]:
    """The columns of a sheet that a function computes, from its result; empty where it has none for a row."""
    values: dict[str, Any] = {}
    empty = type(table).of(len(table))
    at = positions(table, result) if result is not None else {}
    rows = np.array(list(at.keys()), dtype=np.int64)
    places = np.array(list(at.values()), dtype=np.int64)
    for field_name, column in columns(type(table)).items():
        if column.computed != name:
            continue
        fresh = getattr(empty, field_name).copy()
        if result is not None and len(rows):
            fresh[rows] = getattr(result, field_of(type(result), column.result or column.header))[places]
        values[field_name] = fresh
    return values


def positions(table: Table, result: Table) -> dict[int, int]:
    """Which row of a result belongs to which row of its sheet: by key; in order where the rows agree or have no key."""
    key, result_key = declaration(type(table)).key, declaration(type(result)).key
    if declaration(type(table)).layout == "fields" or not key or not result_key:
        return {row: row for row in range(min(len(table), len(result)))}
    mine, theirs = getattr(table, key).tolist(), getattr(result, result_key).tolist()
    if mine == theirs:
        return {row: row for row in range(len(mine))}
    by_key = {k: at for at, k in reversed(list(enumerate(theirs))) if k is not None}
    return {row: by_key[k] for row, k in enumerate(mine) if k in by_key}
