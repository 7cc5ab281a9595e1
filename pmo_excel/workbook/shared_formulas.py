"""Shared formulas: one cell holds the text, others point to it. Before that cell goes, the others get their own."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import NamedTuple

from pmo_excel.workbook.markup import attribute, escaped, text_of, with_attribute
from pmo_excel.workbook.refs import Range, cell_ref
from pmo_excel.workbook.refused import refused
from pmo_excel.workbook.sheet_xml import SheetXml

_RELATIVE = re.compile(r"(?<![\w\[.$])(?:[A-Za-z]{1,3}\$?\d|\$[A-Za-z]{1,3}\d|[A-Za-z]{1,3}:[A-Za-z]{1,3}\b|\d+:\d)")


class _Shared(NamedTuple):
    """A shared formula's element: its place in the sheet's XML, its cell, its group, and its text where it holds it."""

    start: int
    end: int
    row: int
    column: int
    group: str
    text: str


def with_own_formulas(sheet: SheetXml, writes: Collection[tuple[int, int]]) -> bytes:
    """The sheet's XML in which no shared formula rests on a cell that is about to be written.

    Parameters
    ----------
    writes
        Row and column of the cells about to be written.

    Source
    ------
    ECMA-376 Part 1, 18.3.1.40: the first cell of a shared formula holds the text, the others only `si`.
    """
    changes: list[tuple[int, int, bytes]] = []
    for master, reach in _masters(sheet):
        if (master.row, master.column) in writes:
            rows = sheet.numbers_in(reach.first_row, reach.last_row)
            members = (member for number in rows for member in _in_row(sheet, number))
            changes += [
                (member.start, member.end, _own(sheet, member, master))
                for member in members
                if member.group == master.group and not member.text
                if (member.row, member.column) not in writes
            ]
    pieces: list[bytes] = []
    at = 0
    for start, end, new in sorted(changes):
        pieces += (sheet.xml[at:start], new)
        at = end
    return b"".join([*pieces, sheet.xml[at:]])


def formula_at(sheet: SheetXml, row: int, column: int) -> str:
    """A cell's formula without its `=`, shared ones as they read in that cell; empty when it holds none."""
    cell = sheet.cell(sheet.row(row), column) or b""
    found = re.search(rb"<%bf(?:\s[^>]*)?(?<!/)>([^<]+)<" % sheet.prefix, cell)
    if found is not None:
        return text_of(found[1])
    member = next((member for member in _in_row(sheet, row) if member.column == column), None)
    if member is None:
        return ""
    masters = (master for master, reach in _masters(sheet) if master.group == member.group and reach.holds(row, column))
    return next((moved_formula(m.text, (m.row, m.column), (row, column)) for m in masters), "")


def moved_formula(text: str, origin: tuple[int, int], place: tuple[int, int]) -> str:
    """A formula as it reads when copied from one cell to another; both as row and column.

    Raises
    ------
    Refused
        It is not a formula Excel would take.
    """
    if origin == place or not _RELATIVE.search(text):
        return text
    from openpyxl.formula.tokenizer import TokenizerError  # imported where needed: 0.2 s
    from openpyxl.formula.translate import Translator

    try:
        return str(Translator("=" + text, cell_ref(*origin)).translate_formula(cell_ref(*place)))[1:]
    except TokenizerError as error:
        raise refused(f"the formula ={text} cannot be read", "Correct it in Excel.") from error


def _masters(sheet: SheetXml) -> Iterator[tuple[_Shared, Range]]:
    """The elements that hold the text of a shared formula, and how far it reaches."""
    if not sheet.has_marked_formulas or b"shared" not in sheet.xml:
        return
    tag = re.compile(rb"""<%bf\s(?=[^>]*\bt\s*=\s*["']shared["'])[^>]*\bref\s*=[^>]*>""" % sheet.prefix)
    for found in tag.finditer(sheet.xml, sheet.rows_start, sheet.rows_end):
        number = sheet.row_number_at(found.start())
        for member in _in_row(sheet, number):
            if member.start == found.start() and member.text:
                yield member, sheet.area(attribute(found[0], "ref") or "")


def _in_row(sheet: SheetXml, number: int) -> Iterator[_Shared]:
    element = re.compile(
        rb"""<%bf\s(?=[^>]*\bt\s*=\s*["']shared["'])[^>]*?(?:/>|>([^<]*)</%bf>)""" % (sheet.prefix, sheet.prefix)
    )
    row = sheet.row(number)
    if b"shared" not in row.cells:
        return
    offset = row.start + len(row.tag)
    for column, start in sheet.scan(row):
        found = element.search(row.cells, *sheet.cell_from(row.cells, start))
        if found is not None:
            group, text = attribute(found[0], "si") or "", text_of(found[1] or b"")
            yield _Shared(offset + found.start(), offset + found.end(), number, column, group, text)


def _own(sheet: SheetXml, member: _Shared, master: _Shared) -> bytes:
    """The member's element with the master's formula, moved to the member's cell."""
    text = moved_formula(master.text, (master.row, master.column), (member.row, member.column))
    tag = sheet.xml[member.start : sheet.xml.index(b">", member.start) + 1]
    for name in ("t", "si", "ref"):
        tag = with_attribute(tag, name, None)
    opening = tag.rstrip(b"/>").rstrip()
    return b"%b>%b</%bf>" % (opening, escaped(text), sheet.prefix)
