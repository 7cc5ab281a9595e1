"""A new project workbook, made from the declared sheets: the same content gives the same bytes."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from io import BytesIO
from typing import Any, Final

from xlsxwriter import Workbook

from pmo_excel.core.tables import declaration
from pmo_excel.workbook.content import Content, declared
from pmo_excel.workbook.dashboard import write_dashboard
from pmo_excel.workbook.field_sheets import write_field_sheet
from pmo_excel.workbook.gantt import write_gantt
from pmo_excel.workbook.layout import Level, visible
from pmo_excel.workbook.making import Making
from pmo_excel.workbook.row_sheets import write_row_sheet
from pmo_excel.workbook.standing import Formula, standing
from pmo_excel.workbook.start_sheet import write_start
from pmo_excel.workbook.styles import Styles
from pmo_excel.workbook.validation import define_names

CREATED: Final = datetime(2026, 1, 1)
"""The creation date in every built file: nothing in it depends on a clock."""


def build(
    level: str = "Light",
    content: Mapping[str, Sequence[Mapping[str, Any]]] | None = None,
    show: Collection[str] = (),
) -> bytes:
    """A project workbook as a file's bytes.

    Parameters
    ----------
    level
        Light, Standard or Structured: which sheets are shown. All are there.
    content
        The rows of each sheet by header, computed columns too where they are known; a sheet laid out as fields has one
        row. Sheets of people and money are shown when they have content.
    show
        Sheets to show beyond those of the level.

    Raises
    ------
    ValueError
        A level, sheet or header that does not exist.
    """
    chosen = Level(level)
    charter = dict((content or {}).get("Charter", [{}])[0])
    charter.setdefault("Template Level", chosen.value)
    held = Content.of(dict(content or {}) | {"Charter": [charter]})
    output = BytesIO()
    book = Workbook(output, {"in_memory": True, "default_date_format": "dd-mmm-yy"})
    book.set_properties({"title": charter.get("Project Name") or "Project workbook", "created": CREATED})
    book.set_size(2600, 1600)
    sheets = {plan.name: book.add_worksheet(plan.name) for plan in held.plans}
    _write_sheets(Making(book, Styles(book), sheets, held, chosen), standing(held))
    define_names(book, held)
    for plan in held.plans:
        if not visible(plan, chosen, held.given) and plan.name not in show:
            sheets[plan.name].hide()
    sheets["Start"].activate()
    book.close()
    return output.getvalue()


def _write_sheets(making: Making, stands: Formula) -> None:
    for plan in making.content.plans:
        if plan.name == "Start":
            write_start(making, stands)
        elif plan.name == "Dashboard":
            write_dashboard(making, stands)
        elif declaration(declared(plan.name)).layout == "fields":
            write_field_sheet(making, plan, stands.value)
        else:
            write_row_sheet(making, plan, stands.value)
    write_gantt(making, making.sheets["Schedule"])
