"""What the schedule reads of the sheets of people and money, as arguments only: who works on what, absences, budget."""

from __future__ import annotations

from typing import Annotated

from pmo_excel.core.columns import Column, Instants, Numbers, Texts, Type
from pmo_excel.core.tables import Table, table

_RESOURCE = ("Resource", "Person", "Assigned To")


@table("Assignments")
class TaskAssignments(Table):
    """Who works on which task, and for how long."""

    task_id: Annotated[Texts, Column("Task ID", "The task.", also=("Task", "Activity ID"))]
    resource_id: Annotated[Texts, Column("Resource ID", "Who does it.", also=_RESOURCE)]
    work: Annotated[Numbers, Column("Work (h)", "Hours in all.", Type.NUMBER, unit="hours", also=("Work", "Hours"))]


@table("Budget")
class BudgetLines(Table):
    """Approved money by task."""

    wbs_or_task: Annotated[
        Texts, Column("WBS / Task ID", "The task or WBS code that it is for.", also=("WBS", "Task ID", "Task"))
    ]
    budget: Annotated[Numbers, Column("Budget", "What was approved.", Type.MONEY, unit="currency", also=("BAC",))]


@table("Resources")
class People(Table):
    """People and roles by ID."""

    id: Annotated[Texts, Column("Resource ID", "A short ID.", also=("ID",))]
    name: Annotated[Texts, Column("Resource Name", "The full name, or the role.", also=("Name", "Resource"))]
    resource_type: Annotated[
        Texts, Column("Resource Type", "Person or Role.", Type.CHOICE, also=("Type",), choices="ResourceType")
    ]


@table("Leave")
class Absences(Table):
    """When people are away."""

    resource_id: Annotated[Texts, Column("Resource ID", "Who is away: an ID, or a name.", also=(*_RESOURCE, "Name"))]
    date_from: Annotated[Instants, Column("From", "First day away.", Type.DATE, also=("Date From", "Start"))]
    date_to: Annotated[Instants, Column("To", "Last day away.", Type.DATE, also=("Date To", "End"))]
