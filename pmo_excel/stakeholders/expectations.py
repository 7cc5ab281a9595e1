"""The ledger of expectations: each promise against what is forecast now, with one sentence that says how it stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Annotated, Final

import numpy as np

from pmo_excel.core.columns import Column, Numbers, Texts, Type
from pmo_excel.core.instants import DAY, NO_INSTANT, as_date, day_text
from pmo_excel.core.problems import Code, Problem, Severity
from pmo_excel.core.tables import Table, table
from pmo_excel.cost.tables import Budget
from pmo_excel.schedule.calendars import STANDARD, Calendar
from pmo_excel.schedule.snapshots import Snapshots
from pmo_excel.schedule.workdays import working_days_after
from pmo_excel.stakeholders import ledger
from pmo_excel.stakeholders.engagement import THRESHOLD, quadrant
from pmo_excel.stakeholders.ledger import AT_RISK, KEPT, MET, MISSED, WITHDRAWN
from pmo_excel.stakeholders.promised import Amount, BenefitForecasts, Delivery, Simulated, benefit_of, cost_of
from pmo_excel.stakeholders.tables import Expectations, Stakeholders

WANTED: Final = 0.8
"""The confidence below which a date that is kept so far is warned of."""
_READ: Final = ("stakeholder_id", "measure", "linked_id", "promised_date", "promised_value")
"""What a promise rests on: where one of these cells cannot be read, nothing is said of it."""
_VIA: Final = {
    "Meeting": "in a meeting",
    "Call": "by call",
    "E-mail": "by e-mail",
    "Teams": "by Teams",
    "Report": "in a report",
    "Workshop": "in a workshop",
    "Newsletter": "in a newsletter",
    "Portal": "on the portal",
}


@table("Expectations", key="id")
class ExpectationStatus(Table):
    """Promises with how they stand."""

    id: Annotated[Texts, Column("ID", "The expectation, as in the ledger.")]
    status: Annotated[Texts, Column("Status", "How the promise stands.", Type.CHOICE, choices="ExpectationStatus")]
    because: Annotated[Texts, Column("Because", "One sentence with the facts.", Type.LONG_TEXT)]


@table("Expectations", key="id")
class ExpectationFigures(ExpectationStatus):
    """Promises with how they stand, in figures too."""

    gap: Annotated[Numbers, Column("Gap", "Working days late, or the value, worse than promised.", Type.NUMBER)]
    confidence: Annotated[Numbers, Column("Confidence %", "Chance of keeping the date.", Type.PERCENT, unit="fraction")]


@table("Stakeholders", key="id")
class AtRisk(Table):
    """Stakeholders with how many of their expectations are at risk."""

    id: Annotated[Texts, Column("Stakeholder ID", "The stakeholder, as in the register.")]
    at_risk: Annotated[Numbers, Column("Open Expectations at Risk", "How many are at risk.", Type.NUMBER)]


@dataclass(frozen=True, slots=True)
class Beside:
    """The sheets beside the ledger that a promise may hang on or concern.

    Attributes
    ----------
    wanted
        The confidence below which a date is warned of.
    """

    budget: Budget | None = None
    benefits: BenefitForecasts | None = None
    people: Stakeholders | None = None
    history: Snapshots | None = None
    wanted: float = WANTED
    threshold: float = THRESHOLD


@dataclass(frozen=True, slots=True)
class Now:
    """What promises are compared with.

    Attributes
    ----------
    deliveries
        Tasks and products by ID in lower case.
    simulated
        Finishes of tasks in a simulation; empty without one.
    """

    deliveries: Mapping[str, Delivery]
    beside: Beside = field(default_factory=Beside)
    simulated: Simulated = field(default_factory=dict)
    calendar: Calendar = STANDARD
    status_date: int | None = None


def expectations(promises: Expectations, now: Now) -> tuple[ExpectationFigures, list[Problem]]:
    """How each promise stands, in the order of the ledger; empty where a cell it rests on cannot be read.

    A date is compared with the forecast finish of its task, or of the last task of its product; a cost with the
    estimate at completion of its line; a benefit with its forecast. What was Missed, Met or Withdrawn at the last
    snapshot stays that, and a promise that was changed since counts as it was recorded.
    """
    made = ExpectationFigures.of(len(promises), id=promises.id)
    withdrawn, problems = ledger.resets(promises)
    kept = ledger.Kept.of(now.beside.history, now.status_date)
    unread = frozenset().union(*(promises.wrong(name) for name in _READ))
    for row, key in enumerate(promises.id.tolist()):
        if key is None or row in unread:
            continue
        one = _Promise(promises, row, now)
        if row in withdrawn:
            by, reason = withdrawn[row]
            found = _Standing(WITHDRAWN, f"Withdrawn: {f'replaced by {by}, ' if by else ''}{reason}")
        else:
            one.date, one.value, rewritten = ledger.as_recorded(promises, row, kept)
            found = one.standing()
            problems += [*rewritten, *one.problems]
        before = kept.status.get(str(key))
        if found.status is not None and before is not None and not ledger.may_become(before, found.status):
            problems.append(_refused(promises, row, before, found.status))
            found = _Standing(before, f"{before} at the last snapshot, which stays", found.gap, found.confidence)
        made.status[row], made.because[row] = found.status, found.because
        made.gap[row], made.confidence[row] = found.gap, found.confidence
    return made, problems


@dataclass(frozen=True, slots=True)
class _Standing:
    """How one promise stands; the numbers are nan where there are none."""

    status: str | None
    because: str
    gap: float = np.nan
    confidence: float = np.nan


class _Promise:
    """One row of the ledger beside what it is compared with."""

    def __init__(self, promises: Expectations, row: int, now: Now) -> None:
        self.promises, self.row, self.now = promises, row, now
        linked = promises.linked_id[row]
        self.linked = None if linked is None else str(linked)
        self.measure = promises.measure[row]
        self.date, self.value = NO_INSTANT, np.nan
        self.problems: list[Problem] = []

    def standing(self) -> _Standing:
        """How it stands now."""
        if self.measure == "Response time":
            return _Standing(None, "Response times are not measured in this workbook")
        if self.measure in ("Cost", "Benefit"):
            return self._of_amount()
        return self._of_date()

    def _of_date(self) -> _Standing:
        there = self.now.deliveries.get((self.linked or "").casefold())
        if self.date == NO_INSTANT:
            return self._nothing("promised_date", "no day was promised", "Type the Promised Date.")
        if there is None:
            what = f"no task or product has the ID {self.linked!r}" if self.linked else "it hangs on no task"
            return self._nothing("linked_id", what, "Type the ID of the task that decides it in Linked ID.")
        if there.day is None:
            return _Standing(None, f"{self.linked} has no date that is computed")
        promised = self.date // DAY * DAY
        status = ledger.of_date(promised, there, self.now.status_date)
        gap = float(working_days_after(self.now.calendar, promised, there.day))
        sure, p80 = (np.nan, None) if there.done else self._simulated(promised, there)
        return _Standing(status, self._dated(status, promised, there.day, gap, sure, p80), gap, sure)

    def _simulated(self, promised: int, there: Delivery) -> tuple[float, int | None]:
        """The share of runs in which the day is kept, and the day that is kept in 80 % of them."""
        finishes = self.now.simulated.get((self.linked or "").casefold())
        return (np.nan, there.p80) if finishes is None else (finishes.confidence(promised), finishes.day_of(0.8))

    def _dated(self, status: str, promised: int, day: int, gap: float, sure: float, p80: int | None) -> str:
        for_day = self._day(promised)
        chance = "" if sure != sure else f"{sure:.0%}".replace("%", " %") + " confidence"
        late = "" if p80 is None or p80 <= promised else f"P80 is {self._day(p80)}"
        if status == MET:
            return f"Met: done {self._day(day)}, promised {for_day}"
        if status == MISSED:
            what = f"{gap:g} wd late" if gap > 0 else f"{for_day} has passed and it is not done"
            return f"Missed: {_listed([what, *self._told()])}"
        if status == AT_RISK:
            simulated = f"; {_listed([chance, late])}" if chance or late else ""
            return f"At risk: {_listed([f'{gap:g} wd late', *self._told()])}{simulated}"
        if sure < self.now.beside.wanted or (sure != sure and late):
            return f"Warning: {'; '.join(part for part in (chance, late) if part)}"
        return f"Kept so far: {_listed([f'forecast {self._day(day)}, promised {for_day}', chance])}"

    def _of_amount(self) -> _Standing:
        if self.value != self.value:
            return self._nothing("promised_value", "no value was promised", "Type the Promised Value.")
        there = self._amount()
        if there is None:
            sheet = "Budget" if self.measure == "Cost" else "Benefits"
            what = (
                f"{sheet} has nothing with the ID {self.linked!r}" if self.linked else f"{sheet} has no figure for it"
            )
            return self._nothing("linked_id", what, f"Type an ID of the sheet {sheet} in Linked ID.")
        if there.forecast != there.forecast:
            return _Standing(None, f"{self.linked or 'the project'} has no forecast")
        by = None if self.date == NO_INSTANT else self.date
        status = ledger.of_amount(self.value, there, by, self.now.status_date)
        gap = (there.forecast - self.value) * (1 if there.less_is_better else -1)
        figures = f"forecast {_number(there.forecast)}, promised {_number(self.value)}"
        worse = [f"{_number(abs(gap))} {'over' if there.less_is_better else 'short'}", *self._told()]
        because = figures if status in (KEPT, MET) or gap <= 0 else _listed(worse)
        return _Standing(status, f"{status}: {because}", gap)

    def _amount(self) -> Amount | None:
        if self.measure == "Cost":
            return None if self.now.beside.budget is None else cost_of(self.now.beside.budget, self.linked)
        return None if self.now.beside.benefits is None else benefit_of(self.now.beside.benefits, self.linked)

    def _told(self) -> Sequence[str]:
        """`told 1-Mar by e-mail`, `manage closely`: what is known of whom it was said to."""
        told = int(self.promises.told_on[self.row])
        via = _VIA.get(str(self.promises.told_via[self.row]), "")
        said = "" if told == NO_INSTANT else f"told {self._day(told)} {via}".rstrip()
        return [part for part in (said, self._quadrant()) if part]

    def _quadrant(self) -> str:
        people, who = self.now.beside.people, self.promises.stakeholder_id[self.row]
        keys = [] if people is None or who is None else people.id.tolist()
        if people is None or who not in keys:
            return ""
        at = keys.index(who)
        power, interest = float(people.power[at]), float(people.interest[at])
        if power != power or interest != interest:
            return ""
        return quadrant(power, interest, self.now.beside.threshold).lower()

    def _day(self, day: int) -> str:
        """`1-Mar`; with the year where that is not the promise's, or the report's of a promise without a day."""
        own = self.now.status_date if self.date == NO_INSTANT else self.date
        text = day_text(day).lstrip("0")
        return text.rsplit("-", 1)[0] if own is not None and as_date(own).year == as_date(day).year else text

    def _nothing(self, name: str, text: str, fix: str) -> _Standing:
        cell = self.promises.cell(name, self.row)
        said = f"{self.promises.id[self.row]} cannot be compared: {text}"
        self.problems.append(Problem(Code.EXPECTATION, said, cell, fix, Severity.MEDIUM))
        return _Standing(None, f"Not compared: {text}")


def _refused(promises: Expectations, row: int, before: str, now: str) -> Problem:
    text = f"{promises.id[row]} was {before} at the last snapshot and cannot become {now}"
    fix = "A new promise is a row of its own with a Reset Reason."
    return Problem(Code.EXPECTATION, text, promises.cell("id", row), fix, Severity.MEDIUM)


def _listed(parts: Sequence[str]) -> str:
    return ", ".join(part for part in parts if part)


def _number(value: float) -> str:
    return f"{value:,.2f}".removesuffix(".00")


def at_risk(people: Stakeholders, promises: Expectations) -> AtRisk:
    """How many promises to each stakeholder are at risk; empty where nothing is promised to them."""
    made = AtRisk.of(len(people), id=people.id)
    counts: dict[str, int] = {}
    for who, status in zip(promises.stakeholder_id.tolist(), promises.status.tolist(), strict=True):
        if who is not None:
            counts[str(who)] = counts.get(str(who), 0) + (status == AT_RISK)
    for row, key in enumerate(people.id.tolist()):
        made.at_risk[row] = counts.get(str(key), np.nan)
    return made
