"""Exceptions only: projects that are red or amber, with why, what is done about it, and when they are back."""

from __future__ import annotations

from typing import Final

from pmo_excel.core.rag import Rag
from pmo_excel.core.tables import columns
from pmo_excel.governance.reasons import rag_of
from pmo_excel.governance.tables import Status
from pmo_excel.report.document import Entry, Grid, GridColumn, Page, entry, letter, said
from pmo_excel.report.facts import NOTHING, Fact, Sentence, fact, shortened
from pmo_excel.report.kinds.listing import counted
from pmo_excel.report.kinds.portfolio.frame import on_one_page
from pmo_excel.report.kinds.portfolio.overview import Member, Overview, stamped

_HEADS: Final = (
    GridColumn("Project", 1.6),
    GridColumn("RAG", 0.5, "middle"),
    GridColumn("Why", 4.2),
    GridColumn("Recovery: planned next period", 2.8),
    GridColumn("Finish", 0.8, "right"),
)
_WHY: Final = 230
_NEXT: Final = 160


def exceptions_page(given: Overview) -> Page:
    """The page; projects in order of their colour, then how late they are."""
    return on_one_page(lambda limit: _page(given, limit))


def _page(given: Overview, limit: int) -> Page:
    rows = [row for row in given.rows() if given.colour(row) in (Rag.RED, Rag.AMBER)]
    members = {one.id: one for one in given.members()}
    made = tuple(_line(given, row, members.get(str(given.register.id[row]))) for row in rows[:limit])
    more = f"{len(rows) - limit} more in the sheet Portfolio Register" if len(rows) > limit else ""
    grid = Grid(said("Exceptions"), _HEADS, made, "red and amber only, worst first", more)
    return Page(_message(given, rows), (grid,))


def _line(given: Overview, row: int, one: Member | None) -> tuple[Entry, ...]:
    table = given.register
    key, name = fact(table, "id", row), shortened(fact(table, "name", row), 36)
    colour = fact(table, "overall_rag_computed", row)
    return (
        stamped(Entry(said(key, " ", name) if name.known else (key,)), given.stamp(row)),
        letter(rag_of(colour.text), colour),
        Entry(_why(one)),
        entry(_recovery(one)),
        entry(fact(table, "forecast_finish", row)),
    )


def _why(one: Member | None) -> Sentence:
    """The sentences behind the red and amber dimensions, from the project's own status."""
    table = None if one is None else one.evidence.table(Status)
    if one is None or table is None or not len(table):
        return (NOTHING,)
    parts: list[Fact] = []
    for name in columns(Status):
        reason = f"{name}_why"
        judged = name.endswith("_rag") and name != "overall_rag" and reason in columns(Status)
        if judged and getattr(table, name)[0] in (Rag.RED.value, Rag.AMBER.value):
            parts.append(shortened(one.fact(table, reason, 0), _WHY))
    if not parts and table.overall_rag_why[0]:
        parts.append(shortened(one.fact(table, "overall_rag_why", 0), _WHY))
    return tuple(piece for at, part in enumerate(parts[:3]) for piece in (said(" ", part) if at else (part,))) or (
        NOTHING,
    )


def _recovery(one: Member | None) -> Fact:
    table = None if one is None else one.evidence.table(Status)
    if one is None or table is None or not len(table):
        return NOTHING
    given = one.fact(table, "planned", 0)
    return (
        shortened(Fact("; ".join(given.text.split("\n")), given.value, given.source), _NEXT) if given.known else given
    )


def _message(given: Overview, rows: list[int]) -> Sentence:
    red = sum(given.colour(row) is Rag.RED for row in rows)
    if not rows:
        return said("No project is red or amber")
    whole, verb = counted(len(given.rows()), "project"), "is" if len(rows) == 1 else "are"
    return said(f"{len(rows)} of {whole} {verb} out of the green: {red} red, {len(rows) - red} amber")
