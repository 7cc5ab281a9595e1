"""New workbooks, made from the declared sheets: the same content gives the same bytes."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from io import BytesIO
from typing import Any, Final

from xlsxwriter import Workbook

from pmo_excel.core.tables import declaration
from pmo_excel.workbook import burn_up_chart, guides, power_interest, risk_charts, s_curve
from pmo_excel.workbook.buttons import Buttons, add_buttons
from pmo_excel.workbook.content import Content
from pmo_excel.workbook.dashboard import write_dashboard
from pmo_excel.workbook.field_sheets import write_field_sheet
from pmo_excel.workbook.finishing import finished
from pmo_excel.workbook.gantt import write_gantt
from pmo_excel.workbook.heatmap import write_heatmap
from pmo_excel.workbook.layout import Level, SheetPlan, visible
from pmo_excel.workbook.making import Making
from pmo_excel.workbook.named_styles import with_named_styles
from pmo_excel.workbook.portfolio_dashboard import write_portfolio_dashboard
from pmo_excel.workbook.row_sheets import write_row_sheet
from pmo_excel.workbook.standing import Formula, portfolio_standing, project_title, standing
from pmo_excel.workbook.start_sheet import write_start
from pmo_excel.workbook.styles import Styles
from pmo_excel.workbook.validation import define_names

CREATED: Final = datetime(2026, 1, 1)
"""The creation date in every built file: nothing in it depends on a clock."""

Rows = Mapping[str, Sequence[Mapping[str, Any]]]


def build(
    level: str = "Light", content: Rows | None = None, show: Collection[str] = (), buttons: Buttons | None = None
) -> bytes:
    """A project workbook as a file's bytes.

    Parameters
    ----------
    level
        Light, Standard or Structured: which sheets are shown. All are there.
    content
        The rows of each sheet by header, computed columns too where they are known; a sheet laid out as fields has one
        row. Sheets above the level are shown when they have content.
    show
        Sheets to show beyond those of the level.
    buttons
        Buttons on Start, which make it a workbook with macros (.xlsm).

    Raises
    ------
    ValueError
        A level, sheet or header that does not exist.
    """
    return finished(with_results(level, content, show, buttons))


def with_results(
    level: str = "Light", content: Rows | None = None, show: Collection[str] = (), buttons: Buttons | None = None
) -> bytes:
    """The same workbook with the result of each formula at the time it is made, as `build` would show it."""
    chosen = Level(level)
    charter = dict((content or {}).get("Charter", [{}])[0])
    charter.setdefault("Template Level", chosen.value)
    held = Content.of(dict(content or {}) | {"Charter": [charter]})
    for unknown in sorted(set(show) - {plan.name for plan in held.plans}):
        raise ValueError(f"there is no sheet {unknown!r}")
    return _built(held, chosen, charter.get("Project Name") or "Project workbook", show, buttons)


def build_portfolio(content: Rows | None = None) -> bytes:
    """A portfolio workbook as a file's bytes, with the rows of each sheet by header.

    Raises
    ------
    ValueError
        A sheet or header that does not exist.
    """
    return finished(_built(Content.of(dict(content or {}), "portfolio"), Level.STRUCTURED, "Portfolio workbook"))


def _built(
    held: Content, level: Level, title: str, show: Collection[str] = (), buttons: Buttons | None = None
) -> bytes:
    output = BytesIO()
    book = Workbook(output, {"in_memory": True, "default_date_format": "dd-mmm-yy"})
    guide = guides.PROJECT if held.book == "project" else guides.PORTFOLIO
    said = {"subject": guide.purpose, "keywords": "PMO; project management", "comments": "Start says what to do first."}
    book.set_properties({"title": title, "author": "pmo-excel", "created": CREATED} | said)
    book.set_size(2600, 1600)
    sheets = {plan.name: book.add_worksheet(plan.name) for plan in held.plans}
    making = Making(book, Styles(book), sheets, held, level)
    stands = standing(held) if held.book == "project" else portfolio_standing(held)
    for plan in held.plans:
        _write_sheet(making, plan, stands)
    define_names(book, held)
    for plan in held.plans:
        if not visible(plan, level, held.given) and plan.name not in show:
            sheets[plan.name].hide()
    sheets["Start"].activate()
    if buttons is not None:
        add_buttons(book, list(sheets.values()), sheets["Start"], buttons)
    book.close()
    return with_named_styles(output.getvalue(), making.styles.named())


def _write_sheet(making: Making, plan: SheetPlan, stands: Formula) -> None:
    project = making.content.book == "project"
    if plan.name == "Start":
        guide = guides.PROJECT if project else guides.PORTFOLIO
        title = project_title(making.content) if project else Formula(f'="{guide.name}"', guide.name)
        write_start(making, guide, title, stands)
    elif plan.name == "Dashboard":
        (write_dashboard if project else write_portfolio_dashboard)(making, stands)
    elif plan.name == "Heatmap":
        write_heatmap(making, plan, stands.value)
    elif declaration(making.content.declared(plan.name)).layout == "fields":
        write_field_sheet(making, plan, stands.value)
    else:
        sheet = write_row_sheet(making, plan, stands.value)
        if plan.name == "Schedule":
            write_gantt(making, sheet)
        elif plan.name == burn_up_chart.SHEET and project:
            burn_up_chart.write_burn_up(making, sheet)
        elif plan.name == s_curve.SHEET and project:
            s_curve.write_curve_figures(making, sheet)
        elif plan.name == power_interest.SHEET and project:
            power_interest.write_power_interest(making, sheet)
        elif plan.name == risk_charts.SHEET and project:
            risk_charts.write_risk_charts(making, sheet)
