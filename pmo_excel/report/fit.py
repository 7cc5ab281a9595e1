"""How full a page is, so that a full one is set smaller and still prints on its one sheet."""

from __future__ import annotations

from math import ceil
from typing import Final

from pmo_excel.report.facts import Fact, plain
from pmo_excel.report.sections.narrative import Items
from pmo_excel.report.status_page import StatusPage

HEIGHT: Final = 722.0
"""Height that a page may take [px of 1/96 inch]: 210 mm less margins of 8 mm, and a little to spare."""

FITS: Final = ((1.0, ""), (0.92, "full"), (0.84, "crowded"))
"""Scales of the style sheet with the class of each, the most readable first."""

_HEADING, _LINE, _ROW, _GAP = 23.0, 15.7, 20.0, 9.5


def fit(page: StatusPage) -> str:
    """The class of the largest scale at which the page is expected to fit; the smallest where none is."""
    return next((name for scale, name in FITS if _height(page, 1 / scale) * scale <= HEIGHT), FITS[-1][1])


def _height(page: StatusPage, wider: float) -> float:
    """About how high the page is when every line holds so many times as much."""
    fixed = 48 + 27 * _lines(plain(page.title), 88 * wider) + 4 * _GAP
    strip = 26 + _LINE * max(
        (_lines(d.why.text, 58 * wider) + _lines(d.drivers.text, 58 * wider) for d in page.strip.dimensions), default=0
    )
    if page.strip.reported:
        strip = max(strip, 26 + _LINE * (1 + _lines(page.strip.reported.reason.text, 42 * wider)))
    return fixed + strip + max(_left(page, wider), _right(page, wider)) + _registers(page, wider) + _footer(page, wider)


def lists_left(page: StatusPage) -> bool:
    """Whether the lists of what was achieved and is planned balance the page better side by side on its left."""
    left, right, lists = _milestones(page, 1.0), _asked(page, 1.0), _period(page, 1.0)
    return max(left + 0.55 * lists, right) < max(left, right + lists) - 20


def _left(page: StatusPage, wider: float) -> float:
    return _milestones(page, wider) + (_period(page, wider) * 0.55 if lists_left(page) else 0.0)


def _right(page: StatusPage, wider: float) -> float:
    return _asked(page, wider) + (0.0 if lists_left(page) else _period(page, wider))


def _milestones(page: StatusPage, wider: float) -> float:
    chart = page.plan.height * 1.05 * wider + 5 if page.plan else 0.0
    rows = len(page.milestones.shown) if page.milestones else 0
    return 2 * _HEADING + _GAP + 18 * _lines(page.summary.text, 108 * wider) + chart + (rows + 1) * (_ROW + 2)


def _asked(page: StatusPage, wider: float) -> float:
    chart = page.money.height * 1.1 * wider + 5 if page.money else _LINE
    return _list(page.decisions, wider) + _HEADING + chart + _GAP + 8


def _period(page: StatusPage, wider: float) -> float:
    return _list(page.achieved, wider) + _list(page.planned, wider) + 2 * _GAP


def _list(items: Items, wider: float) -> float:
    lines = sum(_lines(item.text, 58 * wider) for item in items.shown) or 1
    return _HEADING + _LINE * (lines + bool(items.more))


def _registers(page: StatusPage, wider: float) -> float:
    titles: list[list[Fact]] = [
        [line.title for line in page.risks[0]] if page.risks else [],
        [line.title for line in page.issues[0]] if page.issues else [],
    ]
    rows = max(sum(max(_ROW, _LINE * _lines(title.text, 32 * wider) + 4) for title in column) for column in titles)
    return _HEADING + _ROW + rows


def _footer(page: StatusPage, wider: float) -> float:
    quality = 60 + sum(len(why.text) + 10 for _, why in page.quality.grey)
    return 7 + 14.5 * (1 + ceil(quality / (190 * wider)))


def _lines(text: str, width: float) -> int:
    """Lines of a text at so many letters in a line."""
    return max(1, ceil(len(text) / width))
