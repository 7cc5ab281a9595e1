"""Whom and what a change touches: tasks, owners, milestones and promises, in all and in the weeks ahead."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, NamedTuple

import numpy as np

from pmo_excel.change.beside import Promised, Register
from pmo_excel.change.lines import Line
from pmo_excel.change.simulation import LivePlan, Move, Simulation, owners, simulated
from pmo_excel.core.columns import Column, Numbers, Texts, Type
from pmo_excel.core.instants import DAY, NO_INSTANT, day_text
from pmo_excel.core.problems import Problem
from pmo_excel.core.tables import Table, table


@table("Changes")
class Disruption(Table):
    """Changes with whom and what they touch."""

    id: Annotated[Texts, Column("Change ID", "The change.")]
    tasks: Annotated[Numbers, Column("Tasks", "Tasks that move.", Type.NUMBER, unit="tasks")]
    owners: Annotated[Numbers, Column("Owners", "People who own them.", Type.NUMBER, unit="people")]
    milestones: Annotated[Numbers, Column("Milestones", "Milestones that move.", Type.NUMBER, unit="milestones")]
    promises: Annotated[Numbers, Column("Promises", "Promises that they concern.", Type.NUMBER, unit="promises")]
    near_tasks: Annotated[Numbers, Column("Tasks Soon", "In the weeks ahead.", Type.NUMBER, unit="tasks")]
    near_owners: Annotated[Numbers, Column("Owners Soon", "In the weeks ahead.", Type.NUMBER, unit="people")]
    near_milestones: Annotated[
        Numbers, Column("Milestones Soon", "In the weeks ahead.", Type.NUMBER, unit="milestones")
    ]
    index: Annotated[Numbers, Column("Disruption Index", "Owners and milestones in the weeks ahead.", Type.NUMBER)]
    because: Annotated[Texts, Column("Because", "Which tasks, people, milestones and promises.", Type.LONG_TEXT)]


class Promise(NamedTuple):
    """A promise about something that moves: whose, what was said, and the new date."""

    row: int
    who: str
    task: str
    promised: int
    now: int

    @property
    def broken(self) -> bool:
        """Whether the new date lies after the promised one."""
        return self.promised != NO_INSTANT and self.now // DAY > self.promised // DAY

    def __str__(self) -> str:
        if self.promised == NO_INSTANT:
            return f"was told of {self.task}, which moves to {day_text(self.now)}"
        kept = "would be missed" if self.broken else "is still kept"
        return f"was promised {self.task} for {day_text(self.promised)}: {kept}, now {day_text(self.now)}"


def names_of(register: Register | None) -> dict[str, str]:
    """Names of stakeholders by their ID in lower case."""
    if register is None:
        return {}
    pairs = zip(register.id.tolist(), register.name.tolist(), strict=True)
    return {str(key).casefold(): str(name) for key, name in pairs if key is not None and name is not None}


def touched_promises(
    tried: Simulation, expectations: Promised | None, register: Register | None = None
) -> list[Promise]:
    """Promises that are linked to a task or milestone that moves, by its ID or its name."""
    if expectations is None:
        return []
    plan, names = tried.live.done.plan, names_of(register)
    moved: dict[str, Move] = {}
    for move in [*tried.milestones, *tried.moves]:
        moved.setdefault(move.id.casefold(), move)
        moved.setdefault(plan.name[move.row].casefold(), move)
    found = []
    for row, (who, linked) in enumerate(
        zip(expectations.stakeholder_id.tolist(), expectations.linked_id.tolist(), strict=True)
    ):
        hit = moved.get(str(linked).casefold()) if linked is not None else None
        if hit is not None:
            day = int(expectations.promised_date[row])
            name = names.get(str(who).casefold(), str(who or "?"))
            found.append(Promise(row, name, plan.label(hit.row), day, hit.finish[1]))
    return found


def disruption(
    live: LivePlan,
    changes: Mapping[str, Sequence[Line]],
    expectations: Promised | None,
    first_day: int,
    weeks: float,
    register: Register | None = None,
) -> tuple[Disruption, list[Problem]]:
    """A row for each change; empty where a line is wrong.

    A task is touched when its dates move because of the change, without the tasks that the change edits itself. It is
    soon when it is worked on, before or after, in the weeks from the first day.
    """
    made = Disruption.of(len(changes), id=np.array(list(changes), dtype=object))
    problems: list[Problem] = []
    until = first_day + round(weeks * 7) * DAY
    for at, lines in enumerate(changes.values()):
        tried = simulated(live, lines)
        problems += tried.problems
        if tried.after is None:
            continue
        near = [move for move in tried.moves if _within(move, first_day, until)]
        near_milestones = [move for move in tried.milestones if _within(move, first_day, until)]
        promises = touched_promises(tried, expectations, register)
        made.tasks[at], made.owners[at] = len(tried.moves), len(_owners(live, tried.moves))
        made.milestones[at], made.promises[at] = len(tried.milestones), len(promises)
        made.near_tasks[at], made.near_owners[at] = len(near), len(_owners(live, near))
        made.near_milestones[at] = len(near_milestones)
        made.index[at] = made.near_owners[at] + made.near_milestones[at]
        made.because[at] = _because(tried, promises)
    return made, problems


def _within(move: Move, first: int, until: int) -> bool:
    return any(start < until and finish >= first for start, finish in zip(move.start, move.finish, strict=True))


def _owners(live: LivePlan, moves: Sequence[Move]) -> list[str]:
    return owners(live.tasks, sorted({move.row for move in moves}))


def _because(tried: Simulation, promises: Sequence[Promise]) -> str:
    parts = [
        ("tasks", [move.id for move in tried.moves]),
        ("owners", _owners(tried.live, tried.moves)),
        ("milestones", [move.id for move in tried.milestones]),
        ("promises", [f"{promise.who} {promise}" for promise in promises]),
    ]
    return "; ".join(f"{word}: {', '.join(names)}" for word, names in parts if names) or "no other task"
