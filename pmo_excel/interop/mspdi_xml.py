"""The XML of Microsoft Project, safely read: elements as plain dicts, and the formats of its values."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Final

from lxml import etree

from pmo_excel.core.instants import DAY, NO_INSTANT, instant
from pmo_excel.core.problems import Cell, Code, Problem, Severity
from pmo_excel.schedule.plan import LagUnit

LARGEST: Final = 256 * 2**20
"""Bytes of XML that are read; a plan of 100,000 tasks has about a third of that."""

ELAPSED_FORMATS: Final = frozenset({4, 6, 8, 10, 12, 36, 38, 40, 42, 44})
"""The duration and lag formats that count elapsed time: em, eh, ed, ew, emo, and estimated ones."""

_PERCENT_FORMATS: Final = {
    19: LagUnit.PERCENT,
    20: LagUnit.ELAPSED_PERCENT,
    51: LagUnit.PERCENT,
    52: LagUnit.ELAPSED_PERCENT,
}

YEARS: Final = range(1950, 2200)
"""Years of dates that are read; Microsoft Project's own end with 2149."""

LARGEST_COUNT: Final = 1e9
"""Where whole numbers stop to be counts, and minutes to be those of any plan."""
LARGEST_NUMBER: Final = 1e15
"""Where numbers stop to be money; costs are hundredths, and some currencies count in billions."""

_TIME: Final = re.compile(r"([0-9]{1,2}):([0-9]{2})(?::[0-9]{2}(?:\.[0-9]+)?)?")

_DURATION: Final = re.compile(
    r"(-?)P(?=.)(?:([0-9]{1,9})Y)?(?:([0-9]{1,9})M)?(?:([0-9]{1,9})D)?"
    r"(?:T(?:([0-9]{1,9})H)?(?:([0-9]{1,9})M)?(?:([0-9]{1,9}(?:\.[0-9]{1,9})?)S)?)?"
)


def root_of(source: Path | str | bytes) -> etree._Element | Problem:
    """The root of a file or of its bytes; or why it is not read.

    Entities, document types and anything outside of the file are refused, not resolved.
    """
    name = "" if isinstance(source, bytes) else str(source)
    cell = Cell(name)
    try:
        content = source if isinstance(source, bytes) else _content(Path(source))
    except OSError as error:
        return Problem(Code.FILE, f"cannot be read: {error.strerror}", cell, "Check the path.", Severity.CRITICAL)
    if len(content) > LARGEST:
        text = f"has {len(content) // 2**20} MB; at most {LARGEST // 2**20} MB are read"
        return Problem(Code.FILE_REFUSED, text, cell, "Save the plan without timephased data.", Severity.CRITICAL)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        text = f"is not sound XML: {error.msg}"
        return Problem(Code.FILE, text, cell, "Save it again as XML from Microsoft Project.", Severity.CRITICAL)
    if root.getroottree().docinfo.internalDTD is not None:
        text = "declares a document type, which a plan of Microsoft Project never has"
        return Problem(Code.FILE_REFUSED, text, cell, "Save it again as XML.", Severity.CRITICAL)
    if local_name(root) != "Project":
        text = f"is no plan of Microsoft Project: its first element is {local_name(root)!r}, not 'Project'"
        return Problem(Code.FILE, text, cell, "Save the plan as XML (File, Save As).", Severity.CRITICAL)
    return root


def _content(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(LARGEST + 1)


def local_name(element: etree._Element) -> str:
    """The name of an element without its namespace, which other programs leave out."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def fields(element: etree._Element) -> dict[str, str]:
    """The text of each child, by name."""
    return {local_name(child): child.text.strip() for child in element if child.text}


def children(element: etree._Element | None, *path: str) -> Iterator[etree._Element]:
    """The elements along a path of names, whatever their namespace."""
    if element is None:
        return
    for child in element:
        if local_name(child) == path[0]:
            if len(path) == 1:
                yield child
            else:
                yield from children(child, *path[1:])


def flag(text: str | None) -> bool:
    """`1` or `true`."""
    return text is not None and text.lower() in ("1", "true")


def lag_unit(form: int) -> LagUnit:
    """How a lag of this format is counted."""
    if form in _PERCENT_FORMATS:
        return _PERCENT_FORMATS[form]
    return LagUnit.ELAPSED if form in ELAPSED_FORMATS else LagUnit.WORKING


def whole(text: str | None, empty: int) -> int:
    """A whole number; also from a decimal one, as some programs write."""
    found = number(text, LARGEST_NUMBER)
    return round(found) if abs(found) < LARGEST_COUNT else empty


def number(text: str | None, empty: float) -> float:
    """A number; empty where it is none, or beyond all that such files count."""
    try:
        found = float(text) if text else empty
    except ValueError:
        return empty
    return found if abs(found) < LARGEST_NUMBER else empty


def moment(text: str | None) -> int:
    """The instant of `2026-03-02T08:00:00`; NO_INSTANT when empty or not a date."""
    exact = exact_moment(text)
    return exact if isinstance(exact, int) else int(exact // 1)


def exact_moment(text: str | None) -> float:
    """The instant with its seconds, as a fraction of a minute where there are any."""
    if not text:
        return NO_INSTANT
    try:
        value = datetime.fromisoformat(text)
    except ValueError:
        return NO_INSTANT
    if value.year not in YEARS:
        return NO_INSTANT
    value = value.replace(tzinfo=None)
    return instant(value) + value.second / 60 if value.second else instant(value)


def minutes(text: str | None) -> float | None:
    """The minutes of `PT8H30M0S`; None when empty or not a duration."""
    found = _DURATION.fullmatch(text) if text else None
    if found is None:
        return None
    sign, years, months, days, hours, mins, seconds = found.groups()
    whole_days = int(years or 0) * 365 + int(months or 0) * 30 + int(days or 0)
    total = (whole_days * 24 + int(hours or 0)) * 60 + int(mins or 0) + float(seconds or 0) / 60
    if total >= LARGEST_COUNT:
        return None
    return -total if sign else total


def minute_of_day(text: str | None) -> int | None:
    """The minute after midnight of `08:00:00`; None when empty or no time of day."""
    found = _TIME.fullmatch(text) if text else None
    if found is None:
        return None
    minute = int(found[1]) * 60 + int(found[2])
    return minute if minute <= DAY and int(found[2]) < 60 else None
