"""The page of a simulation: the S-curve of the finish, what costs days, joint confidence, and the figures."""

from __future__ import annotations

from math import isnan
from typing import Any

import numpy as np

from pmo_excel.core.instants import NO_INSTANT, day_text
from pmo_excel.core.tables import rows_of
from pmo_excel.report.charts.drawing import Drawing
from pmo_excel.report.charts.finish_curve import Chance, finish_curve
from pmo_excel.report.charts.joint_scatter import MOST, Run, joint_scatter
from pmo_excel.report.charts.remove_one import Gain, remove_one
from pmo_excel.report.charts.svg import svg
from pmo_excel.report.html import moment_text, rendered
from pmo_excel.risk.simulation import measures, tabulated
from pmo_excel.risk.simulation.analysis import Analysis
from pmo_excel.risk.simulation.measures import AT
from pmo_excel.risk.simulation.simulation import Simulation
from pmo_excel.risk.tables import Risks
from pmo_excel.schedule.axis import TICKS
from pmo_excel.schedule.tables import Schedule

_POLICY = 0.7
_LISTED = ("P10", "P50", "P80", "P90", "Mean", "Standard Deviation", "Deterministic")


def simulation_html(tasks: Schedule, risks: Risks | None, found: Analysis, file: str, made_at: int) -> str:
    """The page as one HTML document; without a simulation it says why there is none."""
    simulation = found.simulation
    drawings = [] if simulation is None else _drawings(tasks, risks, found, simulation)
    whole = tabulated.percentiles(found) if found.answered else None
    rows = [] if whole is None else [_row(row) for row in rows_of(whole) if row[0] in _LISTED]
    return rendered(
        "simulation_page.html",
        title_text=drawings[0].title if drawings else "Nothing to simulate",
        charts=[(drawing.title, svg(drawing, f"c{at}")) for at, drawing in enumerate(drawings)],
        rows=rows,
        reasons=[problem.message for problem in found.problems],
        runs=simulation.runs if simulation else 0,
        seed=simulation.model.seed if simulation else 0,
        correlation=simulation.model.correlation if simulation else 0,
        file=file,
        produced=moment_text(made_at),
    )


def _drawings(tasks: Schedule, risks: Risks | None, found: Analysis, simulation: Simulation) -> list[Drawing]:
    planned = tabulated.planned_day(found)
    chances = finish_chances(simulation)
    sure = Chance(planned, measures.confidence(simulation, planned))
    curve = finish_curve(chances, sure, measures.date_at(simulation, 0.5), measures.date_at(simulation, AT))
    made = [curve, remove_one(named_gains(tasks, risks, found, simulation))]
    if tabulated.has_costs(simulation):
        cost = measures.percentile(simulation.costs, AT)
        day = measures.date_at(simulation, AT)
        ticks = [simulation.axis.tick(int(key)) / TICKS for key in simulation.finishes[:MOST].tolist()]
        runs = [Run(when, money) for when, money in zip(ticks, simulation.costs[:MOST].tolist(), strict=True)]
        made.append(joint_scatter(runs, day, cost, measures.joint_confidence(simulation, day, cost), _POLICY))
    return [drawing for drawing in made if drawing is not None]


def finish_chances(simulation: Simulation) -> list[Chance]:
    """The share of the runs that have finished, by each day on which some do."""
    keys, counts = np.unique(simulation.finishes, return_counts=True)
    by_day: dict[int, int] = {}
    for key, count in zip(keys.tolist(), counts.tolist(), strict=True):
        day = measures.finish_day(simulation.axis, key)
        by_day[day] = by_day.get(day, 0) + count
    total, found = 0, []
    for day in sorted(by_day):
        total += by_day[day]
        found.append(Chance(day, total / simulation.runs))
    return found


def named_gains(tasks: Schedule, risks: Risks | None, found: Analysis, simulation: Simulation) -> list[Gain]:
    """Days gained at P80 by task and by risk, with their names."""
    gained = measures.gains(simulation)
    titles = {} if risks is None else dict(zip(risks.id.tolist(), risks.title.tolist(), strict=True))
    by_task = [Gain(f"{tasks.id[row]} {tasks.name[row] or ''}".strip(), gained[at]) for row, at in found.tasks.items()]
    events = simulation.model.events
    by_risk = [
        Gain(f"{events[j].id} {titles.get(events[j].id) or ''}".strip(), gained[at], risk=True)
        for j, at in found.risks.items()
    ]
    return by_task + by_risk


def _row(row: tuple[Any, ...]) -> list[str]:
    name, finish, days, error, cost, confidence = row
    return [
        name,
        "" if finish == NO_INSTANT else day_text(finish),
        _number(days, 1),
        "" if isnan(error) else f"± {error:.2f}",
        _number(cost, 0),
        "" if isnan(confidence) else f"{confidence:.0%}",
    ]


def _number(value: float, decimals: int) -> str:
    return "" if isnan(value) else f"{value:,.{decimals}f}"
