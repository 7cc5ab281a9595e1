"""Colours that follow the cells: status letters, ratings, what is overdue, what is still to be typed."""

from __future__ import annotations

from typing import Any, Final

from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from pmo_excel.core.columns import Column, Type
from pmo_excel.workbook.layout import FIRST_ROW
from pmo_excel.workbook.styles import GREY, RAG_COLOURS, REQUIRED_LOOK, Styles

_WORDS: Final = {
    "Rating": {"High": "R", "Medium": "A", "Low": "G"},
    "Severity": {"Critical": "R", "High": "R", "Medium": "A", "Low": "Grey", "Info": "Grey"},
    "Grid Quadrant": {"Manage closely": "Blue"},
    "Expectation Status": {"Missed": "R", "At risk": "A", "Kept so far": "G", "Met": "Blue"},
    "Engagement Trend": {"▼": "A"},
    "Response Status": {"Blocked": "R"},
    "Action Status": {"Blocked": "R"},
    "Dependency Status": {"Broken": "R", "At risk": "A", "Delivered": "Blue"},
    "Validation Result": {"Invalid": "R", "Valid": "G"},
    "Change Priority": {"Must": "Blue"},
    "Result": {"No": "R", "Partly": "A", "Yes": "G", "Rejected": "R", "Missing": "R"},
    "Gate Outcome": {"Go": "G", "Conditional go": "A", "Hold": "A", "Stop": "R"},
    "Go / No-go": {"Go": "G", "Not yet": "A", "No-go": "R"},
    "Result / Sentiment": {"Negative": "R", "Concerned": "A"},
    "Submission": {"Received": "G", "Late": "A", "Stale": "Grey", "Missing": "R", "Defective": "R"},
    "Band": {"Critical": "R", "Over": "A"},
    "Pass": {"No": "R", "Yes": "G"},
}
"""Words that are coloured, by header, with the status whose colours they take."""
_WARNINGS: Final = {"Critical": "Yes", "Overdue": "Yes", "Over-allocated": "Yes", "Pass": "No"}
"""Words that are shown in red, by header."""
_OVER: Final = {
    "Overdue (d)": 0,
    "Finish Variance (wd)": 0,
    "Start Variance (wd)": 0,
    "Peak Load %": 1,
    "Gap (wd)": 0,
    "Gap": 0,
    "Open Expectations at Risk": 0,
    "Schedule Variance (wd)": 0,
    "Impact Time (wd) simulated": 0,
}
"""Numbers that are shown in red above a limit."""
_BELOW: Final = {"Total Float (wd)": 0, "Variance at Completion": 0, "Gap (h)": 0}
_BARS: Final = frozenset({"% Complete", "Readiness %", "Gate Readiness %"})
"""Shares that are shown as a bar too, by header; 100% fills the cell."""
_FINISHED: Final = {
    "Issue Status": ("Closed", "Resolved"),
    "Action Status": ("Done", "Cancelled"),
    "Risk Status": ("Closed", "Occurred"),
    "Change Status": ("Closed", "Rejected", "Withdrawn", "Implemented"),
    "Dependency Status": ("Delivered", "Withdrawn"),
    "Deliverable Status": ("Approved", "Superseded"),
    "Expectation Status": ("Withdrawn",),
    "State": ("Sent", "Dropped", "Superseded"),
}
"""States in which a row is greyed, by the header of the state."""
_RED = "#C00000"
_LARGE: Final = 1000
"""From here on thousands stand apart. A cell's own format cannot say so: LibreOffice then drops the sign of -2."""


class Colouring:
    """The conditional formats of one sheet's cells."""

    def __init__(self, sheet: Worksheet, styles: Styles) -> None:
        self._sheet = sheet
        self._styles = styles

    def statuses(self, first: int, column: int, last: int) -> None:
        """Status letters in their colours."""
        for letter, (fill, text) in RAG_COLOURS.items():
            self._equal(first, column, last, letter, fill, text)

    def column(self, column: Column, at: int, first: int, last: int) -> None:
        """What a column's own values say."""
        if column.type is Type.RAG:
            self.statuses(first, at, last)
        for word, status in _WORDS.get(column.header, {}).items():
            self._equal(first, at, last, word, *RAG_COLOURS[status])
        if column.header in _WARNINGS:
            cell = xl_rowcol_to_cell(first, at, col_abs=True)
            self._formula(first, at, last, at, f'={cell}="{_WARNINGS[column.header]}"', font_color=_RED, bold=True)
        if column.header in _BARS:
            ends = {"min_type": "num", "min_value": 0, "max_type": "num", "max_value": 1}
            self._sheet.conditional_format(first, at, last, at, {"type": "data_bar", "bar_color": "#9DC3E6"} | ends)
        if column.type is Type.NUMBER and not column.unit and (column.maximum or _LARGE) >= _LARGE:
            cell = xl_rowcol_to_cell(first, at, col_abs=True)
            large = f"=AND(ISNUMBER({cell}),ABS(N({cell}))>={_LARGE})"
            self._formula(first, at, last, at, large, num_format="#,##0")
        if column.header in _OVER:
            self._beyond(first, at, last, ">", _OVER[column.header])
        if column.header in _BELOW:
            self._beyond(first, at, last, "<", _BELOW[column.header])

    def required(self, at: int, first: int, last: int, width: int) -> None:
        """Yellow and dotted while a required cell is empty and its row is begun; the first row invites."""
        cell = xl_rowcol_to_cell(first, at, col_abs=True)
        left, right = (xl_rowcol_to_cell(first, c, col_abs=True) for c in (0, width - 1))
        begun = f"OR(ROW()={FIRST_ROW + 1},COUNTA({left}:{right})>0)"
        self._formula(first, at, last, at, f"=AND(LEN(TRIM({cell}))=0,{begun})", **REQUIRED_LOOK)

    def field_required(self, row: int) -> None:
        """Yellow and dotted while a required field is empty."""
        self._formula(row, 1, row, 1, f"=LEN(TRIM($B${row + 1}))=0", **REQUIRED_LOOK)

    def finished(self, columns: list[Column], first: int, last: int) -> None:
        """Grey text in rows that need nobody any more."""
        for at, column in enumerate(columns):
            for state in _FINISHED.get(column.header, ()):
                cell = xl_rowcol_to_cell(first, at, col_abs=True)
                self._formula(first, 0, last, len(columns) - 1, f'={cell}="{state}"', font_color=GREY)

    def rows(self, formula: str, first: int, last: int, width: int, **properties: Any) -> None:
        """Whole rows for which a formula holds."""
        self._formula(first, 0, last, width - 1, formula, **properties)

    def _equal(self, first: int, at: int, last: int, word: str, fill: str, text: str) -> None:
        style = self._styles.conditional(bg_color=fill, font_color=text, bold=True)
        rule = {"type": "cell", "criteria": "==", "value": f'"{word}"', "format": style}
        self._sheet.conditional_format(first, at, last, at, rule)

    def _beyond(self, first: int, at: int, last: int, sign: str, limit: float) -> None:
        cell = xl_rowcol_to_cell(first, at, col_abs=True)
        formula = f"=AND(ISNUMBER({cell}),{cell}{sign}{limit})"
        self._formula(first, at, last, at, formula, font_color=_RED, bold=True)

    def _formula(self, first: int, left: int, last: int, right: int, formula: str, **properties: Any) -> None:
        rule = {"type": "formula", "criteria": formula, "format": self._styles.conditional(**properties)}
        self._sheet.conditional_format(first, left, last, right, rule)
