"""Which cell formats show a number as a date or a time."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final, NamedTuple

from pmo_excel.workbook.package import Package

_BUILT_IN: Final = frozenset([*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)])
"""Numbers of the formats for dates and times that every program knows (ECMA-376 Part 1, 18.8.30)."""
_BUILT_IN_DAYS: Final = frozenset([14, 15, 16, 22, *range(27, 32), 36, 50, 51, 57, 58])
"""Those of them that show the day in every language (the same table)."""
_NOT_SHOWN = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?![hms]+\])[^\]]*\]', re.IGNORECASE)
"""What a format code says besides placeholders: text in quotes, escaped signs, gaps, colours, conditions."""


class Temporal(NamedTuple):
    """A number format that shows dates or times, and whether it shows the day."""

    number: int
    day: bool


def temporal_styles(package: Package) -> Mapping[int, Temporal]:
    """The styles whose cells show dates or times, by style number, with their number formats."""
    part = next((r.target for r in package.relations(package.workbook_part) if r.kind == "styles"), None)
    if part is None:
        return {}
    root = package.tree(part)
    codes = {str(e.get("numFmtId")): e.get("formatCode") or "" for e in root.iterfind("{*}numFmts/{*}numFmt")}
    numbers = [str(xf.get("numFmtId") or "0") for xf in root.iterfind("{*}cellXfs/{*}xf")]
    known = {number: _temporal(number, codes.get(number)) for number in set(numbers)}
    return {style: found for style, number in enumerate(numbers) if (found := known[number]) is not None}


def _temporal(number: str, code: str | None) -> Temporal | None:
    if not number.isdecimal():
        return None
    if code is None:
        return Temporal(int(number), int(number) in _BUILT_IN_DAYS) if int(number) in _BUILT_IN else None
    shown = _NOT_SHOWN.sub("", code).lower()
    if re.search("[ymdhs]", shown) is None:
        return None
    return Temporal(int(number), "d" in shown and ("m" in shown or "y" in shown))
