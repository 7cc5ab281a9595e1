"""Which cell formats show a number as a date or a time."""

from __future__ import annotations

import re

from pmo_excel.workbook.package import Package

_BUILT_IN = frozenset([*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)])
"""Numbers of the formats for dates and times that every program knows (ECMA-376 Part 1, 18.8.30)."""
_NOT_SHOWN = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?![hms]+\])[^\]]*\]', re.IGNORECASE)
"""What a format code says besides placeholders: text in quotes, escaped signs, gaps, colours, conditions."""


def date_styles(package: Package) -> frozenset[int]:
    """The style numbers whose cells show dates or times."""
    part = next((r.target for r in package.relations(package.workbook_part) if r.kind == "styles"), None)
    if part is None:
        return frozenset()
    root = package.tree(part)
    codes = {str(e.get("numFmtId")): e.get("formatCode") or "" for e in root.iterfind("{*}numFmts/{*}numFmt")}
    formats = [str(xf.get("numFmtId") or "0") for xf in root.iterfind("{*}cellXfs/{*}xf")]
    return frozenset(style for style, number in enumerate(formats) if _of_date(number, codes.get(number)))


def _of_date(number: str, code: str | None) -> bool:
    if code is None:
        return number.isdigit() and int(number) in _BUILT_IN
    return re.search("[ymdhs]", _NOT_SHOWN.sub("", code), re.IGNORECASE) is not None
