"""The plan, scheduled many times with drawn durations, risks and costs."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from pmo_excel.core.columns import Numbers
from pmo_excel.risk.simulation.axes import Days, days_of
from pmo_excel.risk.simulation.blocks import ByNumpy, BySchedule, Scheduler, finishes, one_run
from pmo_excel.risk.simulation.compiled import ByNumba, pays
from pmo_excel.risk.simulation.limits import OutOfRangeError
from pmo_excel.risk.simulation.model import Model, extremes
from pmo_excel.risk.simulation.program import Program, known_rows, program, project_axes, with_left
from pmo_excel.risk.simulation.sampling import Without, drawn
from pmo_excel.risk.simulation.tally import Bins, Part, Tally, bins_of, empty_tally
from pmo_excel.schedule.axis import NO_KEY, SHIFT, TICKS, Axis
from pmo_excel.schedule.build import network_of
from pmo_excel.schedule.critical_path import dates
from pmo_excel.schedule.links import Flags, Ints

Progress = Callable[[int, int, "Simulation"], bool]
"""Told how many runs of how many are done, and what they give so far; answers whether to go on."""

_BLOCK: Final = 1 << 19
"""Keys in the working space of a block."""
_LEAST, _MOST = 64, 1024
_BY_SCHEDULE: Final = 100_000
"""Rows times runs that the schedule itself is asked for, at most: about two seconds."""
_FEWEST: Final = 200


@dataclass(frozen=True, slots=True, eq=False)
class Simulation:
    """What the runs gave, all of them or as far as they went.

    Attributes
    ----------
    start
        The key at which the plan starts, on the project's calendar.
    planned
        The key of the finish that is asked for, in the plan without any risk.
    axis
        The calendar that finish is on.
    without
        What each row of `tally.without` left out.
    asked
        How many runs were asked for.
    by_schedule
        Whether the plan has rules for which the schedule itself was run.
    known
        (n,) whether the float of each row rests on sound cells only.
    """

    model: Model
    tally: Tally
    axis: Axis
    start: int
    planned: int
    without: tuple[Without, ...]
    asked: int
    by_schedule: bool
    known: Flags

    @property
    def runs(self) -> int:
        """How many runs there are."""
        return self.tally.runs

    @property
    def finishes(self) -> Ints:
        """(runs,) the finish that is asked for, as keys, in the order of the runs."""
        return self.tally.target[: self.runs]

    @property
    def costs(self) -> Numbers:
        """(runs,) the cost, in the order of the runs."""
        later = (self.finishes >> SHIFT) - (self.planned >> SHIFT)
        return self.tally.cost[: self.runs] + self.model.delay_rate * later

    def durations(self, finishes: Ints) -> Numbers:
        """Working days from the start of the plan to each finish."""
        day = self.model.plan.settings.minutes_per_day * TICKS
        days: Numbers = ((finishes >> SHIFT) - (self.start >> SHIFT)) / day
        return days


def simulate(
    model: Model,
    runs: int,
    *,
    target: int | None = None,
    without: Sequence[Without] = (),
    progress: Progress | None = None,
    threads: int | None = None,
    compiled: bool | None = None,
) -> Simulation:
    """Draw the plan so many times.

    The same seed gives the same runs, bit for bit, however many threads there are and whether or not loops are
    compiled; fewer runs are the first of more.

    Parameters
    ----------
    target
        The row whose finish is asked for; None: the project's.
    without
        What to leave out, one thing after the other, with the same random numbers.
    progress
        Called after each block of runs; where it says no, what there is so far is the answer.
    threads
        For compiled loops; None: one for each processor.
    compiled
        Whether loops are compiled; None: where that pays.
    """
    steps = program(model)
    if steps is None:
        runs_done = min(runs, max(_BY_SCHEDULE // max(len(model.plan) * (1 + len(without)), 1), _FEWEST))
        by_schedule = _InTurn(model, BySchedule(model, target, without), None)
        return _finished(model, by_schedule, runs_done, runs, target, without, progress)
    if pays(model, runs, len(without), compiled):
        by_numba = ByNumba(steps, model, target, without, threads)
        if by_numba.fits:
            return _finished(model, by_numba, runs, runs, target, without, progress)
    by_numpy = _InTurn(model, ByNumpy(steps, model, target, without), steps)
    return _finished(model, by_numpy, runs, runs, target, without, progress)


class _InTurn:
    """Blocks of runs, one after the other."""

    def __init__(self, model: Model, scheduler: Scheduler, steps: Program | None) -> None:
        self._model, self._scheduler = model, scheduler
        self._size = min(max(_BLOCK // len(steps.network.when), _LEAST), _MOST) if steps else _LEAST
        self.by_schedule = steps is None

    def parts(self, tally: Tally, runs: int, planned: int, going: Callable[[], bool]) -> Iterator[Part]:
        """What each block adds, until it is to stop."""
        for first in range(0, runs, self._size):
            if not going():
                return
            block = drawn(self._model, first, min(self._size, runs - first))
            yield tally.part(self._scheduler(block), block.left, self._model.left.astype(np.int64), planned, block.cost)


def _finished(
    model: Model,
    source: ByNumba | _InTurn,
    runs: int,
    asked: int,
    target: int | None,
    without: Sequence[Without],
    progress: Progress | None,
) -> Simulation:
    """Block after block; once more with counters for all days where a task finishes on one that was not expected."""
    by_schedule = isinstance(source, _InTurn) and source.by_schedule
    try:
        simulation = prepared(model, runs, asked, target, without, by_schedule=by_schedule, wide=False)
        return _run(simulation, source, runs, progress)
    except OutOfRangeError:
        simulation = prepared(model, runs, asked, target, without, by_schedule=by_schedule, wide=True)
    return _run(simulation, source, runs, progress)


def _run(simulation: Simulation, source: ByNumba | _InTurn, runs: int, progress: Progress | None) -> Simulation:
    stopped: list[bool] = []
    for part in source.parts(simulation.tally, runs, simulation.planned, lambda: not stopped):
        simulation.tally.take(part)
        if progress and not progress(simulation.runs, runs, simulation):
            stopped.append(True)
    return simulation


def prepared(
    model: Model,
    runs: int,
    asked: int,
    target: int | None,
    without: Sequence[Without],
    *,
    by_schedule: bool,
    wide: bool,
) -> Simulation:
    """A simulation of no runs yet: the plan as it is, and the days on which its tasks may finish."""
    plan = model.plan
    network = network_of(plan)
    axes, axis = project_axes(network)
    keys, _, project = one_run(plan)
    low, high = (finishes(with_left(plan, model, left)) for left in extremes(model))
    dated = keys > NO_KEY
    dated[list(network.unknown)] = False
    rows = np.flatnonzero(dated)
    ends = [p for p in (project, low[1], high[1]) if p > NO_KEY]
    first, last = (pick([axes[0].key(plan.settings.start), *ends]) for pick in (min, max))
    limits = axes[0].tick(first), axes[0].tick(last)
    days = []
    for number, each in enumerate(axes):
        mine = rows[axis[rows] == number]
        own = [int(k) for column in (keys, low[0], high[0]) for k in column[mine].tolist() if k > NO_KEY]
        own += [each.key_at(tick) for tick in limits]
        days.append(days_of(each, min(own), max(own)))
    bins = _bins(rows, axis, days, low[0], high[0], wide)
    planned = project if target is None else int(keys[target])
    return Simulation(
        model=model,
        tally=empty_tally(bins, len(plan), len(model.rows), len(without), runs),
        axis=axes[0] if target is None else axes[int(axis[target])],
        start=axes[0].key(dates(plan).project_start),
        planned=planned,
        without=tuple(without),
        asked=asked,
        by_schedule=by_schedule,
        known=known_rows(network),
    )


def _bins(rows: Ints, axis: Ints, days: list[Days], low: Ints, high: Ints, wide: bool) -> Bins:
    made = bins_of(rows, axis, days, np.minimum(low, high), np.maximum(low, high), room=2)
    if not wide:
        return made
    width = np.array([len(days[number].day) for number in axis[rows].tolist()], np.int64)
    return made._replace(first=np.zeros(len(rows), np.int64), width=width, offset=np.cumsum(width) - width)
