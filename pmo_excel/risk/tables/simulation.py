"""The sheet of the risk analysis."""

from __future__ import annotations

from typing import Annotated

from pmo_excel.core.columns import Column, Numbers, Texts, Type
from pmo_excel.core.tables import Table, table


@table(
    "Risk Analysis",
    "tblSRA",
    "How the risk simulation is to be run.",
    first_rows=({"Iterations": 5000, "Seed": 1, "Distribution": "Triangular"},),
)
class RiskAnalysis(Table):
    """The parameters of the simulation: one row per run."""

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
