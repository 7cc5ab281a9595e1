"""How large each risk is: its probability, and its impact in money and days, minus for opportunities."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np

from pmo_excel.core.columns import Flags, Numbers
from pmo_excel.core.problems import Code, Problem, Severity
from pmo_excel.risk.scales import Scales
from pmo_excel.risk.tables import Risks
from pmo_excel.risk.totals import Three

SETTLED: Final = frozenset({"Occurred", "Closed"})
"""States in which a risk counts no more: what has happened is an issue."""
OPPORTUNITY: Final = "Opportunity"
IMPACTS: Final = ("impact_time", "impact_cost", "impact_scope_quality", "impact_benefits")


@dataclass(frozen=True, slots=True, eq=False)
class Sizes:
    """The size of each risk, in the order of the register.

    Attributes
    ----------
    open
        Whether it counts: it has neither occurred nor been closed.
    chance
        Probability; as typed in percent, else what its class stands for; nan where not known.
    cost, days
        Impact if it happens; opportunities are negative.
    broken
        Rows whose cost, and whose days, rest on a cell that could not be read.
    problems
        What is wrong with the ranges.
    """

    open: Flags
    chance: Numbers
    cost: Three
    days: Three
    broken: dict[str, frozenset[int]]
    problems: list[Problem]


def sizes(risks: Risks, scales: Scales) -> Sizes:
    """Probability and impacts of each risk; a cell that could not be read leaves empty what rests on it."""
    shared = ("probability", "probability_percent", "risk_type", "status")
    chance = np.where(
        np.isnan(risks.probability_percent),
        [scales.chance(step) for step in risks.probability.tolist()],
        risks.probability_percent,
    )
    opportunity = np.array([kind == OPPORTUNITY for kind in risks.risk_type.tolist()], dtype=bool)
    ranges, broken, problems = {}, {}, []
    for name in ("cost", "time"):
        fields = [f"{name}_impact_{part}" for part in ("min", "most_likely", "max")]
        found, wrong, said = impact_range(risks, fields, opportunity)
        bad = frozenset().union(wrong, *(risks.wrong(field) for field in (*shared, *fields)))
        for column in found:
            column[list(bad)] = np.nan
        ranges[name], broken[name] = found, bad
        problems += said
    chance[list(frozenset().union(*(risks.wrong(field) for field in shared)))] = np.nan
    open_now = np.array([status not in SETTLED for status in risks.status.tolist()], dtype=bool)
    broken["days"] = broken.pop("time")
    return Sizes(open_now, chance, ranges["cost"], ranges["time"], broken, problems)


def worst_impact(risks: Risks) -> Numbers:
    """The largest class of impact on any objective; nan where none is given, or one could not be read."""
    impacts = np.column_stack([getattr(risks, name) for name in IMPACTS])
    worst = np.nanmax(np.where(np.isnan(impacts), -1.0, impacts), axis=1, initial=-1.0)
    worst = np.where(worst >= 0, worst, np.nan)
    worst[list(frozenset().union(*(risks.wrong(name) for name in IMPACTS)))] = np.nan
    return worst


def impact_range(risks: Risks, fields: list[str], opportunity: Flags) -> tuple[Three, set[int], list[Problem]]:
    """An impact as a range with its sign, the rows where it is none, and why."""
    low, likely, high = (getattr(risks, field).copy() for field in fields)
    ranged = ~(np.isnan(low) | np.isnan(high))
    middle = np.where(np.isnan(likely) & ranged, (low + high) / 2, likely)
    low, high = np.where(ranged, low, middle), np.where(ranged, high, middle)
    wrong = {int(row) for row in np.flatnonzero((low > middle) | (middle > high))}
    problems = list(_out_of_order(risks, fields[1], sorted(wrong), (low, middle, high)))
    turned = opportunity & (high > 0)
    for row in np.flatnonzero(~opportunity & (high < 0)).tolist():
        text = "an impact below zero is a gain, so it counts as an opportunity"
        fix = "Type Opportunity as its Risk Type, and the impact without the minus."
        problems.append(Problem(Code.OUT_OF_RANGE, text, risks.cell(fields[1], row), fix, Severity.MEDIUM))
    least, most = np.where(turned, -high, low), np.where(turned, -low, high)
    return Three(least, np.where(turned, -middle, middle), most), wrong, problems


def _out_of_order(
    risks: Risks, field: str, rows: list[int], three: tuple[Numbers, Numbers, Numbers]
) -> Iterator[Problem]:
    for row in rows:
        low, middle, high = (float(column[row]) for column in three)
        text = f"least {low:g}, most likely {middle:g} and most {high:g} are not in order"
        fix = "Type them so that least ≤ most likely ≤ most."
        yield Problem(Code.OUT_OF_RANGE, text, risks.cell(field, row), fix)
