"""A report as one self-contained HTML document that prints on A4, one leaf a page."""

from __future__ import annotations

from pmo_excel.report.charts.svg import svg
from pmo_excel.report.document import Report
from pmo_excel.report.facts import plain
from pmo_excel.report.html import moment_text, rendered
from pmo_excel.report.paging import column_widths, nothing, paged


def as_html(report: Report) -> str:
    """The report's pages, with the cell of every figure as its `data-cell`."""
    return rendered(
        "report.html",
        report=report,
        pages=paged(report),
        sources=", ".join(f"{source.file}, snapshot {source.snapshot}" for source in report.sources),
        produced=moment_text(max(source.produced_at for source in report.sources)),
        plain=plain,
        nothing=nothing,
        column_widths=column_widths,
        kind_of=lambda block: type(block).__name__,
        drawn=svg,
    )
