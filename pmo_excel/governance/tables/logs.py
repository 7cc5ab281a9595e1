"""The sheets of decisions and lessons."""

from __future__ import annotations

from typing import Annotated

from pmo_excel.core.columns import Column, Instants, Texts, Type
from pmo_excel.core.tables import Table, table


@table("Decisions", "tblDecisions", "What was decided, by whom and why, so that it is not decided twice.", key="id")
class Decisions(Table):
    """The decision log: one row per decision, with its reasons."""

    id: Annotated[
        Texts,
        Column(
            "Decision ID",
            "A short ID, used once: DE-001. Reports refer to it.",
            also=("ID", "No."),
            required=True,
            unique=True,
            width=12,
        ),
    ]
    decision: Annotated[
        Texts,
        Column(
            "Decision",
            "What was decided: second site stays open until June. Read by everybody.",
            also=("Decision Made",),
            required=True,
            width=44,
        ),
    ]
    date: Annotated[
        Instants,
        Column(
            "Date",
            "The day of the decision. Reports list the newest first.",
            Type.DATE,
            also=("Decided On", "Decision Date"),
            width=12,
        ),
    ]
    decided_by: Annotated[
        Texts,
        Column(
            "Decided By",
            "The person or board that decided: Project board.",
            Type.PERSON,
            also=("Decision Maker",),
            width=18,
        ),
    ]
    forum: Annotated[Texts, Column("Forum", "Where it was decided: steering meeting of 12 March.", width=20)]
    options_considered: Annotated[
        Texts,
        Column(
            "Options Considered",
            "What else was possible, and why not. Read when it is questioned.",
            Type.LONG_TEXT,
            width=40,
            folded=True,
        ),
    ]
    rationale: Annotated[
        Texts,
        Column(
            "Rationale",
            "Why this one: lowest cost within the tolerance. Read when it is questioned.",
            Type.LONG_TEXT,
            also=("Reason",),
            width=36,
        ),
    ]
    impact: Annotated[
        Texts, Column("Impact", "What it changes: budget +4000, finish +5 days. Read by whoever plans.", width=26)
    ]
    review_date: Annotated[
        Instants, Column("Review Date", "The day to look at it again, if any.", Type.DATE, width=12, folded=True)
    ]
    superseded_by: Annotated[
        Texts, Column("Superseded By", "The later decision that replaces it: DE-014.", width=13, folded=True)
    ]


@table("Lessons", "tblLessons", "What to do again, and what never again, for the next project.", key="id")
class Lessons(Table):
    """The lessons log: what happened, why, and what to do next time."""

    id: Annotated[
        Texts,
        Column(
            "Lesson ID",
            "A short ID, used once: L-01. The PMO's library refers to it.",
            also=("ID", "No."),
            required=True,
            unique=True,
            width=10,
        ),
    ]
    date: Annotated[
        Instants,
        Column(
            "Date",
            "The day it was noted. Reports list the newest first.",
            Type.DATE,
            also=("Date Recorded", "Logged"),
            width=12,
        ),
    ]
    category: Annotated[
        Texts,
        Column(
            "Category",
            "The kind of cause: Supplier/Contract. The library groups by it.",
            Type.CHOICE,
            choices="RiskCategory",
            width=22,
        ),
    ]
    event: Annotated[
        Texts,
        Column(
            "Event",
            "What happened: cabling began before the survey.",
            also=("Lesson", "What Happened"),
            width=34,
        ),
    ]
    effect: Annotated[
        Texts, Column("Effect", "What it did to time, cost or quality: eight days lost.", also=("Impact",), width=28)
    ]
    cause: Annotated[
        Texts,
        Column(
            "Cause",
            "Why it happened: no site visit in the plan.",
            also=("Causes", "Root Cause"),
            width=28,
        ),
    ]
    early_warning: Annotated[
        Texts,
        Column("Early Warning", "What could have been seen earlier: floor plans dated 2019.", width=26, folded=True),
    ]
    recommendation: Annotated[
        Texts, Column("Recommendation", "What to do next time: visit the site before ordering.", width=38)
    ]
    tags: Annotated[
        Texts,
        Column(
            "Tags",
            "Words to find it by, separated by ; as in supplier; cabling.",
            Type.CHOICES,
            also=("Tag", "Keywords"),
            width=20,
        ),
    ]
    apply_to: Annotated[
        Texts,
        Column(
            "Apply To",
            "Project, PMO or Standard: who should change something.",
            Type.CHOICE,
            choices=(
                "Project",
                "PMO",
                "Standard",
            ),
            width=11,
        ),
    ]
