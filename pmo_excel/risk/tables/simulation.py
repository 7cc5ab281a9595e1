"""The sheet of the risk analysis."""

from __future__ import annotations

from typing import Annotated

from pmo_excel.core.columns import Column, Instants, Numbers, Texts, Type
from pmo_excel.core.tables import Table, table


@table(
    "Risk Analysis",
    "tblSRA",
    "How the risk simulation is to be run, in the first row, and what it gives.",
    key="result",
    rows_from="RISKANALYSIS",
    first_rows=({"Iterations": 5000, "Seed": 1, "Distribution": "Triangular"},),
)
class RiskAnalysis(Table):
    """The parameters of the simulation, in the first row; then its percentiles, and the tasks and risks that matter."""

    iterations: Annotated[
        Numbers,
        Column(
            "Iterations",
            "How many times the plan is drawn: 5000. More is slower and finer.",
            Type.NUMBER,
            minimum=1000,
            maximum=50000,
            default=5000,
            width=12,
        ),
    ]
    seed: Annotated[
        Numbers,
        Column(
            "Seed",
            "A whole number; the same seed gives the same result again.",
            Type.NUMBER,
            minimum=0,
            default=1,
            width=10,
        ),
    ]
    distribution: Annotated[
        Texts,
        Column(
            "Distribution",
            "Triangular or BetaPERT: the shape of the three-point estimates.",
            Type.CHOICE,
            choices=(
                "Triangular",
                "BetaPERT",
            ),
            default="Triangular",
            width=15,
        ),
    ]
    target_milestone: Annotated[
        Texts,
        Column(
            "Target Milestone",
            "The milestone whose date is simulated; empty: the project's finish.",
            Type.CHOICE,
            refers="Schedule.Task ID",
            width=16,
        ),
    ]
    result: Annotated[
        Texts,
        Column(
            "Result",
            "What the row is: P80 of the whole project, a task or a risk; empty for the plan as it is.",
            unique=True,
            computed="RISKANALYSIS",
            width=12,
        ),
    ]
    name: Annotated[
        Texts,
        Column(
            "Name",
            "The task or risk by name. Read by the board.",
            also=("Task or Risk",),
            computed="RISKANALYSIS",
            width=32,
        ),
    ]
    percentile: Annotated[
        Numbers,
        Column(
            "Percentile",
            "Share of the runs that finish by the date beside it. Read by the board.",
            Type.PERCENT,
            unit="fraction",
            computed="RISKANALYSIS",
            width=10,
        ),
    ]
    finish: Annotated[
        Instants,
        Column(
            "Finish Date",
            "The earliest working date by which so many runs have finished. Read by the sponsor.",
            Type.DATE,
            computed="RISKANALYSIS",
            width=12,
        ),
    ]
    duration: Annotated[
        Numbers,
        Column(
            "Duration (wd)",
            "Working days from the start of the plan that suffice in so many runs.",
            Type.NUMBER,
            unit="working days, simulated",
            computed="RISKANALYSIS",
            width=10,
        ),
    ]
    error: Annotated[
        Numbers,
        Column(
            "Monte-Carlo Error (wd)",
            "Standard error of the duration; four times the iterations halve it.",
            Type.NUMBER,
            unit="working days, simulated",
            computed="RISKANALYSIS",
            width=12,
            folded=True,
        ),
    ]
    cost: Annotated[
        Numbers,
        Column(
            "Total Cost",
            "What suffices in so many runs; empty while nothing is known of costs. Read by the sponsor.",
            Type.MONEY,
            unit="currency",
            computed="RISKANALYSIS",
            width=13,
        ),
    ]
    criticality: Annotated[
        Numbers,
        Column(
            "Criticality Index",
            "Share of the runs in which the task's total float is 0 or less. Read by planners.",
            Type.PERCENT,
            unit="fraction",
            computed="RISKANALYSIS",
            width=11,
        ),
    ]
    cruciality: Annotated[
        Numbers,
        Column(
            "Cruciality",
            "Pearson's correlation of the task's duration with the finish, 0 to 1. Read by planners.",
            Type.NUMBER,
            unit="ratio",
            computed="RISKANALYSIS",
            width=10,
        ),
    ]
    sensitivity: Annotated[
        Numbers,
        Column(
            "SSI",
            "Schedule sensitivity index: criticality times its spread in relation to that of the finish.",
            Type.NUMBER,
            unit="ratio",
            computed="RISKANALYSIS",
            width=8,
        ),
    ]
    gained: Annotated[
        Numbers,
        Column(
            "P80 Days Gained if Removed",
            "Working days by which P80 would be earlier were the task as planned, or without the risk.",
            Type.NUMBER,
            unit="working days, simulated",
            computed="RISKANALYSIS",
            width=12,
        ),
    ]
    deterministic: Annotated[
        Numbers,
        Column(
            "Probability of Deterministic Date",
            "Share of the runs that finish by the plan's own date. Below 50% the plan is hopeful.",
            Type.PERCENT,
            unit="fraction",
            computed="RISKANALYSIS",
            width=13,
        ),
    ]
    joint: Annotated[
        Numbers,
        Column(
            "JCL",
            "Joint confidence: share of the runs that keep both the date and the cost of the row.",
            Type.PERCENT,
            unit="fraction",
            computed="RISKANALYSIS",
            width=8,
        ),
    ]
