"""Formats of one workbook added to those of another, so that cells brought along look as they did."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from copy import deepcopy
from dataclasses import dataclass
from typing import Final

from lxml import etree

MAIN: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_FIRST_OWN_FORMAT: Final = 164
"""Number formats below are built in (ECMA-376 part 1, 18.8.30)."""
_LOOKS: Final = {"fontId": "fonts", "fillId": "fills", "borderId": "borders"}
_OWN: Final = {"fontId": "applyFont", "fillId": "applyFill", "borderId": "applyBorder"}
"""The attribute by which a cell format says that it has a look of its own, not its style's."""
_ORDER: Final = ("numFmts", "fonts", "fills", "borders", "cellStyleXfs", "cellXfs", "cellStyles", "dxfs", "tableStyles")
"""The order of the collections in a style sheet."""


@dataclass(frozen=True, slots=True)
class AddedStyles:
    """The grown style sheet, and by how much each number of the other one moved up in it."""

    xml: bytes
    cell: int
    conditional: int


def with_styles(mine: etree._Element, theirs: etree._Element) -> AddedStyles:
    """My style sheet with theirs after it; what is there already keeps its number."""
    moved = {name: _appended(mine, theirs, name) for name in ("fonts", "fills", "borders", "dxfs")}
    formats = _number_formats(mine, theirs)

    styles = _named_styles(mine, theirs, moved)
    bases = mine.findall(f"{{{MAIN}}}cellStyleXfs/{{{MAIN}}}xf")

    def renumbered(xf: etree._Element) -> None:
        for look, name in _LOOKS.items():
            xf.set(look, str(int(xf.get(look) or 0) + moved[name]))
        number = int(xf.get("numFmtId") or 0)
        xf.set("numFmtId", str(formats.get(number, number)))
        style = styles.get(xf.get("xfId") or "0", 0)
        xf.set("xfId", str(style))
        for look in _LOOKS:  # what a cell takes from its style is as the style is here
            if style and xf.get(_OWN[look]) == "0":
                xf.set(look, bases[style].get(look) or "0")

    cell = _appended(mine, theirs, "cellXfs", renumbered)
    for shape in mine.iterfind(f"{{{MAIN}}}dxfs/{{{MAIN}}}dxf/{{{MAIN}}}numFmt"):
        number = int(shape.get("numFmtId") or 0)
        if _is_new(shape, moved["dxfs"]):
            shape.set("numFmtId", str(formats.get(number, number)))
    xml = etree.tostring(mine, encoding="UTF-8", xml_declaration=True, standalone=True)
    return AddedStyles(xml, cell, moved["dxfs"])


def _named_styles(mine: etree._Element, theirs: etree._Element, moved: Mapping[str, int]) -> dict[str, int]:
    """Where in my style sheet each of their own named styles is: those of a name that I have are mine."""
    there = {s.get("name"): int(s.get("xfId") or 0) for s in mine.iterfind(f"{{{MAIN}}}cellStyles/{{{MAIN}}}cellStyle")}
    looks = theirs.findall(f"{{{MAIN}}}cellStyleXfs/{{{MAIN}}}xf")
    found = {}
    for style in theirs.iterfind(f"{{{MAIN}}}cellStyles/{{{MAIN}}}cellStyle"):
        if style.get("builtinId") is not None:
            continue
        number = style.get("xfId") or "0"
        if style.get("name") not in there:
            bases, listed = _collection(mine, "cellStyleXfs"), _collection(mine, "cellStyles")
            if not len(bases):  # 0 is the style of cells that name none
                bases.append(etree.Element(f"{{{MAIN}}}xf"))
            there[style.get("name")] = len(bases)
            base, named = deepcopy(looks[int(number)]), deepcopy(style)
            for look, name in _LOOKS.items():
                base.set(look, str(int(base.get(look) or 0) + moved[name]))
            named.set("xfId", str(len(bases)))
            bases.append(base)
            listed.append(named)
            bases.set("count", str(len(bases)))
            listed.set("count", str(len(listed)))
        found[number] = there[style.get("name")]
    return found


def _is_new(number_format: etree._Element, first: int) -> bool:
    dxf = number_format.getparent()
    siblings = dxf.getparent() if dxf is not None else None
    return dxf is not None and siblings is not None and siblings.index(dxf) >= first


def _collection(sheet: etree._Element, name: str) -> etree._Element:
    """A collection of the style sheet; a new one in its place where there is none."""
    found = sheet.find(f"{{{MAIN}}}{name}")
    if found is not None:
        return found
    made = etree.Element(f"{{{MAIN}}}{name}")
    before = _ORDER[: _ORDER.index(name)]
    at = sum(1 for child in sheet if etree.QName(child).localname in before)
    sheet.insert(at, made)
    return made


def _appended(
    mine: etree._Element,
    theirs: etree._Element,
    name: str,
    change: Callable[[etree._Element], None] | None = None,
) -> int:
    """Their items after mine; how many were there before."""
    collection = _collection(mine, name)
    before = len(collection)
    for item in theirs.iterfind(f"{{{MAIN}}}{name}/*"):
        copied = deepcopy(item)
        if change is not None:
            change(copied)
        collection.append(copied)
    collection.set("count", str(len(collection)))
    return before


def _number_formats(mine: etree._Element, theirs: etree._Element) -> dict[int, int]:
    """Their own number formats under new numbers."""
    collection = _collection(mine, "numFmts")
    taken = [int(item.get("numFmtId") or 0) for item in collection]
    following = max([_FIRST_OWN_FORMAT - 1, *taken]) + 1
    numbers: dict[int, int] = {}
    for item in theirs.iterfind(f"{{{MAIN}}}numFmts/{{{MAIN}}}numFmt"):
        numbers[int(item.get("numFmtId") or 0)] = following
        copied = deepcopy(item)
        copied.set("numFmtId", str(following))
        collection.append(copied)
        following += 1
    if len(collection):
        collection.set("count", str(len(collection)))
    else:
        mine.remove(collection)
    return numbers
