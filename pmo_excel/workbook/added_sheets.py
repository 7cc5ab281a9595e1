"""Sheets of a template added to a workbook, of which every part stays byte for byte but for four lists that grow.

The four are the workbook's sheets and names, its relationships, the content types and the style sheet.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from typing import Final, NamedTuple
from xml.sax.saxutils import escape

from lxml import etree

from pmo_excel.core.lists import LISTS
from pmo_excel.workbook.added_styles import MAIN, AddedStyles, with_styles
from pmo_excel.workbook.package import Package, Sheet
from pmo_excel.workbook.part_lists import (
    CONTENT_TYPES,
    RELATIONS,
    NewName,
    NewSheet,
    relations_member,
    relations_part,
    with_content_types,
    with_sheet_entries,
    with_sheet_relations,
    with_sheets_shown,
)
from pmo_excel.workbook.refused import refused

_TYPES: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_LONGEST_LIST: Final = 255
_TEXT: Final = re.compile(rb'(<c r="[A-Z]+\d+"(?: s="\d+")?) t="s"><v>(\d+)</v></c>')
_STYLE: Final = re.compile(rb'(<(?:c|row|col) [^>]*?\b(?:s|style)=")(\d+)(")')
_CONDITIONAL: Final = re.compile(rb'(\b(?:dxfId|dataDxfId|headerRowDxfId)=")(\d+)(")')
_STANDING: Final = re.compile(rb'(<c r="A2"(?: s="\d+")?)[^>]*><f>Start![^<]*?\|   ([^<]*?)"</f></c>')
_CHECK: Final = re.compile(rb"<dataValidation .*?</dataValidation>", re.DOTALL)
_NAME: Final = re.compile(rb"<formula1>((?:lst|ids)_\w+)</formula1>")


@dataclass(slots=True)
class _Parts:
    """The new parts, and what is added to the lists of parts."""

    parts: dict[str, bytes] = field(default_factory=dict)
    types: list[tuple[str, str]] = field(default_factory=list)
    sheets: list[NewSheet] = field(default_factory=list)


def with_sheets(
    package: Package,
    template: Package,
    names: Sequence[str],
    hidden: Collection[str] = (),
    shown: Collection[str] = (),
) -> bytes:
    """The workbook with sheets of a template after its own; `hidden` are not shown, `shown` of its own are.

    Raises
    ------
    Refused
        The workbook is signed, its structure is protected, or it is written in a way that no usual program writes.
    """
    _check(package, names)
    if not names:
        part = package.workbook_part
        return package.archive.with_members({part: with_sheets_shown(package.xml(part), shown)})
    member = next(r.target for r in package.relations(package.workbook_part) if r.kind == "styles")
    their_member = next(r.target for r in template.relations(template.workbook_part) if r.kind == "styles")
    styles = with_styles(package.tree(member), template.tree(their_member))
    texts = _shared_texts(template)
    known = {n.name for n in package.names} | {n.name for n in template.names if _target(n.refers_to) in set(names)}
    made = _Parts()
    for name in names:
        sheet = template.sheet(name)
        if sheet is None:
            raise ValueError(f"the template has no sheet {name!r}")
        _add(package, template, sheet, _Given(texts, styles, known, name in hidden), made)
    entries = with_sheet_entries(package, made.sheets, _names(package, template, made))
    changed = {
        member: styles.xml,
        package.workbook_part: with_sheets_shown(entries, shown),
        relations_member(package.workbook_part): with_sheet_relations(package, made.sheets),
        CONTENT_TYPES: with_content_types(package, made.types),
    }
    return _with_parts(package.archive.with_members(changed), made.parts)


class _Given(NamedTuple):
    """What a sheet is brought along with: the template's texts, the grown styles, the names that will be there."""

    texts: Sequence[bytes]
    styles: AddedStyles
    known: Collection[str]
    hidden: bool


def _check(package: Package, names: Sequence[str]) -> None:
    if package.signed:
        raise refused(f"{package.label} is digitally signed", "Remove the signature in Excel, or upgrade a copy.")
    root = package.tree(package.workbook_part)
    protection = root.find("{*}workbookProtection")
    if protection is not None and protection.get("lockStructure") in ("1", "true"):
        raise refused(
            f"the structure of {package.label} is protected, so no sheet can be added",
            "Take the protection off in Excel (Review, Protect Workbook), and try again.",
        )
    if etree.QName(root).namespace != MAIN or f'"{RELATIONS}"'.encode() not in package.xml(package.workbook_part):
        raise refused(
            f"{package.label} is saved as Strict Open XML", "Save it in Excel as Excel Workbook (.xlsx), and try again."
        )
    taken = [name for name in names if package.sheet(name) is not None]
    if taken:
        raise ValueError(f"the workbook has a sheet {taken[0]!r} already")


def _add(package: Package, template: Package, sheet: Sheet, given: _Given, made: _Parts) -> None:
    """One sheet with its table and its notes, under names that are free."""
    styles = given.styles
    xml = _own_content(template.xml(sheet.member), given)
    if package.sheet("Start") is None or package.table("tblCharter") is None:
        xml = _STANDING.sub(rb'\1 t="inlineStr"><is><t>\2</t></is></c>', xml)
    name = _free(package, made, "xl/worksheets/sheet{}.xml")
    relations = []
    for relation in template.relations(sheet.member):
        pattern, kind, content_type = _KINDS[relation.kind]
        target = _free(package, made, pattern)
        part = template.archive.read(relation.target)
        if relation.kind == "table":
            part = _with_table_id(package, made, _moved(part, styles.conditional))
        made.parts[target] = part
        if relation.kind == "drawing":
            _add_charts(package, template, relation.target, target, made)
        if content_type:
            made.types.append((target, content_type))
        relations.append((relation.id, f"{RELATIONS}/{kind}", posixpath.relpath(target, "xl/worksheets")))
    made.parts[name] = xml
    made.parts[relations_member(name)] = relations_part(relations)
    made.types.append((name, f"{_TYPES}.worksheet+xml"))
    made.sheets.append(NewSheet(sheet.name, name, given.hidden))


def _add_charts(package: Package, template: Package, theirs: str, drawing: str, made: _Parts) -> None:
    """The charts of a drawing; they name the sheet that they read, which comes along under its own name."""
    relations = []
    for relation in template.relations(theirs):
        pattern, kind, content_type = _KINDS[relation.kind]
        target = _free(package, made, pattern)
        made.parts[target] = template.archive.read(relation.target)
        made.types.append((target, content_type))
        relations.append((relation.id, f"{RELATIONS}/{kind}", posixpath.relpath(target, posixpath.dirname(drawing))))
    made.parts[relations_member(drawing)] = relations_part(relations)


def _own_content(xml: bytes, given: _Given) -> bytes:
    """A sheet that rests on nothing of the template: texts in its cells, styles and lists as the workbook has them."""
    xml = _TEXT.sub(lambda m: m[1] + b' t="inlineStr"><is>' + given.texts[int(m[2])] + b"</is></c>", xml)
    xml = _STYLE.sub(lambda m: m[1] + str(int(m[2]) + given.styles.cell).encode() + m[3], xml)
    return _with_lists(_moved(xml, given.styles.conditional), given.known).replace(b' tabSelected="1"', b"")


_KINDS: Final[Mapping[str, tuple[str, str, str]]] = {
    "table": ("xl/tables/table{}.xml", "table", f"{_TYPES}.table+xml"),
    "comments": ("xl/comments{}.xml", "comments", f"{_TYPES}.comments+xml"),
    "vmlDrawing": ("xl/drawings/vmlDrawing{}.vml", "vmlDrawing", ""),
    "drawing": ("xl/drawings/drawing{}.xml", "drawing", "application/vnd.openxmlformats-officedocument.drawing+xml"),
    "chart": (
        "xl/charts/chart{}.xml",
        "chart",
        "application/vnd.openxmlformats-officedocument.drawingml.chart+xml",
    ),
}
"""Parts that belong to a sheet: their names, relationships and content types; that of drawings is by extension."""


def _moved(xml: bytes, by: int) -> bytes:
    return _CONDITIONAL.sub(lambda m: m[1] + str(int(m[2]) + by).encode() + m[3], xml)


def _free(package: Package, made: _Parts, pattern: str) -> str:
    """The first name of a pattern that no part has."""
    taken = {name.casefold() for name in (*package.archive.names, *made.parts)}
    return next(n for n in (pattern.format(i) for i in range(1, len(taken) + 2)) if n.casefold() not in taken)


def _with_table_id(package: Package, made: _Parts, part: bytes) -> bytes:
    """The table under an ID that no table of the workbook has."""
    others = [package.xml(table.member) for table in package.tables]
    others += [content for name, content in made.parts.items() if "/tables/" in name]
    ids = [re.search(rb'<(?:\w+:)?table [^>]*?\bid="(\d+)"', other) for other in others]
    following = max((int(found[1]) for found in ids if found), default=0) + 1
    return re.sub(rb'(<table [^>]*?\bid=")\d+', lambda m: m[1] + str(following).encode(), part, count=1)


def with_known_lists(checks: bytes, known: Collection[str]) -> bytes:
    """Checks with lists written out that the workbook has no name for; those of IDs that it lacks are left out."""

    def settled(found: re.Match[bytes]) -> bytes:
        name = _NAME.search(found[0])
        if name is None or name[1].decode() in known:
            return found[0]
        words = LISTS.get(name[1].decode().removeprefix("lst_"), ())
        listed = ",".join(words)
        if not listed or len(listed) > _LONGEST_LIST or any("," in word for word in words):
            return b""
        return found[0].replace(name[0], f'<formula1>"{escape(listed)}"</formula1>'.encode())

    return _CHECK.sub(settled, checks)


def _with_lists(xml: bytes, known: Collection[str]) -> bytes:
    """The sheet with its checks as the workbook can have them."""
    checked = with_known_lists(xml, known)
    count = len(_CHECK.findall(checked))
    if not count:
        return re.sub(rb"<dataValidations [^>]*>\s*</dataValidations>", b"", checked)
    return re.sub(rb'(<dataValidations count=")\d+', lambda m: m[1] + str(count).encode(), checked)


def _shared_texts(template: Package) -> list[bytes]:
    """The inside of each shared text, as XML."""
    member = next(r.target for r in template.relations(template.workbook_part) if r.kind == "sharedStrings")
    return re.findall(rb"<si>(.*?)</si>", template.xml(member), re.DOTALL)


def _names(package: Package, template: Package, made: _Parts) -> list[NewName]:
    """Names of the template that belong to the new sheets: of columns of IDs, and what printed pages repeat."""
    at = {sheet.name: len(package.sheets) + i for i, sheet in enumerate(made.sheets)}
    there = {n.name.casefold() for n in package.names if not n.sheet}
    found = []
    for name in template.names:
        if name.sheet in at:
            found.append(NewName(name.name, name.refers_to, at[name.sheet]))
        elif not name.sheet and _target(name.refers_to) in at and name.name.casefold() not in there:
            found.append(NewName(name.name, name.refers_to, None))
    return found


def _target(refers_to: str) -> str:
    """The sheet that a name refers to."""
    return refers_to.lstrip("=").split("!", maxsplit=1)[0].strip("'")


def _with_parts(data: bytes, parts: Mapping[str, bytes]) -> bytes:
    """The archive with new parts after its own, whose bytes stay where they are."""
    output = BytesIO(data)
    with zipfile.ZipFile(output, "a", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), content, zipfile.ZIP_DEFLATED)
    return output.getvalue()
