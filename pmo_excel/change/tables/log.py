"""The sheets of the change log: changes, and their lines."""

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
            also=("CR ID", "Change Request ID", "ID", "CR No", "Change No", "No.", "Ref"),
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
            also=("Change Request", "Change", "Title", "Name"),
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
            also=("Type",),
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
            also=("Requester", "Requested By"),
            width=18,
        ),
    ]
    date_raised: Annotated[
        Instants,
        Column(
            "Date Raised",
            "The day it was asked for. Its age is counted from it.",
            Type.DATE,
            also=("Date Requested", "Raised", "Raised On", "Date", "Logged"),
            width=12,
        ),
    ]
    description: Annotated[
        Texts,
        Column(
            "Description",
            "What is to be different, so that it can be assessed.",
            Type.LONG_TEXT,
            also=("Details",),
            width=40,
            folded=True,
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
        Texts,
        Column(
            "Change Priority",
            "Must, Should, Could or Won't now.",
            Type.CHOICE,
            also=("Priority",),
            choices="MoSCoW",
            width=11,
        ),
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
        Instants,
        Column("Assessed Date", "The day of the assessment.", Type.DATE, also=("Assessed On",), width=12, folded=True),
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
    decision_date: Annotated[
        Instants,
        Column(
            "Decision Date",
            "The day of the decision.",
            Type.DATE,
            also=("Decided On", "Date Decided"),
            width=12,
        ),
    ]
    decided_by: Annotated[
        Texts, Column("Decided By", "Who decided: Project board.", Type.PERSON, also=("Decision Maker",), width=18)
    ]
    status: Annotated[
        Texts,
        Column(
            "Change Status",
            "Raised, Under assessment, Approved and so on to Closed.",
            Type.CHOICE,
            also=("CR Status", "Status", "State"),
            choices="ChangeStatus",
            width=18,
        ),
    ]
    implemented_date: Annotated[
        Instants,
        Column(
            "Implemented Date",
            "The day on which it was in the plan and done.",
            Type.DATE,
            also=("Implemented On", "Date Implemented"),
            width=12,
        ),
    ]
    impact_time: Annotated[
        Numbers,
        Column(
            "Impact Time (wd) simulated",
            "Working days by which the project would finish later, tried on a copy. Read by whoever decides.",
            Type.NUMBER,
            unit="working days",
            also=("Impact Time", "Time Impact (wd)"),
            computed="CHANGEIMPACTS",
            width=12,
        ),
    ]
    impact_cost: Annotated[
        Numbers,
        Column(
            "Impact Cost simulated",
            "What its lines and a later finish cost; empty while a rate is not known. Decides who may approve it.",
            Type.MONEY,
            unit="currency",
            also=("Impact Cost", "Cost Impact", "Cost"),
            computed="CHANGEIMPACTS",
            width=12,
        ),
    ]
    new_critical_path: Annotated[
        Texts,
        Column("New Critical Path", "The critical tasks with it, or unchanged.", computed="CHANGEIMPACTS", width=20),
    ]
    milestones_moved: Annotated[
        Texts,
        Column(
            "Milestones Moved",
            "Which milestones move, from when to when. Read by whoever was promised them.",
            Type.LONG_TEXT,
            computed="CHANGEIMPACTS",
            width=40,
        ),
    ]
    float_used: Annotated[
        Numbers,
        Column(
            "Float Used (wd)",
            "Working days of float that its tasks lose, even where the finish stays.",
            Type.NUMBER,
            unit="working days",
            computed="CHANGEIMPACTS",
            width=9,
        ),
    ]
    people_affected: Annotated[
        Numbers,
        Column(
            "People Affected",
            "How many people own or work on a task that moves or is edited.",
            Type.NUMBER,
            unit="people",
            computed="CHANGEIMPACTS",
            width=10,
        ),
    ]
    impact_together: Annotated[
        Numbers,
        Column(
            "Impact if all open CRs approved (wd)",
            "Working days later with every open change in the plan; small ones add up. On each open change.",
            Type.NUMBER,
            unit="working days",
            computed="CHANGEIMPACTS",
            width=13,
        ),
    ]
    authority_required: Annotated[
        Texts,
        Column(
            "Authority Required",
            "Who may decide it, by its cost and the time tolerance; limits are in Settings.",
            Type.CHOICE,
            choices="Authority",
            computed="CHANGEIMPACTS",
            width=17,
        ),
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
            also=("CR ID", "ID"),
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
        Texts,
        Column(
            "Key",
            "ID of the task, assignment or budget line that is edited: 6. A new task gets a free one.",
            also=("Task ID",),
            width=13,
        ),
    ]
    field: Annotated[
        Texts,
        Column(
            "Field",
            "The column that is edited: Duration (wd), Predecessors, Work (h), Cost; or New task, Remove task.",
            width=24,
        ),
    ]
    new_value: Annotated[
        Texts,
        Column(
            "New Value",
            "What the cell is to hold: 25; or the difference with its sign: +5. Read by the impact analysis.",
            also=("New", "To"),
            width=30,
            verbatim=True,
        ),
    ]
    old_value: Annotated[
        Texts, Column("Old Value", "What the plan holds now, to compare with.", computed="CHANGELINES", width=30)
    ]
