"""What a sheet's XML says beyond its values: merged cells, hidden rows and columns, filters, formulas, fills."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from pmo_excel.workbook.links import links_in
from pmo_excel.workbook.markup import attribute, start_tag, text_of
from pmo_excel.workbook.package import Package, Sheet
from pmo_excel.workbook.refs import Range, cell_at, column_letters, range_at
from pmo_excel.workbook.refused import damaged
from pmo_excel.workbook.sheet_xml import SheetXml, cell_style

_LINK: Final = re.compile(r"\[(\d+)\]")


@dataclass(frozen=True, slots=True)
class Formula:
    """A cell's formula, without its `=` (empty where the file does not say it), and what was calculated.

    Attributes
    ----------
    cached
        Whether the file holds a result.
    zero
        Whether that result is 0, which some programs write for all they did not calculate.
    """

    text: str
    cached: bool
    zero: bool

    @property
    def link(self) -> int | None:
        """The number of the other workbook that it reads, as in `[1]Rates!B2`."""
        found = _LINK.search(self.text)
        return int(found[1]) if found else None

    def moved(self, origin: str, to: str) -> str:
        """The formula as it would be copied from one cell to another; empty where that cannot be said."""
        from openpyxl.formula.translate import Translator, TranslatorError  # imported where needed: 0.2 s

        try:
            return str(Translator(f"={self.text}", origin=origin).translate_formula(to))[1:]
        except (TranslatorError, ValueError, IndexError):
            return ""


class SheetFacts:
    """What one sheet's XML says beyond its values.

    Raises
    ------
    Refused
        The sheet's XML is not sound.
    """

    def __init__(self, package: Package, sheet: Sheet) -> None:
        self.package = package
        self.sheet = sheet
        self._data = package.xml(sheet.member)
        opening = start_tag("sheetData").search(self._data)
        if opening is None:
            raise damaged(package.label, f"sheet {sheet.name!r} has no cells")
        self._prefix = opening[0][1 : opening[0].index(b"sheetData")]
        self._start = self._end = opening.end()
        if not opening[0].endswith(b"/>"):
            self._end = self._data.find(b"</%bsheetData" % self._prefix, self._start)
            if self._end < 0:
                raise damaged(package.label, f"sheet {sheet.name!r} ends in the middle of its cells")

    @cached_property
    def xml(self) -> SheetXml:
        """The sheet with an index of its rows, which takes a while for a million of them."""
        return SheetXml(self._data, self.sheet.name, self.package.label)

    @property
    def tail(self) -> bytes:
        """What stands after the cells."""
        return self._data[self._end :]

    @cached_property
    def _head(self) -> bytes:
        return self._data[: self._start]

    @cached_property
    def merged(self) -> tuple[Range, ...]:
        """Its merged cells, in the file's order."""
        found = []
        for tag in start_tag("mergeCell").finditer(self.tail):
            try:
                found.append(range_at(attribute(tag[0], "ref") or ""))
            except ValueError:
                continue
        return tuple(found)

    @cached_property
    def hidden_rows(self) -> frozenset[int]:
        """Numbers of the rows that are hidden, by hand or by a filter."""
        if b' hidden="' not in self._data:
            return frozenset()
        tag = re.compile(rb'<%brow\s[^>]*?\bhidden="(?:1|true)"[^>]*>' % self._prefix)
        found = tag.finditer(self._data, self._start, self._end)
        return frozenset(int(number) for one in found if (number := attribute(one[0], "r")))

    @cached_property
    def hidden_columns(self) -> frozenset[str]:
        """Letters of the columns that are hidden and not folded away as a group."""
        found: set[str] = set()
        for tag in start_tag("col").finditer(self._head):
            grouped = attribute(tag[0], "outlineLevel") not in (None, "0")
            if attribute(tag[0], "hidden") in ("1", "true") and not grouped:
                first, last = (int(attribute(tag[0], end) or 0) for end in ("min", "max"))
                found.update(column_letters(at) for at in range(max(first, 1), min(last, 500) + 1))
        return frozenset(found)

    @cached_property
    def filtered(self) -> bool:
        """Whether a filter is on, on the sheet itself or on one of its tables."""
        parts = [self.tail]
        parts += [
            self.package.archive.read(one.target)
            for one in self.package.relations(self.sheet.member)
            if one.kind == "table"
        ]
        return any(start_tag("filterColumn").search(part) for part in parts)

    @cached_property
    def formulas(self) -> Mapping[tuple[int, int], Formula]:
        """Every formula, by row and column."""
        prefix = self._prefix
        cell = re.compile(
            rb'<%bc (?:[^>]*?\s)?r="([A-Z]{1,3}\d+)"[^>]*>\s*<%bf([^>]*?)(?:/>|>([^<]*)</%bf>)(.*?)</%bc>'
            % (prefix, prefix, prefix, prefix),
            re.DOTALL,
        )
        shared: dict[str, tuple[str, str]] = {}
        found: dict[tuple[int, int], Formula] = {}
        opening = re.compile(rb"<%bf(?=[\s>/])" % prefix)  # looked for first, for few cells of many hold a formula
        for formula in opening.finditer(self._data, self._start, self._end):
            start = self._data.rfind(b"<%bc " % prefix, self._start, formula.start())
            one = cell.match(self._data, start, self._end) if start >= 0 else None
            if one is None:
                continue
            ref, text, group = one[1].decode(), text_of(one[3] or b""), attribute(one[2], "si")
            if group is not None and text:
                shared[group] = (text, ref)
            elif group is not None and group in shared:
                source, origin = shared[group]
                text = Formula(source, True, False).moved(origin, ref)
            value = re.search(rb"<(?:[\w.-]+:)?v[^>]*>([^<]*)<", one[4])
            result = value[1].strip() if value else b""
            texts = b't="str"' in one[0][: one[0].index(b">")]  # a text that is empty is a result too
            found[cell_at(ref)] = Formula(text, bool(result) or (texts and value is not None), result == b"0")
        return found

    @cached_property
    def errors(self) -> Mapping[tuple[int, int], str]:
        """The cells that show one of Excel's error values, and which; a reader of values alone takes them for empty."""
        prefix = self._prefix
        if b't="e"' not in self._data:
            return {}
        cell = re.compile(
            rb'<%bc (?=[^>]*\bt="e")[^>]*?\br="([A-Z]{1,3}\d+)"[^>]*>(?:(?!</%bc>).)*?<%bv[^>]*>([^<]*)<'
            % (prefix, prefix, prefix),
            re.DOTALL,
        )
        found = cell.finditer(self._data, self._start, self._end)
        return {cell_at(one[1].decode()): text_of(one[2]).strip() for one in found}

    @cached_property
    def links(self) -> Mapping[str, str]:
        """Where a click on its cells leads inside the workbook, by reference; "" where out of it."""
        return links_in(self.tail)

    def style(self, row: int, column: int) -> int | None:
        """The style number of a cell; None where the cell is not there."""
        if self.xml.lacks(row, column):
            return None
        usual = self.xml.there(row, [column])
        cell = self.xml.xml[usual[0].start : usual[0].end] if usual else self.xml.cell(self.xml.row(row), column)
        number = cell_style(cell) if cell else None
        return int(number) if number else None

    def column_style(self, column: int) -> int:
        """The style number of cells of a column that are not there yet."""
        for tag in start_tag("col").finditer(self._head):
            if int(attribute(tag[0], "min") or 0) <= column <= int(attribute(tag[0], "max") or 0):
                return int(attribute(tag[0], "style") or 0)
        return 0
