"""What reports of a portfolio are made of: its workbook as it stands, and its projects' own, computed side by side."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Final

import numpy as np

import pmo_excel.functions
import pmo_excel.portfolio.tables  # noqa: F401 -- both declare their sheets
from pmo_excel.core.instants import instant
from pmo_excel.core.problems import Cell, Code, Problem, Severity
from pmo_excel.core.tables import Origin, Table, columns
from pmo_excel.hosts.books import checked, workbooks
from pmo_excel.hosts.report_material import material_of
from pmo_excel.hosts.report_options import Stale
from pmo_excel.portfolio.tables import Collection, Projects
from pmo_excel.report.facts import Evidence
from pmo_excel.report.kinds.portfolio.overview import Overview
from pmo_excel.report.material import Material
from pmo_excel.report.source import Source
from pmo_excel.workbook.package import Package, open_package
from pmo_excel.workbook.portfolio_reading import read_portfolio
from pmo_excel.workbook.refused import Refused

REGISTER: Final = "tblProjects"
"""The Excel Table that makes a workbook a portfolio's."""
FEW: Final = 4
"""Up to so many workbooks are read by this process: starting others would take longer."""

Step = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Gathered:
    """A portfolio's material, and everything there is to say about its files."""

    material: Material
    problems: Sequence[Problem]


def portfolio_package(path: Path) -> Package | None:
    """The file where it is a portfolio's workbook; None for any other, and for one that cannot be read."""
    try:
        package = open_package(path)
    except Refused:
        return None
    return package if package.table(REGISTER) is not None else None


def gathered(
    path: Path,
    package: Package,
    beside: Iterable[Path],
    made: datetime,
    stale: Stale = Stale.STAMP,
    step: Step = lambda done, of: None,
) -> Gathered:
    """The portfolio's sheets as they were collected, and its projects' workbooks with what is computed.

    Parameters
    ----------
    beside
        Workbooks that were named with it. Without any, those are taken that the register names as its sources and that
        lie in the portfolio's folder or in one within it: a text of a workbook is never made a path.

    Raises
    ------
    Refused
        The portfolio's sheets cannot be read.
    """
    book = read_portfolio(package)
    source = Source(path.name, package.sha256[:12], instant(made))
    material = Material(Evidence(book.tables, {}), source, book.problems)
    files = _sources(path, book.tables, list(beside))
    projects, problems = _computed(files, made, step)
    whole = replace(material, projects=tuple(projects))
    if stale is Stale.LEAVE_OUT:
        whole, said = without_stale(whole)
        problems += said
    return Gathered(whole, problems)


def _sources(path: Path, tables: Mapping[str, Table], beside: list[Path]) -> list[Path]:
    """The projects' workbooks among those named, else among those near the portfolio; as the register names them."""
    register, collection = tables.get("Portfolio Register"), tables.get("Collection")
    named: set[str] = set()
    if isinstance(register, Projects):
        named |= {_file(one) for one in register.source_file.tolist() if one}
    if isinstance(collection, Collection):
        named |= {_file(one) for one in collection.expected_file.tolist() if one}
    if not beside:
        folders = [
            path.parent,
            *sorted(one for one in path.parent.iterdir() if one.is_dir() and one.name[0] not in ".~_"),
        ]
        beside = [one for one in workbooks(folders)[0] if one.name.casefold() in named]
    return [one for one in dict.fromkeys(beside) if one.resolve() != path.resolve()]


def _file(text: object) -> str:
    """The file's name at the end of what a cell says."""
    return str(text).replace("\\", "/").rpartition("/")[2].casefold()


def _computed(files: Sequence[Path], made: datetime, step: Step) -> tuple[list[Material], list[Problem]]:
    """Each workbook computed as a refresh would, by several processes where there are many; none is written."""
    found: list[Material] = []
    problems: list[Problem] = []
    step(0, len(files))
    if len(files) <= FEW:
        results = map(_one, files, [made] * len(files))
        _take(results, found, problems, step, len(files))
        return found, problems
    with ProcessPoolExecutor(min(len(files), os.cpu_count() or 1)) as pool:
        _take(pool.map(_one, files, [made] * len(files)), found, problems, step, len(files))
    return found, problems


def _take(
    results: Iterable[Material | list[Problem]], found: list[Material], problems: list[Problem], step: Step, of: int
) -> None:
    for done, one in enumerate(results, start=1):
        if isinstance(one, Material):
            found.append(one)
        else:
            problems += one
        step(done, of)


def _one(path: Path, made: datetime) -> Material | list[Problem]:
    """One workbook's material, or why there is none; in whatever process."""
    outcome = checked(path)
    given = material_of(outcome, made)
    return [*outcome.problems] if given is None else given


def without_stale(given: Material) -> tuple[Material, list[Problem]]:
    """The portfolio without the projects whose status is older than its limit, and which these are."""
    gone = set(Overview(given).stale_ids())
    if not gone:
        return given, []
    tables = {name: _without(table, gone) for name, table in given.evidence.tables.items()}
    text = f"left out, as their status is older than its limit: {', '.join(sorted(gone))}"
    said = Problem(
        Code.STALE, text, Cell("Portfolio Register"), "Collect them anew, or use --stale stamp.", Severity.INFO
    )
    return replace(given, evidence=Evidence(tables, given.evidence.results)), [said]


def _without(table: Table, gone: set[str]) -> Table:
    """A sheet without the rows of some projects."""
    declared = columns(type(table))
    name = "id" if isinstance(table, Projects | Collection) else "project_id"
    if name not in declared:
        return table
    kept = [row for row, key in enumerate(getattr(table, name).tolist()) if str(key) not in gone]
    at = np.array(kept, dtype=np.int64)
    origin = table.origin
    rows = tuple(origin.rows[row] for row in kept) if origin.rows else ()
    place = {row: new for new, row in enumerate(kept)}
    wrong = {field: frozenset(place[r] for r in bad if r in place) for field, bad in origin.wrong.items()}
    moved = Origin(origin.sheet, rows, origin.letters, origin.headers, wrong, origin.field_rows)
    return type(table).of(len(kept), moved, **{field: getattr(table, field)[at] for field in declared})
