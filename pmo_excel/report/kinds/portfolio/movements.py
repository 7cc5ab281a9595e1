"""What moved most, for the worse and for the better: since the last report, else since the baseline."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from pmo_excel.core.instants import DAY
from pmo_excel.governance.tables import Charter
from pmo_excel.report.document import Bullets, said
from pmo_excel.report.facts import Sentence, fact, signed
from pmo_excel.report.kinds.portfolio.overview import Member, Overview
from pmo_excel.report.sections.history import previous_day

EACH: Final = 3
"""Movements for the worse, and as many for the better."""


@dataclass(frozen=True, slots=True)
class Movement:
    """A finish that moved by some days; plus is later."""

    days: float
    said: Sentence


def movements(given: Overview, each: int = EACH) -> Bullets:
    """The finishes that moved most, the worst first."""
    found = _since_last(given)
    note = "finish, since the last report"
    if not found:
        found, note = _since_baseline(given), "finish, against the baseline"
    later = sorted((one for one in found if one.days > 0), key=lambda one: -one.days)[:each]
    earlier = sorted((one for one in found if one.days < 0), key=lambda one: one.days)[:each]
    return Bullets(said("Top movements"), tuple(one.said for one in (*later, *earlier)), note)


def _since_last(given: Overview) -> list[Movement]:
    """By the newest snapshot before the status date, in the projects' own workbooks."""
    return [moved for one in given.members() if (moved := _moved(one)) is not None]


def _moved(one: Member) -> Movement | None:
    key = one.evidence.fact(Charter, "id").text
    before = previous_day(one.evidence, "Project", key, "Forecast Finish")
    now = one.evidence.fact(Charter, "forecast_finish")
    if not (before.known and now.known) or before.value // DAY == now.value // DAY:
        return None
    days = now.value // DAY - before.value // DAY
    word = f" ▲ {days} d later: " if days > 0 else f" ▼ {-days} d earlier: "
    return Movement(days, said(one.id, word, one.cited(before), " → ", one.cited(now)))


def _since_baseline(given: Overview) -> list[Movement]:
    table = given.register
    made = []
    for row in given.rows():
        days = float(table.schedule_variance[row])
        if days == days and days:
            parts = (fact(table, "id", row), f" {'▲' if days > 0 else '▼'} ")
            late = signed(fact(table, "schedule_variance", row))
            made.append(Movement(days, said(*parts, late, " wd, now ", fact(table, "forecast_finish", row))))
    return made
