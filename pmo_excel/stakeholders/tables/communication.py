"""The sheets of communication: what was promised, the plan, the log, and who does what."""

from __future__ import annotations

from typing import Annotated

from pmo_excel.core.columns import Column, Instants, Numbers, Texts, Type
from pmo_excel.core.tables import Table, table


@table("Expectations", "tblExpectations", "What people were told they will get, by when, and who told them.", key="id")
class Expectations(Table):
    """What was promised to stakeholders: statement, date or value, when and by whom."""

    id: Annotated[
        Texts,
        Column(
            "Expectation ID", "A short ID, used once: EX-01. Reports refer to it.", required=True, unique=True, width=13
        ),
    ]
    stakeholder_id: Annotated[
        Texts,
        Column("Stakeholder ID", "Who expects it: S-03.", Type.CHOICE, refers="Stakeholders.Stakeholder ID", width=13),
    ]
    statement: Annotated[
        Texts,
        Column(
            "Expectation (statement)",
            "What they expect, in their words: my team moves in May.",
            also=("Expectation",),
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
    linked_id: Annotated[Texts, Column("Linked ID", "The task, cost line or benefit that decides it: 10.", width=11)]
    promised_date: Annotated[
        Instants, Column("Promised Date", "The day that was promised, for a date.", Type.DATE, width=12)
    ]
    promised_value: Annotated[
        Numbers,
        Column("Promised Value", "The value that was promised, for a cost or a benefit.", Type.NUMBER, width=12),
    ]
    told_on: Annotated[Instants, Column("Told On", "The day on which they were told.", Type.DATE, width=12)]
    told_via: Annotated[
        Texts, Column("Told Via", "How they were told: Meeting.", Type.CHOICE, choices="Channel", width=12)
    ]
    told_by: Annotated[Texts, Column("Told By", "Who told them: Ana Keller.", Type.PERSON, width=18)]
    reset_reason: Annotated[
        Texts, Column("Reset Reason", "Why a new promise replaced an older one.", width=30, folded=True)
    ]


@table("Communications Plan", "tblComms", "Who is told what, how, how often and by whom.", key="id")
class Communications(Table):
    """The communications matrix: audience, information, channel, frequency, owner."""

    id: Annotated[
        Texts,
        Column(
            "Comm ID",
            "A short ID, used once: CM-01. The contact log refers to it.",
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
        Column("Information", "What they are told: status, next steps, decisions needed.", required=True, width=36),
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
            choices="Frequency",
            width=13,
        ),
    ]
    owner: Annotated[Texts, Column("Owner", "Who sends it: Ana Keller.", Type.PERSON, width=18)]
    last_sent: Annotated[Instants, Column("Last Sent", "The day on which it was last sent.", Type.DATE, width=12)]
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
            "Date", "The day of the contact. The last contact is the latest one.", Type.DATE, required=True, width=12
        ),
    ]
    stakeholder_id: Annotated[
        Texts,
        Column(
            "Stakeholder ID",
            "Who it was with: S-03.",
            Type.CHOICE,
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
    subject: Annotated[Texts, Column("Subject", "What it was about: date of the floor walk.", width=44)]
    sentiment: Annotated[
        Texts,
        Column(
            "Result / Sentiment",
            "How they took it: Positive, Neutral, Concerned or Negative.",
            Type.CHOICE,
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
            refers="Actions.Action ID",
            width=12,
        ),
    ]


@table("RACI", "tblRACI", "Who does it, who answers for it, who is asked, who is told.")
class Raci(Table):
    """Responsibilities: rows are activities or deliverables, columns are roles."""

    activity: Annotated[
        Texts,
        Column(
            "Activity / Deliverable",
            "What is done or made: test of the network.",
            also=("Activity",),
            required=True,
            width=44,
        ),
    ]
    sponsor: Annotated[
        Texts,
        Column(
            "Sponsor",
            "R does it, A answers for it, C is asked, I is told; A/R both.",
            Type.CHOICE,
            choices=(
                "R",
                "A",
                "C",
                "I",
                "A/R",
            ),
            width=12,
        ),
    ]
    project_manager: Annotated[
        Texts,
        Column(
            "Project Manager",
            "R does it, A answers for it, C is asked, I is told; A/R both.",
            Type.CHOICE,
            choices=(
                "R",
                "A",
                "C",
                "I",
                "A/R",
            ),
            width=12,
        ),
    ]
    team: Annotated[
        Texts,
        Column(
            "Team",
            "R does it, A answers for it, C is asked, I is told; A/R both.",
            Type.CHOICE,
            choices=(
                "R",
                "A",
                "C",
                "I",
                "A/R",
            ),
            width=12,
        ),
    ]
    supplier: Annotated[
        Texts,
        Column(
            "Supplier",
            "R does it, A answers for it, C is asked, I is told; A/R both.",
            Type.CHOICE,
            choices=(
                "R",
                "A",
                "C",
                "I",
                "A/R",
            ),
            width=12,
        ),
    ]
    users: Annotated[
        Texts,
        Column(
            "Users",
            "R does it, A answers for it, C is asked, I is told; A/R both.",
            Type.CHOICE,
            choices=(
                "R",
                "A",
                "C",
                "I",
                "A/R",
            ),
            width=12,
        ),
    ]
    pmo: Annotated[
        Texts,
        Column(
            "PMO",
            "R does it, A answers for it, C is asked, I is told; A/R both.",
            Type.CHOICE,
            choices=(
                "R",
                "A",
                "C",
                "I",
                "A/R",
            ),
            width=12,
        ),
    ]
