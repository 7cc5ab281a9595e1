"""Proximity: how soon a risk may strike, from its window and the gates that end the stages."""

from __future__ import annotations

from typing import Final

from pmo_excel.core.instants import DAY, NO_INSTANT
from pmo_excel.risk.beside import GateDates
from pmo_excel.risk.tables import Risks
from pmo_excel.schedule.beside import GateSlots
from pmo_excel.schedule.roadblocks_outside import slots

IMMINENT, THIS_STAGE, NEXT_STAGE, LATER, PAST = "Imminent (≤ 30 d)", "This stage", "Next stage", "Later", "Past"
GATE: Final = "Gate"


def proximity(
    risks: Risks, status_date: int | None, open_now: list[bool], gates: list[int], imminent_days: float
) -> list[str | None]:
    """Of each open risk with a window, when it may strike.

    Imminent up to 30 days before its window begins; else within this stage, which ends with the next gate, the stage
    after it, or later; past, when the window is over.
    """
    found: list[str | None] = []
    for row, is_open in enumerate(open_now):
        start, end = int(risks.proximity_from[row]), int(risks.proximity_to[row])
        wrong = row in risks.wrong("proximity_from") or row in risks.wrong("proximity_to")
        if status_date is None or not is_open or wrong or (start == NO_INSTANT and end == NO_INSTANT):
            found.append(None)
        elif end != NO_INSTANT and end < status_date // DAY * DAY:
            found.append(PAST)
        elif start == NO_INSTANT or start - status_date // DAY * DAY <= imminent_days * DAY:
            found.append(IMMINENT)
        else:
            ahead = [gate for gate in gates if gate >= status_date // DAY * DAY]
            found.append(_stage(start, ahead))
    return found


def _stage(start: int, ahead: list[int]) -> str:
    for gate, words in zip(ahead, (THIS_STAGE, NEXT_STAGE), strict=False):
        if start <= gate:
            return words
    return LATER


def gate_days(slots_there: GateSlots | None, milestones: GateDates | None) -> list[int]:
    """The days of the gates that are still to be held, in order: as planned, else as the plan forecasts them."""
    planned = {day for _, day in slots(slots_there)} if slots_there is not None else set()
    if not planned and milestones is not None:
        columns = (milestones.milestone_class, milestones.forecast_date, milestones.actual_date)
        rows = zip(*(column.tolist() for column in columns), strict=True)
        planned = {day for kind, day, reached in rows if kind == GATE and day != NO_INSTANT and reached == NO_INSTANT}
    return sorted(day // DAY * DAY for day in planned)
