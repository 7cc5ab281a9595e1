"""The sheets of what was agreed: baselines and milestones."""

from __future__ import annotations

from typing import Annotated

from pmo_excel.core.columns import Column, Flags, Instants, Numbers, Texts, Type
from pmo_excel.core.tables import Table, table


@table("Baselines", "tblBaselines", "Agreed plans, kept for good: one row per task and baseline.", layout="log")
class Baselines(Table):
    """Agreed plans: one row per task and baseline, appended when a baseline is taken and never changed."""

    baseline_number: Annotated[
        Numbers,
        Column(
            "Baseline No",
            "0 for the first agreed plan, up to 10. The highest one is compared with the plan.",
            Type.NUMBER,
            also=("Baseline", "BL No"),
            minimum=0,
            maximum=10,
            computed="LOG",
            width=9,
        ),
    ]
    baseline_name: Annotated[
        Texts,
        Column(
            "Baseline Name",
            "What it is called: Approved at gate 2. Read in change and status reports.",
            also=("Name",),
            width=24,
        ),
    ]
    baseline_date: Annotated[
        Instants,
        Column(
            "Baseline Date",
            "The status date of the plan that was agreed. Read in change reports.",
            Type.DATE,
            also=("Taken On",),
            computed="LOG",
            width=12,
        ),
    ]
    approved_by: Annotated[
        Texts,
        Column(
            "Approved By",
            "Who agreed it: Helen Marsh. Read by auditors.",
            Type.PERSON,
            also=("Approver", "Genehmigt von"),
            width=18,
        ),
    ]
    change_id: Annotated[
        Texts,
        Column(
            "Change ID",
            "The approved change behind a new baseline: CR-004. Read by auditors.",
            Type.CHOICE,
            refers="Changes.Change ID",
            also=("CR", "CR ID", "Change Request"),
            width=11,
        ),
    ]
    task_id: Annotated[
        Texts,
        Column(
            "Task ID",
            "The task in Schedule that this row belongs to.",
            also=("ID", "Activity ID"),
            computed="LOG",
            width=9,
        ),
    ]
    baseline_start: Annotated[
        Instants,
        Column(
            "Baseline Start",
            "The start that was agreed. Schedule shows it beside the current start.",
            Type.DATE,
            also=("Start",),
            computed="LOG",
            width=12,
        ),
    ]
    baseline_finish: Annotated[
        Instants,
        Column(
            "Baseline Finish",
            "The finish that was agreed. Schedule and Milestones compare with it.",
            Type.DATE,
            also=("Finish", "End"),
            computed="LOG",
            width=12,
        ),
    ]
    baseline_duration: Annotated[
        Numbers,
        Column(
            "Baseline Duration",
            "The duration that was agreed, in working days. Read in change reports.",
            Type.NUMBER,
            unit="working days",
            also=("Duration",),
            computed="LOG",
            width=11,
        ),
    ]
    baseline_work: Annotated[
        Numbers,
        Column(
            "Baseline Work (h)",
            "The hours of work that were agreed. Read by earned value.",
            Type.NUMBER,
            unit="hours",
            also=("Work",),
            computed="LOG",
            width=11,
        ),
    ]
    baseline_cost: Annotated[
        Numbers,
        Column(
            "Baseline Cost",
            "The cost that was agreed, in the project's currency. Read by earned value.",
            Type.MONEY,
            unit="currency",
            also=("Cost",),
            computed="LOG",
            width=13,
        ),
    ]


@table(
    "Milestones",
    "tblMilestones",
    "The steering list: every milestone, when it was promised and when it will be.",
    key="id",
    rows_from="MILESTONES",
)
class Milestones(Table):
    """The steering list: the milestones of the schedule with agreed, forecast and actual dates."""

    id: Annotated[
        Texts,
        Column(
            "Milestone ID",
            "The task ID of a milestone in Schedule. Read to find its row.",
            also=("ID", "Task ID"),
            unique=True,
            computed="MILESTONES",
            width=10,
        ),
    ]
    name: Annotated[
        Texts,
        Column(
            "Milestone",
            "Its name in Schedule. Read by the board.",
            also=("Milestone Name", "Name", "Meilenstein", "Jalon"),
            computed="MILESTONES",
            width=38,
        ),
    ]
    milestone_class: Annotated[
        Texts,
        Column(
            "Milestone Class",
            "Gate, Contract, Deliverable or Interim. The board's report shows gates first.",
            Type.CHOICE,
            also=("Class", "Milestone Type"),
            choices="MilestoneClass",
            width=14,
        ),
    ]
    owner: Annotated[
        Texts,
        Column(
            "Owner",
            "Who answers for it, from Schedule. Read by the board.",
            Type.PERSON,
            also=("Responsible",),
            computed="MILESTONES",
            width=18,
        ),
    ]
    show_in_report: Annotated[
        Flags,
        Column(
            "Show in Report",
            "Yes or No; empty: Yes. Decides whether the board sees it.",
            Type.YES_NO,
            also=("Report", "Show"),
            default=True,
            width=9,
        ),
    ]
    baseline_date: Annotated[
        Instants,
        Column(
            "Baseline Date",
            "The day that was agreed, from the latest baseline. Read by the board.",
            Type.DATE,
            also=("Baseline", "Planned Date", "Plan Date"),
            computed="MILESTONES",
            width=13,
        ),
    ]
    previous_forecast: Annotated[
        Instants,
        Column(
            "Previous Forecast",
            "The day that was expected at the last snapshot. Read by the board.",
            Type.DATE,
            also=("Last Forecast", "Previous Date"),
            computed="MILESTONES",
            width=13,
        ),
    ]
    forecast_date: Annotated[
        Instants,
        Column(
            "Forecast Date",
            "The day now expected, from Schedule. Read by the board.",
            Type.DATE,
            also=("Forecast", "Date", "Expected Date"),
            computed="MILESTONES",
            width=13,
        ),
    ]
    p80_date: Annotated[
        Instants,
        Column(
            "P80 Date",
            "The working date by which it is reached in 80% of the simulated runs. Read by the board.",
            Type.DATE,
            also=("P80",),
            computed="MILESTONES",
            width=12,
        ),
    ]
    actual_date: Annotated[
        Instants,
        Column(
            "Actual Date",
            "The day it was reached; empty until then. Read by the board.",
            Type.DATE,
            also=("Actual", "Achieved"),
            computed="MILESTONES",
            width=13,
        ),
    ]
    moved: Annotated[
        Numbers,
        Column(
            "Moved since Last (wd)",
            "Working days later than at the last snapshot; minus is earlier. Read by the board.",
            Type.NUMBER,
            unit="working days",
            also=("Moved",),
            computed="MILESTONES",
            width=11,
        ),
    ]
    variance: Annotated[
        Numbers,
        Column(
            "Variance to Baseline (wd)",
            "Working days later than agreed; minus is earlier. Read by the board.",
            Type.NUMBER,
            unit="working days",
            also=("Variance", "Slip", "Slippage"),
            computed="MILESTONES",
            width=11,
        ),
    ]
    trend: Annotated[
        Texts,
        Column(
            "Trend",
            "▲ earlier, ► the same, ▼ later than at the last snapshot. Read by the board.",
            Type.ARROW,
            computed="MILESTONES",
            width=8,
        ),
    ]
    rag: Annotated[
        Texts,
        Column(
            "Milestone RAG",
            "R, A or G from the variance and the time tolerance; Blue is reached. Read by the board.",
            Type.RAG,
            also=("RAG", "Status", "RAG Status"),
            computed="MILESTONES",
            width=10,
        ),
    ]
    rag_why: Annotated[
        Texts,
        Column(
            "RAG Why",
            "One sentence with the numbers behind the colour. Read by the board.",
            Type.LONG_TEXT,
            also=("Why", "RAG Reason"),
            computed="MILESTONES",
            width=48,
        ),
    ]
