"""Where a value of the portfolio comes from: the file and the cell, for people in a sheet and for programs by call."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from pmo_excel.core.tables import Table, columns, declaration
from pmo_excel.portfolio.give_and_get import Side
from pmo_excel.portfolio.summary import Summary
from pmo_excel.portfolio.tables import Lineage, Projects

REGISTER: Final = "Portfolio Register"
_COLOURED: Final = frozenset({"rag", "score"})
"""The field of a row other than the register's that holds a colour."""


class SourceCell(NamedTuple):
    """A value of the portfolio workbook, and what it comes from.

    Attributes
    ----------
    sheet, row, column
        The portfolio's sheet, the row's key in words, and the column's header; empty: the whole row.
    file, cell
        The workbook, and the cell or cells in it.
    reason
        The sentence behind a colour.
    """

    sheet: str
    row: str
    column: str
    file: str
    cell: str
    reason: str = ""


def sources(summaries: Mapping[str, Summary]) -> Iterator[SourceCell]:
    """The cells behind the register and the rows of each project: all values of a row one by one.

    Examples
    --------
    The forecast finish of PRJ-001, from the charter of its workbook:
    ``SourceCell("Portfolio Register", "PRJ-001", "Forecast Finish", "PRJ-001_Office_move.xlsx", "Charter!B41")``.
    """
    headers = {name: column.header for name, column in columns(Projects).items()}
    for project, made in summaries.items():
        for field, header in headers.items():
            cell = made.register.get(field, (None, ""))[1]
            if cell:
                yield SourceCell(REGISTER, project, header, made.file, cell, made.reasons.get(field, ""))
    for made in summaries.values():
        for name, table in (*made.rows.items(), *made.raid.items()):
            yield from _row_sources(made.file, table, made.row_reasons.get(name, ()))


def _row_sources(file: str, table: Table, reasons: Sequence[str]) -> Iterator[SourceCell]:
    """The cells of each row of a sheet other than the register; the colour's cell, or the score's, has the reason."""
    sheet = declaration(type(table)).sheet
    each = len(table.origin.rows) == len(table)
    for row, key in enumerate(row_keys(table)):
        for name, column in columns(type(table)).items():
            if name in table.origin.letters:
                cell = table.cell(name, row).address if each else table.origin.letters[name]
                coloured = bool(reasons) and name in _COLOURED
                yield SourceCell(sheet, key, column.header, file, cell, reasons[row] if coloured else "")


def row_keys(table: Table) -> list[str]:
    """What tells each row of a portfolio's sheet apart, in words: its key, with the project in front."""
    parts = declaration(type(table)).key.split("+")
    parts = sorted(parts, key=lambda part: part not in ("project_id", "id"))
    values = (getattr(table, part).tolist() for part in parts)
    return [" ".join(str(part) for part in row if part) for row in zip(*values, strict=True)]


def of_dependencies(table: Table, sides: Sequence[Sequence[Side]]) -> Iterator[SourceCell]:
    """The one or two cells behind each dependency between projects."""
    for key, listed in zip(row_keys(table), sides, strict=True):
        for side in listed:
            yield SourceCell(declaration(type(table)).sheet, key, "What", side.file, side.cell)


def as_table(found: Sequence[SourceCell]) -> Lineage:
    """The Lineage sheet: each value of the register; of the other sheets each row, from its first cell to its last."""
    rows: dict[tuple[str, str, str, str], list[SourceCell]] = {}
    for one in found:
        column = one.column if one.sheet == REGISTER else ""
        rows.setdefault((one.sheet, one.row, column, one.file), []).append(one)
    made = Lineage.of(len(rows))
    for at, ((sheet, row, column, file), listed) in enumerate(rows.items()):
        made.sheet[at], made.row[at], made.column[at], made.file[at] = sheet, row, column or None, file
        made.source_cell[at] = listed[0].cell if len(listed) == 1 else _spanned([one.cell for one in listed])
        made.reason[at] = next((one.reason for one in listed if one.reason), None)
    return made


def _spanned(cells: Sequence[str]) -> str:
    """Cells of one row as their sheet and row with each letter, as in `Risks!C5, F5, AQ5`."""
    sheet = cells[0].rpartition("!")[0]
    inside = [cell.removeprefix(f"{sheet}!") for cell in cells]
    return f"{sheet}!{', '.join(dict.fromkeys(inside))}"


def lineage(table: Lineage, sheet: str, row: str, column: str = "") -> list[SourceCell]:
    """What the Lineage sheet of a portfolio workbook says of one value, or of a whole row.

    Parameters
    ----------
    sheet, row, column
        As people see them: `Portfolio Register`, `PRJ-001`, `Forecast Finish`.
    """
    rows = zip(*(getattr(table, name).tolist() for name in columns(Lineage)), strict=True)
    every = [SourceCell(*(str(part or "") for part in one)) for one in rows]
    return [one for one in every if one.sheet == sheet and one.row == row and column in ("", one.column)]
