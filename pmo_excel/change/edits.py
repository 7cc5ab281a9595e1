"""A change's lines written on a copy of the Schedule sheet; a line that is wrong is a problem at its own cell."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

import numpy as np

from pmo_excel.change.edited_links import EditedLinks
from pmo_excel.change.edited_others import EditedOthers, difference
from pmo_excel.change.effects import CellEdit, Edits, Effect
from pmo_excel.change.fields import ALLOWED, COST, DURATION, NEW, PREDECESSORS, REMOVE, SET, UNITS, WORK, fields
from pmo_excel.change.lines import Line
from pmo_excel.change.rates import Rates
from pmo_excel.core.cells import Conventions, digits, number
from pmo_excel.core.column_reading import read_column
from pmo_excel.core.columns import TEMPORAL, empty_values, is_empty
from pmo_excel.core.headers import plain_header
from pmo_excel.core.instants import day_text
from pmo_excel.core.problems import Code
from pmo_excel.core.tables import Origin, columns
from pmo_excel.schedule.durations import amount_text, duration
from pmo_excel.schedule.plan import NO_DURATION
from pmo_excel.schedule.progress import finished, remaining, started
from pmo_excel.schedule.scheduling import Scheduled
from pmo_excel.schedule.tables import Schedule


def edited(tasks: Schedule, done: Scheduled, lines: Sequence[Line], rates: Rates) -> Edits:
    """The sheet with these lines in it.

    Numbers of several changes add up: each counts by its difference to the plan as it is, so that two changes that
    both make 12 days 15 make them 18 together. A number with a sign, as `+3`, is such a difference itself.
    """
    return _Editor(tasks, done, lines, rates).edits()


class _Editor:
    """The columns of a sheet while lines are written on them."""

    def __init__(self, tasks: Schedule, done: Scheduled, lines: Sequence[Line], rates: Rates) -> None:
        self.tasks, self.plan, self.rates = tasks, done.plan, rates
        self.meant = [(line, fields().get(plain_header(line.field), "")) for line in lines]
        self.out = Edits(tasks)
        self.rows = {key.casefold(): row for row, key in reversed(list(enumerate(self.plan.id))) if key}
        self.summaries = set(self.plan.parent)
        self.minutes: dict[int, float] = {}
        self.typed: dict[int, list[str]] = {}
        self.gone: dict[int, Line] = {}
        self.written: set[tuple[str, int, str]] = set()
        self.set_to: dict[tuple[int, str], tuple[Line, Any]] = {}
        new = self._new_tasks()
        self.values = {
            name: np.concatenate([getattr(tasks, name), empty_values(column, len(new))])
            for name, column in columns(Schedule).items()
        }
        for at, line in enumerate(new, start=len(tasks)):
            self.rows[line.key.casefold()] = at
            self.values["id"][at] = line.key
        ids = [str(key) if key is not None else "" for key in self.values["id"].tolist()]
        self.others = EditedOthers(self.plan, rates)
        self.links = EditedLinks(self.values["predecessors"].tolist(), ids, self.plan.settings)

    def edits(self) -> Edits:
        """Every line written, or said why not."""
        for line, meant in self.meant:
            self._write(line, meant)
        self.out.problems += self.links.without(self.gone, self.gone)
        for row, minutes in self.minutes.items():
            self._put_duration(row, minutes)
        for row in self.links.now:
            self._put(row, "predecessors", self.links.text(row))
        owner = self.values["owner"]  # as the lines leave it, in whatever order they stand
        self.out.effects = [
            one._replace(owner=str(owner[self.rows[one.task.casefold()]] or ""))
            if one.task.casefold() in self.rows
            else one
            for one in self.out.effects
        ]
        self.out.bookings = self.others.edits()
        self.out.problems.sort(key=lambda problem: problem.cell.row or 0)
        if not self.out.problems:
            self.out.tasks = self._table()
        return self.out

    def _problem(self, line: Line, code: Code, text: str, fix: str, part: str = "new_value") -> None:
        self.out.problems.append(line.problem(code, text, fix, part))

    def _new_tasks(self) -> list[Line]:
        """The lines that bring a task, whose IDs must be free."""
        found: dict[str, Line] = {}
        for line, meant in self.meant:
            if meant != NEW:
                continue
            key = line.key.casefold()
            if not key:
                self._problem(line, Code.MISSING_VALUE, "the new task has no ID", "Type an ID that is free.", "key")
            elif key in self.rows or key in found:
                text = f"there is a task {line.key!r} already"
                self._problem(line, Code.DUPLICATE_KEY, text, "Type an ID that is free.", "key")
            else:
                found[key] = line
        return list(found.values())

    def _write(self, line: Line, meant: str) -> None:
        row = self.rows.get(line.key.casefold())
        beside = self.others.named(line, meant) and (row is None or line.object in ("Assignment", "Cost"))
        if not meant:
            text = f"{line.field!r} is no field of a change" if line.field else "the line names no field"
            self._problem(line, Code.CHANGE_LINE, text, f"Use {ALLOWED}.", "field")
        elif meant == NEW and (row is None or row < len(self.plan)):
            pass  # its ID was not free, which is said already
        elif row is None and not beside:
            text = f"no task has the ID {line.key!r}" if line.key else "the line names no task"
            fix = "Use an ID of the Schedule sheet, or add the task with a line New task."
            self._problem(line, Code.UNKNOWN_TASK if line.key else Code.MISSING_VALUE, text, fix, "key")
        elif not line.value and meant != REMOVE:
            self._problem(line, Code.MISSING_VALUE, "the line has no new value", "Type what the cell is to hold.")
        elif beside:
            self._beside(line, meant)
        elif row is None or meant == UNITS:
            text = f"{line.field} belongs to an assignment, and {line.key} is a task"
            self._problem(line, Code.CHANGE_LINE, text, "Give the ID of the assignment.", "key")
        elif (line.change, row, meant) in self.written:
            text = f"{line.change or 'the change'} sets {line.field} of {line.key} twice"
            self._problem(line, Code.CHANGE_LINE, text, "Delete one of the two lines.")
        elif row in self.summaries and meant in (DURATION, REMOVE, PREDECESSORS):
            text = f"{line.key} is a summary, which takes its dates from the tasks under it"
            self._problem(line, Code.CHANGE_LINE, text, "Change these tasks instead.", "key")
        else:
            self.written.add((line.change, row, meant))
            self._by_field(line, meant, row)

    def _by_field(self, line: Line, meant: str, row: int) -> None:
        if meant in SET:
            self._other(line, meant, row)
        else:
            self._writers[meant](self, line, row)
        if meant not in (NEW, REMOVE) and row < len(self.plan) and self.plan.id[row] not in self.out.changed:
            self.out.changed.append(self.plan.id[row])

    def _beside(self, line: Line, meant: str) -> None:
        """A line that names an assignment or a budget line by its ID."""
        effect, problem = self.others.put(line, meant)
        if problem is not None:
            self.out.problems.append(problem)
        if effect is not None:
            self.out.effects.append(effect)
            self.out.said.append(f"{line.key} {line.field} → {line.value}")
            if effect.booking and effect.task not in self.out.changed:
                self.out.changed.append(effect.task)

    def _new(self, line: Line, row: int) -> None:
        """A task that is not there yet: its name, or its duration where the value is one and no line gives it."""
        self.out.added.append(line.key)
        others = [meant for one, meant in self.meant if one.key.casefold() == line.key.casefold()]
        length = duration(line.value, self.plan.settings)
        if length is None or DURATION in others:
            self.values["name"][row] = line.value
            if DURATION not in others:
                fix = "Add a line with its Duration (wd); 0 for a milestone."
                self._problem(line, Code.MISSING_DURATION, f"the new task {line.key} has no duration", fix)
        else:
            self._lengthen(line, row, length.minutes, line.value)
        self.out.said.append(f"new task {line.key}: {line.value}")

    def _remove(self, line: Line, row: int) -> None:
        if row >= len(self.plan):
            self._problem(line, Code.CHANGE_LINE, f"{line.key} is new in the same changes", "Delete one line.", "key")
        elif started(self.plan, row) or self.plan.percent_complete[row]:
            text = f"work on {line.key} has begun, so it cannot be taken out of the plan"
            self._problem(line, Code.PROGRESS, text, "Shorten it to what is done.", "key")
        elif row not in self.gone:
            self.gone[row] = line
            self.out.removed.append(self.plan.id[row])
            self.out.said.append(f"{self.plan.label(row)} removed")
            held = self.rates.cost.get(line.key.casefold())
            if held is not None:
                self._effect(line, "money", -held)
            else:
                self._effect(line, "days", -max(self.plan.duration[row], 0) / self.plan.settings.minutes_per_day)

    def _duration(self, line: Line, row: int) -> None:
        there = row < len(self.plan)
        signed = line.value[0] in "+-"
        read = duration(line.value.lstrip("+-").strip() if signed else line.value, self.plan.settings)
        if read is None:
            fix = "Type working days, as in 18, 2w or +3."
            return self._problem(line, Code.DURATION_TEXT, f"{line.value!r} is not a duration", fix)
        if there and self.plan.elapsed[row] != read.elapsed and self.plan.duration[row] > 0:
            text = f"{line.value!r} and the plan's {self._held('duration', row)} are working and elapsed time"
            return self._problem(line, Code.CHANGE_LINE, text, "Type the duration as the plan does.")
        if there and finished(self.plan, row):
            text = f"{line.key} is finished, so its duration cannot change"
            return self._problem(line, Code.PROGRESS, text, "Change a task that is not done.", "key")
        now = self.plan.duration[row] if there else 0
        if now == NO_DURATION:
            return self._problem(line, Code.DEPENDS_ON_ERROR, f"{line.key} has no duration now", "Repair it.", "key")
        more = (-read.minutes if line.value[0] == "-" else read.minutes) if signed else read.minutes - now
        self._lengthen(line, row, more, line.value)
        was = self._held("duration", row) if there else "nothing"
        self.out.said.append(f"{line.key} Duration (wd) {was} → {self._days(now + more)}")
        return None

    def _lengthen(self, line: Line, row: int, minutes: float, typed: str) -> None:
        self.minutes[row] = self.minutes.get(row, 0) + minutes
        self.typed.setdefault(row, []).append(typed)
        self._effect(line, "days", minutes / self.plan.settings.minutes_per_day)
        now = max(self.plan.duration[row], 0) if row < len(self.plan) else 0
        if now + self.minutes[row] < 0:
            text = f"{line.key} would last {self._days(now + self.minutes[row])} days"
            self._problem(line, Code.NEGATIVE_DURATION, text, "Shorten it by less, or remove the task.")
        elif row < len(self.plan) and now + self.minutes[row] < now - remaining(self.plan, row):
            text = f"{line.key} would last {self._days(now + self.minutes[row])} days, less than is done of it"
            self._problem(line, Code.PROGRESS, text, "Shorten it by less.")

    def _predecessors(self, line: Line, row: int) -> None:
        was = self.links.text(row)
        self.out.problems += self.links.put(line, row)
        self.out.said.append(f"{line.key} Predecessors {was or 'none'} → {line.value}")

    def _work(self, line: Line, row: int) -> None:
        held = self.rates.work.get(line.key.casefold(), 0.0 if row >= len(self.plan) else None)
        if held is None and line.value[0] not in "+-":
            text = f"no work is known of {line.key}, so the line cannot be compared with it"
            return self._problem(line, Code.CHANGE_LINE, text, "Type the difference, as in +40, or assign people.")
        more = self._difference(line, held or 0.0)
        if more is not None:
            self._effect(line, "hours", more)
            self._put(row, "effort", (held or 0.0) + more)
            self.out.said.append(f"{line.key} Work (h) {'' if held is None else digits(held)} → {line.value}")
        return None

    def _cost(self, line: Line, row: int) -> None:
        more = self._difference(line, self.rates.cost.get(line.key.casefold(), 0.0))
        if more is not None:
            self._effect(line, "money", more)
            held = self.rates.cost.get(line.key.casefold())
            self.out.said.append(f"{line.key} Cost {'none' if held is None else digits(held)} → {line.value}")

    def _difference(self, line: Line, held: float) -> float | None:
        more, problem = difference(line, held)
        if problem is not None:
            self.out.problems.append(problem)
        return more

    def _other(self, line: Line, name: str, row: int) -> None:
        """Set a cell; two changes that set it to different values cannot be tried together."""
        read = read_column(columns(Schedule)[name], [line.value], Conventions())
        if read.wrong or is_empty(read.values.tolist()[0]):
            fault = read.faults[0][1]
            return self._problem(line, fault.code, fault.message, fault.suggestion)
        value = read.values.tolist()[0]
        before = self.set_to.get((row, name))
        if before is not None and before[1] != value:
            text = f"{before[0].change} and {line.change} set {line.field} of {line.key} differently"
            return self._problem(line, Code.CHANGE_LINE, text, "Agree one of them; they cannot be tried together.")
        self.set_to[row, name] = line, value
        if row < len(self.plan):
            self.out.said.append(f"{line.key} {line.field} {self._held(name, row) or 'empty'} → {line.value}")
        self._put(row, name, value)
        return None

    def _effect(self, line: Line, kind: str, amount: float) -> None:
        self.out.effects.append(Effect(line.change, line.key, "", kind, amount))

    def _put_duration(self, row: int, more: float) -> None:
        """The duration as typed where one change sets it; what is done of a task stays done."""
        there = row < len(self.plan)
        total = (max(self.plan.duration[row], 0) if there else 0) + more
        alone = self.typed[row][0] if len(self.typed[row]) == 1 else "+"
        elapsed = there and self.plan.elapsed[row] and self.plan.duration[row] > 0
        per_day = self.plan.settings.minutes_per_day
        value: Any = amount_text(total, per_day, True) if elapsed else total / per_day
        as_number = number(alone).value
        if alone[0] not in "+-" and as_number is None:
            value = alone
        self._put(row, "duration", value)
        if (there and started(self.plan, row)) or (there and self.plan.percent_complete[row]):
            self._put(row, "remaining_duration", (remaining(self.plan, row) + more) / per_day)

    def _put(self, row: int, name: str, value: Any) -> None:
        self.values[name][row] = value
        if row < len(self.plan) and row not in self.gone:
            self.out.cells.append(CellEdit(row, name, value))

    def _held(self, name: str, row: int) -> str:
        return held_text(self.tasks, name, row)

    def _days(self, minutes: float) -> str:
        return digits(minutes / self.plan.settings.minutes_per_day)

    def _table(self) -> Schedule:
        """The sheet with new tasks below and without those that are removed."""
        keep = [row for row in range(len(self.values["id"])) if row not in self.gone]
        place = {row: at for at, row in enumerate(keep)}
        origin = self.tasks.origin
        numbers = [origin.rows[row] if row < len(origin.rows) else row + 2 for row in keep]
        wrong = {n: frozenset(place[r] for r in rows if r in place) for n, rows in origin.wrong.items()}
        made = Origin(origin.sheet, numbers, origin.letters, origin.headers, wrong, origin.field_rows)
        return Schedule.of(len(keep), made, **{name: column[keep] for name, column in self.values.items()})

    _writers: Final[Mapping[str, Callable[[_Editor, Line, int], None]]] = {
        NEW: _new,
        REMOVE: _remove,
        COST: _cost,
        WORK: _work,
        DURATION: _duration,
        PREDECESSORS: _predecessors,
    }


def held_text(tasks: Schedule, name: str, row: int) -> str:
    """What a cell of the Schedule sheet holds now, in words; empty where it is empty."""
    value = getattr(tasks, name)[row]
    if is_empty(value):
        return ""
    if columns(Schedule)[name].type in TEMPORAL:
        return day_text(int(value))
    return digits(float(value)) if isinstance(value, (int, float)) else str(value)
