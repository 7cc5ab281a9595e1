"""A block of runs, scheduled: by numpy for all runs at once, or by the schedule itself, run by run."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np

from pmo_excel.core.instants import NO_INSTANT
from pmo_excel.risk.simulation.axes import moved
from pmo_excel.risk.simulation.model import Model
from pmo_excel.risk.simulation.passes import Passes
from pmo_excel.risk.simulation.program import Program, project_axes, with_left
from pmo_excel.risk.simulation.sampling import Drawn, Without, left_out, touched
from pmo_excel.schedule.as_late import schedule_from_finish, schedule_late_tasks
from pmo_excel.schedule.axis import NO_KEY, key_array, ticks
from pmo_excel.schedule.backward import backward
from pmo_excel.schedule.build import network_of
from pmo_excel.schedule.floats import NO_FLOAT, floats
from pmo_excel.schedule.forward import forward, project_finish
from pmo_excel.schedule.links import Flags, Ints
from pmo_excel.schedule.network import Network
from pmo_excel.schedule.order import downstream
from pmo_excel.schedule.plan import Constraint, Plan
from pmo_excel.schedule.progress import finished


class Block(NamedTuple):
    """What b runs gave.

    Attributes
    ----------
    finish
        (n, b) keys of the finish of every row, each on its own axis; `NO_KEY` where unknown.
    critical
        (n, b) whether the total float of an unfinished task is 0 or less.
    target
        (b,) keys of the finish that is asked for: the project's on its own calendar, or a milestone's on its.
    without
        (i, b) the same with each thing left out.
    """

    finish: Ints
    critical: Flags
    target: Ints
    without: Ints


Scheduler = Callable[[Drawn], Block]
"""Schedules what was drawn."""


class ByNumpy:
    """Schedules blocks of runs with numpy, on arrays that it uses again.

    Parameters
    ----------
    target
        The row whose finish is asked for; None: the project's.
    without
        What is left out, one thing after the other.
    """

    def __init__(self, program: Program, model: Model, target: int | None, without: Sequence[Without] = ()) -> None:
        self._program, self._model, self._target, self._without = program, model, target, without
        self._done = model.done.astype(np.int64)
        self._spaces: dict[int, Passes] = {}
        self._after = [self._downstream(touched(model, each)) for each in without]

    def _downstream(self, tasks: list[int]) -> tuple[list[int], Ints]:
        """The nodes to place anew when some drawn tasks change, and their places among the keys."""
        rows = len(self._program.length)
        nodes = downstream_nodes(self._program, self._model, tasks)
        slots = [at for node in nodes for at in ((2 * node, 2 * node + 1) if node < rows else (rows + node,))]
        return nodes, np.array(slots, np.int64)

    def __call__(self, drawn: Drawn) -> Block:
        """Both passes, then the forward pass with each thing left out."""
        count = drawn.left.shape[1]
        space = self._spaces.get(count)
        if space is None:
            space = self._spaces[count] = Passes(self._program, count)
        space.forward(drawn.left, self._done)
        finishes = space.finish_keys()
        space.backward(finishes)
        rows = len(self._program.length)
        finish = space.when[1 : 2 * rows : 2].copy()
        target = self._of_target(space, finishes[0], drawn.at_end)
        return Block(finish, space.critical(), target, self._left_out(space, drawn))

    def _of_target(self, space: Passes, project: Ints, at_end: Ints) -> Ints:
        if self._target is not None:
            return np.array(space.when[2 * self._target + 1], np.int64)
        return moved(project, at_end)

    def _left_out(self, space: Passes, drawn: Drawn) -> Ints:
        found = np.empty((len(self._without), drawn.left.shape[1]), np.int64)
        kept = space.when.copy() if self._without else space.when
        for at, (without, (nodes, slots)) in enumerate(zip(self._without, self._after, strict=True)):
            tasks, left, at_end = left_out(self._model, drawn, without)
            other = drawn.left.copy()
            other[tasks] = left
            space.forward(other, self._done, nodes)
            found[at] = self._of_target(space, space.finish_keys()[0], at_end)
            space.when[slots] = kept[slots]
        return found


def downstream_nodes(program: Program, model: Model, tasks: list[int]) -> list[int]:
    """The nodes to place anew when some drawn tasks change, in order."""
    reached = downstream(model.rows[tasks].tolist(), program.network.following, ())
    return [node for node in program.order if node in reached]


class BySchedule:
    """The schedule itself, run by run: slow, for plans with rules that are not among the steps."""

    def __init__(self, model: Model, target: int | None, without: Sequence[Without] = ()) -> None:
        self._model, self._target, self._without = model, target, without

    def __call__(self, drawn: Drawn) -> Block:
        """Every run, then every run with each thing left out."""
        finish, critical, project = self._runs(drawn.left)
        target = finish[self._target].copy() if self._target is not None else moved(project, drawn.at_end)
        found = np.empty((len(self._without), len(project)), np.int64)
        for at, without in enumerate(self._without):
            tasks, left, at_end = left_out(self._model, drawn, without)
            other = drawn.left.copy()
            other[tasks] = left
            rows, _, ends = self._runs(other)
            found[at] = rows[self._target] if self._target is not None else moved(ends, at_end)
        return Block(finish, critical, target, found)

    def _runs(self, left: Ints) -> tuple[Ints, Flags, Ints]:
        runs = [one_run(with_left(self._model.plan, self._model, left[:, b])) for b in range(left.shape[1])]
        finish, critical, project = zip(*runs, strict=True)
        return np.stack(finish, axis=1), np.stack(critical, axis=1), np.array(project, np.int64)


def one_run(plan: Plan) -> tuple[Ints, Flags, int]:
    """Of one plan: (n,) keys of the finish, (n,) what is critical, and the key of the project's finish."""
    network = network_of(plan)
    finish = placed(network)
    rows = len(plan)
    total = floats(network).total
    critical = (total != NO_FLOAT) & (total <= 0) & np.array([not finished(plan, row) for row in range(rows)], bool)
    axis = project_axes(network)[0][0]
    keys = key_array(network.when)[1 : 2 * rows : 2]
    return keys, critical, axis.key_at(finish) if finish != NO_INSTANT else NO_KEY


def finishes(plan: Plan) -> tuple[Ints, int]:
    """Of one plan: (n,) keys of the finish, and the key of the project's finish."""
    network = network_of(plan)
    if plan.settings.schedule_from_finish or Constraint.ALAP in plan.constraint:
        finish = placed(network)
    else:
        forward(network)
        finish = project_finish(network)
    axis = project_axes(network)[0][0]
    return key_array(network.when)[1 : 2 * len(plan) : 2], axis.key_at(finish) if finish != NO_INSTANT else NO_KEY


def placed(network: Network) -> int:
    """Run both passes as `critical_path.dates` does; gives the project's finish, a tick."""
    if network.plan.settings.schedule_from_finish:
        finish = ticks(network.plan.settings.finish)
        schedule_from_finish(network, finish)
        return finish
    forward(network)
    finish = project_finish(network)
    backward(network, finish)
    schedule_late_tasks(network)
    return finish
