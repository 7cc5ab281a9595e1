"""Roadblocks that come from outside of the plan: what others deliver too late, and gates that miss their board."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from pmo_excel.core.instants import DAY, NO_INSTANT, day_text
from pmo_excel.schedule.beside import GateSlots, Promises
from pmo_excel.schedule.progress import started
from pmo_excel.schedule.roadblock import Roadblock, calendar_of, day_of, days_of_float, spare
from pmo_excel.schedule.scheduling import Scheduled
from pmo_excel.schedule.workdays import working_days_after

_THERE: Final = frozenset({"delivered", "withdrawn", "closed"})
"""States in which nothing is waited for any more."""


@dataclass(frozen=True, slots=True)
class Outside:
    """What others have promised, and when gates are held; whatever of it is known."""

    promises: Promises | None = None
    gates: GateSlots | None = None

    def found(self, done: Scheduled, rows: Sequence[int]) -> Iterator[Roadblock]:
        """The roadblocks of these rows."""
        by_id = {done.plan.id[row].casefold(): row for row in rows}
        if self.promises is not None:
            yield from _promises(done, by_id, self.promises)
        if self.gates is not None:
            yield from _gates(done, rows, self.gates)


def _promises(done: Scheduled, by_id: dict[str, int], promises: Promises) -> Iterator[Roadblock]:
    """What is promised for a day after the one on which the task begins, or should be there and is not."""
    plan = done.plan
    columns = (promises.linked_task_id, promises.promised_date, promises.what, promises.provider)
    states = zip(promises.direction.tolist(), promises.dependency_status.tolist(), strict=True)
    rows = zip(*(c.tolist() for c in columns), states, strict=True)
    for task, promised, what, provider, (direction, state) in rows:
        row = by_id.get(str(task or "").casefold())
        over = str(direction or "").casefold() == "give" or str(state or "").casefold() in _THERE
        if row is None or promised == NO_INSTANT or over or started(plan, row):
            continue
        start, left = day_of(done.dates.start[row]), spare(days_of_float(done, row))
        thing = f"{what or 'its input'} from {provider}" if provider else str(what or "its input")
        late = working_days_after(calendar_of(plan, row), start, promised)
        if late > 0:
            text = f"{plan.id[row]} needs {thing}, promised for {day_text(promised)}, {late} wd after its start{left}"
            yield Roadblock(row, "Vendor date", start, text)
        elif promised + DAY < plan.settings.status_date:
            text = f"{plan.id[row]} needs {thing}, promised for {day_text(promised)} and not delivered{left}"
            yield Roadblock(row, "Vendor date", start, text)


def _gates(done: Scheduled, rows: Sequence[int], gates: GateSlots) -> Iterator[Roadblock]:
    """Milestones of a gate that are reached after its board; or so early before it that the wait costs float."""
    plan = done.plan
    for gate, slot in slots(gates):
        for row in rows:
            if not plan.milestone[row] or not of_gate(plan.name[row], gate):
                continue
            finish, days = day_of(done.dates.finish[row]), days_of_float(done, row)
            late = working_days_after(calendar_of(plan, row), slot, finish)
            if late > 0:
                text = f"{plan.id[row]} is reached {late} wd after the slot of {gate} on {day_text(slot)}{spare(days)}"
                yield Roadblock(row, "Gate slot", slot, text)
            elif -late > days:
                text = f"{plan.id[row]} waits {-late} wd for the slot of {gate} on {day_text(slot)}{spare(days)}"
                yield Roadblock(row, "Gate slot", finish, text)


def slots(gates: GateSlots) -> list[tuple[str, int]]:
    """Each gate that is still to be held with its day; a gate has a row for each item of its checklist."""
    held = {str(g) for g, o in zip(gates.gate.tolist(), gates.gate_outcome.tolist(), strict=True) if _decided(o)}
    pairs = zip(gates.gate.tolist(), gates.gate_date.tolist(), strict=True)
    return list(dict.fromkeys((str(g), int(d)) for g, d in pairs if g and d != NO_INSTANT and str(g) not in held))


def _decided(outcome: str | None) -> bool:
    return str(outcome or "not held").casefold() not in ("not held", "hold")


def of_gate(milestone: str, gate: str) -> bool:
    """Whether a milestone is that of a gate: its name holds the gate's code, G4 of G4 Go-live, or its whole name."""
    words = {word.strip(":,;()[]").casefold() for word in milestone.split()}
    return gate.split()[0].casefold() in words or gate.casefold() in milestone.casefold()
