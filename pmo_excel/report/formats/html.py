"""A report as one self-contained HTML document that prints on A4, one leaf a page."""

from __future__ import annotations

from pmo_excel.report.charts.svg import svg
from pmo_excel.report.document import Report, said
from pmo_excel.report.facts import plain
from pmo_excel.report.formats.footers import footer
from pmo_excel.report.html import rendered
from pmo_excel.report.paging import column_widths, nothing, paged


def as_html(report: Report) -> str:
    """The report's pages, with the cell of every figure as its `data-cell`."""
    return rendered(
        "report.html",
        report=report,
        pages=paged(report),
        foot=said(*footer(report)),
        plain=plain,
        nothing=nothing,
        column_widths=column_widths,
        kind_of=lambda block: type(block).__name__,
        drawn=svg,
    )
