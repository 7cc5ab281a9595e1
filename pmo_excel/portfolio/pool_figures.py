"""What the sheets of people say beside what is typed there: how busy each is in the next weeks, who alone can do it."""

from __future__ import annotations

from typing import Final

import numpy as np

from pmo_excel.core.instants import DAY
from pmo_excel.portfolio.loads import PoolLoads
from pmo_excel.portfolio.pool import Pool
from pmo_excel.portfolio.tables import Pool as PoolSheet
from pmo_excel.portfolio.tables import Skills
from pmo_excel.resources.capacity import Days, capacity

WEEKS: Final = 8
GOOD: Final = 2
"""The level from which somebody can do the work alone: 0 none, 1 basic, 2 good, 3 expert."""
_THURSDAY: Final = 3
"""The day of the week of 1 January 1970, with which instants begin."""


def with_load(sheet: PoolSheet, people: Pool | None, loads: PoolLoads | None, now: int) -> PoolSheet:
    """The pool with each person's load in this week and the seven after it: bookings over capacity.

    Empty where there is no capacity, and where a booking in these weeks is not known; 0 where nothing is booked.
    """
    share = np.full(len(sheet), np.nan)
    if people is not None and loads is not None:
        monday = now // DAY - (now // DAY + _THURSDAY) % 7
        days = Days(monday, WEEKS * 7)
        there, _ = capacity(people.resources, people.leave, people.calendars, people.default, days, people.terms)
        hours = dict(zip(people.resources.id.tolist(), there.capacity.sum(axis=1).tolist(), strict=True))
        made = loads.balance
        within = (made.period_start >= monday * DAY) & (made.period_start < (monday + days.count) * DAY)
        booked = made.hard + made.soft
        for row, key in enumerate(sheet.id.tolist()):
            if hours.get(key, 0) > 0:
                share[row] = float(booked[within & (made.who == key)].sum()) / hours[key]
    return sheet.replace(next_weeks_load=share)


def with_single_points(skills: Skills) -> Skills:
    """The skills with the rows marked whose person is the only one who is good at it."""
    good: dict[str, set[str]] = {}
    named = list(zip(skills.skill.tolist(), skills.resource_id.tolist(), skills.level_0_3.tolist(), strict=True))
    for skill, who, level in named:
        if skill and who and level >= GOOD:
            good.setdefault(_plain(skill), set()).add(str(who))
    single = np.full(len(skills), None, dtype=object)
    single[:] = [
        None if not skill or level != level else good.get(_plain(skill)) == {str(who)} and level >= GOOD
        for skill, who, level in named
    ]
    return skills.replace(single_point=single)


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())
