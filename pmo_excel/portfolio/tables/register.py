"""The portfolio's register."""

from __future__ import annotations

from typing import Annotated

from pmo_excel.core.columns import Column, Flags, Instants, Numbers, Texts, Type
from pmo_excel.core.tables import Table, table


def _colour(header: str, help_: str) -> Column:
    return Column(header, help_, Type.RAG, computed="COLLECT", width=8)


def _day(header: str, help_: str) -> Column:
    return Column(header, help_, Type.DATE, computed="COLLECT", width=12)


@table(
    "Portfolio Register",
    "tblProjects",
    "Every project with its dates, money, colours and next gate.",
    key="id",
    book="portfolio",
)
class Projects(Table):
    """The register: one row per project, collected from the project workbooks."""

    id: Annotated[
        Texts,
        Column(
            "Project ID",
            "The project, as in its charter: PRJ-001. All sheets refer to it.",
            required=True,
            unique=True,
            computed="COLLECT",
            width=11,
        ),
    ]
    name: Annotated[
        Texts, Column("Project Name", "The name, from its charter. On every page.", computed="COLLECT", width=30)
    ]
    programme: Annotated[
        Texts, Column("Programme", "The programme, from its charter. Pages group by it.", computed="COLLECT", width=22)
    ]
    portfolio: Annotated[
        Texts, Column("Portfolio", "The portfolio it belongs to: Workplace. Pages group by it.", width=16)
    ]
    sponsor: Annotated[
        Texts,
        Column("Sponsor", "Who owns the business case, from its charter.", Type.PERSON, computed="COLLECT", width=18),
    ]
    project_manager: Annotated[
        Texts, Column("Project Manager", "Who runs it, from its charter.", Type.PERSON, computed="COLLECT", width=18)
    ]
    pmo_coordinator: Annotated[
        Texts,
        Column(
            "PMO Coordinator",
            "Who collects it, from its charter.",
            Type.PERSON,
            computed="COLLECT",
            width=18,
            folded=True,
        ),
    ]
    project_type: Annotated[
        Texts,
        Column(
            "Project Type",
            "IT, Construction and so on, from its charter.",
            Type.CHOICE,
            choices="ProjectType",
            computed="COLLECT",
            width=14,
            folded=True,
        ),
    ]
    methodology: Annotated[
        Texts,
        Column(
            "Methodology",
            "How it is run, from its charter.",
            Type.CHOICE,
            choices="Methodology",
            computed="COLLECT",
            width=14,
            folded=True,
        ),
    ]
    lifecycle_status: Annotated[
        Texts,
        Column(
            "Lifecycle Status",
            "Proposed to Closed, from its charter.",
            Type.CHOICE,
            choices="LifecycleStatus",
            computed="COLLECT",
            width=12,
        ),
    ]
    current_stage: Annotated[
        Texts, Column("Current Stage", "The stage it is in, from its charter.", computed="COLLECT", width=14)
    ]
    priority_rank: Annotated[
        Numbers,
        Column("Priority Rank", "1 is the highest strategic score.", Type.NUMBER, computed="PRIORITIES", width=9),
    ]
    strategic_score: Annotated[
        Numbers,
        Column(
            "Strategic Score",
            "The weighted score from Scores, 1 to 5; empty while one is missing.",
            Type.NUMBER,
            computed="PRIORITIES",
            width=10,
        ),
    ]
    baseline_start: Annotated[
        Instants,
        Column(
            "Baseline Start", "The first day of the agreed plan.", Type.DATE, computed="COLLECT", width=12, folded=True
        ),
    ]
    baseline_finish: Annotated[Instants, _day("Baseline Finish", "The last day of the agreed plan.")]
    forecast_finish: Annotated[Instants, _day("Forecast Finish", "When the plan now finishes. Read by the board.")]
    p80_finish: Annotated[
        Instants,
        _day("P80 Finish", "The day by which 80% of its simulated runs have finished. Read by the board."),
    ]
    schedule_variance: Annotated[
        Numbers,
        Column(
            "Schedule Variance (wd)",
            "Working days from baseline to forecast finish; above 0 is late.",
            Type.NUMBER,
            unit="working days",
            computed="COLLECT",
            width=11,
        ),
    ]
    percent_complete: Annotated[
        Numbers,
        Column(
            "% Complete",
            "Work done of the plan's, by duration.",
            Type.PERCENT,
            unit="fraction",
            computed="COLLECT",
            width=10,
        ),
    ]
    approved_budget: Annotated[
        Numbers,
        Column(
            "Approved Budget",
            "What was approved, from its charter.",
            Type.MONEY,
            unit="currency",
            computed="COLLECT",
            width=13,
        ),
    ]
    actual_to_date: Annotated[
        Numbers,
        Column(
            "Actual to Date",
            "What is spent, from its budget.",
            Type.MONEY,
            unit="currency",
            computed="COLLECT",
            width=13,
        ),
    ]
    estimate_at_completion: Annotated[
        Numbers,
        Column(
            "EAC",
            "What it will cost in all. Read by the board.",
            Type.MONEY,
            unit="currency",
            computed="COLLECT",
            width=13,
        ),
    ]
    cost_variance_percent: Annotated[
        Numbers,
        Column(
            "Cost Variance %",
            "EAC above the budget, as a share of it. Read by the board.",
            Type.PERCENT,
            unit="fraction",
            computed="COLLECT",
            width=10,
        ),
    ]
    cpi: Annotated[
        Numbers,
        Column("CPI", "Earned value per unit of cost.", Type.NUMBER, unit="ratio", computed="COLLECT", width=8),
    ]
    spi_t: Annotated[
        Numbers,
        Column("SPI(t)", "Earned schedule / time.", Type.NUMBER, unit="ratio", computed="COLLECT", width=8),
    ]
    time_rag: Annotated[Texts, _colour("Time RAG", "The colour in time, from its status.")]
    cost_rag: Annotated[Texts, _colour("Cost RAG", "The colour in cost, from its status.")]
    scope_rag: Annotated[Texts, _colour("Scope RAG", "The colour in scope, from its status.")]
    risk_rag: Annotated[Texts, _colour("Risk RAG", "The colour in risk, from its status.")]
    resource_rag: Annotated[Texts, _colour("Resource RAG", "The colour in people, from its status.")]
    benefits_rag: Annotated[Texts, _colour("Benefits RAG", "The colour in benefits, from its status.")]
    overall_rag_computed: Annotated[
        Texts,
        Column("Overall RAG (computed)", "The colour that the figures give.", Type.RAG, computed="COLLECT", width=11),
    ]
    overall_rag_reported: Annotated[
        Texts,
        Column(
            "Overall RAG (reported)",
            "The colour that the project reports; another than computed has its reason there.",
            Type.RAG,
            computed="COLLECT",
            width=11,
        ),
    ]
    trend: Annotated[
        Texts,
        Column(
            "Trend",
            "▲ better, ► the same, ▼ worse overall than at its last snapshot. Read by the board.",
            Type.ARROW,
            computed="COLLECT",
            width=8,
        ),
    ]
    top_risk: Annotated[
        Texts,
        Column("Top Risk", "The open risk with the highest score. Read by the board.", computed="COLLECT", width=30),
    ]
    exposure: Annotated[
        Numbers,
        Column(
            "Exposure (EMV)",
            "The expected value of its open risks.",
            Type.MONEY,
            unit="currency",
            computed="COLLECT",
            width=13,
        ),
    ]
    open_issues_high: Annotated[
        Numbers,
        Column(
            "Open Issues (High)", "Open issues of severity High or Critical.", Type.NUMBER, computed="COLLECT", width=10
        ),
    ]
    open_changes: Annotated[
        Numbers, Column("Open Changes", "Changes that are not decided.", Type.NUMBER, computed="COLLECT", width=10)
    ]
    next_gate: Annotated[Texts, Column("Next Gate", "The next gate without an outcome.", computed="COLLECT", width=14)]
    next_gate_date: Annotated[Instants, _day("Next Gate Date", "The planned day of that gate.")]
    gate_readiness_percent: Annotated[
        Numbers,
        Column(
            "Gate Readiness %",
            "Items in place at that gate.",
            Type.PERCENT,
            unit="fraction",
            computed="COLLECT",
            width=10,
        ),
    ]
    status_date: Annotated[Instants, _day("Status Date", "The day up to which the project reports.")]
    data_age: Annotated[
        Numbers,
        Column(
            "Data Age (d)",
            "Days since the status date. Old figures are grey.",
            Type.NUMBER,
            unit="days",
            computed="COLLECT",
            width=10,
        ),
    ]
    submission: Annotated[
        Texts,
        Column(
            "Submission",
            "Received, Late, Missing, Stale or Defective.",
            Type.CHOICE,
            choices=(
                "Received",
                "Late",
                "Missing",
                "Stale",
                "Defective",
            ),
            computed="COLLECT",
            width=12,
        ),
    ]
    source_file: Annotated[
        Texts, Column("Source File", "The workbook that the row comes from.", Type.LINK, computed="COLLECT", width=22)
    ]
    escalate_to_board: Annotated[
        Flags, Column("Escalate to Board", "Yes puts it on the board's page.", Type.YES_NO, width=10)
    ]
    pmo_comment: Annotated[
        Texts, Column("PMO Comment", "What the board should know: supplier replaced, plan follows.", width=36)
    ]
