"""What the portfolio's sheets of people say from all projects: how full the next weeks are, who is irreplaceable."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np

from pmo_excel.core.columns import Flags, Numbers
from pmo_excel.core.instants import DAY
from pmo_excel.portfolio.pool import Pool
from pmo_excel.portfolio.tables import Pool as PoolSheet
from pmo_excel.portfolio.tables import Skills
from pmo_excel.resources.bookings import rows_by_key
from pmo_excel.resources.capacity import Days, capacity
from pmo_excel.resources.load import DailyLoad, placed_load
from pmo_excel.resources.skills import single_points, skills_of
from pmo_excel.resources.tables import Resources

WEEKS: Final = 8
ABLE: Final = 2
"""The level from which somebody can stand in."""


def next_weeks_load(pool: Pool, sheet: PoolSheet, now: int, booking: str, weeks: int = WEEKS) -> Numbers:
    """By row of the Resource Pool: booked hours over capacity of the days from today on; nan without capacity."""
    days = Days(now // DAY, 7 * weeks)
    there, _ = capacity(pool.resources, pool.leave, pool.calendars, pool.default, days, pool.terms)
    args = (pool.assignments, pool.resources, None, pool.leave, pool.calendars, pool.default)
    placed, _ = placed_load(*args, "Day", pool.terms, pool.status_dates)
    booked = np.zeros(len(pool.resources))
    if placed is not None:
        available, hours = placed.available, placed.hours(booking)
        daily = DailyLoad(placed.days, available.present, available.capacity, hours, placed.counted(booking))
        booked = daily.within(days).sum(axis=1)
        booked[placed.unplaced] = np.nan
    hours = there.capacity.sum(axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        share = np.where(hours > 0, booked / hours, np.nan)
    at = rows_by_key(sheet.id, pool.resources.id)
    return np.where(at >= 0, share[at], np.nan)


def irreplaceable(skills: Skills, sheet: PoolSheet) -> Flags:
    """By row of Skills: whether its person alone has the skill at level 2 or more; None where the row names neither."""
    keys = dict.fromkeys([*sheet.id.tolist(), *skills.resource_id.tolist()])
    people = [str(key) for key in keys if key is not None]
    levels: dict[str, dict[str, int]] = {key: {} for key in people}
    for key, text in zip(sheet.id.tolist(), sheet.skills.tolist(), strict=True):
        if key is not None:
            _add(levels[str(key)], skills_of(text))
    for key, skill, level in zip(
        *(c.tolist() for c in (skills.resource_id, skills.skill, skills.level_0_3)), strict=True
    ):
        if key is not None and skill and level == level:
            _add(levels[str(key)], {" ".join(str(skill).casefold().split()): int(level)})
    texts = ["; ".join(f"{skill}:{level}" for skill, level in levels[key].items()) for key in people]
    held = Resources.of(len(people), id=np.array(people, dtype=object), skills=np.array(texts, dtype=object))
    found = single_points(held, ABLE)
    alone = {(str(s).casefold(), str(who)) for s, who in zip(found.skill, found.id, strict=True) if who is not None}
    flags = [
        None if key is None or not skill else (" ".join(str(skill).casefold().split()), str(key)) in alone
        for key, skill in zip(skills.resource_id.tolist(), skills.skill.tolist(), strict=True)
    ]
    return np.array(flags, dtype=object)


def _add(own: dict[str, int], more: Mapping[str, int]) -> None:
    for skill, level in more.items():
        own[skill] = max(own.get(skill, 0), level)
