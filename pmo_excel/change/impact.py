"""The impact of a change as tables: measure by measure, change by change, and of several together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated, Any, Final

import numpy as np

from pmo_excel.change.lines import Line
from pmo_excel.change.simulation import LivePlan, Move, Simulation, simulated
from pmo_excel.core.columns import Column, Numbers, Texts, Type
from pmo_excel.core.instants import day_text, iso_day
from pmo_excel.core.problems import Problem
from pmo_excel.core.tables import Table, table

TOGETHER: Final = "Together"
"""The row of all changes at once."""


@table("Change Impact")
class Impact(Table):
    """What a change would do, measure by measure."""

    measure: Annotated[Texts, Column("Measure", "What is compared.")]
    before: Annotated[Texts, Column("Before", "As the plan is: a number, a text, or a date as 2026-05-12.")]
    after: Annotated[Texts, Column("After", "With the change.")]
    difference: Annotated[Texts, Column("Difference", "Working days, money or a count; of paths, what is different.")]


@table("Change Impact")
class ReasonedImpact(Impact):
    """What a change would do, measure by measure, and how it comes about: for pages and the command line."""

    unit: Annotated[Texts, Column("Unit", "Of the difference.")]
    reason: Annotated[Texts, Column("Reason", "How it comes about.", Type.LONG_TEXT)]


@table("Changes")
class CumulativeImpact(Table):
    """What changes do to the finish, each alone and on top of the others."""

    id: Annotated[Texts, Column("Change ID", "The change; Together for all of them.")]
    alone: Annotated[Numbers, Column("Alone (wd)", "Finish later by it alone.", Type.NUMBER, unit="working days")]
    marginal: Annotated[
        Numbers,
        Column("Marginal (wd)", "Finish later by it on top of all the others.", Type.NUMBER, unit="working days"),
    ]


@table("Changes")
class CumulativeUse(CumulativeImpact):
    """What changes do to the finish, and what float they use up: for pages and the command line."""

    float_used: Annotated[
        Numbers, Column("Float Used (wd)", "Float of its tasks that it uses up.", Type.NUMBER, unit="working days")
    ]


def impact(tried: Simulation) -> ReasonedImpact:
    """The rows of a simulation; a measure that cannot be known says so and is never 0."""
    rows = list(_rows(tried))
    made = ReasonedImpact.of(len(rows))
    for at, row in enumerate(rows):
        made.measure[at], made.before[at], made.after[at] = row[:3]
        made.difference[at], made.unit[at], made.reason[at] = row[3:]
    return made


def _rows(tried: Simulation) -> Iterator[tuple[Any, ...]]:
    if tried.after is None or tried.live.finish is None or tried.finish is None:
        return
    said = "; ".join(tried.edits.said)
    before, after = tried.paths
    yield "Finish", iso_day(tried.live.finish), iso_day(tried.finish), tried.days, "wd", said
    yield "Critical path", "-".join(before), "-".join(after), _path_difference(tried), "", path_reason(tried)
    use = tried.float_use
    if use is None:
        yield "Float used (wd)", None, None, None, "wd", "No edited task has a known float"
    else:
        used = max(use.used, 0.0)
        why = f"{_label(tried, use.id)}: total float {use.before:g} → {use.after:g} wd"
        yield "Float used (wd)", 0.0, used, used, "wd", why
        yield "Float left (wd)", use.before, use.after, use.after - use.before, "wd", why
    yield _cost_row(tried)
    moved = tried.milestones
    yield (
        "Milestones moved",
        "; ".join(f"{m.id} {iso_day(m.finish[0])}" for m in moved) or None,
        "; ".join(f"{m.id} {iso_day(m.finish[1])}" for m in moved) or None,
        float(len(moved)),
        "milestones",
        milestones_text(tried),
    )
    others = tried.moves
    why = "; ".join(move_text(tried, move) for move in others) or "No other task moves"
    yield "Tasks moved", 0.0, "; ".join(m.id for m in others) or None, float(len(others)), "tasks", why
    people = tried.people
    why = "They own or work on a task that moves or is edited" if people else "No task that moves has an owner"
    yield "People affected", None, "; ".join(people) or None, float(len(people)) if people else None, "people", why


def _cost_row(tried: Simulation) -> tuple[Any, ...]:
    amount, why, _ = tried.cost
    held = tried.live.rates.cost
    total = sum(held.values()) if held else None
    after = total + amount if total is not None and amount is not None else None
    return "Cost", total, after, amount, "currency", why


def _label(tried: Simulation, key: str) -> str:
    row = tried.live.version.rows.get(key)
    return key if row is None else tried.live.done.plan.label(row)


def _path_difference(tried: Simulation) -> str:
    before, after = tried.paths
    gone = [key for key in before if key not in after]
    new = [key for key in after if key not in before]
    if not gone and not new:
        return "unchanged"
    parts = [("out: ", gone), ("in: ", new)]
    return "; ".join(word + ", ".join(keys) for word, keys in parts if keys)


def path_reason(tried: Simulation) -> str:
    """Which tasks become critical and which cease to be, by name: `4 Design layout replaces 3 Select supplier`."""
    before, after = tried.paths
    gone = ", ".join(_label(tried, key) for key in before if key not in after)
    new = ", ".join(_label(tried, key) for key in after if key not in before)
    if gone and new:
        return f"It moves from {gone} to {new}"
    if new:
        return f"{new} becomes critical"
    return f"{gone} is no longer critical" if gone else "It stays as it is"


def milestones_text(tried: Simulation) -> str:
    """`10 Move weekend 12-May-26 → 13-May-26 (+1 wd)` for each that moves."""
    return "; ".join(move_text(tried, move) for move in tried.milestones) or "None moves"


def move_text(tried: Simulation, move: Move) -> str:
    """A task with its finish before and after; its start where only that moves."""
    before, after = move.finish if iso_day(move.finish[0]) != iso_day(move.finish[1]) else move.start
    days = tried.between(before, after)
    return f"{_label(tried, move.id)} {day_text(before)} → {day_text(after)} ({days:+d} wd)"


def cumulative(live: LivePlan, changes: Mapping[str, Sequence[Line]]) -> tuple[CumulativeUse, list[Problem]]:
    """Each change alone, and on top of all the others; last all of them together.

    A change with a wrong line is empty, as is what it would be part of, so that no figure leaves it out silently.
    """
    names = list(changes)
    made = CumulativeUse.of(len(names) + 1, id=np.array([*names, TOGETHER], dtype=object))
    problems: list[Problem] = []
    for at, name in enumerate(names):
        tried = simulated(live, changes[name])
        problems += tried.problems
        if tried.days is not None:
            made.alone[at] = tried.days
            made.float_used[at] = used_float(tried)
    if problems or not names:
        return made, problems
    everything = simulated(live, _all_but(changes, None))
    if everything.days is None:
        return made, list(everything.problems)
    made.alone[-1] = made.marginal[-1] = everything.days
    made.float_used[-1] = used_float(everything)
    for at, name in enumerate(names):
        without = simulated(live, _all_but(changes, name)) if len(names) > 1 else None
        if without is None or without.days is not None:
            made.marginal[at] = everything.days - (without.days or 0.0 if without else 0.0)
    return made, problems


def used_float(tried: Simulation) -> float:
    """Working days of float that are used up; nan where none is known, and not below 0."""
    use = tried.float_use
    return float("nan") if use is None else max(use.used, 0.0)


def _all_but(changes: Mapping[str, Sequence[Line]], left_out: str | None) -> list[Line]:
    return [line for name, lines in changes.items() if name != left_out for line in lines]
