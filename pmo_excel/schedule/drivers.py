"""What sets each date: the driving link, the project's start, a constraint, progress; and the chain to the start."""

from __future__ import annotations

import numpy as np

from pmo_excel.core.instants import NO_INSTANT, as_date, day_text
from pmo_excel.schedule import progress
from pmo_excel.schedule.axis import NO_KEY, SHIFT, key_array
from pmo_excel.schedule.constraints import ancestors, fixes
from pmo_excel.schedule.dates import Dates, Driver
from pmo_excel.schedule.forward import stay
from pmo_excel.schedule.links import Ints
from pmo_excel.schedule.network import Network
from pmo_excel.schedule.plan import LinkType, Plan


def drivers(network: Network, link: Ints) -> list[Driver]:
    """What sets the start of every row, given the number of each row's driving link (-1 for none)."""
    plan, rules = network.plan, network.forward_rules
    fixed = {row for row in plan.filled("constraint_date") if fixes(plan, row)}
    found = [Driver.LINK] * len(plan)
    for row in fixed.union(np.flatnonzero(link < 0).tolist()):
        found[row] = _without_link(network, row)
    stands = {row for row, rule in rules.items() if rule is stay}
    actual = [row for row in plan.filled("actual_start") if progress.started(plan, row)]
    unplaced = np.flatnonzero(key_array(network.when)[: 2 * len(plan) : 2] == NO_KEY).tolist()
    for rows, driver in (
        (stands, Driver.PROJECT_FINISH),
        (network.firm, Driver.MANUAL),
        (actual, Driver.ACTUAL),
        (network.children, Driver.TASKS),
        (unplaced, Driver.UNKNOWN),
    ):
        for row in rows:
            found[row] = driver
    return found


def _without_link(network: Network, row: int) -> Driver:
    plan = network.plan
    at = network.when[2 * row] >> SHIFT
    if plan.constraint_date[row] != NO_INSTANT and (fixes(plan, row) or network.floor[row] >> SHIFT == at):
        return Driver.CONSTRAINT
    n = len(plan)
    for summary in ancestors(plan, row):
        if summary in network.gated and network.when[2 * n + summary] >> SHIFT == at:
            return Driver.SUMMARY_LINK
    if progress.after_status(plan) and network.floor[row] == network.axis[row].key(plan.settings.status_date):
        return Driver.STATUS_DATE
    return Driver.PROJECT_START


def driver_chain(dates: Dates, row: int) -> list[int]:
    """The rows from the last task that this one drives, through it, back to the first one, each driven by the next.

    Where a task drives several, the chain goes on with the one that has the least float, the first in workbook order.
    """
    back = [row]
    while dates.driving_predecessor[back[-1]] >= 0:
        back.append(dates.driving_predecessor[back[-1]])
    ahead = [row]
    while driven := [r for r, by in enumerate(dates.driving_predecessor) if by == ahead[-1]]:
        ahead.append(min(driven, key=lambda r: (not dates.float_known[r], dates.total_float[r], r)))
    return ahead[:0:-1] + back


def why(plan: Plan, dates: Dates, row: int) -> str:
    """What sets a task's date, in words, and the chain of what drives it.

    Examples
    --------
    `driven by 6 Fit-out (FS), finish 5-May; chain 10←8←6←3←2←1`
    """
    chain = "chain " + "←".join(plan.id[r] for r in driver_chain(dates, row))
    number = dates.driving_link[row]
    if number < 0:
        return f"driven by {dates.driver[row].value}, {_day(dates, dates.start[row])}; {chain}"
    link = plan.links[number]
    at_finish = link.type in (LinkType.FS, LinkType.FF)
    held = dates.finish[link.predecessor] if at_finish else dates.start[link.predecessor]
    end = "finish" if at_finish else "start"
    lag = " with a lag" if link.lag > 0 else " with a lead" if link.lag < 0 else ""
    return f"driven by {plan.label(link.predecessor)} ({link.type.name}{lag}), {end} {_day(dates, held)}; {chain}"


def _day(dates: Dates, instant: int) -> str:
    """`5-May`; with the year where the project goes over more than one."""
    text = day_text(instant)
    one_year = as_date(dates.project_start).year == as_date(dates.project_finish).year == as_date(instant).year
    return text[:-3].lstrip("0") if one_year else text.lstrip("0")
