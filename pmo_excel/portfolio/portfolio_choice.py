"""The choice that the portfolio workbook holds: its projects and requests, people by week, and a scenario's limits."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from pmo_excel.core.columns import Numbers
from pmo_excel.core.instants import DAY, NO_INSTANT
from pmo_excel.core.problems import Cell, Code, Problem, Severity
from pmo_excel.portfolio.candidates import barring, known, limits_of
from pmo_excel.portfolio.choice import BUDGET, Choice, Limit
from pmo_excel.portfolio.rules import Names, by_role, dependencies, groups, listed, plain
from pmo_excel.portfolio.selection_tables import RoleDemand
from pmo_excel.portfolio.tables import Intake, Projects, Selection

OVER: Final = frozenset({"Closed", "Cancelled"})
"""Lifecycle states of projects that are no candidates."""


@dataclass(frozen=True, slots=True)
class People:
    """Full-time people that each candidate asks for, by role and week."""

    by: dict[tuple[str, str], Numbers]

    def peak(self, count: int) -> Numbers:
        """The most people of each candidate at once, all roles together."""
        weeks: dict[str, Numbers] = {}
        for (_, week), use in self.by.items():
            weeks[week] = weeks.get(week, np.zeros(count)) + use
        return np.max(list(weeks.values()), axis=0) if weeks else np.zeros(count)

    def together(self, chosen: Sequence[int], count: int) -> float:
        """The most people of some candidates at once."""
        weeks: dict[str, float] = {}
        for (_, week), use in self.by.items():
            weeks[week] = weeks.get(week, 0.0) + float(use[list(chosen)].sum())
        return max(weeks.values(), default=0.0)


@dataclass(frozen=True, slots=True)
class Offered:
    """What the workbook offers to choose from, before any scenario."""

    names: Sequence[str]
    score: Numbers
    cost: Numbers
    people: People
    mandatory: frozenset[int]


def offered(projects: Projects, requests: Intake | None, demand: RoleDemand | None, hours: float) -> Offered:
    """Every project that is not over, and every request that is undecided and no project yet.

    The cost of a project is its approved budget, or the EAC where none is approved; that of a request its rough cost.
    """
    rows = [row for row, key in enumerate(projects.id.tolist()) if key is not None]
    rows = [row for row in rows if projects.lifecycle_status[row] not in OVER]
    asked = _open_requests(requests, {plain(projects.id[row]) for row in rows})
    names = [str(projects.id[row]) for row in rows]
    budget = np.where(np.isnan(projects.approved_budget), projects.estimate_at_completion, projects.approved_budget)
    score, cost = projects.strategic_score[rows], budget[rows]
    mandatory: frozenset[int] = frozenset()
    if requests is not None:
        names += [str(requests.id[row]) for row in asked]
        score, cost = np.append(score, requests.score[asked]), np.append(cost, requests.rough_cost[asked])
        mandatory = frozenset(_mandatory(requests, names))
    return Offered(names, score, cost, _people(names, demand, hours), mandatory)


def _open_requests(requests: Intake | None, projects: set[str]) -> list[int]:
    if requests is None:
        return []
    return [
        row
        for row, key in enumerate(requests.id.tolist())
        if key is not None
        and requests.decision[row] not in ("Reject", "Defer")
        and requests.project_id[row] is None
        and plain(key) not in projects
    ]


def _mandatory(requests: Intake, names: Sequence[str]) -> Iterator[int]:
    at = Names(names).at
    for row, flag in enumerate(requests.mandatory_regulatory.tolist()):
        for held in (requests.id[row], requests.project_id[row]):
            if flag and held is not None and plain(held) in at:
                yield at[plain(held)]


def _people(names: Sequence[str], demand: RoleDemand | None, hours: float) -> People:
    held: dict[tuple[str, str], Numbers] = {}
    if demand is None:
        return People(held)
    at = Names(names).at
    rows = zip(*(getattr(demand, n).tolist() for n in ("project_id", "role", "week", "hours")), strict=True)
    for project, role, week, asked in rows:
        place = at.get(plain(project or ""))
        if place is not None and week != NO_INSTANT and asked == asked:
            key = (plain(role or ""), str(week // DAY))
            held.setdefault(key, np.zeros(len(names)))[place] += asked / hours
    return People(held)


def scenario_choice(held: Offered, selection: Selection, row: int) -> tuple[Choice, list[Problem]]:
    """What one scenario of the sheet leaves to choose from, and what is wrong with what was typed there."""
    names = Names(held.names)
    cells = {name: selection.cell(name, row) for name in _TYPED}
    must = {names.find(one, cells["must_do"]) for one in listed(selection.must_do[row])} - {None}
    wanted = frozenset(one for one in must if one is not None) | held.mandatory
    roles, wrong = by_role(selection.capacity_limit_fte_by_role[row], cells["capacity_limit_fte_by_role"])
    budget = float(selection.budget_limit[row])
    limits = [] if budget != budget else [Limit(BUDGET, known(held.cost), budget)]
    for role, most in roles.items():
        mine = list(limits_of(held.people.by, role, None, most, len(held.names)))
        limits += mine
        if role and not mine:
            text = f"no candidate asks for the role {role!r} in Demand, so its limit holds nobody back"
            cell = cells["capacity_limit_fte_by_role"]
            wrong.append(Problem(Code.DEFAULT_USED, text, cell, "Use a role as Demand spells it.", Severity.MEDIUM))
    wrong += _without_people(held, cells["capacity_limit_fte_by_role"]) if roles else []
    made = Choice(
        held.names,
        known(held.score),
        known(held.cost),
        held.people.peak(len(held.names)),
        limits,
        wanted,
        frozenset(dependencies(selection.depends_on[row], names, cells["depends_on"])),
        frozenset(groups(selection.exclusive_groups[row], names, cells["exclusive_groups"])),
        dict(barring(held.score, held.cost if budget == budget else None, None, wanted)),
    )
    return made, [*names.problems, *wrong]


_TYPED: Final = ("must_do", "exclusive_groups", "depends_on", "capacity_limit_fte_by_role")


def _without_people(held: Offered, cell: Cell) -> list[Problem]:
    """Candidates that ask for nobody, so that a limit of people never holds them back."""
    without = [name for name, peak in zip(held.names, held.people.peak(len(held.names)), strict=True) if peak == 0]
    if not without:
        return []
    shown = ", ".join(without[:5]) + (f" and {len(without) - 5} more" if len(without) > 5 else "")
    text = f"Demand has no hours for {shown}, so they count as needing nobody"
    return [Problem(Code.DEFAULT_USED, text, cell, "Type their requests into Demand.", Severity.LOW)]
