"""Requests on their way to a decision: how old they are, what they score, and what comes next."""

from __future__ import annotations

from typing import Final

import numpy as np

from pmo_excel.core.columns import Numbers
from pmo_excel.core.instants import DAY, NO_INSTANT
from pmo_excel.core.lists import LISTS
from pmo_excel.portfolio.tables import Intake, Projects

STAGES: Final = LISTS["IntakeStage"]
DECIDED: Final = STAGES[-1]


def as_of(day: int | None, projects: Projects | None) -> int:
    """The day that ages are counted to: the given one, else the newest status date of the register."""
    if day is not None:
        return day
    return max((int(one) for one in projects.status_date.tolist()), default=NO_INSTANT) if projects else NO_INSTANT


def ages(requests: Intake, day: int) -> Numbers:
    """Days from request to decision, or to a day while it is undecided; nan where a date is missing or lies ahead."""
    end = np.where(requests.decision_date != NO_INSTANT, requests.decision_date, day)
    known = (requests.date_requested != NO_INSTANT) & (end != NO_INSTANT)
    days = np.where(known, end // DAY - requests.date_requested // DAY, -1)
    old: Numbers = np.where(days >= 0, days.astype(float), np.nan)
    return old


def stage_of(requests: Intake, row: int) -> str:
    """Where a request stands; one with a decision is decided, one without a stage a draft."""
    if requests.decision[row] is not None:
        return DECIDED
    return str(requests.intake_stage[row] or STAGES[0])


def next_gate(stage: str) -> str | None:
    """The stage that a request has to reach next; None where it is decided."""
    at = STAGES.index(stage) if stage in STAGES else 0
    return STAGES[at + 1] if at + 1 < len(STAGES) else None
