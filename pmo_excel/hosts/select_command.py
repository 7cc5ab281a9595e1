"""`pmo select` and `pmo scenario`: what to do with the money and people there are, tried in memory only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from pmo_excel.core.calling import as_json
from pmo_excel.core.problems import Cell, Code, Problem, serious
from pmo_excel.core.tables import Table
from pmo_excel.functions import CATALOGUE
from pmo_excel.hosts.book_answers import answer_of
from pmo_excel.hosts.portfolio_tables import Portfolio, portfolio
from pmo_excel.portfolio.alignment_tables import ScenarioEffects
from pmo_excel.portfolio.candidates import nothing_fits
from pmo_excel.portfolio.choice import Choice
from pmo_excel.portfolio.frontier import steps
from pmo_excel.portfolio.functions_selection import frontier_table
from pmo_excel.portfolio.portfolio_choice import offered, scenario_choice
from pmo_excel.portfolio.selected import how_sure, selected_table
from pmo_excel.portfolio.selection import best_selection
from pmo_excel.portfolio.selection_tables import Frontier, SelectedProjects
from pmo_excel.portfolio.tables import Selection
from pmo_excel.workbook.refused import refused

_TYPED = {
    "capacity": "capacity_limit_fte_by_role",
    "must": "must_do",
    "exclude": "exclusive_groups",
    "depends": "depends_on",
}


@dataclass(frozen=True, slots=True)
class Limits:
    """What a selection is limited by: a scenario of the sheet, with what was said in its place."""

    scenario: str = ""
    budget: float | None = None
    capacity: str = ""
    must: str = ""
    exclude: str = ""
    depends: str = ""


@dataclass(frozen=True, slots=True)
class Chosen:
    """The best set with its table, and the frontier; None where even what must be done does not fit.

    `limits` says in words what limits it, `tables` are those of the workbook, computed.
    """

    scenario: str
    limits: str
    tables: Mapping[str, Table]
    table: SelectedProjects | None
    frontier: Frontier | None
    problems: tuple[Problem, ...]

    def as_json(self) -> dict[str, Any]:
        """The selection as programs read it."""
        return {
            "scenario": self.scenario,
            "value": as_json(CATALOGUE["SELECT"], self.table),
            "frontier": as_json(CATALOGUE["FRONTIER"], self.frontier),
            "problems": [problem.as_json() for problem in self.problems],
        }


def chosen(path: Path, limits: Limits, with_frontier: bool = False) -> Chosen:
    """The best set of a portfolio's projects and open requests under these limits.

    Raises
    ------
    Refused
        The file is no portfolio workbook, the scenario is not there, or nothing limits the selection.
    """
    held = portfolio(path)
    selection, row = _scenario(held, limits, path)
    made, problems = scenario_choice(_offered(held), selection, row)
    name, limited = str(selection.scenario[row]), _in_words(selection, row)
    frontier = frontier_table(made, _budgets(made, selection, row)) if with_frontier and len(made) else None
    best = None if any(serious(p) for p in problems) or not len(made) else best_selection(made)
    if best is None:
        why = [] if any(serious(p) for p in problems) else [_none(made)]
        return Chosen(name, limited, held.tables, None, frontier, (*problems, *why))
    sure = how_sure(best, Cell("Selection"))
    return Chosen(name, limited, held.tables, selected_table(made, best), frontier, (*problems, *sure))


def _budgets(made: Choice, selection: Selection, row: int) -> list[float]:
    """Budgets for the frontier, the scenario's own among them."""
    own = float(selection.budget_limit[row])
    return sorted({*steps(made), *([] if own != own else [own])})


def _in_words(selection: Selection, row: int) -> str:
    """`Budget 1,000,000 · People 14`."""
    budget = float(selection.budget_limit[row])
    said = [] if budget != budget else [f"Budget {budget:,.0f}"]
    names = ("People", "Must", "One of", "Depends")
    typed = ("capacity_limit_fte_by_role", "must_do", "exclusive_groups", "depends_on")
    said += [f"{name} {held}" for name, one in zip(names, typed, strict=True) if (held := getattr(selection, one)[row])]
    return " · ".join(said)


def _none(made: Choice) -> Problem:
    if len(made):
        return nothing_fits(made, Cell("Selection"))
    fix = "Collect projects with pmo collect, or list requests in Intake."
    return Problem(Code.MISSING_VALUE, "there is nothing to choose from", Cell("Portfolio Register"), fix)


def _offered(held: Portfolio) -> Any:
    """What there is to choose from, with the arguments that a refresh takes."""
    from pmo_excel.core.cells import Conventions
    from pmo_excel.refresh.compute import bound_arguments

    entry = CATALOGUE["SELECTION"]
    bound = bound_arguments(entry, held.tables, Conventions(held.book.package.date1904))
    hours = bound["minutes_per_day"] * bound["days_per_week"] / 60
    return offered(bound["projects"], bound["requests"], bound["demand"], hours)


def _scenario(held: Portfolio, limits: Limits, path: Path) -> tuple[Selection, int]:
    """The row of the scenario, with what was said on the command line in its cells."""
    sheet = held.tables.get("Selection")
    listed = sheet if isinstance(sheet, Selection) else Selection.of(0)
    rows = {str(name).casefold(): row for row, name in enumerate(listed.scenario.tolist()) if name}
    said = limits.budget is not None or bool(limits.capacity)
    row = rows.get(limits.scenario.casefold())
    if row is None and rows and not limits.scenario and not said:
        row = next(iter(rows.values()))
    if row is None and (limits.scenario or not said):
        known = ", ".join(str(listed.scenario[r]) for r in rows.values())
        what = f"there is no scenario {limits.scenario!r}" if limits.scenario else f"{path.name} has no scenario"
        fix = f"Use one of: {known}." if known else "Say --budget 1000000, or fill in a row of Selection."
        raise refused(what, fix, code=Code.ARGUMENT, cell=Cell("Selection"))
    made = Selection.of(1, scenario=np.array(["as said"], dtype=object))
    if row is not None:
        fields = ("scenario", "budget_limit", *_TYPED.values())
        made = made.replace(**{name: getattr(listed, name)[[row]] for name in fields})
    if limits.budget is not None:
        made = made.replace(budget_limit=np.array([limits.budget]))
    given = {name: getattr(limits, option) for option, name in _TYPED.items() if getattr(limits, option)}
    return made.replace(**{name: np.array([text], dtype=object) for name, text in given.items()}), 0


def tried(path: Path, actions: Sequence[str]) -> tuple[ScenarioEffects | None, list[Problem]]:
    """What stopping, deferring or speeding up projects of a portfolio changes.

    Raises
    ------
    Refused
        The file is no portfolio workbook.
    """
    held = portfolio(path)
    got = answer_of(held.book, held.tables, "SCENARIO", {"actions": list(actions)})
    return got.value, got.problems
