"""The inner loops compiled by numba (the extra `fast`), where that pays; without numba they run as plain Python.

Loading numba takes longer than scheduling a middling plan, so it is imported for large plans only; once it is there, as
in a server, smaller ones use it too. The dates are the same either way.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, MutableSequence, Sequence
from functools import lru_cache
from importlib.util import find_spec
from typing import Any, Final, NamedTuple

import numpy as np

from pmo_excel.schedule import kernel
from pmo_excel.schedule.axis import key_array
from pmo_excel.schedule.links import Ints

COMPILED_FROM: Final = 200_000
"""Tasks from which loading numba from its cache (0.5 s) costs less than it saves; measured by `bench_schedule`."""

LOADED_FROM: Final = 1_000
"""Tasks from which the compiled loops are faster once they are loaded."""

RULED_SHARE: Final = 30
"""One node in so many may have a rule of its own: to enter a compiled loop again costs as much as 30 plain nodes."""


class Loops(NamedTuple):
    """The loops of `kernel`."""

    place_early: Callable[..., int]
    place_late: Callable[..., int]
    put_in_order: Callable[..., int]


PLAIN: Final = Loops(kernel.place_early, kernel.place_late, kernel.put_in_order)


def has_numba() -> bool:
    """Whether the loops can be compiled here; does not load numba."""
    return find_spec("numba") is not None


@lru_cache(maxsize=1)
def _compiled() -> Loops:
    if not has_numba():
        return PLAIN
    import numba

    compiles = numba.njit(nogil=True, cache=True)
    return Loops(*(compiles(loop) for loop in PLAIN))


def loops_for(tasks: int, ruled: int = 0) -> Loops:
    """The loops to use for a plan of so many tasks, of which some nodes have a rule of their own."""
    loaded = bool(_compiled.cache_info().currsize)
    pays = tasks >= (LOADED_FROM if loaded else COMPILED_FROM) and ruled * RULED_SHARE <= tasks
    return _compiled() if pays else PLAIN


def columns_for(loops: Loops, *columns: Ints | Sequence[int]) -> list[Any]:
    """Columns as the loops read them: arrays when they are compiled, else lists."""
    if loops is PLAIN:
        return [column.tolist() if isinstance(column, np.ndarray) else column for column in columns]
    return [column if isinstance(column, np.ndarray) else key_array(column) for column in columns]


def keys_for(loops: Loops, keys: MutableSequence[int]) -> tuple[MutableSequence[int], Any]:
    """Keys to be written, as the rules in Python and as the loops see them: the same memory."""
    if loops is PLAIN:
        plain = keys if isinstance(keys, list) else list(keys)
        return plain, plain
    shared = array("q", key_array(keys).tobytes())
    return shared, np.frombuffer(shared, np.int64)
