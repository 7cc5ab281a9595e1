"""The plan of a workbook with its dates, made by the function that computes its Schedule sheet."""

from __future__ import annotations

from collections.abc import Mapping

import pmo_excel.functions  # noqa: F401 -- declares the sheets
from pmo_excel.core.catalogue import CATALOGUE
from pmo_excel.core.cells import Conventions
from pmo_excel.core.problems import Cell, Code, Problem, Severity
from pmo_excel.refresh.compute import Unknown, bound_arguments
from pmo_excel.schedule.scheduling import Options, Scheduled, scheduled
from pmo_excel.workbook.read import Book, Place


def workbook_plan(book: Book) -> tuple[Scheduled | None, list[Problem]]:
    """The plan and everything wrong in its sheets; no plan where there is none, or its start is unreadable."""
    if "Schedule" not in book.tables:
        fix = "Add a sheet with the columns Task ID, Duration (wd) and Predecessors."
        problem = Problem(
            Code.MISSING_TABLE, "the workbook holds no schedule", Cell("Schedule"), fix, Severity.CRITICAL
        )
        return None, [problem, *book.problems]
    own = [p for p in book.problems if p.cell.sheet in _sheets(book.places)]
    try:
        bound = bound_arguments(CATALOGUE["SCHEDULE"], book.tables, Conventions(book.package.date1904))
    except Unknown as unknown:
        text = f"{unknown} could not be read, so the plan has no dates"
        return None, [*own, Problem(Code.DEPENDS_ON_ERROR, text, Cell("Charter"), "Repair the cell.")]
    tasks, holidays, calendars = bound.pop("tasks"), bound.pop("holidays"), bound.pop("calendars")
    done = scheduled(tasks, holidays, calendars, Options(**bound))
    return done, list(dict.fromkeys([*own, *done.problems]))


def _sheets(places: Mapping[str, Place]) -> set[str]:
    return {places[name].sheet for name in ("Schedule", "Holidays", "Calendars", "Charter") if name in places}
