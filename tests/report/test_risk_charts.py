"""The risk matrix and the burn-down say in letters, figures and words what their colours say (RI2, RI9)."""

from __future__ import annotations

import pytest

from pmo_excel.core.instants import DAY
from pmo_excel.report.charts.burn_down import BurnPoint, burn_down_chart
from pmo_excel.report.charts.drawing import Diamond, Label, Line, Rect
from pmo_excel.report.charts.risk_matrix import SHADES, HeatCell, risk_matrix
from pmo_excel.report.palette import _luminance, contrast
from pmo_excel.risk.scales import band_of

FIRST = 20_514 * DAY


def cells(**held: tuple[str, ...]) -> list[HeatCell]:
    """The 25 cells; `held` names those with risks, as in p4i5."""
    places = [(p, i) for p in range(5, 0, -1) for i in range(1, 6)]
    return [HeatCell(p, i, p * i, band_of(p * i), held.get(f"p{p}i{i}", ())) for p, i in places]


def test_every_cell_has_its_letter_and_score_and_its_risks() -> None:
    made = risk_matrix(cells(p4i5=("R-1", "R-2"), p1i1=("R-3",)))
    assert made is not None
    texts = [mark.text for mark in made.marks if isinstance(mark, Label)]
    assert {"H 20", "M 10", "L 1"} <= set(texts)
    assert sum(text[:2] in ("L ", "M ", "H ") for text in texts) == 25
    assert {"R-1, R-2", "R-3"} <= set(texts)
    assert made.title == "2 of 3 open risks are high"
    assert "High, probability 4 and impact 5: R-1, R-2" in made.description


def test_risks_that_do_not_fit_are_counted() -> None:
    ids = tuple(f"R-{n:03d}" for n in range(1, 31))
    made = risk_matrix(cells(p5i5=ids))
    assert made is not None
    texts = [mark.text for mark in made.marks if isinstance(mark, Label)]
    assert "30" in texts
    shown = sum(text.count("R-") for text in texts if text.startswith("R-"))
    (tail,) = [text for text in texts if " +" in text]
    assert shown + int(tail.rpartition("+")[2]) >= 30


def test_a_cell_is_where_its_classes_say() -> None:
    made = risk_matrix(cells())
    assert made is not None
    boxes = [mark for mark in made.marks if isinstance(mark, Rect) and mark.width > 20]
    assert boxes[0].y < boxes[-1].y, "the most likely row is at the top"
    assert boxes[0].x < boxes[4].x


@pytest.mark.parametrize("band", SHADES)
def test_letters_can_be_read_on_their_colour(band: str) -> None:
    """WCAG 2.2, 1.4.3: 4.5 to 1."""
    assert contrast(SHADES[band].fill, SHADES[band].ink) >= 4.5


def test_bands_differ_in_grey_too() -> None:
    low, medium, high = (_luminance(SHADES[band].fill) for band in ("Low", "Medium", "High"))
    assert low > medium + 0.2 > high + 0.4


def test_ri9_sixty_fifty_fiftyfive_thirtyone_with_its_increase_flagged() -> None:
    """Feature RI9: 4 snapshots 60, 50, 55, 31 k plotted; the increase flagged; planned 40 k now, so 9 k below."""
    actual = (60_000.0, 50_000.0, 55_000.0, 31_000.0)
    points = [BurnPoint(FIRST + n * 30 * DAY, 60_000 - n * 20_000 / 3, v, n == 2) for n, v in enumerate(actual)]
    made = burn_down_chart([*points, BurnPoint(FIRST + 200 * DAY, 10_000, None)])
    assert made is not None
    texts = [mark.text for mark in made.marks if isinstance(mark, Label)]
    assert [text for text in texts if text in ("60 k", "50 k", "55 k", "31 k")].count("55 k") == 1
    flagged = [mark for mark in made.marks if isinstance(mark, Diamond) and mark.letter == "▲"]
    assert len(flagged) == 1 + 1, "the point, and the legend"
    assert made.title == "Exposure 31,000, 9,000 below plan; 1 increase"
    assert "actual 55,000 (increased)" in made.description
    solid = [mark for mark in made.marks if isinstance(mark, Line) and mark.ink.width > 2 and mark.y1 != mark.y2]
    assert len(solid) == 3


def test_one_date_is_no_burn_down() -> None:
    assert burn_down_chart([BurnPoint(FIRST, 1.0, 1.0)]) is None
