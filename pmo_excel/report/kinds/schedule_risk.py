"""The schedule risk report: how likely the finish is by each day, what costs days, and what contingency is enough."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np

from pmo_excel.core.instants import NO_INSTANT
from pmo_excel.governance.reasons import number_text
from pmo_excel.report.answers import answered
from pmo_excel.report.charts.bars import Bar, bar_chart
from pmo_excel.report.charts.burn_down import BurnPoint, burn_down_chart, burn_down_numbers
from pmo_excel.report.charts.chart import Chart
from pmo_excel.report.charts.drawing import CONTEXT, CURRENT
from pmo_excel.report.charts.finish_curve import Chance, finish_curve, finish_numbers
from pmo_excel.report.charts.risk_matrix import HeatCell, risk_matrix
from pmo_excel.report.document import (
    NOT_HERE,
    Audience,
    Beside,
    Bullets,
    Figure,
    Figures,
    Grid,
    GridColumn,
    Page,
    Picture,
    Report,
    entry,
    said,
)
from pmo_excel.report.facts import NOTHING, Evidence, Fact, Sentence, fact, money_text, shortened
from pmo_excel.report.kinds.frame import project_report
from pmo_excel.report.kinds.registers import risks_grid
from pmo_excel.report.material import Material
from pmo_excel.risk.burn_down import BurnDown
from pmo_excel.risk.matrix import Matrix
from pmo_excel.risk.tables import RiskAnalysis

_ASSUMED: Final = (
    ("Iterations", "iterations"),
    ("Seed", "seed"),
    ("Distribution", "distribution"),
    ("Target milestone", "target_milestone"),
)
"""What the simulation was asked for, in the first row of its sheet."""
_SENSITIVITY: Final = (
    GridColumn("Task or risk", 2.6),
    GridColumn("Criticality", 0.9, "right"),
    GridColumn("Cruciality", 0.9, "right"),
    GridColumn("SSI", 0.7, "right"),
    GridColumn("Days at P80", 0.9, "right"),
)
SHOWN: Final = 8
"""Tasks and risks that the report names."""


def risk_report(given: Material) -> Report:
    """The schedule risk of one project."""
    evidence = given.evidence
    table = evidence.table(RiskAnalysis)
    rows = _rows(table)
    curve = _curve(table, rows)
    heading = said(curve.drawing.title if curve else "S-curve of the finish")
    first = Page(
        _message(table, rows),
        (
            _figures(table, rows),
            Beside((Picture(heading, curve),), (_contingency(evidence, table, rows), _assumptions(table)), 0.66),
            Beside((_remove_one(table),), (_drivers(table),), 0.55),
        ),
    )
    second = Page(
        said(*_message(table, rows), ": the register"),
        (Beside((_matrix(evidence),), (_burn_down(evidence),)), risks_grid(evidence, "Largest risks", 8)),
    )
    return project_report(given, "risk", "Schedule risk", Audience.SPONSOR, (first, second))


def _rows(table: RiskAnalysis | None) -> dict[str, int]:
    """The row of each percentile, by its name: P80."""
    if table is None:
        return {}
    names = ((row, str(name or "")) for row, name in enumerate(table.result.tolist()))
    return {name: row for row, name in names if name[:1] == "P" and name[1:].isdigit()}


def _message(table: RiskAnalysis | None, rows: dict[str, int]) -> Sentence:
    if table is None or "P80" not in rows:
        return said("Nothing is uncertain that could be simulated")
    p80, planned, sure = fact(table, "finish", rows["P80"]), fact(table, "finish"), fact(table, "deterministic")
    if not p80.known or not planned.known:
        return said("The finish could not be simulated")
    begin = said("80 % sure of ", p80)
    return (*begin, *said("; the plan's ", planned, " is ", sure, " likely")) if sure.known else begin


def _figures(table: RiskAnalysis | None, rows: dict[str, int]) -> Figures:
    """The deterministic date, P50 and P80, and the joint confidence in date and cost."""
    if table is None or not rows:
        return Figures((), ())
    sure = fact(table, "deterministic")
    made = [Figure("Deterministic", fact(table, "finish"), said(sure, " likely") if sure.known else ())]
    made += [
        Figure(name, fact(table, "finish", rows[name]), _cost_of(table, rows[name]))
        for name in ("P50", "P80", "P90")
        if name in rows
    ]
    joint, at80 = fact(table, "joint"), fact(table, "joint", rows["P80"]) if "P80" in rows else NOTHING
    made += [
        Figure("JCL of the plan", joint, said("date and cost both kept")),
        Figure("JCL at P80", at80, said("date and cost both kept")),
    ]
    return Figures((), tuple(one for one in made if one.value.known))


def _cost_of(table: RiskAnalysis, row: int) -> Sentence:
    cost = fact(table, "cost", row)
    return said("cost ", cost) if cost.known else ()


def _chances(table: RiskAnalysis, rows: dict[str, int]) -> list[tuple[int, Fact, Fact]]:
    """Each finish day with its fact and the largest share of the runs that is kept for it."""
    best: dict[int, tuple[Fact, Fact]] = {}
    for row in rows.values():
        day, share = fact(table, "finish", row), fact(table, "percentile", row)
        if day.known and share.known and share.value >= best.get(int(day.value), (day, Fact("", -1.0)))[1].value:
            best[int(day.value)] = (day, share)
    return [(day, *best[day]) for day in sorted(best)]


def _curve(table: RiskAnalysis | None, rows: dict[str, int]) -> Chart | None:
    """The S-curve with the plan's own date, P50 and P80."""
    if table is None or not {"P50", "P80"} <= rows.keys() or table.finish[0] == NO_INSTANT:
        return None
    found = _chances(table, rows)
    planned, sure = fact(table, "finish"), fact(table, "deterministic")
    if not sure.known or any(table.finish[rows[name]] == NO_INSTANT for name in ("P50", "P80")):
        return None
    chances = [Chance(day, float(share.value)) for day, _, share in found]
    median, p80 = (int(table.finish[rows[name]]) for name in ("P50", "P80"))
    drawn = finish_curve(chances, Chance(int(planned.value), float(sure.value)), median, p80)
    if drawn is None:
        return None
    days, shares = tuple(day for _, day, _ in found), tuple(share for _, _, share in found)
    return Chart(drawn, finish_numbers(days, shares, (planned, sure)))


def _contingency(evidence: Evidence, table: RiskAnalysis | None, rows: dict[str, int]) -> Bullets:
    """What time and money make the plan as sure as the organisation wants."""
    items = []
    if table is not None and "P80" in rows:
        for name, label, unit in (("duration", "Time to P80", " wd"), ("cost", "Cost to P80", "")):
            at, own = fact(table, name, rows["P80"]), fact(table, name)
            if at.known and own.known:
                gap = at.value - own.value
                text = number_text(gap) if unit else money_text(gap)
                items.append(said(f"{label}: add ", Fact(text, gap, f"={at.source}-{own.source}"), unit))
    enough = answered(evidence, "CONTINGENCYADEQUACY")
    if enough is not None and len(enough.table):
        why = enough.fact("why")
        items += [(why,)] if why.known else []
    return Bullets(said("Contingency recommendation"), tuple(items))


def _assumptions(table: RiskAnalysis | None) -> Bullets:
    """What was assumed, and the seed that gives the same result again."""
    if table is None:
        return Bullets(said("Assumptions and seed"), ())
    given = ((label, fact(table, name)) for label, name in _ASSUMED)
    items = [said(f"{label}: ", value) for label, value in given if value.known]
    fixed = "Ranges as in Schedule and Risks; tasks are independent unless Settings says otherwise"
    return Bullets(said("Assumptions and seed"), (*items, said(fixed)))


def _gains(table: RiskAnalysis | None) -> list[int]:
    """The rows of tasks and risks that cost days, the dearest first."""
    if table is None:
        return []
    rows = [row for row in range(len(table)) if table.gained[row] > 0 and not _percentile(table, row)]
    return sorted(rows, key=lambda row: -float(table.gained[row]))


def _percentile(table: RiskAnalysis, row: int) -> bool:
    return not bool(np.isnan(table.percentile[row]))


def _named(table: RiskAnalysis, row: int) -> Fact:
    result, name = fact(table, "result", row), fact(table, "name", row)
    text = f"{result.text} {name.text}" if name.known else result.text
    return shortened(Fact(text, text, result.source), 44)


def _remove_one(table: RiskAnalysis | None) -> Picture:
    """Days by which P80 would be earlier without each uncertainty: risks dark, ranges of tasks grey."""
    heading = said("What costs days at P80")
    rows = _gains(table)
    if table is None or not rows:
        return Picture(heading, None)
    bars = [
        Bar(
            _named(table, row),
            fact(table, "gained", row),
            CURRENT if str(table.result[row]).startswith("Risk") else CONTEXT,
        )
        for row in rows[:SHOWN]
    ]
    first = _named(table, rows[0])
    title = f"{first.text} costs most: P80 would be {bars[0].value.text} working days earlier without it"
    chart = bar_chart(title, bars, "0.0", "Working days gained at P80 without it")
    return Picture(said(title), chart, note="risks dark, ranges of tasks grey")


def _drivers(table: RiskAnalysis | None) -> Grid:
    """How often each task is critical, and how much it sways the finish."""
    heading, note = said("Sensitivity"), "by days at P80"
    rows = _gains(table)
    if table is None:
        return Grid(heading, _SENSITIVITY, (), note, absent=NOT_HERE)
    fields = ("criticality", "cruciality", "sensitivity", "gained")
    made = tuple(
        (entry(_named(table, row)), *(entry(fact(table, name, row)) for name in fields)) for row in rows[:SHOWN]
    )
    return Grid(heading, _SENSITIVITY, made, note)


def _matrix(evidence: Evidence) -> Picture:
    found = answered(evidence, "RISKMATRIX")
    made = found.table if found is not None else None
    if not isinstance(made, Matrix):
        return Picture(said("Probability and impact"), None)
    fields = (made.probability, made.impact, made.score, made.band, made.risk_ids)
    cells = [
        HeatCell(int(p), int(i), s, str(band), str(ids).split("; ") if ids else ())
        for p, i, s, band, ids in zip(*(field.tolist() for field in fields), strict=True)
    ]
    drawn = risk_matrix(cells)
    return Picture(said(drawn.title if drawn else "Probability and impact"), None if drawn is None else Chart(drawn))


def _burn_down(evidence: Evidence) -> Picture:
    found = answered(evidence, "RISKBURNDOWN")
    if found is None or not isinstance(found.table, BurnDown):
        return Picture(said("Exposure over time"), None)
    made = found.table
    points = list(_points(made))
    drawn = burn_down_chart(points)
    if drawn is None:
        return Picture(said("Exposure over time"), None)
    each = [tuple(found.fact(name, row) for row in range(len(made))) for name in ("date", "planned", "actual")]
    return Picture(said(drawn.title), Chart(drawn, burn_down_numbers(*each)))


def _points(made: BurnDown) -> Iterator[BurnPoint]:
    fields = (made.date, made.planned, made.actual, made.increased)
    for day, plan, there, up in zip(*(field.tolist() for field in fields), strict=True):
        yield BurnPoint(day, plan, None if there != there else there, bool(up))
