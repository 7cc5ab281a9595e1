"""Risks as the simulation draws them: whether each happens, and what it then does to its tasks and to the money."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Final

import numpy as np

from pmo_excel.core.columns import Column, Texts
from pmo_excel.core.problems import Code, Problem, Severity
from pmo_excel.core.tables import Table, table
from pmo_excel.risk.tables import Risks
from pmo_excel.schedule.plan import Plan

SETTLED: Final = frozenset({"Occurred", "Closed"})
"""What has happened is an issue, and in the plan already."""
OPPORTUNITY: Final = "Opportunity"
CENTRES: Final = (0.05, 0.20, 0.40, 0.60, 0.85)
"""Probability that each class stands for, where neither a percentage nor a setting says otherwise."""
NOTHING: Final = (0.0, 0.0, 0.0)
UNCHANGED: Final = (1.0, 1.0, 1.0)
_READ: Final = ("probability", "probability_percent", "risk_type", "status", "linked_task_ids")
_CLASS: Final = re.compile(r"probability class ([1-5])")

Triple = tuple[float, float, float]
"""Least, most likely and most."""


@table("Settings")
class ClassSettings(Table):
    """Settings by name, for the probability that a class stands for."""

    name: Annotated[Texts, Column("Setting", "The setting, as in Probability class 3.", also=("Name",))]
    value: Annotated[Texts, Column("Value", "Its value; empty: the default.")]


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


def class_probabilities(settings: ClassSettings | None) -> tuple[float, ...]:
    """The probability that each class stands for; where a setting is no probability, the default."""
    found = list(CENTRES)
    if settings is not None:
        for name, value in zip(settings.name.tolist(), settings.value.tolist(), strict=True):
            number = _CLASS.fullmatch(str(name or "").strip().casefold())
            share = _share(value)
            if number and share is not None:
                found[int(number[1]) - 1] = share
    return tuple(found)


def _share(value: object) -> float | None:
    text = str(value if value is not None else "").strip()
    try:
        number = float(text.rstrip("% ").replace(",", ".")) / (100 if text.endswith("%") else 1)
    except ValueError:
        return None
    return number if 0 <= number <= 1 else None


def events(
    risks: Risks | None, plan: Plan, centres: Sequence[float] = CENTRES
) -> tuple[list[Event], list[Problem], bool]:
    """The risks that may still happen and would change a date or a cost, and everything wrong in them.

    The third says whether all of them could be read: a simulation without one would look better than it is.

    Problems
    --------
    UNKNOWN_TASK, AMBIGUOUS_TASK, SUMMARY_LINK where a linked task cannot be taken; DURATION_RANGE where three values
    are not in order; UNDEFINED where one has impacts and no probability; DEFAULT_USED where it has days, but no task.
    """
    if risks is None:
        return [], [], True
    rows: dict[str, list[int]] = {}
    for row, key in enumerate(plan.id):
        rows.setdefault(key.casefold(), []).append(row)
    found: list[Event] = []
    problems: list[Problem] = []
    sound = True
    for row in range(len(risks)):
        if risks.status[row] in SETTLED or not _has_impact(risks, row):
            continue
        said = list(_wrong(risks, row, rows, set(plan.parent)))
        wrong = any(row in risks.wrong(name) for name in (*_READ, *_fields()))
        if wrong or any(p.severity is Severity.HIGH for p in said):
            problems, sound = [*problems, *said], False
            continue
        event = _event(risks, row, rows, centres)
        if not event.chance:
            continue
        found.append(event)
        if event.days != NOTHING and not event.rows:
            text = f"{event.id} names no task, so its days are added to the end of the project"
            fix = "Name the tasks that it would delay in Linked Task IDs."
            said.append(Problem(Code.DEFAULT_USED, text, risks.cell("linked_task_ids", row), fix, Severity.LOW))
        problems += said
    return found, problems, sound


def _fields() -> Iterator[str]:
    for what in ("time_impact", "duration_factor", "cost_impact"):
        yield from (f"{what}_{part}" for part in ("min", "most_likely", "max"))


def _has_impact(risks: Risks, row: int) -> bool:
    return any(row in risks.wrong(name) or not np.isnan(getattr(risks, name)[row]) for name in _fields())


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
    for what in ("time_impact", "duration_factor", "cost_impact"):
        low, likely, high = _triple(risks, row, what, NOTHING)
        if not low <= likely <= high:
            text = f"least {low:g}, most likely {likely:g} and most {high:g} are not in order"
            cell = risks.cell(f"{what}_most_likely", row)
            yield Problem(Code.DURATION_RANGE, text, cell, "Type them so that least ≤ most likely ≤ most.")
    percent, step = float(risks.probability_percent[row]), float(risks.probability[row])
    if np.isnan(percent) and step not in range(1, 6):
        text = "the risk has an impact, but no probability"
        fix = "Type a class from 1 to 5, or Probability %."
        yield Problem(Code.UNDEFINED, text, risks.cell("probability", row), fix)


def linked(risks: Risks, row: int) -> list[str]:
    """The IDs of the tasks that a risk names."""
    typed = risks.linked_task_ids[row]
    text = f"{typed:g}" if isinstance(typed, float) else str(typed or "")
    return [part.strip() for part in re.split(r"[;,\n]", text) if part.strip()]


def _event(risks: Risks, row: int, rows: Mapping[str, list[int]], centres: Sequence[float]) -> Event:
    percent = float(risks.probability_percent[row])
    gain = risks.risk_type[row] == OPPORTUNITY
    return Event(
        str(risks.id[row] or f"row {row + 1}"),
        centres[int(risks.probability[row]) - 1] if np.isnan(percent) else percent,
        _signed(_triple(risks, row, "time_impact", NOTHING), gain),
        _triple(risks, row, "duration_factor", UNCHANGED),
        _signed(_triple(risks, row, "cost_impact", NOTHING), gain),
        tuple(dict.fromkeys(rows[task.casefold()][0] for task in linked(risks, row))),
    )


def _signed(three: Triple, gain: bool) -> Triple:
    """The impacts of an opportunity are minus, whether they were typed so or not."""
    low, likely, high = three
    return (-high, -likely, -low) if gain and high > 0 else three


def _triple(risks: Risks, row: int, what: str, nothing: Triple) -> Triple:
    """Three values; without a range all are the most likely one, without that it is the middle of the range."""
    low, likely, high = (float(getattr(risks, f"{what}_{part}")[row]) for part in ("min", "most_likely", "max"))
    given = [value for value in (low, likely, high) if value == value]
    if not given:
        return nothing
    if likely != likely:
        likely = sum(given) / len(given)
    return (likely if low != low else low, likely, likely if high != high else high)
