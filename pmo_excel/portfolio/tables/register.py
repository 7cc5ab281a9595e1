"""The portfolio's register, who has submitted, and what headers mean."""

from __future__ import annotations

from typing import Annotated

from pmo_excel.core.columns import Column, Flags, Instants, Numbers, Texts, Type
from pmo_excel.core.tables import Table, table


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
    baseline_finish: Annotated[
        Instants, Column("Baseline Finish", "The last day of the agreed plan.", Type.DATE, computed="COLLECT", width=12)
    ]
    forecast_finish: Annotated[
        Instants,
        Column(
            "Forecast Finish", "When the plan now finishes. Read by the board.", Type.DATE, computed="COLLECT", width=12
        ),
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
    time_rag: Annotated[
        Texts, Column("Time RAG", "The colour in time, from its status.", Type.RAG, computed="COLLECT", width=8)
    ]
    cost_rag: Annotated[
        Texts, Column("Cost RAG", "The colour in cost, from its status.", Type.RAG, computed="COLLECT", width=8)
    ]
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
    next_gate_date: Annotated[
        Instants, Column("Next Gate Date", "The planned day of that gate.", Type.DATE, computed="COLLECT", width=12)
    ]
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
    status_date: Annotated[
        Instants,
        Column("Status Date", "The day up to which the project reports.", Type.DATE, computed="COLLECT", width=12),
    ]
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


@table(
    "Collection", "tblCollection", "Who has sent their workbook, when, and in which state.", key="id", book="portfolio"
)
class Collection(Table):
    """Submissions: one row per expected workbook."""

    id: Annotated[
        Texts,
        Column(
            "Project ID", "The project, as in its charter.", required=True, unique=True, computed="COLLECT", width=11
        ),
    ]
    source_path: Annotated[Texts, Column("Source Path", "The folder, address or file where its workbook is.", width=40)]
    expected_file: Annotated[
        Texts, Column("Expected File", "The name of its workbook: PRJ-001_Office_Move.xlsx.", width=30)
    ]
    due: Annotated[Instants, Column("Due", "When it is due, such as 31-Mar-2026 17:00.", Type.DATETIME, width=17)]
    received: Annotated[
        Instants, Column("Received", "When the file was last changed.", Type.DATETIME, computed="COLLECT", width=17)
    ]
    file_version: Annotated[
        Texts, Column("File Version", "Its version, where the library knows it.", computed="COLLECT", width=10)
    ]
    size_hash: Annotated[
        Texts,
        Column("Size / Hash", "Its size and fingerprint: shows whether it is a new one.", computed="COLLECT", width=22),
    ]
    template_version: Annotated[
        Texts, Column("Template Version", "The template it was made from.", computed="COLLECT", width=11)
    ]
    result: Annotated[
        Texts,
        Column(
            "Result",
            "OK, OK with findings, Rejected, Missing and so on.",
            Type.CHOICE,
            choices=(
                "OK",
                "OK with findings",
                "Rejected",
                "Missing",
                "Duplicate version",
                "Locked",
                "Password",
            ),
            computed="COLLECT",
            width=18,
        ),
    ]
    findings: Annotated[
        Texts, Column("Findings (H/M/L)", "How many findings: high, medium, low.", computed="COLLECT", width=12)
    ]
    data_quality_score: Annotated[
        Numbers,
        Column(
            "Data Quality Score",
            "0 to 100: less for each finding. Read in the PMO.",
            Type.NUMBER,
            minimum=0,
            maximum=100,
            computed="COLLECT",
            width=10,
        ),
    ]
    reminder_drafted: Annotated[
        Flags,
        Column("Reminder Drafted", "Yes where a reminder waits to be sent.", Type.YES_NO, computed="COLLECT", width=10),
    ]
    chase_note: Annotated[Texts, Column("Chase Note", "What was agreed with the project manager.", width=36)]


@table("Header Map", "tblHeaderMap", "What the headers of other templates mean.", book="portfolio")
class HeaderMap(Table):
    """Learned synonyms: which standard column a header stands for."""

    template_source: Annotated[
        Texts, Column("Template / Source", "The template that the header is from: Supplier plan 2025.", width=24)
    ]
    sheet: Annotated[Texts, Column("Sheet", "The sheet it is on.", width=20)]
    header_found: Annotated[Texts, Column("Header Found", "The header as it was found.", computed="COLLECT", width=24)]
    field: Annotated[Texts, Column("Field", "The standard column that it stands for: Project Manager.", width=24)]
    confirmed_by: Annotated[Texts, Column("Confirmed By", "Who confirmed it: Priya Nair.", Type.PERSON, width=18)]
    date_format: Annotated[
        Texts,
        Column(
            "Date Format",
            "How its dates are written: DMY, MDY, YMD or Auto.",
            Type.CHOICE,
            choices=(
                "DMY",
                "MDY",
                "YMD",
                "Auto",
            ),
            width=11,
        ),
    ]
    unit: Annotated[Texts, Column("Unit", "The unit of its numbers, where it differs: hours.", width=10)]
    header_row: Annotated[
        Numbers,
        Column(
            "Header Row", "The row of its headers, where it is not found by itself.", Type.NUMBER, minimum=1, width=10
        ),
    ]
