"""The portfolio on one page: figures, colours by exception, what moved, money, people, gates, decisions."""

from __future__ import annotations

from typing import Final

from pmo_excel.core.rag import Rag
from pmo_excel.report.charts.chart import Chart
from pmo_excel.report.charts.heatmap import Busy, heatmap
from pmo_excel.report.document import Audience, Beside, Page, Picture, Report, said
from pmo_excel.report.facts import Sentence, fact
from pmo_excel.report.kinds.portfolio.asked import asked_list
from pmo_excel.report.kinds.portfolio.busy import role_loads
from pmo_excel.report.kinds.portfolio.coming import gates_ahead
from pmo_excel.report.kinds.portfolio.frame import on_one_page, portfolio_report
from pmo_excel.report.kinds.portfolio.key_figures import key_figures
from pmo_excel.report.kinds.portfolio.matrix import rag_matrix
from pmo_excel.report.kinds.portfolio.movements import movements
from pmo_excel.report.kinds.portfolio.overview import Overview
from pmo_excel.report.kinds.portfolio.spend import spend_chart, undated
from pmo_excel.report.material import Material
from pmo_excel.report.paging import block_height

WEEKS: Final = 8
_STRIP: Final = 420.0


def dashboard_report(given: Material) -> Report:
    """The portfolio's page."""
    view = Overview(given)
    return portfolio_report(view, "portfolio", "Portfolio dashboard", Audience.BOARD, (dashboard_page(view),))


def dashboard_page(given: Overview) -> Page:
    """Everything on one sheet; the projects that do not fit are counted."""
    return on_one_page(lambda limit: _page(given, limit))


def _page(given: Overview, limit: int) -> Page:
    chart = spend_chart(given)
    money = Picture(said(chart.drawing.title if chart else "Spend against plan"), chart, undated(given))
    matrix, strip, gates = rag_matrix(given, limit), _strip(given), gates_ahead(given, 4)
    asked, moved = asked_list(given), movements(given)
    layouts = (  # with many projects the list alone fills its side
        Beside((matrix, strip, gates), (asked, moved, money), 0.6),
        Beside((matrix, gates), (asked, moved, money, strip), 0.6),
        Beside((matrix,), (asked, moved, money, strip, gates), 0.6),
    )
    return Page(message(given), (key_figures(given), min(layouts, key=block_height)))


def _strip(given: Overview) -> Picture:
    """All roles together, week by week: confirmed, and with what is asked for."""
    loads = role_loads(given, WEEKS)
    heading = f"Capacity, next {WEEKS} weeks"
    if not loads.roles:
        return Picture(said(heading), None)
    rows = [Busy("Hard", loads.all_roles(False)), Busy("Hard and soft", loads.all_roles(True))]
    drawing = heatmap(rows, loads.weeks, width=_STRIP, legend=False)
    over = len(loads.busiest())
    word = f"{over} of {len(loads.roles)} roles above 100%" if over else "no role above 100%"
    return Picture(said(f"{heading}: {word}"), Chart(drawing) if drawing else None)


def message(given: Overview) -> Sentence:
    """`3 of 12 projects are red, CRM-207 the latest by 28 wd`."""
    rows = given.rows()
    if not rows:
        return said("No projects are in the portfolio")
    named = (("red", Rag.RED), ("amber", Rag.AMBER), ("not judged", Rag.GREY))
    counts = [(word, sum(given.colour(row) is rag for row in rows)) for word, rag in named]
    parts = [f"{count} {word}" for word, count in counts if count]
    whole = f"of {len(rows)} project{'' if len(rows) == 1 else 's'}"
    told = f"{', '.join(parts)} {whole}" if parts else f"None {whole} is red or amber"
    table = given.register
    late = [row for row in rows if float(table.schedule_variance[row]) > 0]
    if not late:
        return said(told)
    worst = max(late, key=lambda row: float(table.schedule_variance[row]))
    return said(
        told, "; ", fact(table, "id", worst), " is the latest, by ", fact(table, "schedule_variance", worst), " wd"
    )
