"""What each change in the log would do: the columns of the Changes sheet that are simulated."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Annotated

import numpy as np

from pmo_excel.change.authority import DEFAULT_LIMITS, Authority, Limits, authority
from pmo_excel.change.beside import ChargedLines
from pmo_excel.change.impact import milestones_text, used_float
from pmo_excel.change.lines import Line, by_change
from pmo_excel.change.simulation import LivePlan, Simulation, simulated
from pmo_excel.change.states import IN_PLAN, OPEN, agreed, state
from pmo_excel.change.tables import Changes
from pmo_excel.core.columns import Column, Numbers, Texts, Type
from pmo_excel.core.problems import Code, Problem
from pmo_excel.core.tables import Table, table


@table("Changes", key="id")
class LogImpacts(Table):
    """Changes with what they would do."""

    id: Annotated[Texts, Column("Change ID", "The change, as in the log.")]
    time: Annotated[
        Numbers,
        Column("Impact Time (wd) simulated", "Working days later.", Type.NUMBER, unit="working days"),
    ]
    cost: Annotated[Numbers, Column("Impact Cost simulated", "What it costs.", Type.MONEY, unit="currency")]
    path: Annotated[Texts, Column("New Critical Path", "The critical tasks with it.")]
    milestones: Annotated[Texts, Column("Milestones Moved", "Which, from when to when.", Type.LONG_TEXT)]
    float_used: Annotated[
        Numbers, Column("Float Used (wd)", "Float that it uses up.", Type.NUMBER, unit="working days")
    ]
    people: Annotated[Numbers, Column("People Affected", "Who is touched.", Type.NUMBER, unit="people")]
    together: Annotated[
        Numbers,
        Column("Impact if all open CRs approved (wd)", "Of all open changes.", Type.NUMBER, unit="working days"),
    ]
    authority: Annotated[Texts, Column("Authority Required", "Who may decide.", Type.CHOICE, choices="Authority")]


@dataclass(frozen=True)
class Rules:
    """By what a change is judged.

    Attributes
    ----------
    limits, tolerance
        As `authority` takes them.
    late
        Working days by which the plan finishes after the baseline already.
    budget
        Money set aside for changes; None where none is.
    """

    limits: Limits = DEFAULT_LIMITS
    tolerance: float = 10
    late: float = 0
    budget: float | None = None


@dataclass
class LogResult:
    """The columns, each change's simulation, and what there is to say."""

    table: LogImpacts
    tried: dict[str, Simulation] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def log_impacts(
    changes: Changes, lines: list[Line], live: LivePlan, rules: Rules, charged: ChargedLines | None
) -> LogResult:
    """A row for each change, in the order of the log.

    A change that the plan holds already is not simulated again; its cost is that of the budget lines that it brought.
    """
    out = LogResult(LogImpacts.of(len(changes), id=changes.id))
    own = by_change(lines)
    brought = _brought(charged)
    out.problems += _unknown(changes, lines)
    for row, key in enumerate(changes.id.tolist()):
        if key is None or row in changes.wrong("status"):
            continue
        said = state(changes, row)
        if said in IN_PLAN:
            out.table.cost[row] = brought.get(str(key), np.nan)
        elif str(key) in own:
            _one(out, row, simulated(live, own[str(key)]), rules)
    _together(out, changes, own, live)
    return out


def _brought(charged: ChargedLines | None) -> dict[str, float]:
    """Money of the budget lines that each change brought."""
    found: dict[str, float] = {}
    if charged is not None:
        for key, amount in zip(charged.change_id.tolist(), charged.budget.tolist(), strict=True):
            if key is not None and amount == amount:
                found[str(key)] = found.get(str(key), 0.0) + amount
    return found


def _unknown(changes: Changes, lines: list[Line]) -> list[Problem]:
    """Lines of a change that the log does not have."""
    known = {str(key) for key in changes.id.tolist()}
    fix = "Add the change to the log, or correct the ID."
    return [
        line.problem(Code.CHANGE_LINE, f"no change has the ID {line.change!r}", fix, "change_id")
        for line in lines
        if line.change and line.change not in known
    ]


def _one(out: LogResult, row: int, tried: Simulation, rules: Rules) -> None:
    made = out.table
    out.problems += tried.problems
    out.tried[str(made.id[row])] = tried
    if tried.days is None:
        return
    made.time[row] = tried.days
    cost = tried.cost.amount
    made.cost[row] = np.nan if cost is None else cost
    before, after = tried.paths
    made.path[row] = "unchanged" if set(before) == set(after) else "-".join(after)
    made.milestones[row] = milestones_text(tried)
    made.float_used[row] = used_float(tried)
    made.people[row] = len(tried.people) or np.nan
    who = judged(tried, rules)
    made.authority[row] = None if who is None else who.level


def judged(tried: Simulation, rules: Rules) -> Authority | None:
    """Who may decide a change that was tried; None while its cost is not known.

    Lateness that is there already counts only for a change that adds to it.
    """
    cost, days = tried.cost.amount, tried.days
    if cost is None or days is None:
        return None
    return authority(cost, rules.late + days if days > 0 else 0.0, rules.tolerance, rules.limits)


def _together(out: LogResult, changes: Changes, own: dict[str, list[Line]], live: LivePlan) -> None:
    """The effect of all open changes, on the row of each; nothing while one of them cannot be simulated."""
    rows = [r for r, k in enumerate(changes.id.tolist()) if str(k) in own and state(changes, r) in OPEN]
    names = [str(changes.id[row]) for row in rows]
    if not rows or any(name not in out.tried or out.tried[name].days is None for name in names):
        return
    first = out.tried[names[0]]
    both = first if len(names) == 1 else simulated(live, [line for name in names for line in own[name]])
    out.problems += both.problems
    if both.days is not None:
        out.table.together[rows] = both.days


def approved_cost(changes: Changes, cost: Numbers) -> float:
    """Money of the changes that were approved; nan where the cost of one is not known."""
    rows = [row for row in range(len(changes)) if changes.id[row] is not None and agreed(changes, row)]
    return float(np.sum(cost[rows])) if rows else 0.0
