"""A form to bring a project up to date: its last known values, to be typed over and sent back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from io import BytesIO
from typing import Any, Final

from xlsxwriter import Workbook
from xlsxwriter.format import Format

from pmo_excel.core.instants import as_date
from pmo_excel.portfolio.projects import Project
from pmo_excel.portfolio.summary import value

_CREATED: Final = datetime(2026, 1, 1)
"""The creation date in every form: the same values give the same bytes."""
_FIELDS: Final = (
    ("Project ID", "id"),
    ("Project Name", "name"),
    ("Project Manager", "project_manager"),
    ("Sponsor", "sponsor"),
    ("Lifecycle Status", "lifecycle_status"),
    ("Current Stage", "current_stage"),
    ("Approved Budget", "approved_budget"),
    ("Forecast Finish", "forecast_finish"),
    ("Estimate at Completion (EAC)", "estimate_at_completion"),
    ("Status Date", ""),
)
"""What the form asks for of the charter; the status date is always empty, for it is what has to be new."""
_STATUS: Final = ("Executive Summary", "Achieved this Period", "Planned next Period", "Help / Decisions Needed")
_DATES: Final = frozenset({"forecast_finish"})


def update_form(project: Project) -> bytes:
    """A small workbook with the sheets Charter and Status, filled with what was last known.

    Texts are written as texts, whatever they look like.
    """
    file = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = Workbook(file, options)
    book.set_properties({"author": "pmo-excel", "created": _CREATED, "title": f"Update of {project.id}"})
    head = book.add_format({"bold": True, "bg_color": "#1F3864", "font_color": "#FFFFFF"})
    asked = book.add_format({"bg_color": "#FFF9DB", "text_wrap": True, "border": 1, "border_color": "#D9D9D9"})
    day = book.add_format({"bg_color": "#FFF9DB", "num_format": "dd-mmm-yy", "border": 1, "border_color": "#D9D9D9"})
    fields = [(header, _known(project, field)) for header, field in _FIELDS]
    _fields(book, "Charter", fields, (head, asked, day))
    _fields(book, "Status", [(header, None) for header in _STATUS], (head, asked, day))
    book.close()
    return file.getvalue()


def _known(project: Project, field: str) -> Any:
    if field == "id":
        return project.id
    found = None if project.summary is None or not field else value(project.summary, field)
    return as_date(int(found)) if found is not None and field in _DATES else found


Formats = tuple[Format, Format, Format]


def _fields(book: Workbook, name: str, rows: Sequence[tuple[str, Any]], formats: Formats) -> None:
    head, asked, day = formats
    sheet = book.add_worksheet(name)
    sheet.set_column(0, 0, 30)
    sheet.set_column(1, 1, 60)
    sheet.write_row(0, 0, ["Field", "Value"], head)
    for at, (header, known) in enumerate(rows, start=1):
        sheet.write_string(at, 0, header)
        dated = isinstance(known, date) or header == "Status Date"
        _write(sheet, at, 1, known, day if dated else asked)


def _write(sheet: Any, row: int, column: int, known: Any, style: Format) -> None:
    if known is None:
        sheet.write_blank(row, column, None, style)
    elif isinstance(known, date):
        sheet.write_datetime(row, column, known, style)
    elif isinstance(known, str):
        sheet.write_string(row, column, known, style)
    else:
        sheet.write_number(row, column, float(known), style)
