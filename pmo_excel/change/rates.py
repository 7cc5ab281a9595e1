"""What a working day and an hour of a task cost, and what its work and cost are now: from rates, or from its people."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from pmo_excel.change.beside import ChargedLines, CostRates
from pmo_excel.core.instants import DAY
from pmo_excel.core.problems import Cell, Code, Problem, Severity
from pmo_excel.resources.rates import rate_on, rates
from pmo_excel.resources.tables import Assignments, Resources, Terms
from pmo_excel.schedule.baselines import task_cost, task_work
from pmo_excel.schedule.beside import BudgetLines, TaskAssignments
from pmo_excel.schedule.plan import Plan
from pmo_excel.schedule.scheduling import Scheduled
from pmo_excel.schedule.tables import Schedule

PROLONGATION: Final = "prolongation"
"""How the name of the rate of a working day by which the project finishes later begins."""
ALL: Final = frozenset({"", "all", "all tasks", "any"})


class Rate(NamedTuple):
    """What a working day of a task costs, how many hours of people are in it, and whose rate it is."""

    per_day: float
    hours: float
    who: str


class Member(NamedTuple):
    """Somebody on a task: the ID and name, the rate an hour (nan: unknown), and hours of each working day."""

    id: str
    name: str
    rate: float
    hours: float


class Booking(NamedTuple):
    """An assignment that a line may name: its row in the sheet, its task, who it is, units and work as typed."""

    row: int
    task: str
    member: Member
    units: float
    work: float


class CostLine(NamedTuple):
    """A budget line that a line of a change may name: its task, or empty; and its budget."""

    task: str
    amount: float


@dataclass(frozen=True, slots=True)
class Rates:
    """Rates by name, per working day; the people of each task; what tasks hold now. Keys are in lower case.

    Attributes
    ----------
    prolongation
        Cost of a working day by which the project finishes later; None where it is not given.
    work, cost
        Hours and money of each task as they are agreed now; a task without either is not there.
    of_people
        The rate of a whole day of each resource, by ID and name, for owners of tasks that nobody is assigned to.
    bookings, cost_lines
        Assignments and budget lines by their ID.
    known
        IDs and owners of the plan, which a rate may name.
    """

    by_name: Mapping[str, float] = field(default_factory=dict)
    prolongation: float | None = None
    team: Mapping[str, tuple[Member, ...]] = field(default_factory=dict)
    hours_per_day: float = 8
    work: Mapping[str, float] = field(default_factory=dict)
    cost: Mapping[str, float] = field(default_factory=dict)
    of_people: Mapping[str, float] = field(default_factory=dict)
    bookings: Mapping[str, Booking] = field(default_factory=dict)
    cost_lines: Mapping[str, CostLine] = field(default_factory=dict)
    known: frozenset[str] = frozenset()

    def of_booking(self, key: str) -> Rate | None:
        """The rate of one assignment: a working day of it, and its hours."""
        member = self.bookings[key].member
        cost = self._per_day(member)
        return Rate(cost, member.hours, member.name) if cost == cost else None

    def of(self, task: str, owner: str) -> Rate | None:
        """The rate of a task: its own, its owner's, its people's, or the one for all; None where none is known."""
        for name in (task, owner):
            if name and name.casefold() in self.by_name:
                return Rate(self.by_name[name.casefold()], self.hours_per_day, name)
        people = self.team.get(task.casefold(), ())
        if people:
            cost = sum(self._per_day(member) for member in people)
            return Rate(cost, sum(m.hours for m in people), ", ".join(m.name for m in people)) if cost == cost else None
        if owner.casefold() in self.of_people:
            return Rate(self.of_people[owner.casefold()], self.hours_per_day, owner)
        general = next((rate for name, rate in self.by_name.items() if name in ALL), None)
        if general is not None:
            return Rate(general, self.hours_per_day, "all tasks")
        return Rate(self.by_name[self.alone], self.hours_per_day, self.alone) if self.alone and not owner else None

    def _per_day(self, member: Member) -> float:
        named = self.by_name.get(member.name.casefold(), self.by_name.get(member.id.casefold()))
        return member.rate * member.hours if named is None else named * member.hours / self.hours_per_day

    @property
    def alone(self) -> str:
        """The one rate that is given, where it names nothing in the plan."""
        names = list(self.by_name)
        return names[0] if len(names) == 1 and names[0] not in self.known else ""

    def remarks(self) -> list[Problem]:
        """Rates that name nothing in the plan: the only one is used for tasks without an owner, others are not used."""
        strange = [name for name in self.by_name if name not in self.known and name not in ALL]
        fix = "Name a task's ID, an Owner or a resource."
        if self.alone in strange and not self.team:
            text = (
                f"nothing in the plan is called {self.alone!r}; this one rate is used for every task without an owner"
            )
            return [Problem(Code.DEFAULT_USED, text, Cell("cost_rates"), fix, Severity.LOW)]
        said = (f"nothing in the plan is called {name!r}, so this rate is not used" for name in strange)
        return [Problem(Code.UNKNOWN_RESOURCE, text, Cell("cost_rates"), fix, Severity.MEDIUM) for text in said]


@dataclass(frozen=True, slots=True)
class Money:
    """Where rates, work and cost come from; what is not there is not known."""

    cost_rates: CostRates | None = None
    prolongation: float | None = None
    assignments: Assignments | None = None
    resources: Resources | None = None
    terms: Terms | None = None
    budget: ChargedLines | None = None


def rates_of(tasks: Schedule, done: Scheduled, money: Money) -> Rates:
    """The rates of a plan: those that are given by name, then those of the people who work on each task."""
    named = _named(money.cost_rates)
    later = next((name for name in named if name.startswith(PROLONGATION)), None)
    prolongation = money.prolongation if later is None else named.pop(later)
    bookings = _bookings(done.plan, done, money)
    team: dict[str, tuple[Member, ...]] = {}
    for booking in bookings.values():
        team[booking.task.casefold()] = (*team.get(booking.task.casefold(), ()), booking.member)
    keys = {str(key).casefold() for key in tasks.id.tolist()}
    people = {name.casefold() for each in team.values() for m in each for name in (m.id, m.name)}
    owners = {str(owner).casefold() for owner in tasks.owner.tolist() if owner}
    return Rates(
        named,
        prolongation,
        team,
        done.plan.settings.minutes_per_day / 60,
        _work(tasks, done.plan, money.assignments, team),
        _cost(tasks, money.budget),
        _of_people(done.plan, done, money),
        bookings,
        _cost_lines(tasks, money.budget),
        frozenset(keys | owners | people),
    )


def _named(given: CostRates | None) -> dict[str, float]:
    """Rates that can be read, by what they are for."""
    if given is None:
        return {}
    pairs = zip(given.rate_for.tolist(), given.rate.tolist(), strict=True)
    return {str(name or "").strip().casefold(): float(rate) for name, rate in pairs if rate == rate}


def _bookings(plan: Plan, done: Scheduled, money: Money) -> dict[str, Booking]:
    """Who works on each task: for so many hours of each of its working days, at the rate of its last day.

    Keys are IDs of assignments in lower case; one without an ID has its row.
    """
    if money.assignments is None or money.resources is None:
        return {}
    booked, people = money.assignments, money.resources
    bands = rates(people, money.terms)
    place = {str(key): at for at, key in reversed(list(enumerate(people.id.tolist())))}
    rows = {key.casefold(): row for row, key in enumerate(plan.id)}
    found: dict[str, Booking] = {}
    each = zip(booked.task_id.tolist(), booked.resource_id.tolist(), booked.id.tolist(), strict=True)
    for at, (task, who, key) in enumerate(each):
        row, person = rows.get(str(task).casefold()), place.get(str(who))
        if row is None or who is None:
            continue
        own = bands[person] if person is not None else []
        rate = rate_on(own, int(done.dates.finish[row]) // DAY) if own else float("nan")
        name = str(who) if person is None else str(people.name[person] or who)
        units, work = float(booked.units[at]), float(booked.work[at])
        member = Member(str(who), name, rate, _hours(plan, row, units, work))
        found.setdefault(str(key).casefold() if key else f"\0{at}", Booking(at, plan.id[row], member, units, work))
    return found


def _cost_lines(tasks: Schedule, budget: ChargedLines | None) -> dict[str, CostLine]:
    """Budget lines by their ID in lower case."""
    if budget is None:
        return {}
    ids = {str(key).casefold() for key in tasks.id.tolist()}
    each = zip(budget.id.tolist(), budget.wbs_or_task.tolist(), budget.budget.tolist(), strict=True)
    return {
        str(key).casefold(): CostLine(str(task) if str(task).casefold() in ids else "", float(amount))
        for key, task, amount in each
        if key is not None and amount == amount
    }


def _of_people(plan: Plan, done: Scheduled, money: Money) -> dict[str, float]:
    """What a whole day of each resource costs at the project's start, by ID and by name; not where no rate is known."""
    if money.resources is None:
        return {}
    hours, day = plan.settings.minutes_per_day / 60, int(done.dates.project_start) // DAY
    found: dict[str, float] = {}
    for row, bands in enumerate(rates(money.resources, money.terms)):
        rate = rate_on(bands, day) if bands else float("nan")
        for name in (money.resources.name[row], money.resources.id[row]):
            if name and rate == rate:
                found.setdefault(str(name).casefold(), rate * hours)
    return found


def _hours(plan: Plan, row: int, units: float, work: float) -> float:
    """Hours of each working day: those of the work, else the share of the day; all of it where neither is given."""
    per_day = plan.settings.minutes_per_day
    if work == work and plan.duration[row] > 0:
        return work * per_day / plan.duration[row]
    return (units if units == units else 1.0) * per_day / 60


def _work(
    tasks: Schedule, plan: Plan, assignments: Assignments | None, team: Mapping[str, tuple[Member, ...]]
) -> dict[str, float]:
    """Hours of each task: as typed, else those of its people over its duration."""
    booked = None
    if assignments is not None:
        booked = TaskAssignments.of(len(assignments), task_id=assignments.task_id, work=assignments.work)
    found = _by_task(tasks, task_work(tasks, booked).tolist())
    for row, key in enumerate(plan.id):
        if key.casefold() not in found and key.casefold() in team and plan.duration[row] > 0:
            days = plan.duration[row] / plan.settings.minutes_per_day
            found[key.casefold()] = days * sum(member.hours for member in team[key.casefold()])
    return found


def _cost(tasks: Schedule, budget: ChargedLines | None) -> dict[str, float]:
    """Money of each task: its budget lines', else what the Schedule sheet says."""
    lines = None
    if budget is not None:
        lines = BudgetLines.of(len(budget), wbs_or_task=budget.wbs_or_task, budget=budget.budget)
    each = zip(task_cost(tasks, lines).tolist(), tasks.cost.tolist(), strict=True)
    return _by_task(tasks, [own if own == own else shown for own, shown in each])


def _by_task(tasks: Schedule, values: list[float]) -> dict[str, float]:
    pairs = zip(tasks.id.tolist(), values, strict=True)
    return {str(key).casefold(): float(value) for key, value in pairs if key is not None and value == value}
