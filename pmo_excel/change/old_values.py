"""What the plan holds now in each cell that a change would edit."""

from __future__ import annotations

from typing import Annotated

from pmo_excel.change.edits import held_text
from pmo_excel.change.fields import COST, NEW, REMOVE, UNITS, WORK, fields
from pmo_excel.change.rates import Rates
from pmo_excel.change.tables import ChangeLines
from pmo_excel.core.cells import digits
from pmo_excel.core.columns import Column, Texts
from pmo_excel.core.headers import plain_header
from pmo_excel.core.tables import Table, table
from pmo_excel.schedule.tables import Schedule


@table("Change Lines")
class OldValues(Table):
    """Lines with what the plan holds now."""

    change_id: Annotated[Texts, Column("Change ID", "The change, as in the sheet.")]
    old_value: Annotated[Texts, Column("Old Value", "What the cell holds now; empty where it is empty.")]


def old_values(lines: ChangeLines, tasks: Schedule, rates: Rates) -> OldValues:
    """A row for each line, in the order of the sheet; empty for a new task and for a line that names no cell."""
    made = OldValues.of(len(lines), change_id=lines.change_id)
    rows = {str(key).casefold(): row for row, key in reversed(list(enumerate(tasks.id.tolist()))) if key is not None}
    for at, (key, field) in enumerate(zip(lines.key.tolist(), lines.field.tolist(), strict=True)):
        row, meant = rows.get(str(key).casefold()), fields().get(plain_header(field), "")
        other = _beside(str(key).casefold(), meant, rates)
        if other:
            made.old_value[at] = other
        elif row is not None and meant:
            made.old_value[at] = _held(tasks, row, str(key).casefold(), meant, rates) or None
    return made


def _beside(key: str, meant: str, rates: Rates) -> str:
    """What an assignment or a budget line holds; empty where the key is none."""
    if meant == COST and key in rates.cost_lines:
        return digits(rates.cost_lines[key].amount)
    if meant in (WORK, UNITS) and key in rates.bookings:
        held = rates.bookings[key].work if meant == WORK else rates.bookings[key].units
        return "" if held != held else digits(held) if meant == WORK else f"{held:.0%}"
    return ""


def _held(tasks: Schedule, row: int, key: str, meant: str, rates: Rates) -> str:
    if meant in (WORK, COST):
        held = (rates.work if meant == WORK else rates.cost).get(key)
        return "" if held is None else digits(held)
    if meant == UNITS:
        return ""
    if meant in (NEW, REMOVE):
        return str(tasks.name[row] or "")
    return held_text(tasks, meant, row)
