"""What a catalogue function says of a workbook beyond its cells, each figure with the formula that gives it again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from pmo_excel.core.calling import answer
from pmo_excel.core.catalogue import CATALOGUE, Function, Kind, Parameter
from pmo_excel.core.cells import Conventions
from pmo_excel.core.columns import is_empty
from pmo_excel.core.problems import quoted
from pmo_excel.core.tables import Table, columns, declaration, field_of
from pmo_excel.governance.tables import Settings
from pmo_excel.refresh.compute import Unknown, bound_arguments
from pmo_excel.report.facts import Evidence, Fact, fact
from pmo_excel.workbook.refs import cell_ref, column_number


@dataclass(frozen=True, slots=True)
class Answered:
    """A function's table for a workbook.

    Attributes
    ----------
    formula
        The call as a cell would make it, without the equals sign.
    """

    table: Table
    formula: str

    def fact(self, name: str, row: int = 0) -> Fact:
        """One figure of the table, with the formula that gives it: the headers are the first row."""
        across = list(columns(type(self.table))).index(name) + 1
        return replace(fact(self.table, name, row), source=f"=INDEX({self.formula},{row + 2},{across})")


def answered(evidence: Evidence, name: str, given: Mapping[str, Any] | None = None) -> Answered | None:
    """A function's table for the sheets of a refreshed workbook; None where they lack what it needs.

    Parameters
    ----------
    given
        Arguments that no sheet holds.
    """
    entry = CATALOGUE[name]
    chosen = dict(given or {})
    try:
        held = bound_arguments(
            replace(entry, parameters=tuple(p for p in entry.parameters if p.name not in chosen)),
            evidence.tables,
            Conventions(),
        )
    except Unknown:
        return None
    bound = {p.name: chosen.get(p.name, held.get(p.name)) for p in entry.parameters}
    if any(_lacking(p, bound[p.name]) for p in entry.parameters):
        return None
    got = answer(entry, bound).value
    return Answered(got, _formula(entry, evidence, chosen)) if isinstance(got, Table) else None


def _lacking(p: Parameter, value: Any) -> bool:
    """Whether an argument is missing, or is a sheet without the columns that are needed."""
    if value is None:
        return not p.optional
    if p.kind is not Kind.TABLE or p.table is None or not isinstance(value, Table) or p.optional:
        return False
    return any(not value.has(field_of(p.table, header)) for header in p.arg.needs)


def _formula(entry: Function, evidence: Evidence, chosen: Mapping[str, Any]) -> str:
    """The call with the ranges and cells that its arguments come from; one that is not there is left out."""
    written = [_argument(p, evidence, chosen) for p in entry.parameters]
    while written and not written[-1]:
        written.pop()
    return f"PMO.{entry.name}({','.join(written)})"


def _argument(p: Parameter, evidence: Evidence, chosen: Mapping[str, Any]) -> str:
    if p.name in chosen:
        value = chosen[p.name]
        if isinstance(value, Table):
            return _some_rows(value)
        return f'"{value}"' if isinstance(value, str) else f"{value:g}"
    if p.kind is Kind.TABLE and p.table is not None:
        return _range(evidence.tables.get(declaration(p.table).sheet))
    places = (_filled_cell(evidence, *place.split(".", 1)) for place in p.arg.source.split(" | ") if place)
    return next((place for place in places if place), "")


def _filled_cell(evidence: Evidence, sheet: str, header: str) -> str:
    """The cell of a field or a setting; empty where nothing is in it."""
    table = evidence.tables.get(sheet)
    if table is None or not len(table):
        return ""
    names = table.name.tolist() if isinstance(table, Settings) else []
    name, row = ("value", names.index(header)) if header in names else (None, 0)
    if name is None and not isinstance(table, Settings):
        name = field_of(type(table), header)
    return "" if name is None or is_empty(getattr(table, name)[row]) else table.cell(name, row).address


def _range(table: Table | None) -> str:
    """A sheet's table with its headers, of fields those beside them; empty where it stands in no cells."""
    if table is None or not table.origin.letters:
        return ""
    letters, origin = _letters(table), table.origin
    sheet = quoted(origin.sheet or declaration(type(table)).sheet)
    if origin.field_rows:
        rows, names = origin.field_rows.values(), cell_ref(1, column_number(letters[0]) - 1).rstrip("1")
        return f"{sheet}!{names}{min(rows) - 1}:{letters[-1]}{max(rows)}"
    if not len(origin.rows):
        return ""
    return f"{sheet}!{letters[0]}{origin.header_row}:{letters[-1]}{max(origin.rows)}"


def _some_rows(table: Table) -> str:
    """The headers and the rows of a part of a table, one below the other."""
    letters, origin = _letters(table), table.origin
    if not letters or not len(origin.rows):
        return ""
    sheet = quoted(origin.sheet or declaration(type(table)).sheet)
    parts = (f"{sheet}!{letters[0]}{row}:{letters[-1]}{row}" for row in (origin.header_row, *origin.rows))
    return f"VSTACK({','.join(parts)})"


def _letters(table: Table) -> list[str]:
    return sorted(table.origin.letters.values(), key=lambda text: (len(text), text))
