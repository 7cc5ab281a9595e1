"""The sheet of who works on what."""

from __future__ import annotations

from typing import Annotated

from pmo_excel.core.columns import Column, Flags, Instants, Numbers, Texts, Type
from pmo_excel.core.tables import Table, table


@table("Assignments", "tblAssignments", "Who works on what: one row per task and resource.", key="id")
class Assignments(Table):
    """Who works on what, how much and how firmly."""

    id: Annotated[
        Texts,
        Column(
            "Assignment ID",
            "A short ID, used once: AS-01. Findings refer to it.",
            also=("ID", "No."),
            unique=True,
            width=13,
        ),
    ]
    task_id: Annotated[
        Texts,
        Column(
            "Task ID",
            "The task in Schedule: 12. Its dates are the assignment's dates.",
            Type.CHOICE,
            also=("Task", "Activity ID", "Vorgang"),
            refers="Schedule.Task ID",
            required=True,
            width=10,
        ),
    ]
    resource_id: Annotated[
        Texts,
        Column(
            "Resource ID",
            "Who does it, from Resources: AKE. The load goes to this person.",
            Type.CHOICE,
            also=("Resource", "Person", "Assigned To", "Ressource"),
            refers="Resources.Resource ID",
            required=True,
            width=12,
        ),
    ]
    units: Annotated[
        Numbers,
        Column(
            "Units %",
            "Share of each working day: 60%; empty: 100%, or from the work. Gives the load.",
            Type.PERCENT,
            unit="fraction",
            also=("Units", "Allocation", "Allocation %", "Assignment Units", "Einheiten"),
            minimum=0,
            maximum=2,
            width=9,
        ),
    ]
    work: Annotated[
        Numbers,
        Column(
            "Work (h)",
            "Hours in all, such as 45; empty: from the units. Spread evenly over the task.",
            Type.NUMBER,
            unit="hours",
            also=("Work", "Hours", "Effort", "Planned Work", "Arbeit"),
            minimum=0,
            width=9,
        ),
    ]
    booking: Annotated[
        Texts,
        Column(
            "Booking",
            "Hard once the manager has agreed, Soft until then; empty: Hard. Loads are shown for each.",
            Type.CHOICE,
            also=("Booking Type", "Hard/Soft"),
            choices="Booking",
            default="Hard",
            width=9,
        ),
    ]
    probability: Annotated[
        Numbers,
        Column(
            "Probability %",
            "For soft bookings, how likely: 70%; empty: 50%. Weights the expected load.",
            Type.PERCENT,
            unit="fraction",
            also=("Probability", "Likelihood"),
            minimum=0,
            maximum=1,
            default=0.5,
            width=11,
        ),
    ]
    actual_work: Annotated[
        Numbers,
        Column(
            "Actual Work (h)",
            "Hours worked so far, such as 12. Read by the cost forecast.",
            Type.NUMBER,
            unit="hours",
            also=("Actual Work", "Actual Hours", "Hours Worked"),
            minimum=0,
            width=11,
        ),
    ]
    remaining_work: Annotated[
        Numbers,
        Column(
            "Remaining Work (h)",
            "Hours still needed, such as 33; empty: work less actual work. Read by the load.",
            Type.NUMBER,
            unit="hours",
            also=("Remaining Work", "Remaining Hours", "Hours Left"),
            minimum=0,
            width=11,
        ),
    ]
    start: Annotated[
        Instants,
        Column(
            "Start",
            "When the work begins: the task's start. Read by resource managers.",
            Type.DATE,
            also=("Start Date", "From"),
            computed="ASSIGNMENTS",
            width=12,
        ),
    ]
    finish: Annotated[
        Instants,
        Column(
            "Finish",
            "When the work ends: the task's finish. Read by resource managers.",
            Type.DATE,
            also=("Finish Date", "End", "To"),
            computed="ASSIGNMENTS",
            width=12,
        ),
    ]
    cost: Annotated[
        Numbers,
        Column(
            "Cost",
            "Hours times the person's rate. Only the project team sees it, as it gives the rate away.",
            Type.MONEY,
            unit="currency",
            computed="ASSIGNMENTS",
            private=True,
            width=13,
        ),
    ]
    overallocated: Annotated[
        Flags,
        Column(
            "Over-allocated",
            "Yes where the person is booked beyond capacity on a day of this assignment.",
            Type.YES_NO,
            also=("Overallocated", "Over?"),
            computed="ASSIGNMENTS",
            width=14,
        ),
    ]
