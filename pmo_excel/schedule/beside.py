"""What the schedule reads of the sheets of people and money, as arguments only: who works on what, absences, budget,
what others have promised, and when gates are held."""

from __future__ import annotations

from typing import Annotated

from pmo_excel.core.columns import Column, Instants, Numbers, Texts, Type
from pmo_excel.core.tables import Table, table

_RESOURCE = ("Resource", "Person", "Assigned To")


@table("Assignments")
class TaskAssignments(Table):
    """Who works on which task, and for how long."""

    task_id: Annotated[Texts, Column("Task ID", "The task.")]
    resource_id: Annotated[Texts, Column("Resource ID", "Who does it.", also=_RESOURCE)]
    work: Annotated[Numbers, Column("Work (h)", "Hours in all.", Type.NUMBER, unit="hours")]
    units: Annotated[
        Numbers,
        Column("Units %", "Part of the person's time; empty: all.", Type.PERCENT, unit="fraction"),
    ]


@table("Budget")
class BudgetLines(Table):
    """Approved money by task."""

    wbs_or_task: Annotated[Texts, Column("WBS / Task ID", "The task or WBS code that it is for.")]
    budget: Annotated[Numbers, Column("Budget", "What was approved.", Type.MONEY, unit="currency")]


@table("Resources")
class People(Table):
    """People and roles by ID."""

    id: Annotated[Texts, Column("Resource ID", "A short ID.")]
    name: Annotated[Texts, Column("Resource Name", "The full name, or the role.", also=("Resource",))]
    resource_type: Annotated[Texts, Column("Resource Type", "Person or Role.", Type.CHOICE, choices="ResourceType")]
    role: Annotated[Texts, Column("Role", "What they do.", also=("Job",))]
    capacity: Annotated[
        Numbers,
        Column("Capacity %", "Part of full time; empty: all.", Type.PERCENT, unit="fraction"),
    ]
    standard_rate: Annotated[
        Numbers,
        Column("Standard Rate", "Cost per hour.", Type.RATE, unit="currency per hour"),
    ]


@table("Leave")
class Absences(Table):
    """When people are away."""

    resource_id: Annotated[
        Texts, Column("Resource ID", "Who is away: an ID, or a name.", also=("<ast.Name object at 0x7f78c3c44e80>",))
    ]
    date_from: Annotated[Instants, Column("From", "First day away.", Type.DATE)]
    date_to: Annotated[Instants, Column("To", "Last day away.", Type.DATE)]


@table("Dependencies")
class Promises(Table):
    """What others give to tasks, and when."""

    direction: Annotated[Texts, Column("Direction", "Give or Get; empty: Get.")]
    what: Annotated[Texts, Column("What", "What is given.", also=("Deliverable", "Item"))]
    provider: Annotated[Texts, Column("Provider", "Who gives it.", also=("Vendor", "Supplier", "From"))]
    promised_date: Annotated[
        Instants,
        Column("Promised Date", "The day it was promised for.", Type.DATE, also=("Vendor Date", "Delivery Date")),
    ]
    linked_task_id: Annotated[Texts, Column("Linked Task ID", "The task that needs it.", also=("Task ID", "Task"))]
    dependency_status: Annotated[Texts, Column("Dependency Status", "Closed or Delivered where it is there.")]


@table("Stage Gates")
class GateSlots(Table):
    """When gates are held."""

    gate: Annotated[Texts, Column("Gate", "The gate, as in the name of its milestone.")]
    gate_date: Annotated[
        Instants, Column("Gate Date (planned)", "The day of its board.", Type.DATE, also=("Gate Date", "Slot"))
    ]
    gate_outcome: Annotated[Texts, Column("Gate Outcome", "Empty until it was held.")]
