"""Change requests with what they would do, as simulated; and the actions that meetings asked for, with their age."""

from __future__ import annotations

from typing import Final

from pmo_excel.change.tables import Changes
from pmo_excel.core.instants import DAY, NO_INSTANT
from pmo_excel.core.tables import columns
from pmo_excel.governance.ages import SETTLED_ACTIONS
from pmo_excel.governance.tables import Actions
from pmo_excel.portfolio.tables import PortfolioChanges
from pmo_excel.report.document import Entry, Grid, GridColumn, Page, entry, said
from pmo_excel.report.facts import NOTHING, Fact, Sentence, shortened
from pmo_excel.report.kinds.listing import LONGEST, Shown, counted, listing
from pmo_excel.report.kinds.portfolio.asked import WAITING_CHANGES, simulated
from pmo_excel.report.kinds.portfolio.frame import as_of, on_one_page
from pmo_excel.report.kinds.portfolio.overview import Member, Overview, chosen

OPEN: Final = frozenset({"Raised", "Under assessment", "Awaiting decision"})
"""States of a change that nobody has decided on."""
_HEADS: Final = (
    GridColumn("Project", 0.8),
    GridColumn("Change", 3.0),
    GridColumn("State", 1.3),
    GridColumn("Time (wd)", 0.7, "right"),
    GridColumn("Cost", 0.9, "right"),
    GridColumn("Authority", 1.2),
    GridColumn("Recommendation", 2.4),
    GridColumn("Age (d)", 0.6, "right"),
)
_LISTED: Final = (
    Shown("Project", "project_id", 0.8),
    Shown("Change", "title", 3.6, named_by="change_id"),
    Shown("State", "status", 1.4),
    Shown("Time (wd)", "time", 0.8, "right"),
    Shown("Cost", "cost", 0.9, "right"),
    Shown("Authority", "authority_required", 1.2),
    Shown("Age (d)", "age", 0.7, "right"),
)
_ACTIONS: Final = (
    GridColumn("Project", 0.8),
    GridColumn("Action", 4.2),
    GridColumn("Owner", 1.4),
    GridColumn("Due", 1.9, "right"),
    GridColumn("State", 1.0),
    GridColumn("Age (d)", 0.7, "right"),
)


def changes_page(given: Overview) -> Page:
    """Changes that nobody has decided on: those that wait for a decision first, then the oldest."""
    return on_one_page(lambda limit: _page(given, limit))


def _page(given: Overview, limit: int) -> Page:
    rows = _open_changes(given)
    if not rows and not any(one.evidence.table(Changes) for one in given.members()):
        return Page(said("Change requests"), (_from_portfolio(given, limit),))
    made = tuple(_line(one, row) for one, row in rows[:limit])
    more = f"{len(rows) - limit} more in the sheet Portfolio Changes" if len(rows) > limit else ""
    note = "effect as simulated on a copy of the plan; those that wait for a decision first"
    return Page(_message(rows), (Grid(said("Open change requests"), _HEADS, made, note, more),))


def _from_portfolio(given: Overview, limit: int) -> Grid:
    """Without the projects' own workbooks: what the portfolio knows of their changes."""
    table = given.table(PortfolioChanges)
    return listing(table, "Open change requests", _LISTED, keep=lambda t, r: t.status[r] in OPEN, limit=limit)


def _open_changes(given: Overview) -> list[tuple[Member, int]]:
    running = {str(given.register.id[row]) for row in given.rows()}
    found = []
    for one in given.members():
        table = one.evidence.table(Changes)
        if table is not None and one.id in running:
            found += [(one, table, row) for row in chosen(table, lambda t, r: t.status[r] in OPEN)]

    def order(each: tuple[Member, Changes, int]) -> tuple[bool, float, str]:
        one, table, row = each
        age = float(table.age[row])
        return table.status[row] not in WAITING_CHANGES, -age if age == age else 0.0, one.id

    return [(one, row) for one, _, row in sorted(found, key=order)]


def _line(one: Member, row: int) -> tuple[Entry, ...]:
    table = one.evidence.table(Changes)
    assert table is not None  # noqa: S101 -- the row is of it
    needed = "authority_required" if "authority_required" in columns(Changes) else "authority"
    return (
        Entry(said(one.id)),
        Entry(said(one.fact(table, "id", row), " ", shortened(one.fact(table, "title", row), LONGEST))),
        entry(one.fact(table, "status", row)),
        entry(simulated(one, table, "impact_time", row)),
        entry(simulated(one, table, "impact_cost", row)),
        entry(one.fact(table, needed, row)),
        entry(shortened(one.fact(table, "recommendation", row), LONGEST)),
        entry(one.fact(table, "age", row)),
    )


def _message(rows: list[tuple[Member, int]]) -> Sentence:
    waiting = sum(t.status[row] in WAITING_CHANGES for one, row in rows if (t := one.evidence.table(Changes)))
    if not rows:
        return said("No change request is open")
    return said(f"{counted(len(rows), 'change request')} open, {waiting} for decision")


def carried_over(given: Overview, limit: int = 8) -> Grid:
    """Open actions that meetings asked for, the oldest first."""
    found = []
    for one in given.members():
        table = one.evidence.table(Actions)
        for row in chosen(table, lambda t, r: t.source[r] == "Meeting" and t.status[r] not in SETTLED_ACTIONS):
            assert table is not None  # noqa: S101 -- it has rows
            found.append((int(table.date_raised[row]), one, table, row))
    found.sort(key=lambda each: (each[0] == NO_INSTANT, each[0], each[1].id))
    rows = tuple(_action(given, one, table, row) for _, one, table, row in found[:limit])
    more = f"{len(found) - limit} more in the projects' action logs" if len(found) > limit else ""
    return Grid(said("Actions from earlier meetings"), _ACTIONS, rows, "open, oldest first", more)


def _action(given: Overview, one: Member, table: Actions, row: int) -> tuple[Entry, ...]:
    late = f"overdue {float(table.overdue[row]):.0f} d" if table.overdue[row] > 0 else ""
    return (
        Entry(said(one.id)),
        Entry(said(one.fact(table, "id", row), " ", shortened(one.fact(table, "action", row), 140))),
        entry(one.fact(table, "owner", row)),
        entry(one.fact(table, "due_date", row), late),
        entry(one.fact(table, "status", row)),
        entry(_age(given, one.fact(table, "date_raised", row))),
    )


def _age(given: Overview, raised: Fact) -> Fact:
    """Calendar days from the day it was raised to the day of the report's figures."""
    if not raised.known:
        return NOTHING
    days = as_of(given) // DAY - int(raised.value) // DAY
    return Fact(str(days), days, raised.source)
