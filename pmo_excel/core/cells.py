"""What one typed cell means: text, numbers, dates, choices as people write them; never a guess that is not reported."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, Final, NamedTuple

from pmo_excel.core.date_words import MONTHS, last_day
from pmo_excel.core.instants import DAY, NO_INSTANT, from_serial, instant
from pmo_excel.core.problems import Code, Severity


class NotCalculated:
    """Stands for the value of a formula that was never calculated: unknown, and not the empty cell."""

    def __repr__(self) -> str:
        return "a formula that was never calculated"


NOT_CALCULATED: Final = NotCalculated()

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
    """How this workbook, or one column of it, writes things.

    Attributes
    ----------
    date1904
        Whether dates count from 1904.
    day_first
        The order of day and month, where it is known.
    decimal_comma
        Whether the comma is the decimal mark, where it is known.
    whole_percents
        Whether bare numbers in a column of percentages are percent (85), and not fractions (0.85).
    year
        The year its dates are in, where they agree on one: for proposals only.
    """

    date1904: bool = False
    day_first: bool | None = None
    decimal_comma: bool | None = None
    whole_percents: bool = False
    year: int | None = None


class Fault(NamedTuple):
    """Why a cell could not be read as meant, or what was assumed in reading it; and what could stand there instead."""

    code: Code
    message: str
    suggestion: str
    severity: Severity = Severity.HIGH
    proposal: Any = None


class Reading(NamedTuple):
    """What a cell means: the value (None when empty or unreadable) and what is to be said about it."""

    value: Any
    fault: Fault | None = None


EMPTY: Final = Reading(None)


def clean(raw: Any) -> Any:
    """A cell without stray white space and invisible characters; None when nothing is left."""
    if not isinstance(raw, str):
        return raw
    if raw.isprintable():  # so there is nothing in it to take out, and white space is the space
        return raw.strip() or None
    text = _INVISIBLE.sub("", raw.replace("\u00a0", " ").replace("\u202f", " ")).strip()
    return text or None


def cleaned(raws: Iterable[Any]) -> list[Any]:
    """Many cells, each as `clean` gives it; most of a sheet's are empty."""
    return [raw if raw is None else None if raw == "" else clean(raw) for raw in raws]


def error_value(raw: Any) -> Fault | None:
    """The fault of a cell that shows one of Excel's error values."""
    if isinstance(raw, str) and raw in ERROR_VALUES:
        return Fault(Code.CELL_ERROR, f"the cell shows {raw}", "Repair its formula, or type the value.")
    if isinstance(raw, NotCalculated):
        text = "the cell holds a formula that was never calculated, so its value is not known"
        return Fault(Code.NOT_CALCULATED, text, "Open the workbook in Excel, let it calculate, and save it.")
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
_POINT_CURRENCY: Final = re.compile(r"[£$¥₹]|GBP|USD|JPY|INR")


def digits(value: float) -> str:
    """A number in full, as a message shows it: 1240000, 0.5; never 1.24e+06."""
    return str(int(value)) if float(value).is_integer() and abs(value) < 1e15 else f"{value:.15g}"


def number(raw: Any, decimal_comma: bool | None = None) -> Reading:
    """A number, also as text: `£1,200`, `1 200,50`, `(500)`.

    Parameters
    ----------
    decimal_comma
        What the column says about its decimal mark; it settles `1.200` and `1,200`, each of which may be 1200 or 1.2.
    """
    if isinstance(raw, bool):
        return Reading(None, Fault(Code.NOT_A_NUMBER, f"{raw} is not a number", "Type a number."))
    if isinstance(raw, (int, float)):
        return Reading(float(raw))
    if not isinstance(raw, str):
        return Reading(None, Fault(Code.NOT_A_NUMBER, f"{raw} is a date, not a number", "Type a number."))
    negative, body = number_body(raw)
    if _POINT_CURRENCY.search(raw):
        decimal_comma = False
    if decimal_comma is not False and _either(body) and ("." in body or decimal_comma):
        return _with_one_mark(raw, body, negative, decimal_comma)
    plain = _decimal_point(body)
    if plain is None or not _NUMBER.match(plain):
        return Reading(None, Fault(Code.NOT_A_NUMBER, f"{raw!r} is not a number", "Type a number, without words."))
    return _read_as(raw, float(plain), negative)


def _read_as(raw: str, value: float, negative: bool) -> Reading:
    value = -value if negative else value
    text = f"the text {raw!r} was read as {digits(value)}"
    return Reading(value, Fault(Code.NOT_A_NUMBER, text, "Type the number itself.", Severity.LOW, value))


def _with_one_mark(raw: str, body: str, negative: bool, decimal_comma: bool | None) -> Reading:
    """`1.200`, or `1,200` in a column of decimal commas: grouped thousands, or a decimal fraction."""
    thousands, fraction = float(re.sub("[.,]", "", body)), float(body.replace(",", "."))
    if decimal_comma and "." in body:
        return _read_as(raw, thousands, negative)
    text = f"{raw!r} may be {digits(thousands)} or {digits(fraction)}"
    return Reading(None, Fault(Code.AMBIGUOUS_NUMBER, text, "Type the number itself, as in 1200 or 1.2."))


def number_body(raw: str) -> tuple[bool, str]:
    """Whether a number as text stands in brackets, as negative ones do; and its digits and marks alone."""
    found = _AROUND.match(raw)
    body = found.group(1) if found else raw
    negative = body.startswith("(") and body.endswith(")")
    if negative:
        inner = _AROUND.match(body[1:-1].strip())
        body = inner.group(1) if inner else body[1:-1]
    return negative, body.replace(" ", "").replace("'", "").replace("’", "").replace("−", "-")


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


def _either(body: str) -> bool:
    """Whether the one mark in it may group thousands or begin a fraction; `0.125` cannot be grouped."""
    marks = [mark for mark in body if mark in ".,"]
    return len(marks) == 1 and _grouped(body, marks[0]) and not body.lstrip("+-").startswith("0")


def decimal_comma(raws: Iterable[Any]) -> bool | None:
    """What a column's numbers as text say about its decimal mark; None without evidence or with both."""
    seen = set()
    for raw in raws:
        if not isinstance(raw, str):
            continue
        body = number_body(raw.rstrip("% "))[1]
        last = max(body.rfind(","), body.rfind("."))
        plain = _decimal_point(body)
        if last < 0 or plain is None or not _NUMBER.match(plain) or _either(body) or "." not in plain:
            continue
        seen.add(body[last] == ",")
    return seen.pop() if len(seen) == 1 else None


HIGHEST_FRACTION: Final = 1.5
"""A bare number above it in a column of percentages is taken for a percentage, where the column allows no more."""


def percent(raw: Any, highest: float = HIGHEST_FRACTION, conventions: Conventions = Conventions()) -> Reading:
    """A fraction: 0.85, `85 %`; a bare number above the highest fraction is read as percent and said so.

    A bare 1 among whole percents may be 1 % or 100 %, and is not guessed.
    """
    if isinstance(raw, str) and raw.rstrip().endswith("%"):
        inner = number(raw.rstrip()[:-1].rstrip(), conventions.decimal_comma)
        if inner.value is None:
            return inner
        value = inner.value / 100
        said = f"the text {raw!r} was read as {digits(inner.value)} %"
        return Reading(value, Fault(Code.NOT_A_NUMBER, said, "Type the number itself.", Severity.LOW, value))
    got = number(raw, conventions.decimal_comma)
    if got.value is not None and abs(got.value) > highest:
        said = f"{digits(got.value)} was read as {digits(got.value)} %"
        value = got.value / 100
        return Reading(value, Fault(Code.OUT_OF_RANGE, said, "Type 85% or 0.85.", Severity.MEDIUM, value))
    if conventions.whole_percents and got.value is not None and 1 <= abs(got.value) <= highest:
        said = f"{digits(got.value)} may be {digits(got.value)} % or {digits(got.value * 100)} %"
        return Reading(None, Fault(Code.AMBIGUOUS_NUMBER, said, "Type it with its sign, as in 1% or 100%."))
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


_ISO: Final = re.compile(r"^(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ](\d{1,2}):(\d{2})(?::\d{2}(?:\.\d+)?)?)?Z?$")
_NAMED: Final = re.compile(r"^(\d{1,2})[ .\-/]*([^\W\d_]{3,9})[ .,\-/]*(\d{4}|\d{2})$")
_MONTH_FIRST: Final = re.compile(r"^([^\W\d_]{3,9})[ .]*(\d{1,2}),? +(\d{4}|\d{2})$")
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
    return Reading(None, _no_date(raw, conventions.year))


def _no_date(raw: Any, year: int | None = None) -> Fault:
    meant = last_day(raw, year) if isinstance(raw, str) else None
    text = f"{raw!r} is not a date"
    if meant is None:
        return Fault(Code.NOT_A_DATE, text, "Type a date, as in 12-May-2026, or leave the cell empty.")
    fix = f"If its last day is meant, type {meant:%d-%b-%Y}."
    return Fault(Code.NOT_A_DATE, text, fix, proposal=meant)


def _made(raw: str, year: int, month: int, day: int, hour: int = 0, minute: int = 0) -> Reading:
    try:
        return Reading(instant(datetime(year, month, day, hour, minute)))
    except ValueError:
        fault = Fault(Code.NOT_A_DATE, f"{raw!r} is a day that does not exist", "Type an existing date.")
        return Reading(None, fault)


def _named(raw: str, day: str, month: str, year: str) -> Reading:
    found = MONTHS.get(month.casefold())
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


def needs_order(raw: str) -> bool:
    """Whether a date as text is read only by knowing the order of day and month: `04/03/2026`."""
    parts = _NUMERIC_DATE.match(raw)
    if parts is None or parts.group(2) == ".":
        return False
    first, second = int(parts.group(1)), int(parts.group(3))
    return first != second and first <= 12 and second <= 12


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
