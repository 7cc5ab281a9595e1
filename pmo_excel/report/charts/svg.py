"""A drawing as inline SVG, with its title and description for who cannot see it."""

from __future__ import annotations

from markupsafe import Markup, escape

from pmo_excel.report import palette
from pmo_excel.report.charts.drawing import Diamond, Drawing, Ink, Label, Line, Mark, Rect

_OPEN = Markup('<svg viewBox="0 0 {} {}" role="img" aria-labelledby="{}-t {}-d" xmlns="http://www.w3.org/2000/svg">')
_TITLE = Markup('<title id="{}-t">{}</title><desc id="{}-d">{}</desc>')


def svg(drawing: Drawing, name: str) -> Markup:
    """The drawing as SVG; `name` is its identity on the page, which the alternative texts are found by."""
    parts = [
        _OPEN.format(_size(drawing.width), _size(drawing.height), name, name),
        _TITLE.format(name, drawing.title, name, drawing.description),
        *(_mark(mark) for mark in drawing.marks),
        Markup("</svg>"),
    ]
    return Markup("\n").join(parts)


def _mark(mark: Mark) -> Markup:
    match mark:
        case Rect():
            place = {"x": mark.x, "y": mark.y, "width": mark.width, "height": mark.height}
            return _element("rect", {**place, **_ink(mark.ink)}, source=mark.source)
        case Line():
            place = {"x1": mark.x1, "y1": mark.y1, "x2": mark.x2, "y2": mark.y2}
            return _element("line", {**place, **_ink(mark.ink)})
        case Diamond():
            return _diamond(mark)
        case Label():
            return _label(mark)


def _diamond(mark: Diamond) -> Markup:
    x, y, half = mark.x, mark.y, mark.half
    corners = ((x, y - half), (x + half, y), (x, y + half), (x - half, y))
    points = " ".join(f"{_size(a)},{_size(b)}" for a, b in corners)
    shape = _element("polygon", {"points": points, **_ink(mark.ink)}, source=mark.source)
    if not mark.letter:
        return shape
    letter = Label(x, y + half * 0.42, mark.letter, half * 1.2, Ink(fill=mark.letter_colour), "middle", bold=True)
    return shape + _label(letter)


def _label(mark: Label) -> Markup:
    given: dict[str, object] = {"x": mark.x, "y": mark.y, "font-size": mark.size, "fill": mark.ink.fill}
    if mark.anchor != "start":
        given["text-anchor"] = mark.anchor
    if mark.halo:
        given |= {"stroke": palette.WHITE, "stroke-width": 3, "paint-order": "stroke"}
    if mark.bold:
        given["font-weight"] = 600
    return _element("text", given, mark.text, mark.source)


def _ink(ink: Ink) -> dict[str, object]:
    given: dict[str, object] = {"fill": ink.fill or "none"}
    if ink.stroke:
        given |= {"stroke": ink.stroke, "stroke-width": ink.width}
    if ink.dashes:
        given["stroke-dasharray"] = ink.dashes
    return given


def _element(name: str, attributes: dict[str, object], text: str = "", source: str = "") -> Markup:
    said = {**attributes, "data-cell": source} if source else attributes
    written = Markup("").join(Markup(' {}="{}"').format(key, _value(value)) for key, value in said.items())
    return Markup("<{}{}>{}</{}>").format(Markup(name), written, escape(text), Markup(name))  # noqa: S704 -- our own names


def _value(value: object) -> str:
    return _size(value) if isinstance(value, float | int) else str(value)


def _size(value: float) -> str:
    """A length with at most one decimal, so that the same drawing is the same bytes everywhere."""
    return f"{value:.1f}".removesuffix(".0")
