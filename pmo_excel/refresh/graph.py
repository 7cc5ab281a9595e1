"""Which function computes which column, and in which order: derived from the declarations, wired nowhere."""

from __future__ import annotations

from collections.abc import Collection
from graphlib import TopologicalSorter

from pmo_excel.core.catalogue import CATALOGUE, Function
from pmo_excel.core.tables import columns, declaration, field_of, sheets


def computing(sheet: str) -> tuple[str, ...]:
    """Names of the functions that compute columns or rows of a sheet, in column order."""
    cls = sheets()[sheet]
    named = dict.fromkeys(c.computed for c in columns(cls).values() if c.computed)
    rows_from = declaration(cls).rows_from
    return tuple(n for n in [*([rows_from] if rows_from else []), *named] if n in CATALOGUE)


def ordered(present: Collection[str]) -> list[Function]:
    """The functions that compute something on these sheets, each after those whose columns it reads.

    Ties are broken by the order of the catalogue, so the same workbook is always computed in the same order.
    """
    wanted = {name for sheet in present for name in computing(sheet)}
    names = [name for name in CATALOGUE if name in wanted]
    sorter = TopologicalSorter(dict.fromkeys(names, ()))
    for name in names:
        for before in names:
            if before in read_from(CATALOGUE[name]):
                sorter.add(name, before)
    sorter.prepare()
    order: list[str] = []
    while sorter.is_active():
        ready = sorted(sorter.get_ready(), key=names.index)
        order += ready
        sorter.done(*ready)
    return [CATALOGUE[name] for name in order]


def needed_by(entry: Function) -> frozenset[str]:
    """The functions whose results one rests on, directly or not."""
    found: set[str] = set()
    waiting = [entry]
    while waiting:
        new = read_from(waiting.pop()) - found
        found |= new
        waiting += [CATALOGUE[name] for name in sorted(new)]
    return frozenset(found)


def read_from(entry: Function) -> set[str]:
    """The functions whose results this one reads, by the computed columns that its arguments name."""
    found = set()
    for parameter in entry.parameters:
        if parameter.table is None:
            continue
        for header in parameter.arg.reads:
            column = columns(parameter.table)[field_of(parameter.table, header)]
            if column.computed != entry.name:
                found.add(column.computed)
    return found - {""}
