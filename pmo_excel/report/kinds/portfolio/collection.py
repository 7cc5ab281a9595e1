"""Data quality and collection, for the PMO: how reports arrived, what is wrong in them by type, how good they are."""

from __future__ import annotations

from collections import Counter
from typing import Final

from pmo_excel.core.instants import NO_INSTANT, day_text
from pmo_excel.core.tables import columns
from pmo_excel.portfolio.tables import Collection, PortfolioFindings, PortfolioHistory
from pmo_excel.report.document import (
    Audience,
    Beside,
    Bullets,
    Entry,
    Figure,
    Figures,
    Grid,
    GridColumn,
    Page,
    Report,
    entry,
    said,
)
from pmo_excel.report.facts import NOTHING, Fact, Sentence, fact, printed
from pmo_excel.report.kinds.listing import counted, number_of
from pmo_excel.report.kinds.portfolio.frame import on_one_page, portfolio_report
from pmo_excel.report.kinds.portfolio.overview import Overview, chosen, stamped
from pmo_excel.report.material import Material

STATES: Final = ("Received", "Late", "Stale", "Missing", "Defective")
QUALITY: Final = "Data Quality Score"
_HEADS: Final = (
    GridColumn("Project", 2.6),
    GridColumn("Submission", 1.0),
    GridColumn("Received", 1.2, "right"),
    GridColumn("Status date", 1.2, "right"),
    GridColumn("Result", 1.4),
    GridColumn("Findings (H/M/L)", 1.1, "right"),
    GridColumn("Quality", 0.7, "right"),
    GridColumn("Reminder", 0.8, "middle"),
)
_TYPES: Final = (GridColumn("Finding", 2.2), GridColumn("Severity", 1.0), GridColumn("Count", 0.7, "right"))


def collection_report(given: Material) -> Report:
    """Who has sent what. Projects are in the order of their IDs and people are not named: it is no list to shame by."""
    view = Overview(given)
    return portfolio_report(view, "collection", "Data quality and collection", Audience.PMO, (collection_page(view),))


def collection_page(given: Overview) -> Page:
    """States, projects by ID, findings by type, and the trend of the quality."""
    return on_one_page(lambda limit: _page(given, limit))


def _page(given: Overview, limit: int) -> Page:
    below = Beside((_types(given, max(3, min(10, limit))),), (_disagreeing(given), _trend(given)), 0.55)
    return Page(_message(given), (_figures(given), _projects(given, limit), below))


def _figures(given: Overview) -> Figures:
    table = given.register
    made = [Figure(s, number_of(table, [r for r in chosen(table) if table.submission[r] == s])) for s in STATES]
    return Figures((), (*made, Figure("Mean quality", _mean(given))))


def _mean(given: Overview) -> Fact:
    """The mean of the scores, with its formula."""
    table = given.table(Collection)
    rows = chosen(table, lambda t, r: bool(t.data_quality_score[r] == t.data_quality_score[r]))
    if table is None or not rows:
        return NOTHING
    value = sum(float(table.data_quality_score[row]) for row in rows) / len(rows)
    cells = [table.cell("data_quality_score", row).address for row in rows]
    return Fact(f"{value:.0f}", value, f"=AVERAGE({','.join(cells)})")


def _projects(given: Overview, limit: int) -> Grid:
    table, register = given.table(Collection), given.register
    at = {str(key): row for row, key in enumerate(register.id.tolist()) if key}
    rows = chosen(table, order=lambda t, r: str(t.id[r]))
    made = () if table is None else tuple(_line(given, table, row, at.get(str(table.id[row]))) for row in rows[:limit])
    more = f"{len(rows) - limit} more in the sheet Collection" if len(rows) > limit else ""
    return Grid(said("Workbooks"), _HEADS, made, "by project ID", more)


def _line(given: Overview, table: Collection, row: int, known: int | None) -> tuple[Entry, ...]:
    register = given.register
    name = NOTHING if known is None else fact(register, "name", known)
    key = fact(table, "id", row)
    return (
        stamped(Entry(said(key, " ", name) if name.known else (key,)), "" if known is None else given.stamp(known)),
        entry(NOTHING if known is None else fact(register, "submission", known)),
        entry(fact(table, "received", row)),
        entry(NOTHING if known is None else fact(register, "status_date", known)),
        *(entry(fact(table, name, row)) for name in ("result", "findings", "data_quality_score", "reminder_drafted")),
    )


def _types(given: Overview, limit: int) -> Grid:
    """Findings by code, the gravest and then the most frequent first."""
    table = given.table(PortfolioFindings)
    counts: Counter[tuple[str, str]] = Counter()
    for row in chosen(table, lambda t, r: bool(t.code[r])):
        assert table is not None  # noqa: S101 -- it has rows
        counts[(str(table.severity[row]), str(table.code[row]))] += 1
    order = columns(PortfolioFindings)["severity"].choices
    grave = {name: place for place, name in enumerate(order)}
    ranked = sorted(counts.items(), key=lambda pair: (grave.get(pair[0][0], 9), -pair[1], pair[0][1]))
    made = tuple(
        (Entry(said(_words(code))), Entry(said(severity)), Entry((Fact(str(count), count),)))
        for (severity, code), count in ranked[:limit]
    )
    more = f"{len(ranked) - limit} more types in the sheet Findings" if len(ranked) > limit else ""
    return Grid(said("Findings by type"), _TYPES, made, "gravest first; docs/problems.md explains each", more)


def _words(code: str) -> str:
    """`AMBIGUOUS_DATE` as people read it."""
    return printed(code).replace("_", " ").capitalize()


def _disagreeing(given: Overview) -> Bullets:
    """Projects that report another colour than their figures give: for the PMO, and on no page of the board."""
    table = given.register
    rows = [
        row
        for row in given.rows()
        if table.overall_rag_reported[row] and table.overall_rag_reported[row] != table.overall_rag_computed[row]
    ]
    items = tuple(
        said(
            fact(table, "id", row),
            ": reported ",
            fact(table, "overall_rag_reported", row),
            ", computed ",
            fact(table, "overall_rag_computed", row),
        )
        for row in rows[:6]
    )
    return Bullets(said("Reported other than computed"), items, "each with its reason in the project's Status")


def _trend(given: Overview) -> Bullets:
    """The mean quality of each snapshot of the portfolio, the newest last."""
    table = given.table(PortfolioHistory)
    by_day: dict[int, list[float]] = {}
    for row in chosen(table, lambda t, r: t.measure[r] == QUALITY and int(t.status_date[r]) != NO_INSTANT):
        assert table is not None  # noqa: S101 -- it has rows
        try:
            by_day.setdefault(int(table.status_date[row]), []).append(float(str(table.value[row])))
        except ValueError:
            continue  # a snapshot holds texts; what is no number has no place in a mean
    days = sorted(by_day)[-6:]
    items = tuple(said(f"{day_text(day)}: {sum(by_day[day]) / len(by_day[day]):.0f}") for day in days)
    return Bullets(said("Trend of quality"), items, "mean score by snapshot")


def _message(given: Overview) -> Sentence:
    table = given.register
    rows = chosen(table)
    arrived = [row for row in rows if table.submission[row] in ("Received", "Late")]
    if not rows:
        return said("Nothing is collected yet")
    told = f"{len(arrived)} of {counted(len(rows), 'workbook')} arrived and current"
    bad = sum(table.submission[row] == "Defective" for row in rows)
    return said(f"{told}; {bad} with serious findings" if bad else f"{told}; none with serious findings")
