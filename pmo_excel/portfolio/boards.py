"""Boards and their gates: in which weeks one has more of them than it can hold."""

from __future__ import annotations

from typing import Annotated

import numpy as np

from pmo_excel.core.columns import Column, Flags, Instants, Numbers, Texts, Type
from pmo_excel.core.instants import DAY, NO_INSTANT
from pmo_excel.core.tables import Table, table
from pmo_excel.portfolio.tables import GatePipeline

_THURSDAY = 3
"""The day of the week of 1 January 1970, with which instants begin."""


@table("Gate load", key="board+week")
class GateLoad(Table):
    """Gates of each board by week."""

    board: Annotated[Texts, Column("Board", "Who decides.")]
    week: Annotated[Instants, Column("Week", "The Monday of the week.", Type.DATE)]
    gates: Annotated[Numbers, Column("Gates", "How many it has to decide on.", Type.NUMBER)]
    capacity: Annotated[Numbers, Column("Capacity", "How many it can hold.", Type.NUMBER)]
    overload: Annotated[Flags, Column("Overload", "More than it can hold.", Type.YES_NO)]
    which: Annotated[Texts, Column("Which", "Each project with its gate.")]


def gate_load(gates: GatePipeline, capacity: float) -> GateLoad:
    """Gates without an outcome by board and week, in the order of the weeks; rows without board or day do not count.

    Examples
    --------
    Three gates of one board in one week, where it can hold two, are an overload.
    """
    held: dict[tuple[int, str], list[str]] = {}
    names: dict[str, str] = {}
    for row, board in enumerate(gates.board.tolist()):
        day = int(gates.gate_date[row])
        if not board or day == NO_INSTANT or gates.outcome[row] not in (None, "Not held"):
            continue
        key = names.setdefault(str(board).casefold(), str(board))
        week = (day // DAY - (day // DAY + _THURSDAY) % 7) * DAY
        what = f"{gates.project_id[row] or ''} {gates.gate[row] or ''}".strip()
        held.setdefault((week, key), []).append(what)
    keys = sorted(held)
    counted = np.array([float(len(held[key])) for key in keys])
    return GateLoad.of(
        len(keys),
        board=np.array([board for _, board in keys], dtype=object),
        week=np.array([week for week, _ in keys], dtype=np.int64),
        gates=counted,
        capacity=np.full(len(keys), float(capacity)),
        overload=(counted > capacity).astype(object),
        which=np.array(["; ".join(held[key]) for key in keys], dtype=object),
    )
