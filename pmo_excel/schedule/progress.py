"""Progress: finished, started and manual tasks stand where they are; what is left of them follows the status rule."""

from __future__ import annotations

from collections.abc import Iterator

from pmo_excel.core.instants import DAY, NO_INSTANT, day_text
from pmo_excel.core.problems import Code, Problem, Severity
from pmo_excel.schedule.axis import NO_KEY, SHIFT, STARTS, moved, ticks
from pmo_excel.schedule.forward import candidate, crossed
from pmo_excel.schedule.network import Network, as_crossing
from pmo_excel.schedule.plan import NO_DURATION, Link, LinkType, Plan, StatusRule
from pmo_excel.schedule.predecessors import lag_text


def finished(plan: Plan, row: int) -> bool:
    """Whether nothing of the task is left to do."""
    return plan.actual_finish[row] != NO_INSTANT or plan.percent_complete[row] >= 1


def started(plan: Plan, row: int) -> bool:
    """Whether the task has begun: it has an actual start, or is finished."""
    return plan.actual_start[row] != NO_INSTANT or finished(plan, row)


def remaining(plan: Plan, row: int) -> float:
    """Minutes still to do: the remaining duration as entered, else the duration less the part that is complete."""
    if plan.actual_finish[row] != NO_INSTANT:
        return 0
    if plan.remaining_duration[row] != NO_DURATION:
        return plan.remaining_duration[row]
    return max(plan.duration[row], 0) * (1 - min(plan.percent_complete[row], 1.0))


def completed(plan: Plan, row: int) -> float:
    """Minutes of the duration that are done."""
    return max(plan.duration[row] - remaining(plan, row), 0)


def stand(network: Network, row: int) -> bool:
    """Place a task that waits for nothing: external, manual, finished or, as Microsoft Project has it, started.

    Returns False for a task that the network must place.
    """
    plan = network.plan
    if plan.actual_finish[row] != NO_INSTANT:
        start = plan.actual_start[row] if plan.actual_start[row] != NO_INSTANT else None
        _at(network, row, start, plan.actual_finish[row])
    elif (plan.manual[row] or plan.external[row] or not plan.active[row]) and plan.manual_start[row] != NO_INSTANT:
        finish = plan.manual_finish[row]
        _at(network, row, plan.manual_start[row], None if finish == NO_INSTANT else finish)
    elif plan.actual_start[row] != NO_INSTANT and not after_status(plan):
        _go_on(network, row)
    else:
        return False
    return True


def after_status(plan: Plan) -> bool:
    """Whether work that is left must lie after the status date."""
    return plan.settings.status_rule is StatusRule.AFTER_STATUS_DATE and plan.settings.status_date != NO_INSTANT


def _at(network: Network, row: int, start: float | None, finish: float | None) -> None:
    """Between two instants; one that is missing follows from the duration."""
    axis, length = network.axis[row], network.length[row]
    first = None if start is None else axis.key(start)
    last = None if finish is None else axis.key(finish)
    if first is None and last is not None:
        first = moved(last, -(length >> SHIFT)) | STARTS if length else last
    elif last is None and first is not None:
        last = (first >> SHIFT << SHIFT) + length if length else first
    if first is None or last is None:
        return
    network.when[2 * row], network.when[2 * row + 1] = first, last
    network.length[row] = max((last >> SHIFT) - (first >> SHIFT), 0) << SHIFT


def _go_on(network: Network, row: int) -> None:
    """A started task: the completed part from its actual start, the rest from where it resumes."""
    plan, axis = network.plan, network.axis[row]
    left, done = ticks(remaining(plan, row)), ticks(completed(plan, row))
    start = axis.key(plan.actual_start[row])
    resume = start if plan.resume[row] == NO_INSTANT else axis.key(plan.resume[row])
    finish = (resume >> SHIFT) + left if plan.resume[row] != NO_INSTANT else (start >> SHIFT) + done + left
    network.when[2 * row] = start
    network.when[2 * row + 1] = finish << SHIFT if left or done else start
    network.length[row] = left << SHIFT


def place_remaining(network: Network, row: int) -> None:
    """A started task under retained logic: the rest waits for the status date and for unfinished predecessors.

    Source
    ------
    Oracle, Primavera P6 Professional help, "Schedule options": retained logic schedules the remaining duration of a
    progressed activity after its predecessors are complete.
    """
    plan, axis = network.plan, network.axis[row]
    start = axis.key(plan.actual_start[row])
    rest = candidate(network, row, max(network.floor[row], axis.key(plan.settings.status_date)))
    network.when[2 * row] = start
    network.when[2 * row + 1] = (rest >> SHIFT << SHIFT) + network.length[row]


def place_begun(network: Network, row: int) -> None:
    """A task with a percentage but no actual start: begun where the network has it, the rest after the status date."""
    plan, axis = network.plan, network.axis[row]
    start = candidate(network, row, network.floor[row]) | STARTS
    done = (start >> SHIFT) + ticks(completed(plan, row))
    left = ticks(remaining(plan, row))
    rest = max(done, axis.key(plan.settings.status_date) >> SHIFT) if left else done
    network.when[2 * row] = start
    network.when[2 * row + 1] = rest + left << SHIFT


def out_of_sequence(network: Network) -> Iterator[Problem]:
    """Tasks that started before the links to their start allowed it, lags and leads included."""
    plan, when = network.plan, network.when
    if plan.actual_start.count(NO_INSTANT) == len(plan):
        return
    for number, link in enumerate(plan.links):
        before, after = link.predecessor, link.successor
        if plan.actual_start[after] == NO_INSTANT or link.type not in (LinkType.FS, LinkType.SS):
            continue
        at = 2 * before + (link.type is LinkType.FS)
        idle = plan.manual[after] or not plan.active[before] or after in network.children
        if idle or when[at] == NO_KEY or when[2 * after] == NO_KEY:
            continue
        asked = crossed(network, after, as_crossing(network, number))
        if when[2 * after] >> SHIFT < asked >> SHIFT and not _on_the_day_of_a_milestone(network, link):
            yield _too_early(network, link)


def _on_the_day_of_a_milestone(network: Network, link: Link) -> bool:
    """Whether work began on the day of the milestone before it, whose hour nobody writes down."""
    before, after = link.predecessor, link.successor
    reached = network.axis[before].instant(network.when[2 * before])
    same_day = reached // DAY == int(network.plan.actual_start[after]) // DAY
    return same_day and not network.plan.duration[before] and not link.lag


def _too_early(network: Network, link: Link) -> Problem:
    plan, before, after = network.plan, link.predecessor, link.successor
    at_finish = link.type is LinkType.FS
    held = day_text(network.axis[before].instant(network.when[2 * before + at_finish]))
    lag = lag_text(link.lag, link.unit, plan.settings.minutes_per_day)
    text = (
        f"{plan.label(after)} started on {day_text(int(plan.actual_start[after]))}, before its predecessor "
        f"{plan.label(before)} {'finishes' if at_finish else 'starts'} on {held}"
        f"{f' and the lag {lag} is over' if link.lag > 0 else f' less the lead {lag}' if link.lag < 0 else ''}"
    )
    hint = "Check the actual start, or remove the link if the work does not need it."
    return Problem(Code.OUT_OF_SEQUENCE, text, plan.where(after, "Actual Start"), hint, Severity.LOW)
