"""The sheets of demand: requests, objectives, and which project serves which."""

from __future__ import annotations

from typing import Annotated

from pmo_excel.core.columns import Column, Flags, Instants, Numbers, Texts, Type
from pmo_excel.core.tables import Table, table


@table("Intake", "tblIntake", "What is asked for, before it is a project.", key="id", book="portfolio")
class Intake(Table):
    """Demand requests, from draft to decision."""

    id: Annotated[Texts, Column("Request ID", "A short ID, used once: REQ-001.", required=True, unique=True, width=11)]
    title: Annotated[
        Texts, Column("Title", "The request in a few words: archive to the cloud.", required=True, width=34)
    ]
    requester: Annotated[Texts, Column("Requester", "Who asks for it: Omar Haddad.", Type.PERSON, width=18)]
    date_requested: Annotated[
        Instants, Column("Date Requested", "The day it was asked for. Its age is counted from it.", Type.DATE, width=12)
    ]
    business_unit: Annotated[Texts, Column("Business Unit", "Whose budget and benefit it is: Claims.", width=18)]
    problem_opportunity: Annotated[
        Texts,
        Column("Problem / Opportunity", "Why: what is wrong today, or possible tomorrow.", Type.LONG_TEXT, width=36),
    ]
    outline_benefit: Annotated[
        Numbers,
        Column("Outline Benefit", "What it may bring per year, such as 60000.", Type.MONEY, unit="currency", width=13),
    ]
    rough_cost: Annotated[
        Numbers, Column("Rough Cost", "What it may cost, such as 95000.", Type.MONEY, unit="currency", width=13)
    ]
    rough_effort_fte_months: Annotated[
        Numbers,
        Column(
            "Rough Effort (FTE-months)", "People times months, such as 6.", Type.NUMBER, unit="person-months", width=12
        ),
    ]
    mandatory_regulatory: Annotated[
        Flags, Column("Mandatory / Regulatory", "Yes where the law requires it.", Type.YES_NO, width=12)
    ]
    needed_by: Annotated[Instants, Column("Needed By", "The day by which it is needed.", Type.DATE, width=12)]
    strategic_objective_ids: Annotated[
        Texts,
        Column(
            "Strategic Objective IDs",
            "Objectives that it serves, separated by ; as in O-1; O-3.",
            Type.CHOICES,
            width=16,
        ),
    ]
    intake_stage: Annotated[
        Texts,
        Column(
            "Intake Stage",
            "Draft, Submitted, Screened, Business case, Scored or Decided.",
            Type.CHOICE,
            choices="IntakeStage",
            width=14,
        ),
    ]
    decision: Annotated[
        Texts,
        Column(
            "Decision",
            "Approve, Reject or Defer.",
            Type.CHOICE,
            choices=(
                "Approve",
                "Reject",
                "Defer",
            ),
            width=11,
        ),
    ]
    decision_date: Annotated[
        Instants, Column("Decision Date", "The day of the decision. Its age stops there.", Type.DATE, width=12)
    ]
    project_id: Annotated[
        Texts, Column("Project ID", "The project that it became, when it was started: PRJ-014.", width=11)
    ]
    score: Annotated[
        Numbers,
        Column("Score", "The weighted score of its rows in Scores, 1 to 5.", Type.NUMBER, computed="INTAKE", width=8),
    ]
    age: Annotated[
        Numbers,
        Column(
            "Age (d)",
            "Days from the request to its decision; undecided, to the newest status date of the register.",
            Type.NUMBER,
            unit="days",
            computed="INTAKE",
            width=8,
        ),
    ]


@table(
    "Objectives",
    "tblObjectives",
    "What the organisation wants to reach, and how much each counts.",
    key="id",
    book="portfolio",
)
class Objectives(Table):
    """Strategic objectives with their weights."""

    id: Annotated[
        Texts,
        Column(
            "Objective ID", "A short ID, used once: O-1. Charters refer to it.", required=True, unique=True, width=11
        ),
    ]
    objective: Annotated[
        Texts, Column("Objective", "What is to be reached: half the floor space by 2028.", required=True, width=44)
    ]
    owner: Annotated[Texts, Column("Owner", "Who answers for it: Helen Marsh.", Type.PERSON, width=18)]
    weight_percent: Annotated[
        Numbers,
        Column(
            "Weight %",
            "How much it counts; all together 100%.",
            Type.PERCENT,
            unit="fraction",
            minimum=0,
            maximum=1,
            width=10,
        ),
    ]
    measure: Annotated[Texts, Column("Measure", "How it is measured: square metres per person.", width=30)]
    target: Annotated[
        Numbers,
        Column(
            "Target", "The value to reach, such as 8. Scenarios compare the forecast with it.", Type.NUMBER, width=11
        ),
    ]
    target_date: Annotated[Instants, Column("Target Date", "The day by which to reach it.", Type.DATE, width=12)]
    budget_share: Annotated[
        Numbers,
        Column(
            "Budget Share",
            "Budgets of the projects that serve it, each split by its contributions.",
            Type.MONEY,
            unit="currency",
            computed="OBJECTIVES",
            width=13,
        ),
    ]
    projects_serving: Annotated[
        Numbers,
        Column(
            "Projects Serving",
            "Projects that contribute and are not cancelled.",
            Type.NUMBER,
            unit="projects",
            computed="OBJECTIVES",
            width=10,
        ),
    ]
    forecast_contribution: Annotated[
        Numbers,
        Column(
            "Forecast Contribution",
            "Forecasts of the benefits named like its measure; without any, the contributions 0-3 added up.",
            Type.NUMBER,
            computed="OBJECTIVES",
            width=13,
        ),
    ]


@table("Alignment", "tblAlignment", "Which project serves which objective, and how much.", book="portfolio")
class Alignment(Table):
    """Contributions of projects to objectives."""

    project_id: Annotated[
        Texts,
        Column(
            "Project ID",
            "The project: PRJ-001.",
            Type.CHOICE,
            also=("Project",),
            refers="Portfolio Register.Project ID",
            required=True,
            width=11,
        ),
    ]
    objective_id: Annotated[
        Texts,
        Column(
            "Objective ID",
            "The objective: O-1.",
            Type.CHOICE,
            also=("Objective",),
            refers="Objectives.Objective ID",
            required=True,
            width=11,
        ),
    ]
    contribution_0_3: Annotated[
        Numbers,
        Column(
            "Contribution (0-3)",
            "0 none, 1 some, 2 much, 3 decisive.",
            Type.NUMBER,
            also=("Contribution",),
            minimum=0,
            maximum=3,
            width=18,
        ),
    ]
    evidence: Annotated[Texts, Column("Evidence", "Why: one floor given back, 900 square metres.", width=50)]
    alignment_score: Annotated[
        Numbers,
        Column(
            "Alignment Score",
            "Contribution times the objective's weight: 0 to 3.",
            Type.NUMBER,
            computed="ALIGNMENT",
            width=11,
        ),
    ]
