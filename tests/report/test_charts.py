"""Charts as geometry: where shapes stand, and that they can be told apart without colour."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmo_excel.core.instants import DAY, day_text
from pmo_excel.core.rag import Rag
from pmo_excel.report import palette
from pmo_excel.report.charts.drawing import BASELINE, CURRENT, Diamond, Drawing, Label, Line, Rect, scale, text_width
from pmo_excel.report.charts.svg import svg
from pmo_excel.report.charts.timeline import WIDTH, timeline
from pmo_excel.report.facts import NOTHING, Fact
from pmo_excel.report.sections.milestones import MilestoneLine


@pytest.mark.parametrize("rag", list(Rag))
def test_letters_on_status_colours_have_a_contrast_of_at_least_4_5(rag: Rag) -> None:
    swatch = palette.STATUS[rag]
    assert palette.contrast(swatch.fill, swatch.ink) >= 4.5


@pytest.mark.parametrize("ink", [palette.TEXT, palette.QUIET, palette.ACCENT])
@pytest.mark.parametrize("ground", [palette.WHITE, palette.PALE])
def test_words_have_a_contrast_of_at_least_4_5(ink: str, ground: str) -> None:
    assert palette.contrast(ink, ground) >= 4.5


def test_contrast_agrees_with_published_values() -> None:
    """W3C: black on white is 21 to 1; #767676 on white is 4.54, the lightest grey that passes."""
    assert palette.contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert palette.contrast("#767676", "#FFFFFF") == pytest.approx(4.54, abs=0.005)


def test_a_scale_maps_its_ends_and_the_middle() -> None:
    axis = scale(10, 20, 100, 300)
    assert (axis(10), axis(15), axis(20)) == (100, 200, 300)
    assert scale(5, 5, 7, 9)(5) == 7


def test_finance_bars_are_as_long_as_their_figures(late_move: Any) -> None:
    drawing = late_move.page().money
    bars = [mark for mark in drawing.marks if isinstance(mark, Rect)]
    figures = (95000, 101650, 25500, 7500)
    longest = max(bar.width for bar in bars)
    assert [bar.width / longest for bar in bars] == pytest.approx([f / 101650 for f in figures])


def test_a_late_bar_ends_behind_its_baseline_by_as_many_days(late_move: Any) -> None:
    """Closing: baseline to 12-May, now to 27-May, which is 15 calendar days; the axis is linear."""
    marks = late_move.page().plan.marks
    agreed = [m for m in marks if isinstance(m, Rect) and m.ink == BASELINE][3]
    now = [m for m in marks if isinstance(m, Rect) and m.ink == CURRENT][3]
    per_day = agreed.width / 7  # 6-May to 12-May
    assert now.x + now.width - agreed.x - agreed.width == pytest.approx(15 * per_day)


def _line(at: int, name: str, moved: int) -> MilestoneLine:
    forecast, baseline = (Fact(day_text(d), d) for d in (at * DAY, (at - moved) * DAY))
    moves = Fact(str(moved), moved)
    return MilestoneLine(
        id=NOTHING,
        name=Fact(name, name),
        milestone_class=NOTHING,
        owner=NOTHING,
        baseline=baseline,
        previous=NOTHING,
        forecast=forecast,
        actual=NOTHING,
        p80=NOTHING,
        variance=moves,
        rag=Rag.GREEN,
        letter=Fact("G"),
    )


@given(
    st.lists(
        st.builds(_line, st.integers(20000, 20400), st.text("abc ", min_size=1, max_size=60), st.integers(-40, 40)),
        min_size=1,
        max_size=6,
    )
)
def test_milestones_and_their_names_never_cover_each_other_and_stay_in_the_box(lines: list[MilestoneLine]) -> None:
    drawing = timeline([], lines, 20200 * DAY)
    assert drawing is not None
    boxes = []
    for mark in drawing.marks:
        if isinstance(mark, Diamond) and mark.letter:
            boxes.append((mark.y, mark.x - mark.half, mark.x + mark.half))
        if isinstance(mark, Label) and mark.halo:
            width = text_width(mark.text, mark.size)
            left = mark.x - width if mark.anchor == "end" else mark.x
            boxes.append((mark.y - 3.5, left, left + width))
    assert all(left >= 0 and right <= WIDTH + 0.01 for _, left, right in boxes)
    for at, (y, left, right) in enumerate(boxes):
        assert all(y != v or right <= start or end <= left for v, start, end in boxes[at + 1 :])


def test_a_drawing_is_written_with_its_title_and_description_and_no_markup_of_its_texts() -> None:
    marks = (Line(0, 0, 10, 0, CURRENT), Label(1, 2, "<b>&", 9, source='A!"1'), Diamond(5, 5, 3, CURRENT, "R"))
    text = str(svg(Drawing(10, 20, "A < B", "C & D", marks), "x"))
    assert '<title id="x-t">A &lt; B</title><desc id="x-d">C &amp; D</desc>' in text
    assert "&lt;b&gt;&amp;" in text
    assert 'data-cell="A!&#34;1"' in text
