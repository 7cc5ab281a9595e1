"""One simulation for everything that asks about a plan, and what to leave out in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np

from pmo_excel.core.catalogue import Shared
from pmo_excel.core.columns import Numbers
from pmo_excel.core.problems import Cell, Code, Problem, Severity
from pmo_excel.core.tables import columns
from pmo_excel.risk.scales import RiskSettings, scales
from pmo_excel.risk.simulation import measures
from pmo_excel.risk.simulation.events import NOTHING, Triple, events
from pmo_excel.risk.simulation.limits import MOST_RUNS
from pmo_excel.risk.simulation.model import Model, Money, model_of
from pmo_excel.risk.simulation.program import program
from pmo_excel.risk.simulation.sampling import Without
from pmo_excel.risk.simulation.simulation import Progress, Simulation, simulate
from pmo_excel.risk.tables import Risks
from pmo_excel.schedule.beside import BudgetLines
from pmo_excel.schedule.outline import parents
from pmo_excel.schedule.plan import Plan
from pmo_excel.schedule.scheduling import Scheduled
from pmo_excel.schedule.tables import Schedule
from pmo_excel.schedule.three_points import three_points

_WORK: Final = 50_000_000
"""Rows times runs for which things are left out, one after the other."""
_FEWEST_LEFT_OUT: Final = 20
_PILOT: Final = 500


@dataclass(frozen=True, slots=True)
class Wishes:
    """How to simulate.

    Attributes
    ----------
    target
        The ID of the milestone whose date is asked for; empty: the project's finish.
    by_time
        Share of each task's cost that grows with its duration.
    per_day
        What each working day costs that the project takes longer.
    """

    iterations: float = 5000
    seed: float = 1
    distribution: str = "Triangular"
    correlation: float = 0.0
    target: str = ""
    by_time: float = 0.0
    per_day: float = 0.0


@dataclass(frozen=True, slots=True, eq=False)
class Analysis:
    """A simulated plan.

    Attributes
    ----------
    simulation
        None where there is nothing to simulate, or something wrong.
    reason
        Why there is none, or what else is to be said.
    tasks, risks
        By row, and by number of the risk: its place in `simulation.without`.
    path
        The place of the critical path alone, everything beside it as planned; None where it was not asked for.
    complete
        Whether the whole project's finish is known.
    answered
        Whether what was wished for makes sense.
    """

    done: Scheduled
    simulation: Simulation | None
    problems: list[Problem]
    tasks: dict[int, int]
    risks: dict[int, int]
    path: int | None = None
    complete: bool = True
    answered: bool = True


def analysis(
    tasks: Schedule,
    done: Scheduled,
    risks: Risks | None,
    settings: RiskSettings | None,
    wishes: Wishes,
    costs: Costs | None = None,
    *,
    left_out: bool = True,
    progress: Progress | None = None,
    shared: Shared | None = None,
) -> Analysis:
    """Simulate a plan with its ranges and risks.

    Parameters
    ----------
    costs
        What the project costs as planned.
    left_out
        Whether things are also left out, one after the other.
    shared
        What was made before: the same plan is not simulated again.
    """
    if shared is None:
        return _analysis(tasks, done, risks, settings, wishes, costs, left_out, progress)
    made_from = (done, settings, *(() if risks is None else _typed_of(risks)))
    key = ("simulated", *map(id, made_from), wishes, None if costs is None else (costs.by_task.tobytes(), costs.total))
    if key not in shared:
        shared[key] = made_from, _analysis(tasks, done, risks, settings, wishes, costs, True, progress)
    found: Analysis = shared[key][1]
    return found


def _analysis(
    tasks: Schedule,
    done: Scheduled,
    risks: Risks | None,
    settings: RiskSettings | None,
    wishes: Wishes,
    costs: Costs | None,
    left_out: bool,
    progress: Progress | None,
) -> Analysis:
    problems = _wrong_wishes(wishes)
    plan, three, said = _ranges(tasks, done.plan)
    found, wrong, sound = events(risks, plan, scales(settings)[0])
    problems += [*said, *wrong]
    target, unclear = _target(plan, wishes.target)
    problems += unclear
    complete = done.dates.complete and not any(plan.wrong)
    if unclear or _wrong_wishes(wishes):
        return Analysis(done, None, problems, {}, {}, answered=False)
    if not len(plan) or not sound:
        return Analysis(done, None, problems, {}, {}, complete=False)
    if not any(done.dates.known):
        return Analysis(done, None, problems, {}, {}, complete=False)
    known = Costs(np.zeros(len(plan)), 0.0) if costs is None else costs
    money = Money(*known, wishes.by_time, wishes.per_day)
    if costs is None and any(event.cost != NOTHING for event in found):
        text = "nothing is known of what the tasks cost, so the cost is that of the risks alone"
        fix = "Type the budget by task in Budget."
        problems.append(Problem(Code.DEFAULT_USED, text, Cell("tasks"), fix, Severity.INFO))
    model = model_of(
        plan,
        three,
        found,
        money,
        seed=int(wishes.seed),
        distribution=wishes.distribution,
        correlation=wishes.correlation,
    )
    if not model.uncertain:
        text = "no task has a range of durations and no open risk changes anything, so there is nothing to simulate"
        fix = "Type ranges such as 10 (8-18) in Duration, or impacts in Risks."
        problems.append(Problem(Code.UNDEFINED, text, Cell("tasks"), fix, Severity.INFO))
        return Analysis(done, None, problems, {}, {}, complete=complete)
    runs = int(wishes.iterations)
    without, by_task, by_risk, path = _left_out(model, done, runs, target) if left_out else ([], {}, {}, None)
    simulation = simulate(model, runs, target=target, without=without, progress=progress)
    if simulation.by_schedule and simulation.runs < runs:
        text = f"the plan has rules that are simulated run by run, so {simulation.runs} of {runs} runs were made"
        fix = "Percentiles have the error that is shown; see docs/simulation.md for these rules."
        problems.append(Problem(Code.DEFAULT_USED, text, Cell("iterations"), fix, Severity.LOW))
    return Analysis(done, simulation, problems, by_task, by_risk, path, complete)


def _typed_of(risks: Risks) -> tuple[object, ...]:
    """What people typed of the risks: the same objects while functions fill the computed columns."""
    return risks.origin, *(getattr(risks, name) for name, column in columns(Risks).items() if column.typed)


def _wrong_wishes(wishes: Wishes) -> list[Problem]:
    found = []
    if not (1 <= wishes.iterations <= MOST_RUNS and float(wishes.iterations).is_integer()):
        text = f"{wishes.iterations:g} is no number of runs"
        found.append(Problem(Code.OUT_OF_RANGE, text, Cell("iterations"), f"Give 1 to {MOST_RUNS}, such as 5000."))
    if not float(wishes.seed).is_integer():
        text = f"{wishes.seed:g} is not a whole number"
        found.append(Problem(Code.OUT_OF_RANGE, text, Cell("seed"), "Give a whole number."))
    if not 0 <= wishes.correlation < 1:
        text = f"{wishes.correlation:g} is no correlation"
        found.append(Problem(Code.OUT_OF_RANGE, text, Cell("correlation"), "Give 0 to 0.99."))
    return found


def _target(plan: Plan, wanted: str) -> tuple[int | None, list[Problem]]:
    if not wanted:
        return None, []
    rows = [row for row, key in enumerate(plan.id) if key.casefold() == wanted.casefold()]
    if len(rows) == 1:
        return rows[0], []
    count = f"{len(rows)} tasks have" if rows else "no task has"
    fix = "Use an ID of the Schedule sheet, or leave it empty for the project's finish."
    return None, [Problem(Code.UNKNOWN_TASK, f"{count} the ID {wanted!r}", Cell("target"), fix)]


def _ranges(tasks: Schedule, plan: Plan) -> tuple[Plan, list[Triple | None], list[Problem]]:
    """The three points of each task [working minutes], the plan without the tasks whose range is wrong, and why."""
    points, problems = three_points(tasks, plan.settings)
    day = plan.settings.minutes_per_day
    listed = zip(points.optimistic.tolist(), points.most_likely.tolist(), points.pessimistic.tolist(), strict=True)
    three: list[Triple | None] = []
    wrong = list(plan.wrong)
    broken = {problem.cell.row for problem in problems}
    for row, (low, likely, high) in enumerate(listed):
        unread = any(row in tasks.wrong(name) for name in ("optimistic", "most_likely", "pessimistic"))
        if unread or tasks.cell("duration", row).row in broken:
            wrong[row] = True
        certain = low != low or (low == high and round(likely * day) == plan.duration[row])
        three.append(None if certain else (low * day, likely * day, high * day))
    return (plan.replace(wrong=wrong) if wrong != list(plan.wrong) else plan), three, problems


def _left_out(
    model: Model, done: Scheduled, runs: int, target: int | None
) -> tuple[list[Without], dict[int, int], dict[int, int], int | None]:
    """What to leave out: every risk, the tasks that matter most, and everything beside the critical path."""
    if program(model) is None:
        return [], {}, {}, None
    ranged = np.flatnonzero(model.length.low < model.length.high).tolist()
    most = max(_WORK // max(len(model.plan) * runs, 1), _FEWEST_LEFT_OUT)
    if len(ranged) > most:
        pilot = simulate(model, min(_PILOT, runs), target=target)
        weight = np.nan_to_num(measures.tasks(pilot).sensitivity[model.rows])
        ranged = sorted(sorted(ranged, key=lambda k: -weight[k])[:most])
    risks = list(range(len(model.events)))[: max(most, len(ranged))]
    without = [Without(tasks=frozenset({k})) for k in ranged] + [Without(risks=frozenset({j})) for j in risks]
    by_task = {int(model.rows[k]): at for at, k in enumerate(ranged)}
    by_risk = {j: len(ranged) + at for at, j in enumerate(risks)}
    chain = _chain(done, target)
    beside = frozenset(k for k, row in enumerate(model.rows.tolist()) if row not in chain)
    off = frozenset(j for j, event in enumerate(model.events) if event.rows and not chain.intersection(event.rows))
    without.append(Without(beside, off))
    return without, by_task, by_risk, len(without) - 1


def _chain(done: Scheduled, target: int | None) -> set[int]:
    """The rows of the chain that drives the finish of the plan as it is."""
    dates, summaries = done.dates, set(done.plan.parent)
    rows = [row for row in range(len(done.plan)) if dates.known[row] and row not in summaries]
    if not rows:
        return set()
    at = max(rows, key=lambda row: (dates.finish[row], row)) if target is None else target
    chain: set[int] = set()
    while at >= 0 and at not in chain:
        chain.add(at)
        at = dates.driving_predecessor[at]
    return chain


class Costs(NamedTuple):
    """What the project costs as planned.

    Attributes
    ----------
    by_task
        By row; a summary's is in its tasks, or in the total alone.
    total
        Of the whole project.
    """

    by_task: Numbers
    total: float


def costs_of(tasks: Schedule, budget: BudgetLines | None = None) -> Costs | None:
    """From Cost (budget) where the tasks have it, a summary's with that of its tasks; else from the budget's lines.

    None where nothing is known, or a cell could not be read.
    """
    if tasks.wrong("cost") or (budget is not None and budget.wrong("budget")):
        return None
    if not np.isnan(tasks.cost).all():
        cost = np.nan_to_num(tasks.cost)
        top = np.array([parent < 0 for parent in parents(tasks.wbs.tolist())], bool)
        return Costs(cost, float(cost[top].sum()))
    if budget is None or np.isnan(budget.budget).all():
        return None
    lines = np.nan_to_num(budget.budget)
    rows: dict[str, int] = {}
    for names in (tasks.wbs, tasks.id):
        rows |= {str(name).strip().casefold(): row for row, name in enumerate(names.tolist()) if name is not None}
    cost = np.zeros(len(tasks))
    for name, amount in zip(budget.wbs_or_task.tolist(), lines.tolist(), strict=True):
        row = rows.get(str(name or "").strip().casefold())
        if row is not None:
            cost[row] += amount
    return Costs(cost, float(lines.sum()))
