"""The S-curve of reports: lines where the figures are, told apart without colour, with its conclusion as title."""

from __future__ import annotations

import itertools
from datetime import date
from typing import Any

import numpy as np
import pytest

from pmo_excel.core.instants import NO_INSTANT, instant
from pmo_excel.cost.tables import EarnedValue
from pmo_excel.report.charts.drawing import Diamond, Label, Line
from pmo_excel.report.charts.s_curve import BOTTOM, HEIGHT, LEFT, TOP, s_curve
from pmo_excel.report.charts.svg import svg
from pmo_excel.risk.tables import RiskAnalysis

NAN = float("nan")


def values(*rows: tuple[Any, ...]) -> EarnedValue:
    """Rows of period end, WBS, PV, EV, AC, and the EAC of each kind."""
    ends, wbs, pv, ev, ac, estimate = zip(*rows, strict=True)
    return EarnedValue.of(
        len(rows),
        period_end=np.array([instant(date.fromisoformat(day)) for day in ends]),
        wbs=np.array(wbs, dtype=object),
        planned_value=np.array(pv),
        earned_value=np.array(ev),
        actual_cost=np.array(ac),
        budget_at_completion=np.full(len(rows), 400.0),
        cpi=np.array([e / a if a == a else NAN for e, a in zip(ev, ac, strict=True)]),
        eac_typical=np.array(estimate),
        eac_atypical=np.array(estimate),
        eac_cost_and_schedule=np.array(estimate),
        eac_chosen=np.array(estimate),
        finish_estimate=np.full(len(rows), NO_INSTANT),
    )


ROWS = (
    ("2026-04-30", "Project", 400.0, NAN, NAN, NAN),
    ("2026-03-31", "1", 900.0, 900.0, 900.0, 900.0),
    ("2026-03-31", "Project", 200.0, 100.0, 125.0, 500.0),
)


def test_lines_stand_where_the_figures_of_the_whole_project_are() -> None:
    """The axis goes to 500, the highest figure: 200 is at two fifths of its height; the part is not drawn."""
    drawing = s_curve(values(*ROWS), instant(date(2026, 3, 1)))
    assert drawing is not None
    first = next(m for m in drawing.marks if isinstance(m, Line) and m.ink.width == 1.5)
    height = HEIGHT - BOTTOM - TOP
    assert (first.x1, first.y1) == (LEFT, HEIGHT - BOTTOM)
    assert first.y2 == pytest.approx(HEIGHT - BOTTOM - height * 2 / 5)
    assert len([m for m in drawing.marks if isinstance(m, Diamond)]) == 3


def test_the_title_is_the_conclusion_and_the_description_has_every_figure() -> None:
    drawing = s_curve(values(*ROWS))
    assert drawing is not None
    assert drawing.title == "CPI 0.80, EAC 500, 100 over the budget of 400"
    for figure in ("Planned value 400", "Earned value 100", "Actual cost 125", "EAC typical 500"):
        assert figure in drawing.description
    assert "<script" not in svg(drawing, "curve")


def test_lines_differ_without_colour_and_names_do_not_overlap() -> None:
    drawing = s_curve(values(*ROWS))
    assert drawing is not None
    inks = {(m.ink.width, m.ink.dashes) for m in drawing.marks if isinstance(m, Line)}
    assert len(inks) == 6  # grid, status line, and four kinds of curves
    names = sorted(m.y for m in drawing.marks if isinstance(m, Label) and m.x > 560)
    assert all(lower - upper >= 11.9 for upper, lower in itertools.pairwise(names))


def test_without_a_plan_there_is_no_curve() -> None:
    assert s_curve(values(("2026-03-31", "Project", NAN, NAN, 125.0, NAN))) is None


def test_the_fan_reaches_the_simulated_cost_at_p10_and_p90() -> None:
    """Rows of Risk Analysis; a percentile without a cost has no line."""
    simulated = RiskAnalysis.of(
        3,
        result=np.array(["P10", "P50", "P90"], dtype=object),
        finish=np.array([instant(date(2026, month, 30)) for month in (6, 7, 8)]),
        cost=np.array([410.0, 450.0, NAN]),
    )
    drawing = s_curve(values(*ROWS), simulated=simulated)
    assert drawing is not None
    said = [mark.text for mark in drawing.marks if isinstance(mark, Label)]
    assert "EAC P10 410" in said
    assert not any("P90" in text for text in said)
