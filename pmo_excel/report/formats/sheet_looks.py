"""How cells of a report in Excel look: few formats, each made once."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any, Final

from pmo_excel.core.instants import as_date
from pmo_excel.core.rag import Rag
from pmo_excel.report import palette
from pmo_excel.report.document import Align
from pmo_excel.report.facts import Fact

_DAY: Final = re.compile(r"\d\d-[A-Z][a-z]{2}-\d\d")
_NUMBER: Final = re.compile(r"(?P<sign>[+−]?)(?P<whole>[\d,]+)(?P<part>\.\d+)?")
_PERCENT: Final = re.compile(r"[−]?[\d,]+(?P<part>\.\d+)? ?%")
_ALIGNED: Final = {"left": "left", "right": "right", "middle": "center"}


def typed(given: Fact) -> tuple[Any, str]:
    """A figure as Excel keeps it, with its number format, printed as it is printed elsewhere; a text as itself."""
    value = given.value
    if isinstance(value, bool) or not isinstance(value, int | float):
        return given.text, ""
    if _DAY.fullmatch(given.text):
        return as_date(int(value)), "dd-mmm-yy"
    if found := _PERCENT.fullmatch(given.text):
        return value, f"0{_zeros(found['part'])} %"
    if found := _NUMBER.fullmatch(given.text):
        digits = f"{'#,##0' if abs(value) >= 1000 else '0'}{_zeros(found['part'])}"
        return value, f"+{digits};−{digits};0" if found["sign"] == "+" else f"{digits};−{digits}"
    return given.text, ""


def _zeros(part: str | None) -> str:
    return f".{'0' * (len(part) - 1)}" if part else ""


@dataclass(slots=True)
class Looks:
    """The formats of a workbook, by what they are for."""

    book: Any
    made: dict[tuple[tuple[str, Any], ...], Any] = field(default_factory=dict)

    def of(self, **wanted: Any) -> Any:
        """A format with these properties, in the letters of all cells."""
        given = {"font_name": "Arial", "font_size": 9, "font_color": palette.TEXT, "valign": "top", **wanted}
        key = tuple(sorted(given.items()))
        if key not in self.made:
            self.made[key] = self.book.add_format(given)
        return self.made[key]

    def title(self) -> Any:
        """The page's message."""
        return self.of(font_size=16, bold=True, font_color=palette.ACCENT, text_wrap=True)

    def heading(self) -> Any:
        """Above a block."""
        return self.of(bold=True, font_color=palette.ACCENT, font_size=10)

    def quiet(self) -> Any:
        """Notes and what is absent."""
        return self.of(font_color=palette.QUIET, font_size=8)

    def paragraph(self) -> Any:
        """Running text."""
        return self.of(text_wrap=True)

    def header(self, align: Align) -> Any:
        """Above a column."""
        line = {"bottom": 1, "bottom_color": palette.LINE, "valign": "bottom"}
        return self.of(font_color=palette.QUIET, text_wrap=True, align=_ALIGNED[align], **line)

    def cell(self, align: Align, number_format: str = "") -> Any:
        """A cell of a table."""
        line = {"bottom": 1, "bottom_color": palette.GRID}
        more = {"num_format": number_format} if number_format else {}
        return self.of(text_wrap=True, align=_ALIGNED[align], **line, **more)

    def status(self, rag: Rag) -> Any:
        """A letter on its colour."""
        swatch = palette.STATUS[rag]
        line = {"bottom": 1, "bottom_color": palette.GRID}
        return self.of(bold=True, align="center", font_color=swatch.ink, bg_color=swatch.fill, **line)
