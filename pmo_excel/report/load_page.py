"""The page of loads: the heatmap, the hours against capacity, the days over capacity and the split by project."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from pmo_excel.core.instants import day_text
from pmo_excel.portfolio.loads import PoolLoads, Split
from pmo_excel.report.charts.drawing import Drawing
from pmo_excel.report.charts.heatmap import Busy, heatmap
from pmo_excel.report.charts.load_chart import load_chart
from pmo_excel.report.charts.svg import svg
from pmo_excel.report.html import moment_text, rendered
from pmo_excel.resources.balance import Balance
from pmo_excel.resources.load import Overallocations

LISTED: Final = 40


@dataclass(frozen=True, slots=True)
class LoadPage:
    """What the page shows, and what it says of how it was made."""

    files: tuple[str, ...]
    period: str
    by: str
    booking: str
    made_at: int
    loads: PoolLoads


def load_html(page: LoadPage) -> str:
    """The page as one HTML document."""
    made = page.loads.balance
    busy = heatmap(_busy(made), _starts(made), page.period.lower())
    hours = _hours(made)
    return rendered(
        "load_page.html",
        page=page,
        title_text=busy.title if busy else "Nothing is booked",
        heatmap=svg(busy, "heatmap") if busy else None,
        hours=svg(hours, "hours") if hours else None,
        over=_over(page.loads.overallocations),
        over_more=max(0, len(page.loads.overallocations) - LISTED),
        split=_split(page.loads.split, page.loads.overallocations),
        demand=_demand(page.loads),
        produced=moment_text(page.made_at),
    )


def _starts(made: Balance) -> list[int]:
    return list(dict.fromkeys(made.period_start.tolist()))


def _busy(made: Balance) -> list[Busy]:
    """One row per person or role that somebody books."""
    count = len(_starts(made))
    rows = []
    for first in range(0, len(made), max(1, count)):
        name = made.name[first] or made.who[first]
        shares = [None if s != s else s for s in made.utilisation[first : first + count].tolist()]
        if (made.hard[first : first + count] + made.soft[first : first + count]).any():
            rows.append(Busy(str(name), shares))
    return rows


def _hours(made: Balance) -> Drawing | None:
    """Everybody's hours together; amounts that are not known are left out, which the list of findings says."""
    starts = _starts(made)
    if not starts:
        return None
    by_period = [np.nan_to_num(v.reshape(-1, len(starts))).sum(axis=0) for v in (made.capacity, made.hard, made.soft)]
    return load_chart(starts, *(values.tolist() for values in by_period))


def _over(table: Overallocations) -> list[dict[str, str]]:
    return [
        {
            "who": str(table.resource[row]),
            "day": day_text(int(table.day[row])),
            "load": f"{table.load[row]:.1f}",
            "capacity": f"{table.capacity[row]:.1f}",
            "share": _percent(table.utilisation[row]),
            "tasks": str(table.tasks[row]),
        }
        for row in range(min(len(table), LISTED))
    ]


def _split(split: Split, over: Overallocations) -> list[dict[str, str]]:
    """The split by project of people who are over capacity on some day."""
    people = set(over.resource.tolist())
    return [
        {
            "who": str(split.resource[row]),
            "start": day_text(int(split.period_start[row])),
            "project": str(split.project[row]),
            "hours": f"{split.hours[row]:.1f}",
            "share": _percent(split.utilisation[row]),
            "cells": str(split.cells[row]),
        }
        for row in range(len(split))
        if split.resource[row] in people
    ][:LISTED]


def _demand(loads: PoolLoads) -> list[dict[str, str]]:
    demand = loads.demand
    return [
        {
            "role": str(demand.role[row]),
            "start": day_text(int(demand.period_start[row])),
            "demand": f"{demand.demand_fte[row]:.1f}",
            "named": f"{demand.named_fte[row]:.1f}",
            "gap": f"{demand.gap_fte[row]:.1f}",
            "status": str(demand.status[row] or "–"),
        }
        for row in range(len(demand))
        if demand.gap[row] > 1e-6
    ][:LISTED]


def _percent(share: float) -> str:
    return "no capacity" if share != share else f"{share:.0%}"
