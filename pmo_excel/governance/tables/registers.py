"""The sheets of issues and actions."""

from __future__ import annotations

from typing import Annotated

from pmo_excel.core.columns import Column, Flags, Instants, Numbers, Texts, Type
from pmo_excel.core.tables import Table, table


@table("Issues", "tblIssues", "What has happened and needs a decision or work.", key="id")
class Issues(Table):
    """The issue register: what has happened and must be dealt with."""

    id: Annotated[
        Texts,
        Column(
            "Issue ID",
            "A short ID, used once: I-001. Actions and reports refer to it.",
            also=("ID", "Issue No", "No.", "Ref", "Nr."),
            required=True,
            unique=True,
            width=9,
        ),
    ]
    issue_type: Annotated[
        Texts,
        Column(
            "Issue Type",
            "Problem, Concern, Request for change and so on. Reports group by it.",
            Type.CHOICE,
            also=("Type",),
            choices="IssueType",
            width=18,
        ),
    ]
    title: Annotated[
        Texts,
        Column(
            "Issue Title",
            "The issue in a few words: Lift too small for server racks. Read by everybody.",
            also=("Issue", "Title", "Name", "Problem", "Issue Description"),
            required=True,
            width=36,
        ),
    ]
    description: Annotated[
        Texts,
        Column(
            "Description",
            "What happened and what it does to the project. Read by whoever decides.",
            Type.LONG_TEXT,
            also=("Details", "Beschreibung"),
            width=40,
            folded=True,
        ),
    ]
    source_risk_id: Annotated[
        Texts,
        Column(
            "Source Risk ID",
            "The risk that came true, if any: R-004. Read in lessons.",
            Type.CHOICE,
            also=("Risk ID", "From Risk"),
            refers="Risks.Risk ID",
            width=11,
            folded=True,
        ),
    ]
    raised_by: Annotated[
        Texts,
        Column(
            "Raised By",
            "Who raised it: Tom Adeyemi. Told when it is resolved.",
            Type.PERSON,
            also=("Raiser", "Reported By", "Author"),
            width=18,
            folded=True,
        ),
    ]
    date_raised: Annotated[
        Instants,
        Column(
            "Date Raised",
            "The day it was raised, such as 18-Mar-2026. Gives its age.",
            Type.DATE,
            also=("Raised", "Raised On", "Date", "Logged", "Opened"),
            width=12,
        ),
    ]
    owner: Annotated[
        Texts,
        Column(
            "Issue Owner",
            "The one person who gets it resolved: Ana Keller. Reminded before it is due.",
            Type.PERSON,
            also=("Owner", "Responsible", "Assigned To", "Verantwortlich"),
            required=True,
            width=18,
        ),
    ]
    severity: Annotated[
        Texts,
        Column(
            "Severity",
            "Critical, High, Medium or Low. Critical and High go to the board.",
            Type.CHOICE,
            also=("Impact", "Sev"),
            choices="Severity",
            width=10,
        ),
    ]
    priority: Annotated[
        Texts,
        Column(
            "Priority",
            "1 is first, 5 is last. Sorts the register.",
            Type.CHOICE,
            also=("Prio", "Urgency"),
            choices="Priority",
            width=9,
            folded=True,
        ),
    ]
    impact_on_tolerance: Annotated[
        Texts,
        Column(
            "Impact on Tolerance",
            "The tolerance it uses up: Time. None where there is no effect. Read by the sponsor.",
            Type.CHOICE,
            also=("Tolerance", "Tolerance Area"),
            choices="TolArea",
            width=12,
        ),
    ]
    actions: Annotated[
        Texts,
        Column(
            "Actions",
            "What is being done: second quote asked for. Read by everybody.",
            Type.LONG_TEXT,
            also=("Action", "Action Taken", "Next Steps"),
            width=38,
        ),
    ]
    due_date: Annotated[
        Instants,
        Column(
            "Due Date",
            "The day it must be resolved by, such as 10-Apr-2026. Decides Overdue.",
            Type.DATE,
            also=("Due", "Due by", "Target Date", "Resolve by", "Fällig am", "Échéance"),
            width=12,
        ),
    ]
    escalated_to: Annotated[
        Texts,
        Column(
            "Escalated To",
            "The level that decides now: Sponsor. Read by that level.",
            Type.CHOICE,
            also=("Escalation", "Escalated"),
            choices="EscalationLevel",
            width=16,
        ),
    ]
    resolution: Annotated[
        Texts,
        Column(
            "Resolution",
            "What was decided or done in the end. Read in lessons.",
            Type.LONG_TEXT,
            also=("Outcome", "Solution"),
            width=36,
            folded=True,
        ),
    ]
    status: Annotated[
        Texts,
        Column(
            "Issue Status",
            "Open, In progress, Awaiting decision, Escalated, Resolved or Closed. Decides what is counted.",
            Type.CHOICE,
            also=("Status", "State"),
            choices="IssueStatus",
            width=17,
        ),
    ]
    date_closed: Annotated[
        Instants,
        Column(
            "Date Closed",
            "The day it was closed, such as 14-Apr-2026. Stops its age.",
            Type.DATE,
            also=("Closed", "Closed On", "Date Resolved"),
            width=12,
            folded=True,
        ),
    ]
    age: Annotated[
        Numbers,
        Column(
            "Age (d)",
            "Days from raised to closed, or to the status date. Read in every review.",
            Type.NUMBER,
            unit="days",
            also=("Age", "Days Open"),
            computed="ISSUEAGES",
            width=8,
        ),
    ]
    overdue: Annotated[
        Flags,
        Column(
            "Overdue",
            "Yes where the due date is past and it is not resolved. Read in every review.",
            Type.YES_NO,
            also=("Late",),
            computed="ISSUEAGES",
            width=9,
        ),
    ]


@table("Actions", "tblActions", "Who does what by when, from meetings, risks and issues.", key="id")
class Actions(Table):
    """The action log."""

    id: Annotated[
        Texts,
        Column(
            "Action ID",
            "A short ID, used once: AC-001. Minutes and reports refer to it.",
            also=("ID", "Action No", "No.", "Ref", "Nr."),
            required=True,
            unique=True,
            width=10,
        ),
    ]
    action: Annotated[
        Texts,
        Column(
            "Action",
            "What is to be done, beginning with a verb: Send floor plan to caterer. Read by its owner.",
            also=("Description", "Title", "Task", "To Do", "Maßnahme", "Aufgabe"),
            required=True,
            width=50,
        ),
    ]
    source: Annotated[
        Texts,
        Column(
            "Source",
            "Where it came from: Meeting, Risk, Issue, Gate or Lesson. Reports group by it.",
            Type.CHOICE,
            also=("Origin", "Raised In"),
            choices="ActionSource",
            width=10,
        ),
    ]
    source_id: Annotated[
        Texts,
        Column(
            "Source ID",
            "The risk, issue or meeting: I-002. Read to find why.",
            also=("Source Ref", "Related To"),
            width=11,
        ),
    ]
    owner: Annotated[
        Texts,
        Column(
            "Action Owner",
            "The one person who does it: Tom Adeyemi. Reminded before it is due.",
            Type.PERSON,
            also=("Owner", "Assigned To", "Responsible", "Who", "Verantwortlich", "Responsable"),
            required=True,
            width=20,
        ),
    ]
    date_raised: Annotated[
        Instants,
        Column(
            "Date Raised",
            "The day it was agreed, such as 12-Mar-2026. Read in minutes.",
            Type.DATE,
            also=("Raised", "Raised On", "Date", "Logged"),
            width=12,
        ),
    ]
    due_date: Annotated[
        Instants,
        Column(
            "Due Date",
            "The day it must be done by, such as 27-Mar-2026. Decides Overdue.",
            Type.DATE,
            also=("Due", "Due by", "Deadline", "Target Date", "By When", "Fällig am", "Échéance"),
            width=12,
        ),
    ]
    status: Annotated[
        Texts,
        Column(
            "Action Status",
            "Not started, In progress, Blocked, Done or Cancelled. Decides what is counted.",
            Type.CHOICE,
            also=("Status", "State"),
            choices="ActionStatus",
            width=13,
        ),
    ]
    date_done: Annotated[
        Instants,
        Column(
            "Date Done",
            "The day it was done, such as 25-Mar-2026. Read by the PMO.",
            Type.DATE,
            also=("Done", "Closed", "Completed", "Date Closed", "Completed On"),
            width=12,
        ),
    ]
    notes: Annotated[
        Texts,
        Column(
            "Notes",
            "What happened on the way: caterer asked for a second plan. Read by the team.",
            Type.LONG_TEXT,
            also=("Comments", "Comment", "Update", "Bemerkungen"),
            width=40,
        ),
    ]
    overdue: Annotated[
        Numbers,
        Column(
            "Overdue (d)",
            "Days past the due date while it is not done; 0 when in time. Read in every meeting.",
            Type.NUMBER,
            unit="days",
            also=("Overdue", "Days Late"),
            computed="ACTIONAGES",
            width=10,
        ),
    ]
