"""The plan in money at a status date: what is planned, earned and spent of each task, and what is not known and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from pmo_excel.core.columns import Numbers
from pmo_excel.core.instants import DAY, NO_INSTANT
from pmo_excel.core.problems import Code, Problem, Severity
from pmo_excel.cost.earning import LEVEL_OF_EFFORT, EarningSteps, Rules, earned_shares, methods
from pmo_excel.cost.phasing import Phasing, phasing
from pmo_excel.cost.tables import Budget
from pmo_excel.cost.task_money import TaskMoney, task_money, without_baseline
from pmo_excel.schedule.calendars import Calendar
from pmo_excel.schedule.outline import parents
from pmo_excel.schedule.tables import Baselines, Schedule

HIGHEST_LOE: Final = 0.15
"""Share of level of effort above which its EV = PV hides how the rest stands."""
NO_BASELINE: Final = "there is no baseline, so PV, EV and BAC have no value"


@dataclass(frozen=True, slots=True)
class Valuation:
    """A plan's money at the end of a day.

    Attributes
    ----------
    day
        The status date, in days since 1970.
    budget
        The performance measurement baseline by task: its baseline cost, else its budget lines; 0 outside of it.
    earned
        EV by task, nan where it is not known.
    level_of_effort
        The budget of tasks that are level of effort, 0 for others.
    """

    tasks: Schedule
    day: int
    phased: Phasing
    money: TaskMoney
    budget: Numbers
    earned: Numbers
    level_of_effort: Numbers
    problems: list[Problem]
    _planned: dict[int, Numbers] = field(default_factory=dict, repr=False)

    def planned(self, day: int) -> Numbers:
        """PV of each task at the end of a day."""
        if day not in self._planned:
            share = np.nan_to_num(self.phased.share(day))
            self._planned[day] = np.where(self.budget == 0, 0.0, self.budget * share)
        return self._planned[day]

    def funded(self, rows: Sequence[int]) -> bool:
        """Whether there is any money on these tasks, or some that cannot be read."""
        return any(self.budget[row] != 0 or self.money.actual[row] != 0 for row in rows)

    def finished_on(self, rows: Sequence[int]) -> int | None:
        """The day on which the last of these tasks with money was finished; None while one is not."""
        days = [int(self.tasks.actual_finish[row]) for row in rows if self.budget[row] != 0]
        if not days or NO_INSTANT in days or max(days) // DAY > self.day:
            return None
        return max(days) // DAY

    def unknown(self, rows: Sequence[int], whole: bool) -> list[str]:
        """Why the basic measures of these tasks have no value; empty where they have."""
        found = [] if self.phased.there.any() else [NO_BASELINE]
        if whole and self.money.stray:
            found.append(f"{', '.join(self.money.stray[:3])}: the budget line names no task of the plan")
        unread = [row for row in rows if self.budget[row] != self.budget[row]]
        unsaid = [row for row in set(rows) - set(unread) if self.earned[row] != self.earned[row]]
        because = "a cell cannot be read, or there is nothing to measure it by"
        for what, wrong in (("the budget", unread), ("what is done", unsaid)):
            names = ", ".join(str(self.tasks.id[row]) for row in sorted(wrong)[:3])
            found += [f"{what} of {names} is not known: {because}"] if wrong else []
        return found


def valuation(
    tasks: Schedule,
    lines: Budget,
    status_date: int,
    baselines: Baselines | None,
    calendars: Mapping[str, Calendar],
    rules: Rules,
    steps: EarningSteps | None = None,
) -> Valuation:
    """Value every task at the end of the status date."""
    day = status_date // DAY
    phased, money = phasing(tasks, baselines, calendars), task_money(tasks, lines)
    budget, problems = _baseline_budget(tasks, phased, money)
    shares = earned_shares(tasks, phased, day, rules, steps, np.nan_to_num(budget))
    earned = np.where(budget == 0, 0.0, budget * shares)
    if phased.there.any():
        problems += without_baseline(tasks, money, phased.there)
    loe = np.array([rule == LEVEL_OF_EFFORT for rule in methods(tasks)], dtype=bool)
    effort = np.where(loe, budget, 0.0)
    made = Valuation(tasks, day, phased, money, budget, earned, effort, [*money.problems, *problems])
    made.problems.extend(_much_effort(made))
    return made


def _baseline_budget(tasks: Schedule, phased: Phasing, money: TaskMoney) -> tuple[Numbers, list[Problem]]:
    """Baseline cost where the baseline has one, else the budget lines; a summary's own cost is that of its lines."""
    summary = np.zeros(len(tasks), dtype=bool)
    summary[[row for row in parents(tasks.wbs.tolist()) if row >= 0]] = True
    fixed = ~np.isnan(phased.cost) & ~summary
    budget = np.where(fixed, phased.cost, money.budget)
    differs = fixed & money.given & (np.abs(phased.cost - money.budget) > 0.005)
    problems = []
    if differs.any():
        named = [
            f"{tasks.id[row]} ({phased.cost[row]:,.2f} in the baseline, {money.budget[row]:,.2f} in the budget)"
            for row in np.flatnonzero(differs).tolist()
        ]
        text = f"the budget is not that of the baseline, which counts in earned value: {'; '.join(named[:3])}"
        fix = "Set a new baseline once the change is approved."
        cell = tasks.cell("id", int(np.flatnonzero(differs)[0]))
        problems.append(Problem(Code.EARNED_VALUE, text, cell, fix, Severity.LOW))
    return np.where(phased.there, budget, 0.0), problems


def _much_effort(made: Valuation) -> list[Problem]:
    total, effort = np.nansum(made.budget), np.nansum(made.level_of_effort)
    if total <= 0 or effort <= HIGHEST_LOE * total:
        return []
    row = int(np.flatnonzero(made.level_of_effort > 0)[0])
    text = f"{effort / total:.0%} of the budget is level of effort, which earns as planned whatever is done"
    fix = f"Keep it below {HIGHEST_LOE:.0%}: measure work with another method."
    return [Problem(Code.EARNED_VALUE, text, made.tasks.cell("earned_value_method", row), fix, Severity.MEDIUM)]
