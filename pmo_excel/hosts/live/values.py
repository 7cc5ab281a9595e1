"""Cell values as a running program gives and takes them, and as a file's reader gives them."""

from __future__ import annotations

import math
import re
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, Final

_DAY: Final = timedelta(days=1)
_ZERO: Final = datetime(1899, 12, 30)
_ZERO_1904: Final = datetime(1904, 1, 1)
_HALF_SECOND: Final = 0.5 / 86_400
_PLAIN: Final = re.compile(r"[^\W\d_][^\d]*")
_TRUE_OR_FALSE: Final = re.compile(
    "TRUE|FALSE|WAHR|FALSCH|VRAI|FAUX|VERDADERO|FALSO|VERO|VERDADEIRO|WAAR|ONWAAR|SANT|FALSKT|SAND|FALSK|TOSI|EPÄTOSI"
    "|PRAWDA|FAŁSZ|PRAVDA|NEPRAVDA|IGAZ|HAMIS",
    re.IGNORECASE,
)
"""What programs take for True or False in some language when it is entered."""


def as_entered(text: str) -> str:
    """A text so that a program that is given it keeps it as it is: never a formula, a number, a date or True.

    A leading apostrophe says so to spreadsheet programs; it is not part of the value, and plain words need none.
    """
    if _PLAIN.fullmatch(text) and not _TRUE_OR_FALSE.fullmatch(text):
        return text
    return f"'{text}" if text else ""


def as_read(live: Any, filed: Any, date1904: bool) -> Any:
    """A cell's live value as the file's reader would give it.

    The file's own value where both are the same: a program gives amounts of money as decimals, times of day as dates
    in 1899, and empty cells as None.
    """
    plain = _plain(live)
    return filed if alike(plain, filed, date1904) else plain


def alike(live: Any, filed: Any, date1904: bool) -> bool:
    """Whether two values are the same to a cell."""
    if (live is None or type(live) is str) and (filed is None or type(filed) is str):
        return (live or "") == (filed or "")  # so it is with most cells
    mine, theirs = _serial(_plain(live), date1904), _serial(_plain(filed), date1904)
    if isinstance(mine, float) and isinstance(theirs, float):
        return math.isclose(mine, theirs, rel_tol=1e-12, abs_tol=_HALF_SECOND if _temporal(live, filed) else 1e-12)
    return type(mine) is type(theirs) and bool(mine == theirs)


def _temporal(*values: Any) -> bool:
    return any(isinstance(value, (date, time, timedelta)) for value in values)


def _plain(value: Any) -> Any:
    """Without the program's own kinds: its dates have a time zone that means nothing, its money is decimal."""
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, datetime):
        parts = value.year, value.month, value.day, value.hour, value.minute, value.second, value.microsecond
        return datetime(*parts)
    if isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    return value


def _serial(value: Any, date1904: bool) -> Any:
    """Dates and times as the number that the cell holds."""
    if isinstance(value, date):
        moment = value if isinstance(value, datetime) else datetime(value.year, value.month, value.day)
        return (moment - (_ZERO_1904 if date1904 and value.year >= 1904 else _ZERO)) / _DAY
    if isinstance(value, time):
        return timedelta(hours=value.hour, minutes=value.minute, seconds=value.second) / _DAY
    if isinstance(value, timedelta):
        return value / _DAY
    return value
