"""What the last report said: the newest snapshot before the status date."""

from __future__ import annotations

from pmo_excel.core import cells
from pmo_excel.core.cells import Conventions
from pmo_excel.core.instants import NO_INSTANT, day_text
from pmo_excel.governance.tables import Charter, History
from pmo_excel.report.facts import NOTHING, Evidence, Fact, fact


def previous_day(evidence: Evidence, kind: str, key: str, measure: str) -> Fact:
    """A date as the newest snapshot before the status date has it, with its cell in History."""
    found = _previous(evidence, kind, key, measure)
    reading = cells.moment(found.value, Conventions())
    return NOTHING if reading.value is None else Fact(day_text(reading.value), reading.value, found.source)


def _previous(evidence: Evidence, kind: str, key: str, measure: str) -> Fact:
    history, as_of = evidence.table(History), evidence.fact(Charter, "status_date")
    if history is None or not as_of.known:
        return NOTHING
    wanted = (kind, key, measure)
    rows = zip(history.object.tolist(), history.key.tolist(), history.measure.tolist(), strict=True)
    dates = history.status_date.tolist()
    found = [
        row
        for row, labels in enumerate(rows)
        if labels == wanted and NO_INSTANT != dates[row] < as_of.value and history.value[row]
    ]
    return fact(history, "value", max(found, key=lambda row: dates[row])) if found else NOTHING
