"""An iCalendar file of events that updates diaries: what changed since the file before says so.

RFC 5545: the same UID is the same event, and a higher SEQUENCE goes before a lower one; RFC 7986 for the names.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final

from icalendar import Calendar
from icalendar import Event as Component

from pmo_excel.report.calendar_events import Event

PRODUCT: Final = "-//pmo-excel//milestones, gates and meetings//EN"
_DAY_ONE: Final = date(2020, 1, 1)
_NAMES: Final = ("SUMMARY", "DESCRIPTION", "CATEGORIES", "DTSTART", "STATUS")
"""What makes an event another than before."""


@dataclass(frozen=True, slots=True)
class Written:
    """A calendar as bytes, and how many events it adds, changes, leaves and cancels against the one before."""

    data: bytes
    new: int
    changed: int
    same: int
    cancelled: int


class NotOursError(ValueError):
    """The file that would be replaced is no calendar of ours."""


def calendar_file(
    events: Sequence[Event], name: str, now: datetime, status: date | None = None, before: bytes | None = None
) -> Written:
    """A calendar of events; with the file before, each event that changed has a higher sequence number.

    An event that is gone stays as cancelled, so that diaries take it out. Without a file before, numbers begin with the
    days up to the status date: a later plan goes before an earlier one even so.

    Raises
    ------
    NotOursError
        `before` is no calendar that this made.
    """
    old = _components(before)
    base = max(0, (status - _DAY_ONE).days) if status else 0
    made = Calendar()
    made.add("PRODID", PRODUCT)
    made.add("VERSION", "2.0")
    made.add("METHOD", "PUBLISH")
    made.add("NAME", one_line(name))
    made.add("X-WR-CALNAME", one_line(name))
    counts = {"new": 0, "changed": 0, "same": 0, "cancelled": 0}
    for one in events:
        made.add_component(_component(one, old.get(one.uid), base, now, counts))
    here = {one.uid for one in events}
    for uid, gone in old.items():
        if uid not in here:
            made.add_component(_cancelled(gone, base, now, counts))
    return Written(made.to_ical(), **counts)


def _components(before: bytes | None) -> dict[str, Any]:
    if before is None:
        return {}
    try:
        held = Calendar.from_ical(before)
    except (ValueError, IndexError, KeyError) as error:
        raise NotOursError("it is no calendar") from error
    if str(held.get("PRODID", "")) != PRODUCT:
        raise NotOursError("it is a calendar of another program")
    return {str(one["UID"]): one for one in held.walk("VEVENT") if "UID" in one}


def _component(one: Event, before: Any, base: int, now: datetime, counts: dict[str, int]) -> Component:
    made = Component()
    made.add("UID", one.uid)
    made.add("SUMMARY", one_line(one.summary))
    made.add("DESCRIPTION", one_line(one.description))
    made.add("CATEGORIES", [one.kind])
    made.add("DTSTART", one.day)
    made.add("DTEND", one.day + timedelta(days=1))
    made.add("STATUS", "CONFIRMED")
    made.add("TRANSP", "TRANSPARENT")
    return _numbered(made, before, base, now, counts, "changed")


def _cancelled(before: Any, base: int, now: datetime, counts: dict[str, int]) -> Component:
    made = Component()
    for name in ("UID", "SUMMARY", "DESCRIPTION", "CATEGORIES", "DTSTART", "DTEND"):
        if name in before:
            made[name] = before[name]
    made.add("STATUS", "CANCELLED")
    made.add("TRANSP", "TRANSPARENT")
    return _numbered(made, before, base, now, counts, "cancelled")


def _numbered(made: Component, before: Any, base: int, now: datetime, counts: dict[str, int], change: str) -> Component:
    """The event with its sequence number and stamp: those of before where it is the same."""
    stamp = now.astimezone(UTC).replace(microsecond=0)
    sequence, how = base, "new"
    if before is not None:
        how = "same" if _told(made) == _told(before) else change
        old = int(before.get("SEQUENCE", 0))
        sequence = old if how == "same" else max(base, old + 1)
        stamp = before["DTSTAMP"].dt if how == "same" and "DTSTAMP" in before else stamp
    if change != "cancelled" or how != "same":  # what was cancelled before is nothing new
        counts[how] += 1
    made.add("SEQUENCE", sequence)
    made.add("DTSTAMP", stamp)
    made.add("LAST-MODIFIED", stamp)
    return made


def _told(one: Mapping[str, Any]) -> list[bytes]:
    return [one[name].to_ical() if name in one else b"" for name in _NAMES]


def one_line(text: str) -> str:
    """A text in one line, without control characters: no text of a cell becomes a line of the file."""
    return " ".join("".join(ch if ch.isprintable() else " " for ch in text).split())
