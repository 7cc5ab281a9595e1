"""Who may decide a change: by its cost, and by whether the project stays within its tolerances."""

from __future__ import annotations

from typing import Final, NamedTuple

from pmo_excel.core.lists import LISTS

LEVELS: Final = LISTS["Authority"]
"""From the project manager up to the portfolio board."""


class Limits(NamedTuple):
    """Up to which cost of a change each level decides [currency]; above the last it is the portfolio board."""

    project_manager: float = 5_000
    change_authority: float = 20_000
    sponsor: float = 50_000
    project_board: float = 250_000


DEFAULT_LIMITS: Final = Limits()


class Authority(NamedTuple):
    """Who decides, and by which rule."""

    level: str
    why: str


def authority(cost: float, days_late: float, tolerance: float, limits: Limits) -> Authority:
    """The lowest level that may decide.

    Parameters
    ----------
    cost
        Of the change [currency]; a saving counts by its size, as it gives something up.
    days_late
        Working days by which the project would finish after what was agreed.
    tolerance
        Working days that the project manager may be late.

    Source
    ------
    PRINCE2: authority is delegated within limits; a forecast beyond a tolerance is an exception, for the board.
    """
    size = abs(cost)
    at = next((at for at, limit in enumerate(limits) if size <= limit), len(limits))
    held = f" ≤ {limits[at]:,.6g}" if at < len(limits) else f" > {limits[-1]:,.6g}"
    why = f"cost {size:,.6g}{held}"
    board = LEVELS.index("Project board")
    if days_late > tolerance and at < board:
        late = f"finish {days_late:g} wd after what was agreed, beyond the tolerance of {tolerance:g} wd"
        return Authority(LEVELS[board], late)
    return Authority(LEVELS[at], why)
