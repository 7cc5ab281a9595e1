"""The sheet of the charter: one record, a row per field."""

from __future__ import annotations

from typing import Annotated

from pmo_excel.core.columns import Column, Instants, Numbers, Texts, Type
from pmo_excel.core.tables import table
from pmo_excel.governance.tables.mandate import Mandate


@table(
    "Charter", "tblCharter", "What the project is, who answers for it and what it may use.", key="id", layout="fields"
)
class Charter(Mandate):
    """The project's identity, mandate and tolerances: one record."""

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
    size_class: Annotated[
        Numbers,
        Column(
            "Size (1-10)",
            "1: a few people for weeks; 10: many teams for years. Decides the recommended level.",
            Type.NUMBER,
            also=("Project Size", "Size Class"),
            minimum=1,
            maximum=10,
        ),
    ]
    risk_class: Annotated[
        Numbers,
        Column(
            "Risk (1-10)",
            "1: little can go wrong; 10: much is at stake and uncertain. Decides the recommended level.",
            Type.NUMBER,
            also=("Project Risk", "Risk Class"),
            minimum=1,
            maximum=10,
        ),
    ]
    novelty_class: Annotated[
        Numbers,
        Column(
            "Novelty (1-10)",
            "1: done many times; 10: nobody here has done it. Decides the recommended level.",
            Type.NUMBER,
            also=("Project Novelty", "Novelty Class"),
            minimum=1,
            maximum=10,
        ),
    ]
    recommended_level: Annotated[
        Texts,
        Column(
            "Recommended Level",
            "Light, Standard or Structured, from size, risk and novelty. Compare it with Template Level.",
            computed="CHARTERCHECK",
        ),
    ]
    recommended_why: Annotated[
        Texts,
        Column(
            "Recommended Level Why",
            "The score, its parts and the limits of Settings. Read by the PMO.",
            Type.LONG_TEXT,
            computed="CHARTERCHECK",
        ),
    ]
    approval: Annotated[
        Texts,
        Column(
            "Approval",
            "Who approved this charter, and whether its text has changed since. Written by pmo approve.",
            Type.LONG_TEXT,
            computed="CHARTERCHECK",
        ),
    ]
    lessons: Annotated[
        Texts,
        Column(
            "Lessons to Apply",
            "Lessons of other projects that fit this one, from pmo lessons. Read them before planning.",
            Type.LONG_TEXT,
            computed="LOG",
        ),
    ]
