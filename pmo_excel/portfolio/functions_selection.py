"""The catalogue entries of selection: the best set under budget and capacity, and the best score for each budget."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Annotated, Any

import numpy as np

from pmo_excel.core.catalogue import Answer, Arg, Series, asks_as, function
from pmo_excel.core.problems import Cell, Problem, Severity
from pmo_excel.core.tables import Table
from pmo_excel.portfolio import candidates as given
from pmo_excel.portfolio.choice import Choice, rank_and_cut
from pmo_excel.portfolio.frontier import frontier_of, steps
from pmo_excel.portfolio.functions_scoring import texts
from pmo_excel.portfolio.portfolio_choice import offered, scenario_choice
from pmo_excel.portfolio.selected import best_set, how_sure, named, selected_table
from pmo_excel.portfolio.selection import Selected, best_selection
from pmo_excel.portfolio.selection_reasons import reasons
from pmo_excel.portfolio.selection_tables import (
    BestScores,
    BestSet,
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
) -> BestSet | Answer:
    """The projects with the highest score in all within budget and capacity, exactly; musts, needs, excludes hold."""
    return _chosen(best_set, candidates, budget, capacity, demand, limits)


@function("SELECTCOMPARED", slow=True, example="=PMO.SELECTCOMPARED(A4:G12; 1000000; 14)")
@asks_as(select)
def selectcompared(**asked: Any) -> SelectedProjects | Answer:
    """The best set as SELECT gives it, why the others are not in it, and what going down a ranking would lose."""
    return _chosen(selected_table, **asked)


def _chosen(
    told: Callable[[Choice, Selected], Table],
    candidates: Candidates,
    budget: float,
    capacity: float | None = None,
    demand: PeopleNeeded | None = None,
    limits: PeopleThere | None = None,
) -> Answer:
    """The best set as a table of its own; why there is none where musts do not fit."""
    made, _, problems = given.choice_of(candidates, budget, capacity, demand, limits)
    best = best_selection(made)
    if best is None:
        return Answer(None, [*problems, given.nothing_fits(made, Cell("candidates"))])
    return Answer(told(made, best), [*problems, *how_sure(best, Cell("candidates"))])


@function("FRONTIERLIMITS", slow=True, example="=PMO.FRONTIERLIMITS(A4:G12; 200000; 14)")
def frontierlimits(
    candidates: CandidateRange,
    budgets: Annotated[
        Series | None, Arg("The budgets to try; empty: ten steps up to all costs", unit="currency")
    ] = None,
    capacity: Capacity = None,
    demand: Needed = None,
    limits: There = None,
) -> Frontier | Answer:
    """The efficient frontier as FRONTIER gives it, with the projects of each budget and what limits it."""
    made, _, problems = given.choice_of(candidates, 0.0, capacity, demand, limits)
    table = frontier_table(made, [b for b in budgets or () if b is not None] or steps(made))
    return Answer(table, problems)


@function("FRONTIER", slow=True, example="=PMO.FRONTIER(A4:G12; 200000; 14)")
@asks_as(frontierlimits)
def frontier(**asked: Any) -> BestScores | Answer:
    """The efficient frontier: the best score that each budget can bring."""
    found = frontierlimits(**asked)
    return Answer(found.value.only(BestScores), found.problems) if isinstance(found, Answer) else found


def frontier_table(made: Choice, wanted: Sequence[float]) -> Frontier:
    """The best set under each budget."""
    points = [frontier_of(made, budget) for budget in wanted]
    return Frontier.of(
        len(points),
        budget=np.array(wanted, dtype=float),
        score=np.array([np.nan if p is None else p.best.score for p in points]),
        cost=np.array([np.nan if p is None else float(made.cost[list(p.best.chosen)].sum()) for p in points]),
        selected=texts(None if p is None else named(made, p.best.chosen) for p in points),
        binds=texts("What must be done" if p is None else p.binds if p.best.proven else "Not proven" for p in points),
    )


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
    table.selected[row] = named(made, best.chosen)
    table.score_cost_fte[row] = f"{best.score:,.6g} / {cost:,.0f} / {people:,.4g}"
    table.compared[row] = best.score - made.total(rank_and_cut(made, made.score))
    table.reason[row] = "; ".join(f"{made.names[at]}: {why}" for at, why in reasons(made, best)).replace(";;", ";")
