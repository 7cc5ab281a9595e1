"""A sheet added to a workbook: four small parts change or come, and every other part stays byte for byte as it was."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass

from pmo_excel.workbook.date_style import with_date_styles
from pmo_excel.workbook.markup import attribute, escaped, start_tag
from pmo_excel.workbook.package import Package, open_package
from pmo_excel.workbook.refs import cell_ref
from pmo_excel.workbook.refused import damaged, refused

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
LONGEST_NAME = 31
"""Characters of a sheet's name in Excel."""


@dataclass(frozen=True, slots=True)
class NewSheet:
    """A sheet to add: its name, its headers in row 1, which of its columns hold dates, and their widths."""

    name: str
    headers: tuple[str, ...]
    dates: tuple[bool, ...]
    widths: tuple[float, ...]


def with_sheets(package: Package, sheets: Sequence[NewSheet]) -> Package:
    """The workbook with these sheets after its last one; those that are there already are not added.

    Raises
    ------
    Refused
        The workbook is signed, or its structure is protected or not sound.
    """
    for sheet in sheets:
        if package.sheet(sheet.name) is None:
            package = _with_sheet(package, sheet)
    return package


def _with_sheet(package: Package, sheet: NewSheet) -> Package:
    workbook = package.xml(package.workbook_part)
    protection = start_tag("workbookProtection").search(workbook)
    if package.signed or (protection and attribute(protection[0], "lockStructure") in ("1", "true")):
        why = "is digitally signed" if package.signed else "has a protected structure"
        raise refused(
            f"{package.label} {why}, so no sheet can be added",
            "Remove that in Excel, or choose --results columns.",
        )
    package, styles = with_date_styles(package, [0])
    folder = posixpath.dirname(package.workbook_part)
    member = _free(package, posixpath.join(folder, "worksheets", "sheet{}.xml"))
    rels = posixpath.join(folder, "_rels", f"{posixpath.basename(package.workbook_part)}.rels")
    relations = package.archive.find(rels)
    types = package.archive.find("[Content_Types].xml")
    if relations is None or types is None:
        raise damaged(package.label, "it does not say what its parts are")
    identity = _unused(package.xml(relations), b"rIdPmo%d")
    target = posixpath.relpath(member, folder or ".")
    relation = f'<Relationship Id="{identity}" Type="{_OFFICE}/worksheet" Target="{target}"/>'
    override = f'<Override PartName="/{member}" ContentType="{_TYPE}"/>'
    changed = {
        package.workbook_part: _listed(workbook, sheet.name, identity, package.label),
        relations: _inside(package.xml(relations), b"Relationships", relation.encode(), package.label),
        types: _inside(package.xml(types), b"Types", override.encode(), package.label),
    }
    data = io.BytesIO(package.archive.with_members(changed))
    with zipfile.ZipFile(data, "a", zipfile.ZIP_DEFLATED) as archive:
        info = zipfile.ZipInfo(member, (1980, 1, 1, 0, 0, 0))
        info.compress_type = zipfile.ZIP_DEFLATED
        archive.writestr(info, _xml(sheet, styles[0], _font(package)))
    return open_package(data.getvalue(), package.label)


def _listed(workbook: bytes, name: str, identity: str, label: str) -> bytes:
    """The workbook part with one more sheet in its list; positions of the others, which names refer to, stay."""
    numbers = [int(attribute(tag[0], "sheetId") or 0) for tag in start_tag("sheet").finditer(workbook)]
    opening = start_tag("sheets").search(workbook)
    if opening is None:
        raise damaged(label, "it lists no sheets")
    prefix = re.match(rb"<([\w.-]+:)?", opening[0])
    lead = (prefix[1] or b"") if prefix else b""
    text = b'<%bsheet xmlns:pmor="%b" name="%b" sheetId="%d" pmor:id="%b"/>' % (
        lead,
        _OFFICE.encode(),
        escaped(name).replace(b'"', b"&quot;"),
        max(numbers, default=0) + 1,
        identity.encode(),
    )
    return _inside(workbook, b"sheets", text, label)


def _inside(xml: bytes, local: bytes, text: bytes, label: str) -> bytes:
    """The part with the text as the last child of an element."""
    closing = re.search(rb"</(?:[\w.-]+:)?%b\s*>" % local, xml)
    if closing is None:
        raise damaged(label, f"a part has no end of {local.decode()}")
    return xml[: closing.start()] + text + xml[closing.start() :]


def _free(package: Package, pattern: str) -> str:
    number = 1
    while package.archive.find(pattern.format(number)):
        number += 1
    return pattern.format(number)


def _unused(xml: bytes, pattern: bytes) -> str:
    number = 1
    while b'"%b"' % (pattern % number) in xml:
        number += 1
    return (pattern % number).decode()


def _font(package: Package) -> bytes:
    """The size and name of the workbook's own font, as a run of text says them."""
    part = next((r.target for r in package.relations(package.workbook_part) if r.kind == "styles"), None)
    first = package.tree(part).find("{*}fonts/{*}font") if part else None
    size, name = (first.find(f"{{*}}{one}") if first is not None else None for one in ("sz", "name"))
    if size is None or name is None:
        return b""
    said = [escaped(one.get("val") or "").replace(b'"', b"&quot;") for one in (size, name)]
    return b'<sz val="%b"/><rFont val="%b"/>' % (said[0], said[1])


def _xml(sheet: NewSheet, date_style: int, font: bytes) -> bytes:
    cols = b"".join(
        b'<col min="%d" max="%d" width="%.1f" customWidth="1"%b/>'
        % (at, at, width, b' style="%d"' % date_style if dated else b"")
        for at, (dated, width) in enumerate(zip(sheet.dates, sheet.widths, strict=True), start=1)
    )
    cells = b"".join(
        b'<c r="%b" t="inlineStr"><is><r><rPr><b/>%b</rPr><t>%b</t></r></is></c>'
        % (cell_ref(1, at).encode(), font, escaped(header))
        for at, header in enumerate(sheet.headers, start=1)
    )
    view = (
        b'<sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" '
        b'state="frozen"/></sheetView></sheetViews>'
    )
    return (
        b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<worksheet xmlns="%b">'
        b'<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>%b<cols>%b</cols>'
        b'<sheetData><row r="1">%b</row></sheetData><pageSetup orientation="landscape" fitToHeight="0"/></worksheet>'
        % (_MAIN.encode(), view, cols, cells)
    )
