"""What the functions of selection take and answer with."""

from __future__ import annotations

from typing import Annotated

from pmo_excel.core.columns import Column, Flags, Instants, Numbers, Texts, Type
from pmo_excel.core.tables import Table, table

Cost = Annotated[Numbers, Column("Cost", "What it costs.", Type.MONEY, unit="currency")]
Score = Annotated[Numbers, Column("Score", "What it is worth, in points.", Type.NUMBER)]


@table("Candidates", key="project")
class Candidates(Table):
    """Projects that may be selected."""

    project: Annotated[Texts, Column("Project", "The project.", also=("Project ID", "ID"), required=True, unique=True)]
    cost: Annotated[
        Numbers,
        Column("Cost", "What it costs.", Type.MONEY, unit="currency", also=("Approved Budget", "Budget"), minimum=0),
    ]
    score: Annotated[Numbers, Column("Score", "What it is worth.", Type.NUMBER, also=("Strategic Score",))]
    fte: Annotated[
        Numbers, Column("FTE", "People that it needs, full time.", Type.NUMBER, unit="full-time equivalents", minimum=0)
    ]
    must: Annotated[Flags, Column("Must", "Done in any case.", Type.YES_NO, also=("Must Do", "Mandatory"))]
    needs: Annotated[Texts, Column("Needs", "Projects without which it cannot be done.", also=("Depends On",))]
    excludes: Annotated[Texts, Column("Excludes", "Projects that are not done with it.", also=("Exclusive",))]


@table("People needed")
class PeopleNeeded(Table):
    """People that candidates need, by role and period."""

    project: Annotated[Texts, Column("Project", "The project.", also=("Project ID",), required=True)]
    role: Annotated[Texts, Column("Role", "The role; empty: anybody.")]
    period: Annotated[Texts, Column("Period", "The period: 2026-Q2; empty: all the time.", also=("Quarter", "Month"))]
    fte: Annotated[Numbers, Column("FTE", "How many, full time.", Type.NUMBER, minimum=0)]


@table("People there are")
class PeopleThere(Table):
    """Capacity by role and period."""

    role: Annotated[Texts, Column("Role", "The role; empty: everybody together.")]
    period: Annotated[Texts, Column("Period", "The period; empty: each of them.", also=("Quarter", "Month"))]
    fte: Annotated[Numbers, Column("FTE", "How many, full time.", Type.NUMBER, also=("Capacity",), minimum=0)]


@table("Best set", key="project")
class BestSet(Table):
    """Every candidate, then the rows Score, Cost and FTE."""

    project: Annotated[Texts, Column("Project", "The candidate; or what its row adds up.")]
    selected: Annotated[Texts, Column("Selected", "Whether it is in the best set; the total in the last rows.")]


@table("Selected projects", key="project")
class SelectedProjects(BestSet):
    """Every candidate, then the rows Score, Cost, FTE, Points lost and Unique; beside other ways of choosing."""

    by_score: Annotated[Texts, Column("Rank and Cut", "Whether it would be, taking the highest scores that fit.")]
    by_ratio: Annotated[Texts, Column("Score by Cost", "Whether it would be, taking the most points for the money.")]
    reason: Annotated[Texts, Column("Reason Not Selected", "Why it is not in the best set.")]


@table("Best scores", key="budget")
class BestScores(Table):
    """The best score for each budget."""

    budget: Annotated[Numbers, Column("Budget", "What may be spent.", Type.MONEY, unit="currency")]
    score: Score


@table("Frontier", key="budget")
class Frontier(BestScores):
    """The best score for each budget, with its projects and what limits it."""

    cost: Cost
    selected: Annotated[Texts, Column("Selected", "The projects.")]
    binds: Annotated[Texts, Column("Limited By", "Budget where more money brings more; else Capacity, or Nothing.")]


@table("Selection results", key="scenario")
class SelectionResults(Table):
    """The best set of each scenario."""

    scenario: Annotated[Texts, Column("Scenario", "The scenario.")]
    selected: Annotated[Texts, Column("Selected", "The projects.")]
    score_cost_fte: Annotated[Texts, Column("Score / Cost / FTE", "Of all of them.")]
    compared: Annotated[Numbers, Column("Compared with Rank-and-Cut", "Points more.", Type.NUMBER)]
    reason: Annotated[Texts, Column("Reason Not Selected", "Of each of the others.")]


@table("Demand")
class RoleDemand(Table):
    """Hours that projects ask for, by role and week."""

    project_id: Annotated[Texts, Column("Project ID", "The project.", also=("Project",))]
    role: Annotated[Texts, Column("Role", "The role.")]
    week: Annotated[Instants, Column("Week", "The Monday of the week.", Type.DATE)]
    hours: Annotated[Numbers, Column("Hours", "Hours asked for.", Type.NUMBER, unit="hours")]
