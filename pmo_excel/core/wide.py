"""Ranges laid out as a matrix: a column for each kind of value, where the table has a row for each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, TypeVar

from pmo_excel.core import cells
from pmo_excel.core.headers import known_headers
from pmo_excel.core.problems import Problem
from pmo_excel.core.tables import Table, columns, declaration

T = TypeVar("T", bound=Table)
Rows = list[list[Any]]


def unfolded(cls: type[Table], rows: Sequence[Sequence[Any]]) -> tuple[Rows, list[int]] | None:
    """The rows of a matrix one below the other, headers first, and the row of the range that each comes from.

    None where the table is not declared to come as a matrix, or the range has a column for the kinds already.
    """
    if not declaration(cls).wide:
        return None
    kind, value = declaration(cls).wide
    found = known_headers(cls, rows[0])
    if kind in found or value in found or not found:
        return None
    own = sorted(found.values())
    others = [at for at, header in enumerate(rows[0]) if at not in own and cells.clean(header) is not None]
    heads = [*(rows[0][at] for at in own), *(columns(cls)[name].header for name in (kind, value))]
    made: Rows = [heads]
    numbers: list[int] = []
    for number, row in enumerate(rows[1:], start=2):
        held = [*row, *[None] * (len(rows[0]) - len(row))]
        if all(cells.clean(cell) is None for cell in held):
            continue
        made += [[*(held[at] for at in own), rows[0][other], held[other]] for other in others]
        numbers += [number] * len(others)
    return made, numbers


def by_row(made: T | None, problems: Sequence[Problem]) -> tuple[T | None, list[Problem]]:
    """The table and its problems with places told by row: in a matrix no column letter belongs to a field."""
    told = [replace(one, cell=replace(one.cell, ref=""), fix=None) for one in problems]
    return None if made is None else replace(made, origin=replace(made.origin, letters={})), told
