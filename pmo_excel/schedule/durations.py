"""Durations as people type them: `10`, `2 w`, `16h`, `3ed`, and with a range `10 (8-18)` or `8/10/18`."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final, NamedTuple

from pmo_excel.core.instants import DAY
from pmo_excel.schedule.plan import Settings

_UNITS: Final = {
    **dict.fromkeys(("m", "min", "mins", "minute", "minutes"), "m"),
    **dict.fromkeys(("h", "hr", "hrs", "hour", "hours", "std", "heure", "heures"), "h"),
    **dict.fromkeys(("", "d", "dy", "day", "days", "wd", "t", "tag", "tage", "j", "jour", "jours"), "d"),
    **dict.fromkeys(("w", "wk", "wks", "week", "weeks", "woche", "wochen", "sem", "semaine", "semaines"), "w"),
    **dict.fromkeys(("mo", "mon", "mons", "month", "months", "monat", "monate", "mois"), "mo"),
}
_ELAPSED: Final = {"m": 1, "h": 60, "d": DAY, "w": 7 * DAY, "mo": 30 * DAY}
_NUMBER = r"[+-]?\d+(?:[.,]\d+)?"
_AMOUNT: Final = re.compile(rf"({_NUMBER})\s*(e?)([a-z]*)\.?\??", re.IGNORECASE)
_PART: Final = rf"\s*({_NUMBER})\s*([a-z]*?)\s*"
_UNTIL: Final = r"(?:-|–|—|to|bis|à|\.\.\.?|…|;|/)"
_RANGE: Final = re.compile(rf"{_PART}(?:\({_PART}{_UNTIL}{_PART}\)|\[{_PART}{_UNTIL}{_PART}\])", re.IGNORECASE)
_THREE: Final = re.compile(rf"{_PART}/{_PART}/{_PART}", re.IGNORECASE)


class Amount(NamedTuple):
    """A length of time: working minutes, or elapsed minutes."""

    minutes: int
    elapsed: bool = False


class Duration(NamedTuple):
    """A typed duration [working minutes, or elapsed minutes]; the most likely one where a range was typed.

    Attributes
    ----------
    optimistic, pessimistic
        The ends of the range; None without one.
    in_order
        False where the most likely value lies outside of its range, or the best is negative.
    """

    minutes: int
    elapsed: bool = False
    optimistic: int | None = None
    pessimistic: int | None = None

    @property
    def in_order(self) -> bool:
        """Whether 0 <= optimistic <= most likely <= pessimistic."""
        if self.optimistic is None or self.pessimistic is None:
            return True
        return 0 <= self.optimistic <= self.minutes <= self.pessimistic


def duration(typed: str | float, settings: Settings) -> Duration | None:
    """What a typed duration means; None where it cannot be read. A number alone is working days.

    Examples
    --------
    `2w` is 4,800 minutes in a week of 40 hours; `3ed` is 4,320 elapsed minutes whatever the calendar;
    `10 (8-18)` is 10 days, at best 8, at worst 18, and so is `8/10/18`. A unit typed with the first or the last
    number holds for all, as in `2 (1-3w)`.
    """
    if isinstance(typed, str):
        return _duration(typed.strip(), settings.minutes_per_day, settings.minutes_per_week, settings.days_per_month)
    return None if typed != typed else Duration(round(typed * settings.minutes_per_day))


@lru_cache(maxsize=4096)
def _duration(typed: str, day: int, week: int, month: int) -> Duration | None:
    parts = _parts(typed)
    if parts is None:
        alone = amount(typed, day, week, month)
        return None if alone is None else Duration(*alone)
    own, of_best, of_worst = (unit for _, unit in parts)
    shared = own or (of_worst if of_best in ("", of_worst) else "")
    likely, best, worst = (amount(number + (unit or shared), day, week, month) for number, unit in parts)
    if likely is None or best is None or worst is None or not likely.elapsed == best.elapsed == worst.elapsed:
        return None
    return Duration(likely.minutes, likely.elapsed, best.minutes, worst.minutes)


def _parts(typed: str) -> list[tuple[str, str]] | None:
    """Number and unit of the most likely, best and worst duration; None where no range is typed."""
    ranged = _RANGE.fullmatch(typed)
    if ranged is not None:
        found = [part for part in ranged.groups() if part is not None]
        return list(zip(found[::2], found[1::2], strict=True))
    three = _THREE.fullmatch(typed)
    if three is None:
        return None
    best, likely, worst = ((three[at], three[at + 1]) for at in (1, 3, 5))
    return [likely, best, worst]


def amount(typed: str, minutes_per_day: int, minutes_per_week: int, days_per_month: int) -> Amount | None:
    """A number with a unit of time, days when there is none; None where it cannot be read.

    Units are m, h, d, w, mo and the words people use for them; with an `e` before they are elapsed time. `3d?` is
    an estimated duration as Microsoft Project shows it.
    """
    found = _AMOUNT.fullmatch(typed.strip())
    if found is None:
        return None
    number, elapsed, word = float(found[1].replace(",", ".")), bool(found[2]), found[3].lower()
    unit = _UNITS.get(word)
    if unit is None or (elapsed and not word):
        return None
    working = {"m": 1, "h": 60, "d": minutes_per_day, "w": minutes_per_week, "mo": days_per_month * minutes_per_day}
    return Amount(round(number * (_ELAPSED[unit] if elapsed else working[unit])), elapsed)


def amount_text(minutes: float, minutes_per_day: int, elapsed: bool = False) -> str:
    """`2d`, `16h`, `90m`, `3ed`: the largest unit that says it exactly."""
    whole, mark = round(minutes), "e" if elapsed else ""
    for unit, length in (("d", DAY if elapsed else minutes_per_day), ("h", 60)):
        if whole % length == 0:
            return f"{whole // length}{mark}{unit}"
    return f"{whole}{mark}m"
