"""Cells of a text file (CSV): its encoding, its separator and its decimal sign are found in the text itself."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from pmo_excel.core.problems import Cell, Code, Problem, Severity

_SEPARATORS: Final = (",", ";", "\t", "|")
_LOOKED_AT: Final = 200
"""Records that tell the separator."""
_LONGEST_CELL: Final = 2**24
_MARKS: Final = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_COMMA: Final = re.compile(r"[+-]?(\d+,(\d{1,2}|\d{4,})|\d{1,3}([. ]\d{3})+,\d+)")
_POINT: Final = re.compile(r"[+-]?(\d+\.(\d{1,2}|\d{4,})|\d{1,3}([, ]\d{3})+\.\d+)")


@dataclass(frozen=True, slots=True)
class TextCells:
    """The records of a text file.

    Attributes
    ----------
    separator, encoding
        As found.
    lines
        The line on which each record ends, as an editor numbers it.
    """

    rows: Sequence[Sequence[str]]
    lines: Sequence[int]
    separator: str
    encoding: str
    problems: Sequence[Problem] = ()


def text_cells(content: bytes, name: str) -> TextCells:
    """The cells of a CSV file, whatever its encoding (UTF-8, UTF-16, Windows-1252) and separator (`,` `;` tab `|`)."""
    text, encoding = _decoded(content)
    problems = []
    if encoding == "cp1252":
        said = "the text is not UTF-8 and was read as Windows-1252"
        fix = "Check names with accents; save as UTF-8 where they are wrong."
        problems.append(Problem(Code.FILE, said, Cell(name), fix, Severity.LOW))
    skipped = 0
    first = text.split("\n", 1)[0].strip()
    if re.fullmatch(r"sep=[,;\t|]", first, re.IGNORECASE):
        separator, text, skipped = first[-1], text.split("\n", 1)[-1], 1
    else:
        separator = _separator(text)
    rows, lines, sound = _records(text, separator)
    if not sound:
        said = "a quotation mark is not closed, so cells after it may have run together"
        problems.append(Problem(Code.FILE, said, Cell(name), "Export it again.", Severity.HIGH))
    return TextCells(rows, [line + skipped for line in lines], separator, encoding, problems)


def _decoded(content: bytes) -> tuple[str, str]:
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return content.decode(encoding, errors="replace"), encoding
    head = content[:2000]
    if head[1::2].count(0) > len(head) // 4:
        return content.decode("utf-16-le", errors="replace"), "utf-16-le"
    if head[0::2].count(0) > len(head) // 4:
        return content.decode("utf-16-be", errors="replace"), "utf-16-be"
    try:
        return content.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace"), "cp1252"


def _separator(text: str) -> str:
    """The one that cuts most records into as many cells as each other, and into the most."""
    scores = []
    for at, separator in enumerate(_SEPARATORS):
        rows, _, _ = _records(text, separator, _LOOKED_AT)
        widths = Counter(len(row) for row in rows if any(row))
        width, count = max(widths.items(), key=lambda item: (item[0] > 1, item[1], item[0]), default=(1, 0))
        scores.append((width > 1, count / max(sum(widths.values()), 1), width, -at))
    return _SEPARATORS[-max(scores)[3]]


def _records(text: str, separator: str, most: int | None = None) -> tuple[list[list[str]], list[int], bool]:
    csv.field_size_limit(_LONGEST_CELL)
    for strict in (True, False):
        reader = csv.reader(text.splitlines(keepends=True), delimiter=separator, strict=strict)
        rows, lines = [], []
        try:
            for row in reader:
                rows.append(row)
                lines.append(reader.line_num)
                if most is not None and len(rows) >= most:
                    break
        except csv.Error:
            continue
        return rows, lines, strict
    return rows, lines, False


def decimal_comma(cells: Sequence[str], separator: str) -> bool | None:
    """Whether numbers have a decimal comma; None where some have a comma and some a point, or nothing tells.

    A file with `;` between its cells comes from a country whose decimal sign is the comma.
    """
    comma, point = any(map(_COMMA.fullmatch, cells)), any(map(_POINT.fullmatch, cells))
    if comma != point:
        return comma
    return True if separator == ";" and not point else None
