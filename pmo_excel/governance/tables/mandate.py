"""What a project is and is for: the first part of the charter."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from pmo_excel.core.columns import Column, Texts, Type
from pmo_excel.core.tables import Table


@dataclass(frozen=True, slots=True, eq=False)
class Mandate(Table):
    """The project's identity, people, method, case and scope."""

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
