"""What a meeting begins with: agenda, what waits for a decision, and the actions of the last one with their age."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Annotated, Final

import numpy as np

from pmo_excel.core.columns import Column, Instants, Numbers, Texts, Type
from pmo_excel.core.instants import DAY, NO_INSTANT, day_text
from pmo_excel.core.tables import Table, table
from pmo_excel.governance.ages import SETTLED_ACTIONS
from pmo_excel.governance.gates import read_gates, verdict
from pmo_excel.governance.tables import Actions, Decisions, Issues, StageGates

AGENDA, DECIDE, DECIDED, CARRIED, NEW, DONE = (
    "Agenda",
    "For decision",
    "Decided since",
    "Carried over",
    "New action",
    "Done since",
)
_WAITING: Final = frozenset({"Awaiting decision", "Escalated"})


@table("Meeting Pack")
class MeetingTable(Table):
    """A meeting pack as one table."""

    section: Annotated[Texts, Column("Section", "The part of the pack.")]
    id: Annotated[Texts, Column("ID", "The ID in its register.")]
    item: Annotated[Texts, Column("Item", "What it is.", Type.LONG_TEXT)]
    owner: Annotated[Texts, Column("Owner", "Who has it.")]
    due: Annotated[Instants, Column("Due", "By when.", Type.DATE)]
    age: Annotated[Numbers, Column("Age (d)", "Since it was raised.", Type.NUMBER, unit="days")]
    overdue: Annotated[Numbers, Column("Overdue (d)", "Past its due date.", Type.NUMBER, unit="days")]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a pack; dates are instants, days are nan where they are not known."""

    id: str
    item: str
    owner: str = ""
    due: int = NO_INSTANT
    age: float = float("nan")
    overdue: float = float("nan")


@dataclass(frozen=True, slots=True)
class MeetingPack:
    """What a meeting has before it.

    Attributes
    ----------
    for_decision
        Issues that wait for a decision, and the gate that is next.
    decided, done
        Since the last meeting.
    carried_over
        Open actions that were there at the last meeting, the oldest first.
    new
        Open actions raised since.
    """

    for_decision: tuple[Line, ...]
    decided: tuple[Line, ...]
    carried_over: tuple[Line, ...]
    new: tuple[Line, ...]
    done: tuple[Line, ...]

    @property
    def agenda(self) -> tuple[Line, ...]:
        """The points of the meeting, in order; those with nothing in them are left out."""
        late = sum(line.overdue > 0 for line in (*self.carried_over, *self.new))
        ran = len(self.carried_over)
        points = [
            (f"Actions carried over: {ran}, of which {late} overdue", ran),
            (f"Actions done since the last meeting: {len(self.done)}", len(self.done)),
            ("Status: what changed since the last meeting", 1),
            (f"Decisions to be made: {len(self.for_decision)}", len(self.for_decision)),
            (f"Decisions made since the last meeting: {len(self.decided)}", len(self.decided)),
            (f"New actions: {len(self.new)}", len(self.new)),
            ("Risks and changes to look at", 1),
            ("Next meeting", 1),
        ]
        wanted = [text for text, count in points if count]
        return tuple(Line(str(number), text) for number, text in enumerate(wanted, start=1))

    @property
    def sections(self) -> Sequence[tuple[str, tuple[Line, ...]]]:
        """The parts of the pack with their names, in order."""
        return (
            (AGENDA, self.agenda),
            (DECIDE, self.for_decision),
            (CARRIED, self.carried_over),
            (NEW, self.new),
            (DECIDED, self.decided),
            (DONE, self.done),
        )


def meeting_pack(
    actions: Actions,
    decisions: Decisions | None,
    issues: Issues | None,
    gates: StageGates | None,
    status_date: int,
    last_meeting: int | None,
) -> MeetingPack:
    """The pack of a meeting on the status date; without a last meeting every open action is carried over."""
    since = NO_INSTANT if last_meeting is None else last_meeting
    open_rows = [r for r in _named(actions) if actions.status[r] not in SETTLED_ACTIONS]
    old = [r for r in open_rows if last_meeting is None or actions.date_raised[r] <= since]
    old.sort(key=lambda r: int(actions.date_raised[r]) if actions.date_raised[r] != NO_INSTANT else status_date)
    return MeetingPack(
        (*_issues(issues, status_date), *_gate(gates, status_date)),
        tuple(_decided(decisions, since, status_date)),
        tuple(_action(actions, row, status_date) for row in old),
        tuple(_action(actions, row, status_date) for row in open_rows if row not in old),
        tuple(_action(actions, row, status_date) for row in _named(actions) if _done_since(actions, row, since)),
    )


def _named(actions: Actions) -> list[int]:
    return [row for row in range(len(actions)) if actions.id[row] or actions.action[row]]


def _done_since(actions: Actions, row: int, since: int) -> bool:
    return actions.status[row] == "Done" and since != NO_INSTANT and actions.date_done[row] > since


def _action(actions: Actions, row: int, status_date: int) -> Line:
    due = int(actions.due_date[row])
    late = _days(due, status_date) if actions.status[row] not in SETTLED_ACTIONS else float("nan")
    return Line(
        str(actions.id[row] or ""),
        str(actions.action[row] or ""),
        str(actions.owner[row] or ""),
        due,
        _days(int(actions.date_raised[row]), status_date),
        late if late > 0 else float("nan"),
    )


def _days(date: int, status_date: int) -> float:
    return float("nan") if date == NO_INSTANT else float(status_date // DAY - date // DAY)


def _issues(issues: Issues | None, status_date: int) -> Iterator[Line]:
    if issues is None:
        return
    for row, state in enumerate(issues.status.tolist()):
        if state in _WAITING:
            name, owner = str(issues.title[row] or ""), str(issues.owner[row] or "")
            raised = _days(int(issues.date_raised[row]), status_date)
            yield Line(str(issues.id[row] or ""), name, owner, int(issues.due_date[row]), raised)


def _gate(gates: StageGates | None, status_date: int) -> Iterator[Line]:
    """The gate that is next, where its day has a date and is not far: within four weeks, or past."""
    if gates is None:
        return
    upcoming = next((gate for gate in read_gates(gates) if gate.to_pass), None)
    if upcoming is not None and upcoming.date != NO_INSTANT and upcoming.date <= status_date + 28 * DAY:
        text = f"Gate {upcoming.name} on {day_text(upcoming.date)}: {verdict(upcoming, status_date)}"
        yield Line(upcoming.name.split()[0], text, upcoming.decided_by, upcoming.date)


def _decided(decisions: Decisions | None, since: int, status_date: int) -> Iterator[Line]:
    if decisions is None or since == NO_INSTANT:
        return
    for row, day in enumerate(decisions.date.tolist()):
        if day != NO_INSTANT and since < day <= status_date + DAY:
            text, by = str(decisions.decision[row] or ""), str(decisions.decided_by[row] or "")
            yield Line(str(decisions.id[row] or ""), text, by, age=_days(day, status_date))


def meeting_table(pack: MeetingPack) -> MeetingTable:
    """The pack as one table, section by section."""
    lines = [(section, line) for section, listed in pack.sections for line in listed]
    made = MeetingTable.of(len(lines))
    for row, (section, line) in enumerate(lines):
        made.section[row], made.id[row], made.item[row] = section, line.id or None, line.item or None
        made.owner[row], made.due[row] = line.owner or None, line.due
        made.age[row], made.overdue[row] = line.age, line.overdue
    made.age[np.less(made.age, 0)] = np.nan
    return made
