"""The sheets of assumptions and dependencies: what a plan rests on that is not its own."""

from __future__ import annotations

from typing import Annotated

from pmo_excel.core.columns import Column, Flags, Instants, Numbers, Texts, Type
from pmo_excel.core.tables import Table, table


@table("Assumptions", "tblAssumptions", "What the plan takes for granted, and what it may not do.", key="id")
class Assumptions(Table):
    """Assumptions and constraints: each is validated by a date, or becomes a risk."""

    id: Annotated[
        Texts,
        Column(
            "Assumption ID",
            "A short ID, used once: A-001. Reports refer to it.",
            also=("Constraint ID", "ID", "No."),
            required=True,
            unique=True,
            width=13,
        ),
    ]
    kind: Annotated[
        Texts,
        Column(
            "Kind",
            "Assumption: taken as true. Constraint: a limit that is given.",
            Type.CHOICE,
            choices=(
                "Assumption",
                "Constraint",
            ),
            width=13,
        ),
    ]
    statement: Annotated[
        Texts,
        Column(
            "Statement",
            "What is taken as true: the lease ends on 31 May. Read by whoever plans.",
            Type.LONG_TEXT,
            also=("Assumption", "Constraint", "Assumption / Constraint"),
            required=True,
            width=52,
        ),
    ]
    owner: Annotated[
        Texts,
        Column(
            "Owner", "Who finds out whether it is true: Omar Haddad.", Type.PERSON, also=("Assumption Owner",), width=18
        ),
    ]
    validate_by: Annotated[
        Instants,
        Column(
            "Validate By",
            "The day by which it must be known, such as 15-Apr-2026. Overdue is counted from it.",
            Type.DATE,
            width=12,
        ),
    ]
    validation_result: Annotated[
        Texts,
        Column(
            "Validation Result",
            "Open until known; then Valid or Invalid. Invalid ones become risks.",
            Type.CHOICE,
            choices=(
                "Open",
                "Valid",
                "Invalid",
            ),
            width=13,
        ),
    ]
    risk_id: Annotated[
        Texts,
        Column(
            "If False, Risk ID",
            "The risk that it becomes when it is false: R-003.",
            Type.CHOICE,
            refers="Risks.Risk ID",
            width=12,
        ),
    ]
    overdue: Annotated[
        Flags,
        Column(
            "Overdue",
            "Yes when it is open after its date. Read in every meeting.",
            Type.YES_NO,
            computed="ASSUMPTIONAGES",
            width=10,
        ),
    ]


@table("Dependencies", "tblDependencies", "What the project gives to others and gets from them, and by when.", key="id")
class Dependencies(Table):
    """What is given to and got from others: needed and promised dates."""

    id: Annotated[
        Texts,
        Column(
            "Dependency ID",
            "A short ID, used once: D-001. Both projects may use the same.",
            also=("ID", "No."),
            required=True,
            unique=True,
            width=13,
        ),
    ]
    direction: Annotated[
        Texts,
        Column(
            "Direction",
            "Give: you deliver it. Get: you wait for it.",
            Type.CHOICE,
            choices=(
                "Give",
                "Get",
            ),
            width=14,
        ),
    ]
    other_project_id: Annotated[
        Texts,
        Column(
            "Other Project ID",
            "The other project: CRM-207; External where it is none. The portfolio matches by it.",
            also=("Other Project",),
            width=14,
        ),
    ]
    what: Annotated[
        Texts,
        Column(
            "What",
            "What is handed over: network rack ready. Read by both sides.",
            also=("Dependency", "Description"),
            required=True,
            width=40,
        ),
    ]
    provider: Annotated[
        Texts,
        Column(
            "Provider",
            "Who delivers it: Petra Lang.",
            Type.PERSON,
            also=("Owner", "Provided By", "Giver"),
            width=18,
        ),
    ]
    receiver: Annotated[
        Texts, Column("Receiver", "Who waits for it: Ana Keller.", Type.PERSON, also=("Received By",), width=18)
    ]
    needed_by: Annotated[
        Instants,
        Column(
            "Needed By",
            "The day on which the receiver needs it. The gap is counted from it.",
            Type.DATE,
            also=("Required By", "Need Date", "Needed Date", "Required Date"),
            width=12,
        ),
    ]
    promised_date: Annotated[
        Instants,
        Column(
            "Promised Date",
            "The day that the provider promised. Later than needed is a conflict.",
            Type.DATE,
            also=("Promised", "Give Date", "Date Promised"),
            width=12,
        ),
    ]
    linked_task_id: Annotated[
        Texts,
        Column(
            "Linked Task ID",
            "The task that it holds up or fulfils: 6.",
            Type.CHOICE,
            refers="Schedule.Task ID",
            width=12,
        ),
    ]
    agreed: Annotated[Flags, Column("Agreed", "Yes when both sides have confirmed the dates.", Type.YES_NO, width=10)]
    dependency_status: Annotated[
        Texts,
        Column(
            "Dependency Status",
            "Proposed, Agreed, At risk, Delivered, Broken or Withdrawn.",
            Type.CHOICE,
            also=("Status", "State"),
            choices="DependencyStatus",
            width=14,
        ),
    ]
    gap: Annotated[
        Numbers,
        Column(
            "Gap (wd)",
            "Working days from needed to promised; above 0 is late. Read by both sides.",
            Type.NUMBER,
            unit="working days",
            computed="DEPENDENCIES",
            width=10,
        ),
    ]
    rag: Annotated[
        Texts,
        Column(
            "Dependency RAG",
            "R, A or G from the gap and the time tolerance; blue when delivered.",
            Type.RAG,
            computed="DEPENDENCIES",
            width=13,
        ),
    ]
