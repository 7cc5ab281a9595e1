"""The heatmap and the chart of loads say in numbers, lines and words what their colours say."""

from __future__ import annotations

import pytest

from pmo_excel.core.instants import DAY
from pmo_excel.report.charts.drawing import Label, Line, Rect
from pmo_excel.report.charts.heatmap import SHADES, TOP, WEEKS, Busy, heatmap
from pmo_excel.report.charts.load_chart import load_chart
from pmo_excel.report.palette import contrast
from pmo_excel.resources.balance import band

MONDAY = 20514 * DAY
STARTS = [MONDAY + 7 * DAY * at for at in range(4)]


@pytest.mark.parametrize(
    ("share", "name"),
    [
        (0.0, "Light"),
        (0.7999, "Light"),
        (0.8, "Healthy"),
        (0.1 + 0.7, "Healthy"),
        (1.0, "Healthy"),
        (1.0001, "Over"),
        (3 * 0.4, "Over"),
        (1.2001, "Critical"),
        (2.1, "Critical"),
    ],
)
def test_bands_hold_their_limits_whatever_sums_of_fractions_give(share: float, name: str) -> None:
    """Definitions 3.10: below 80 light, 80 to 100 healthy, 100 to 120 over, above 120 critical."""
    assert band(share) == name


def test_every_cell_has_its_number_and_what_is_too_much_has_lines_under_it() -> None:
    made = heatmap([Busy("Ana", [0.5, 0.9, 1.1, 1.3])], STARTS)
    assert made is not None
    texts = [mark.text for mark in made.marks if isinstance(mark, Label)]
    assert [text for text in texts if text.endswith("%") and "," not in text] == ["50%", "90%", "110%", "130%"]
    under = [mark for mark in made.marks if isinstance(mark, Line) and TOP < mark.y1 < TOP + 19]
    assert len(under) == 1 + 2
    assert made.title == "1 of 1 is above 120% in some week"
    assert "110%" in made.description


def test_unknown_is_a_question_and_no_capacity_is_blank() -> None:
    made = heatmap([Busy("Ana", [float("nan"), None, 0.0, 0.2])], STARTS)
    assert made is not None
    assert [m.text for m in made.marks if isinstance(m, Label) and m.text in ("?", "0%", "20%")] == ["?", "0%", "20%"]


def test_more_weeks_than_fit_are_said() -> None:
    made = heatmap([Busy("Ana", [0.5] * 40)], [MONDAY + 7 * DAY * at for at in range(40)])
    assert made is not None
    assert made.title.endswith(f"(the first {WEEKS} of 40 weeks)")


@pytest.mark.parametrize("name", SHADES)
def test_numbers_can_be_read_on_their_colour(name: str) -> None:
    """WCAG 2.2, 1.4.3: 4.5 to 1."""
    assert contrast(SHADES[name].fill, SHADES[name].ink) >= 4.5


def test_bars_are_as_high_as_their_hours_and_capacity_is_a_line() -> None:
    made = load_chart(STARTS, [40, 40, 32, 40], [20, 40, 40, 0], [0, 0, 8, 10])
    assert made is not None
    bars = [mark for mark in made.marks if isinstance(mark, Rect) and mark.height > 12]
    hard = [mark.height for mark in bars if not mark.ink.dashes]
    assert hard[1] == pytest.approx(2 * hard[0])
    assert sum(isinstance(m, Label) and m.text == "▲" for m in made.marks) == 1
    assert made.title == "1 of 4 periods are booked beyond capacity"


def test_nothing_booked_and_nobody_there_is_no_chart() -> None:
    assert load_chart(STARTS, [0] * 4, [0] * 4, [0] * 4) is None
    assert heatmap([], STARTS) is None
