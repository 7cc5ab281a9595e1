"""The page of loads: the heatmap, the hours against capacity, the days over capacity and the split by project."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
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
    hours, over = _hours(made), _over(page.loads.overallocations)
    return rendered(
        "load_page.html",
        page=page,
        title_text=busy.title if busy else "Nothing is booked",
        heatmap=svg(busy, "heatmap") if busy else None,
        hours=svg(hours, "hours") if hours else None,
        over=over[:LISTED],
        over_more=max(0, len(over) - LISTED),
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
        at = slice(first, first + count)
        booked = made.hard[at] + made.soft[at]
        each = zip(made.utilisation[at].tolist(), booked.tolist(), strict=True)
        if (booked != 0).any():  # also where it is not known
            rows.append(Busy(str(name), [None if share != share and hours == 0 else share for share, hours in each]))
    return rows


def _hours(made: Balance) -> Drawing | None:
    """Everybody's hours together; amounts that are not known are left out, which the list of findings says."""
    starts = _starts(made)
    if not starts:
        return None
    by_period = [np.nan_to_num(v.reshape(-1, len(starts))).sum(axis=0) for v in (made.capacity, made.hard, made.soft)]
    return load_chart(starts, *(values.tolist() for values in by_period))


def _over(table: Overallocations) -> list[dict[str, str]]:
    """Runs of days on which one person is booked for the same hours by the same tasks."""
    same = (table.resource, table.load, table.capacity, table.tasks)
    keys = list(zip(*(values.tolist() for values in same), strict=True))
    runs = [list(rows) for _, rows in groupby(range(len(keys)), key=lambda row: keys[row])]
    return [
        {
            "who": str(table.resource[rows[0]]),
            "first": day_text(int(table.day[rows[0]])),
            "last": day_text(int(table.day[rows[-1]])),
            "days": str(len(rows)),
            "load": f"{table.load[rows[0]]:.1f}",
            "capacity": f"{table.capacity[rows[0]]:.1f}",
            "share": _percent(table.utilisation[rows[0]]),
            "tasks": str(table.tasks[rows[0]]),
        }
        for rows in runs
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
