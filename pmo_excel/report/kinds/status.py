"""The one-page status as blocks, for the formats that lay out blocks; its page in HTML has a layout of its own."""

from __future__ import annotations

from typing import Final

from pmo_excel.report.document import (
    NONE_IN_PERIOD,
    NOT_HERE,
    Audience,
    Beside,
    Bullets,
    Entry,
    Figure,
    Figures,
    Grid,
    GridColumn,
    Judged,
    Page,
    Report,
    Strip,
    Text,
    entry,
    letter,
    said,
)
from pmo_excel.report.facts import Fact
from pmo_excel.report.kinds.frame import project_report
from pmo_excel.report.material import Material
from pmo_excel.report.sections.finance import Finance
from pmo_excel.report.sections.narrative import Items
from pmo_excel.report.sections.registers import IssueLine, RiskLine
from pmo_excel.report.status_page import StatusPage, status_page

_MILESTONES: Final = (
    GridColumn("Milestone", 3.4),
    GridColumn("Baseline", 1.2, "right"),
    GridColumn("Last report", 1.2, "right"),
    GridColumn("Forecast", 1.2, "right"),
    GridColumn("Variance (wd)", 1.0, "right"),
    GridColumn("RAG", 0.7, "middle"),
)
_RISKS: Final = (
    GridColumn("Risk", 3.6),
    GridColumn("Score", 1.1, "right"),
    GridColumn("Owner", 1.6),
    GridColumn("Response due", 1.7, "right"),
)
_ISSUES: Final = (
    GridColumn("Issue", 3.6),
    GridColumn("Severity", 1.1),
    GridColumn("Owner", 1.6),
    GridColumn("Due", 1.7, "right"),
)


def status_report(given: Material) -> Report:
    """What the one-page status says, block by block."""
    page = status_page(given.evidence.tables, given.evidence.results, given.problems, given.source)
    return project_report(given, "status", page.wording.report, Audience.SPONSOR, (_page(page),), page.notes)


def _page(page: StatusPage) -> Page:
    strip = Strip((), tuple(Judged(d.name, d.rag, d.letter, (d.why,)) for d in page.strip.dimensions))
    summary = Text(said("Summary"), ((page.summary,),) if page.summary.known else ())
    left = (summary, _milestones(page))
    right = (
        Bullets(said("Decisions or help needed"), _items(page.decisions), asks=True),
        _money(page.finance),
        Bullets(said(page.wording.achieved), _items(page.achieved), more=_more(page.achieved)),
        Bullets(said(page.wording.planned), _items(page.planned), more=_more(page.planned)),
    )
    return Page(page.title, (strip, Beside(left, right, 0.62), Beside((_risks(page),), (_issues(page),))))


def _items(given: Items) -> tuple[tuple[Fact, ...], ...]:
    return tuple((item,) for item in given.shown)


def _more(given: Items) -> str:
    return f"{given.more} more in {given.shown[0].source}" if given.more else ""


def _milestones(page: StatusPage) -> Grid:
    found = page.milestones
    lines = found.shown if found else ()
    rows = tuple(
        (
            Entry(said(line.id, " ", line.name) if line.id.known else (line.name,)),
            entry(line.baseline),
            entry(line.previous),
            entry(line.forecast, "reached" if line.reached else ""),
            entry(line.variance),
            letter(line.rag, line.letter),
        )
        for line in lines
    )
    more = f"{found.more} more in the Milestones sheet; those that moved most are shown" if found and found.more else ""
    heading = said(page.plan.title if page.plan else "Milestones")
    absent = NOT_HERE if found is None else NONE_IN_PERIOD
    return Grid(heading, _MILESTONES, rows, "next 90 days and any that moved, by date", more, absent)


def _money(given: Finance | None) -> Figures:
    if given is None:
        return Figures(said("Finance"), (), absent=NOT_HERE)
    named = (("Budget", given.budget), ("Spent", given.spent), ("EAC", given.estimate))
    figures = (*(Figure(name, value) for name, value in named), Figure("Contingency left", given.contingency_left))
    return Figures(given.message, figures, note=given.currency.text)


def _risks(page: StatusPage) -> Grid:
    lines, count = page.risks if page.risks else ((), 0)
    note = f"{len(lines)} of {count} open, by current score" if page.risks else ""
    rows = tuple((_named(x.id, x.title), Entry(_score(x)), entry(x.owner), _due(x)) for x in lines)
    return Grid(said("Top risks"), _RISKS, rows, note, absent=NOT_HERE if page.risks is None else NONE_IN_PERIOD)


def _issues(page: StatusPage) -> Grid:
    lines, count = page.issues if page.issues else ((), 0)
    note = f"{len(lines)} of {count} open, by severity, then age" if page.issues else ""
    rows = tuple((_named(x.id, x.title), entry(x.severity), entry(x.owner), _due(x)) for x in lines)
    return Grid(said("Top issues"), _ISSUES, rows, note, absent=NOT_HERE if page.issues is None else NONE_IN_PERIOD)


def _named(identity: Fact, title: Fact) -> Entry:
    return Entry(said(identity, " ", title) if identity.known else (title,))


def _score(line: RiskLine) -> tuple[Fact, ...]:
    return said(line.score, " ", line.rating) if line.rating.known else (line.score,)


def _due(line: RiskLine | IssueLine) -> Entry:
    return entry(line.due, "overdue" if line.overdue else "")
