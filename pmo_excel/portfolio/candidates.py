"""Candidates as a range holds them, made into a choice: their limits, their rules, and why some cannot be chosen."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from pmo_excel.core.columns import Numbers
from pmo_excel.core.problems import Cell, Code, Problem, Severity
from pmo_excel.portfolio.choice import BUDGET, Choice, Limit
from pmo_excel.portfolio.rules import Names, listed, plain
from pmo_excel.portfolio.selection_tables import Candidates, PeopleNeeded, PeopleThere

FTE = "FTE"


def choice_of(
    given: Candidates,
    budget: float | None,
    capacity: float | None = None,
    demand: PeopleNeeded | None = None,
    there: PeopleThere | None = None,
) -> tuple[Choice, list[int], list[Problem]]:
    """What there is to choose from, the row of each candidate, and what is wrong with them."""
    rows = [row for row, name in enumerate(given.project.tolist()) if name is not None]
    names = Names([str(given.project[row]) for row in rows])
    score, cost, people = (getattr(given, field)[rows] for field in ("score", "cost", "fte"))
    must = frozenset(at for at, row in enumerate(rows) if given.must[row])
    limits = [] if budget is None else [Limit(BUDGET, known(cost), budget)]
    limits += [] if capacity is None else [Limit(FTE, known(people), capacity)]
    if demand is not None and there is not None:
        limits += _by_period(names, demand, there)
    barred = dict(barring(score, cost if budget is not None else None, people if capacity is not None else None, must))
    barred |= {at: "its ID is used twice" for at, row in enumerate(rows) if names.at[plain(given.project[row])] != at}
    needs: set[tuple[int, int]] = set()
    excludes: set[tuple[int, int]] = set()
    for at, row in enumerate(rows):
        for other in listed(given.needs[row]):
            found = names.find(other, given.cell("needs", row))
            if found is None:
                barred.setdefault(at, f"needs {other}, which is no candidate")
            else:
                needs.add((at, found))
        found_too = (names.find(other, given.cell("excludes", row)) for other in listed(given.excludes[row]))
        excludes |= {(min(at, one), max(at, one)) for one in found_too if one is not None and one != at}
    made = Choice(
        [str(given.project[row]) for row in rows],
        known(score),
        known(cost),
        known(people),
        limits,
        must,
        frozenset(needs),
        frozenset(excludes),
        barred,
    )
    return made, rows, [*names.problems, *_barred_problems(given, made, rows)]


def known(values: Numbers) -> Numbers:
    """Values with 0 where there is none; who has none where it counts is barred."""
    return np.nan_to_num(values, nan=0.0)


def barring(
    score: Numbers, cost: Numbers | None, people: Numbers | None, must: frozenset[int]
) -> Iterator[tuple[int, str]]:
    """Candidates that cannot be chosen as something is not known of them; what must be done needs no score."""
    for at in range(len(score)):
        lacking = ["score"] if np.isnan(score[at]) and at not in must else []
        lacking += ["cost"] if cost is not None and np.isnan(cost[at]) else []
        lacking += ["FTE"] if people is not None and np.isnan(people[at]) else []
        if lacking:
            yield (
                at,
                "unscored"
                if lacking == ["score"]
                else f"its {' and '.join(lacking)} {'is' if len(lacking) == 1 else 'are'} not known",
            )


def _barred_problems(given: Candidates, made: Choice, rows: Sequence[int]) -> Iterator[Problem]:
    for at, why in made.barred.items():
        text = f"{made.names[at]} cannot be selected: {why}"
        must = at in made.must
        severity = Severity.HIGH if must else Severity.MEDIUM
        yield Problem(Code.MISSING_VALUE, text, given.cell("project", rows[at]), "Fill in what is missing.", severity)


def _by_period(names: Names, demand: PeopleNeeded, there: PeopleThere) -> Iterator[Limit]:
    """The limits of each role in each period in which somebody asks for it."""
    needed = needs_by(names, demand)
    for role, period, most in zip(there.role.tolist(), there.period.tolist(), there.fte.tolist(), strict=True):
        if most == most:
            yield from limits_of(needed, role, None if period is None else plain(period), most, names.count)


def needs_by(names: Names, demand: PeopleNeeded) -> Mapping[tuple[str, str], Numbers]:
    """FTE of each candidate by role and period; what is asked for all the time is so in every period."""
    held: dict[tuple[str, str], Numbers] = {}
    rows = zip(*(getattr(demand, n).tolist() for n in ("project", "role", "period", "fte")), strict=True)
    for row, (project, role, period, fte) in enumerate(rows):
        at = None if project is None else names.find(str(project), demand.cell("project", row))
        if at is not None and fte == fte:
            key = (plain(role or ""), plain(period or ""))
            held.setdefault(key, np.zeros(names.count))[at] += fte
    return held


def limits_of(
    needed: Mapping[tuple[str, str], Numbers], role: str | None, period: str | None, most: float, count: int
) -> Iterator[Limit]:
    """One limit for each period, of one role or of all of them."""
    wanted = plain(role or "")
    mine = {key: use for key, use in needed.items() if not wanted or key[0] == wanted}
    always = sum((use for (_, when), use in mine.items() if not when), np.zeros(count))
    periods = sorted({when for _, when in mine if when}) or [""]
    for when in periods if period is None else [period]:
        use = always + sum((u for (_, p), u in mine.items() if p == when and when), np.zeros(count))
        if use.any():
            yield Limit(" ".join(part for part in (role or FTE, when) if part), use, most)


def nothing_fits(choice: Choice, cell: Cell) -> Problem:
    """Why there is no selection at all: what must be done does not fit."""
    must = sorted(choice.must)
    held = ", ".join(choice.names[at] for at in must)
    over = [one for one in choice.limits if one.use[must].sum() > one.most]
    why = [f"{one.name} {one.use[must].sum():,.6g} of {one.most:,.6g}" for one in over] or ["the rules contradict it"]
    text = f"what must be done cannot be done together ({held}): {'; '.join(why)}"
    return Problem(Code.UNDEFINED, text, cell, "Raise the limit, or take one off the list.", Severity.HIGH)
