"""What a change costs: the days, hours and money of its lines at the rates of its tasks, and a later finish."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from pmo_excel.change.effects import Effect
from pmo_excel.change.rates import Rates

_STATED = ("money", "hours", "days")
"""What is taken where a change gives several of one task: money that is stated before hours, hours before days."""


class Part(NamedTuple):
    """A part of a cost: of which task, empty for the project as a whole; how much; and how it comes about."""

    task: str
    amount: float
    why: str


class Cost(NamedTuple):
    """The amount and how it comes about; None, with the reason, where a rate is not known."""

    amount: float | None
    why: str
    parts: tuple[Part, ...] = ()


def cost_of(effects: Sequence[Effect], later: float, rates: Rates) -> Cost:
    """The cost of a change's effects and of a finish that is so many working days later.

    People go on as they do now: a day more of a task is a day more of everybody on it. Where a change states the money
    of a task, that stands and its days are not counted again.
    """
    parts: list[Part] = []
    for effect in _counted(effects):
        if effect.kind == "money":
            parts.append(Part(effect.task, effect.amount, f"{effect.task} {effect.amount:+,.6g}"))
            continue
        if effect.amount == 0:
            continue
        rate = rates.of_booking(effect.booking) if effect.booking else rates.of(effect.task, effect.owner)
        if rate is None or (effect.kind == "hours" and not rate.hours):
            return Cost(None, f"Not assessed: no rate is known for task {effect.task}")
        each = rate.per_day if effect.kind == "days" else rate.per_day / rate.hours
        unit = "wd" if effect.kind == "days" else "h"
        cost = effect.amount * each
        why = f"{effect.task} {effect.amount:+g} {unit} × {each:,.6g} ({rate.who}) = {cost:,.6g}"
        parts.append(Part(effect.task, cost, why))
    said = [part.why for part in parts]
    if later and rates.prolongation is not None:
        cost = later * rates.prolongation
        why = f"finish {later:+g} wd × {rates.prolongation:,.6g} (prolongation) = {cost:,.6g}"
        parts.append(Part("", cost, why))
        said.append(why)
    elif later:
        said.append("no rate of prolongation is given")
    return Cost(float(sum(part.amount for part in parts)), "; ".join(said) or "No line costs anything", tuple(parts))


def _counted(effects: Sequence[Effect]) -> list[Effect]:
    """Of each change and task the kind that is stated most directly."""
    kinds: dict[tuple[str, str], str] = {}
    for effect in effects:
        key = effect.change, effect.task.casefold()
        kinds[key] = min(kinds.get(key, effect.kind), effect.kind, key=_STATED.index)
    return [effect for effect in effects if kinds[effect.change, effect.task.casefold()] == effect.kind]
