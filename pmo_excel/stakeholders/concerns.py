"""Concerns and conflicts on the escalation ladder: the longer one stays open, the higher it goes."""

from __future__ import annotations

import math
from typing import Annotated, Final

from pmo_excel.core.columns import Column, Instants, Numbers, Texts, Type
from pmo_excel.core.instants import DAY, NO_INSTANT
from pmo_excel.core.lists import LISTS
from pmo_excel.core.tables import Table, table

LIMIT: Final = 10
LADDER: Final = LISTS["EscalationLevel"]
"""The steps, the first at the bottom."""
CONCERN: Final = "Concern"
"""The type of the issues that are counted."""
_SETTLED: Final = frozenset({"Resolved", "Closed"})


@table("Issues", key="id")
class Concerns(Table):
    """Issues of which some are concerns."""

    id: Annotated[Texts, Column("Issue ID", "The issue.")]
    issue_type: Annotated[Texts, Column("Issue Type", "Concern where it is one.")]
    title: Annotated[Texts, Column("Issue Title", "What it is.")]
    date_raised: Annotated[Instants, Column("Date Raised", "When it was raised.", Type.DATE)]
    owner: Annotated[Texts, Column("Issue Owner", "Who works on it.")]
    escalated_to: Annotated[Texts, Column("Escalated To", "The step that it was taken to.")]
    status: Annotated[Texts, Column("Issue Status", "Resolved or Closed where it is over.")]


@table("Issues", key="id")
class EscalatedConcerns(Table):
    """Open concerns with their step on the ladder, the highest and oldest first."""

    id: Annotated[Texts, Column("Issue ID", "The concern.")]
    title: Annotated[Texts, Column("Issue Title", "What it is.")]
    age: Annotated[Numbers, Column("Age (d)", "Calendar days since it was raised.", Type.NUMBER, unit="days")]
    level: Annotated[Numbers, Column("Level", "Its step on the ladder, 1 at the bottom.", Type.NUMBER)]
    owner: Annotated[Texts, Column("Level Owner", "Whose concern it is on this step.")]
    because: Annotated[Texts, Column("Because", "Why it is on this step.", Type.LONG_TEXT)]


def level_of(age: float, limit: float, escalated_to: str | None) -> int:
    """The step after so many days, of which each lasts up to the limit; never below the one it was taken to.

    With a limit of 10 days: 1 up to day 10, 2 from day 11 on, 3 from day 21 on.
    """
    by_age = max(1, math.ceil(age / limit)) if limit > 0 else 1
    taken_to = LADDER.index(escalated_to) + 1 if escalated_to in LADDER else 1
    return min(len(LADDER), max(by_age, taken_to))


def concerns(issues: Concerns, status_date: int, limit: float, manager: str, sponsor: str) -> EscalatedConcerns:
    """The concerns that are open at the status date; one without a day on which it was raised stays on its step."""
    found = []
    for row, kind in enumerate(issues.issue_type.tolist()):
        if kind != CONCERN or issues.status[row] in _SETTLED:
            continue
        raised = int(issues.date_raised[row])
        age = float("nan") if raised == NO_INSTANT else float(max(0, status_date // DAY - raised // DAY))
        found.append((level_of(0 if age != age else age, limit, issues.escalated_to[row]), age, row))
    found.sort(key=lambda one: (-one[0], -one[1] if one[1] == one[1] else 0.0, one[2]))
    made = EscalatedConcerns.of(len(found))
    names = {1: manager, 2: sponsor}
    for at, (level, age, row) in enumerate(found):
        made.id[at], made.title[at], made.age[at], made.level[at] = issues.id[row], issues.title[row], age, level
        step = LADDER[level - 1]
        known = names.get(level) or (issues.owner[row] if level == 1 else "")
        made.owner[at] = known or step
        open_ = "no day on which it was raised" if age != age else f"open {age:g} d, limit {limit:g} a level"
        made.because[at] = f"{open_}: level {level}, {step}{f' ({known})' if known else ''}"
    return made
