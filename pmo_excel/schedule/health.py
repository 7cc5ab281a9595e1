"""Schedule health: the fourteen points of the DCMA and more, each with its result and the tasks to look at."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Annotated, Final

from pmo_excel.core.columns import Column, Flags, Numbers, Texts, Type
from pmo_excel.core.instants import NO_INSTANT
from pmo_excel.core.problems import Cell, Code, Problem, Severity
from pmo_excel.core.tables import Table, table
from pmo_excel.schedule import health_dates as by_dates
from pmo_excel.schedule import health_logic as by_logic
from pmo_excel.schedule.baselines import agreed
from pmo_excel.schedule.beside import TaskAssignments
from pmo_excel.schedule.health_checks import CHECKS, Check
from pmo_excel.schedule.health_scope import Finding, Scope
from pmo_excel.schedule.scheduling import Scheduled
from pmo_excel.schedule.tables import Baselines, Schedule

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


def health(
    tasks: Schedule,
    done: Scheduled,
    baselines: Baselines | None = None,
    assignments: TaskAssignments | None = None,
    status_date: int | None = None,
) -> tuple[Health, list[Problem]]:
    """Every check on a scheduled plan, and why those without a result have none.

    The baseline is the newest one of `baselines`; without them, what the tasks' own Baseline Finish says.
    """
    assigned = None
    if assignments is not None and len(assignments):
        assigned = frozenset(str(key).casefold() for key in assignments.task_id.tolist() if key is not None)
    scope = Scope(tasks, done, _baseline(tasks, baselines), assigned, status_date)
    found = [(check, _FINDINGS[check.number](scope)) for check in CHECKS]
    made = Health.of(len(found))
    for at, (check, finding) in enumerate(found):
        _fill(made, at, check, finding, done.plan.id)
    return made, [_undefined(check, finding) for check, finding in found if finding.undefined]


def _baseline(tasks: Schedule, baselines: Baselines | None) -> Mapping[int, int]:
    """The agreed finish of each row that has one."""
    if baselines is None:
        finishes = dict(enumerate(tasks.baseline_finish.tolist()))
    else:
        finish_of = {key: dates.finish for key, dates in agreed(baselines).items()}
        finishes = {row: finish_of.get(str(key), NO_INSTANT) for row, key in enumerate(tasks.id.tolist())}
    return {row: finish for row, finish in finishes.items() if finish != NO_INSTANT}


def _fill(made: Health, at: int, check: Check, finding: Finding, ids: Sequence[str]) -> None:
    made.number[at], made.check[at], made.threshold[at] = check.number, check.name, check.threshold
    if finding.undefined:
        return
    result = finding.count / finding.denominator
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
