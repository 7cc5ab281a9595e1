"""Cells that stand together, as rectangles: a program takes a block of a thousand cells as fast as one cell."""

from __future__ import annotations

from collections.abc import Iterable

from pmo_excel.workbook.refs import Range


def blocks(cells: Iterable[tuple[int, int]]) -> list[Range]:
    """Rectangles that hold exactly these cells, each of them once: runs down a column, joined with equal runs beside.

    Parameters
    ----------
    cells
        Row and column of each cell, in any order.
    """
    found: list[Range] = []
    open_: dict[tuple[int, int], Range] = {}
    for run in _runs(cells):
        rows = run.first_row, run.last_row
        left = open_.get(rows)
        if left is not None and left.last_column == run.first_column - 1:
            found.remove(left)
            run = Range(run.first_row, left.first_column, run.last_row, run.last_column)
        open_[rows] = run
        found.append(run)
    return found


def _runs(cells: Iterable[tuple[int, int]]) -> list[Range]:
    """Cells under each other, column by column."""
    runs: list[Range] = []
    for column, row in sorted({(column, row) for row, column in cells}):
        last = runs[-1] if runs else None
        if last is not None and last.first_column == column and last.last_row == row - 1:
            runs[-1] = Range(last.first_row, column, row, column)
        else:
            runs.append(Range(row, column, row, column))
    return runs
