"""Earning rules: which share of its budget a task has earned, by the rule that was agreed for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Final

import numpy as np

from pmo_excel.core.columns import Column, Flags, Numbers, Texts, Type
from pmo_excel.core.instants import DAY, NO_INSTANT
from pmo_excel.core.tables import Table, table
from pmo_excel.cost.phasing import Phasing
from pmo_excel.schedule.outline import parents
from pmo_excel.schedule.tables import Schedule

NOTHING_UNTIL_DONE: Final = "0/100"
HALF: Final = "50/50"
QUARTER: Final = "25/75"
PERCENT: Final = "% complete"
MILESTONES: Final = "Weighted milestones"
UNITS: Final = "Units"
LEVEL_OF_EFFORT: Final = "Level of effort"
APPORTIONED: Final = "Apportioned"


@table("Earning Steps")
class EarningSteps(Table):
    """Steps within a task: weighted milestones, or units made of those planned."""

    task_id: Annotated[Texts, Column("Task ID", "The task that it is a step of.", also=("Task",))]
    weight: Annotated[
        Numbers, Column("Weight", "Its part of the task; empty: 1.", Type.NUMBER, also=("Weight %",), minimum=0)
    ]
    reached: Annotated[Flags, Column("Reached", "Yes once it is reached.", Type.YES_NO, also=("Done", "Achieved"))]
    units_planned: Annotated[
        Numbers, Column("Units Planned", "How many are to be made.", Type.NUMBER, also=("Planned",), minimum=0)
    ]
    units_done: Annotated[Numbers, Column("Units Done", "How many are made.", Type.NUMBER, also=("Made",), minimum=0)]


@table("Deliverables")
class Acceptance(Table):
    """Which deliverables are accepted."""

    id: Annotated[Texts, Column("Deliverable ID", "The deliverable.")]
    deliverable_status: Annotated[Texts, Column("Deliverable Status", "Approved when accepted.")]


@dataclass(frozen=True, slots=True)
class Rules:
    """How earning rules are set.

    Attributes
    ----------
    start_credit
        Share that a 25/75 task earns when it starts.
    cap
        Most that % complete earns before acceptance; 1 is no cap.
    accepted
        Deliverables that are approved; None: an actual finish is the acceptance of every task.
    """

    start_credit: float = 0.25
    cap: float = 1.0
    accepted: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class Progress:
    """What the plan says of each task at the status date."""

    started: list[bool]
    finished: list[bool]
    percent: list[float]


def methods(tasks: Schedule) -> list[str]:
    """The rule of each task: as typed; else by its type, and % complete for plain tasks."""
    found = []
    for method, kind, duration in zip(
        tasks.earned_value_method.tolist(), tasks.task_type.tolist(), tasks.duration.tolist(), strict=True
    ):
        by_type = LEVEL_OF_EFFORT if kind == LEVEL_OF_EFFORT else PERCENT
        milestone = kind == "Milestone" or str(duration) in ("0", "0.0")
        found.append(str(method or (NOTHING_UNTIL_DONE if milestone else by_type)))
    return found


def progress(tasks: Schedule, status_day: int) -> Progress:
    """Started, finished and complete by the end of a day; nan where a cell leaves it unknown.

    Without % complete, remaining duration tells it; what has neither has done nothing, or all once it is finished.
    """
    start, finish = tasks.actual_start.tolist(), tasks.actual_finish.tolist()
    done = [at != NO_INSTANT and at // DAY <= status_day for at in finish]
    percent = [_percent(tasks, row, done[row]) for row in range(len(tasks))]
    begun = [at != NO_INSTANT and at // DAY <= status_day for at in start]
    started = [b or d or p > 0 for b, d, p in zip(begun, done, percent, strict=True)]
    return Progress(started, [d or p >= 1 for d, p in zip(done, percent, strict=True)], percent)


def _percent(tasks: Schedule, row: int, done: bool) -> float:
    unread = ("percent_complete", "actual_start", "actual_finish")
    if any(row in tasks.wrong(name) for name in unread):
        return float("nan")
    percent = float(tasks.percent_complete[row])
    if percent == percent:
        return max(percent, 1.0) if done else percent
    remaining = float(tasks.remaining_duration[row])
    duration = tasks.duration[row]
    if done or remaining != remaining or not isinstance(duration, int | float) or not duration > 0:
        return 1.0 if done else 0.0
    return min(max(1 - remaining / float(duration), 0.0), 1.0)


def earned_shares(
    tasks: Schedule, phased: Phasing, status_day: int, rules: Rules, steps: EarningSteps | None, budget: Numbers
) -> Numbers:
    """The share of its budget that each task has earned at the end of a day; nan where it is not known.

    0/100, 50/50, 25/75: a credit at the start and the rest at the end. Weighted milestones: the weights of the steps
    reached, or of the milestones below it in the plan. Units: made of those planned. Level of effort: as planned, so
    that it has no schedule variance. Apportioned: as the work beside it under the same summary has earned. A budget on
    a summary is earned as the tasks below it are.

    Source
    ------
    ANSI/EIA-748; PMI, Practice Standard for Earned Value Management, 2nd ed., 2011, measuring performance.
    """
    rule, done, planned = methods(tasks), progress(tasks, status_day), phased.share(status_day)
    above = parents(tasks.wbs.tolist())
    summary = {row for row in above if row >= 0}
    ended = [at != NO_INSTANT and at // DAY <= status_day for at in tasks.actual_finish.tolist()]
    share = np.full(len(tasks), np.nan)
    inside = _steps(steps)
    for row in range(len(tasks)):
        if row in summary or rule[row] == APPORTIONED:
            continue
        if rule[row] == LEVEL_OF_EFFORT:
            share[row] = 1.0 if ended[row] else planned[row]
        else:
            share[row] = _own(tasks, row, rule[row], done, rules, inside)
    weight = budget if np.nansum(budget) > 0 else phased.minutes
    near, under = _families(above, summary)
    discrete = [row not in summary and rule[row] not in (APPORTIONED, LEVEL_OF_EFFORT) for row in range(len(tasks))]
    for row, method in enumerate(rule):
        if method == APPORTIONED and row not in summary:
            share[row] = _mean([(share[at], weight[at]) for at in near[above[row]] if discrete[at]])
    for row in summary:
        share[row] = _below(under[row], tasks, share, rule[row], (budget, phased.minutes))
    return share


def _own(
    tasks: Schedule, row: int, rule: str, done: Progress, rules: Rules, inside: dict[str, tuple[float, float]]
) -> float:
    percent = done.percent[row]
    if percent != percent:
        return percent
    if rule in (NOTHING_UNTIL_DONE, HALF, QUARTER):
        credit = {NOTHING_UNTIL_DONE: 0.0, HALF: 0.5, QUARTER: rules.start_credit}[rule]
        return 1.0 if done.finished[row] else (credit if done.started[row] else 0.0)
    reached, of = inside.get(str(tasks.id[row]), (0.0, 0.0))
    if rule in (UNITS, MILESTONES) and of > 0:
        return 1.0 if _ended(tasks, row, done) else min(reached / of, 1.0)
    if rules.cap >= 1 or _accepted(tasks, row, rules, done):
        return percent
    return min(percent, rules.cap)


def _ended(tasks: Schedule, row: int, done: Progress) -> bool:
    return done.finished[row] and int(tasks.actual_finish[row]) != NO_INSTANT


def _accepted(tasks: Schedule, row: int, rules: Rules, done: Progress) -> bool:
    named = tasks.deliverable_id[row]
    if named and rules.accepted is not None:
        return str(named) in rules.accepted
    return _ended(tasks, row, done)


def _steps(steps: EarningSteps | None) -> dict[str, tuple[float, float]]:
    """What is reached and what there is of each task's steps: units where they are counted, else weights."""
    found: dict[str, tuple[float, float]] = {}
    for row in range(0 if steps is None else len(steps)):
        assert steps is not None  # noqa: S101 -- there are no rows otherwise
        planned, made = float(steps.units_planned[row]), float(steps.units_done[row])
        weight = float(steps.weight[row])
        if planned == planned:
            of, reached = planned, 0.0 if made != made else made
        else:
            of = 1.0 if weight != weight else weight
            reached = of if steps.reached[row] is True else 0.0
        before = found.get(str(steps.task_id[row]), (0.0, 0.0))
        found[str(steps.task_id[row])] = (before[0] + reached, before[1] + of)
    return found


def _families(above: list[int], summary: set[int]) -> tuple[dict[int, list[int]], dict[int, list[int]]]:
    """The tasks under the same summary, by that summary; and all tasks anywhere below each summary."""
    near: dict[int, list[int]] = {}
    under: dict[int, list[int]] = {row: [] for row in summary}
    for row, parent in enumerate(above):
        near.setdefault(parent, []).append(row)
        while parent >= 0 and row not in summary:
            under[parent].append(row)
            parent = above[parent]
    return near, under


def _below(under: list[int], tasks: Schedule, share: Numbers, rule: str, weights: tuple[Numbers, Numbers]) -> float:
    """What the tasks below a summary have earned: by their budgets, or where they have none by their working time."""
    if rule == MILESTONES:
        effort = [float(tasks.effort[at]) for at in under]
        each = effort if all(e > 0 for e in effort) else [1.0] * len(under)
        return _mean([(share[at], e) for at, e in zip(under, each, strict=True)])
    weight = next((w for w in weights if np.nansum(w[under]) > 0), np.ones(len(share)))
    return _mean([(share[at], weight[at]) for at in under])


def _mean(pairs: list[tuple[float, float]]) -> float:
    """The mean of shares by their weights; nan where there is nothing to weigh, or a share is not known."""
    pairs = [(share, weight) for share, weight in pairs if weight != 0]
    total = sum(weight for _, weight in pairs)
    return float(sum(share * weight for share, weight in pairs) / total) if total else float("nan")
