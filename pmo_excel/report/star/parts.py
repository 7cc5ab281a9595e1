"""Which star tables there are: the sheet each comes from, its columns, and the dimensions that it refers to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final


@dataclass(frozen=True, slots=True)
class Part:
    """One star table, made from a sheet.

    Attributes
    ----------
    name, sheet
        Of the table, and of the workbook's sheet.
    key
        The column that is unique, or the one that refers to the dimension of the same rows.
    identity
        The fields that make a row the same one; empty: its number.
    columns
        Each column with the field that it holds.
    links
        Columns that refer to another dimension, with it and the field that holds the other's ID.
    dimension
        Whether others refer to it.
    """

    name: str
    sheet: str
    key: str
    identity: tuple[str, ...]
    columns: Mapping[str, str]
    links: Mapping[str, tuple[str, str]] = field(default_factory=lambda: MappingProxyType({}))
    dimension: bool = False


PROJECT_KEY: Final = "ProjectKey"
DATE_KEY: Final = "DateKey"
DIM_PROJECT: Final = "dim_project"
DIM_DATE: Final = "dim_date"

_PROJECT_COLUMNS: Final = {
    "ProjectName": "name",
    "Programme": "programme",
    "Sponsor": "sponsor",
    "ProjectManager": "project_manager",
    "ProjectType": "project_type",
    "Methodology": "methodology",
    "LifecycleStatus": "lifecycle_status",
    "CurrentStage": "current_stage",
}

PROJECT_PARTS: Final[tuple[Part, ...]] = (
    Part(DIM_PROJECT, "Charter", PROJECT_KEY, ("id",), _PROJECT_COLUMNS | {"Currency": "currency"}, dimension=True),
    Part(
        "fact_project",
        "Charter",
        PROJECT_KEY,
        ("id",),
        {
            "StatusDateKey": "status_date",
            "PlannedStartDateKey": "planned_start",
            "RequiredFinishDateKey": "required_finish",
            "ForecastFinishDateKey": "forecast_finish",
            "ApprovedBudget": "approved_budget",
            "EstimateAtCompletion": "estimate_at_completion",
            "OverallRAG": "overall_rag",
        },
    ),
    Part(
        "dim_task",
        "Schedule",
        "TaskKey",
        ("id",),
        {
            "TaskID": "id",
            "WBS": "wbs",
            "TaskName": "name",
            "TaskType": "task_type",
            "Stage": "stage",
            "Owner": "owner",
            "Critical": "critical",
        },
        dimension=True,
    ),
    Part(
        "fact_task",
        "Schedule",
        "TaskKey",
        ("id",),
        {
            "StartDateKey": "start",
            "FinishDateKey": "finish",
            "BaselineStartDateKey": "baseline_start",
            "BaselineFinishDateKey": "baseline_finish",
            "ActualStartDateKey": "actual_start",
            "ActualFinishDateKey": "actual_finish",
            "PercentComplete": "percent_complete",
            "TotalFloatDays": "total_float",
            "FinishVarianceDays": "finish_variance",
            "PlannedValue": "planned_value",
            "EarnedValue": "earned_value",
            "ActualCost": "actual_cost",
            "TaskRAG": "rag",
        },
    ),
    Part(
        "dim_resource",
        "Resources",
        "ResourceKey",
        ("id",),
        {"ResourceID": "id", "ResourceName": "name", "ResourceType": "resource_type", "Role": "role", "Team": "team"},
        dimension=True,
    ),
    Part(
        "fact_assignment",
        "Assignments",
        "AssignmentKey",
        ("id",),
        {
            "StartDateKey": "start",
            "FinishDateKey": "finish",
            "Booking": "booking",
            "Units": "units",
            "WorkHours": "work",
            "ActualWorkHours": "actual_work",
        },
        {"TaskKey": ("dim_task", "task_id"), "ResourceKey": ("dim_resource", "resource_id")},
    ),
    Part(
        "fact_milestone",
        "Milestones",
        "MilestoneKey",
        ("id",),
        {
            "Milestone": "name",
            "MilestoneClass": "milestone_class",
            "BaselineDateKey": "baseline_date",
            "ForecastDateKey": "forecast_date",
            "ActualDateKey": "actual_date",
            "VarianceDays": "variance",
            "MilestoneRAG": "rag",
        },
        {"TaskKey": ("dim_task", "id")},
    ),
    Part(
        "dim_risk",
        "Risks",
        "RiskKey",
        ("id",),
        {
            "RiskID": "id",
            "RiskTitle": "title",
            "RiskType": "risk_type",
            "Category": "category",
            "RiskOwner": "owner",
            "RiskStatus": "status",
            "Rating": "rating",
        },
        dimension=True,
    ),
    Part(
        "fact_risk",
        "Risks",
        "RiskKey",
        ("id",),
        {
            "RaisedDateKey": "date_raised",
            "ClosedDateKey": "date_closed",
            "CurrentScore": "current_score",
            "TargetScore": "target_score",
            "ExposureCost": "exposure_cost",
            "ExposureDays": "exposure_days",
        },
    ),
    Part(
        "fact_issue",
        "Issues",
        "IssueKey",
        ("id",),
        {
            "IssueTitle": "title",
            "Severity": "severity",
            "IssueStatus": "status",
            "RaisedDateKey": "date_raised",
            "DueDateKey": "due_date",
            "ClosedDateKey": "date_closed",
            "AgeDays": "age",
        },
        {"RiskKey": ("dim_risk", "source_risk_id")},
    ),
    Part(
        "fact_change",
        "Changes",
        "ChangeKey",
        ("id",),
        {"ChangeTitle": "title", "ChangeStatus": "status", "RaisedDateKey": "date_raised", "AgeDays": "age"},
    ),
)
"""From project workbooks."""

PORTFOLIO_PARTS: Final[tuple[Part, ...]] = (
    Part(
        DIM_PROJECT,
        "Portfolio Register",
        PROJECT_KEY,
        ("id",),
        _PROJECT_COLUMNS | {"Portfolio": "portfolio"},
        dimension=True,
    ),
    Part(
        "fact_project",
        "Portfolio Register",
        PROJECT_KEY,
        ("id",),
        {
            "StatusDateKey": "status_date",
            "BaselineFinishDateKey": "baseline_finish",
            "ForecastFinishDateKey": "forecast_finish",
            "ScheduleVarianceDays": "schedule_variance",
            "PercentComplete": "percent_complete",
            "ApprovedBudget": "approved_budget",
            "ActualToDate": "actual_to_date",
            "EstimateAtCompletion": "estimate_at_completion",
            "StrategicScore": "strategic_score",
            "PriorityRank": "priority_rank",
            "Exposure": "exposure",
            "TimeRAG": "time_rag",
            "CostRAG": "cost_rag",
            "OverallRAG": "overall_rag_computed",
        },
    ),
    Part(
        "fact_milestone",
        "Portfolio Milestones",
        "MilestoneKey",
        ("project_id", "milestone"),
        {
            "Milestone": "milestone",
            "MilestoneClass": "milestone_class",
            "BaselineDateKey": "baseline_date",
            "ForecastDateKey": "forecast_date",
            "MilestoneRAG": "rag",
        },
    ),
    Part(
        "fact_raid",
        "Portfolio RAID",
        "RaidKey",
        ("project_id", "kind", "id"),
        {"Kind": "kind", "RaidID": "id", "Title": "title", "Owner": "owner", "Score": "score", "Exposure": "exposure"},
    ),
    Part(
        "fact_finance",
        "Financials",
        "FinanceKey",
        ("project_id", "fiscal_period"),
        {
            "FiscalPeriod": "fiscal_period",
            "Budget": "budget",
            "Actual": "actual",
            "Forecast": "forecast",
            "Commitment": "commitment",
        },
    ),
    Part(
        "fact_gate",
        "Gate Pipeline",
        "GateKey",
        ("project_id", "gate"),
        {"Gate": "gate", "GateDateKey": "gate_date", "Readiness": "readiness_percent", "Outcome": "outcome"},
    ),
    Part(
        "fact_alignment",
        "Alignment",
        "AlignmentKey",
        ("project_id", "objective_id"),
        {"ObjectiveID": "objective_id", "Contribution": "contribution_0_3", "AlignmentScore": "alignment_score"},
    ),
)
"""From a portfolio workbook."""
