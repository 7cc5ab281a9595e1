"""The loops of leveling compiled by numba (the extra `fast`); without it they run as plain Python, to the same end."""

from __future__ import annotations

import sys
from functools import lru_cache
from types import FunctionType
from typing import Any, Final

from pmo_excel.resources.leveling import kernel
from pmo_excel.schedule.compiled import has_numba

LOOPS: Final = (
    "drawn",
    "serial",
    "cleared",
    "turned",
    "crossed",
    "shaken",
    "cost_of",
    "joined",
    "fits",
    "taken",
    "parallel",
    "bred",
    "justified",
    "raised",
)
"""Each after those that it calls."""


@lru_cache(maxsize=1)
def compiled() -> Any | None:
    """The loops compiled, from numba's cache beside the source after the first time; None without numba.

    A compiled loop may only call compiled ones, so each is a copy that sees those before it under the same names.
    """
    if not has_numba():
        return None
    import numba

    names = dict(vars(kernel))
    for name in LOOPS:
        plain = getattr(kernel, name)
        copy = FunctionType(plain.__code__, names, name)
        copy.__module__, copy.__qualname__ = plain.__module__, plain.__qualname__
        names[name] = numba.njit(nogil=True, cache=True)(copy)
    return _Loops(names)


def loaded() -> bool:
    """Whether numba is there already, so that compiled loops cost nothing more; loading it takes half a second."""
    return "numba" in sys.modules


class _Loops:
    """The compiled loops as attributes, as those of `kernel` are."""

    def __init__(self, names: dict[str, Any]) -> None:
        for name in LOOPS:
            setattr(self, name, names[name])
