"""The charts of a simulation say their conclusion, mark what matters, and stay small."""

from __future__ import annotations

from datetime import date

from pmo_excel.core.instants import DAY, instant
from pmo_excel.report.charts.drawing import Diamond, Label, Rect
from pmo_excel.report.charts.finish_curve import Chance, finish_curve
from pmo_excel.report.charts.joint_scatter import MOST, Run, joint_scatter
from pmo_excel.report.charts.remove_one import Gain, remove_one

MAY = instant(date(2026, 5, 4))


def test_the_curve_marks_the_plan_and_two_percentiles_and_says_how_far_they_are() -> None:
    chances = [Chance(MAY + day * DAY, (day + 1) / 10) for day in range(10)]
    drawing = finish_curve(chances, Chance(MAY, 0.1), MAY + 4 * DAY, MAY + 7 * DAY)
    assert drawing is not None
    assert drawing.title == "P80 is 11-May-26, 7 days after the plan's 04-May-26 (10% likely)"
    assert len([mark for mark in drawing.marks if isinstance(mark, Diamond)]) == 2
    words = [mark.text for mark in drawing.marks if isinstance(mark, Label)]
    assert {"P50 08-May-26", "P80 11-May-26", "Plan 04-May-26"} <= set(words)


def test_a_certain_finish_has_no_curve() -> None:
    assert finish_curve([Chance(MAY, 1.0)], Chance(MAY, 1.0), MAY, MAY) is None


def test_the_bars_are_sorted_and_leave_out_what_costs_nothing() -> None:
    drawing = remove_one([Gain("A", 1.2), Gain("B", 0.01), Gain("R-1 Late", 3.4, risk=True)])
    assert drawing is not None
    assert drawing.title == "R-1 Late costs most: P80 would be 3.4 working days earlier without it"
    widths = [mark.width for mark in drawing.marks if isinstance(mark, Rect)]
    assert widths == sorted(widths, reverse=True)
    assert len(widths) == 2
    assert remove_one([Gain("B", 0.0)]) is None


def test_the_points_are_bounded_and_tell_whether_the_confidence_is_enough() -> None:
    runs = [Run(MAY + (at % 97) * DAY, 1000.0 + at % 89) for at in range(5000)]
    drawing = joint_scatter(runs, MAY + 50 * DAY, 1050.0, 0.62)
    assert drawing is not None
    assert drawing.title == "62% of the runs keep both 23-Jun-26 and 1,050: short of a confidence of 70%"
    assert len([mark for mark in drawing.marks if isinstance(mark, Rect)]) == MOST
    assert joint_scatter([Run(MAY, 1.0), Run(MAY + DAY, 1.0)], MAY, 1.0, 1.0) is None
