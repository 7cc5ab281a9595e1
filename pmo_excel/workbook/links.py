"""Links of cells to other cells of the same workbook, kept in the sheet's own XML; no other part is needed for them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from pmo_excel.workbook.markup import attribute, escaped, start_tag

_AFTER: Final = (
    b"printOptions|pageMargins|pageSetup|headerFooter|rowBreaks|colBreaks|customProperties|cellWatches|ignoredErrors"
    b"|smartTags|drawing|legacyDrawing|legacyDrawingHF|drawingHF|picture|oleObjects|controls|webPublishItems|tableParts"
    b"|extLst"
)
"""The elements that follow the links in a sheet (ECMA-376 part 1, 18.3.1.99)."""
_NEXT: Final = re.compile(rb"<(?:[\w.-]+:)?(?:%b)(?=[\s/>])|</(?:[\w.-]+:)?worksheet\s*>" % _AFTER)
_ALL: Final = re.compile(rb"<((?:[\w.-]+:)?)hyperlinks(?=[\s/>])[^>]*?(?:/>|>(.*?)</\1hyperlinks\s*>)", re.DOTALL)
_ONE: Final = re.compile(
    rb"""<((?:[\w.-]+:)?)hyperlink(?=[\s/>])(?:[^>"'/]|/(?!>)|"[^"]*"|'[^']*')*(?:/>|>.*?</\1hyperlink\s*>)""",
    re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Link:
    """A cell and the cell that a click on it leads to, such as Schedule!H12; "" where it is to lead nowhere."""

    sheet: str
    ref: str
    target: str


def links_in(tail: bytes) -> Mapping[str, str]:
    """Where the cells of a sheet lead to inside the workbook; "" where a link leads out of it.

    Parameters
    ----------
    tail
        What stands after the cells in the sheet's XML.
    """
    found = _ALL.search(tail)
    tags = start_tag("hyperlink").finditer(found[2] or b"") if found else ()
    return {attribute(tag[0], "ref") or "": attribute(tag[0], "location") or "" for tag in tags}


def with_links(tail: bytes, links: Sequence[Link], prefix: bytes) -> bytes:
    """What stands after the cells, with some cells leading elsewhere; the links of other cells stay as they are."""
    changed = {link.ref for link in links}
    found = _ALL.search(tail)
    inner = found[2] or b"" if found else b""
    kept = [tag[0] for tag in _ONE.finditer(inner) if attribute(tag[0], "ref") not in changed]
    made = [_element(link, prefix) for link in links if link.target]
    listed = b"".join([*kept, *made])
    new = b"<%bhyperlinks>%b</%bhyperlinks>" % (prefix, listed, prefix) if listed else b""
    if found:
        return tail[: found.start()] + new + tail[found.end() :]
    following = _NEXT.search(tail)
    at = following.start() if following else len(tail)
    return tail[:at] + new + tail[at:]


def _element(link: Link, prefix: bytes) -> bytes:
    location = escaped(link.target).replace(b'"', b"&quot;")
    return b'<%bhyperlink ref="%b" location="%b"/>' % (prefix, link.ref.encode(), location)
