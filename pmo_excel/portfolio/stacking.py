"""Tables of several workbooks as one: their rows one below the other, and what could not be read in each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from pmo_excel.core.columns import empty_values
from pmo_excel.core.tables import Origin, Table, columns

T = TypeVar("T", bound=Table)


def stacked(cls: type[T], tables: Sequence[T], **columns_of: NDArray[Any]) -> T:
    """The rows of all tables in their order; columns that are given go before what the tables hold."""
    values: dict[str, NDArray[Any]] = {}
    wrong: dict[str, frozenset[int]] = {}
    firsts = np.cumsum([0, *(len(each) for each in tables)]).tolist()
    for name, column in columns(cls).items():
        held = [getattr(each, name) for each in tables]
        values[name] = np.concatenate(held) if held else empty_values(column, 0)
        unread = {first + row for each, first in zip(tables, firsts, strict=False) for row in each.wrong(name)}
        if unread:
            wrong[name] = frozenset(unread)
    return cls.of(int(firsts[-1]), Origin(wrong=wrong), **(values | columns_of))
