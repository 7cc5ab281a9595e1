"""Alignment both ways: what projects do for objectives, projects that serve none, and objectives that get nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from pmo_excel.core.columns import Numbers
from pmo_excel.core.instants import NO_INSTANT
from pmo_excel.core.problems import Code, Problem, Severity
from pmo_excel.portfolio.rules import plain
from pmo_excel.portfolio.tables import Alignment, Objectives, PortfolioBenefits, Projects

STOPPED: Final = frozenset({"Cancelled"})
"""Lifecycle states of projects that contribute nothing any more."""
OVER: Final = STOPPED | {"Closed"}
"""And of those that need not be asked what they are for."""


@dataclass(frozen=True, slots=True)
class Aligned:
    """Contributions by objective and project, (m, n), in the order of their sheets.

    Attributes
    ----------
    contribution
        0 to 3.
    forecast
        What each project brings in the objective's own measure: its benefits of that name, else the contribution.
    share
        The part of each project's budget that goes to the objective: by its contributions.
    rows
        The row of the alignment of each pair that is there.
    """

    contribution: Numbers
    forecast: Numbers
    share: Numbers
    problems: list[Problem]


def aligned(
    objectives: Objectives, alignment: Alignment, projects: Projects, benefits: PortfolioBenefits | None = None
) -> Aligned:
    """Who serves what; rows that name no project or no objective are problems and do not count."""
    contribution, problems = _contributions(objectives, alignment, projects)
    going = np.array([status not in STOPPED for status in projects.lifecycle_status.tolist()], dtype=bool)
    contribution = np.where(going[None, :], contribution, 0.0)
    whole = contribution.sum(axis=0)
    share = contribution / np.where(whole > 0, whole, 1.0)
    forecast = contribution.copy()
    for at, measure in enumerate(objectives.measure.tolist()):
        brought = None if benefits is None or not measure else _brought(benefits, projects, plain(measure))
        if brought is not None:
            forecast[at] = np.where(contribution[at] > 0, brought, 0.0)
    return Aligned(contribution, forecast, share, problems)


def _contributions(objectives: Objectives, alignment: Alignment, projects: Projects) -> tuple[Numbers, list[Problem]]:
    mine, theirs = _places(objectives.id.tolist()), _places(projects.id.tolist())
    held = np.zeros((len(objectives), len(projects)))
    problems = []
    rows = zip(
        alignment.objective_id.tolist(), alignment.project_id.tolist(), alignment.contribution_0_3.tolist(), strict=True
    )
    for row, (objective, project, points) in enumerate(rows):
        if objective is None or project is None:
            continue
        for name, key, known in (("objective_id", objective, mine), ("project_id", project, theirs)):
            if plain(key) not in known:
                what = "Objectives" if name == "objective_id" else "the register"
                text = f"{key} is not in {what}, so this row does not count"
                problems.append(
                    Problem(Code.NOT_A_CHOICE, text, alignment.cell(name, row), "Correct the ID.", Severity.MEDIUM)
                )
        if plain(objective) in mine and plain(project) in theirs and points == points:
            at = mine[plain(objective)], theirs[plain(project)]
            held[at] = max(held[at], points)
    return held, problems


def _places(keys: Sequence[object]) -> dict[str, int]:
    return {plain(key): at for at, key in reversed(list(enumerate(keys))) if key is not None}


def _brought(benefits: PortfolioBenefits, projects: Projects, measure: str) -> Numbers | None:
    """Forecasts of the benefits of that name, by project; None where nobody has one."""
    at = _places(projects.id.tolist())
    held, found = np.zeros(len(projects)), False
    rows = zip(benefits.project_id.tolist(), benefits.benefit.tolist(), benefits.forecast.tolist(), strict=True)
    for project, name, forecast in rows:
        if name is not None and plain(name) == measure and plain(project) in at and forecast == forecast:
            held[at[plain(project)]] += forecast
            found = True
    return held if found else None


def alignment_scores(alignment: Alignment, objectives: Objectives) -> Numbers:
    """Contribution times the weight of the objective, row by row; nan where one of them is not known."""
    weights = {
        plain(key): weight
        for key, weight in zip(objectives.id.tolist(), objectives.weight_percent.tolist(), strict=True)
        if key is not None
    }
    found = [weights.get(plain(key), np.nan) for key in alignment.objective_id.tolist()]
    scores: Numbers = np.array(found, dtype=float) * alignment.contribution_0_3
    return scores


def budgets(projects: Projects) -> Numbers:
    """What each project may cost: its approved budget, or its estimate where none is approved."""
    approved, estimate = projects.approved_budget, projects.estimate_at_completion
    money: Numbers = np.where(np.isnan(approved), estimate, approved)
    return money


@dataclass(frozen=True, slots=True)
class Gap:
    """A project that serves no objective, or an objective that gets no project or no money; `row` is of its sheet."""

    kind: str
    row: int
    why: str


def gaps(made: Aligned, projects: Projects, objectives: Objectives) -> Iterator[Gap]:
    """Both kinds, in the order of the sheets."""
    for row, key in enumerate(projects.id.tolist()):
        if key is not None and projects.lifecycle_status[row] not in OVER and not made.contribution[:, row].any():
            yield Gap("Project", row, "serves no objective")
    money = np.nan_to_num(budgets(projects)) * made.share
    for row, key in enumerate(objectives.id.tolist()):
        if key is None:
            continue
        if not made.contribution[row].any():
            yield Gap("Objective", row, "no project serves it")
        elif not money[row].sum() > 0:
            yield Gap("Objective", row, "the projects that serve it have no budget")


def reached_in_time(projects: Projects, objectives: Objectives, finish: Sequence[int]) -> Numbers:
    """Whether a project, by its finish, comes in time for an objective: (m, n); what is not known does not hinder."""
    days, due = np.array(finish, dtype=np.int64), objectives.target_date
    late = (days[None, :] > due[:, None]) & (days[None, :] != NO_INSTANT) & (due[:, None] != NO_INSTANT)
    in_time: Numbers = (~late).astype(float).reshape(len(objectives), len(projects))
    return in_time
