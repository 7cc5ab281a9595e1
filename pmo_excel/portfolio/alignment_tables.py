"""What the functions of alignment, intake and scenarios answer with."""

from __future__ import annotations

from typing import Annotated

from pmo_excel.core.columns import Column, Instants, Numbers, Texts, Type
from pmo_excel.core.tables import Table, table


@table("Alignment scores")
class AlignmentScores(Table):
    """Scores of the rows of Alignment."""

    project_id: Annotated[Texts, Column("Project ID", "The project.")]
    objective_id: Annotated[Texts, Column("Objective ID", "The objective that it serves.")]
    score: Annotated[Numbers, Column("Alignment Score", "Contribution times weight.", Type.NUMBER)]


@table("Objectives served", key="objective_id")
class ServedObjectives(Table):
    """What each objective gets."""

    objective_id: Annotated[Texts, Column("Objective ID", "The objective.")]
    budget_share: Annotated[Numbers, Column("Budget Share", "Money for it.", Type.MONEY, unit="currency")]
    projects_serving: Annotated[Numbers, Column("Projects Serving", "How many.", Type.NUMBER, unit="projects")]
    forecast_contribution: Annotated[Numbers, Column("Forecast Contribution", "Of all of them.", Type.NUMBER)]


@table("Alignment gaps")
class AlignmentGaps(Table):
    """Projects that serve nothing, and objectives that nothing serves."""

    kind: Annotated[Texts, Column("Kind", "Project or Objective.")]
    id: Annotated[Texts, Column("ID", "Which one.")]
    name: Annotated[Texts, Column("Name", "Its name.")]
    why: Annotated[Texts, Column("Why", "What is missing.")]


@table("Requests", key="id")
class RequestStates(Table):
    """Where each request stands."""

    id: Annotated[Texts, Column("Request ID", "The request.")]
    stage: Annotated[Texts, Column("Stage", "Where it stands.")]
    age: Annotated[Numbers, Column("Age (d)", "Days since it was asked for.", Type.NUMBER, unit="days")]
    score: Annotated[Numbers, Column("Score", "Its weighted score.", Type.NUMBER)]
    next_gate: Annotated[Texts, Column("Next Gate", "The stage that comes next.")]


@table("Scenario")
class ScenarioEffects(Table):
    """What a scenario changes."""

    measure: Annotated[Texts, Column("Measure", "Finish, Score, money, People or Objective.")]
    what: Annotated[Texts, Column("Project / Role / Objective", "Whose it is.")]
    quarter: Annotated[Texts, Column("Quarter", "For people: 2026-Q2.")]
    before: Annotated[Numbers, Column("Before", "As the portfolio is.", Type.NUMBER, unit="see Unit")]
    after: Annotated[Numbers, Column("After", "With what is tried.", Type.NUMBER, unit="see Unit")]
    difference: Annotated[Numbers, Column("Difference", "After less before.", Type.NUMBER, unit="see Unit")]
    unit: Annotated[Texts, Column("Unit", "FTE, points, currency, or the objective's measure.")]
    date_before: Annotated[Instants, Column("Date Before", "For dates.", Type.DATE)]
    date_after: Annotated[Instants, Column("Date After", "For dates.", Type.DATE)]
    note: Annotated[Texts, Column("Note", "What this means.")]
