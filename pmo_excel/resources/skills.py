"""Skills: who can do a piece of work, in which order to ask them, and where only one person can."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Final

import numpy as np

from pmo_excel.core.catalogue import Answer
from pmo_excel.core.columns import Column, Numbers, Texts, Type
from pmo_excel.core.problems import Code, Problem, Severity
from pmo_excel.core.tables import Table, table
from pmo_excel.resources.bookings import generic
from pmo_excel.resources.capacity import Days
from pmo_excel.resources.rates import Band, rate_on
from pmo_excel.resources.tables import Resources

_SKILL: Final = re.compile(r"(.*?)(?:\s*[:=]\s*|\s+(?:L|level\s*)?)([0-3])\s*", re.IGNORECASE)
_ANY_LEVEL: Final = 1


@table("Resources", key="id")
class Candidates(Table):
    """People who can do a piece of work, the one to ask first on top."""

    rank: Annotated[Numbers, Column("Rank", "1 is the one to ask first.", Type.NUMBER, unit="rank")]
    id: Annotated[Texts, Column("Resource ID", "The person.")]
    name: Annotated[Texts, Column("Resource Name", "The person's name.")]
    level: Annotated[
        Numbers, Column("Skill Level", "The lowest of the skills needed, 0 to 3.", Type.NUMBER, unit="0-3")
    ]
    free: Annotated[Numbers, Column("Free (h)", "Hours not booked in that time.", Type.NUMBER, unit="hours")]
    needed: Annotated[Numbers, Column("Needed (h)", "Hours of the work.", Type.NUMBER, unit="hours")]
    cost: Annotated[Numbers, Column("Cost", "Hours needed times the rate.", Type.MONEY, unit="currency", private=True)]
    fits: Annotated[Texts, Column("Fits", "Yes where the free hours are enough.", Type.YES_NO)]
    because: Annotated[Texts, Column("Because", "Why at this rank.")]


@table("Resources", key="")
class SinglePoints(Table):
    """Skills that hang on one person, or on nobody."""

    skill: Annotated[Texts, Column("Skill", "The skill.")]
    level: Annotated[Numbers, Column("Level", "The level that was asked for.", Type.NUMBER, unit="0-3")]
    holders: Annotated[Numbers, Column("Holders", "People at that level: 1 or 0.", Type.NUMBER, unit="people")]
    id: Annotated[Texts, Column("Resource ID", "The only one.")]
    name: Annotated[Texts, Column("Resource Name", "The person's name.")]
    because: Annotated[Texts, Column("Because", "Who comes next, to be trained.")]


def skills_of(text: str | None) -> dict[str, int]:
    """Skill and level from `Cabling:3; Wi-Fi:2`, by the skill in lower case; a skill without a level has level 1."""
    found: dict[str, int] = {}
    for part in re.split(r"[;,\n]", text or ""):
        said = part.strip()
        if said:
            match = _SKILL.fullmatch(said)
            name, level = (match[1], int(match[2])) if match and match[1].strip() else (said, _ANY_LEVEL)
            key = " ".join(name.casefold().split())
            found[key] = max(found.get(key, 0), level)
    return found


def shown_names(resources: Resources) -> dict[str, str]:
    """How each skill is written the first time."""
    found: dict[str, str] = {}
    for text in resources.skills.tolist():
        for part in re.split(r"[;,\n]", text or ""):
            match = _SKILL.fullmatch(part.strip())
            name = (match[1] if match and match[1].strip() else part).strip()
            found.setdefault(" ".join(name.casefold().split()), name)
    return found


@dataclass(frozen=True, slots=True)
class Work:
    """What is to be done: the skills and levels (or the role) it needs, how many hours, and between which days."""

    needs: dict[str, int]
    role: str
    hours: float
    days: Days


def candidates(work: Work, resources: Resources, free: Numbers, there: Numbers, bands: list[list[Band]]) -> Answer:
    """People with the skills at the level needed: who has the time first, then by cost, then by level.

    Parameters
    ----------
    free, there : (resources, days)
        Hours not booked, and hours of capacity.
    """
    levels = [skills_of(text) for text in resources.skills.tolist()]
    able = [row for row in range(len(resources)) if _able(work, resources, row, levels[row])]
    hours = {row: float(free[row].sum()) for row in able}
    cost = {row: _cost(work, bands[row], free[row], there[row]) for row in able}
    level = {row: min((levels[row].get(skill, 0) for skill in work.needs), default=None) for row in able}

    def order(row: int) -> tuple[bool, float, float, float, int]:
        fits, price = hours[row] >= work.hours - 1e-6, cost[row]
        return (not fits, 0.0 if fits else -hours[row], np.inf if price != price else price, -(level[row] or 0), row)

    ranked = sorted(able, key=order)
    made = Candidates.of(
        len(ranked),
        rank=np.arange(1.0, len(ranked) + 1),
        id=resources.id[ranked],
        name=resources.name[ranked],
        level=np.array([np.nan if level[row] is None else level[row] for row in ranked], dtype=float),
        free=np.array([hours[row] for row in ranked], dtype=float),
        needed=np.full(len(ranked), work.hours),
        cost=np.array([cost[row] for row in ranked], dtype=float),
        fits=np.array([hours[row] >= work.hours - 1e-6 for row in ranked], dtype=object),
        because=np.array([_because(work, levels[row], hours[row], cost[row]) for row in ranked], dtype=object),
    )
    return Answer(made, [] if ranked else [_nobody(work, resources, levels)])


def _able(work: Work, resources: Resources, row: int, levels: dict[str, int]) -> bool:
    kind = resources.resource_type[row] or "Person"
    role = str(resources.role[row] or "").casefold()
    right = not work.role or role == work.role.casefold()
    return kind == "Person" and right and all(levels.get(skill, 0) >= need for skill, need in work.needs.items())


def _cost(work: Work, bands: list[Band], free: Numbers, there: Numbers) -> float:
    """Hours needed times the rate, weighted by when the person is free; by capacity where nothing is free."""
    weights = free if free.sum() > 0 else there
    if not bands or weights.sum() <= 0:
        return np.nan
    days = range(work.days.first, work.days.first + work.days.count)
    rate = np.array([rate_on(bands, day) for day in days])
    return float(work.hours * (rate * weights).sum() / weights.sum())


def _because(work: Work, levels: dict[str, int], free: float, cost: float) -> str:
    parts = [f"{skill} at level {levels[skill]}, {need} needed" for skill, need in work.needs.items()]
    parts += [f"role {work.role}"] if work.role else []
    lacking = work.hours - free
    parts.append(
        f"{free:.4g} h free, {work.hours:.4g} needed"
        if lacking <= 1e-6
        else f"{free:.4g} h free, {lacking:.4g} too few"
    )
    parts.append("no rate is given" if cost != cost else f"costs {cost:,.0f}")
    return "; ".join(parts)


def _nobody(work: Work, resources: Resources, levels: list[dict[str, int]]) -> Problem:
    wanted = "; ".join(f"{skill} at level {need}" for skill, need in work.needs.items()) or f"the role {work.role}"
    nearest = max(range(len(levels)), key=lambda row: sum(levels[row].get(s, 0) for s in work.needs), default=None)
    near = {} if nearest is None else {s: levels[nearest][s] for s in work.needs if s in levels[nearest]}
    fix = "Ask for somebody from outside, or train somebody."
    if near and nearest is not None:
        said = ", ".join(f"{skill} at {level}" for skill, level in near.items())
        fix = f"{resources.name[nearest] or resources.id[nearest]} comes nearest, with {said}."
    return Problem(
        Code.UNDEFINED, f"nobody has {wanted}, so there is no candidate", suggestion=fix, severity=Severity.INFO
    )


def single_points(resources: Resources, level: float) -> SinglePoints:
    """Skills that somebody has, and that one person at most has at a level, in the order they are first named."""
    rows = list(_single(resources, level))
    names = shown_names(resources)
    held = [row for _, row, _ in rows]
    return SinglePoints.of(
        len(rows),
        skill=np.array([names[skill] for skill, _, _ in rows], dtype=object),
        level=np.full(len(rows), level),
        holders=np.array([0.0 if row is None else 1.0 for row in held]),
        id=np.array([None if row is None else resources.id[row] for row in held], dtype=object),
        name=np.array([None if row is None else resources.name[row] for row in held], dtype=object),
        because=np.array([because for _, _, because in rows], dtype=object),
    )


def _single(resources: Resources, level: float) -> Iterator[tuple[str, int | None, str]]:
    people = [row for row in range(len(resources)) if not generic(resources.resource_type[row])]
    levels = {row: skills_of(resources.skills[row]) for row in people}
    for skill in dict.fromkeys(s for own in levels.values() for s in own):
        able = [row for row in people if levels[row].get(skill, 0) >= level]
        if len(able) > 1:
            continue
        others = sorted((r for r in people if 0 < levels[r].get(skill, 0) < level), key=lambda r: -levels[r][skill])
        next_best = [f"{resources.name[r] or resources.id[r]} has it at level {levels[r][skill]}" for r in others[:2]]
        yield skill, able[0] if able else None, "; ".join(next_best) or "nobody else has it at all"
