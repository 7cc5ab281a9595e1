"""What a list says of its project: labels above it or on a sheet of their own, and columns with one value."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pmo_excel.core import cells
from pmo_excel.core.cells import Conventions
from pmo_excel.core.headers import plain_header
from pmo_excel.core.instants import NO_INSTANT, as_date
from pmo_excel.core.problems import Cell, Code, Problem, Severity
from pmo_excel.interop.imported import Row
from pmo_excel.interop.list_columns import day_text
from pmo_excel.interop.list_found import Found, ListMade
from pmo_excel.interop.list_programs import HEADERS_WITHIN
from pmo_excel.interop.list_sheets import ListSheet


def list_charter(where: Found, sheets: Sequence[ListSheet], made: ListMade) -> tuple[Row, set[str]]:
    """What stands above the list, on a sheet of labels, or in a column with one value; and the sheets it came from."""
    row: Row = {}
    told: set[str] = set()
    for sheet in sheets:
        block = sheet.rows[: where.header_row] if sheet is where.sheet else sheet.rows[:HEADERS_WITHIN]
        for label, *values in (cells_of for cells_of in block if cells_of):
            header = where.program.charter.get(plain_header(label))
            value = next((v for v in values if cells.clean(v) is not None), None)
            if header and value is not None and header not in row:
                row[header] = _charter_value(header, value, sheet.conventions)
                told.add(sheet.name)
            elif sheet is where.sheet and any(cells.clean(cell) is not None for cell in (label, *values)):
                made.found.problems.append(_above(sheet.name, (label, *values)))
    for name, meaning in made.found.places.values():
        header = where.program.charter.get(plain_header(name))
        found = {text for notes in made.found.notes for own, text in notes if own == name}
        if header and not meaning and header not in row and len(found) == 1:
            row[header] = found.pop()
            for task in made.done.values():
                task.notes = [note for note in task.notes if note[0] != name]
    starts = [task.start for task in made.done.values() if task.start != NO_INSTANT]
    if row.get("Planned Start") is None and starts:
        row["Planned Start"] = as_date(min(starts))
    return {header: value for header, value in row.items() if value is not None}, told


def _above(sheet: str, found: Sequence[Any]) -> Problem:
    said = "; ".join(str(cells.clean(cell)) for cell in found if cells.clean(cell) is not None)
    text = f"what stands above the list was not carried over: {said[:200]}"
    return Problem(Code.NOT_CARRIED, text, Cell(sheet), "Enter it in Charter if it matters.", Severity.INFO)


def _charter_value(header: str, value: Any, conventions: Conventions) -> Any:
    if header != "Planned Start":
        return str(cells.clean(value))
    got = cells.moment(day_text(value), conventions).value
    return None if got is None else as_date(got)
