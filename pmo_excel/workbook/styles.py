"""Colours and cell formats of the templates."""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum
from math import ceil
from typing import Any, Final

from xlsxwriter import Workbook
from xlsxwriter.format import Format

from pmo_excel.core.columns import Column, Type

NAVY, BLUE, PALE_BLUE, INK, GREY, LINE = "#17375E", "#2E75B6", "#E8F0F8", "#24303D", "#66717F", "#D5DBE3"
COMPUTED_HEAD, COMPUTED_CELL = "#E1E5EA", "#F4F6F8"
REQUIRED_LOOK: Final = {"bg_color": "#FFF7CC", "border": 4, "border_color": "#8A6D1F"}
"""A cell that must be filled and is empty; the dots show in grey too."""

RAG_COLOURS: Final = {
    "R": ("#C00000", "#FFFFFF"),
    "A": ("#E69F00", "#000000"),
    "G": ("#2E7D32", "#FFFFFF"),
    "Grey": ("#7F7F7F", "#FFFFFF"),
    "Blue": ("#1F4E79", "#FFFFFF"),
}
"""Fill and text of each status; the letter is always there as well. Contrast is 4:1 or more (WCAG 2.1, 1.4.3)."""

DATE_FORMAT: Final = "dd-mmm-yy"
MONEY_FORMAT: Final = "#,##0_-;[Red]-#,##0_-"
_NUMBER_FORMATS: Final = {
    Type.DATE: DATE_FORMAT,
    Type.DATETIME: "dd-mmm-yy hh:mm",
    Type.TIME: "hh:mm",
    Type.MONEY: MONEY_FORMAT,
    Type.RATE: "#,##0.00_-",
    Type.PERCENT: "0%",
}
_CENTRED: Final = frozenset(
    {
        Type.RAG,
        Type.ARROW,
        Type.YES_NO,
        Type.DATE,
        Type.DATETIME,
        Type.TIME,
        Type.NUMBER,
        Type.PERCENT,
        Type.DURATION,
    }
)
_TO_THE_RIGHT: Final = frozenset({Type.MONEY, Type.RATE})
_WRAPPED_FROM: Final = 20
_SHORT: Final = 10
_DEFAULT_WIDTHS: Final = {Type.LONG_TEXT: 40.0, Type.DATE: 12.0, Type.MONEY: 13.0, Type.RAG: 8.0}


class Named(Enum):
    """Cell styles by the name under which Excel lists them: change one there, and every such cell changes."""

    TITLE = "PMO Title"
    NOTE = "PMO Note"
    TYPED_HEADER = "PMO Typed Header"
    COMPUTED_HEADER = "PMO Computed Header"
    TYPED_FIELD = "PMO Typed Field"
    COMPUTED_FIELD = "PMO Computed Field"
    TYPED = "PMO Typed"
    COMPUTED = "PMO Computed"


class Styles:
    """The formats of one workbook, each made once."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._made: dict[tuple[tuple[str, Any], ...], Format] = {}
        self._names: dict[Format, Named] = {}

    def __call__(self, named: Named | None = None, /, **properties: Any) -> Format:
        """The format with these XlsxWriter properties, on the house font; of a named cell style where one is given."""
        key = ("named", named.value if named else ""), *sorted(properties.items())
        if key not in self._made:
            house = {"font_name": "Calibri", "font_size": 10, "font_color": INK, "valign": "vcenter"}
            self._made[key] = self._book.add_format(house | properties)
            if named:
                self._names[self._made[key]] = named
        return self._made[key]

    def named(self) -> dict[int, str]:
        """The named style of each cell format by its number in the file, which is known when the book is closed."""
        numbered = sorted((f.xf_index, name.value) for f, name in self._names.items() if f.xf_index is not None)
        return dict(numbered)

    def conditional(self, **properties: Any) -> Format:
        """A format with these properties only, as conditional formats lay them over a cell's own."""
        key = ("conditional", True), *sorted(properties.items())
        if key not in self._made:
            self._made[key] = self._book.add_format(properties)
        return self._made[key]

    def title(self) -> Format:
        """The sheet's name in its first row."""
        return self(Named.TITLE, font_size=18, bold=True, font_color=NAVY, valign="vcenter")

    def subtitle(self) -> Format:
        """What stands beside and under a title."""
        return self(Named.NOTE, font_color=GREY, valign="vcenter")

    def header(self, column: Column) -> Format:
        """A column's header: dark blue where people type, grey and italic where it is computed."""
        if column.typed:
            return self.typed_header()
        return self.computed_header()

    def typed_header(self) -> Format:
        """The header of a column that people type."""
        look = {"bold": True, "font_color": "#FFFFFF", "bg_color": NAVY, "border_color": "#FFFFFF"}
        return self(Named.TYPED_HEADER, **look, **_HEAD)

    def computed_header(self) -> Format:
        """The header of a column that is computed."""
        look = {"italic": True, "bold": True, "bg_color": COMPUTED_HEAD, "border_color": "#FFFFFF"}
        return self(Named.COMPUTED_HEADER, **look, **_HEAD)

    def field(self, column: Column) -> Format:
        """The name of a field, on a sheet with a row for each."""
        line = {"bottom": 1, "bottom_color": LINE, "indent": 1}
        if column.typed:
            return self(Named.TYPED_FIELD, bold=True, font_color=NAVY, bg_color=PALE_BLUE, **line)
        return self(Named.COMPUTED_FIELD, italic=True, bg_color=COMPUTED_HEAD, **line)

    def cell(self, column: Column, **more: Any) -> Format:
        """A cell of a column: number format, alignment, lock and tint by what it declares."""
        properties: dict[str, Any] = {"bottom": 1, "bottom_color": LINE, "locked": not column.typed}
        if column.unit == "ratio":
            properties["num_format"] = "0.000"
        elif column.unit == "working days, simulated":
            properties["num_format"] = "0.0"
        elif column.unit == "months":
            properties["num_format"] = "0.00"
        elif column.verbatim:
            properties["num_format"] = "@"
        elif column.type in _NUMBER_FORMATS:
            properties["num_format"] = _NUMBER_FORMATS[column.type]
        properties |= _alignment(column)
        if wraps(column):
            properties["text_wrap"] = True
        if column.type is Type.LINK:
            properties |= {"font_color": BLUE, "underline": 1}
        if column.type is Type.RAG:
            properties |= {"bold": True}
        if not column.typed:
            properties["bg_color"] = COMPUTED_CELL
        return self(Named.TYPED if column.typed else Named.COMPUTED, **(properties | more))


def _alignment(column: Column) -> dict[str, Any]:
    """Dates, small numbers and short words in the middle, money to the right, text to the left."""
    if column.type in _CENTRED or (column.type is Type.CHOICE and column_width(column) <= _SHORT):
        return {"align": "center"}
    return {"align": "right"} if column.type in _TO_THE_RIGHT else {"align": "left", "indent": 1}


_HEAD: Final[dict[str, Any]] = {"text_wrap": True, "valign": "vcenter", "align": "center", "border": 1}


def wraps(column: Column) -> bool:
    """Whether the cells of a column break their text into lines."""
    wide = column.typed and column_width(column) >= _WRAPPED_FROM
    return column.type is Type.LONG_TEXT or (wide and column.type in (Type.TEXT, Type.CHOICES))


def line_height(texts: Iterable[tuple[Any, float]]) -> float | None:
    """The height of a row that shows its wrapped texts whole, given each with its column's width; None for one line.

    Programs other than Excel do not fit heights when they open a file.
    """
    lines = max((sum(ceil(len(line) / width) for line in str(text).splitlines()) for text, width in texts), default=1)
    return lines * 13.5 + 5 if lines > 1 else None


def column_width(column: Column) -> float:
    """Characters across."""
    return column.width or _DEFAULT_WIDTHS.get(column.type, 14.0)
