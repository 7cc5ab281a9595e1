"""What one typed cell means: text, numbers, dates, choices as people write them; never a guess that is not reported."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, Final, NamedTuple

from pmo_excel.core.instants import DAY, NO_INSTANT, from_serial, instant
from pmo_excel.core.problems import Code, Severity

ERROR_VALUES: Final = frozenset(
    {
        "#NULL!",
        "#DIV/0!",
        "#VALUE!",
        "#REF!",
        "#NAME?",
        "#NUM!",
        "#N/A",
        "#GETTING_DATA",
        "#SPILL!",
        "#CALC!",
        "#FIELD!",
    }
)
"""Excel's own error values (ECMA-376 part 1, 18.18.11, and the later dynamic-array ones)."""

_INVISIBLE: Final = re.compile("[\u200b\u200c\u200d\u2060\ufeff\u00ad]")
_FIRST_SERIAL, _LAST_SERIAL = 1.0, 2958465.99999  # 1-Jan-1900 and the end of 31-Dec-9999


@dataclass(frozen=True, slots=True)
class Conventions:
    """How this workbook writes things: its date system, and the order of day and month where it is known."""

    date1904: bool = False
    day_first: bool | None = None


class Fault(NamedTuple):
    """Why a cell could not be read as meant, or what was assumed in reading it."""

    code: Code
    message: str
    suggestion: str
    severity: Severity = Severity.HIGH


class Reading(NamedTuple):
    """What a cell means: the value (None when empty or unreadable) and what is to be said about it."""

    value: Any
    fault: Fault | None = None


EMPTY: Final = Reading(None)


def clean(raw: Any) -> Any:
    """A cell without stray white space and invisible characters; None when nothing is left."""
    if not isinstance(raw, str):
        return raw
    text = _INVISIBLE.sub("", raw.replace("\u00a0", " ").replace("\u202f", " ")).strip()
    return text or None


def error_value(raw: Any) -> Fault | None:
    """The fault of a cell that shows one of Excel's error values."""
    if isinstance(raw, str) and raw in ERROR_VALUES:
        return Fault(Code.CELL_ERROR, f"the cell shows {raw}", "Repair its formula, or type the value.")
    return None


def text(raw: Any) -> Reading:
    """Text; a whole number becomes its digits, so that an ID typed as 3 is the ID `3`."""
    if isinstance(raw, bool):
        return Reading("TRUE" if raw else "FALSE")
    if isinstance(raw, float) and raw.is_integer() and abs(raw) < 1e15:
        return Reading(str(int(raw)))
    if isinstance(raw, (datetime, date)):
        return Reading(raw.isoformat())
    return Reading(str(raw))


_NUMBER: Final = re.compile(r"^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$", re.IGNORECASE)
_AROUND: Final = re.compile(r"^(?:[A-Z]{3}|[£$€¥₹]|kr|Fr\.?)?\s*(.*?)\s*(?:[A-Z]{3}|[£$€¥₹]|kr|zł)?$")


def digits(value: float) -> str:
    """A number in full, as a message shows it: 1240000, 0.5; never 1.24e+06."""
    return str(int(value)) if float(value).is_integer() and abs(value) < 1e15 else f"{value:.15g}"


def number(raw: Any) -> Reading:
    """A number, also as text: `£1,200`, `1 200,50`, `(500)`."""
    if isinstance(raw, bool):
        return Reading(None, Fault(Code.NOT_A_NUMBER, f"{raw} is not a number", "Type a number."))
    if isinstance(raw, (int, float)):
        return Reading(float(raw))
    if not isinstance(raw, str):
        return Reading(None, Fault(Code.NOT_A_NUMBER, f"{raw} is a date, not a number", "Type a number."))
    found = _AROUND.match(raw)
    body = found.group(1) if found else raw
    negative = body.startswith("(") and body.endswith(")")
    plain = _decimal_point(body.strip("()").replace(" ", "").replace("'", "").replace("−", "-"))
    if plain is None or not _NUMBER.match(plain):
        return Reading(None, Fault(Code.NOT_A_NUMBER, f"{raw!r} is not a number", "Type a number, without words."))
    value = -float(plain) if negative else float(plain)
    fault = Fault(
        Code.NOT_A_NUMBER, f"the text {raw!r} was read as {digits(value)}", "Type the number itself.", Severity.LOW
    )
    return Reading(value, fault)


def _decimal_point(typed: str) -> str | None:
    """The number with a decimal point; the last of two different separators is the decimal one."""
    if "," in typed and "." in typed:
        thousands = "," if typed.rfind(".") > typed.rfind(",") else "."
        return typed.replace(thousands, "").replace(",", ".")
    for mark in (",", "."):
        if typed.count(mark) > 1:
            return typed.replace(mark, "") if _grouped(typed, mark) else None
    if "," in typed:
        return typed.replace(",", "" if _grouped(typed, ",") else ".")
    return typed


def _grouped(typed: str, mark: str) -> bool:
    """Whether the mark groups thousands: one to three digits, then threes."""
    head, *groups = typed.lstrip("+-").split(mark)
    return 1 <= len(head) <= 3 and head.isdigit() and all(len(g) == 3 and g.isdigit() for g in groups)


HIGHEST_FRACTION: Final = 1.5
"""A bare number above it in a column of percentages is taken for a percentage, where the column allows no more."""


def percent(raw: Any, highest: float = HIGHEST_FRACTION) -> Reading:
    """A fraction: 0.85, `85 %`; a bare number above the highest fraction is read as percent and said so."""
    if isinstance(raw, str) and raw.rstrip().endswith("%"):
        inner = number(raw.rstrip()[:-1].rstrip())
        return inner if inner.value is None else Reading(inner.value / 100)
    got = number(raw)
    if got.value is not None and abs(got.value) > highest:
        said = f"{digits(got.value)} was read as {digits(got.value)} %"
        return Reading(got.value / 100, Fault(Code.OUT_OF_RANGE, said, "Type 85% or 0.85.", Severity.MEDIUM))
    return got


_YES: Final = frozenset({"yes", "y", "true", "1", "x", "✓", "✔", "ja", "oui", "si", "sí"})
_NO: Final = frozenset({"no", "n", "false", "0", "nein", "non", "nej"})


def yes_or_no(raw: Any) -> Reading:
    """Yes or No, as a word, a tick, TRUE or 1."""
    if isinstance(raw, bool):
        return Reading(raw)
    said = str(text(raw).value).casefold()
    if said in _YES or said in _NO:
        return Reading(said in _YES)
    return Reading(None, Fault(Code.NOT_YES_OR_NO, f"{raw!r} is neither Yes nor No", "Type Yes or No."))


_MONTHS: Final = {
    name: index // 2 + 1
    for index, name in enumerate(
        [
            "jan",
            "january",
            "feb",
            "february",
            "mar",
            "march",
            "apr",
            "april",
            "may",
            "may",
            "jun",
            "june",
            "jul",
            "july",
            "aug",
            "august",
            "sep",
            "september",
            "oct",
            "october",
            "nov",
            "november",
            "dec",
            "december",
        ]
    )
} | {"sept": 9}
_ISO: Final = re.compile(r"^(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ](\d{1,2}):(\d{2})(?::\d{2}(?:\.\d+)?)?)?Z?$")
_NAMED: Final = re.compile(r"^(\d{1,2})[ .\-/]*([A-Za-z]{3,9})[ .,\-/]*(\d{4}|\d{2})$")
_MONTH_FIRST: Final = re.compile(r"^([A-Za-z]{3,9})[ .]*(\d{1,2}),? +(\d{4}|\d{2})$")
_NUMERIC_DATE: Final = re.compile(r"^(\d{1,2})([./\-])(\d{1,2})\2(\d{4}|\d{2})$")


def moment(raw: Any, conventions: Conventions) -> Reading:
    """An instant from a date, a date and time, a serial, or a date as text whose meaning is certain."""
    if isinstance(raw, (datetime, date)):
        return Reading(instant(raw))
    if isinstance(raw, (int, float)) and not isinstance(raw, bool):
        if _FIRST_SERIAL <= raw <= _LAST_SERIAL:
            return Reading(from_serial(float(raw), conventions.date1904))
        return Reading(None, Fault(Code.NOT_A_DATE, f"{digits(raw)} is not a date", "Type a date, as in 12-May-2026."))
    if not isinstance(raw, str):
        return Reading(None, _no_date(raw))
    if parts := _ISO.match(raw):
        year, month, day, hour, minute = (int(g or 0) for g in parts.groups())
        return _made(raw, year, month, day, hour, minute)
    if parts := _NAMED.match(raw):
        return _named(raw, parts.group(1), parts.group(2), parts.group(3))
    if parts := _MONTH_FIRST.match(raw):
        return _named(raw, parts.group(2), parts.group(1), parts.group(3))
    if parts := _NUMERIC_DATE.match(raw):
        return _numeric(raw, parts, conventions)
    return Reading(None, _no_date(raw))


def _no_date(raw: Any) -> Fault:
    return Fault(Code.NOT_A_DATE, f"{raw!r} is not a date", "Type a date, as in 12-May-2026, or leave the cell empty.")


def _made(raw: str, year: int, month: int, day: int, hour: int = 0, minute: int = 0) -> Reading:
    try:
        return Reading(instant(datetime(year, month, day, hour, minute)))
    except ValueError:
        fault = Fault(Code.NOT_A_DATE, f"{raw!r} is a day that does not exist", "Type an existing date.")
        return Reading(None, fault)


def _named(raw: str, day: str, month: str, year: str) -> Reading:
    found = _MONTHS.get(month.casefold())
    return Reading(None, _no_date(raw)) if found is None else _made(raw, full_year(year), found, int(day))


def _numeric(raw: str, parts: re.Match[str], conventions: Conventions) -> Reading:
    first, second, year = int(parts.group(1)), int(parts.group(3)), full_year(parts.group(4))
    day_first = (
        True if parts.group(2) == "." else conventions.day_first
    )  # 12.05.2026 is day.month wherever it is written
    if first == second or first > 12 or second > 12:
        day_first = second <= 12
    if day_first is None:
        fault = Fault(
            Code.AMBIGUOUS_DATE,
            f"{raw!r} may be {first} of month {second} or {second} of month {first}",
            "Type it with the month's name, as in 4-Mar-2026.",
        )
        return Reading(None, fault)
    day, month = (first, second) if day_first else (second, first)
    return _made(raw, year, month, day)


def full_year(typed: str) -> int:
    """A year of two digits as Excel reads it: 00-29 is 2000-2029, 30-99 is 1930-1999."""
    year = int(typed)
    return year if len(typed) > 2 else year + (2000 if year < 30 else 1900)


def day_first(raws: list[Any]) -> bool | None:
    """What a column's unambiguous dates say about the order of day and month; None without evidence or with both."""
    seen = set()
    for raw in raws:
        parts = _NUMERIC_DATE.match(raw) if isinstance(raw, str) else None
        if parts and parts.group(2) != ".":
            first, second = int(parts.group(1)), int(parts.group(3))
            if first > 12 >= second:
                seen.add(True)
            elif second > 12 >= first:
                seen.add(False)
    return seen.pop() if len(seen) == 1 else None


def day_of(value: int | None) -> int:
    """The midnight of an instant's day, for columns that hold dates without a time."""
    return NO_INSTANT if value is None else value // DAY * DAY


def time_of_day(raw: Any) -> Reading:
    """`HH:MM` from a time, a fraction of a day or text."""
    if isinstance(raw, time):
        return Reading(f"{raw.hour:02d}:{raw.minute:02d}")
    if isinstance(raw, datetime):
        return Reading(f"{raw.hour:02d}:{raw.minute:02d}")
    if isinstance(raw, (int, float)) and 0 <= raw < 1:
        minutes = round(raw * DAY)
        return Reading(f"{minutes // 60:02d}:{minutes % 60:02d}")
    parts = re.match(r"^([01]?\d|2[0-3]):([0-5]\d)(:\d\d)?$", str(raw))
    if parts:
        return Reading(f"{int(parts.group(1)):02d}:{parts.group(2)}")
    return Reading(None, Fault(Code.NOT_A_DATE, f"{raw!r} is not a time of day", "Type a time, as in 08:30."))
