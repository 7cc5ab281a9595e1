"""A workbook's changes as the commands take them: the log, its lines, the plan that they are tried on."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar, cast

import pmo_excel.functions  # noqa: F401 -- fills the catalogue and declares the sheets
from pmo_excel.change.authority import Limits
from pmo_excel.change.facts import Asked
from pmo_excel.change.functions import late_already, live_plan
from pmo_excel.change.lines import Line, by_change, lines_of
from pmo_excel.change.log_impacts import Rules
from pmo_excel.change.notices import Audience
from pmo_excel.change.rates import Money
from pmo_excel.change.states import IN_PLAN, state
from pmo_excel.change.tables import Changes
from pmo_excel.core.catalogue import CATALOGUE
from pmo_excel.core.cells import Conventions
from pmo_excel.core.problems import Cell, Code, Problem, Severity
from pmo_excel.core.tables import Table, declaration
from pmo_excel.hosts.books import read_file
from pmo_excel.hosts.memory_file import Remembered
from pmo_excel.refresh import Refreshed, refreshed
from pmo_excel.refresh.compute import Unknown, bound_arguments
from pmo_excel.schedule.scheduling import Options
from pmo_excel.workbook.package import Package
from pmo_excel.workbook.read import Book
from pmo_excel.workbook.refused import Refused, refused

T = TypeVar("T", bound=Table)


@dataclass(frozen=True)
class ChangeBook:
    """A workbook that was read and computed, its change log, and the lines of each change."""

    path: Path
    package: Package
    book: Book
    memory: Remembered
    result: Refreshed
    changes: Changes
    lines: dict[str, list[Line]]
    asked: Asked
    budget: float

    def row(self, change: str) -> int:
        """The row of a change in the log.

        Raises
        ------
        Refused
            The log has no such change, or has it twice.
        """
        rows = [at for at, key in enumerate(self.changes.id.tolist()) if str(key or "").casefold() == change.casefold()]
        if len(rows) != 1:
            what = f"{len(rows)} changes have" if rows else "no change has"
            text = f"{what} the ID {change!r}"
            raise refused(text, "Use an ID of the sheet Changes.", code=Code.ARGUMENT, cell=Cell("Changes"))
        return rows[0]

    def lines_of(self, change: str) -> list[Line]:
        """The lines of a change that can be tried.

        Raises
        ------
        Refused
            It has none, or the plan holds it already.
        """
        row = self.row(change)
        said = state(self.changes, row)
        if said in IN_PLAN:
            text = f"{change} is {said}: the plan holds it, or never will, so there is nothing to try"
            cell = self.changes.cell("status", row)
            raise refused(text, "Try changes before they are applied.", code=Code.CHANGE_STATE, cell=cell)
        if change not in self.lines:
            text = f"{change} has no lines, so there is nothing to try"
            raise refused(text, "Say in Change Lines which cells of the plan it edits.", cell=Cell("Change Lines"))
        return self.lines[change]


def change_book(path: Path) -> ChangeBook:
    """Read a workbook and what its changes are tried on.

    Raises
    ------
    Refused
        It cannot be read, has no change log or no plan, or a cell that everything rests on cannot be read.
    """
    package, book, memory = read_file(path)
    result = refreshed(book, memory.fingerprints)
    for sheet in ("Changes", "Change Lines", "Schedule"):
        if sheet not in result.tables:
            fix = "Add it: pmo upgrade FILE --level Standard."
            raise refused(f"{path.name} has no sheet {sheet!r}", fix, code=Code.MISSING_TABLE, cell=Cell(sheet))
    bound = _bound("CHANGEIMPACTS", result, book)
    told = _bound("CHANGENOTICES", result, book)
    weeks = _bound("DISRUPTION", result, book)["weeks"]
    options = Options(
        bound["start"], bound["status_date"], bound["uncompleted_work"], bound["constraints"], bound["critical_float"]
    )
    money = Money(
        None, bound["prolongation"], bound["assignments"], bound["resources"], bound["resource_terms"], bound["budget"]
    )
    live = live_plan(bound["tasks"], bound["holidays"], bound["calendars"], options, money)
    obstacle = live.obstacle()
    if obstacle is not None:
        raise Refused([obstacle])
    limits = Limits(bound["manager_limit"], bound["authority_limit"], bound["sponsor_limit"], bound["board_limit"])
    rules = Rules(limits, bound["tolerance_days"], late_already(live, bound["baselines"]))
    audience = Audience(
        told["expectations"],
        told["stakeholders"],
        told["raci"],
        told["communications"],
        told["resources"],
        told["sponsor"],
        told["project_manager"],
    )
    changes = cast(Changes, result.tables["Changes"])
    lines = by_change(lines_of(bound["change_lines"], changes))
    asked = Asked(live, rules, audience, weeks)
    return ChangeBook(path, package, book, memory, result, changes, lines, asked, bound["change_budget_set"])


def _bound(name: str, result: Refreshed, book: Book) -> dict[str, Any]:
    try:
        return bound_arguments(CATALOGUE[name], result.tables, Conventions(book.package.date1904))
    except Unknown as unknown:
        text = f"{unknown} could not be read, and changes are tried and judged by it"
        raise Refused(
            [Problem(Code.DEPENDS_ON_ERROR, text, Cell("Charter"), "Repair the cell.", Severity.CRITICAL)]
        ) from unknown


def table_of(result: Refreshed, cls: type[T]) -> T | None:
    """A sheet of the computed workbook; None where it is not there."""
    found = result.tables.get(declaration(cls).sheet)
    return found if isinstance(found, cls) else None
