"""The sheet of the status: one record, a row per field."""

from __future__ import annotations

from typing import Annotated

from pmo_excel.core.columns import Column, Instants, Texts, Type
from pmo_excel.core.tables import Table, table


@table("Status", "tblStatus", "This period in words, and the colours that the numbers give.", layout="fields")
class Status(Table):
    """The status of this period: the typed narrative, and the computed colours with their reasons: one record."""

    period_end: Annotated[
        Instants,
        Column(
            "Period End",
            "The status date of the charter. On every page of the report.",
            Type.DATE,
            also=("As of", "Report Date", "Status Date"),
            computed="STATUS",
        ),
    ]
    executive_summary: Annotated[
        Texts,
        Column(
            "Executive Summary",
            "Three sentences: where it stands, what changed, what is needed. The board may read only this.",
            Type.LONG_TEXT,
            also=("Summary", "Overview", "Headline"),
            required=True,
        ),
    ]
    achieved: Annotated[
        Texts,
        Column(
            "Achieved this Period",
            "What was finished, with names of products. Read by the board.",
            Type.LONG_TEXT,
            also=("Achieved", "Progress", "Accomplishments", "Done this Period"),
        ),
    ]
    planned: Annotated[
        Texts,
        Column(
            "Planned next Period",
            "What will be finished by the next report. Compared with it then.",
            Type.LONG_TEXT,
            also=("Planned", "Next Steps", "Next Period", "Plans"),
        ),
    ]
    help_needed: Annotated[
        Texts,
        Column(
            "Help / Decisions Needed",
            "What you need, from whom, by when: consent from the landlord by 10 April.",
            Type.LONG_TEXT,
            also=("Help Needed", "Decisions Needed", "Escalations", "Support Needed"),
        ),
    ]
    reported_rag: Annotated[
        Texts,
        Column(
            "Reported RAG",
            "Only to overrule the computed colour: A. Both colours are shown.",
            Type.RAG,
            also=("RAG", "Overall Status", "PM RAG", "RAG Override"),
        ),
    ]
    override_reason: Annotated[
        Texts,
        Column(
            "Override Reason",
            "Why you overrule it, in 20 characters or more. Printed beside the colour.",
            Type.LONG_TEXT,
            also=("Reason", "Reason for Override"),
        ),
    ]
    override_expires: Annotated[
        Instants,
        Column(
            "Override Expires",
            "The last day it holds, at most two periods on: 31-May-2026.",
            Type.DATE,
            also=("Expires", "Override Until"),
        ),
    ]
    time_rag: Annotated[
        Texts,
        Column(
            "Time RAG",
            "R, A or G from forecast finish, baseline and tolerance. Read by the board.",
            Type.RAG,
            also=("Schedule RAG", "Time", "Schedule"),
            computed="STATUS",
        ),
    ]
    time_rag_why: Annotated[
        Texts,
        Column(
            "Time RAG Why",
            "One sentence with the numbers behind the time colour. Read by the board.",
            Type.LONG_TEXT,
            computed="STATUS",
            beside=("Time RAG", "Why"),
        ),
    ]
    cost_rag: Annotated[
        Texts,
        Column(
            "Cost RAG",
            "R, A or G from estimate at completion, budget and tolerance. Read by the board.",
            Type.RAG,
            also=("Budget RAG", "Cost"),
            computed="STATUS",
        ),
    ]
    cost_rag_why: Annotated[
        Texts,
        Column(
            "Cost RAG Why",
            "One sentence with the numbers behind the cost colour. Read by the board.",
            Type.LONG_TEXT,
            computed="STATUS",
            beside=("Cost RAG", "Why"),
        ),
    ]
    overall_rag: Annotated[
        Texts,
        Column(
            "Overall RAG (computed)",
            "The colours rolled up by the rule in the charter. Read by the board.",
            Type.RAG,
            also=("Overall RAG",),
            computed="STATUS",
            result="Overall RAG",
        ),
    ]
    overall_rag_why: Annotated[
        Texts,
        Column(
            "Overall RAG Why",
            "Which colour decided and by which rule. Read by the board.",
            Type.LONG_TEXT,
            computed="STATUS",
            beside=("Overall RAG (computed)", "Why"),
        ),
    ]
