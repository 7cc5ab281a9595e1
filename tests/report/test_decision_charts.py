"""PF4, PF9: what the frontier and the alignment matrix show and say."""

from __future__ import annotations

from pmo_excel.report.charts.alignment_matrix import Served, alignment_matrix
from pmo_excel.report.charts.chart import Shape
from pmo_excel.report.charts.drawing import Label
from pmo_excel.report.charts.frontier import FrontierPoint, Taken, frontier_chart
from pmo_excel.report.charts.svg import svg

FRONTIER = [(200, 50), (400, 102), (600, 152), (800, 197), (1000, 237), (1200, 250)]
"""Fixture A.10."""


def points() -> list[FrontierPoint]:
    return [FrontierPoint(b, s, "Capacity" if b == 1200 else "Budget") for b, s in FRONTIER]


def test_the_frontier_says_from_where_more_money_brings_no_more() -> None:
    made = frontier_chart(points(), [Taken("Chosen", 1000, 237, True), Taken("By score", 950, 208, False)])
    assert made is not None
    assert made.drawing.title == "More money brings more up to 1.2 k; then people are short"
    assert "1,000: 237" in made.drawing.description
    assert "By score costs 950 and scores 208" in made.drawing.description


def test_the_frontier_is_a_scatter_where_programs_draw_their_own() -> None:
    made = frontier_chart(points(), [Taken("Chosen", 1000, 237, True)])
    assert made is not None
    assert made.numbers is not None
    assert made.numbers.shape is Shape.SCATTER
    line, chosen = made.numbers.series
    assert [(x.value, y.value) for x, y in zip(line.across, line.values, strict=True)] == FRONTIER
    assert (chosen.across[0].value, chosen.values[0].value) == (1000, 237)


def test_budgets_under_which_nothing_fits_are_left_out() -> None:
    nothing = FrontierPoint(100, float("nan"), "What must be done")
    assert frontier_chart([nothing, points()[0]]) is None
    made = frontier_chart([nothing, *points()])
    assert made is not None
    assert "100: " not in made.drawing.description.split(";")[0]


def test_the_matrix_says_what_serves_nothing_and_what_is_not_served() -> None:
    made = alignment_matrix(["O1", "O2"], [Served("P1", "Move", (3, 0)), Served("P2", "<b>New</b>", (0, 0))])
    assert made is not None
    assert made.drawing.title == "1 of 2 projects serve no objective; 1 of 2 objectives is not served"
    assert made.drawing.description == "P1: O1 3; P2: nothing."
    assert "<b>" not in svg(made.drawing, "matrix")


def test_a_matrix_that_is_too_large_counts_what_it_leaves_out() -> None:
    many = [Served(f"P{at}", "", (1,) * 15) for at in range(40)]
    made = alignment_matrix([f"O{at}" for at in range(15)], many)
    assert made is not None
    said = [mark.text for mark in made.drawing.marks if isinstance(mark, Label)]
    assert "… and 10 more projects and 3 more objectives" in said
    assert alignment_matrix([], many) is None
