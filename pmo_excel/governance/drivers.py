"""What drives a late finish: the tasks on the driving chain that added to it, each with its own working days."""

from __future__ import annotations

from pmo_excel.core.instants import NO_INSTANT
from pmo_excel.governance.reasons import number_text
from pmo_excel.schedule.tables import Schedule

SHOWN = 3
"""Drivers that a sentence names; more than three are not read."""


def last_task(tasks: Schedule) -> int:
    """The row that finishes last; of several the last one in the workbook, which is usually the closing milestone."""
    finishes = tasks.finish.tolist()
    latest = max(finishes)
    return max(row for row, finish in enumerate(finishes) if finish == latest)


def finish_drivers(tasks: Schedule, row: int) -> list[str]:
    """`6 Fit-out +6`: what each task of the chain that drives this one's finish added, the largest first.

    A task's share is its finish variance less that of the predecessor that drives it, so the shares add up along the
    chain.
    """
    late = tasks.finish_variance.tolist()
    chain = driving_chain(tasks, row)
    shares = []
    for at, place in enumerate(chain):
        before = late[chain[at + 1]] if at + 1 < len(chain) else 0.0
        share = late[place] - (before if before == before else 0.0)
        if share == share and share > 0:
            shares.append((share, at, place))
    shares.sort(key=lambda item: (-item[0], item[1]))
    return [f"{tasks.id[place]} {tasks.name[place] or ''} +{number_text(share)}" for share, _, place in shares[:SHOWN]]


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
