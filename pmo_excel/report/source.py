"""Where a page's figures come from and how old they are: printed on every page."""

from __future__ import annotations

from dataclasses import dataclass

from pmo_excel.core.instants import DAY
from pmo_excel.governance.settings import setting_values
from pmo_excel.governance.tables import Charter, Settings
from pmo_excel.report.facts import Evidence, Fact


@dataclass(frozen=True, slots=True)
class Source:
    """The workbook that a page was made from.

    Attributes
    ----------
    file
        The file's name, without its folders.
    snapshot
        A short identity of its content: the first characters of its SHA-256.
    produced_at
        The instant at which the page was made.
    """

    file: str
    snapshot: str
    produced_at: int


@dataclass(frozen=True, slots=True)
class Currency:
    """How current the figures are.

    Attributes
    ----------
    as_of
        The status date.
    age
        Calendar days from the status date to the making of the page; None without a status date.
    limit
        Days after which figures are stale.
    """

    as_of: Fact
    age: int | None
    limit: int

    @property
    def stale_by(self) -> int:
        """Days beyond the limit; 0 while the figures are current."""
        return max(0, (self.age or 0) - self.limit)


def currency(evidence: Evidence, source: Source) -> Currency:
    """The age of the figures against the workbook's own limit."""
    as_of = evidence.fact(Charter, "status_date")
    age = None if as_of.value is None else source.produced_at // DAY - as_of.value // DAY
    settings, _ = setting_values(evidence.table(Settings))
    return Currency(as_of, age, int(settings["Data age limit"]))
