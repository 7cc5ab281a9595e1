"""The formulas of a workbook, all of them, changed as text: in cells, in tables' columns and in defined names."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from pmo_excel.workbook.cell_formulas import cell_formulas
from pmo_excel.workbook.markup import escaped, text_of
from pmo_excel.workbook.package import Package
from pmo_excel.workbook.patch import Patched
from pmo_excel.workbook.refs import cell_ref
from pmo_excel.workbook.refused import refused
from pmo_excel.workbook.sheet_xml import SheetXml
from pmo_excel.workbook.workbook_xml import recalculated_on_load

Change = Callable[[str], str]
_OUTSIDE: Final = re.compile(
    rb"(<(?:\w+:)?(?:definedName|calculatedColumnFormula|totalsRowFormula|formula|formula1|formula2)(?:\s[^>]*)?(?<!/)>)"
    rb"([^<]+)<"
)
"""Formulas that are not in cells: of names, of tables' columns, of conditional formats and of validation."""


def with_formulas(package: Package, change: Change) -> Patched:
    """The workbook with every formula as `change` gives it; values stay until the program calculates them anew.

    Raises
    ------
    Refused
        The workbook is signed.
    """
    if package.signed:
        raise refused(f"{package.label} is digitally signed", "Remove the signature, or write to a copy.")
    changed: dict[str, bytes] = {}
    cells: list[tuple[str, str]] = []
    for sheet in package.sheets:
        if sheet.kind == "worksheet":
            xml, places = _sheet(SheetXml(package.xml(sheet.member), sheet.name, package.label), change)
            cells += [(sheet.name, cell_ref(*place)) for place in places]
            _keep(changed, package, sheet.member, _outside(xml, change))
    for member in (package.workbook_part, *(table.member for table in package.tables)):
        _keep(changed, package, member, _outside(package.xml(member), change))
    if changed:
        workbook = package.workbook_part
        changed[workbook] = recalculated_on_load(changed.get(workbook) or package.xml(workbook))
    names = tuple(name for name in package.archive.names if name in changed)
    identical = len(package.archive.names) - len(names)
    return Patched(package.archive.with_members(changed), names, (), identical, tuple(cells))


def _keep(changed: dict[str, bytes], package: Package, member: str, xml: bytes) -> None:
    if xml != package.xml(member):
        changed[member] = xml


def _sheet(sheet: SheetXml, change: Change) -> tuple[bytes, list[tuple[int, int]]]:
    pieces: list[bytes] = []
    places: list[tuple[int, int]] = []
    at = 0
    for found in cell_formulas(sheet):
        text = text_of(found.text)
        new = change(text)
        if new != text:
            pieces += (sheet.xml[at : found.start], escaped(new))
            at = found.end
            places.append(sheet.cell_around(found.start))
    return b"".join([*pieces, sheet.xml[at:]]), places


def _outside(xml: bytes, change: Change) -> bytes:
    def written(found: re.Match[bytes]) -> bytes:
        text = text_of(found[2])
        new = change(text)
        return found[0] if new == text else found[1] + escaped(new) + b"<"

    return _OUTSIDE.sub(written, xml)
