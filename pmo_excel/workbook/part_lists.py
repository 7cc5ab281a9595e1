"""The lists in which a workbook names its parts, with entries for new sheets after those that are there."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Collection, Sequence
from typing import Final, NamedTuple
from xml.sax.saxutils import escape, quoteattr, unescape

from pmo_excel.workbook.package import Package
from pmo_excel.workbook.refused import refused

RELATIONS: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
CONTENT_TYPES: Final = "[Content_Types].xml"
_PACKAGE_RELATIONS: Final = "http://schemas.openxmlformats.org/package/2006/relationships"
_VML: Final = '<Default Extension="vml" ContentType="application/vnd.openxmlformats-officedocument.vmlDrawing"/>'
_BEFORE_NAMES: Final = (b"externalReferences", b"functionGroups", b"sheets")
"""What the defined names come after (ECMA-376 part 1, 18.2.27), the last first."""


class NewSheet(NamedTuple):
    """A sheet to be listed: its name, its part, and whether it is hidden."""

    name: str
    part: str
    hidden: bool


class NewName(NamedTuple):
    """A defined name to be listed; `sheet` is the position of the one sheet where it holds, None for all."""

    name: str
    refers_to: str
    sheet: int | None


def with_sheet_entries(package: Package, added: Sequence[NewSheet], names: Sequence[NewName]) -> bytes:
    """The workbook part with new sheets and names after its own.

    Raises
    ------
    Refused
        It lists its sheets in a way that no usual program writes.
    """
    xml = package.xml(package.workbook_part)
    end = re.search(rb"</((?:[\w.-]+:)?)sheets\s*>", xml)
    if end is None:
        raise refused(f"{package.label} lists its sheets in a way no usual program does", "Save it in Excel first.")
    prefix = end[1].decode()
    first = max((int(n) for n in re.findall(rb'\bsheetId="(\d+)"', xml)), default=0) + 1
    rows = ""
    for at, sheet in enumerate(added):
        state = ' state="hidden"' if sheet.hidden else ""
        rows += f'<{prefix}sheet name={quoteattr(sheet.name)} sheetId="{first + at}"{state}'
        rows += f' xmlns:r="{RELATIONS}" r:id="{_relation_id(package, at)}"/>'
    return _with_names(xml[: end.start()] + rows.encode() + xml[end.start() :], prefix, names)


def _with_names(xml: bytes, prefix: str, names: Sequence[NewName]) -> bytes:
    rows = ""
    for name, refers_to, at in names:
        local = "" if at is None else f' localSheetId="{at}"'
        rows += f"<{prefix}definedName name={quoteattr(name)}{local}>{escape(refers_to)}</{prefix}definedName>"
    end = re.search(rb"</(?:[\w.-]+:)?definedNames\s*>", xml)
    if end is not None:
        return xml[: end.start()] + rows.encode() + xml[end.start() :]
    rows = f"<{prefix}definedNames>{rows}</{prefix}definedNames>" if rows else ""
    none = re.search(rb"<(?:[\w.-]+:)?definedNames\s*/>", xml)
    if none is not None:
        return xml[: none.start()] + rows.encode() + xml[none.end() :]
    place = next(p for p in (re.search(rb"</(?:[\w.-]+:)?%b\s*>" % b, xml) for b in _BEFORE_NAMES) if p)
    return xml[: place.end()] + rows.encode() + xml[place.end() :]


def relations_member(member: str) -> str:
    """The part that holds a part's relationships."""
    folder, base = posixpath.split(member)
    return posixpath.join(folder, "_rels", f"{base}.rels")


def _relation_id(package: Package, at: int) -> str:
    """An ID after the highest number that the workbook's relationships use."""
    xml = package.xml(relations_member(package.workbook_part))
    highest = max((int(n) for n in re.findall(rb'"rId(\d+)"', xml)), default=0)
    return f"rId{highest + 1 + at}"


def with_sheets_shown(xml: bytes, names: Collection[str]) -> bytes:
    """The workbook part with some of its sheets no longer hidden."""

    def shown(found: re.Match[bytes]) -> bytes:
        tag = found[0]
        name = re.search(rb'\bname="([^"]*)"', tag)
        if name is None or unescape(name[1].decode(), {"&quot;": '"', "&apos;": "'"}) not in names:
            return tag
        return re.sub(rb'\s+state="(?:hidden|veryHidden)"', b"", tag)

    return re.sub(rb"<(?:[\w.-]+:)?sheet\s[^>]*>", shown, xml)


def with_sheet_relations(package: Package, added: Sequence[NewSheet]) -> bytes:
    """The workbook's relationships with those to new sheets."""
    folder = posixpath.dirname(package.workbook_part)
    rows = [
        (_relation_id(package, at), f"{RELATIONS}/worksheet", posixpath.relpath(sheet.part, folder))
        for at, sheet in enumerate(added)
    ]
    return _before_end(package.xml(relations_member(package.workbook_part)), "Relationships", _relation_rows(rows))


def relations_part(relations: Sequence[tuple[str, str, str]]) -> bytes:
    """A new part of relationships: ID, type and target of each."""
    head = f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Relationships xmlns="{_PACKAGE_RELATIONS}">'
    return f"{head}{_relation_rows(relations)}</Relationships>".encode()


def _relation_rows(relations: Sequence[tuple[str, str, str]]) -> str:
    return "".join(f'<Relationship Id="{i}" Type="{kind}" Target="{target}"/>' for i, kind, target in relations)


def with_content_types(package: Package, types: Collection[tuple[str, str]]) -> bytes:
    """The content types with those of new parts, and that of the drawings of notes."""
    xml = package.xml(CONTENT_TYPES)
    start = re.search(rb"<Types[^>]*>", xml)
    if start is not None and not re.search(rb'<Default [^>]*Extension="vml"', xml):
        xml = xml[: start.end()] + _VML.encode() + xml[start.end() :]
    rows = "".join(f'<Override PartName="/{part}" ContentType="{kind}"/>' for part, kind in types)
    return _before_end(xml, "Types", rows)


def _before_end(xml: bytes, tag: str, rows: str) -> bytes:
    at = xml.rindex(f"</{tag}>".encode())
    return xml[:at] + rows.encode() + xml[at:]
