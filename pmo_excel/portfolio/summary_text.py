"""A project's summary as text and back: how one process hands it to another, and how it is kept between collects.

JSON, and not Python's own pickles: what is kept lies in folders that others can write to, and reading it must never run
anything. Tables are named by their sheets, columns by their fields; what is not as we would write it is refused.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final

import numpy as np

from pmo_excel.core.columns import NUMERIC, TEMPORAL, empty_values
from pmo_excel.core.instants import NO_INSTANT
from pmo_excel.core.tables import Origin, Table, columns, declaration, sheets
from pmo_excel.governance.tables import Dependencies
from pmo_excel.portfolio.pool import Source
from pmo_excel.portfolio.summary import Finding, Summary
from pmo_excel.portfolio.tables import PortfolioRaid
from pmo_excel.resources.tables import Assignments, Leave, Resources, Terms
from pmo_excel.schedule.tables import Calendars, Holidays

_PEOPLE: Final[Mapping[str, type[Table]]] = {
    "resources": Resources,
    "assignments": Assignments,
    "leave": Leave,
    "terms": Terms,
    "holidays": Holidays,
    "calendars": Calendars,
}


class NotASummaryError(ValueError):
    """A text that is no summary of ours."""


def as_text(made: Summary) -> str:
    """A summary as JSON."""
    held = {
        "file": made.file,
        "project": made.project,
        "register": {field: list(found) for field, found in made.register.items()},
        "rows": {sheet: _table(table) for sheet, table in made.rows.items()},
        "raid": {kind: _table(table) for kind, table in made.raid.items()},
        "reasons": dict(made.reasons),
        "row_reasons": {sheet: [*said] for sheet, said in made.row_reasons.items()},
        "dependencies": _table(made.dependencies),
        "people": {name: _table(getattr(made.people, name)) for name in _PEOPLE},
        "currency": made.currency,
        "age_limit": made.age_limit,
        "template": made.template,
        "findings": [list(finding) for finding in made.findings],
        "plan": made.plan,
        "computed": made.computed,
    }
    return json.dumps(held, ensure_ascii=False, allow_nan=False, separators=(",", ":"))


def from_text(text: str | bytes) -> Summary:
    """The summary that a text holds.

    Raises
    ------
    NotASummaryError
        It holds none.
    """
    try:
        held = json.loads(text)
        file, project = str(held["file"]), str(held["project"])
        people: dict[str, Any] = {n: _read(cls, held["people"][n]) for n, cls in _PEOPLE.items()}
        portfolio = sheets("portfolio")
        return Summary(
            file,
            project,
            {str(field): (found[0], str(found[1])) for field, found in held["register"].items()},
            {sheet: _some(portfolio[sheet], table) for sheet, table in held["rows"].items()},
            {str(kind): _some(PortfolioRaid, table) for kind, table in held["raid"].items()},
            {str(field): str(said) for field, said in held["reasons"].items()},
            {str(sheet): [str(one) for one in said] for sheet, said in held["row_reasons"].items()},
            _some(Dependencies, held["dependencies"]),
            Source(file, project, people.pop("resources"), people.pop("assignments"), None, **people),
            str(held["currency"]),
            int(held["age_limit"]),
            str(held["template"]),
            tuple(Finding(*map(str, one)) for one in held["findings"]),
            bool(held["plan"]),
            bool(held["computed"]),
        )
    except (ValueError, TypeError, KeyError, AttributeError, IndexError) as error:
        raise NotASummaryError(str(error)) from error


def _table(table: Table | None) -> dict[str, Any] | None:
    if table is None:
        return None
    if not len(table):
        return {"size": 0}
    origin = table.origin
    values = {}
    for name, column in columns(type(table)).items():
        column_values = getattr(table, name).tolist()
        if column.type in NUMERIC:
            column_values = [None if v != v else v for v in column_values]
        elif column.type in TEMPORAL:
            column_values = [None if v == NO_INSTANT else v for v in column_values]
        if any(v is not None for v in column_values):
            values[name] = column_values
    return {
        "sheet": origin.sheet,
        "rows": [*origin.rows],
        "letters": dict(origin.letters),
        "headers": dict(origin.headers),
        "wrong": {name: sorted(rows) for name, rows in origin.wrong.items()},
        "size": len(table),
        "values": values,
    }


def _read(cls: type[Table], held: Any) -> Table | None:
    if held is None:
        return None
    size = int(held["size"])
    if not size:
        return _empty(cls)
    origin = Origin(
        str(held["sheet"]),
        tuple(int(row) for row in held["rows"]),
        {str(k): str(v) for k, v in held["letters"].items()},
        {str(k): str(v) for k, v in held["headers"].items()},
        {str(k): frozenset(int(row) for row in v) for k, v in held["wrong"].items()},
    )
    values = {}
    for name, given in held["values"].items():
        column = columns(cls)[name]
        values[name] = made = empty_values(column, size)
        if len(given) != size:
            raise NotASummaryError(f"{declaration(cls).sheet}: {len(given)} values of {name} for {size} rows")
        empty = np.nan if column.type in NUMERIC else NO_INSTANT if column.type in TEMPORAL else None
        made[:] = [empty if v is None else v for v in given]
    return cls.of(size, origin, **values)


_EMPTY: dict[str, Table] = {}


def _empty(cls: type[Table]) -> Table:
    """The table without rows: most tables of most projects, made once, as nobody writes into it."""
    name = f"{cls.__module__}.{cls.__name__}"
    if name not in _EMPTY:
        _EMPTY[name] = cls.of(0)
    return _EMPTY[name]


def _some(cls: type[Any], held: Any) -> Any:
    found = _read(cls, held)
    if found is None:
        raise NotASummaryError(f"{declaration(cls).sheet} is missing")
    return found
