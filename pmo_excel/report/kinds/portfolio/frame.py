"""What every report of a portfolio has: what it is of, its date and age, its sources, and pages not too full."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final

from pmo_excel.core.instants import DAY, NO_INSTANT, day_text
from pmo_excel.core.problems import Cell, Code, Problem, Severity
from pmo_excel.report.document import Audience, Page, Report, said
from pmo_excel.report.facts import NOTHING, Fact, Sentence, fact
from pmo_excel.report.kinds.portfolio.overview import Overview, age_limit
from pmo_excel.report.paging import HEIGHT, paged, stack_height, title_height
from pmo_excel.report.source import Currency

ROWS: Final = (25, 20, 16, 13, 10, 8, 6, 5, 4, 3)
"""Rows that a list on a page may have, tried in this order."""


SPARE: Final = 20.0
"""Room left at a page's foot [px]: a browser's lines are a little higher than the measures of paging."""


def portfolio_report(
    given: Overview, kind: str, name: str, audience: Audience, pages: Sequence[Page], notes: Sequence[Problem] = ()
) -> Report:
    """A report of a portfolio's workbook and of the workbooks of its projects."""
    members = list(given.members())
    return Report(
        kind=kind,
        name=name,
        subject=subject(given),
        audience=audience,
        pages=tuple(pages),
        currency=currency(given),
        sources=(given.material.source, *(one.material.source for one in members)),
        notes=(*notes, *_missing(given, {one.id for one in members})),
    )


def subject(given: Overview) -> Sentence:
    """The portfolio that all projects are of; where they are of several or none, its file."""
    table = given.register
    names = {str(name) for row in given.rows() if (name := table.portfolio[row])}
    if len(names) == 1:
        return (fact(table, "portfolio", next(r for r in given.rows() if table.portfolio[r])),)
    return said(given.material.source.file.rpartition(".")[0])


def currency(given: Overview) -> Currency:
    """The newest status date, and its age; a project whose own is older than its limit has a stamp in its row."""
    table = given.register
    rows = [row for row in given.rows() if int(table.status_date[row]) != NO_INSTANT]
    if not rows:
        return Currency(NOTHING, None, age_limit(given.evidence))
    newest = max(rows, key=lambda row: int(table.status_date[row]))
    as_of = fact(table, "status_date", newest)
    age = given.material.source.produced_at // DAY - int(as_of.value) // DAY
    return Currency(as_of, age, age_limit(given.evidence))


def as_of(given: Overview) -> int:
    """The newest status date as an instant; without one the day of the report."""
    found = currency(given).as_of
    return int(found.value) if found.known else given.material.source.produced_at


def on_one_page(make: Callable[[int], Page], rows: Sequence[int] = ROWS) -> Page:
    """The page with the longest lists that still fit on one sheet of paper; the shortest where none does."""
    for limit in rows:
        made = make(limit)
        height = title_height(made.title) + stack_height(made.blocks)
        if height <= HEIGHT - SPARE and len(paged(_alone(made))) == 1:
            return made
    return make(rows[-1])


def _alone(page: Page) -> Report:
    return Report("", "", (), Audience.PMO, (page,), Currency(NOTHING, None, 0), ())


def _missing(given: Overview, found: set[str]) -> list[Problem]:
    """Projects whose workbooks were wanted and are not there."""
    if not given.material.projects:
        return []
    gone = sorted({str(given.register.id[row]) for row in given.rows()} - found)
    if not gone:
        return []
    text = f"the workbooks of {', '.join(gone)} are not among those given, so the pages say less of them"
    fix = "Name the folder with them beside the portfolio workbook."
    return [Problem(Code.FILE, text, Cell("Portfolio Register"), fix, Severity.MEDIUM)]


def days_between(later: Fact, earlier: Fact) -> Fact:
    """Calendar days from one date to another, with the formula that gives them; `+12`."""
    if not (later.known and earlier.known):
        return NOTHING
    days = int(later.value) // DAY - int(earlier.value) // DAY
    text = "0" if not days else f"{'+' if days > 0 else '−'}{abs(days)}"
    source = f"={later.source}-{earlier.source}" if later.source and earlier.source else ""
    return Fact(text, days, source)


def day_of(value: int) -> Fact:
    """A day in our own words."""
    return replace(NOTHING, text=day_text(value))
