"""What became of each risk and issue of a project since its last snapshot: new, changed, closed, or the same."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Self

from pmo_excel.core.instants import NO_INSTANT
from pmo_excel.core.tables import columns
from pmo_excel.governance.ages import SETTLED_ISSUES
from pmo_excel.governance.figures import ISSUE, ISSUE_STATUS, issue_figures
from pmo_excel.governance.since_last import CHANGED, CLOSED, NEW, Kept, last_snapshot
from pmo_excel.governance.tables import Charter, History, Issues
from pmo_excel.portfolio.register_row import Tables, of
from pmo_excel.risk.past_risks import RISK, STATUS, risk_figures
from pmo_excel.risk.sizes import SETTLED
from pmo_excel.risk.tables import Risks
from pmo_excel.schedule.snapshots import Figure, Snapshots

Measures = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class WhatBecame:
    """What is said of each row of Risks and Issues, by kind; nothing where there is no snapshot to compare with."""

    kinds: Mapping[str, Mapping[int, str]] = field(default_factory=dict)

    @classmethod
    def of(cls, tables: Tables) -> Self:
        """From the project's own history: the newest snapshot before its status date."""
        history, charter = of(tables, History), of(tables, Charter)
        day = NO_INSTANT if charter is None or not len(charter) else int(charter.status_date[0])
        kept = last_snapshot(_snapshots(history), None if day == NO_INSTANT else day)
        if kept is None:
            return cls()
        risks, issues = of(tables, Risks), of(tables, Issues)
        found = {}
        if risks is not None:
            found["Risk"] = _said(risks.id.tolist(), _of(RISK, kept), risk_figures(risks), STATUS, SETTLED)
        if issues is not None:
            now = issue_figures(issues)
            found["Issue"] = _said(issues.id.tolist(), _of(ISSUE, kept), now, ISSUE_STATUS, SETTLED_ISSUES)
        return cls(found)

    def said(self, kind: str, row: int) -> str | None:
        """New, Changed or Closed; None where it is as it was, or nothing is known."""
        return self.kinds.get(kind, {}).get(row)

    def closed(self, kind: str, row: int) -> bool:
        """Whether it was open at the last snapshot and is settled now."""
        return self.said(kind, row) == CLOSED


def _snapshots(history: History | None) -> Snapshots | None:
    if history is None:
        return None
    return Snapshots.of(len(history), **{name: getattr(history, name) for name in columns(Snapshots)})


def _of(kind: str, kept: Kept) -> dict[str, dict[str, str]]:
    """What was kept of each object of a kind, by measure."""
    found: dict[str, dict[str, str]] = {}
    for (what, key, measure), value in kept.figures.items():
        if what == kind:
            found.setdefault(key, {})[measure] = value
    return found


def _said(
    keys: Iterable[str | None],
    before: Mapping[str, Measures],
    figures: Iterable[Figure],
    state: str,
    settled: frozenset[str],
) -> dict[int, str]:
    """What is said of each row that is not as it was; what was settled before, and is, is nothing new."""
    now: dict[str, dict[str, str]] = {}
    for figure in figures:
        now.setdefault(figure.key, {})[figure.measure] = figure.value
    found = {}
    for row, key in enumerate(keys):
        then, today = before.get(str(key)), now.get(str(key), {})
        over = today.get(state) in settled
        if then is None:
            if key and not over:
                found[row] = NEW
        elif over:
            if then.get(state) not in settled:
                found[row] = CLOSED
        elif then != today:
            found[row] = CHANGED
    return found
