"""The last line of every page: how old its figures are, and what they were made from."""

from __future__ import annotations

from collections.abc import Iterator

from pmo_excel.report.document import Report
from pmo_excel.report.facts import Fact
from pmo_excel.report.html import moment_text

_NAMED = 3
"""Workbooks that a footer names; of more it tells how many they are."""


def footer(report: Report) -> Iterator[str | Fact]:
    """Its pieces, without the page's number."""
    yield "As of "
    yield report.currency.as_of
    age = "" if report.currency.age is None else f", {report.currency.age} d old"
    yield f"{age} (limit {report.currency.limit} d) · {made_from(report)}"
    yield f" · made {moment_text(max(source.produced_at for source in report.sources))}"
    if report.author.known:
        yield " · author "
        yield report.author
    if report.template_version.known:
        yield " · template "
        yield report.template_version


def made_from(report: Report) -> str:
    """The workbooks and their snapshots; where there are many, how many."""
    named = [f"{source.file}, snapshot {source.snapshot}" for source in report.sources[:_NAMED]]
    more = len(report.sources) - len(named)
    return "; ".join(named) + (f" and {more} more" if more else "")
