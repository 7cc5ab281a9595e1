"""Words replaced everywhere in a workbook: in cells, comments, charts and properties, and in texts that no cell shows.

A patch of cells is not enough where a text must be gone: the list of shared texts keeps what no cell points to.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from html import unescape
from typing import Final

from pmo_excel.workbook.package import Package, open_package
from pmo_excel.workbook.refused import refused

_PIECES: Final = re.compile(r"""(<(?:[^>"']|"[^"]*"|'[^']*')*>)""")
_VALUES: Final = re.compile(r"""(\s[\w:.-]+\s*=\s*)("[^"]*"|'[^']*')""")
_TEXTUAL: Final = (".xml", ".rels", ".vml")

Replace = Callable[[str], str]
"""A text with the words replaced; the same text where they are not in it."""


def with_words(package: Package, replace: Replace, hints: tuple[str, ...]) -> tuple[Package, tuple[str, ...]]:
    """The workbook with words replaced in every text of every part; and the parts that changed.

    Parameters
    ----------
    hints
        Words in lower case, one of which is in every text that changes: parts without them are not looked through.

    Raises
    ------
    Refused
        The workbook is digitally signed.
    """
    if package.signed:
        raise refused(
            f"{package.label} is digitally signed, and any change would break the signature",
            "Remove the signature in Excel (File, Info, View Signatures), or write to a copy.",
        )
    changed: dict[str, bytes] = {}
    for member in package.archive.names:
        if not member.lower().endswith(_TEXTUAL):
            continue
        old = package.archive.read(member)
        if not any(hint in unescape(old.decode("utf-8", "replace")).casefold() for hint in hints):
            continue
        xml = package.xml(member)
        new = "".join(_replaced(xml.decode("utf-8"), replace)).encode()
        if new != xml:
            changed[member] = new
    if not changed:
        return package, ()
    return open_package(package.archive.with_members(changed), package.label), tuple(changed)


def _replaced(xml: str, replace: Replace) -> Iterator[str]:
    """The pieces of a part: texts and the values of attributes with the words replaced, all else as it is."""
    for at, piece in enumerate(_PIECES.split(xml)):
        if at % 2:
            yield _VALUES.sub(lambda found: found[1] + _value(found[2], replace), piece)
        else:
            yield _text(piece, replace, _TEXT_MARKS)


_TEXT_MARKS: Final = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_VALUE_MARKS: Final = _TEXT_MARKS | {'"': "&quot;", "'": "&apos;", "\n": "&#10;", "\r": "&#13;", "\t": "&#9;"}


def _value(quoted: str, replace: Replace) -> str:
    return quoted[0] + _text(quoted[1:-1], replace, _VALUE_MARKS) + quoted[0]


def _text(escaped: str, replace: Replace, marks: dict[str, str]) -> str:
    said = unescape(escaped) if "&" in escaped else escaped
    new = replace(said)
    return escaped if new == said else "".join(marks.get(c, c) for c in new)


def parts_holding(package: Package, words: tuple[str, ...]) -> list[str]:
    """Parts that are no text, such as macros and embedded documents, in which one of the words stands as it is."""
    found = []
    for member in package.archive.names:
        if not member.lower().endswith(_TEXTUAL):
            data = package.archive.read(member)
            if any(word.encode(code) in data for word in words for code in ("utf-8", "utf-16-le")):
                found.append(member)
    return found
