"""`pmo load`: everybody's load across workbooks, as a table, JSON, a page, or in the portfolio's Capacity sheet."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from pmo_excel.core.instants import instant
from pmo_excel.core.problems import Cell, Code, Problem, Severity
from pmo_excel.core.tables import Table, columns, declaration
from pmo_excel.hosts.pool_files import PoolFiles, pool_files
from pmo_excel.hosts.records import records
from pmo_excel.portfolio.loads import PoolLoads, capacity_sheet, pool_loads
from pmo_excel.portfolio.pool import Pool
from pmo_excel.portfolio.pool_columns import irreplaceable, next_weeks_load
from pmo_excel.portfolio.tables import Pool as PoolSheet
from pmo_excel.portfolio.tables import Skills
from pmo_excel.refresh.values import cell_value
from pmo_excel.report.load_page import LoadPage, load_html
from pmo_excel.resources.bookings import generic
from pmo_excel.workbook.growth import Growth
from pmo_excel.workbook.package import open_package
from pmo_excel.workbook.patch import Edit, Patched, patch_showing_dates
from pmo_excel.workbook.portfolio_reading import PortfolioBook, read_portfolio
from pmo_excel.workbook.refs import cell_ref
from pmo_excel.workbook.refused import refused
from pmo_excel.workbook.save import backup, create, save


@dataclass(frozen=True, slots=True)
class Asked:
    """How loads are to be shown."""

    period: str = "Week"
    by: str = "Person"
    booking: str = "All"


@dataclass(frozen=True, slots=True)
class Loaded:
    """Loads of files; None where nobody is in them."""

    files: PoolFiles
    pool: Pool | None
    loads: PoolLoads | None
    problems: Mapping[str, tuple[Problem, ...]]
    asked: Asked

    @property
    def all_problems(self) -> list[Problem]:
        """Everything there is to say, whatever its file."""
        return [problem for problems in self.problems.values() for problem in problems]

    def as_json(self) -> dict[str, Any]:
        """The loads as programs read them; hours and shares of each person, period and project with their cells."""
        made = self.loads
        return {
            "files": [{"file": str(path)} for path in self.files.files],
            "load": [] if made is None else records(made.balance),
            "split": [] if made is None else records(made.split),
            "overallocations": [] if made is None else records(made.overallocations),
            "demand": [] if made is None else records(made.demand),
            "problems": [{"file": f, **p.as_json()} for f, found in self.problems.items() for p in found],
        }


def loaded(paths: Iterable[Path], portfolio: Path | None, asked: Asked) -> Loaded:
    """Loads of the people of all these workbooks."""
    files = pool_files(paths, portfolio)
    made, said = files.pool()
    if made is None:
        return Loaded(files, None, None, said, asked)
    loads = pool_loads(made, asked.period, asked.by, asked.booking)
    if loads.problems:
        said[""] = (*said.get("", ()), *loads.problems)
    return Loaded(files, made, loads, said, asked)


def write_page(of: Loaded, path: Path, now: datetime) -> None:
    """Write the page of loads.

    Raises
    ------
    Refused
        The file cannot be written.
    """
    assert of.loads is not None  # noqa: S101 -- the caller saw that there are loads
    names = tuple(file.name for file in of.files.files)
    page = LoadPage(names, of.asked.period, of.asked.by, of.asked.booking, instant(now), of.loads)
    path.parent.mkdir(parents=True, exist_ok=True)
    create(path, load_html(page).encode(), replace=True)


@dataclass(frozen=True, slots=True)
class Filled:
    """What was written into a portfolio workbook; `copy` is the file as it was, None where nothing changed."""

    path: Path
    rows: int
    patched: Patched
    copy: Path | None
    problems: tuple[Problem, ...]


def fill_capacity(of: Loaded, path: Path, now: datetime, today: datetime | None = None) -> Filled:
    """Write the loads into the Capacity sheet of a portfolio workbook, from which its Heatmap is made; by week.

    Beside it the next 8 weeks of everybody in the Resource Pool, from today on, and the single points of the Skills.

    Raises
    ------
    Refused
        The workbook has no Capacity sheet, or cannot be written.
    """
    assert of.pool is not None  # noqa: S101 -- the caller saw that there are loads
    package = open_package(path)
    book = read_portfolio(package)
    place, held = book.places.get("Capacity"), book.tables.get("Capacity")
    if place is None or held is None:
        fix = "Make one with pmo new portfolio, or leave out --fill."
        raise refused(f"{path.name} has no table of capacity", fix, code=Code.MISSING_TABLE, cell=Cell("Capacity"))
    weekly = pool_loads(of.pool, "Week", of.asked.by, of.asked.booking)
    rows = capacity_sheet(weekly)
    first, room = place.rows.first_row, place.rows.last_row - place.rows.first_row + 1
    edits = []
    for name, column in columns(type(rows)).items():
        if name in held.origin.letters:
            at = place.ref.first_column + [h.header for h in columns(type(rows)).values()].index(column.header)
            values = [cell_value(column, value) for value in getattr(rows, name).tolist()]
            values += [None] * (room - len(values))
            edits += [Edit(place.sheet, cell_ref(first + row, at), value) for row, value in enumerate(values)]
    edits += _pool_columns(book, of.pool, of.asked.booking, instant(today or now))
    more = len(rows) - room
    growths = [Growth(more, table=place.name)] if more > 0 else []
    patched = patch_showing_dates(package, edits, growths)
    copy = None
    if patched.changed:
        copy = backup(path, now)
        save(path, patched.data, sha256=package.sha256)
    return Filled(path, len(rows), patched, copy, tuple(_not_in_pool(of)))


def _pool_columns(book: PortfolioBook, pool: Pool, booking: str, now: int) -> list[Edit]:
    """Next 8 Weeks Load % of the Resource Pool and Single Point of the Skills, where the workbook has these columns."""
    sheet, skills = book.tables.get("Resource Pool"), book.tables.get("Skills")
    edits: list[Edit] = []
    if isinstance(sheet, PoolSheet):
        edits += _column(book, sheet, "next_weeks_load", next_weeks_load(pool, sheet, now, booking).tolist())
        if isinstance(skills, Skills):
            edits += _column(book, skills, "single_point", irreplaceable(skills, sheet).tolist())
    return edits


def _column(book: PortfolioBook, held: Table, name: str, values: Sequence[Any]) -> list[Edit]:
    letters, column = held.origin.letters.get(name), columns(type(held))[name]
    if letters is None:
        return []
    place = book.places[declaration(type(held)).sheet].sheet
    return [
        Edit(place, f"{letters}{row}", cell_value(column, value))
        for row, value in zip(held.origin.rows, values, strict=True)
    ]


def _not_in_pool(of: Loaded) -> list[Problem]:
    """People whom projects book and the portfolio's pool does not list: the heatmap has no row for them."""
    assert of.pool is not None  # noqa: S101 -- the caller saw that there is a pool
    listed = next((source for source in of.files.sources if not source.project), None)
    known = set() if listed is None else {str(key) for key in listed.resources.id.tolist()}
    types = dict(zip(of.pool.resources.id.tolist(), of.pool.resources.resource_type.tolist(), strict=True))
    keys = dict.fromkeys(of.pool.assignments.resource_id.tolist())
    booked = [str(key) for key in keys if key is not None and not generic(types.get(key))]
    text = "is booked and not in the Resource Pool, so the Heatmap has no row for it"
    fix = "Add the person, with the same name."
    return [
        Problem(Code.UNKNOWN_RESOURCE, f"{key!r} {text}", Cell("Resource Pool"), fix, Severity.MEDIUM)
        for key in booked
        if key not in known
    ]
