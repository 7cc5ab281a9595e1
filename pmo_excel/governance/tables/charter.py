"""The sheet of the charter: one record, a row per field."""

from __future__ import annotations

from typing import Annotated

from pmo_excel.core.columns import Column, Instants, Numbers, Texts, Type
from pmo_excel.core.tables import Table, table


@table(
    "Charter", "tblCharter", "What the project is, who answers for it and what it may use.", key="id", layout="fields"
)
class Charter(Table):
    """The project's identity, mandate and tolerances: one record."""

    id: Annotated[
        Texts,
        Column(
            "Project ID",
            "Letters, a hyphen and a number: PRJ-001. Portfolio and SharePoint know the project by it.",
            also=("ID", "Project No", "Project Number", "Projektnummer", "N° de projet"),
            required=True,
            unique=True,
            pattern=r"[A-Z]{2,5}-[0-9]{3,5}",
        ),
    ]
    name: Annotated[
        Texts,
        Column(
            "Project Name",
            "The name as people say it: Office Move. On every page.",
            also=("Project", "Title", "Name", "Project Title", "Projekt", "Projektname", "Projet", "Nom du projet"),
            required=True,
        ),
    ]
    programme: Annotated[
        Texts,
        Column(
            "Programme",
            "The programme it belongs to, if any: Workplace 2027. Portfolio reports group by it.",
            also=("Program", "Programm"),
        ),
    ]
    sponsor: Annotated[
        Texts,
        Column(
            "Sponsor",
            "The person who owns the business case: Helen Marsh. Decides what exceeds the tolerances.",
            Type.PERSON,
            also=("Project Sponsor", "Executive", "SRO", "Senior Responsible Owner", "Auftraggeber", "Commanditaire"),
            required=True,
        ),
    ]
    project_manager: Annotated[
        Texts,
        Column(
            "Project Manager",
            "The person who runs it: Ana Keller. Receives findings and reminders.",
            Type.PERSON,
            also=(
                "PM",
                "Proj. Mgr",
                "Proj Mgr",
                "Project Mgr",
                "Proj. Manager",
                "Projektleiter",
                "Projektleiterin",
                "Projektleitung",
                "Chef de projet",
                "Cheffe de projet",
            ),
            required=True,
        ),
    ]
    pmo_coordinator: Annotated[
        Texts,
        Column(
            "PMO Coordinator",
            "The person in the PMO who collects this workbook: Priya Nair.",
            Type.PERSON,
            also=("PMO", "Coordinator", "PMO Contact"),
            required=True,
        ),
    ]
    project_type: Annotated[
        Texts,
        Column(
            "Project Type",
            "IT, Construction, Regulatory and so on. Portfolio reports group by it.",
            Type.CHOICE,
            also=("Type", "Projektart"),
            choices="ProjectType",
        ),
    ]
    methodology: Annotated[
        Texts,
        Column(
            "Methodology",
            "PRINCE2, PMBOK predictive, Hybrid, Agile/Scrum or Light. Decides stages and report words.",
            Type.CHOICE,
            also=("Method", "Framework"),
            choices="Methodology",
        ),
    ]
    template_level: Annotated[
        Texts,
        Column(
            "Template Level",
            "Light, Standard or Structured. Decides which sheets are shown.",
            Type.CHOICE,
            also=("Level", "Tailoring"),
            choices="TemplateLevel",
        ),
    ]
    lifecycle_status: Annotated[
        Texts,
        Column(
            "Lifecycle Status",
            "Proposed, Approved, Active, On hold, Closing, Closed or Cancelled. Read by the portfolio.",
            Type.CHOICE,
            also=("Project Status", "Lifecycle", "State"),
            choices="LifecycleStatus",
        ),
    ]
    current_stage: Annotated[
        Texts,
        Column(
            "Current Stage",
            "A stage of the methodology, as in Deliver. Read by gate and risk reports.",
            Type.CHOICE,
            also=("Stage", "Phase", "Current Phase"),
            choices="Stage",
        ),
    ]
    business_case_summary: Annotated[
        Texts,
        Column(
            "Business Case Summary",
            "Why it is worth it, in three sentences with the main figure. Read by the board.",
            Type.LONG_TEXT,
            also=("Business Case", "Justification"),
        ),
    ]
    objectives: Annotated[
        Texts,
        Column(
            "Objectives",
            "What will be true at the end, with a measure and a date. Read by the board.",
            Type.LONG_TEXT,
            also=("Objective", "Goals", "Aims", "Ziele"),
        ),
    ]
    strategic_objective_ids: Annotated[
        Texts,
        Column(
            "Strategic Objective IDs",
            "Objectives of the portfolio, separated by ; as in O-1; O-3. Read by the portfolio.",
            Type.CHOICES,
            also=("Strategic Objectives",),
        ),
    ]
    in_scope: Annotated[
        Texts,
        Column(
            "In Scope",
            "What the project delivers: both floors, 120 desks. Read when changes are asked for.",
            Type.LONG_TEXT,
            also=("Scope", "Inclusions"),
        ),
    ]
    out_of_scope: Annotated[
        Texts,
        Column(
            "Out of Scope",
            "What people may expect and will not get: new furniture. Read when changes are asked for.",
            Type.LONG_TEXT,
            also=("Exclusions", "Not in Scope"),
        ),
    ]
    success_criteria: Annotated[
        Texts,
        Column(
            "Success Criteria",
            "How the sponsor will judge it: no working day lost. Read at closure.",
            Type.LONG_TEXT,
            also=("Acceptance Criteria", "Critical Success Factors"),
        ),
    ]
    priority: Annotated[
        Texts,
        Column(
            "Priority",
            "1 is first, 5 is last. Read when people are short.",
            Type.CHOICE,
            also=("Project Priority", "Rank"),
            choices="Priority",
        ),
    ]
    currency: Annotated[
        Texts,
        Column(
            "Currency",
            "Three letters: GBP. All money in this workbook is in it.",
            Type.CHOICE,
            also=("Währung", "Devise"),
            choices="Currency",
            default="GBP",
        ),
    ]
    planned_start: Annotated[
        Instants,
        Column(
            "Planned Start",
            "The first working day, such as 2-Mar-2026. The plan is worked out from it.",
            Type.DATE,
            also=("Start", "Start Date", "Project Start", "Projektstart", "Date de début"),
            required=True,
        ),
    ]
    required_finish: Annotated[
        Instants,
        Column(
            "Required Finish",
            "The day it is needed by, such as 29-May-2026. Compared with the forecast finish.",
            Type.DATE,
            also=("Finish", "Target Finish", "End Date", "Due by", "Projektende", "Date de fin"),
        ),
    ]
    approved_budget: Annotated[
        Numbers,
        Column(
            "Approved Budget",
            "What was approved, such as 95000, without contingency. Compared with the estimate at completion.",
            Type.MONEY,
            unit="currency",
            also=("Budget", "BAC", "Total Budget", "Budget (approved)"),
            minimum=0,
        ),
    ]
    contingency: Annotated[
        Numbers,
        Column(
            "Contingency",
            "Money for known risks, such as 9500. Compared with the exposure.",
            Type.MONEY,
            unit="currency",
            also=("Contingency Reserve", "Risk Budget"),
            minimum=0,
        ),
    ]
    management_reserve: Annotated[
        Numbers,
        Column(
            "Management Reserve",
            "Money the sponsor holds for the unknown, such as 5000. Never in the budget.",
            Type.MONEY,
            unit="currency",
            also=("Reserve",),
            minimum=0,
        ),
    ]
    status_date: Annotated[
        Instants,
        Column(
            "Status Date",
            "The day up to which progress is reported: 31-Mar-2026. Every figure is as of it.",
            Type.DATE,
            also=("Data Date", "As of", "As-of Date", "Report Date", "Reporting Date", "Stichtag", "Date d'état"),
            required=True,
        ),
    ]
    reporting_frequency: Annotated[
        Texts,
        Column(
            "Reporting Frequency",
            "How often status is due: Monthly. Decides when it is late.",
            Type.CHOICE,
            also=("Frequency", "Reporting Cycle"),
            choices="Frequency",
            default="Monthly",
        ),
    ]
    tolerance_time: Annotated[
        Numbers,
        Column(
            "Tolerance Time (wd)",
            "Working days late before the sponsor decides: 10. Decides the Time RAG.",
            Type.NUMBER,
            unit="working days",
            also=("Time Tolerance", "Schedule Tolerance"),
            minimum=0,
            default=10,
        ),
    ]
    tolerance_cost: Annotated[
        Numbers,
        Column(
            "Tolerance Cost (%)",
            "Overrun before the sponsor decides: 10%. Decides the Cost RAG.",
            Type.PERCENT,
            unit="fraction",
            also=("Cost Tolerance", "Budget Tolerance"),
            minimum=0,
            maximum=1,
            default=0.1,
        ),
    ]
    tolerance_scope: Annotated[
        Texts,
        Column(
            "Tolerance Scope",
            "What may be left out without asking: meeting-room screens. Read when changes are asked for.",
            also=("Scope Tolerance",),
        ),
    ]
    tolerance_quality: Annotated[
        Texts,
        Column(
            "Tolerance Quality",
            "What may fall short without asking: five open snags. Read at acceptance.",
            also=("Quality Tolerance",),
        ),
    ]
    tolerance_risk: Annotated[
        Numbers,
        Column(
            "Tolerance Risk (exposure)",
            "The exposure that the sponsor accepts, such as 12000. Compared with the register.",
            Type.MONEY,
            unit="currency",
            also=("Risk Tolerance", "Risk Appetite"),
            minimum=0,
        ),
    ]
    tolerance_benefits: Annotated[
        Numbers,
        Column(
            "Tolerance Benefits (%)",
            "The shortfall of benefits before the sponsor decides: 10%. Read at reviews.",
            Type.PERCENT,
            unit="fraction",
            also=("Benefits Tolerance",),
            minimum=0,
            maximum=1,
        ),
    ]
    amber_trigger: Annotated[
        Numbers,
        Column(
            "Amber Trigger (% of tolerance)",
            "The part of a tolerance at which a colour turns amber: 50%. Decides the RAGs.",
            Type.PERCENT,
            unit="fraction",
            also=("Amber Trigger", "Amber At"),
            minimum=0,
            maximum=1,
            default=0.5,
        ),
    ]
    roll_up_rule: Annotated[
        Texts,
        Column(
            "Roll-up Rule",
            "How the overall colour is found: Worst-of, Weighted or Count rule. Decides the overall RAG.",
            Type.CHOICE,
            also=("Rollup Rule", "RAG Rule"),
            choices="RollUpRule",
            default="Worst-of",
        ),
    ]
    sharepoint_site: Annotated[
        Texts,
        Column(
            "SharePoint Site",
            "The team's site, beginning with https://. Lists and documents are published there.",
            Type.URL,
            also=("Site", "Team Site", "SharePoint"),
            pattern=r"https://\S+",
        ),
    ]
    template_version: Annotated[
        Texts,
        Column("Template Version", "The version of this template. Read when an upgrade is offered.", computed="STATUS"),
    ]
    forecast_finish: Annotated[
        Instants,
        Column(
            "Forecast Finish",
            "When the plan now finishes. Read by the board.",
            Type.DATE,
            also=("Forecast End", "Expected Finish"),
            computed="STATUS",
        ),
    ]
    estimate_at_completion: Annotated[
        Numbers,
        Column(
            "Estimate at Completion (EAC)",
            "What the project will cost in all, from Budget. Read by the board.",
            Type.MONEY,
            unit="currency",
            also=("EAC", "Forecast Cost", "Forecast Outturn"),
            computed="STATUS",
        ),
    ]
    overall_rag: Annotated[
        Texts,
        Column(
            "Overall RAG",
            "The colour of the whole project, from the roll-up rule. Read by the board.",
            Type.RAG,
            also=("RAG", "RAG Status", "Status", "Health"),
            computed="STATUS",
        ),
    ]
