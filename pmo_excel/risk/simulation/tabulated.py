"""The tables of a simulated plan, for cells and sheets."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final, TypeVar

import numpy as np

from pmo_excel.core.columns import Numbers, Texts
from pmo_excel.core.instants import NO_INSTANT
from pmo_excel.core.tables import Table, columns, rows_of
from pmo_excel.risk.simulation import measures
from pmo_excel.risk.simulation.analysis import Analysis
from pmo_excel.risk.simulation.measures import AT, PERCENTILES
from pmo_excel.risk.simulation.results import (
    Percentiles,
    RiskAnalysisRows,
    RiskGains,
    Sensitivities,
    TaskPercentiles,
)
from pmo_excel.risk.simulation.simulation import Simulation
from pmo_excel.risk.tables import Risks
from pmo_excel.schedule.axis import SHIFT
from pmo_excel.schedule.dates import last_day
from pmo_excel.schedule.tables import Schedule
from pmo_excel.schedule.what_if import days_later

MOST_LISTED: Final = 25
"""Tasks and risks on the sheet of the risk analysis, at most: those that matter most."""
T = TypeVar("T", bound=Table)
_NAN: Final = float("nan")


def planned_day(found: Analysis) -> int:
    """The working date on which the plan without risk finishes, an instant."""
    simulation = found.simulation
    if simulation is not None:
        return measures.finish_day(simulation.axis, simulation.planned)
    return last_day(found.done.dates.project_finish)


def percentiles(found: Analysis) -> Percentiles | None:
    """The distribution of the finish; None where the project's finish rests on something wrong."""
    if not found.complete or found.done.dates.project_finish == NO_INSTANT:
        return None
    if found.simulation is None:
        return _table(Percentiles, [("Deterministic", planned_day(found), _planned_days(found), _NAN, _NAN, 1.0)])
    simulation = found.simulation
    durations, costs = simulation.durations(simulation.finishes), simulation.costs
    priced = has_costs(simulation)
    rows: list[tuple[Any, ...]] = []
    for per_cent in PERCENTILES:
        share = per_cent / 100
        day = measures.date_at(simulation, share)
        cost = measures.percentile(costs, share) if priced else _NAN
        middle = measures.percentile(durations, share)
        error = measures.error(durations, share)
        rows.append((f"P{per_cent}", day, middle, error, cost, measures.confidence(simulation, day)))
    mean = float(durations.mean())
    spread = float(durations.std(ddof=1)) if len(durations) > 1 else _NAN
    mean_day = _day_of(simulation, mean)
    planned = planned_day(found)
    sure = measures.confidence(simulation, planned)
    own = float(simulation.durations(np.array([simulation.planned]))[0])
    mean_cost = float(costs.mean()) if priced else _NAN
    spread_cost = float(costs.std(ddof=1)) if priced and len(costs) > 1 else _NAN
    root = len(durations) ** 0.5
    rows += [
        ("Mean", mean_day, mean, spread / root, mean_cost, measures.confidence(simulation, mean_day)),
        ("Standard Deviation", NO_INSTANT, spread, _NAN, spread_cost, _NAN),
        ("Deterministic", planned, own, _NAN, _planned_cost(simulation) if priced else _NAN, sure),
        ("Confidence of Deterministic", planned, sure, (sure * (1 - sure)) ** 0.5 / root, _NAN, sure),
    ]
    rows += _comparisons(found, own, priced)
    return _table(Percentiles, rows)


def _comparisons(found: Analysis, own: float, priced: bool) -> list[tuple[Any, ...]]:
    """Contingency at P80, and what the merging of paths adds to the P80 of the critical path alone."""
    simulation = found.simulation
    assert simulation is not None  # noqa: S101 -- asked for where there is one only
    whole = measures.days_at(simulation, AT)
    reserve = measures.percentile(simulation.costs, AT) - _planned_cost(simulation) if priced else _NAN
    rows: list[tuple[Any, ...]] = [("Contingency to P80", NO_INSTANT, whole - own, _NAN, reserve, _NAN)]
    if found.path is not None:
        alone = simulation.tally.without[found.path, : simulation.runs]
        path = measures.percentile(simulation.durations(alone), AT)
        rows += [
            ("P80 of the Critical Path Alone", NO_INSTANT, path, _NAN, _NAN, _NAN),
            ("Merge Bias at P80", NO_INSTANT, whole - path, _NAN, _NAN, _NAN),
        ]
    return rows


def has_costs(simulation: Simulation) -> bool:
    """Whether anything is known of money."""
    model = simulation.model
    return bool(model.fixed_cost or model.delay_rate or model.rate.any() or model.cost.mode.any())


def _planned_cost(simulation: Simulation) -> float:
    model = simulation.model
    return model.fixed_cost + float((model.rate * model.left).sum())


def _planned_days(found: Analysis) -> float:
    dates, plan = found.done.dates, found.done.plan
    return days_later(plan, dates.project_start, dates.project_finish)


def _day_of(simulation: Simulation, days: float) -> int:
    """The working date so many working days after the start."""
    ticks = round(days * simulation.model.plan.settings.minutes_per_day * 10)
    return measures.finish_day(simulation.axis, ((simulation.start >> SHIFT) + ticks) << SHIFT)


def sensitivities(tasks: Schedule, found: Analysis) -> Sensitivities | None:
    """Every task in the order of the plan, then every risk that was drawn."""
    simulation = found.simulation
    if simulation is None:
        return None
    each, gained = measures.tasks(simulation), measures.gains(simulation)
    rows = [
        (
            tasks.id[row],
            each.criticality[row],
            each.cruciality[row],
            each.sensitivity[row],
            _at(gained, found.tasks.get(row)),
        )
        for row in range(len(tasks))
        if row not in set(found.done.plan.parent)
    ]
    rows += [
        (event.id, _NAN, _NAN, _NAN, _at(gained, found.risks.get(j))) for j, event in enumerate(simulation.model.events)
    ]
    return _table(Sensitivities, rows)


def _at(gained: Sequence[float], place: int | None) -> float:
    return _NAN if place is None else gained[place]


def task_percentiles(tasks: Schedule, found: Analysis) -> TaskPercentiles:
    """P-dates and criticality of each task; without anything uncertain they are those of the plan."""
    simulation, rows = found.simulation, len(tasks)
    if simulation is None:
        return TaskPercentiles.of(rows, id=tasks.id)
    return TaskPercentiles.of(
        rows,
        id=tasks.id,
        criticality=measures.tasks(simulation).criticality,
        p50=measures.task_dates(simulation, 0.5),
        p80=measures.task_dates(simulation, AT),
    )


def risk_gains(risks: Risks, found: Analysis) -> RiskGains:
    """Days gained at P80 by each risk; empty for those that are settled or change no date."""
    made = RiskGains.of(len(risks), id=risks.id)
    if found.simulation is None:
        return made
    gained = measures.gains(found.simulation)
    by_id = {event.id: _at(gained, found.risks.get(j)) for j, event in enumerate(found.simulation.model.events)}
    gain: Numbers = np.array([by_id.get(str(key), _NAN) for key in risks.id.tolist()], float)
    return made.replace(gained=gain)


def analysis_rows(tasks: Schedule, risks: Risks | None, found: Analysis) -> RiskAnalysisRows | None:
    """The sheet: first the row of the parameters with what they give, then percentiles, then what matters most."""
    simulation, whole = found.simulation, percentiles(found)
    if simulation is None or whole is None:
        return None
    empty: dict[str, Any] = {}
    lines: list[dict[str, Any]] = [empty]
    by_name = {row[0]: row for row in rows_of(whole)}
    _, planned, own, _, cost, sure = by_name["Deterministic"]
    joint = measures.joint_confidence(simulation, planned, cost) if cost == cost else _NAN
    empty |= {"name": "The plan as it is", "finish": planned, "duration": own, "cost": cost}
    empty |= {"deterministic": sure, "joint": joint}
    for per_cent in PERCENTILES:
        _, day, days, error, cost, _ = by_name[f"P{per_cent}"]
        joint = measures.joint_confidence(simulation, day, cost) if cost == cost else _NAN
        known = {"percentile": per_cent / 100, "finish": day, "duration": days, "error": error}
        lines.append({"result": f"P{per_cent}"} | known | {"cost": cost, "joint": joint})
    lines += _what_matters(tasks, risks, found)
    made = {name: [line.get(name) for line in lines] for name in columns(RiskAnalysisRows)}
    return _of_lists(RiskAnalysisRows, made, len(lines))


def _what_matters(tasks: Schedule, risks: Risks | None, found: Analysis) -> list[dict[str, Any]]:
    """The tasks and risks that cost most at P80, the dearest first."""
    simulation = found.simulation
    assert simulation is not None  # noqa: S101 -- asked for where there is one only
    each, gained = measures.tasks(simulation), measures.gains(simulation)
    lines: list[dict[str, Any]] = [
        {
            "result": f"Task {tasks.id[row]}",
            "name": tasks.name[row],
            "criticality": each.criticality[row],
            "cruciality": each.cruciality[row],
            "sensitivity": each.sensitivity[row],
            "gained": gained[at],
        }
        for row, at in found.tasks.items()
    ]
    titles = {} if risks is None else dict(zip(risks.id.tolist(), risks.title.tolist(), strict=True))
    events = simulation.model.events
    lines += [
        {"result": f"Risk {events[j].id}", "name": titles.get(events[j].id), "gained": gained[at]}
        for j, at in found.risks.items()
    ]
    return sorted(lines, key=lambda line: -line["gained"])[:MOST_LISTED]


def _table(cls: type[T], rows: Sequence[Sequence[Any]]) -> T:
    return _of_lists(cls, {name: [row[at] for row in rows] for at, name in enumerate(columns(cls))}, len(rows))


def _of_lists(cls: type[T], values: dict[str, list[Any]], rows: int) -> T:
    """A table from lists with None where there is nothing."""
    empty = cls.of(rows)
    made: dict[str, Any] = {}
    for name, column in values.items():
        fresh: Texts = getattr(empty, name).copy()
        for row, value in enumerate(column):
            if value is not None:
                fresh[row] = value
        made[name] = fresh
    return cls.of(rows, **made)
