"""Bookings by role and week from the status date on: what boards read of people, without a name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from pmo_excel.core.instants import DAY
from pmo_excel.governance.tables import Charter
from pmo_excel.report.answers import Answered, answered
from pmo_excel.report.charts.chart import Chart
from pmo_excel.report.charts.heatmap import Busy, heatmap
from pmo_excel.report.charts.load_chart import load_chart, load_numbers
from pmo_excel.report.facts import NOTHING, Evidence, Fact, printed
from pmo_excel.resources.balance import Balance, band

WEEKS: Final = 12


@dataclass(frozen=True, slots=True)
class RoleWeeks:
    """The weeks that are shown, and the rows of each role in their order."""

    found: Answered
    table: Balance
    starts: Sequence[int]
    rows: Mapping[str, Sequence[int]]

    @property
    def over(self) -> list[int]:
        """The rows in which a role is booked beyond its capacity, the most first."""
        busy = self.table.utilisation
        rows = [row for held in self.rows.values() for row in held if band(busy[row]) in ("Over", "Critical")]
        return sorted(rows, key=lambda row: -float(busy[row]))

    @property
    def busiest(self) -> list[int]:
        """The row of each role with the most hours, the busiest role first."""
        booked = self.table.hard + self.table.soft
        rows = [max(held, key=lambda row: float(booked[row])) for held in self.rows.values()]
        return sorted((row for row in rows if booked[row] > 0), key=lambda row: -float(booked[row]))


def role_weeks(evidence: Evidence, booking: str) -> RoleWeeks | None:
    """Twelve weeks of bookings by role; None where nobody is booked.

    Parameters
    ----------
    booking
        `Hard`, or `All` for hard and soft ones.
    """
    found = answered(evidence, "CAPACITY", {"period": "Week", "by": "Role", "booking": booking})
    if found is None or not isinstance(found.table, Balance) or not len(found.table):
        return None
    table, as_of = found.table, evidence.fact(Charter, "status_date").value
    first = int(table.period_start.min()) if as_of is None else int(as_of)
    starts = sorted({start for start in table.period_start.tolist() if start + 7 * DAY > first})[:WEEKS]
    rows: dict[str, list[int]] = {}
    for row, (who, start) in enumerate(zip(table.who.tolist(), table.period_start.tolist(), strict=True)):
        if start in starts:
            rows.setdefault(str(who), []).append(row)
    return RoleWeeks(found, table, starts, rows) if rows else None


def busy_chart(weeks: RoleWeeks | None) -> Chart | None:
    """How busy each role is, week by week."""
    if weeks is None:
        return None
    table, rows = weeks.table, []
    for who, held in weeks.rows.items():
        booked = (table.hard + table.soft)[list(held)]
        each = zip(table.utilisation[list(held)].tolist(), booked.tolist(), strict=True)
        shares = [None if share != share and hours == 0 else share for share, hours in each]
        if (booked != 0).any():  # also where it is not known
            rows.append(Busy(printed(who), shares))
    drawn = heatmap(rows, weeks.starts)
    return None if drawn is None else Chart(drawn)


def hours_chart(weeks: RoleWeeks | None) -> tuple[Fact, Chart | None]:
    """The hours of the role that is fullest, by week, and which role that is."""
    if weeks is None or not weeks.busiest:
        return NOTHING, None
    worst = (weeks.over or weeks.busiest)[0]
    rows = weeks.rows[str(weeks.table.who[worst])]
    facts = [[weeks.found.fact(name, row) for row in rows] for name in ("capacity", "hard", "soft")]
    drawn = load_chart(weeks.starts, *([float(one.value or 0.0) for one in given] for given in facts))
    chart = None if drawn is None else Chart(drawn, load_numbers(weeks.starts, *facts))
    return weeks.found.fact("who", worst), chart
