"""Tasks as late as possible, and plans that are scheduled from their finish."""

from __future__ import annotations

from pmo_excel.schedule.axis import LAST_KEY, NO_KEY
from pmo_excel.schedule.backward import backward
from pmo_excel.schedule.forward import forward, stay, tasks
from pmo_excel.schedule.network import Network
from pmo_excel.schedule.plan import Constraint
from pmo_excel.schedule.progress import started


def schedule_late_tasks(network: Network) -> None:
    """Put tasks that are as late as possible at their late dates, and what waits for them behind them.

    As in Microsoft Project they use up their total float, so that a second forward pass is needed for their successors.
    """
    plan, when, late = network.plan, network.when, network.late
    if Constraint.ALAP not in plan.constraint:
        return
    rows = [
        row
        for row in tasks(network).tolist()
        if plan.constraint[row] is Constraint.ALAP and row not in network.firm and not started(plan, row)
    ]
    for row in rows:
        if NO_KEY < late[2 * row] < LAST_KEY and row not in network.late_unknown:
            when[2 * row], when[2 * row + 1] = late[2 * row], late[2 * row + 1]
            network.forward_rules[row] = stay
    if rows:
        forward(network)


def schedule_from_finish(network: Network, finish: int) -> None:
    """Both passes in reverse: late dates from the project's finish (a tick), then early dates from the start they give.

    Early dates and float count from the latest possible start of the project, as in Microsoft Project.
    """
    backward(network, finish)
    late, rows = network.late, tasks(network).tolist()
    start = min((network.axis[row].tick(late[2 * row]) for row in rows if late[2 * row] < LAST_KEY), default=finish)
    for row in rows:
        network.floor[row] = max(network.floor[row], network.axis[row].key_at(start))
    forward(network)
    for row in rows:
        if row not in network.firm:
            network.early[row] = (network.when[2 * row], network.when[2 * row + 1])
    schedule_late_tasks(network)
