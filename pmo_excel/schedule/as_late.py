"""Tasks as late as possible, and plans that are scheduled from their finish."""

from __future__ import annotations

from pmo_excel.schedule.axis import LAST_KEY, NO_KEY
from pmo_excel.schedule.backward import backward
from pmo_excel.schedule.constraints import fixes, pushes
from pmo_excel.schedule.forward import forward, put, stay, tasks
from pmo_excel.schedule.network import Network
from pmo_excel.schedule.plan import Constraint
from pmo_excel.schedule.progress import started


def schedule_late_tasks(network: Network) -> None:
    """Put tasks that are as late as possible at their late dates, and what waits for them behind them.

    As in Microsoft Project they use up their total float, so that a second forward pass is needed for their successors.
    """
    constraint = network.plan.constraint
    if Constraint.ALAP in constraint:
        _put_late(network, [row for row in _movable(network) if constraint[row] is Constraint.ALAP])


def schedule_from_finish(network: Network, finish: int) -> None:
    """Both passes in reverse: late dates from the project's finish (a tick), then early dates from the start they give.

    Every task lies at its late dates but those that are as soon as possible, and those that a constraint fixes. From
    the finish, no later than is the flexible constraint and no earlier than the inflexible one (Microsoft Project).
    Early dates and float count from the latest possible start of the project.
    """
    backward(network, finish)
    plan, late, rows = network.plan, network.late, tasks(network).tolist()
    start = min((network.axis[row].tick(late[2 * row]) for row in rows if late[2 * row] < LAST_KEY), default=finish)
    for row in rows:
        network.floor[row] = max(network.floor[row], network.axis[row].key_at(start))
    forward(network)
    for row in rows:
        if row not in network.firm:
            network.early[row] = (network.when[2 * row], network.when[2 * row + 1])
    _put_late(
        network,
        [row for row in _movable(network) if plan.constraint[row] is not Constraint.ASAP and not fixes(plan, row)],
    )


def _movable(network: Network) -> list[int]:
    return [row for row in tasks(network).tolist() if row not in network.firm and not started(network.plan, row)]


def _put_late(network: Network, rows: list[int]) -> None:
    """Put rows at their late dates, and place the others anew.

    Where constraints win over links, a row is no sooner than its own lets it be, even after its late dates.
    """
    plan, when, late = network.plan, network.when, network.late
    for row in rows:
        if NO_KEY < late[2 * row] < LAST_KEY and row not in network.late_unknown:
            when[2 * row], when[2 * row + 1] = late[2 * row], late[2 * row + 1]
            earliest = pushes(network, row) if plan.settings.honor_constraints else NO_KEY
            if earliest > when[2 * row]:
                put(network, row, earliest)
            network.forward_rules[row] = stay
    if rows:
        forward(network)
