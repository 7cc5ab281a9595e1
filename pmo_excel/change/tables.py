"""The sheets of change control."""

from __future__ import annotations

from typing import Annotated

from pmo_excel.core.columns import Column, Instants, Numbers, Texts, Type
from pmo_excel.core.tables import Table, table


@table("Changes", "tblChanges", "What somebody wants changed, what it would do, and who decided.", key="id")
class Changes(Table):
    """The change log: requests from capture to decision and implementation."""

    id: Annotated[
        Texts,
        Column(
            "Change ID",
            "A short ID, used once: CR-001. Budget, baselines and change lines refer to it.",
            also=(
                "CR ID",
                "Change Request ID",
            ),
            required=True,
            unique=True,
            width=11,
        ),
    ]
    title: Annotated[
        Texts,
        Column(
            "Change Title",
            "The change in a few words: second server room. Read by everybody.",
            also=(
                "Change Request",
                "Change",
            ),
            required=True,
            width=36,
        ),
    ]
    change_type: Annotated[
        Texts,
        Column(
            "Change Type",
            "Request for change, Off-specification and so on. Reports group by it.",
            Type.CHOICE,
            choices="IssueType",
            width=18,
        ),
    ]
    raised_by: Annotated[
        Texts,
        Column(
            "Raised By",
            "Who asks for it: Omar Haddad.",
            Type.PERSON,
            also=(
                "Requester",
                "Requested By",
            ),
            width=18,
        ),
    ]
    date_raised: Annotated[
        Instants,
        Column(
            "Date Raised",
            "The day it was asked for. Its age is counted from it.",
            Type.DATE,
            also=("Date Requested",),
            width=12,
        ),
    ]
    description: Annotated[
        Texts,
        Column(
            "Description", "What is to be different, so that it can be assessed.", Type.LONG_TEXT, width=40, folded=True
        ),
    ]
    justification: Annotated[
        Texts,
        Column(
            "Justification",
            "Why: what happens if it is not done. Read by whoever decides.",
            Type.LONG_TEXT,
            width=40,
            folded=True,
        ),
    ]
    change_priority: Annotated[
        Texts, Column("Change Priority", "Must, Should, Could or Won't now.", Type.CHOICE, choices="MoSCoW", width=11)
    ]
    what_changes: Annotated[
        Texts, Column("What changes", "In short, as in 6:Duration=25; each edit is a row in Change Lines.", width=26)
    ]
    impact_scope: Annotated[
        Texts,
        Column(
            "Impact Scope", "Not assessed, None, Low, Medium or High.", Type.CHOICE, choices="ImpactLevel", width=12
        ),
    ]
    impact_quality: Annotated[
        Texts,
        Column(
            "Impact Quality",
            "Not assessed, None, Low, Medium or High.",
            Type.CHOICE,
            choices="ImpactLevel",
            width=12,
            folded=True,
        ),
    ]
    impact_risk: Annotated[
        Texts,
        Column(
            "Impact Risk",
            "Not assessed, None, Low, Medium or High.",
            Type.CHOICE,
            choices="ImpactLevel",
            width=12,
            folded=True,
        ),
    ]
    impact_benefits: Annotated[
        Texts,
        Column(
            "Impact Benefits",
            "Not assessed, None, Low, Medium or High.",
            Type.CHOICE,
            choices="ImpactLevel",
            width=12,
            folded=True,
        ),
    ]
    impact_people_readiness: Annotated[
        Texts,
        Column(
            "Impact People/Readiness",
            "Not assessed, None, Low, Medium or High.",
            Type.CHOICE,
            choices="ImpactLevel",
            width=12,
            folded=True,
        ),
    ]
    assessed_by: Annotated[
        Texts, Column("Assessed By", "Who worked out what it would do: Petra Lang.", Type.PERSON, width=18, folded=True)
    ]
    assessed_date: Annotated[
        Instants, Column("Assessed Date", "The day of the assessment.", Type.DATE, width=12, folded=True)
    ]
    recommendation: Annotated[
        Texts, Column("Recommendation", "What the project manager proposes, in one sentence.", width=30)
    ]
    authority: Annotated[
        Texts,
        Column(
            "Authority",
            "Who may decide it: Project Manager up to Portfolio board.",
            Type.CHOICE,
            choices="Authority",
            width=17,
        ),
    ]
    decision: Annotated[
        Texts,
        Column(
            "Decision",
            "Approve, Reject, Defer, More information or Escalate.",
            Type.CHOICE,
            choices="ChangeDecision",
            width=14,
        ),
    ]
    decision_date: Annotated[Instants, Column("Decision Date", "The day of the decision.", Type.DATE, width=12)]
    decided_by: Annotated[Texts, Column("Decided By", "Who decided: Project board.", Type.PERSON, width=18)]
    status: Annotated[
        Texts,
        Column(
            "Change Status",
            "Raised, Under assessment, Approved and so on to Closed.",
            Type.CHOICE,
            also=("CR Status",),
            choices="ChangeStatus",
            width=18,
        ),
    ]
    implemented_date: Annotated[
        Instants, Column("Implemented Date", "The day on which it was in the plan and done.", Type.DATE, width=12)
    ]
    age: Annotated[
        Numbers,
        Column(
            "Age (d)",
            "Days from raised to decided, or to the status date. Read in every meeting.",
            Type.NUMBER,
            unit="days",
            computed="CHANGEAGES",
            width=8,
        ),
    ]


@table("Change Lines", "tblChangeLines", "What exactly a change alters in the plan, edit by edit.")
class ChangeLines(Table):
    """Edits that a change proposes: what is altered, and to what."""

    change_id: Annotated[
        Texts,
        Column(
            "Change ID",
            "The change that the edit belongs to: CR-004.",
            Type.CHOICE,
            refers="Changes.Change ID",
            required=True,
            width=11,
        ),
    ]
    object: Annotated[
        Texts,
        Column(
            "Object",
            "Task, Link, Assignment or Cost: what is edited.",
            Type.CHOICE,
            choices=(
                "Task",
                "Link",
                "Assignment",
                "Cost",
            ),
            width=13,
        ),
    ]
    key: Annotated[
        Texts, Column("Key", "The ID of the row that is edited, such as task 6.", also=("Task ID",), width=13)
    ]
    field: Annotated[Texts, Column("Field", "The column that is edited, by its header: Duration (wd).", width=24)]
    new_value: Annotated[
        Texts, Column("New Value", "What the cell is to hold: 25. Read by the impact analysis.", width=30)
    ]
