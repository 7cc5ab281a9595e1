"""Power Query connections: fetched again on opening, when they read a table or name of this workbook that was written.

Source
------
[MS-QDEFF] 2.2: the queries are a zip archive, as base64 in a custom XML part; `Formulas/Section1.m` holds their text.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator, Sequence
from contextlib import suppress

from lxml import etree

from pmo_excel.workbook.archive import Archive
from pmo_excel.workbook.markup import attribute, start_tag, with_attribute
from pmo_excel.workbook.package import Package
from pmo_excel.workbook.pivots import named_place
from pmo_excel.workbook.refs import Range
from pmo_excel.workbook.refused import Refused

_SECTION = "Formulas/Section1.m"
_READS = re.compile(r'Excel\.CurrentWorkbook\s*\(\s*\)(?:\s*\{\s*\[\s*Name\s*=\s*"((?:[^"]|"")*)")?')
_CONNECTION = re.compile(
    rb"<(?:[\w.-]+:)?connection\s.*?(?=<(?:[\w.-]+:)?connection\s|</(?:[\w.-]+:)?connections)", re.DOTALL
)


def query_connections(package: Package) -> list[str]:
    """The parts that list the workbook's connections to data."""
    return [r.target for r in package.relations(package.workbook_part) if r.kind == "connections"]


def reads_any(package: Package, written: Sequence[tuple[str, Range]]) -> bool:
    """Whether a query reads a table or a name that lies in these ranges of sheets, or all that the workbook holds."""
    for name in _read_names(package):
        place = named_place(name, package) if name else None
        if not name or (place is not None and any(_overlap(place, one) for one in written)):
            return True
    return False


def _overlap(place: tuple[str, Range], other: tuple[str, Range]) -> bool:
    return place[0].casefold() == other[0].casefold() and place[1].overlaps(other[1])


def fetched_on_load(xml: bytes) -> bytes:
    """The connections part in which those of Power Query are fetched when Excel opens the file."""

    def fresh(found: re.Match[bytes]) -> bytes:
        if b"Microsoft.Mashup" not in found[0]:
            return found[0]
        tag = start_tag("connection").match(found[0])
        if tag is None or attribute(tag[0], "refreshOnLoad") in ("1", "true"):
            return found[0]
        return with_attribute(tag[0], "refreshOnLoad", "1") + found[0][tag.end() :]

    return _CONNECTION.sub(fresh, xml)


def _read_names(package: Package) -> Iterator[str]:
    for text in _queries(package):
        for found in _READS.finditer(text):
            yield (found[1] or "").replace('""', '"')


def _queries(package: Package) -> Iterator[str]:
    """The text of the workbook's queries; one that cannot be read is left as it is."""
    for member in package.archive.names:
        if re.fullmatch(r"customXml/item\d+\.xml", member, re.IGNORECASE) is None:
            continue
        with suppress(Refused, binascii.Error, KeyError):
            root = package.tree(member)
            if etree.QName(root).localname == "DataMashup":
                data = base64.b64decode(root.text or "")
                size = int.from_bytes(data[4:8], "little")
                archive = Archive(data[8 : 8 + size], f"{package.label} ({member})")
                yield archive.read(_SECTION).decode("utf-8", "replace")
