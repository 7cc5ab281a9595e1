"""A cell style that shows a date, for cells that get one and have none: taken from the file, or added to it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from pmo_excel.workbook.draft import Edit
from pmo_excel.workbook.markup import start_tag, with_attribute
from pmo_excel.workbook.number_formats import date_styles
from pmo_excel.workbook.package import Package, open_package
from pmo_excel.workbook.refs import cell_at
from pmo_excel.workbook.sheet_facts import SheetFacts

DAY_MONTH_YEAR = 15
"""The built-in number format d-mmm-yy (ECMA-376 part 1, 18.8.30)."""
_XFS = re.compile(rb"<((?:[\w.-]+:)?)cellXfs(?=[\s>])[^>]*>(.*?)</\1cellXfs>", re.DOTALL)
_XF = re.compile(rb"<((?:[\w.-]+:)?)xf(?=[\s/>])[^>]*?(?:/>|>.*?</\1xf>)", re.DOTALL)


def with_date_styles(package: Package, styles: Iterable[int]) -> tuple[Package, dict[int, int]]:
    """The workbook with a style that shows dates for each of these styles, and which one that is.

    A style that shows dates already stands for itself; others get a copy with a date format at the end of the list, so
    that no style that is in use changes.
    """
    wanted = sorted(set(styles))
    part = next((r.target for r in package.relations(package.workbook_part) if r.kind == "styles"), None)
    if part is None or not wanted:
        return package, {style: style for style in wanted}
    xml = package.xml(part)
    block = _XFS.search(xml)
    if block is None:
        return package, {style: style for style in wanted}
    formats = [one[0] for one in _XF.finditer(block[2])]
    dates = date_styles(package)
    found: dict[int, int] = {}
    added: list[bytes] = []
    for style in wanted:
        base = formats[style] if style < len(formats) else formats[0]
        if style in dates:
            found[style] = style
        else:
            found[style] = len(formats) + len(added)
            added.append(_dated(base))
    if not added:
        return package, found
    opening = start_tag("cellXfs").search(xml, block.start())
    assert opening is not None  # noqa: S101 -- the block begins with it
    tag = with_attribute(opening[0], "count", str(len(formats) + len(added)))
    new = xml[: opening.start()] + tag + block[2] + b"".join(added) + xml[block.end(2) :]
    return open_package(package.archive.with_members({part: new}), package.label), found


def _dated(xf: bytes) -> bytes:
    tag = start_tag("xf").match(xf)
    assert tag is not None  # noqa: S101 -- it was found as one
    new = with_attribute(with_attribute(tag[0], "numFmtId", str(DAY_MONTH_YEAR)), "applyNumberFormat", "1")
    return new + xf[tag.end() :]


def with_dates_shown(package: Package, edits: Sequence[Edit]) -> tuple[Package, list[Edit]]:
    """The edits with a style for each date whose cell would show it as a bare number, and the workbook with that style.

    A new row of an Excel Table takes the formats above it, so cells that are not there yet are left to that.
    """
    bases: dict[int, int] = {}
    sheets: dict[str, SheetFacts] = {}
    for at, edit in enumerate(edits):
        sheet = package.sheet(edit.sheet) if isinstance(edit.value, date) and edit.style is None else None
        if sheet is None or sheet.kind != "worksheet":
            continue
        facts = sheets.get(sheet.name) or SheetFacts(package, sheet)
        sheets[sheet.name] = facts
        row, column = cell_at(edit.ref)
        style = facts.style(row, column)
        if style is not None:
            bases[at] = style
        elif not any(t.sheet == sheet.name and t.ref.holds(row, column) for t in package.tables):
            bases[at] = facts.column_style(column)
    package, dated = with_date_styles(package, bases.values())
    return package, [
        replace(edit, style=dated[bases[at]]) if at in bases and dated[bases[at]] != bases[at] else edit
        for at, edit in enumerate(edits)
    ]
