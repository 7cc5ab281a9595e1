"""Lines that name an assignment or a budget line by its ID: hours, a share of the day, or money."""

from __future__ import annotations

from pmo_excel.change.effects import BookingEdit, Effect
from pmo_excel.change.fields import COST, UNITS, WORK
from pmo_excel.change.lines import Line
from pmo_excel.change.rates import Rates
from pmo_excel.core.cells import number, percent
from pmo_excel.core.problems import Code, Problem
from pmo_excel.schedule.plan import Plan

Put = tuple[Effect | None, Problem | None]


def difference(line: Line, held: float) -> tuple[float | None, Problem | None]:
    """How far a line's number lies above what is held; None, and why, where it is no number or goes below 0."""
    read = number(line.value)
    if read.value is None:
        text = f"{line.value!r} is not a number" if read.fault is None else read.fault.message
        return None, line.problem(Code.NOT_A_NUMBER, text, "Type a number.")
    more = float(read.value) if line.value[0] in "+-" else float(read.value) - held
    if held + more < 0:
        text = f"{line.field} of {line.key} would be {held + more:,.6g}, below 0"
        return None, line.problem(Code.OUT_OF_RANGE, text, "Take away less.")
    return more, None


class EditedOthers:
    """Assignments and budget lines while changes edit them; the numbers of several changes add up."""

    def __init__(self, plan: Plan, rates: Rates) -> None:
        self.plan, self.rates = plan, rates
        self.days = {
            key.casefold(): max(minutes, 0) / plan.settings.minutes_per_day
            for key, minutes in zip(plan.id, plan.duration, strict=True)
        }
        self.written: set[tuple[str, str, str]] = set()
        self.now: dict[tuple[int, str], float] = {}

    def named(self, line: Line, meant: str) -> bool:
        """Whether the line names an assignment or a budget line that there is."""
        key = line.key.casefold()
        if meant == COST:
            return key in self.rates.cost_lines
        return meant in (WORK, UNITS) and key in self.rates.bookings

    def edits(self) -> list[BookingEdit]:
        """The cells of Assignments as the lines leave them."""
        return [BookingEdit(row, name, value) for (row, name), value in self.now.items()]

    def put(self, line: Line, meant: str) -> Put:
        """What a line does to the money, or why it cannot be tried."""
        key = line.key.casefold()
        if (line.change, key, meant) in self.written:
            text = f"{line.change or 'the change'} sets {line.field} of {line.key} twice"
            return None, line.problem(Code.CHANGE_LINE, text, "Delete one of the two lines.")
        self.written.add((line.change, key, meant))
        if meant == WORK:
            return self._work(line, key)
        if meant == UNITS:
            return self._units(line, key)
        held = self.rates.cost_lines[key]
        more, problem = difference(line, held.amount)
        return (None if more is None else Effect(line.change, held.task or line.key, "", "money", more)), problem

    def _work(self, line: Line, key: str) -> Put:
        """Hours in all; the task lasts as long as before."""
        booking = self.rates.bookings[key]
        held = booking.work
        if held != held:
            held = self.days[booking.task.casefold()] * booking.member.hours
        more, problem = difference(line, held)
        if more is None:
            return None, problem
        self._add(booking.row, "work", held, more)
        return Effect(line.change, booking.task, "", "hours", more, key), None

    def _units(self, line: Line, key: str) -> Put:
        """The share of each day of the task; an assignment with hours of its own goes by these."""
        booking, per_day = self.rates.bookings[key], self.plan.settings.minutes_per_day
        if booking.work == booking.work:
            text = f"{line.key} is given by its hours, which its units do not change"
            return None, line.problem(Code.CHANGE_LINE, text, "Change its Work (h).", "field")
        read = percent(line.value.lstrip("+"))
        held = booking.units if booking.units == booking.units else 1.0
        if read.value is None:
            return None, line.problem(Code.NOT_A_NUMBER, f"{line.value!r} is not a share", "Type it as 50%.")
        more = float(read.value) - (0.0 if line.value[0] in "+-" else held)
        if held + more < 0:
            text = f"{line.field} of {line.key} would be {held + more:.0%}, below 0"
            return None, line.problem(Code.OUT_OF_RANGE, text, "Take away less.")
        self._add(booking.row, "units", held, more)
        hours = more * self.days[booking.task.casefold()] * per_day / 60
        return Effect(line.change, booking.task, "", "hours", hours, key), None

    def _add(self, row: int, name: str, held: float, more: float) -> None:
        self.now[row, name] = self.now.get((row, name), held) + more
