"""The sheet of the status: one record, a row per field."""

from __future__ import annotations

from typing import Annotated, Final

from pmo_excel.core.columns import Column, Instants, Texts, Type
from pmo_excel.core.tables import Table, table


def _colour(name: str, from_what: str, also: tuple[str, ...] = ()) -> Column:
    return Column(f"{name} RAG", f"{from_what}. Read by the board.", Type.RAG, also=also, computed="STATUS")


def _beside(name: str, where: str, help_: str, kind: Type = Type.TEXT, field: str = "") -> Column:
    field = field or f"{name} RAG"
    return Column(f"{name} RAG {where}", help_, kind, computed="STATUS", beside=(field, where))


def _why(name: str, field: str = "") -> Column:
    help_ = f"One sentence with the numbers behind the {name.lower()} colour. Read by the board."
    return _beside(name, "Why", help_, Type.LONG_TEXT, field)


def _trend(name: str, field: str = "") -> Column:
    help_ = "▲ better, ► the same, ▼ worse than at the last snapshot. Read by the board."
    return _beside(name, "Trend", help_, Type.ARROW, field)


def _last(name: str, field: str = "") -> Column:
    return _beside(
        name, "Last Periods", "Colours of the last snapshots, the oldest first. Read by the board.", field=field
    )


def _cells(name: str) -> Column:
    return _beside(name, "Cells", "The cells that the reason rests on. Read by whoever checks it.", Type.LONG_TEXT)


_OVERALL: Final = "Overall RAG (computed)"


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
    reported_rag_why: Annotated[
        Texts,
        Column(
            "Reported RAG Why",
            "Both colours, by whom and until when; or why yours does not count. Read by the board.",
            Type.LONG_TEXT,
            computed="STATUS",
            beside=("Reported RAG", "Why"),
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
        _colour("Time", "R, A or G from forecast finish, baseline and tolerance", ("Schedule RAG", "Time", "Schedule")),
    ]
    time_rag_why: Annotated[Texts, _why("Time")]
    time_rag_trend: Annotated[Texts, _trend("Time")]
    time_rag_last: Annotated[Texts, _last("Time")]
    time_rag_cells: Annotated[Texts, _cells("Time")]
    cost_rag: Annotated[
        Texts, _colour("Cost", "R, A or G from estimate at completion, budget and tolerance", ("Budget RAG", "Cost"))
    ]
    cost_rag_why: Annotated[Texts, _why("Cost")]
    cost_rag_trend: Annotated[Texts, _trend("Cost")]
    cost_rag_last: Annotated[Texts, _last("Cost")]
    cost_rag_cells: Annotated[Texts, _cells("Cost")]
    scope_rag: Annotated[
        Texts, _colour("Scope", "R, A or G from deliverables at risk and undecided changes", ("Scope",))
    ]
    scope_rag_why: Annotated[Texts, _why("Scope")]
    scope_rag_trend: Annotated[Texts, _trend("Scope")]
    scope_rag_last: Annotated[Texts, _last("Scope")]
    scope_rag_cells: Annotated[Texts, _cells("Scope")]
    quality_rag: Annotated[Texts, _colour("Quality", "R, A or G from severe defects and overdue reviews", ("Quality",))]
    quality_rag_why: Annotated[Texts, _why("Quality")]
    quality_rag_trend: Annotated[Texts, _trend("Quality")]
    quality_rag_last: Annotated[Texts, _last("Quality")]
    quality_rag_cells: Annotated[Texts, _cells("Quality")]
    risk_rag: Annotated[
        Texts, _colour("Risk", "R, A or G from exposure, contingency and what is done about high risks", ("Risk",))
    ]
    risk_rag_why: Annotated[Texts, _why("Risk")]
    risk_rag_trend: Annotated[Texts, _trend("Risk")]
    risk_rag_last: Annotated[Texts, _last("Risk")]
    risk_rag_cells: Annotated[Texts, _cells("Risk")]
    resource_rag: Annotated[
        Texts,
        _colour(
            "Resource",
            "R, A or G from unfilled roles and overload on the critical path",
            ("Resource", "Resources RAG", "Resources"),
        ),
    ]
    resource_rag_why: Annotated[Texts, _why("Resource")]
    resource_rag_trend: Annotated[Texts, _trend("Resource")]
    resource_rag_last: Annotated[Texts, _last("Resource")]
    resource_rag_cells: Annotated[Texts, _cells("Resource")]
    benefits_rag: Annotated[Texts, _colour("Benefits", "R, A or G from forecast, target and tolerance", ("Benefits",))]
    benefits_rag_why: Annotated[Texts, _why("Benefits")]
    benefits_rag_trend: Annotated[Texts, _trend("Benefits")]
    benefits_rag_last: Annotated[Texts, _last("Benefits")]
    benefits_rag_cells: Annotated[Texts, _cells("Benefits")]
    overall_rag: Annotated[
        Texts,
        Column(
            _OVERALL,
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
            "Which colours decided and by which rule. Read by the board.",
            Type.LONG_TEXT,
            computed="STATUS",
            beside=(_OVERALL, "Why"),
        ),
    ]
    overall_rag_trend: Annotated[Texts, _trend("Overall", _OVERALL)]
    overall_rag_last: Annotated[Texts, _last("Overall", _OVERALL)]
    changes_since_last: Annotated[
        Texts,
        Column(
            "Changes since Last",
            "Every figure that differs from the last snapshot. Read by the board.",
            Type.LONG_TEXT,
            computed="STATUS",
        ),
    ]
    override_by: Annotated[
        Texts,
        Column(
            "Override By",
            "Who overrules the colour; empty: the project manager. Printed beside it.",
            Type.PERSON,
            also=("Overridden By",),
        ),
    ]
    override_date: Annotated[
        Instants,
        Column(
            "Override Date",
            "The day on which it was overruled; empty: the status date. Periods count from it.",
            Type.DATE,
            also=("Overridden On",),
        ),
    ]
