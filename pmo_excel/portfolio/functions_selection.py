"""The catalogue entries of selection: the best set under budget and capacity, and the best score for each budget."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any

import numpy as np

from pmo_excel.core.catalogue import Answer, Arg, Series, function
from pmo_excel.core.problems import Cell, Code, Problem, Severity
from pmo_excel.portfolio import candidates as given
from pmo_excel.portfolio.choice import Choice, rank_and_cut, score_by_cost
from pmo_excel.portfolio.frontier import frontier_of, steps
from pmo_excel.portfolio.functions_scoring import texts
from pmo_excel.portfolio.portfolio_choice import offered, scenario_choice
from pmo_excel.portfolio.selection import Selected, best_selection
from pmo_excel.portfolio.selection_reasons import reasons
from pmo_excel.portfolio.selection_tables import (
    Candidates,
    Frontier,
    PeopleNeeded,
    PeopleThere,
    RoleDemand,
    SelectedProjects,
    SelectionResults,
)
from pmo_excel.portfolio.tables import Intake, Projects, Selection

CandidateRange = Annotated[Candidates, Arg("The candidates", needs=("Project", "Cost", "Score"))]
Capacity = Annotated[float | None, Arg("People there are, full time", unit="full-time equivalents")]
Needed = Annotated[PeopleNeeded | None, Arg("People needed, by role and period", needs=("Project", "FTE"))]
There = Annotated[PeopleThere | None, Arg("People there are, by role and period", needs=("FTE",))]


@function("SELECT", slow=True, example="=PMO.SELECT(A4:G12; 1000000; 14)")
def select(
    candidates: CandidateRange,
    budget: Annotated[float, Arg("What may be spent in all", unit="currency")],
    capacity: Capacity = None,
    demand: Needed = None,
    limits: There = None,
) -> SelectedProjects | Answer:
    """The projects with the highest score in all within budget and capacity, exactly; and why the others are not in it.

    Musts, needs and excludes hold. Beside it stands what going down the ranking would take, and the points lost by it.
    """
    made, _, problems = given.choice_of(candidates, budget, capacity, demand, limits)
    best = best_selection(made)
    if best is None:
        return Answer(None, [*problems, given.nothing_fits(made, Cell("candidates"))])
    return Answer(_table(made, best), [*problems, *how_sure(best, Cell("candidates"))])


def how_sure(best: Selected, cell: Cell) -> list[Problem]:
    """That the set is one of several, or is not proven; nothing where it is the only one."""
    if best.unique:
        return []
    if best.proven:
        text = "other sets score as much; the cheapest of those that were found is shown"
        return [Problem(Code.UNDEFINED, text, cell, "Choose by something else than points.", Severity.INFO)]
    text = "the search ended before it was proven that no set scores more"
    fix = 'With OR-Tools it is proven: pip install "pmo-excel[ortools]".'
    return [Problem(Code.DEFAULT_USED, text, cell, fix, Severity.MEDIUM)]


def _table(made: Choice, best: Selected) -> SelectedProjects:
    sets = [best.chosen, rank_and_cut(made, made.score), rank_and_cut(made, score_by_cost(made))]
    why = dict(reasons(made, best))
    columns: list[list[Any]] = [[at in one for at in range(len(made))] for one in sets]
    for column, one in zip(columns, sets, strict=True):
        column += [float(values[list(one)].sum()) for values in (made.score, made.cost, made.people)]
        column += [best.score - made.total(one) if made.fits(one) else None]
    columns = [[*columns[0], best.unique], [*columns[1], None], [*columns[2], None]]
    names = [*made.names, "Score", "Cost", "FTE", "Points lost", "Unique"]
    reason = [why.get(at) for at in range(len(names))]
    selected, by_score, by_ratio = (texts(column) for column in columns)
    return SelectedProjects.of(
        len(names), project=texts(names), selected=selected, by_score=by_score, by_ratio=by_ratio, reason=texts(reason)
    )


@function("FRONTIER", slow=True, example="=PMO.FRONTIER(A4:G12; 200000; 14)")
def frontier(
    candidates: CandidateRange,
    budgets: Annotated[
        Series | None, Arg("The budgets to try; empty: ten steps up to all costs", unit="currency")
    ] = None,
    capacity: Capacity = None,
    demand: Needed = None,
    limits: There = None,
) -> Frontier | Answer:
    """The efficient frontier: the best score that each budget can bring, and what limits it."""
    made, _, problems = given.choice_of(candidates, 0.0, capacity, demand, limits)
    wanted = [b for b in budgets or () if b is not None] or steps(made)
    points = [frontier_of(made, budget) for budget in wanted]
    table = Frontier.of(
        len(points),
        budget=np.array(wanted, dtype=float),
        score=np.array([np.nan if p is None else p.best.score for p in points]),
        cost=np.array([np.nan if p is None else float(made.cost[list(p.best.chosen)].sum()) for p in points]),
        selected=texts(None if p is None else _names(made, p.best.chosen) for p in points),
        binds=texts("What must be done" if p is None else p.binds for p in points),
    )
    unsure = [p.best for p in points if p is not None and not p.best.proven]
    return Answer(table, [*problems, *(how_sure(unsure[0], Cell("candidates")) if unsure else [])])


def _names(made: Choice, chosen: Sequence[int]) -> str:
    return "; ".join(made.names[at] for at in chosen)


@function(
    "SELECTION", slow=True, example="=PMO.SELECTION(Selection!A4:F9; 'Portfolio Register'!A4:AR60; Intake!A4:R40)"
)
def selection_function(
    selection: Annotated[Selection, Arg("The scenarios", needs=("Scenario",))],
    projects: Annotated[Projects, Arg("The register", needs=("Project ID",), reads=("Strategic Score",))],
    requests: Annotated[Intake | None, Arg("Requests", needs=("Request ID",), reads=("Score",))] = None,
    demand: Annotated[RoleDemand | None, Arg("Hours asked for", needs=("Project ID", "Week", "Hours"))] = None,
    minutes_per_day: Annotated[
        float, Arg("Working minutes in a day", unit="minutes", source="Settings.Minutes per day")
    ] = 480,
    days_per_week: Annotated[float, Arg("Working days in a week", unit="days", source="Settings.Days per week")] = 5,
) -> SelectionResults | Answer:
    """The best set of projects and open requests in each scenario, against rank-and-cut; and why others are not in it.

    A scenario without a budget and without a capacity limits nothing, and has no result.
    """
    table = SelectionResults.of(len(selection), scenario=selection.scenario)
    if not len(selection):
        return table
    held = offered(projects, requests, demand, minutes_per_day * days_per_week / 60)
    problems: list[Problem] = []
    for row in range(len(selection)):
        limited = selection.budget_limit[row] == selection.budget_limit[row]
        limited = limited or selection.capacity_limit_fte_by_role[row] is not None
        wrong = any(row in selection.wrong(name) for name in _RESTS_ON)
        if selection.scenario[row] is None or wrong or not limited or not held.names:
            continue
        made, found = scenario_choice(held, selection, row)
        problems += found
        best = None if any(p.severity is Severity.HIGH for p in found) else best_selection(made)
        if best is not None:
            _fill(table, row, made, best, held.people.together(best.chosen, len(made)))
            problems += how_sure(best, selection.cell("scenario", row))
        elif not any(p.severity is Severity.HIGH for p in found):
            problems.append(given.nothing_fits(made, selection.cell("must_do", row)))
    return Answer(table, problems)


_RESTS_ON = ("budget_limit", "capacity_limit_fte_by_role", "must_do", "exclusive_groups", "depends_on")


def _fill(table: SelectionResults, row: int, made: Choice, best: Selected, people: float) -> None:
    cost = float(made.cost[list(best.chosen)].sum())
    table.selected[row] = _names(made, best.chosen)
    table.score_cost_fte[row] = f"{best.score:,.6g} / {cost:,.0f} / {people:,.4g}"
    table.compared[row] = best.score - made.total(rank_and_cut(made, made.score))
    table.reason[row] = "; ".join(f"{made.names[at]}: {why}" for at, why in reasons(made, best)).replace(";;", ";")
