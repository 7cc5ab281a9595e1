"""Buttons on the Start sheet of a workbook with macros: each calls a macro of the workbook's own small VBA project."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Final

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

ROW: Final = 4
"""The row of the Start sheet that is empty without buttons."""
_COLUMN, _HEIGHT, _WIDTH, _BUTTON, _GAP = 1, 34, 96, 30, 8
"""Where the first one stands; the row's height in points, and a button's width, height and distance in pixels."""


@dataclass(frozen=True, slots=True)
class Buttons:
    """The buttons of a workbook.

    Attributes
    ----------
    captions
        What each says, by the macro that it calls.
    project
        The VBA project of a workbook whose sheets have these code names, as `vbaProject.bin`.
    """

    captions: Mapping[str, str]
    project: Callable[[Sequence[str]], bytes]


def add_buttons(book: Workbook, sheets: Sequence[Worksheet], start: Worksheet, buttons: Buttons) -> None:
    """Make it a workbook with macros, with its buttons in a row."""
    names = [f"Sheet{number}" for number in range(1, len(sheets) + 1)]
    for sheet, name in zip(sheets, names, strict=True):
        sheet.set_vba_name(name)
    book.set_vba_name("ThisWorkbook")
    book.add_vba_project(BytesIO(buttons.project(names)), is_stream=True)
    start.set_row(ROW, _HEIGHT)
    for at, (macro, caption) in enumerate(buttons.captions.items()):
        place = {"x_offset": at * (_WIDTH + _GAP), "y_offset": 6, "width": _WIDTH, "height": _BUTTON}
        start.insert_button(ROW, _COLUMN, {"macro": macro, "caption": caption, "description": caption, **place})
