"""Plans to simulate."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from hypothesis import strategies as st

from pmo_excel.risk.simulation.events import UNCHANGED, Event
from pmo_excel.risk.simulation.model import Model, Money, model_of
from pmo_excel.schedule.calendars import STANDARD, Calendar, hours_from, week_of
from pmo_excel.schedule.plan import Link, LinkType, Plan, Settings, StatusRule, plan_of
from tests.schedule.test_properties import START, plans

DAY = 480
NIGHT = Calendar("Early", week_of(hours_from(6 * 60, 360), working_days=6))


def modelled(plan: Plan, events: Sequence[Event] = (), low: float = 0.8, high: float = 1.8, **said: Any) -> Model:
    """A plan whose tasks all have a range."""
    three = [(low * d, float(d), high * d) if d > 0 else None for d in plan.duration]
    return model_of(plan, three, events, Money(np.arange(len(plan)) * 100.0, 5000.0, 0.5, 20.0), **said)


def event(name: str, chance: float, days: float, *rows: int, factor: float = 1.0, cost: float = 0.0) -> Event:
    """A risk with one size."""
    every = (factor,) * 3 if factor != 1.0 else UNCHANGED
    return Event(name, chance, (days, days, 2 * days), every, (cost, cost, 2 * cost), rows)


@st.composite
def rich_plans(draw: st.DrawFn) -> Plan:
    """Plans with all link types, lags, summaries, a second calendar, milestones, and progress up to a status date."""
    plan = draw(plans())
    rows = len(plan)
    columns: dict[str, Any] = {}
    if rows > 3 and draw(st.booleans()):
        parent = [-1] * rows
        for row in range(2, rows):
            parent[row] = 1 if draw(st.booleans()) else -1
        columns["parent"] = parent
        inside = {row for row in range(rows) if parent[row] == 1}
        links = [link for link in plan.links if not (1 in link[:2] and inside.intersection(link[:2]))]
        links = [link for link in links if 1 not in link[:2] or link.type in (LinkType.FS, LinkType.SS)]
        plan = plan.replace(links=[link for link in links if link.successor != 1 or link.type is LinkType.FS])
    if draw(st.booleans()):
        columns["calendar"] = [draw(st.sampled_from((-1, 1))) for _ in range(rows)]
        columns["calendars"] = [STANDARD, NIGHT]
    if draw(st.booleans()):
        actual = [START + 1440 * row if draw(st.integers(0, 3)) == 0 else -(2**63) for row in range(rows)]
        columns["actual_start"] = actual
        columns["percent_complete"] = [draw(st.sampled_from((0.0, 0.0, 0.4))) for _ in range(rows)]
        rule = draw(st.sampled_from(StatusRule))
        columns["settings"] = Settings(start=START, status_date=START + 5 * 1440, status_rule=rule)
    return plan.replace(**columns)


def chain(*days: float) -> Plan:
    """Tasks one after the other, in working days."""
    links = [Link(row, row + 1) for row in range(len(days) - 1)]
    return plan_of(
        [f"T{row}" for row in range(len(days))], Settings(start=START), links, duration=[d * DAY for d in days]
    )
