"""Star tables made from sheets: keys that are unique, references that lead somewhere, a date for every date."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any, Final

from pmo_excel.core.columns import TEMPORAL, Column, Type, is_empty
from pmo_excel.core.instants import as_date
from pmo_excel.core.problems import Cell, Code, Problem, Severity
from pmo_excel.core.tables import Table, columns
from pmo_excel.report.star.parts import DATE_KEY, DIM_DATE, DIM_PROJECT, PROJECT_KEY, Part

FIRST: Final = date(1990, 1, 1)
LAST: Final = date(2099, 12, 31)
"""Days of plans lie between them; others are slips of the pen, and would make a calendar of thousands of years."""
BETWEEN: Final = "|"
"""Between the parts of a key."""


@dataclass(frozen=True, slots=True)
class Source:
    """The computed tables of one workbook, its file, and the ID of its project; empty for a portfolio."""

    file: str
    project: str
    tables: Mapping[str, Table]


@dataclass(frozen=True, slots=True)
class StarTable:
    """One table: its columns, its rows, the column that is unique, and where others of its columns lead."""

    name: str
    columns: Sequence[str]
    rows: Sequence[Sequence[Any]]
    key: str
    links: Mapping[str, str] = field(default_factory=dict)

    def values(self, column: str) -> list[Any]:
        """One column."""
        at = self.columns.index(column)
        return [row[at] for row in self.rows]


@dataclass(slots=True)
class _Making:
    """What is gathered while the tables are made."""

    problems: list[Problem] = field(default_factory=list)
    days: set[date] = field(default_factory=set)
    known: dict[str, set[str]] = field(default_factory=dict)


def star_tables(sources: Sequence[Source], parts: Sequence[Part]) -> tuple[list[StarTable], list[Problem]]:
    """All tables, dimensions before facts, and what could not be taken over as it was."""
    making = _Making()
    ordered = sorted(parts, key=lambda part: not part.dimension)
    made = [_table(part, sources, making) for part in ordered]
    return [_dates(making.days), *made], list(dict.fromkeys(making.problems))


def _table(part: Part, sources: Sequence[Source], making: _Making) -> StarTable:
    of_project = part.key == PROJECT_KEY
    shown = [name for name, field_name in part.columns.items() if not _private(part, sources, field_name)]
    heads = [part.key, *([] if of_project else [PROJECT_KEY]), *part.links, *shown]
    rows: list[list[Any]] = []
    keys: set[str] = set()
    for source in sources:
        table = source.tables.get(part.sheet)
        if table is None:
            continue
        for row in range(len(table)):
            key, project = _key(part, source, table, row)
            if key is None or not _new(part, source, table, row, key, keys, making):
                continue
            if not of_project and project not in making.known[DIM_PROJECT]:
                making.problems.append(_orphan(source, table.cell(_first(part), row), project, DIM_PROJECT))
                continue
            linked = [_linked(source, table, row, *link, making) for link in part.links.values()]
            held = [_value(source, table, row, part.columns[name], making) for name in shown]
            rows.append([key, *([] if of_project else [project]), *linked, *held])
    if part.dimension:
        making.known[part.name] = keys
    links = {name: target for name, (target, _) in part.links.items()}
    links |= {} if part.name == DIM_PROJECT else {PROJECT_KEY: DIM_PROJECT}
    links |= {name: DIM_DATE for name in shown if name.endswith(DATE_KEY)}
    if part.name.startswith("fact_") and part.key in _DIMENSIONS:
        links[part.key] = _DIMENSIONS[part.key]
    return StarTable(part.name, tuple(heads), rows, part.key, links)


_DIMENSIONS: Final = {"TaskKey": "dim_task", "RiskKey": "dim_risk", PROJECT_KEY: DIM_PROJECT}
"""Dimensions whose facts have one row each, under the same key."""


def _private(part: Part, sources: Sequence[Source], field_name: str) -> bool:
    table = next((s.tables[part.sheet] for s in sources if part.sheet in s.tables), None)
    return table is not None and columns(type(table))[field_name].private


def _first(part: Part) -> str:
    return part.identity[0]


def _key(part: Part, source: Source, table: Table, row: int) -> tuple[str | None, str]:
    """The key of a row and its project; None for a row without identity."""
    parts = [getattr(table, name)[row] for name in part.identity]
    if any(is_empty(one) for one in parts):
        return None, source.project
    texts = [_text(one) for one in parts]
    project = source.project or texts[0]
    if part.key == PROJECT_KEY:
        return project, project
    rest = texts if source.project else texts[1:]
    return BETWEEN.join([project, *rest]), project


def _new(part: Part, source: Source, table: Table, row: int, key: str, keys: set[str], making: _Making) -> bool:
    """Whether the key was not there yet; keys are compared as Power BI does, without case."""
    if key.casefold() in making.known.setdefault(f"#{part.name}", set()):
        cell = replace(table.cell(_first(part), row), sheet=f"{source.file}: {part.sheet}")
        text = f"{key} is there already; this row is left out of {part.name}"
        if part.dimension or part.key not in _DIMENSIONS:  # said once
            making.problems.append(Problem(Code.DUPLICATE_KEY, text, cell, "Give each its own ID.", Severity.MEDIUM))
        return False
    making.known[f"#{part.name}"].add(key.casefold())
    keys.add(key)
    return True


def _linked(source: Source, table: Table, row: int, target: str, field_name: str, making: _Making) -> str | None:
    """The key of a row of another dimension; empty, and said, where there is none."""
    value = getattr(table, field_name)[row]
    if is_empty(value):
        return None
    key = BETWEEN.join([source.project, _text(value)])
    if key in making.known.get(target, set()):
        return key
    if target != "dim_task" or field_name != "id":  # a milestone may be kept without a task
        making.problems.append(_orphan(source, table.cell(field_name, row), _text(value), target))
    return None


def _orphan(source: Source, cell: Cell, value: str, target: str) -> Problem:
    text = f"{value!r} is not in {target}, so nothing refers to it"
    where = replace(cell, sheet=f"{source.file}: {cell.sheet}")
    return Problem(Code.NOT_A_CHOICE, text, where, "Correct the ID.", Severity.LOW)


def _value(source: Source, table: Table, row: int, field_name: str, making: _Making) -> Any:
    column: Column = columns(type(table))[field_name]
    value = getattr(table, field_name)[row]
    if is_empty(value):
        return None
    if column.type in TEMPORAL:
        day = as_date(int(value))
        if not FIRST <= day <= LAST:
            text = f"{day.isoformat()} is no day of a plan, so its cell is empty"
            cell = replace(table.cell(field_name, row), sheet=f"{source.file}: {table.cell(field_name, row).sheet}")
            making.problems.append(Problem(Code.OUT_OF_RANGE, text, cell, "Correct the date.", Severity.MEDIUM))
            return None
        making.days.add(day)
        return date_key(day)
    if column.type is Type.YES_NO:
        return bool(value)
    return float(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else _text(value)


def _text(value: Any) -> str:
    """A text in one line, without control characters."""
    return " ".join("".join(ch if ch.isprintable() else " " for ch in str(value)).split())


def date_key(day: date) -> int:
    """`20260331`."""
    return day.year * 10_000 + day.month * 100 + day.day


def _dates(days: set[date]) -> StarTable:
    """Every day of the years from the first to the last date, without gaps, as a date table has to be."""
    heads = (DATE_KEY, "Date", "Year", "Quarter", "Month", "MonthName", "YearMonth", "ISOWeek", "Weekday", "IsWeekend")
    rows = list(_days(min(days).year, max(days).year)) if days else []
    return StarTable(DIM_DATE, heads, rows, DATE_KEY)


def _days(first: int, last: int) -> Iterator[list[Any]]:
    day, after = date(first, 1, 1), date(last, 12, 31)
    while day <= after:
        year, week, weekday = day.isocalendar()
        month = _MONTHS[day.month - 1]
        quarter = f"Q{(day.month + 2) // 3}"
        yield [
            date_key(day),
            day.isoformat(),
            day.year,
            quarter,
            day.month,
            month,
            f"{day:%Y-%m}",
            f"{year}-W{week:02d}",
            weekday,
            weekday > 5,
        ]
        day += timedelta(days=1)


_MONTHS: Final = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def relationships(tables: Sequence[StarTable]) -> StarTable:
    """Every reference, as a table: what to draw in Power BI's model."""
    rows = [
        [one.name, column, target, next(t.key for t in tables if t.name == target)]
        for one in tables
        for column, target in one.links.items()
    ]
    return StarTable("relationships", ("FromTable", "FromColumn", "ToTable", "ToColumn"), rows, "FromColumn")
