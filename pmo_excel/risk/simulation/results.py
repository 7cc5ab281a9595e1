"""The tables that the simulation answers with."""

from __future__ import annotations

from typing import Annotated

from pmo_excel.core.columns import Column, Instants, Numbers, Texts, Type
from pmo_excel.core.tables import Table, table

CriticalityIndex = Annotated[
    Numbers,
    Column("Criticality Index", "Share of the runs in which its total float is 0 or less.", Type.PERCENT, "fraction"),
]
DaysGained = Annotated[
    Numbers,
    Column("P80 Days Gained if Removed", "P80 without it is so much earlier.", Type.NUMBER, "working days, simulated"),
]
Cruciality = Annotated[
    Numbers,
    Column("Cruciality", "Pearson's correlation of its duration with the finish, without sign.", Type.NUMBER, "ratio"),
]
Sensitivity = Annotated[
    Numbers,
    Column("SSI", "Schedule sensitivity index: criticality times both spreads' ratio.", Type.NUMBER, "ratio"),
]
MonteCarloError = Annotated[
    Numbers,
    Column("Monte-Carlo Error (wd)", "Standard error from the number of runs.", Type.NUMBER, "working days, simulated"),
]


@table("Simulation", key="name")
class Percentiles(Table):
    """Finish, duration and cost by percentile; then the mean, the spread, and the plan as it is."""

    name: Annotated[Texts, Column("Percentile", "P5 to P95, then what the whole of the runs gives.")]
    finish: Annotated[Instants, Column("Finish", "Working date by which so many runs have finished.", Type.DATE)]
    duration: Annotated[
        Numbers,
        Column(
            "Duration (wd)", "From the plan's start; a confidence is a share of the runs.", Type.NUMBER, "working days"
        ),
    ]
    error: MonteCarloError
    cost: Annotated[Numbers, Column("Total Cost", "Not exceeded in so many runs.", Type.MONEY, "currency")]
    confidence: Annotated[
        Numbers, Column("Confidence", "Share of the runs that finish by that date.", Type.PERCENT, "fraction")
    ]


@table("Sensitivity", key="id")
class Sensitivities(Table):
    """How much each task and each risk matters to the finish."""

    id: Annotated[Texts, Column("Task ID or Risk ID", "Tasks in the order of the plan, then risks.")]
    criticality: CriticalityIndex
    cruciality: Cruciality
    sensitivity: Sensitivity
    gained: DaysGained


@table("Schedule", key="id")
class TaskPercentiles(Table):
    """Tasks with the dates that the simulation gives them."""

    id: Annotated[Texts, Column("Task ID", "The task, as in the Schedule sheet.")]
    criticality: CriticalityIndex
    p50: Annotated[Instants, Column("P50 Finish", "Working date by which half of the runs have finished.", Type.DATE)]
    p80: Annotated[Instants, Column("P80 Finish", "Working date by which 80% of the runs have.", Type.DATE)]


@table("Risks", key="id")
class RiskGains(Table):
    """Risks with what they cost in days at P80."""

    id: Annotated[Texts, Column("Risk ID", "The risk, as in the register.")]
    gained: DaysGained


@table("Risk Analysis", key="result")
class RiskAnalysisRows(Table):
    """The sheet of the risk analysis: the plan as it is, percentiles, then the tasks and risks that matter."""

    result: Annotated[Texts, Column("Result", "P80, Task 3, Risk R-001.")]
    name: Annotated[Texts, Column("Name", "The task or risk by name.")]
    percentile: Annotated[Numbers, Column("Percentile", "Share of the runs.", Type.PERCENT, "fraction")]
    finish: Annotated[Instants, Column("Finish Date", "Finished by then in so many runs.", Type.DATE)]
    duration: Annotated[
        Numbers, Column("Duration (wd)", "From the plan's start.", Type.NUMBER, "working days, simulated")
    ]
    error: MonteCarloError
    cost: Annotated[Numbers, Column("Total Cost", "Not exceeded in so many runs.", Type.MONEY, "currency")]
    criticality: CriticalityIndex
    cruciality: Cruciality
    sensitivity: Sensitivity
    gained: DaysGained
    deterministic: Annotated[
        Numbers,
        Column("Probability of Deterministic Date", "That the plan's own finish is kept.", Type.PERCENT, "fraction"),
    ]
    joint: Annotated[Numbers, Column("JCL", "That date and cost are both kept.", Type.PERCENT, "fraction")]
