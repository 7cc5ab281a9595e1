"""The catalogue entries of the portfolio."""

from __future__ import annotations

from typing import Annotated

from pmo_excel.core.catalogue import Arg, function
from pmo_excel.governance.rollup import WORST_OF
from pmo_excel.portfolio import boards, rollup_by
from pmo_excel.portfolio.tables import GatePipeline, Projects


@function("GATELOAD", example="=PMO.GATELOAD('Gate Pipeline'!A4:G40; 2)")
def gateload(
    gates: Annotated[GatePipeline, Arg("The gates to come", needs=("Gate", "Gate Date", "Board"))],
    capacity: Annotated[float, Arg("Gates that a board can hold in a week", unit="gates")] = 2,
) -> boards.GateLoad:
    """Gates of each board by week, and whether they are more than it can hold; what has an outcome does not count."""
    return boards.gate_load(gates, capacity)


@function("ROLLUPBY", example="=PMO.ROLLUPBY('Portfolio Register'!A4:AR60; \"Sponsor\")")
def rollupby(
    projects: Annotated[Projects, Arg("The register", needs=("Project ID", "Overall RAG (computed)"))],
    by: Annotated[str, Arg("What projects are grouped by", choices=tuple(rollup_by.GROUPS))] = "Whole",
    rule: Annotated[str, Arg("The rule that is chosen", choices="RollUpRule")] = WORST_OF,
) -> rollup_by.RollUp:
    """Colours of projects by group: how many of each, rolled up by the worst, by weight, and by the chosen rule.

    Weights are the approved budgets; where one of the group is missing, all projects weigh the same.
    """
    return rollup_by.rollup_by(projects, by, rule)
