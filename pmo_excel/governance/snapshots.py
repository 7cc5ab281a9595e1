"""Taking a snapshot: figures as rows that are appended to the history and never changed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from pmo_excel.core.instants import day_text, iso_day
from pmo_excel.core.problems import Cell, Code, Problem
from pmo_excel.governance.tables import History
from pmo_excel.schedule.snapshots import Figure


class Snapshot(NamedTuple):
    """When a snapshot was taken, what day its figures are true of, and which rules gave them; dates are instants."""

    taken_on: int
    status_date: int
    rules: str

    @property
    def id(self) -> str:
        """`S-2026-03-31`: one for each status date."""
        return f"S-{iso_day(self.status_date)}"


def obstacles(history: History, snapshot: Snapshot, figures: Sequence[Figure]) -> list[Problem]:
    """Why a snapshot cannot be taken; empty when it can."""
    dates = history.status_date.tolist()
    if snapshot.status_date in dates:
        cell = history.cell("status_date", dates.index(snapshot.status_date))
        text = f"there is a snapshot of {day_text(snapshot.status_date)} already; snapshots are kept for good"
        return [Problem(Code.DUPLICATE_KEY, text, cell, "Set the Status Date of the next report, then try again.")]
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
