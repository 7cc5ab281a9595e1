"""Areas of a sheet no single cell of which may be written: spilled and array formulas, merged cells, table headers."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pmo_excel.core.problems import Cell, Code, Problem, Severity
from pmo_excel.workbook.markup import attribute, start_tag
from pmo_excel.workbook.package import Package, Sheet
from pmo_excel.workbook.refs import Range, cell_ref, range_at
from pmo_excel.workbook.sheet_xml import SheetXml


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle, what it is, and what a person can do to get a value there.

    `free` is a cell of it that may be written; `formula` says that one formula fills it.
    """

    ref: Range
    what: str
    instead: str
    free: tuple[int, int] | None = None
    formula: bool = False


def areas(package: Package, sheet: Sheet, xml: SheetXml) -> list[Area]:
    """Every area of the sheet whose cells belong together."""
    return [
        *_formula_areas(xml),
        *_merged(xml),
        *_table_edges(package, sheet),
        *_pivots(package, sheet),
    ]


def in_the_way(found: Sequence[Area], sheet: str, cells: Sequence[tuple[int, int]]) -> list[Problem]:
    """One problem for each area that holds a cell to be written.

    Parameters
    ----------
    cells
        Row and column of the cells to be written.
    """
    hits: dict[Area, list[tuple[int, int]]] = defaultdict(list)
    in_order = sorted(set(cells)) if found else []
    for area in found:
        ref = area.ref
        first = bisect_left(in_order, (ref.first_row, ref.first_column))
        last = bisect_right(in_order, (ref.last_row, ref.last_column))
        hits[area] += (cell for cell in in_order[first:last] if ref.holds(*cell) and cell != area.free)
    return [_problem(area, sheet, hit) for area, hit in hits.items() if hit]


def _problem(area: Area, sheet: str, hit: list[tuple[int, int]]) -> Problem:
    row, column = hit[0]
    ref = cell_ref(row, column)
    several = f" and {len(hit) - 1:,} more cells are" if len(hit) > 1 else " is"
    return Problem(
        Code.FILE_REFUSED,
        f"{ref}{several} in {area.what} {area.ref}",
        Cell(sheet, row, ref=ref),
        area.instead,
        Severity.CRITICAL,
    )


def _formula_areas(xml: SheetXml) -> Iterator[Area]:
    if not xml.has_marked_formulas:
        return
    tag = re.compile(rb"""<%bf\s(?:[^>]*\s)?t\s*=\s*["'](array|dataTable)["'][^>]*>""" % xml.prefix)
    for found in tag.finditer(xml.xml, xml.rows_start, xml.rows_end):
        ref = _range(attribute(found[0], "ref"))
        if ref is not None and found[1] == b"array":
            instead = "Clear the whole array formula in Excel first, or leave it as it is."
            yield Area(ref, "the array formula", instead, formula=True)
        elif ref is not None:
            yield Area(ref, "the what-if data table", "Clear the data table in Excel first, or leave it as it is.")


def _merged(xml: SheetXml) -> Iterator[Area]:
    for found in start_tag("mergeCell").finditer(xml.tail):
        ref = _range(attribute(found[0], "ref"))
        if ref is not None:
            free = (ref.first_row, ref.first_column)
            yield Area(ref, "the merged cells", "Unmerge them in Excel, or write to their first cell.", free)


def _table_edges(package: Package, sheet: Sheet) -> Iterator[Area]:
    for table in package.tables:
        if table.sheet != sheet.name:
            continue
        ref = table.ref
        if table.header_rows:
            yield Area(
                ref.ending_at(ref.first_row + table.header_rows - 1),
                f"the header of table {table.name},",
                "Change the header in Excel, which keeps formulas that use its name right.",
            )
        if table.totals_rows:
            first = ref.last_row - table.totals_rows + 1
            yield Area(
                Range(first, ref.first_column, ref.last_row, ref.last_column),
                f"the totals row of table {table.name},",
                "Change it in Excel, or turn the totals row off.",
            )


def _pivots(package: Package, sheet: Sheet) -> Iterator[Area]:
    for relation in package.relations(sheet.member):
        if relation.kind != "pivotTable":
            continue
        root = package.tree(relation.target)
        location = root.find("{*}location")
        ref = _range(location.get("ref") if location is not None else None)
        if ref is not None:
            what = f"PivotTable {root.get('name') or ''}".rstrip()
            yield Area(ref, f"the {what},", "Write somewhere else; a PivotTable fills its own cells.")


def _range(ref: str | None) -> Range | None:
    try:
        return range_at(ref or "")
    except ValueError:
        return None
