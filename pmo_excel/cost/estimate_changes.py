"""Why the estimate at completion moved: which lines, by how much, and because of what; the parts sum up exactly."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Annotated, Final, NamedTuple

import numpy as np

from pmo_excel.core.columns import Column, Numbers, Texts, Type
from pmo_excel.core.tables import Table, table

_NONE: Final = Decimal(0)


@table("Budget", key="id")
class Estimates(Table):
    """Estimates at completion by line, or by part of the breakdown, as they were or are."""

    id: Annotated[
        Texts,
        Column(
            "Cost Line ID",
            "The line.",
            also=("WBS", "Task ID"),
        ),
    ]
    estimate_at_completion: Annotated[
        Numbers,
        Column("EAC", "Estimate at completion.", Type.MONEY, unit="currency", also=("EAC chosen",)),
    ]
    budget: Annotated[Numbers, Column("Budget", "What was approved.", Type.MONEY, unit="currency")]
    change_id: Annotated[Texts, Column("Change ID", "The change that altered the budget.")]
    cpi: Annotated[Numbers, Column("CPI", "Cost performance index.", Type.NUMBER, unit="ratio")]


@table("Earlier budget", key="id")
class EarlierEstimates(Estimates):
    """Estimates at completion as they were."""


@table("EAC changes")
class EstimateChanges(Table):
    """What moved the estimate at completion; the last row is the total."""

    id: Annotated[Texts, Column("Cost Line ID", "The line.")]
    cause: Annotated[Texts, Column("Cause", "A change, the CPI, or the forecast.")]
    before: Annotated[Numbers, Column("EAC Before", "As it was.", Type.MONEY, unit="currency")]
    after: Annotated[Numbers, Column("EAC Now", "As it is.", Type.MONEY, unit="currency")]
    difference: Annotated[Numbers, Column("Difference", "What this cause made.", Type.MONEY, unit="currency")]
    because: Annotated[Texts, Column("Because", "The numbers behind it.")]


class Estimate(NamedTuple):
    """The estimate of one line; nan and empty where it is not known."""

    estimate: float
    budget: float = float("nan")
    change: str = ""
    cpi: float = float("nan")


class _Part(NamedTuple):
    key: str
    cause: str
    before: float
    after: float
    difference: Decimal
    because: str


def by_line(estimates: Estimates) -> dict[str, Estimate]:
    """The estimates by their line; lines without an ID have none. The Budget sheet itself has no CPI."""
    cpi = getattr(estimates, "cpi", np.full(len(estimates), np.nan))
    columns = (estimates.id, estimates.estimate_at_completion, estimates.budget, estimates.change_id, cpi)
    rows = zip(*(column.tolist() for column in columns), strict=True)
    return {
        str(key): Estimate(estimate, budget, str(change or ""), cpi)
        for key, estimate, budget, change, cpi in rows
        if key
    }


def estimate_changes(before: Mapping[str, Estimate], now: Mapping[str, Estimate]) -> EstimateChanges:
    """The parts that moved the estimate, line by line, and their total.

    A budget that an approved change altered moves the estimate by as much; what else a line moved is that of its cost
    performance where the CPI is known, or of its actual cost and forecast. Amounts are added as decimals, so that the
    parts are the whole to the last digit.
    """
    parts = [part for key in dict.fromkeys([*before, *now]) for part in _parts(key, before.get(key), now.get(key))]
    whole = (_total(before), _total(now))
    total = whole[1] - whole[0]
    rows = [*parts, _Part("Total", "", float(whole[0]), float(whole[1]), total, f"{len(parts)} causes")]
    made = EstimateChanges.of(len(rows))
    for at, row in enumerate(rows):
        made.id[at], made.cause[at], made.because[at] = row.key, row.cause or None, row.because
        made.before[at], made.after[at], made.difference[at] = row.before, row.after, float(row.difference)
    return made


def _parts(key: str, was: Estimate | None, now: Estimate | None) -> Iterator[_Part]:
    old, new = was or Estimate(0.0, 0.0), now or Estimate(0.0, 0.0)
    moved = _exact(new.estimate) - _exact(old.estimate)
    scope = _exact(new.budget) - _exact(old.budget)
    change = new.change or (old.change if now is None else "")
    budgets = f"budget {_shown(old.budget)} → {_shown(new.budget)}"
    if change and scope and moved:
        yield _Part(key, change, old.estimate, new.estimate, scope, budgets)
        moved -= scope
    if not moved:
        return
    if was is None or now is None:
        cause = "New line" if was is None else "Line removed"
        yield _Part(key, cause, old.estimate, new.estimate, moved, budgets)
    elif new.cpi == new.cpi and old.cpi == old.cpi and new.cpi != old.cpi:
        because = f"CPI {old.cpi:.3f} → {new.cpi:.3f}"
        yield _Part(key, "CPI", old.estimate, new.estimate, moved, because)
    elif scope and not change:
        yield _Part(key, "Budget without a change", old.estimate, new.estimate, moved, budgets)
    else:
        yield _Part(key, "Actual cost and forecast", old.estimate, new.estimate, moved, "beyond what changes explain")


def _exact(amount: float) -> Decimal:
    return Decimal(repr(amount)) if amount == amount else _NONE


def _total(lines: Mapping[str, Estimate]) -> Decimal:
    return sum((_exact(line.estimate) for line in lines.values()), _NONE)


def _shown(amount: float) -> str:
    return f"{amount:,.2f}" if amount == amount else "–"
