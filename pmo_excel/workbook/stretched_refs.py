"""References that follow a range whose end moves: formulas, formats, lists, names, charts, sparklines, pivot sources.

A reference follows when it ends exactly on the range's old last row, as those made for the whole range do.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Literal

from pmo_excel.workbook.growth import Stretch
from pmo_excel.workbook.markup import attribute, escaped, start_tag, text_of, with_attribute
from pmo_excel.workbook.refs import Range, range_at

REFERENCE = re.compile(
    r"(?<![\w\[\].$:!])"
    r"(?:(?P<sheet>'(?:[^']|'')+'|[^\W\d][\w.]*)!)?"
    r"(?P<first>\$?[A-Z]{1,3}\$?\d{1,7})(?P<last>:\$?[A-Z]{1,3}\$?\d{1,7})?"
    r"(?![\w(!.:'])"
    r"""|"(?:[^"]|"")*"|'(?:[^']|'')+'"""  # text in a formula, and a sheet's name before a defined name, stay
)
Rows = Literal["fixed", "named", "alike", "any"]

_SPARKLINES = re.compile(rb"<(?:[\w.-]+:)?sparklineGroups\b.*?</(?:[\w.-]+:)?sparklineGroups>", re.DOTALL)
_AREAS = ("conditionalFormatting", "dataValidation", "ignoredError", "protectedRange")
_WIDE_NAMES = ("_xlnm.Print_Area", "_xlnm._FilterDatabase")


def in_sheet_tail(tail: bytes, sheet: str, grown: Stretch) -> bytes:
    """What stands after a sheet's cells, with the areas and formulas in it that follow."""
    if sheet == grown.sheet:
        tail = _areas(tail, grown)
    elif b"!" not in tail:
        return tail
    return _texts(tail, ("formula", "formula1", "formula2", "f"), lambda text, _: in_formula(text, sheet, grown))


def in_other_sheet(xml: bytes, sheet: str, grown: Stretch) -> bytes:
    """A sheet that is not written otherwise, with the formulas of its formats, lists and sparklines that follow."""
    place = xml.rfind(b"sheetData")
    return xml[:place] + in_sheet_tail(xml[place:], sheet, grown) if place >= 0 else xml


def in_names(xml: bytes, grown: Stretch) -> bytes:
    """The workbook part with its defined names that follow; print areas and filters may be wider than the range."""

    def moved(text: str, tag: bytes) -> str:
        return in_formula(text, "", grown, wide=attribute(tag, "name") in _WIDE_NAMES)

    return _texts(xml, ("definedName",), moved)


def in_table(xml: bytes, sheet: str, grown: Stretch) -> bytes:
    """A table part with the formulas of its columns that follow."""
    columns = ("calculatedColumnFormula", "totalsRowFormula")
    return _texts(xml, columns, lambda text, _: in_formula(text, sheet, grown, rows="fixed"))


def in_chart(xml: bytes, grown: Stretch) -> bytes:
    """A chart part with its series that follow."""
    return _texts(xml, ("f",), lambda text, _: in_formula(text, "", grown, single=True))


def in_pivot_source(tag: bytes, grown: Stretch) -> bytes:
    """The start tag of a PivotTable's source, when that is a range that follows."""
    ref, sheet = attribute(tag, "ref"), attribute(tag, "sheet")
    if not ref or sheet is None or sheet.casefold() != grown.sheet.casefold():
        return tag
    return with_attribute(tag, "ref", _area(ref, grown))


def in_formula(
    text: str, home: str, grown: Stretch, *, rows: Rows = "named", wide: bool = False, single: bool = False
) -> str:
    """A formula with the references in it that follow.

    Parameters
    ----------
    home
        The sheet that references without a sheet name mean.
    rows
        Which references may follow: those with `fixed` rows (`$H$2:$H$20`); also those with the `named` sheet
        (`Plan!H2:H20`); of those that hold whole columns, as totals do, `any`, or those `alike` at both ends, which
        leaves out running totals (`H$2:H20`).
    wide
        Whether references may reach beyond the range's columns.
    single
        Whether a reference to one cell follows, when the range has one data row.
    """

    def moved(found: re.Match[str]) -> str:
        if found["first"] is None:
            return found[0]
        first, last = found["first"], (found["last"] or "")[1:]
        sheet = unquoted(found["sheet"]) if found["sheet"] else home
        ends = [bool(re.search(r"\$\d", end)) for end in (first, last)]
        may = {"fixed": all(ends), "named": all(ends) or found["sheet"], "alike": ends[0] == ends[1], "any": True}[rows]
        if sheet.casefold() != grown.sheet.casefold() or not may or not (last or single):
            return found[0]
        now = _range(first, last)
        if now is None or not _follows(now, grown, wide=wide, single=single):
            return found[0]
        if rows != "named" and now.first_row > grown.first_data_row:
            return found[0]
        end = re.sub(r"\d+$", str(grown.last_row), last or first)
        return f"{found[0][: found.end('first') - found.start()]}:{end}"

    return REFERENCE.sub(moved, text)


def _range(first: str, last: str) -> Range | None:
    try:
        return range_at(f"{first}:{last or first}".replace("$", ""))
    except ValueError:
        return None


def _follows(now: Range, grown: Stretch, *, wide: bool, single: bool = False) -> bool:
    old = grown.now
    if now.last_row != old.last_row or old.last_row < grown.first_data_row or now.first_row > grown.last_row:
        return False
    if wide:
        return now.first_column <= old.last_column and now.last_column >= old.first_column
    inside = (
        now.first_row >= old.first_row and old.first_column <= now.first_column <= now.last_column <= old.last_column
    )
    if now.first_row < now.last_row:
        return inside
    return inside and single and grown.first_data_row == old.last_row and now.first_column == now.last_column


def _area(ref: str, grown: Stretch) -> str:
    """An area of cells that belong to the range's rows: a format, a validation, a filter."""
    try:
        now = range_at(ref)
    except ValueError:
        return ref
    old = grown.now
    touches = now.first_column <= old.last_column and now.last_column >= old.first_column
    whole = now.first_row <= grown.first_data_row or (now.first_row < now.last_row and now.first_row >= old.first_row)
    if now.last_row != old.last_row or old.last_row < grown.first_data_row or not whole:
        return ref
    if now.first_row > grown.last_row:  # only on rows that leave the range
        return ref
    return str(now.ending_at(grown.last_row)) if touches or now.first_row == grown.first_data_row else ref


def _areas(tail: bytes, grown: Stretch) -> bytes:
    def moved(refs: str) -> str:
        return " ".join(_area(ref, grown) for ref in refs.split())

    def tag(found: re.Match[bytes], name: str) -> bytes:
        refs = attribute(found[0], name)
        return found[0] if refs is None or moved(refs) == refs else with_attribute(found[0], name, moved(refs))

    for local in _AREAS:
        tail = start_tag(local).sub(lambda found: tag(found, "sqref"), tail)
    if grown.table is None:
        for local in ("autoFilter", "sortState", "sortCondition"):
            tail = start_tag(local).sub(lambda found: tag(found, "ref"), tail)
    pieces: list[bytes] = []
    at = 0
    for skipped in _SPARKLINES.finditer(tail):  # a sparkline stands in one cell, whatever happens around it
        pieces += [_texts(tail[at : skipped.start()], ("sqref",), lambda text, _: moved(text)), skipped[0]]
        at = skipped.end()
    return b"".join([*pieces, _texts(tail[at:], ("sqref",), lambda text, _: moved(text))])


def _texts(xml: bytes, locals_: tuple[str, ...], moved: Callable[[str, bytes], str]) -> bytes:
    """The XML with the text of some elements changed."""
    names = "|".join(locals_).encode()
    element = re.compile(rb"(<(?:[\w.-]+:)?(?:%b)(?:\s[^>]*)?(?<!/)>)([^<]+)(?=</)" % names)

    def new(found: re.Match[bytes]) -> bytes:
        text = text_of(found[2])
        changed = moved(text, found[1])
        return found[0] if changed == text else found[1] + escaped(changed)

    return element.sub(new, xml)


def unquoted(sheet: str) -> str:
    """A sheet's name as the tab shows it, from how a formula spells it."""
    return sheet[1:-1].replace("''", "'") if sheet.startswith("'") else sheet
