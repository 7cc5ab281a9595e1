"""What changed since the last report: the figures of now against those of the last snapshot, and nothing else."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Annotated, Final, NamedTuple

from pmo_excel.core.columns import Column, Texts
from pmo_excel.core.instants import NO_INSTANT, day_text
from pmo_excel.core.tables import Table, table
from pmo_excel.schedule.snapshots import Figure, Snapshots

NEW, CHANGED, CLOSED = "New", "Changed", "Closed"
SHOWN: Final = 40
"""Changes that one cell lists."""

_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
_FIRST_DAY: Final = date(1899, 12, 30)
"""Day 0 of spreadsheets (ECMA-376, 18.17.4.1)."""

Name = tuple[str, str, str]
"""Which figure: of what, which one of it, and what it is."""


@table("Changes since Last")
class SinceLast(Table):
    """Figures that differ from the last snapshot."""

    kind: Annotated[Texts, Column("Kind", "New, Changed or Closed: kept last time and no more there.")]
    object: Annotated[Texts, Column("Object", "Project, Milestone, Status, Risk and so on.")]
    key: Annotated[Texts, Column("Key", "The ID of the row.")]
    measure: Annotated[Texts, Column("Measure", "What the value is.")]
    before: Annotated[Texts, Column("Before", "The value at the last snapshot.")]
    after: Annotated[Texts, Column("After", "The value now.")]


class Kept(NamedTuple):
    """A snapshot as it was kept: its day, and its figures."""

    status_date: int
    figures: Mapping[Name, str]


def last_snapshot(history: Snapshots | None, before: int | None) -> Kept | None:
    """The newest snapshot before a day; where one was restated, the restatement alone."""
    if history is None:
        return None
    columns = (
        history.status_date,
        history.snapshot_id,
        history.object,
        history.key,
        history.measure,
        history.value,
    )
    rows = list(zip(*(c.tolist() for c in columns), strict=True))
    dates = [r[0] for r in rows if r[0] != NO_INSTANT and (before is None or r[0] < before)]
    if not dates:
        return None
    newest = max(dates)
    of_day = [r for r in rows if r[0] == newest]
    last = of_day[-1][1]
    kept = {(str(r[2]), str(r[3] or ""), str(r[4])): _text(r[5]) for r in of_day if r[1] == last and r[5] is not None}
    return Kept(newest, kept)


def _text(value: object) -> str:
    """A kept value; Excel may have made a date of one that a person copied."""
    return str(value).removesuffix("T00:00:00")


def _as_kept(value: str, now: str | None) -> str:
    """A kept day that a spreadsheet passes on as a number, as the day that it is: what is there now tells a day."""
    if now is None or not _DAY.fullmatch(now) or not value.isdecimal():
        return value
    return (_FIRST_DAY + timedelta(days=int(value))).isoformat()


def since_last(kept: Kept | None, now: Sequence[Figure]) -> SinceLast:
    """Every figure that is new, changed or no more there, in the order of now; what is gone comes last."""
    if kept is None:
        return SinceLast.of(0)
    current = {(f.object, f.key, f.measure): f.value for f in now}
    before = {name: _as_kept(value, current.get(name)) for name, value in kept.figures.items()}
    rows: list[tuple[str, str, str, str, str | None, str | None]] = [
        (CHANGED if name in before else NEW, *name, before.get(name), value)
        for name, value in current.items()
        if before.get(name) != value
    ]
    rows += [(CLOSED, *name, value, None) for name, value in before.items() if name not in current]
    made = SinceLast.of(len(rows))
    for at, row in enumerate(rows):
        made.kind[at], made.object[at], made.key[at], made.measure[at], made.before[at], made.after[at] = row
    return made


def since_text(kept: Kept | None, found: SinceLast) -> str | None:
    """The changes as one text for a cell; None where there is no snapshot to compare with."""
    if kept is None:
        return None
    lead = f"Since {day_text(kept.status_date)}: "
    columns = (found.kind, found.object, found.key, found.measure, found.before, found.after)
    rows = list(zip(*(c.tolist() for c in columns), strict=True))
    if not rows:
        return f"{lead}nothing."
    more = f"; and {len(rows) - SHOWN} more" if len(rows) > SHOWN else ""
    return lead + "; ".join(_said(*row) for row in rows[:SHOWN]) + more + "."


def _said(kind: str, what: str, key: str, measure: str, before: str | None, after: str | None) -> str:
    name = f"{what} {key} {measure}".replace("  ", " ")
    if kind == CHANGED:
        return f"{name} {before} → {after}"
    return f"{name} {after} (new)" if kind == NEW else f"{name} {before} (no more)"
