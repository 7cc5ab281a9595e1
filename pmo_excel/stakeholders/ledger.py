"""The states of a promise: what it is now, which changes of state there are, and which promise replaces which."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Final, NamedTuple

from pmo_excel.core import cells
from pmo_excel.core.cells import Conventions
from pmo_excel.core.instants import DAY, NO_INSTANT, day_text, iso_day
from pmo_excel.core.problems import Code, Problem, Severity
from pmo_excel.schedule.snapshots import Figure, Snapshots, previous
from pmo_excel.stakeholders.promised import Amount, Delivery
from pmo_excel.stakeholders.tables import Expectations

KEPT, AT_RISK, MISSED, MET, WITHDRAWN = "Kept so far", "At risk", "Missed", "Met", "Withdrawn"
SETTLED: Final = frozenset({MISSED, MET, WITHDRAWN})
"""States that a promise never leaves: what is said anew is a new promise."""
EXPECTATION: Final = "Expectation"
"""The kind of object that a snapshot has promises of."""
_STATUS, _DATE, _VALUE = "Expectation Status", "Promised Date", "Promised Value"


class Kept(NamedTuple):
    """What the last snapshot kept of the promises, by ID: their state, their day and their value, as texts."""

    status: Mapping[str, str]
    date: Mapping[str, str]
    value: Mapping[str, str]

    @classmethod
    def of(cls, history: Snapshots | None, status_date: int | None) -> Kept:
        """What was kept before a day."""
        return cls(*(previous(history, EXPECTATION, what, status_date) for what in (_STATUS, _DATE, _VALUE)))


def figures(promises: Expectations) -> Iterator[Figure]:
    """Each promise with its state, for a snapshot to keep."""
    for row, key in enumerate(promises.id.tolist()):
        if key is None:
            continue
        value = float(promises.promised_value[row])
        said = (
            (_STATUS, promises.status[row]),
            (_DATE, iso_day(int(promises.promised_date[row]))),
            (_VALUE, None if value != value else f"{value:.12g}"),
        )
        yield from (Figure(EXPECTATION, str(key), what, str(text)) for what, text in said if text is not None)


def may_become(before: str | None, now: str) -> bool:
    """Whether a promise may go from one state to another: from Missed, Met and Withdrawn to no other."""
    return before not in SETTLED or before == now


def of_date(promised: int, there: Delivery, status_date: int | None) -> str:
    """The state of a promised day; it is missed when it has passed at the status date."""
    assert there.day is not None  # noqa: S101 -- asked only where the day is known
    if there.done:
        return MET if there.day <= promised else MISSED
    if status_date is not None and status_date // DAY * DAY > promised:
        return MISSED
    return AT_RISK if there.day > promised else KEPT


def of_amount(promised: float, there: Amount, by: int | None, status_date: int | None) -> str:
    """The state of a promised value; `by` is the day for which it was promised, if any."""
    sign = 1 if there.less_is_better else -1
    over, real_over = sign * (there.forecast - promised), sign * (there.real - promised)
    past = by is not None and status_date is not None and status_date // DAY * DAY > by
    if there.less_is_better:
        if real_over > _NEAR:
            return MISSED  # what is spent is spent
        return MET if past and over <= _NEAR else AT_RISK if over > _NEAR else KEPT
    if real_over <= _NEAR:
        return MET
    return MISSED if past else AT_RISK if over > _NEAR else KEPT


_NEAR: Final = 0.005
"""Half a cent: what two amounts may differ by and be the same."""


class Reset(NamedTuple):
    """Why a promise no longer counts: the ID of the one that replaces it, if any, and the reason."""

    by: str | None
    reason: str


def resets(promises: Expectations) -> tuple[Mapping[int, Reset], list[Problem]]:
    """The promises that no longer count, by row, and those that are said again without a reason.

    Promises to the same stakeholder about the same thing follow each other by the day on which they were told. A later
    one replaces the one before it when it has a Reset Reason; without one, both count. A Reset Reason on the first of
    them withdraws it.
    """
    withdrawn: dict[int, Reset] = {}
    problems = []
    for rows in _same(promises).values():
        first = promises.reset_reason[rows[0]]
        if first is not None:
            withdrawn[rows[0]] = Reset(None, str(first))
        for row, after in pairwise(rows):
            reason, name = promises.reset_reason[after], str(promises.id[after])
            if reason is not None:
                withdrawn[row] = Reset(name, str(reason))
            elif row not in withdrawn:
                text = f"{name} promises again what {promises.id[row]} promised; without a reason both count"
                cell = promises.cell("reset_reason" if promises.has("reset_reason") else "id", after)
                fix = "Type the Reset Reason of the new promise, and tell the stakeholder."
                problems.append(Problem(Code.EXPECTATION, text, cell, fix, Severity.MEDIUM))
    return withdrawn, problems


def _same(promises: Expectations) -> Mapping[tuple[str, ...], list[int]]:
    """Rows by stakeholder, measure and what they hang on, in the order in which they were told."""
    groups: dict[tuple[str, ...], list[int]] = {}
    columns = (promises.stakeholder_id, promises.measure, promises.linked_id)
    for row, said in enumerate(zip(*(column.tolist() for column in columns), strict=True)):
        if promises.id[row] is None:
            continue
        who, measure, linked = (str(part or "").casefold() for part in said)
        own = () if linked else (str(promises.id[row]),)  # nothing says what it hangs on: it stands alone
        groups.setdefault((who, measure, linked, *own), []).append(row)
    for rows in groups.values():
        rows.sort(key=lambda row: (promises.told_on[row], row))
    return groups


def as_recorded(promises: Expectations, row: int, kept: Kept) -> tuple[int, float, list[Problem]]:
    """The day and the value that were promised: those of the last snapshot, where the cell was changed since."""
    key = str(promises.id[row])
    day, value = int(promises.promised_date[row]), float(promises.promised_value[row])
    problems = []
    was = None if key not in kept.date else cells.moment(kept.date[key], Conventions()).value
    if was is not None and was // DAY != day // DAY:
        now = "nothing" if day == NO_INSTANT else day_text(day)
        problems.append(_rewritten(promises, row, "promised_date", f"{key} was promised for {day_text(was)}", now))
        day = int(was)
    worth = None if key not in kept.value else cells.number(kept.value[key]).value
    if worth is not None and not abs(float(worth) - value) <= _NEAR:
        now = "nothing" if value != value else f"{value:g}"
        problems.append(_rewritten(promises, row, "promised_value", f"{key} was promised as {worth:g}", now))
        value = float(worth)
    return day, value, problems


def _rewritten(promises: Expectations, row: int, name: str, was: str, now: str) -> Problem:
    text = f"{was} in the last snapshot; {now} replaces it without a new row, so the recorded promise counts"
    fix = "Restore the cell, and add the new promise as a row of its own with a Reset Reason."
    return Problem(Code.EXPECTATION, text, promises.cell(name, row), fix, Severity.MEDIUM)
