"""Planned, earned and actual value over time, and estimates at completion fanning out from the status date."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import ceil, floor, log10
from typing import Final, NamedTuple

from pmo_excel.core.instants import NO_INSTANT, as_date, day_text
from pmo_excel.cost.evm_rows import WHOLE
from pmo_excel.cost.tables import EarnedValue
from pmo_excel.report import palette
from pmo_excel.report.charts.drawing import (
    GRID,
    QUIET_WORDS,
    STATUS_LINE,
    WORDS,
    Diamond,
    Drawing,
    Ink,
    Label,
    Line,
    Mark,
    scale,
)
from pmo_excel.risk.tables import RiskAnalysis

WIDTH: Final = 720.0
HEIGHT: Final = 260.0
LEFT: Final = 56.0
RIGHT: Final = 178.0
"""Room for the names of the lines, at their ends."""
TOP: Final = 14.0
BOTTOM: Final = 24.0
SIZE: Final = 10.0
APART: Final = 12.0
"""The least distance between two names."""
_PV: Final = Ink(stroke=palette.STATUS_GREY, width=1.5)
_EV: Final = Ink(stroke=palette.ACCENT, width=3.0)
_AC: Final = Ink(stroke=palette.TEXT, width=1.75, dashes="7 3")
_FAN: Final = Ink(stroke=palette.QUIET, width=1.0, dashes="2 2")
_END: Final = Ink(fill=palette.WHITE, stroke=palette.QUIET)
_ESTIMATES: Final = (
    ("EAC typical", "eac_typical"),
    ("EAC atypical", "eac_atypical"),
    ("EAC cost & schedule", "eac_cost_and_schedule"),
)


class Point(NamedTuple):
    """A value on a day."""

    day: int
    value: float


class Curve(NamedTuple):
    """One line: its name, how it is drawn, its points by date, and the cell of the last one."""

    name: str
    ink: Ink
    points: tuple[Point, ...]
    source: str = ""


def s_curve(values: EarnedValue, start: int = NO_INSTANT, simulated: RiskAnalysis | None = None) -> Drawing | None:
    """The curve of the whole project, by the rows of the EVM sheet; None where nothing is planned.

    Parameters
    ----------
    start
        The baseline start, at which all is 0; where it is not known the curves begin with their first points.
    simulated
        The sheet Risk Analysis: the fan also has the cost at P10 and P90, each on the finish of that percentile.
    """
    rows = [row for row, key in enumerate(values.wbs.tolist()) if key == WHOLE]
    rows.sort(key=lambda row: int(values.period_end[row]))
    plan, *done = (
        _curve(values, rows, name, field, ink, start)
        for name, field, ink in (
            ("Planned value", "planned_value", _PV),
            ("Earned value", "earned_value", _EV),
            ("Actual cost", "actual_cost", _AC),
        )
    )
    if not plan.points:
        return None
    now = next((row for row in reversed(rows) if values.earned_value[row] == values.earned_value[row]), None)
    fan = [] if now is None else [*_fan(values, now, plan), *_simulated(values, now, simulated)]
    curves = [plan, *(curve for curve in done if curve.points), *fan]
    title = "Planned, earned and actual value" if now is None else _conclusion(values, now)
    status = NO_INSTANT if now is None else int(values.period_end[now])
    return Drawing(WIDTH, HEIGHT, title, _said(curves), tuple(_marks(curves, status)))


def _curve(values: EarnedValue, rows: Sequence[int], name: str, field: str, ink: Ink, start: int) -> Curve:
    column = getattr(values, field)
    known = [row for row in rows if column[row] == column[row]]
    points = [Point(int(values.period_end[row]), float(column[row])) for row in known]
    if points and start != NO_INSTANT and start < points[0].day:
        points.insert(0, Point(start, 0.0))
    return Curve(name, ink, tuple(points), values.cell(field, known[-1]).address if known else "")


def _fan(values: EarnedValue, now: int, plan: Curve) -> list[Curve]:
    """From the actual cost to each estimate, on the finish that goes with the time performance so far."""
    begin = Point(int(values.period_end[now]), float(values.actual_cost[now]))
    finish = int(values.finish_estimate[now])
    end = max(plan.points[-1].day, begin.day) if finish == NO_INSTANT else max(finish, begin.day)
    found = []
    for name, field in _ESTIMATES:
        estimate = float(getattr(values, field)[now])
        if estimate == estimate and begin.value == begin.value:
            found.append(Curve(name, _FAN, (begin, Point(end, estimate)), values.cell(field, now).address))
    return found


def _simulated(values: EarnedValue, now: int, simulated: RiskAnalysis | None) -> Iterator[Curve]:
    """From the actual cost to the simulated cost at P10 and P90, where the simulation knows of costs."""
    begin = Point(int(values.period_end[now]), float(values.actual_cost[now]))
    results = [] if simulated is None else simulated.result.tolist()
    for name in ("P10", "P90"):
        if simulated is None or name not in results or begin.value != begin.value:
            continue
        row = results.index(name)
        cost, finish = float(simulated.cost[row]), int(simulated.finish[row])
        if cost == cost and finish != NO_INSTANT and finish > begin.day:
            yield Curve(f"EAC {name}", _FAN, (begin, Point(finish, cost)), simulated.cell("cost", row).address)


def _conclusion(values: EarnedValue, now: int) -> str:
    parts = [
        f"{name} {value:.2f}"
        for name, value in (("CPI", float(values.cpi[now])), ("SPI(t)", float(values.time_index[now])))
        if value == value
    ]
    estimate, budget = float(values.eac_chosen[now]), float(values.budget_at_completion[now])
    if estimate == estimate and budget == budget:
        over = estimate - budget
        how = f"{abs(over):,.0f} {'over' if over > 0 else 'under'} the budget of" if round(over) else "on the budget of"
        parts.append(f"EAC {estimate:,.0f}, {how} {budget:,.0f}")
    return ", ".join(parts) or "Planned, earned and actual value"


def _said(curves: Sequence[Curve]) -> str:
    ends = (f"{c.name} {c.points[-1].value:,.0f} on {day_text(c.points[-1].day)}" for c in curves)
    return f"{'; '.join(ends)}. The dashed vertical line marks the status date."


def _marks(curves: Sequence[Curve], status: int) -> Iterator[Mark]:
    days = [point.day for curve in curves for point in curve.points]
    most = max(1.0, *(point.value for curve in curves for point in curve.points))
    x = scale(min(days), max(days), LEFT, WIDTH - RIGHT)
    step = _step(most)
    top = step * ceil(most / step)
    y = scale(0.0, top, HEIGHT - BOTTOM, TOP)
    for part in range(round(top / step) + 1):
        amount = step * part
        yield Line(LEFT, y(amount), WIDTH - RIGHT, y(amount), GRID)
        yield Label(LEFT - 6, y(amount) + 3.5, f"{amount:,.0f}", SIZE - 1, QUIET_WORDS, "end")
    for day in _quarters(min(days), max(days)):
        moment = as_date(day)
        yield Label(x(day), HEIGHT - 8, f"{moment:%b}-{moment:%y}", SIZE - 1, QUIET_WORDS, "middle")
    if status != NO_INSTANT:
        yield Line(x(status), TOP, x(status), HEIGHT - BOTTOM, STATUS_LINE)
    for curve in curves:
        for one, other in zip(curve.points, curve.points[1:], strict=False):
            yield Line(x(one.day), y(one.value), x(other.day), y(other.value), curve.ink)
        if curve.ink is _FAN:
            end = curve.points[-1]
            yield Diamond(x(end.day), y(end.value), 4.0, _END, source=curve.source)
    yield from _names(curves, [y(curve.points[-1].value) for curve in curves])


def _step(most: float) -> float:
    """A round step that divides an amount into at most five."""
    power: float = 10.0 ** floor(log10(most / 5))
    return next(power * factor for factor in (1, 2, 2.5, 5, 10) if power * factor * 5 >= most)


def _names(curves: Sequence[Curve], heights: Sequence[float]) -> Iterator[Mark]:
    """The lines' names at the right, each at the height of its end, or below the one above it."""
    below = 0.0
    for at in sorted(range(len(curves)), key=lambda at: heights[at]):
        height = max(heights[at], below + APART, TOP)
        below = height
        curve, left = curves[at], WIDTH - RIGHT + 8
        yield Line(left, height - 3, left + 18, height - 3, curve.ink)
        text = f"{curve.name} {curve.points[-1].value:,.0f}"
        yield Label(left + 23, height, text, SIZE - 1, WORDS, source=curve.source)


def _quarters(first: int, last: int) -> list[int]:
    """First days of months between two days: every month, or every third where there are many."""
    found = []
    day = as_date(first).replace(day=1)
    while True:
        month = day.month % 12 + 1
        day = day.replace(year=day.year + (month == 1), month=month)
        at = (day - as_date(0)).days * 1440
        if at > last:
            break
        found.append(at)
    step = 1 if len(found) <= 10 else 3 if len(found) <= 30 else 12
    return found[::step]
