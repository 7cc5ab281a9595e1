"""Risks as the simulation draws them: whether each happens, and what it then does to its tasks and to the money."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from pmo_excel.core.problems import Code, Problem, Severity
from pmo_excel.risk.scales import PRODUCT, Scales, matrix_cells
from pmo_excel.risk.sizes import impact_range, sizes
from pmo_excel.risk.tables import Risks
from pmo_excel.risk.totals import Three
from pmo_excel.schedule.plan import Plan

NOTHING: Final = (0.0, 0.0, 0.0)
UNCHANGED: Final = (1.0, 1.0, 1.0)
_READ: Final = ("probability", "probability_percent", "risk_type", "status", "linked_task_ids")
_IMPACTS: Final = ("time_impact", "duration_factor", "cost_impact")

Triple = tuple[float, float, float]
"""Least, most likely and most."""


@dataclass(frozen=True, slots=True)
class Event:
    """One open risk.

    Attributes
    ----------
    id
        As in the register.
    chance
        Probability.
    days, cost
        Working days added to each of its tasks, and money, if it happens; minus for opportunities.
    factor
        What the durations of its tasks are multiplied by if it happens.
    rows
        Its tasks; none: its days are added to the end of the project.
    """

    id: str
    chance: float
    days: Triple
    factor: Triple
    cost: Triple
    rows: tuple[int, ...]


def events(risks: Risks | None, plan: Plan, scales: Scales | None = None) -> tuple[list[Event], list[Problem], bool]:
    """The risks that may still happen and would change a date or a cost, and everything wrong in them.

    Probabilities and impacts are those of the register (`risk.sizes`). The third says whether all of them could be
    read: a simulation without one would look better than it is.

    Problems
    --------
    UNKNOWN_TASK, AMBIGUOUS_TASK, SUMMARY_LINK where a linked task cannot be taken; OUT_OF_RANGE where three values are
    not in order; UNDEFINED where one has impacts and no probability, or one end of a range alone; DEFAULT_USED where it
    has days, but no task.
    """
    if risks is None:
        return [], [], True
    rows: dict[str, list[int]] = {}
    for row, key in enumerate(plan.id):
        rows.setdefault(key.casefold(), []).append(row)
    size = sizes(risks, Scales(matrix_cells(PRODUCT)) if scales is None else scales)
    factor, _, said_of_factor = impact_range(risks, _fields("duration_factor"), np.zeros(len(risks), bool))
    faults = _by_row([*size.problems, *said_of_factor])
    ranges = dict(zip(_IMPACTS, (size.days, factor, size.cost), strict=True))
    found: list[Event] = []
    problems: list[Problem] = []
    sound = True
    for row in range(len(risks)):
        if not size.open[row] or not any(_given(risks, row, what) for what in _IMPACTS):
            continue
        said = [
            *_wrong(risks, row, rows, set(plan.parent)),
            *faults.get(risks.cell("status", row).row, ()),
            *_half(risks, row, ranges),
        ]
        said += [] if size.chance[row] == size.chance[row] else _no_chance(risks, row)
        wrong = any(row in risks.wrong(name) for name in (*_READ, *(f for what in _IMPACTS for f in _fields(what))))
        if wrong or any(p.severity is Severity.HIGH for p in said):
            problems, sound = [*problems, *said], False
            continue
        event = _event(risks, row, rows, float(size.chance[row]), ranges)
        problems += said
        if not event.chance:
            continue
        found.append(event)
        if event.days != NOTHING and not event.rows:
            text = f"{event.id} names no task, so its days are added to the end of the project"
            fix = "Name the tasks that it would delay in Linked Task IDs."
            cell = risks.cell("linked_task_ids", row)
            problems.append(Problem(Code.DEFAULT_USED, text, cell, fix, Severity.LOW))
    return found, problems, sound


def _fields(what: str) -> list[str]:
    return [f"{what}_{part}" for part in ("min", "most_likely", "max")]


def _given(risks: Risks, row: int, what: str) -> bool:
    return any(row in risks.wrong(name) or not np.isnan(getattr(risks, name)[row]) for name in _fields(what))


def _by_row(problems: list[Problem]) -> dict[int | None, list[Problem]]:
    found: dict[int | None, list[Problem]] = {}
    for problem in problems:
        found.setdefault(problem.cell.row, []).append(problem)
    return found


def _wrong(risks: Risks, row: int, rows: Mapping[str, list[int]], summaries: set[int]) -> Iterator[Problem]:
    for task in linked(risks, row):
        places = rows.get(task.casefold(), [])
        cell = risks.cell("linked_task_ids", row)
        if len(places) != 1:
            code = Code.AMBIGUOUS_TASK if places else Code.UNKNOWN_TASK
            count = f"{len(places)} tasks have" if places else "no task has"
            yield Problem(code, f"{count} the ID {task!r}", cell, "Use IDs of the Schedule sheet, as in 3; 6.")
        elif places[0] in summaries:
            text = f"{task} is a summary, and a risk delays tasks"
            yield Problem(Code.SUMMARY_LINK, text, cell, "Name the tasks under it that the risk would hit.")


def _half(risks: Risks, row: int, ranges: Mapping[str, Three]) -> Iterator[Problem]:
    """A range of which one end alone was typed."""
    for what, three in ranges.items():
        unread = any(row in risks.wrong(name) for name in _fields(what))
        if _given(risks, row, what) and not unread and np.isnan(three.likely[row]):
            text = "of this impact only one end of a range was typed"
            fix = "Type the most likely value, or both ends."
            yield Problem(Code.UNDEFINED, text, risks.cell(f"{what}_most_likely", row), fix)


def _no_chance(risks: Risks, row: int) -> list[Problem]:
    if any(row in risks.wrong(name) for name in _READ):
        return []
    text = "the risk has an impact, but no probability"
    fix = "Type a class from 1 to 5, or Probability %."
    return [Problem(Code.UNDEFINED, text, risks.cell("probability", row), fix)]


def linked(risks: Risks, row: int) -> list[str]:
    """The IDs of the tasks that a risk names."""
    typed = risks.linked_task_ids[row]
    text = f"{typed:g}" if isinstance(typed, float) else str(typed or "")
    return [part.strip() for part in re.split(r"[;,\n]", text) if part.strip()]


def _event(risks: Risks, row: int, rows: Mapping[str, list[int]], chance: float, ranges: Mapping[str, Three]) -> Event:
    three = {what: tuple(float(column[row]) for column in each) for what, each in ranges.items()}
    given = {what: _given(risks, row, what) for what in ranges}
    return Event(
        str(risks.id[row] or f"row {row + 1}"),
        chance,
        _triple(three["time_impact"]) if given["time_impact"] else NOTHING,
        _triple(three["duration_factor"]) if given["duration_factor"] else UNCHANGED,
        _triple(three["cost_impact"]) if given["cost_impact"] else NOTHING,
        tuple(dict.fromkeys(rows[task.casefold()][0] for task in linked(risks, row))),
    )


def _triple(three: tuple[float, ...]) -> Triple:
    low, likely, high = three
    return low, likely, high
