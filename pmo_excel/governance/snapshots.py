"""Taking a snapshot: figures as rows that are appended to the history and never changed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from pmo_excel.core.instants import NO_INSTANT, day_text, iso_day
from pmo_excel.core.problems import Cell, Code, Problem
from pmo_excel.governance.periods import period_of
from pmo_excel.governance.tables import History
from pmo_excel.schedule.snapshots import Figure


class Snapshot(NamedTuple):
    """When a snapshot was taken, what day its figures are true of, and which rules gave them; dates are instants.

    Attributes
    ----------
    restated
        How often the period was told anew before and with this one; 0: it is told for the first time.
    """

    taken_on: int
    status_date: int
    rules: str
    restated: int = 0

    @property
    def id(self) -> str:
        """`S-2026-03-31`: one for each status date; `S-2026-03-31-R1` where the period is restated."""
        return f"S-{iso_day(self.status_date)}" + (f"-R{self.restated}" if self.restated else "")


def closed(history: History, status_date: int, frequency: str | None) -> list[int]:
    """The rows of the history that close the period of a day, or lie after it; none while it is open."""
    period = period_of(status_date, frequency)
    dates = history.status_date.tolist()
    return [
        row
        for row, date in enumerate(dates)
        if date != NO_INSTANT and (date > status_date or period_of(date, frequency) == period)
    ]


def restatement(history: History, snapshot: Snapshot, frequency: str | None) -> Snapshot:
    """The same, numbered after those that its period has already; the first of an open period has no number."""
    rows = closed(history, snapshot.status_date, frequency)
    ids = {str(history.snapshot_id[row]) for row in rows}
    return snapshot._replace(restated=len(ids))


def obstacles(
    history: History, snapshot: Snapshot, figures: Sequence[Figure], frequency: str | None = None
) -> list[Problem]:
    """Why a snapshot cannot be taken; empty when it can. One that restates its period may be taken again."""
    rows = [] if snapshot.restated else closed(history, snapshot.status_date, frequency)
    if rows:
        cell, date = history.cell("status_date", rows[-1]), day_text(int(history.status_date[rows[-1]]))
        text = f"the period is closed: there is a snapshot of {date}; snapshots are kept for good"
        fix = "Set the Status Date of the next period, or tell this one anew: pmo snapshot --restate WHY."
        return [Problem(Code.DUPLICATE_KEY, text, cell, fix)]
    if not figures:
        text = "nothing in this workbook has a figure to keep"
        return [Problem(Code.DEPENDS_ON_ERROR, text, Cell("History"), "Repair what `pmo check` lists, then try again.")]
    return []


def history_rows(snapshot: Snapshot, figures: Sequence[Figure]) -> History:
    """One row for each figure."""
    made = History.of(len(figures))
    made.snapshot_id[:], made.rule_version[:] = snapshot.id, snapshot.rules
    made.taken_on[:], made.status_date[:] = snapshot.taken_on, snapshot.status_date
    for at, figure in enumerate(figures):
        made.object[at], made.key[at], made.measure[at], made.value[at] = figure
    return made
