"""Smoothing: what can be done about each week's overload without moving the project's finish."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Annotated, Final

from pmo_excel.core.columns import Column, Flags, Instants, Numbers, Texts, Type
from pmo_excel.core.instants import DAY, day_text
from pmo_excel.core.tables import Table, table
from pmo_excel.resources.leveling.diary import PARTS, Diary
from pmo_excel.resources.leveling.leveled_table import EVER, Basis
from pmo_excel.resources.leveling.placing import Span
from pmo_excel.resources.tables import Resources
from pmo_excel.schedule.dates import last_day
from pmo_excel.schedule.floats import NO_FLOAT
from pmo_excel.schedule.progress import finished

_LITTLE: Final = 1e-6
"""Hours that are rounding."""
MOVE: Final = "Move hours"
SWAP: Final = "Swap resource"


@table("Resources", key="")
class Smoothing(Table):
    """Ways out of overloads that leave the finish where it is."""

    resource: Annotated[Texts, Column("Resource ID", "Who is booked for too much.")]
    week: Annotated[Instants, Column("Period Start", "The week's Monday.", Type.DATE)]
    overload: Annotated[Numbers, Column("Overload (h)", "Hours above capacity, day by day.", Type.NUMBER, unit="hours")]
    kind: Annotated[Texts, Column("Kind", "Move hours or Swap resource.")]
    suggestion: Annotated[Texts, Column("Suggestion", "What to do.", Type.LONG_TEXT)]
    task: Annotated[Texts, Column("Task ID", "The task that it is done with.")]
    hours: Annotated[Numbers, Column("Hours", "How many hours that are.", Type.NUMBER, unit="hours")]
    to: Annotated[Instants, Column("To", "The first day that takes them.", Type.DATE)]
    slip: Annotated[
        Numbers, Column("Slip (wd)", "By how much the project then finishes later.", Type.NUMBER, unit="working days")
    ]
    enough: Annotated[Flags, Column("Enough", "Yes where it removes the whole overload.", Type.YES_NO)]
    cost: Annotated[Numbers, Column("Cost Effect", "More or less cost, where rates are known.", unit="currency")]


@dataclass(slots=True)
class Week:
    """A resource's overload in a week: hours too many by day."""

    resource: int
    monday: int
    over: dict[int, float]

    @property
    def hours(self) -> float:
        """All of them."""
        return sum(self.over.values())


@dataclass(frozen=True, slots=True)
class Way:
    """A way out of a week's overload."""

    week: Week
    kind: str
    row: int
    hours: float
    to: int
    text: str
    cost: float = float("nan")


class Weeks:
    """Who is booked for what as the plan stands, in hours."""

    def __init__(self, basis: Basis, resources: Resources) -> None:
        self.basis, self.resources, self.people = basis, resources, basis.people
        self.diary = Diary(basis.people, (-EVER, EVER))
        self.spans: dict[int, Span] = {}
        dates, plan = basis.done.dates, basis.done.plan
        for row, needs in basis.demands.items():
            if not dates.known[row] or dates.finish[row] <= dates.start[row]:
                continue
            span = Span(dates.start[row] // DAY, last_day(dates.finish[row]) // DAY)
            if self.diary.covers(*span):
                self.diary.book(needs, *span)
                self.spans[row] = span
        status = plan.settings.status_date
        self.today = max(status // DAY, self.people.first)

    def ways(self) -> Iterator[Way]:
        """One of each kind for every week that has an overload: the most float first."""
        for week in self._overloaded():
            rows = [r for r, span in self.spans.items() if self._takes_part(r, span, week)]
            rows.sort(key=lambda r: (-self.float_of(r), self.basis.priority[r], r))
            for kind in (self._moves, self._swaps):
                way = next(kind(week, rows), None)
                if way is not None:
                    yield way

    def float_of(self, row: int) -> float:
        """Working days; 0 where it is not known."""
        value = self.basis.done.dates.total_float[row]
        return 0.0 if value == NO_FLOAT else value / self.basis.done.plan.settings.minutes_per_day

    def _overloaded(self) -> list[Week]:
        found: dict[tuple[int, int], Week] = {}
        for resource, limits in enumerate(self.people.limit):
            for at, limit in enumerate(limits):
                day = at + self.people.first
                spare = self._spare(resource, day)
                if limit >= 0 and spare < -_LITTLE and day >= self.today:
                    monday = day - (day + 3) % 7  # 1970-01-01 was a Thursday
                    found.setdefault((resource, monday), Week(resource, monday, {})).over[day] = -spare
        return [found[key] for key in sorted(found)]

    def _takes_part(self, row: int, span: Span, week: Week) -> bool:
        uses = any(need.resource == week.resource for need in self.basis.demands[row])
        on = any(span.first <= day <= span.last for day in week.over)
        return uses and on and not finished(self.basis.done.plan, row)

    def _present(self, resource: int, day: int) -> float:
        hours, at = self.people.hours[resource], day - self.people.first
        return hours[at + 1] - hours[at]

    def _spare(self, resource: int, day: int) -> float:
        """Hours that are left on a day; negative where too many are booked."""
        at = day - self.people.first
        limit, used = self.people.limit[resource][at], self.diary.used[resource][at]
        return (limit - used) / PARTS * self._present(resource, day) if limit >= 0 else 0.0

    def _hours(self, row: int, week: Week) -> dict[int, float]:
        """By overloaded day: the hours of a task, at most those that are too many."""
        span = self.spans[row]
        share = sum(
            self.diary.share(need, *span) / PARTS for need in self.basis.demands[row] if need.resource == week.resource
        )
        on = [day for day in week.over if span.first <= day <= span.last]
        return {day: min(week.over[day], share * self._present(week.resource, day)) for day in on}

    def _moves(self, week: Week, rows: Sequence[int]) -> Iterator[Way]:
        """Hours of one task go to later days that have room, no later than the task may finish."""
        dates = self.basis.done.dates
        for row in rows:
            hours = sum(self._hours(row, week).values())
            last = last_day(max(dates.finish[row], dates.late_finish[row])) // DAY
            room: list[int] = []
            left = hours
            for day in range(max(week.over) + 1, min(last, self.people.first + self.people.days - 1) + 1):
                spare = self._spare(week.resource, day)
                if spare > _LITTLE and left > _LITTLE:
                    room.append(day)
                    left -= spare
            if hours > _LITTLE and left <= _LITTLE:
                label, name = self.basis.done.plan.id[row], self.basis.names[week.resource]
                enough = hours >= week.hours - _LITTLE
                effect = "removes the overload" if enough else f"takes {hours:.3g} of {week.hours:.3g} h off it"
                text = (
                    f"move {hours:.3g} h of {label} (float {self.float_of(row):.3g} d) to {day_text(room[0] * DAY)}: "
                    f"{effect} of {name}, 0 slip"
                )
                yield Way(week, MOVE, row, hours, room[0], text, 0.0)

    def _swaps(self, week: Week, rows: Sequence[int]) -> Iterator[Way]:
        """Somebody of the same role has the time on the very days."""
        role, rates = self.resources.role, self.resources.standard_rate
        for row in rows:
            hours = self._hours(row, week)
            for other in range(len(self.resources)):
                if other == week.resource or role[other] is None or role[other] != role[week.resource]:
                    continue
                if all(self._spare(other, day) >= amount - _LITTLE for day, amount in hours.items()):
                    total = sum(hours.values())
                    cost = total * float(rates[other] - rates[week.resource])
                    days = ", ".join(day_text(day * DAY) for day in hours)
                    names = self.basis.names
                    text = (
                        f"give {total:.3g} h of {self.basis.done.plan.id[row]} on {days} to {names[other]} "
                        f"instead of {names[week.resource]}, 0 slip"
                    )
                    yield Way(week, SWAP, row, total, min(hours), text, cost)


def smoothing(basis: Basis, resources: Resources) -> Smoothing:
    """For each week in which somebody is booked for too much: hours to move within float, and who could take them.

    Too much is what lies above capacity on each day. Each suggestion stands for itself: after one is taken, ask again.
    """
    ways = list(Weeks(basis, resources).ways())
    made = Smoothing.of(len(ways))
    for at, way in enumerate(ways):
        made.resource[at], made.week[at] = resources.id[way.week.resource], way.week.monday * DAY
        made.overload[at], made.kind[at], made.suggestion[at] = way.week.hours, way.kind, way.text
        made.task[at], made.hours[at], made.to[at] = basis.done.plan.id[way.row], way.hours, way.to * DAY
        made.slip[at], made.enough[at] = 0.0, way.hours >= way.week.hours - _LITTLE
        made.cost[at] = way.cost
    return made
