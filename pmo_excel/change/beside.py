"""What change control reads of other rooms' sheets, as arguments only: rates, promises, people, roles and money."""

from __future__ import annotations

from typing import Annotated

from pmo_excel.core.columns import Column, Instants, Numbers, Texts, Type
from pmo_excel.core.tables import Table, table


@table("Cost Rates")
class CostRates(Table):
    """What a working day costs: of a task, of who does it, or of the project's finish (Prolongation)."""

    rate_for: Annotated[
        Texts,
        Column(
            "Rate For",
            "A task's ID, an owner, a resource, or Prolongation.",
            also=(
                "Task ID",
                "Task",
                "Role",
                "Resource",
                "Resource ID",
                "Resource Name",
                "Owner",
                "Item",
                "Name",
                "Kind",
            ),
        ),
    ]
    rate: Annotated[
        Numbers,
        Column(
            "Rate per wd",
            "Cost of a working day.",
            Type.MONEY,
            unit="currency per working day",
            also=("Rate", "Daily Rate", "Day Rate", "Rate per Day", "Cost per wd", "Cost per Day", "Amount", "Value"),
        ),
    ]


@table("Budget")
class ChargedLines(Table):
    """Approved money by task, and the change that brought it."""

    id: Annotated[Texts, Column("Cost Line ID", "The line.")]
    wbs_or_task: Annotated[Texts, Column("WBS / Task ID", "The task or WBS code that it is for.")]
    budget: Annotated[Numbers, Column("Budget", "What was approved.", Type.MONEY, unit="currency", also=("Cost",))]
    change_id: Annotated[Texts, Column("Change ID", "The change that approved it.")]


@table("Expectations")
class Promised(Table):
    """What people were told, and what it is about."""

    id: Annotated[Texts, Column("Expectation ID", "The promise.")]
    stakeholder_id: Annotated[
        Texts,
        Column(
            "Stakeholder ID",
            "Who was told.",
            also=("Name", "Who"),
        ),
    ]
    statement: Annotated[Texts, Column("Expectation (statement)", "What they were told.")]
    linked_id: Annotated[Texts, Column("Linked ID", "The task or milestone it is about.", also=("Milestone ID",))]
    promised_date: Annotated[Instants, Column("Promised Date", "The day that was promised.", Type.DATE)]


@table("Stakeholders")
class Register(Table):
    """People with an interest in the project."""

    id: Annotated[Texts, Column("Stakeholder ID", "A short ID.")]
    name: Annotated[Texts, Column("Name", "Who.")]
    role: Annotated[Texts, Column("Role / Title", "What they do.")]
    email: Annotated[Texts, Column("E-mail", "Where to write.", Type.EMAIL)]


@table("RACI")
class Roles(Table):
    """Who is responsible, accountable, consulted and informed, by activity or deliverable."""

    activity: Annotated[Texts, Column("Activity / Deliverable", "A task, a deliverable, or their ID.")]
    sponsor: Annotated[Texts, Column("Sponsor", "R, A, C, I or A/R.")]
    project_manager: Annotated[Texts, Column("Project Manager", "R, A, C, I or A/R.", also=("PM",))]
    team: Annotated[Texts, Column("Team", "R, A, C, I or A/R.")]
    supplier: Annotated[Texts, Column("Supplier", "R, A, C, I or A/R.")]
    users: Annotated[Texts, Column("Users", "R, A, C, I or A/R.")]
    pmo: Annotated[Texts, Column("PMO", "R, A, C, I or A/R.")]


@table("Communications Plan")
class Told(Table):
    """Who is told what, and how."""

    id: Annotated[Texts, Column("Comm ID", "The communication.")]
    audience: Annotated[Texts, Column("Audience", "Who is told, separated by ;.")]
    information: Annotated[Texts, Column("Information", "What they are told.")]
    channel: Annotated[Texts, Column("Channel", "How.")]
