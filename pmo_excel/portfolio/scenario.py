"""What stopping, deferring or speeding up projects does: to people by quarter, to money, to score and objectives."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

import numpy as np

from pmo_excel.core.columns import Numbers
from pmo_excel.core.instants import DAY, NO_INSTANT, as_date, instant
from pmo_excel.core.problems import Cell, Code, Problem, Severity
from pmo_excel.portfolio.alignment import STOPPED, aligned, reached_in_time
from pmo_excel.portfolio.rules import Names, plain
from pmo_excel.portfolio.selection_tables import RoleDemand
from pmo_excel.portfolio.tables import Alignment, Objectives, PortfolioBenefits, Projects

STOP, DEFER, ACCELERATE = "stop", "defer", "accelerate"
_MONTHS: Final = {"m": 1, "q": 3, "y": 12}
_ACTION: Final = re.compile(
    r"(stop|defer|accelerate)\s+(\S.*?)(?:\s+(?:by\s+)?(\d+|one|a)\s*(weeks?|months?|quarters?|years?|[wmqy]))?",
    re.IGNORECASE,
)
Effect = tuple[str, str | None, str | None, float, float, str, str | None, int, int]
"""Measure, project, role or objective, quarter, before, after, unit, note, and two dates."""


@dataclass(frozen=True, slots=True)
class Action:
    """One project stopped, deferred or speeded up, by months and days."""

    kind: str
    project: int
    months: int = 0
    days: int = 0

    def moved(self, day: date) -> date:
        """Where a day goes."""
        sign = -1 if self.kind == ACCELERATE else 1
        at = day.year * 12 + day.month - 1 + sign * self.months
        year, month = divmod(at, 12)
        last = calendar.monthrange(year, month + 1)[1]
        return date(year, month + 1, min(day.day, last)) + timedelta(days=sign * self.days)


def actions_of(text: Sequence[str], names: Names, cell: Cell) -> list[Action]:
    """Actions as people write them: `stop P3; defer P4 1q`; what is not understood becomes a problem."""
    found = []
    for part in (p.strip() for line in text for p in re.split(r"[;\n]", line)):
        matched = _ACTION.fullmatch(part)
        if not part:
            continue
        if matched is None or (matched[1].lower() != STOP and not matched[3]):
            fix = "Write stop P3; defer P4 1q; accelerate P5 2m: w, m, q and y are weeks, months, quarters and years."
            said = f"{part!r} is not understood"
            names.problems.append(Problem(Code.ARGUMENT, said, cell, fix, Severity.CRITICAL))
            continue
        at = names.find(matched[2], cell)
        if at is None:
            continue
        number = int(matched[3]) if (matched[3] or "").isdigit() else 1
        unit = (matched[4] or "m").lower()[0]
        months, days = (0, 7 * number) if unit == "w" else (_MONTHS[unit] * number, 0)
        found.append(Action(matched[1].lower(), at, months, days))
    return found


@dataclass(frozen=True, slots=True)
class Held:
    """The sheets that a scenario is tried on."""

    projects: Projects
    demand: RoleDemand | None = None
    alignment: Alignment | None = None
    objectives: Objectives | None = None
    benefits: PortfolioBenefits | None = None


def effects(held: Held, actions: Sequence[Action], hours_per_day: float, since: int = NO_INSTANT) -> list[Effect]:
    """Everything that is different, measure by measure; what stays as it is has no row.

    Parameters
    ----------
    since
        The day from which something can still be changed: weeks before it have been worked.
    """
    done = {action.project: action for action in actions}
    return [
        *_finishes(held.projects, done),
        *_score(held.projects, done),
        *_money(held.projects, done),
        *_people(held, done, hours_per_day, since),
        *_objectives(held, done),
    ]


def _row(
    measure: str,
    before: float,
    after: float,
    unit: str,
    who: object = None,
    quarter: str | None = None,
    note: str | None = None,
    dates: tuple[int, int] = (NO_INSTANT, NO_INSTANT),
) -> Effect:
    return measure, None if who is None else str(who), quarter, before, after, unit, note, *dates


def _finishes(projects: Projects, done: Mapping[int, Action]) -> Iterator[Effect]:
    nan = float("nan")
    for at, action in done.items():
        was = int(projects.forecast_finish[at])
        now = _finish(projects, at, action)
        if was != NO_INSTANT:
            note = "stopped: it does not finish" if action.kind == STOP else None
            yield _row("Finish", nan, nan, "date", projects.id[at], note=note, dates=(was, now))


def _finish(projects: Projects, at: int, action: Action | None) -> int:
    was = int(projects.forecast_finish[at])
    if action is None or was == NO_INSTANT:
        return was
    return NO_INSTANT if action.kind == STOP else instant(action.moved(as_date(was)))


def _score(projects: Projects, done: Mapping[int, Action]) -> Iterator[Effect]:
    """The score of what goes on; what is deferred brings nothing until later."""
    score = np.nan_to_num(projects.strategic_score)
    going = np.array([status not in STOPPED for status in projects.lifecycle_status.tolist()], dtype=bool)
    lost = [at for at, action in done.items() if action.kind != ACCELERATE and going[at] and score[at]]
    if lost:
        before = float(score[going].sum())
        yield _row("Score", before, before - float(score[lost].sum()), "points")


def _money(projects: Projects, done: Mapping[int, Action]) -> Iterator[Effect]:
    """What need not be spent, or not yet; and what was spent for nothing."""
    to_go = projects.estimate_at_completion - np.nan_to_num(projects.actual_to_date)
    to_go = np.where(np.isnan(to_go), projects.approved_budget - np.nan_to_num(projects.actual_to_date), to_go)
    whole = float(np.nansum(to_go))
    stopped = [at for at, action in done.items() if action.kind == STOP]
    unknown = [str(projects.id[at]) for at in done if np.isnan(to_go[at])]
    if stopped:
        yield _row("Cost to go", whole, whole - float(np.nansum(to_go[stopped])), "currency")
        spent = float(np.nansum(projects.actual_to_date[stopped]))
        if spent:
            yield _row("Spent on what is stopped", 0.0, spent, "currency")
    for kind, name in ((DEFER, "Cost deferred"), (ACCELERATE, "Cost brought forward")):
        moved = float(np.nansum(to_go[[at for at, action in done.items() if action.kind == kind]]))
        if moved:
            yield _row(name, 0.0, moved, "currency")
    if unknown:
        note = f"neither EAC nor budget of {', '.join(unknown)} is known"
        yield _row("Cost to go", float("nan"), float("nan"), "currency", note=note)


def _people(held: Held, done: Mapping[int, Action], hours: float, since: int) -> Iterator[Effect]:
    """Full-time people by role and quarter, and all roles together, where they change."""
    if held.demand is None:
        return
    before, after = (_by_quarter(held, actions, since) for actions in ({}, done))
    for role, quarter in sorted({*before, *after}, key=lambda key: (key[1], key[0])):
        one, other = (each.get((role, quarter), 0.0) for each in (before, after))
        if abs(one - other) > 1e-6:
            full = _weekdays(quarter) * hours
            label = f"{quarter[0]}-Q{quarter[1]}"
            yield _row("People", one / full, other / full, "FTE", role or "All roles", label)


def _by_quarter(held: Held, done: Mapping[int, Action], since: int) -> dict[tuple[str, tuple[int, int]], float]:
    """Hours by role and quarter, the empty role being all; a week counts by its five days."""
    assert held.demand is not None  # noqa: S101 -- the caller saw that there is one
    demand, at = held.demand, Names([str(key) for key in held.projects.id.tolist()]).at
    found: dict[tuple[str, tuple[int, int]], float] = {}
    rows = zip(*(getattr(demand, n).tolist() for n in ("project_id", "role", "week", "hours")), strict=True)
    for project, role, week, asked in rows:
        if week == NO_INSTANT or asked != asked:
            continue
        action = done.get(at.get(plain(project or ""), -1))
        for day in (as_date(week + n * DAY) for n in range(5)):
            gone = since != NO_INSTANT and instant(day) <= since
            if action is not None and action.kind == STOP and not gone:
                continue
            to = day if action is None or gone else action.moved(day)
            for name in dict.fromkeys(("", str(role or ""))):
                key = name, (to.year, (to.month + 2) // 3)
                found[key] = found.get(key, 0.0) + asked / 5
    return found


def _weekdays(quarter: tuple[int, int]) -> int:
    first = date(quarter[0], quarter[1] * 3 - 2, 1)
    after = date(quarter[0] + quarter[1] // 4, quarter[1] % 4 * 3 + 1, 1)
    return int(np.busday_count(first, after))


def _objectives(held: Held, done: Mapping[int, Action]) -> Iterator[Effect]:
    """The forecast contribution of each objective that changes, and whether it falls below its target."""
    if held.objectives is None or held.alignment is None:
        return
    objectives, projects = held.objectives, held.projects
    forecast = aligned(objectives, held.alignment, projects, held.benefits).forecast
    before = (forecast * reached_in_time(projects, objectives, projects.forecast_finish.tolist())).sum(axis=1)
    after = (forecast * _still(projects, objectives, done)).sum(axis=1)
    for row, key in enumerate(objectives.id.tolist()):
        one, other, target = float(before[row]), float(after[row]), float(objectives.target[row])
        if key is not None and abs(one - other) > 1e-9:
            note = None
            if target == target and other < target:
                note = f"{'falls' if one >= target else 'stays'} below its target {target:,.6g}"
            elif target == target and one < target:
                note = f"reaches its target {target:,.6g}"
            yield _row("Objective", one, other, str(objectives.measure[row] or "points"), key, note=note)


def _still(projects: Projects, objectives: Objectives, done: Mapping[int, Action]) -> Numbers:
    """Who still comes in time: nothing of what is stopped; deferred work only where both dates are known to fit."""
    finish = [_finish(projects, at, done.get(at)) for at in range(len(projects))]
    still = reached_in_time(projects, objectives, finish)
    for at, action in done.items():
        if action.kind == STOP:
            still[:, at] = 0.0
        elif action.kind == DEFER:
            unknown = (objectives.target_date == NO_INSTANT) | (finish[at] == NO_INSTANT)
            still[unknown, at] = 0.0
    return still
