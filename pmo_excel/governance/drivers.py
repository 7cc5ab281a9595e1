"""What drives a late finish: the tasks on the driving chain that added to it, each with its own working days."""

from __future__ import annotations

from typing import NamedTuple

from pmo_excel.core.instants import NO_INSTANT
from pmo_excel.schedule.tables import Schedule

SHOWN = 3
"""Drivers that a sentence names; more than three are not read."""


def last_task(tasks: Schedule) -> int:
    """The row that finishes last; of several the last one in the workbook, which is usually the closing milestone."""
    finishes = tasks.finish.tolist()
    latest = max(finishes)
    return max(row for row, finish in enumerate(finishes) if finish == latest)


class Driver(NamedTuple):
    """A task of the driving chain: its row, the row that drives it (None: the first), and the days that it added."""

    row: int
    before: int | None
    share: float


def finish_drivers(tasks: Schedule, row: int) -> list[Driver]:
    """What each task of the chain that drives this one's finish added, the largest first.

    A task's share is its finish variance less that of the predecessor that drives it, so the shares add up along the
    chain.
    """
    late = tasks.finish_variance.tolist()
    chain = driving_chain(tasks, row)
    found = []
    for at, place in enumerate(chain):
        before = chain[at + 1] if at + 1 < len(chain) and late[chain[at + 1]] == late[chain[at + 1]] else None
        share = late[place] - (0.0 if before is None else late[before])
        if share == share and share > 0:
            found.append((at, Driver(place, before, share)))
    found.sort(key=lambda item: (-item[1].share, item[0]))
    return [driver for _, driver in found[:SHOWN]]


def driving_chain(tasks: Schedule, row: int) -> list[int]:
    """Rows from this one back along the driving predecessors."""
    rows = {str(key): at for at, key in enumerate(tasks.id.tolist()) if key is not None}
    chain: list[int] = []
    at: int | None = row
    while at is not None and at not in chain and tasks.finish[at] != NO_INSTANT:
        chain.append(at)
        said = tasks.driving_predecessor[at]
        at = rows.get(str(said)) if said else None
    return chain
