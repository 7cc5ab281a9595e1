"""What a cell's XML holds for a value: numbers, serial dates, text that stays text."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from numbers import Integral, Real
from typing import NamedTuple, TypeAlias

from pmo_excel.workbook.markup import escaped

LONGEST_TEXT = 32_767
LONGEST_FORMULA = 8_192

_DAY = timedelta(days=1)
_FIRST_1900, _FIRST_1904 = datetime(1900, 1, 1), datetime(1904, 1, 1)
_AFTER_LEAP_DAY = datetime(1900, 3, 1)
_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")


class Content(NamedTuple):
    """A cell's `t` attribute, with a space before it, and what stands between its tags."""

    kind: bytes
    inner: bytes


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula to be calculated, as it is stored in files: English names, commas; its `=` may be left out."""

    text: str


Value: TypeAlias = str | bool | int | float | date | datetime | Formula | None


class UnwritableError(ValueError):
    """A value no cell can hold; the message says why, `suggestion` what to do."""

    def __init__(self, message: str, suggestion: str) -> None:
        super().__init__(message)
        self.suggestion = suggestion


def content(value: Value, prefix: bytes, date1904: bool) -> Content:
    """A value as cell content; empty text is an empty cell, and text is an inline string, never a formula.

    Parameters
    ----------
    prefix
        Of the sheet's own elements, with its colon; usually empty.
    date1904
        Whether the workbook counts dates from 1904.

    Raises
    ------
    UnwritableError
        No cell can hold it: text too long, a date before the workbook's first day, a number with too many digits, a
        formula that is not one.

    Source
    ------
    ECMA-376 Part 1, 18.3.1.4 (c), 18.3.1.53 (is), 18.17.4.1 (serial dates), 22.9.2.19 (ST_Xstring escapes).
    """
    if value is None or value == "":
        return Content(b"", b"")
    if isinstance(value, str):
        return _text(value, prefix)
    if isinstance(value, bool):
        return Content(b' t="b"', _value(b"1" if value else b"0", prefix))
    if isinstance(value, float):
        return Content(b"", _value(_number(value), prefix))
    if isinstance(value, date):
        return Content(b"", _value(_number(serial(value, date1904)), prefix))
    if isinstance(value, Formula):
        return formula(_sound(value.text.removeprefix("=")), prefix)
    if isinstance(value, (int, Integral)):
        return Content(b"", _value(b"%d" % _exact(int(value)), prefix))
    if isinstance(value, Real):
        return Content(b"", _value(_number(float(value)), prefix))
    raise TypeError(f"value must be text, a number, a date or True or False, not {value!r}")


def _exact(number: int) -> int:
    """The number, when a cell holds it to the last digit; cells hold binary floating point, with 53 binary digits."""
    if abs(number) > 1 << 53 and (number.bit_length() > 1023 or int(float(number)) != number):
        digits = int(number.bit_length() * math.log10(2)) + 1
        raise UnwritableError(
            f"the number has {digits} digits, and a cell holds 15 to 17", "Write it as text, or round it."
        )
    return number


def _sound(text: str) -> str:
    from openpyxl.formula.tokenizer import Token, Tokenizer, TokenizerError  # imported where needed: 0.2 s

    said = f"={text if len(text) < 60 else text[:60] + '…'} is no formula Excel would take"
    if not text.strip() or len(text) > LONGEST_FORMULA:
        raise UnwritableError(said, f"A formula has 1 to {LONGEST_FORMULA:,} characters.")
    try:
        tokens = Tokenizer("=" + text).items
    except (TokenizerError, IndexError) as error:
        raise UnwritableError(said, "Check its brackets and quotation marks.") from error
    kinds = [token.subtype for token in tokens]
    if kinds.count(Token.OPEN) != kinds.count(Token.CLOSE) or tokens[-1].type == Token.OP_IN:
        raise UnwritableError(said, "Check its brackets, and that it does not end in the middle.")
    return text


def formula(text: str, prefix: bytes, array_ref: str = "") -> Content:
    """A formula without its `=` as cell content, not calculated yet; `array_ref` for one entered as an array."""
    attributes = b' t="array" ref="%b"' % array_ref.encode() if array_ref else b""
    return Content(b"", b"<%bf%b>%b</%bf>" % (prefix, attributes, escaped(text), prefix))


def serial(value: date, date1904: bool) -> float:
    """A date or date and time as Excel's serial number.

    Raises
    ------
    UnwritableError
        It is before the workbook's first day, 1 January 1900 or 1904.
    """
    moment = value if isinstance(value, datetime) else datetime(value.year, value.month, value.day)
    if moment.tzinfo is not None:
        raise ValueError(f"a cell holds local time; {value!r} has a time zone")
    first = _FIRST_1904 if date1904 else _FIRST_1900
    if moment < first:
        raise UnwritableError(
            f"the date {moment:%d %B} {moment.year} is before {first.year}, where Excel's dates begin",
            "Correct the date, or write it as text.",
        )
    days = (moment - first) / _DAY
    if date1904:
        return days
    return days + (2 if moment >= _AFTER_LEAP_DAY else 1)  # Excel counts a 29 February 1900, as Lotus 1-2-3 did


def _number(number: float) -> bytes:
    if not math.isfinite(number):
        raise ValueError(f"a cell holds finite numbers; unknown is None, not {number!r}")
    return b"%d" % number if number.is_integer() and abs(number) < 1e15 else repr(number).encode()


def _value(text: bytes, prefix: bytes) -> bytes:
    return b"<%bv>%b</%bv>" % (prefix, text, prefix)


def _text(text: str, prefix: bytes) -> Content:
    if len(text) > LONGEST_TEXT // 2 and len(text.encode("utf-16-le", "surrogatepass")) > 2 * LONGEST_TEXT:
        raise UnwritableError(
            f"the text has {len(text):,} characters, and a cell holds {LONGEST_TEXT:,}", "Shorten it, or split it."
        )
    safe = _UNPRINTABLE.sub(lambda found: f"_x{ord(found[0]):04X}_", text)
    space = b' xml:space="preserve"' if safe != safe.strip() or "\n" in safe or "  " in safe else b""
    inner = b"<%bis><%bt%b>%b</%bt></%bis>" % (prefix, prefix, space, escaped(safe), prefix, prefix)
    return Content(b' t="inlineStr"', inner)
