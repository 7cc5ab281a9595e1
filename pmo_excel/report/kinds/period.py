"""The period that a report is about: since the last snapshot, or as long as the reporting frequency says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from pmo_excel.core.instants import DAY, NO_INSTANT
from pmo_excel.governance.tables import Charter, History
from pmo_excel.report.document import said
from pmo_excel.report.facts import NOTHING, Evidence, Fact, Sentence, fact

_DAYS: Final = {"Daily": 1, "Weekly": 7, "Fortnightly": 14, "Monthly": 30, "Quarterly": 91}
_OTHERWISE: Final = 30
"""Days of a period of which neither a snapshot nor the charter says how long it is."""


@dataclass(frozen=True, slots=True)
class Period:
    """From after a day to the status date, and as long again.

    Attributes
    ----------
    since
        The status date of the last snapshot, with its cell; unknown where there is none.
    frequency
        How often the project reports.
    first, last, ahead
        Instants: the days after the first up to the last are this period, those up to `ahead` the next.
    """

    since: Fact
    until: Fact
    frequency: Fact
    first: int
    last: int
    ahead: int

    def holds(self, moment: int) -> bool:
        """Whether a moment is in this period."""
        return moment != NO_INSTANT and self.first // DAY < moment // DAY <= self.last // DAY

    def next_holds(self, moment: int) -> bool:
        """Whether a moment is in the next period."""
        return moment != NO_INSTANT and self.last // DAY < moment // DAY <= self.ahead // DAY

    @property
    def said(self) -> Sentence:
        """`since 28-Feb-26, up to 31-Mar-26`."""
        if self.since.known:
            return said("Since the last report of ", self.since, ", up to ", self.until)
        often = said(self.frequency, ", up to ") if self.frequency.known else said("Up to ")
        return (*often, self.until)


def period(evidence: Evidence) -> Period | None:
    """The period up to the status date; None without one."""
    until, frequency = evidence.fact(Charter, "status_date"), evidence.fact(Charter, "reporting_frequency")
    if not until.known:
        return None
    last = int(until.value)
    since = _last_snapshot(evidence, last)
    length = _DAYS.get(frequency.text, _OTHERWISE) * DAY
    first = int(since.value) if since.known else last - length
    return Period(since, until, frequency, first, last, last + max(DAY, length))


def _last_snapshot(evidence: Evidence, before: int) -> Fact:
    history = evidence.table(History)
    if history is None:
        return NOTHING
    dates = history.status_date.tolist()
    rows = [row for row, date in enumerate(dates) if NO_INSTANT != date < before // DAY * DAY]
    return fact(history, "status_date", max(rows, key=lambda row: dates[row])) if rows else NOTHING
