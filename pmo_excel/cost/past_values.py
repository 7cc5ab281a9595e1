"""Earned value of past status dates, as snapshots keep it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final, NamedTuple, Self

from pmo_excel.core.instants import DAY, NO_INSTANT
from pmo_excel.schedule.snapshots import Figure, Snapshots

COST: Final = "Cost"
"""The kind of object that these figures are kept under; its key is the part of the breakdown."""
KEPT: Final = ("Planned Value (PV)", "Earned Value (EV)", "Actual Cost (AC)", "BAC", "EAC chosen")
"""The measures that a snapshot keeps."""


class PastValues(NamedTuple):
    """Kept measures by day, part of the breakdown and measure."""

    days: dict[int, dict[str, dict[str, float]]]

    @classmethod
    def of(cls, history: Snapshots | None, before: int) -> Self:
        """The kept measures of the status dates before a day."""
        days: dict[int, dict[str, dict[str, float]]] = {}
        for at, key, measure, value in _kept(history):
            if at < before:
                days.setdefault(at, {}).setdefault(key, {})[measure] = value
        return cls(dict(sorted(days.items())))

    def periods_ago(self, key: str, day: int, count: int) -> tuple[float, float] | None:
        """EV and AC of a part so many snapshots before a day; None where there are fewer."""
        dated = [at for at, parts in self.days.items() if at < day and {KEPT[1], KEPT[2]} <= parts.get(key, {}).keys()]
        if len(dated) < count:
            return None
        then = self.days[dated[-count]][key]
        return then[KEPT[1]], then[KEPT[2]]


def figures_of(rows: Sequence[dict[str, Any]]) -> Iterator[Figure]:
    """The figures of a status date to keep."""
    for row in rows:
        for measure in KEPT:
            if row[measure] == row[measure]:
                yield Figure(COST, str(row["WBS"]), measure, f"{row[measure]:.2f}")


def _kept(history: Snapshots | None) -> Iterator[tuple[int, str, str, float]]:
    if history is None:
        return
    columns = (history.status_date, history.object, history.key, history.measure, history.value)
    for date, kind, key, measure, value in zip(*(c.tolist() for c in columns), strict=True):
        if kind == COST and measure in KEPT and key and date != NO_INSTANT:
            try:
                yield date // DAY, str(key), str(measure), float(value)
            except (TypeError, ValueError):
                continue
