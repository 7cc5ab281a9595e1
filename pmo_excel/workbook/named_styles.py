"""Named cell styles in a new workbook, which XlsxWriter does not know: a template's owner changes a style, not cells.

A cell format names its style and says what it has of its own (number format, alignment, lock, another border); the
rest, which all formats of a style share most, is the style's and changes with it.
"""

from __future__ import annotations

import zipfile
from collections import Counter
from collections.abc import Mapping, Sequence
from io import BytesIO
from typing import Final

from lxml import etree

_MAIN: Final = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_PART: Final = "xl/styles.xml"
_LOOKS: Final = (("fontId", "applyFont"), ("fillId", "applyFill"), ("borderId", "applyBorder"))
"""What a style holds, and the attribute by which a cell format says that it has its own (ECMA-376 part 1, 18.8.45)."""


def with_named_styles(data: bytes, names: Mapping[int, str]) -> bytes:
    """The workbook with a named style for the cell formats of these numbers."""
    output = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.infolist():
            content = old.read(member)
            new.writestr(member, _named(content, names) if member.filename == _PART else content)
    return output.getvalue()


def _named(part: bytes, names: Mapping[int, str]) -> bytes:
    root = etree.fromstring(part)
    formats = root.findall(f"{_MAIN}cellXfs/{_MAIN}xf")
    bases, listed = (_only(root, name) for name in ("cellStyleXfs", "cellStyles"))
    for name in dict.fromkeys(names.values()):
        mine = [formats[at] for at, style in names.items() if style == name]
        style = _style(mine)
        for xf in mine:
            xf.set("xfId", str(len(bases)))
            for look, own in _LOOKS:
                xf.set(own, "0" if xf.get(look) == style.get(look) else "1")
        etree.SubElement(listed, f"{_MAIN}cellStyle", {"name": name, "xfId": str(len(bases))})
        bases.append(style)
    for collection in (bases, listed):
        collection.set("count", str(len(collection)))
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True, standalone=True)


def _style(formats: Sequence[etree._Element]) -> etree._Element:
    """The font, fill and border that most of the formats have."""
    looks = {look: Counter(xf.get(look) or "0" for xf in formats).most_common(1)[0][0] for look, _ in _LOOKS}
    own = dict.fromkeys(("applyNumberFormat", "applyAlignment", "applyProtection"), "0")
    return etree.Element(f"{_MAIN}xf", {"numFmtId": "0"} | looks | own)


def _only(root: etree._Element, name: str) -> etree._Element:
    return next(root.iterchildren(f"{_MAIN}{name}"))
