"""The register at past status dates, as snapshots keep it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final, Self

from pmo_excel.core.instants import NO_INSTANT
from pmo_excel.risk.tables import Risks
from pmo_excel.schedule.snapshots import Figure, Snapshots

RISK: Final = "Risk"
"""The kind of object that these figures are kept under; its key is the risk's ID."""
SCORE, STATUS, COST, DAYS = "Score", "Status", "Exposure (EMV cost)", "Exposure (EMV days)"
"""What a snapshot keeps of each risk."""


@dataclass(slots=True)
class PastRisks:
    """Kept figures by status date, risk and measure; the dates in order."""

    dates: dict[int, dict[str, dict[str, str]]] = field(default_factory=dict)

    @classmethod
    def of(cls, history: Snapshots | None, before: int | None) -> Self:
        """The snapshots before a status date; all, where none is given."""
        found: dict[int, dict[str, dict[str, str]]] = {}
        for date, kind, key, measure, value in _rows(history):
            if kind == RISK and key and measure and value is not None and (before is None or date < before):
                found.setdefault(date, {}).setdefault(str(key), {})[str(measure)] = str(value)
        return cls(dict(sorted(found.items())))

    def first_score(self, key: str) -> float:
        """The score that the first snapshot has of a risk; nan where none has."""
        return next((s for kept in self.dates.values() if (s := number(kept.get(key, {}).get(SCORE))) == s), _UNKNOWN)

    def last_score(self, key: str) -> float:
        """The score in the last snapshot; nan where it has none."""
        return number(self._last().get(key, {}).get(SCORE))

    def last_status(self, key: str) -> str:
        """The state in the last snapshot; empty where it has none."""
        return self._last().get(key, {}).get(STATUS, "")

    def _last(self) -> dict[str, dict[str, str]]:
        return self.dates[max(self.dates)] if self.dates else {}


_UNKNOWN: Final = float("nan")


def risk_figures(risks: Risks) -> Iterator[Figure]:
    """The figures of the register to keep: of each risk its state and score, and its exposure while it counts."""
    columns = (risks.id, risks.status, risks.current_score, risks.exposure_cost, risks.exposure_days)
    for key, status, score, cost, days in zip(*(column.tolist() for column in columns), strict=True):
        if not key:
            continue
        yield Figure(RISK, str(key), STATUS, str(status or "Open"))
        for measure, value in ((SCORE, score), (COST, cost), (DAYS, days)):
            if value == value:
                yield Figure(RISK, str(key), measure, f"{round(value, 6):.12g}")


def number(text: str | None) -> float:
    """A kept figure; nan where there is none."""
    try:
        return float(text or "nan")
    except ValueError:
        return _UNKNOWN


def _rows(history: Snapshots | None) -> Iterator[tuple[int, str, str, str, str]]:
    if history is not None:
        columns = (history.status_date, history.object, history.key, history.measure, history.value)
        yield from (row for row in zip(*(c.tolist() for c in columns), strict=True) if row[0] != NO_INSTANT)
