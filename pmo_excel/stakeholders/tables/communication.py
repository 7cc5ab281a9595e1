"""The sheets of communication: what was promised, the plan, the log, and who does what."""

from __future__ import annotations

from typing import Annotated, Final

from pmo_excel.core.columns import Column, Instants, Numbers, Texts, Type
from pmo_excel.core.tables import Table, table


@table("Expectations", "tblExpectations", "What people were told they will get, by when, and who told them.", key="id")
class Expectations(Table):
    """What was promised to stakeholders: statement, date or value, when and by whom."""

    id: Annotated[
        Texts,
        Column(
            "Expectation ID",
            "A short ID, used once: EX-01. Reports refer to it.",
            also=("ID", "No."),
            required=True,
            unique=True,
            width=13,
        ),
    ]
    stakeholder_id: Annotated[
        Texts,
        Column(
            "Stakeholder ID",
            "Who expects it: S-03.",
            Type.CHOICE,
            also=("Stakeholder",),
            refers="Stakeholders.Stakeholder ID",
            width=13,
        ),
    ]
    statement: Annotated[
        Texts,
        Column(
            "Expectation (statement)",
            "What they expect, in their words: my team moves in May.",
            also=("Expectation", "Statement", "Promise"),
            required=True,
            width=44,
        ),
    ]
    measure: Annotated[
        Texts,
        Column(
            "Measure",
            "What it hangs on: Milestone date, Cost, Scope item, Benefit or Response time.",
            Type.CHOICE,
            choices=(
                "Milestone date",
                "Cost",
                "Scope item",
                "Benefit",
                "Response time",
            ),
            width=15,
        ),
    ]
    linked_id: Annotated[
        Texts,
        Column(
            "Linked ID",
            "The task, cost line or benefit that decides it: 10.",
            also=("Task ID", "Linked Task ID", "Milestone"),
            width=11,
        ),
    ]
    promised_date: Annotated[
        Instants,
        Column(
            "Promised Date",
            "The day that was promised, for a date.",
            Type.DATE,
            also=("Promised", "Date Promised"),
            width=12,
        ),
    ]
    promised_value: Annotated[
        Numbers,
        Column("Promised Value", "The value that was promised, for a cost or a benefit.", Type.NUMBER, width=12),
    ]
    told_on: Annotated[
        Instants,
        Column(
            "Told On",
            "The day on which they were told.",
            Type.DATE,
            also=("Date Told", "Told"),
            width=12,
        ),
    ]
    told_via: Annotated[
        Texts,
        Column("Told Via", "How they were told: Meeting.", Type.CHOICE, also=("Channel",), choices="Channel", width=12),
    ]
    told_by: Annotated[Texts, Column("Told By", "Who told them: Ana Keller.", Type.PERSON, width=18)]
    reset_reason: Annotated[
        Texts,
        Column(
            "Reset Reason",
            "Why this promise replaces the one before it; without one before, why it was withdrawn.",
            width=30,
            folded=True,
        ),
    ]
    status: Annotated[
        Texts,
        Column(
            "Expectation Status",
            "Kept so far, At risk, Missed, Met or Withdrawn, from the forecast. Read by the project manager.",
            Type.CHOICE,
            choices="ExpectationStatus",
            computed="EXPECTATIONLEDGER",
            result="Status",
            width=13,
        ),
    ]
    gap: Annotated[
        Numbers,
        Column(
            "Gap",
            "How much worse than promised: working days late, or the value. Minus is better.",
            Type.NUMBER,
            computed="EXPECTATIONLEDGER",
            width=9,
        ),
    ]
    confidence: Annotated[
        Numbers,
        Column(
            "Confidence %",
            "The chance of keeping the date, from the simulation. Empty without one.",
            Type.PERCENT,
            unit="fraction",
            computed="EXPECTATIONLEDGER",
            width=11,
        ),
    ]
    why: Annotated[
        Texts,
        Column(
            "Why",
            "One sentence with what was promised, what is forecast and whom it concerns.",
            Type.LONG_TEXT,
            computed="EXPECTATIONLEDGER",
            result="Because",
            width=48,
        ),
    ]


@table("Communications Plan", "tblComms", "Who is told what, how, how often and by whom.", key="id")
class Communications(Table):
    """The communications matrix: audience, information, channel, frequency, owner."""

    id: Annotated[
        Texts,
        Column(
            "Comm ID",
            "A short ID, used once: CM-01. The contact log refers to it.",
            also=("ID", "Communication ID", "No."),
            required=True,
            unique=True,
            width=10,
        ),
    ]
    audience: Annotated[
        Texts, Column("Audience", "Stakeholder IDs or groups, separated by ; as in S-01; Team.", Type.CHOICES, width=22)
    ]
    information: Annotated[
        Texts,
        Column(
            "Information",
            "What they are told: status, next steps, decisions needed.",
            also=("Message", "Content", "What"),
            required=True,
            width=36,
        ),
    ]
    purpose: Annotated[
        Texts,
        Column(
            "Purpose",
            "Inform, Consult or Decide.",
            Type.CHOICE,
            choices=(
                "Inform",
                "Consult",
                "Decide",
            ),
            width=11,
        ),
    ]
    channel: Annotated[
        Texts, Column("Channel", "How: Meeting, E-mail, Report.", Type.CHOICE, choices="Channel", width=12)
    ]
    frequency: Annotated[
        Texts,
        Column(
            "Frequency",
            "How often: Weekly. The next date is worked out from it.",
            Type.CHOICE,
            also=("How Often",),
            choices="Frequency",
            width=13,
        ),
    ]
    owner: Annotated[
        Texts,
        Column(
            "Owner",
            "Who sends it: Ana Keller.",
            Type.PERSON,
            also=("Sender", "Responsible"),
            width=18,
        ),
    ]
    last_sent: Annotated[
        Instants,
        Column(
            "Last Sent",
            "The day on which it was last sent.",
            Type.DATE,
            also=("Sent", "Sent On", "Date Sent"),
            width=12,
        ),
    ]
    confirmation: Annotated[Texts, Column("Confirmation", "How you know that it arrived: minutes confirmed.", width=24)]
    next_due: Annotated[
        Instants,
        Column(
            "Next Due",
            "When it is due again; on a day off, the next working day.",
            Type.DATE,
            computed="COMMUNICATIONS",
            width=12,
        ),
    ]
    overdue: Annotated[
        Numbers,
        Column(
            "Overdue (d)",
            "Days by which it is late at the status date. Read weekly.",
            Type.NUMBER,
            unit="days",
            computed="COMMUNICATIONS",
            width=10,
        ),
    ]


@table("Contact Log", "tblContacts", "Who was spoken to, about what, and how they took it.")
class Contacts(Table):
    """Communications that took place: one row per contact."""

    date: Annotated[
        Instants,
        Column(
            "Date",
            "The day of the contact. The last contact is the latest one.",
            Type.DATE,
            also=("Contact Date", "Date of Contact"),
            required=True,
            width=12,
        ),
    ]
    stakeholder_id: Annotated[
        Texts,
        Column(
            "Stakeholder ID",
            "Who it was with: S-03.",
            Type.CHOICE,
            also=("Stakeholder",),
            refers="Stakeholders.Stakeholder ID",
            required=True,
            width=13,
        ),
    ]
    comm_id: Annotated[
        Texts,
        Column(
            "Comm ID",
            "The planned communication that it was, if any: CM-02.",
            Type.CHOICE,
            refers="Communications Plan.Comm ID",
            width=10,
        ),
    ]
    channel: Annotated[Texts, Column("Channel", "How: Call.", Type.CHOICE, choices="Channel", width=12)]
    subject: Annotated[
        Texts, Column("Subject", "What it was about: date of the floor walk.", also=("Topic",), width=44)
    ]
    sentiment: Annotated[
        Texts,
        Column(
            "Result / Sentiment",
            "How they took it: Positive, Neutral, Concerned or Negative.",
            Type.CHOICE,
            also=("Sentiment", "Result"),
            choices="Sentiment",
            width=17,
        ),
    ]
    action_id: Annotated[
        Texts,
        Column(
            "Follow-up Action ID",
            "The action that follows, if any: AC-005.",
            Type.CHOICE,
            also=("Action ID", "Follow-up"),
            refers="Actions.Action ID",
            width=12,
        ),
    ]


RACI: Final = ("R", "A", "C", "I", "A/R")


def _role(header: str) -> Column:
    help_ = "R does it, A answers for it, C is asked, I is told; A/R both."
    return Column(header, help_, Type.CHOICE, choices=RACI, width=12)


@table("RACI", "tblRACI", "Who does it, who answers for it, who is asked, who is told.", own=True)
class Raci(Table):
    """Responsibilities: rows are activities or deliverables, columns are roles; people add columns for their own."""

    activity: Annotated[
        Texts,
        Column(
            "Activity / Deliverable",
            "What is done or made: test of the network.",
            also=("Activity", "Deliverable", "Task", "Product"),
            required=True,
            width=44,
        ),
    ]
    sponsor: Annotated[Texts, _role("Sponsor")]
    project_manager: Annotated[Texts, _role("Project Manager")]
    team: Annotated[Texts, _role("Team")]
    supplier: Annotated[Texts, _role("Supplier")]
    users: Annotated[Texts, _role("Users")]
    pmo: Annotated[Texts, _role("PMO")]
    check: Annotated[
        Texts,
        Column(
            "RACI Check",
            "OK, or what is wrong with the row: one A, one R or more. Read by the project manager.",
            Type.LONG_TEXT,
            computed="RACICHECK",
            result="Check",
            width=56,
        ),
    ]
