"""The sheets beside the register that it reads, as far as it needs them."""

from __future__ import annotations

from typing import Annotated

from pmo_excel.core.columns import Column, Instants, Texts, Type
from pmo_excel.core.tables import Table, table


@table("Issues")
class RiskIssues(Table):
    """Issues and the risks that they come from."""

    id: Annotated[Texts, Column("Issue ID", "The issue.")]
    source_risk_id: Annotated[Texts, Column("Source Risk ID", "The risk that has happened.", also=("Source",))]


@table("Milestones")
class GateDates(Table):
    """Milestones that end a stage, with the day now expected."""

    id: Annotated[Texts, Column("Milestone ID", "The task's ID.")]
    milestone_class: Annotated[Texts, Column("Milestone Class", "Gate, Contract, Deliverable or Interim.")]
    forecast_date: Annotated[
        Instants,
        Column("Forecast Date", "As computed.", Type.DATE, computed="MILESTONES"),
    ]
    actual_date: Annotated[Instants, Column("Actual Date", "When it was reached.", Type.DATE, computed="MILESTONES")]


@table("Assumptions")
class TakenForGranted(Table):
    """Assumptions, and the risks that they become when they are false."""

    id: Annotated[Texts, Column("Assumption ID", "The assumption.")]
    statement: Annotated[Texts, Column("Statement", "What is taken as true.")]
    owner: Annotated[Texts, Column("Owner", "Who finds out.")]
    validation_result: Annotated[Texts, Column("Validation Result", "Open, Valid or Invalid.")]
    risk_id: Annotated[Texts, Column("If False, Risk ID", "The risk that it becomes.", also=("Risk ID",))]


@table("Dependencies")
class GivenByOthers(Table):
    """What comes from others, and who answers for it."""

    id: Annotated[Texts, Column("Dependency ID", "The dependency.")]
    direction: Annotated[Texts, Column("Direction", "Give or Get; empty: Get.")]
    other_project_id: Annotated[Texts, Column("Other Project ID", "Whose it is.")]
    what: Annotated[Texts, Column("What", "What is given.")]
    provider: Annotated[Texts, Column("Provider", "Who delivers it.", also=("Dependency Owner",))]
    receiver: Annotated[Texts, Column("Receiver", "Who waits for it.")]
    linked_task_id: Annotated[Texts, Column("Linked Task ID", "The task that needs it.", also=("Task ID",))]
    dependency_status: Annotated[Texts, Column("Dependency Status", "Delivered or Withdrawn where it is over.")]
