"""Who works on the plan, for recovery: what an hour costs, and who could do a task faster."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from pmo_excel.schedule.beside import People, TaskAssignments
from pmo_excel.schedule.progress import finished
from pmo_excel.schedule.scheduling import Scheduled


class Person(NamedTuple):
    """A person: role in lower case, part of full time, and cost per hour (nan where it is not known)."""

    name: str
    role: str
    capacity: float
    rate: float


class Swap(NamedTuple):
    """Somebody else for a task: who does it now, who could, and the part of full time that each gives."""

    now: Person
    other: Person
    units: float
    new_units: float


@dataclass(frozen=True)
class Team:
    """Who works on what; whatever of it is known."""

    assignments: TaskAssignments | None = None
    resources: People | None = None

    @cached_property
    def people(self) -> Mapping[str, Person]:
        """Persons by ID in lower case, without roles that nobody fills."""
        if self.resources is None:
            return {}
        of = self.resources
        columns = (of.id, of.name, of.resource_type, of.role, of.capacity, of.standard_rate)
        rows = zip(*(c.tolist() for c in columns), strict=True)
        return {
            str(key).casefold(): Person(str(name or key), str(role or "").casefold(), _whole(capacity), rate)
            for key, name, kind, role, capacity, rate in rows
            if key is not None and (kind or "Person") == "Person"
        }

    @cached_property
    def tasks(self) -> Mapping[str, Sequence[tuple[str, float]]]:
        """Who is assigned to each task, in lower case, with the part of full time."""
        found: dict[str, list[tuple[str, float]]] = {}
        if self.assignments is not None:
            columns: tuple[Any, ...] = (self.assignments.task_id, self.assignments.resource_id, self.assignments.units)
            for task, who, units in zip(*(c.tolist() for c in columns), strict=True):
                if task is not None and who is not None:
                    found.setdefault(str(task).casefold(), []).append((str(who).casefold(), units))
        return found

    def cost(self, task: str, hours: float) -> float:
        """What so many hours of a task's duration cost at standard rates; nan where a rate is not known."""
        assigned = self.tasks.get(task.casefold(), ())
        rates = [
            self.people[who].rate * self._units(who, units) if who in self.people else float("nan")
            for who, units in assigned
        ]
        return hours * sum(rates) if rates else float("nan")

    def swaps(self, done: Scheduled, row: int) -> Iterator[Swap]:
        """People of the same role who have more time for a task that one person does, and nothing else to do then."""
        assigned = self.tasks.get(done.plan.id[row].casefold(), ())
        if len(assigned) != 1 or assigned[0][0] not in self.people:
            return
        who, typed = assigned[0]
        now, units = self.people[who], self._units(who, typed)
        for key, other in self.people.items():
            fits = key != who and now.role and other.role == now.role
            if fits and other.capacity > units and self._free(done, row, key):
                yield Swap(now, other, units, other.capacity)

    def _units(self, who: str, typed: float) -> float:
        """The part of full time that somebody gives: as typed, else all that they have."""
        return typed if typed == typed else self.people[who].capacity

    def _free(self, done: Scheduled, row: int, who: str) -> bool:
        """Whether somebody has no unfinished task in the time of a row."""
        plan, dates = done.plan, done.dates
        first, last = dates.start[row], dates.finish[row]
        at_that_time = (
            plan.id[at].casefold()
            for at in range(len(plan))
            if dates.start[at] < last and dates.finish[at] > first and not finished(plan, at)
        )
        return not any(who == key for task in at_that_time for key, _ in self.tasks.get(task, ()))


def _whole(capacity: float) -> float:
    return capacity if capacity == capacity else 1.0
