"""A refresh's cell changes written into an open workbook: whole blocks, all of them or none."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress

from pmo_excel.hosts.books import WrittenLive
from pmo_excel.hosts.live.blocks import blocks
from pmo_excel.hosts.live.book import Block, LiveBook
from pmo_excel.refresh import CellChange
from pmo_excel.workbook.growth import Growth
from pmo_excel.workbook.links import Link
from pmo_excel.workbook.refs import Range, cell_at
from pmo_excel.workbook.refused import Refused


def write_live(
    live: LiveBook, changes: Sequence[CellChange], growths: Iterable[Growth] = (), links: Iterable[Link] = ()
) -> WrittenLive:
    """Write the new values of these cells, after adding the rows that their tables need.

    Raises
    ------
    Refused
        The program did not take a block; the blocks before it hold again what they held.
    """
    for growth in growths:
        live.grow(growth.table, growth.rows)
    done: list[tuple[str, Range, Block]] = []
    try:
        for sheet, cells in _by_sheet(changes).items():
            for area in blocks(cells):
                live.write(sheet, area, _values(area, cells, new=True))
                done.append((sheet, area, _values(area, cells, new=False)))
        for link in links:
            live.link(link.sheet, one_cell(link.ref), link.target)
    except Refused:
        for sheet, area, before in reversed(done):
            with suppress(Refused):  # the program is busy with something else now; the next refresh settles it
                live.write(sheet, area, before)
        raise
    return WrittenLive(live.program, len(changes), len(done))


def one_cell(ref: str) -> Range:
    """A cell as a rectangle."""
    row, column = cell_at(ref)
    return Range(row, column, row, column)


def _by_sheet(changes: Iterable[CellChange]) -> Mapping[str, dict[tuple[int, int], CellChange]]:
    found: dict[str, dict[tuple[int, int], CellChange]] = {}
    for change in changes:
        found.setdefault(change.cell.sheet, {})[cell_at(change.cell.ref)] = change
    return found


def _values(area: Range, cells: Mapping[tuple[int, int], CellChange], new: bool) -> Block:
    rows, columns = range(area.first_row, area.last_row + 1), range(area.first_column, area.last_column + 1)
    return [[cells[row, column].new if new else cells[row, column].old for column in columns] for row in rows]
