"""What a sheet's XML says beyond its values: merged cells, hidden rows and columns, filters, formulas, fills."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from openpyxl.formula.translate import Translator, TranslatorError

from pmo_excel.workbook.markup import attribute, start_tag, text_of
from pmo_excel.workbook.package import Package, Sheet
from pmo_excel.workbook.refs import Range, cell_at, column_letters, range_at
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
        try:
            return str(Translator(f"={self.text}", origin=origin).translate_formula(to))[1:]
        except (TranslatorError, ValueError, IndexError):
            return ""


@dataclass(frozen=True)
class SheetFacts:
    """What one sheet's XML says beyond its values."""

    package: Package
    sheet: Sheet
    xml: SheetXml = field(repr=False)

    @classmethod
    def of(cls, package: Package, sheet: Sheet) -> SheetFacts:
        """Read a sheet; Refused where its XML is not sound."""
        return cls(package, sheet, SheetXml(package.xml(sheet.member), sheet.name, package.label))

    @cached_property
    def merged(self) -> tuple[Range, ...]:
        """Its merged cells, in the file's order."""
        found = []
        for tag in start_tag("mergeCell").finditer(self.xml.tail):
            try:
                found.append(range_at(attribute(tag[0], "ref") or ""))
            except ValueError:
                continue
        return tuple(found)

    @cached_property
    def hidden_rows(self) -> frozenset[int]:
        """Numbers of the rows that are hidden, by hand or by a filter."""
        if b' hidden="' not in self.xml.xml:
            return frozenset()
        tag = re.compile(rb'<%brow\s[^>]*?\bhidden="(?:1|true)"[^>]*>' % self.xml.prefix)
        found = tag.finditer(self.xml.xml, self.xml.rows_start, self.xml.rows_end)
        return frozenset(int(number) for one in found if (number := attribute(one[0], "r")))

    @cached_property
    def hidden_columns(self) -> frozenset[str]:
        """Letters of the columns that are hidden and not folded away as a group."""
        found: set[str] = set()
        for tag in start_tag("col").finditer(self.xml.head):
            grouped = attribute(tag[0], "outlineLevel") not in (None, "0")
            if attribute(tag[0], "hidden") in ("1", "true") and not grouped:
                first, last = (int(attribute(tag[0], end) or 0) for end in ("min", "max"))
                found.update(column_letters(at) for at in range(max(first, 1), min(last, 500) + 1))
        return frozenset(found)

    @cached_property
    def filtered(self) -> bool:
        """Whether a filter is on, on the sheet itself or on one of its tables."""
        parts = [self.xml.tail]
        parts += [
            self.package.archive.read(one.target)
            for one in self.package.relations(self.sheet.member)
            if one.kind == "table"
        ]
        return any(start_tag("filterColumn").search(part) for part in parts)

    @cached_property
    def formulas(self) -> Mapping[tuple[int, int], Formula]:
        """Every formula, by row and column."""
        if not self.xml.has_formulas:
            return {}
        prefix = self.xml.prefix
        cell = re.compile(
            rb'<%bc (?:[^>]*?\s)?r="([A-Z]{1,3}\d+)"[^>]*>\s*<%bf([^>]*?)(?:/>|>([^<]*)</%bf>)(.*?)</%bc>'
            % (prefix, prefix, prefix, prefix),
            re.DOTALL,
        )
        shared: dict[str, tuple[str, str]] = {}
        found: dict[tuple[int, int], Formula] = {}
        for one in cell.finditer(self.xml.xml, self.xml.rows_start, self.xml.rows_end):
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

    def style(self, row: int, column: int) -> int | None:
        """The style number of a cell; None where the cell is not there."""
        cell = self.xml.cell(self.xml.row(row), column)
        number = cell_style(cell) if cell else None
        return int(number) if number else None

    def column_style(self, column: int) -> int:
        """The style number of cells of a column that are not there yet."""
        for tag in start_tag("col").finditer(self.xml.head):
            if int(attribute(tag[0], "min") or 0) <= column <= int(attribute(tag[0], "max") or 0):
                return int(attribute(tag[0], "style") or 0)
        return 0
