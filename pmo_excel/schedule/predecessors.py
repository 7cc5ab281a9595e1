"""Predecessors as people type them: `3`, `3FS+2d`, `4SS; 5FF-1d`, `3FS+50%`, `T-01 SS + 2ed`."""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import lru_cache
from typing import Final, NamedTuple

from pmo_excel.schedule.durations import amount, amount_text
from pmo_excel.schedule.plan import PERCENTS, LagUnit, LinkType, Settings


class Predecessor(NamedTuple):
    """One predecessor as typed: which task, how it is linked, and the lag (a lead is negative).

    Attributes
    ----------
    lag
        Minutes, or percent where `unit` is percent.
    """

    task: str
    type: LinkType
    lag: float
    unit: LagUnit


_Suffix = tuple[LinkType, float, LagUnit]
_PLAIN: Final[_Suffix] = (LinkType.FS, 0, LagUnit.WORKING)
_TYPES: Final = {kind.name: kind for kind in LinkType}
_SEPARATORS: Final = re.compile(r"[;,\n\r]+")
_PIECE: Final = re.compile(
    r"(?P<task>.*?)\s*(?P<suffix>(?<=[\d\s])(?:FS|SS|FF|SF)(?:\s*[+-].*)?|\+.*|(?<=\d)-\s*[\d.,\0]+\s*[A-Z%]+)?",
    re.IGNORECASE,
)
_LOOSE: Final = re.compile(
    r"(?P<task>.*?)\s*(?P<suffix>(?:FS|SS|FF|SF)(?:\s*[+-].*)?|[+-]\s*[\d.,\0]+\s*[A-Z%]+)", re.IGNORECASE
)
_DECIMAL_COMMA: Final = re.compile(r"([+-]\s*\d+),(?=\d+\s*(?:e?(?:m|h|d|w)[a-z]*|e?%))", re.IGNORECASE)
_PERCENT: Final = re.compile(r"([+-]?\d+(?:[.,]\d+)?)(e?)%", re.IGNORECASE)
_TWO_NUMBERS: Final = re.compile(r"(\d+)\.(\d+)")


def predecessors(typed: str, settings: Settings, ids: Collection[str] = ()) -> tuple[list[Predecessor], list[str]]:
    """The predecessors in a cell, and the pieces that cannot be read, exactly as typed.

    Pieces are separated by `;`, `,` or line breaks. A comma is a decimal comma only inside a lag, where a unit or a
    percent sign follows the digits behind it: `3FS+1,5d` is a day and a half; `3,4` is two tasks, and so is `4SS,5`.

    Parameters
    ----------
    ids
        The IDs of the plan's tasks: a piece that is one of them is that task, whatever it looks like; and `3.4`,
        which a spreadsheet with decimal commas makes of `3,4`, is two tasks where 3 and 4 are tasks and 3.4 is not.

    Examples
    --------
    `3FS+2d; 4SS,5` is 3 finish to start with two days, 4 start to start, and 5.
    """
    found: list[Predecessor] = []
    wrong: list[str] = []
    for raw in _SEPARATORS.split(_DECIMAL_COMMA.sub("\\1\0", typed) if "," in typed else typed):
        piece = raw.strip()
        if not piece:
            continue
        if piece in ids or piece.isdecimal():
            found.append(Predecessor(piece, *_PLAIN))
            continue
        link = _link(_PIECE, piece, settings)
        if ids and (link is None or link.task not in ids):
            loose = _link(_LOOSE, piece, settings)
            link = loose if loose is not None and loose.task in ids else link
        if link is None:
            wrong.append(piece.replace("\0", ","))
        else:
            found += _two_tasks(link, ids) or [link]
    return found, wrong


def lag_text(lag: float, unit: LagUnit, minutes_per_day: int) -> str:
    """A lag as people type it: `+2d`, `-4h`, `+3ed`, `+50%`, `+50e%`; nothing where there is none."""
    if not lag:
        return ""
    sign, size = "-" if lag < 0 else "+", abs(lag)
    if unit in PERCENTS:
        return f"{sign}{size:g}{'e' if unit is LagUnit.ELAPSED_PERCENT else ''}%"
    return sign + amount_text(size, minutes_per_day, unit is LagUnit.ELAPSED)


def _link(pattern: re.Pattern[str], piece: str, settings: Settings) -> Predecessor | None:
    parts = pattern.fullmatch(piece)
    if parts is None or not parts["task"]:
        return None
    text = parts["suffix"]
    suffix = (
        _suffix(text, settings.minutes_per_day, settings.minutes_per_week, settings.days_per_month) if text else _PLAIN
    )
    return None if suffix is None else Predecessor(parts["task"], *suffix)


@lru_cache(maxsize=4096)
def _suffix(text: str, day: int, week: int, month: int) -> _Suffix | None:
    """`FS+2d`, `+2d` or `SS`; few different ones occur in a plan, and reading one costs more than scheduling a link."""
    kind = _TYPES.get(text[:2].upper())
    rest = "".join((text[2:] if kind else text).split()).replace("\0", ".")
    kind = kind or LinkType.FS
    if not rest:
        return kind, 0, LagUnit.WORKING
    percent = _PERCENT.fullmatch(rest)
    if percent is not None:
        unit = LagUnit.ELAPSED_PERCENT if percent[2] else LagUnit.PERCENT
        return kind, float(percent[1].replace(",", ".")), unit
    lag = amount(rest, day, week, month)
    return None if lag is None else (kind, lag.minutes, LagUnit.ELAPSED if lag.elapsed else LagUnit.WORKING)


def _two_tasks(link: Predecessor, ids: Collection[str]) -> list[Predecessor]:
    pair = _TWO_NUMBERS.fullmatch(link.task)
    if pair is None or pair[1] not in ids or pair[2] not in ids:
        return []
    return [Predecessor(pair[1], *_PLAIN), Predecessor(pair[2], *link[1:])]
