"""Schedule health: the fourteen points of the DCMA and more, each with its result and the tasks to look at."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import nan
from typing import Annotated, Final, NamedTuple

from pmo_excel.core.catalogue import Shared
from pmo_excel.core.columns import Column, Flags, Numbers, Texts, Type
from pmo_excel.core.instants import NO_INSTANT
from pmo_excel.core.problems import Cell, Code, Problem, Severity
from pmo_excel.core.tables import Table, table
from pmo_excel.schedule import health_dates as by_dates
from pmo_excel.schedule import health_logic as by_logic
from pmo_excel.schedule.baselines import agreed, task_cost
from pmo_excel.schedule.beside import BudgetLines, TaskAssignments
from pmo_excel.schedule.calendars import Calendar
from pmo_excel.schedule.health_checks import Check
from pmo_excel.schedule.health_limits import HealthLimits, limited
from pmo_excel.schedule.health_scope import Finding, Scope, day
from pmo_excel.schedule.scheduling import Scheduled, typed_cells
from pmo_excel.schedule.tables import Baselines, Schedule
from pmo_excel.schedule.workdays import working_days

LISTED: Final = 500
"""Task IDs that are listed in one cell; Excel takes 32,767 characters."""


@table("Schedule Health", key="number")
class Health(Table):
    """Checks with their results."""

    number: Annotated[Texts, Column("Check No", "As the guideline numbers it.")]
    check: Annotated[Texts, Column("Check", "Its name.")]
    count: Annotated[Numbers, Column("Count", "What was counted.", Type.NUMBER)]
    denominator: Annotated[Numbers, Column("Denominator", "Out of how many.", Type.NUMBER)]
    result: Annotated[Numbers, Column("Result", "Count ÷ denominator.", Type.NUMBER)]
    threshold: Annotated[Numbers, Column("Threshold", "The result that still passes.", Type.NUMBER)]
    passed: Annotated[Flags, Column("Pass", "Yes where the result keeps the threshold.", Type.YES_NO)]
    task_ids: Annotated[Texts, Column("Task IDs", "The tasks to look at.", Type.LONG_TEXT)]


_FINDINGS: Final[Mapping[int | str, Callable[[Scope], Finding]]] = {
    1: by_logic.missing_logic,
    2: by_logic.leads,
    3: by_logic.lags,
    4: by_logic.finish_to_start,
    5: by_logic.hard_constraints,
    6: by_dates.high_float,
    7: by_dates.negative_float,
    8: by_dates.high_duration,
    "9a": by_dates.past_forecasts,
    "9b": by_dates.future_actuals,
    10: by_logic.without_resource,
    11: by_dates.missed,
    12: by_dates.critical_path_test,
    13: by_dates.path_length_index,
    14: by_dates.execution_index,
    "E1": by_dates.hit,
    "E2": by_logic.dangling_starts,
    "E3": by_logic.dangling_finishes,
    "E4": by_logic.density,
    "E5": by_logic.merge_hotspots,
    "E6": by_logic.soft_constraints,
    "E7": by_dates.float_ratio,
}


@dataclass(frozen=True, slots=True)
class Compared:
    """What a plan is compared with; whatever of it is known.

    The baseline is the newest one of `baselines`; without them, what the tasks' own Baseline Finish says.
    """

    baselines: Baselines | None = None
    assignments: TaskAssignments | None = None
    budget: BudgetLines | None = None
    status_date: int | None = None


class Examined(NamedTuple):
    """A check, with the threshold that counts, and what it found."""

    check: Check
    finding: Finding

    @property
    def passed(self) -> bool | None:
        """Whether it passes; None where it has no result or is for information."""
        return None if self.finding.undefined else self.check.passed(self.finding.result)


def health(
    tasks: Schedule, done: Scheduled, compared: Compared, limits: HealthLimits | None = None
) -> tuple[Health, list[Problem]]:
    """Every check on a scheduled plan, and why those without a result have none."""
    found, problems = examined(tasks, done, compared, limits)
    return as_table(found, done.plan.id), problems


def examined(
    tasks: Schedule,
    done: Scheduled,
    compared: Compared,
    limits: HealthLimits | None = None,
    shared: Shared | None = None,
) -> tuple[list[Examined], list[Problem]]:
    """Every check with what it found, and why those without a result have none.

    Parameters
    ----------
    shared
        What was made before: the same plan is not examined again, whatever the limits.
    """
    checks, problems = limited(limits)
    findings = _findings(tasks, done, compared, {} if shared is None else shared)
    found = [Examined(check, findings[check.number]) for check in checks]
    return found, [*problems, *(_undefined(*one) for one in found if one.finding.undefined)]


def _findings(tasks: Schedule, done: Scheduled, compared: Compared, shared: Shared) -> Mapping[int | str, Finding]:
    """What each check found, by its number."""
    beside = compared.baselines, compared.assignments, compared.budget
    made_from = (*typed_cells(tasks), tasks.baseline_start, tasks.baseline_finish, done, *beside)
    key = ("findings", *map(id, made_from), compared.status_date)
    if key not in shared:
        finishes, days = _baseline(tasks, compared.baselines, done.plan.calendars[0])
        scope = Scope(tasks, done, finishes, days, _resourced(tasks, compared), compared.status_date)
        shared[key] = made_from, {number: rule(scope) for number, rule in _FINDINGS.items()}
    found: Mapping[int | str, Finding] = shared[key][1]
    return found


def as_table(found: Sequence[Examined], ids: Sequence[str]) -> Health:
    """Results as rows, with the tasks' IDs."""
    made = Health.of(len(found))
    for at, one in enumerate(found):
        _fill(made, at, *one, ids)
    return made


def _resourced(tasks: Schedule, compared: Compared) -> frozenset[str] | None:
    """Tasks with a resource, or with money; None where the plan has no assignments."""
    assignments = compared.assignments
    if assignments is None or not len(assignments):
        return None
    pairs = zip(assignments.task_id.tolist(), assignments.resource_id.tolist(), strict=True)
    named = not assignments.origin.headers or assignments.has("resource_id")
    found = {str(key).casefold() for key, who in pairs if key is not None and (who is not None or not named)}
    costs = zip(tasks.id.tolist(), task_cost(tasks, compared.budget).tolist(), strict=True)
    return frozenset(found | {str(key).casefold() for key, cost in costs if cost > 0})


def _baseline(
    tasks: Schedule, baselines: Baselines | None, calendar: Calendar
) -> tuple[Mapping[int, int], Mapping[int, float]]:
    """The agreed finish, and the agreed duration [working days], of each row that has one."""
    finishes: dict[int, int] = {}
    days: dict[int, float] = {}
    rows = enumerate(tasks.id.tolist())
    if baselines is None or not len(baselines):
        starts, ends = tasks.baseline_start.tolist(), tasks.baseline_finish.tolist()
        both = {row: (starts[row], ends[row], nan) for row, _ in rows}
    else:
        known = agreed(baselines)
        both = {row: (a.start, a.finish, a.days) for row, key in rows if (a := known.get(str(key))) is not None}
    for row, (start, finish, long) in both.items():
        if finish != NO_INSTANT:
            finishes[row] = day(finish)
        if long == long:
            days[row] = long
        elif NO_INSTANT not in (start, finish):
            days[row] = working_days(calendar, day(start), day(finish))
    return finishes, days


def _fill(made: Health, at: int, check: Check, finding: Finding, ids: Sequence[str]) -> None:
    made.number[at], made.check[at], made.threshold[at] = check.number, check.name, check.threshold
    if finding.undefined:
        return
    result = finding.result
    made.count[at], made.denominator[at], made.result[at] = finding.count, finding.denominator, result
    made.passed[at] = check.passed(result)
    made.task_ids[at] = _listed([ids[row] for row in finding.rows])


def _listed(ids: list[str]) -> str | None:
    """`3; 7; 12`, with a count in place of what would not fit into a cell."""
    more = f"; … and {len(ids) - LISTED} more" if len(ids) > LISTED else ""
    return "; ".join(ids[:LISTED]) + more or None


def _undefined(check: Check, finding: Finding) -> Problem:
    text = f"check {check.number}, {check.name}, has no result: {finding.undefined}"
    return Problem(Code.UNDEFINED, text, Cell("tasks"), "", Severity.INFO)
