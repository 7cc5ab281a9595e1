"""A cell style that shows a date, for cells that get one and would show a number: of the file, or added to it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from pmo_excel.workbook.draft import Edit
from pmo_excel.workbook.markup import start_tag, with_attribute
from pmo_excel.workbook.number_formats import temporal_styles
from pmo_excel.workbook.package import Package, open_package
from pmo_excel.workbook.refs import cell_at
from pmo_excel.workbook.sheet_facts import SheetFacts

DAY_MONTH_YEAR: Final = 15
"""The built-in number format d-mmm-yy (ECMA-376 part 1, 18.8.30)."""
NEAR: Final = 200
"""Rows above and below within which the other dates of a column are looked at."""
_XFS = re.compile(rb"<((?:[\w.-]+:)?)cellXfs(?=[\s>])[^>]*>(.*?)</\1cellXfs>", re.DOTALL)
_XF = re.compile(rb"<((?:[\w.-]+:)?)xf(?=[\s/>])[^>]*?(?:/>|>.*?</\1xf>)", re.DOTALL)
_ATTRIBUTE = re.compile(rb"""\s([\w:.-]+)\s*=\s*["']([^"']*)["']""")
_NEUTRAL = frozenset({b"applyNumberFormat", b"numFmtId"})


@dataclass(frozen=True, slots=True)
class _Styles:
    """The cell styles of a workbook: their XML, the number format of each that shows a day, and those of times."""

    part: str
    xml: bytes
    block: re.Match[bytes]
    formats: Sequence[bytes]
    days: Mapping[int, int]
    times: frozenset[int]

    @property
    def usual(self) -> int:
        """The number format that most of its styles show days with."""
        counted = Counter(self.days.values())
        return min(counted, key=lambda number: (-counted[number], number)) if counted else DAY_MONTH_YEAR

    def like(self, style: int, number: int) -> int | None:
        """The style that is there and looks like another, but for this number format."""
        wanted = _look(self.formats[style])
        return next((at for at, n in self.days.items() if n == number and _look(self.formats[at]) == wanted), None)


def with_date_styles(
    package: Package, styles: Iterable[int], shown: Mapping[int, int] | None = None
) -> tuple[Package, dict[int, int]]:
    """The workbook with a style that shows days for each of these styles, and which one that is.

    A style that shows days already stands for itself; others get the one that is there and looks alike, or a copy of
    theirs at the end of the list, so that no style that is in use changes.

    Parameters
    ----------
    shown
        The number format that a style is to show days with; without one, the workbook's usual one.
    """
    there = _styles(package)
    if there is None:
        return package, {style: style for style in styles}
    found: dict[int, int] = {}
    added: list[bytes] = []
    for style in sorted(set(styles)):
        at = style if style < len(there.formats) else 0
        number = (shown or {}).get(style, there.usual)
        alike = style if style in there.days else there.like(at, number)
        if alike is None:
            alike = len(there.formats) + len(added)
            added.append(_dated(there.formats[at], number))
        found[style] = alike
    if not added:
        return package, found
    opening = start_tag("cellXfs").search(there.xml, there.block.start())
    assert opening is not None  # noqa: S101 -- the block begins with it
    tag = with_attribute(opening[0], "count", str(len(there.formats) + len(added)))
    new = there.xml[: opening.start()] + tag + there.block[2] + b"".join(added) + there.xml[there.block.end(2) :]
    return open_package(package.archive.with_members({there.part: new}), package.label), found


def with_dates_shown(package: Package, edits: Sequence[Edit]) -> tuple[Package, list[Edit]]:
    """The edits with a style for each date whose cell would show it as a bare number, and the workbook with that style.

    The date is shown as other dates of the column near it are, else as most dates of the workbook.
    """
    there = _styles(package)
    if there is None:
        return package, list(edits)
    bases: dict[int, tuple[int, int]] = {}
    sheets: dict[str, _SheetStyles | None] = {}
    for at, edit in enumerate(edits):
        if not isinstance(edit.value, date) or edit.style is not None:
            continue
        if edit.sheet not in sheets:
            sheets[edit.sheet] = _sheet_styles(package, edit.sheet, there)
        styles = sheets[edit.sheet]
        if styles is None:
            continue
        row, column = cell_at(edit.ref)
        style = styles.there(row, column)
        as_time = isinstance(edit.value, datetime) and style in there.times
        if style not in there.days and not as_time:
            bases[at] = style, styles.near(row, column)
    dated: dict[tuple[int, int], int] = {}
    for style, number in sorted(set(bases.values())):
        package, found = with_date_styles(package, [style], {style: number})
        dated[style, number] = found[style]
    styled = {at: dated[base] for at, base in bases.items()}
    return package, [Edit(e.sheet, e.ref, e.value, styled[at]) if at in styled else e for at, e in enumerate(edits)]


class _SheetStyles:
    """The styles of one sheet's cells, those that are not there yet included; each column is looked through once."""

    def __init__(self, facts: SheetFacts, package: Package, styles: _Styles) -> None:
        self.facts = facts
        self.styles = styles
        self.tables = [table for table in package.tables if table.sheet == facts.sheet.name]
        self._above: dict[int, tuple[int, int | None]] = {}
        self._near: dict[int, int] = {}

    def there(self, row: int, column: int) -> int:
        """The style that a cell has, or will have: in a table, and below one that grows, that of the cells above it."""
        style = self.facts.style(row, column)
        if style is not None:
            return style
        for table in self.tables:
            if table.ref.first_column <= column <= table.ref.last_column and row >= table.rows.first_row:
                above = self._nearest_above(min(row - 1, table.rows.last_row), table.rows.first_row, column)
                return self.facts.column_style(column) if above is None else above
        return self.facts.column_style(column)

    def _nearest_above(self, last: int, first: int, column: int) -> int | None:
        seen, style = self._above.get(column, (first - 1, None))
        if seen > last or seen < first - 1:
            seen, style = first - 1, None
        for number in range(last, seen, -1):
            found = self.facts.style(number, column)
            if found is not None:
                style = found
                break
        self._above[column] = last, style
        return style

    def near(self, row: int, column: int) -> int:
        """The number format of a date of the column near the first row asked for; else the workbook's usual one."""
        if column not in self._near:
            numbers = self.facts.xml.numbers_in(max(1, row - NEAR), row + NEAR)
            near = (self.facts.style(n, column) for n in sorted(numbers, key=lambda n: abs(n - row)) if n != row)
            days = self.styles.days
            self._near[column] = next((days[s] for s in near if s is not None and s in days), self.styles.usual)
        return self._near[column]


def _sheet_styles(package: Package, name: str, there: _Styles) -> _SheetStyles | None:
    sheet = package.sheet(name)
    if sheet is None or sheet.kind != "worksheet":
        return None
    return _SheetStyles(SheetFacts(package, sheet), package, there)


def _styles(package: Package) -> _Styles | None:
    part = next((r.target for r in package.relations(package.workbook_part) if r.kind == "styles"), None)
    xml = package.xml(part) if part else b""
    block = _XFS.search(xml)
    if part is None or block is None:
        return None
    formats = [one[0] for one in _XF.finditer(block[2])]
    temporal = temporal_styles(package)
    days = {at: style.number for at, style in temporal.items() if style.day}
    return _Styles(part, xml, block, formats, days, frozenset(temporal)) if formats else None


def _look(xf: bytes) -> tuple[frozenset[tuple[bytes, bytes]], bytes]:
    """What a style says but for its number format."""
    tag = start_tag("xf").match(xf)
    assert tag is not None  # noqa: S101 -- it was found as one
    said = {(name, value) for name, value in _ATTRIBUTE.findall(tag[0]) if name not in _NEUTRAL}
    return frozenset(said), xf[tag.end() :]


def _dated(xf: bytes, number: int) -> bytes:
    tag = start_tag("xf").match(xf)
    assert tag is not None  # noqa: S101 -- it was found as one
    new = with_attribute(with_attribute(tag[0], "numFmtId", str(number)), "applyNumberFormat", "1")
    return new + xf[tag.end() :]
