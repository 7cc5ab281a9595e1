"""Names of months in English, German and French; periods in words whose last day may be meant: `Q3 2026`."""

from __future__ import annotations

import re
from calendar import monthrange
from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import Any, Final

_NAMES: Final = (
    "jan january jän jänner januar janv janvier",
    "feb february februar fév févr février fevr fevrier",
    "mar march mär mrz märz maerz mars",
    "apr april avr avril",
    "may mai",
    "jun june juni juin",
    "jul july juli juil juillet",
    "aug august août aout",
    "sep sept september septembre",
    "oct october okt oktober octobre",
    "nov november novembre",
    "dec december dez dezember déc décembre decembre",
)
MONTHS: Final = {name: month for month, names in enumerate(_NAMES, start=1) for name in names.split()}
"""Month numbers by name, in lower case."""

_QUARTER: Final = re.compile(
    r"(?:Q\s*([1-4])|([1-4])\s*\.?\s*Q(?:uartal)?|T\s*([1-4]))[ /'’-]*(\d{4}|\d{2})?", re.IGNORECASE
)
_HALF: Final = re.compile(r"H\s*([12])[ /'’-]*(\d{4}|\d{2})?", re.IGNORECASE)
_MONTH: Final = re.compile(
    r"(?:(?:end|late|by\s+end)(?:\s+of)?\s+|ende\s+|fin\s+)?([^\W\d_]{3,9})\.?[ /'’-]*(\d{4}|\d{2})?", re.IGNORECASE
)
_YEAR: Final = re.compile(r"(?<!\d)(19\d\d|20\d\d)(?!\d)")


def last_day(typed: str, year: int | None = None) -> date | None:
    """The last day of a period in words; None for other text, and where no year is said and none is given.

    Examples
    --------
    `Q3 2026` is 30 September 2026; `end May`, in 2026, is 31 May 2026.
    """
    for pattern, months in ((_QUARTER, 3), (_HALF, 6), (_MONTH, 1)):
        found = pattern.fullmatch(typed.strip())
        if found is None:
            continue
        *words, said = found.groups()
        word = next((w for w in words if w), "")
        month = MONTHS.get(word.casefold(), 0) if months == 1 else int(word) * months
        in_year = year if said is None else int(said) + (2000 if len(said) == 2 else 0)
        if month and in_year:
            return date(in_year, month, monthrange(in_year, month)[1])
    return None


def common_year(raws: Iterable[Any]) -> int | None:
    """The year that most dates of a column are in; None without any, or where two are as frequent."""
    years: Counter[int] = Counter()
    for raw in raws:
        if isinstance(raw, date):
            years[raw.year] += 1
        elif isinstance(raw, str):
            years.update(int(said) for said in _YEAR.findall(raw))
    ranked = years.most_common(2)
    if not ranked or (len(ranked) == 2 and ranked[0][1] == ranked[1][1]):
        return None
    return ranked[0][0]
