"""The loops of `kernel` compiled by numba (the extra `fast`), in threads, where that pays."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from types import FunctionType
from typing import Any, Final, NamedTuple

import numpy as np

from pmo_excel.risk.simulation import kernel, kernel_draws, kernel_sums
from pmo_excel.risk.simulation import narrow as narrow_keys
from pmo_excel.risk.simulation.block_arrays import OTHER, OTHER_COST, LeftOut, ModelArrays, Numbers, Space
from pmo_excel.risk.simulation.blocks import downstream_nodes
from pmo_excel.risk.simulation.limits import OutOfRangeError
from pmo_excel.risk.simulation.model import Model
from pmo_excel.risk.simulation.narrow import Narrow, Wide, narrow
from pmo_excel.risk.simulation.program import Program
from pmo_excel.risk.simulation.sampling import Without, touched
from pmo_excel.risk.simulation.shapes import normal_tables
from pmo_excel.risk.simulation.tally import Bins, Part, Tally
from pmo_excel.schedule.axis import LAST_KEY, NO_KEY
from pmo_excel.schedule.compiled import has_numba
from pmo_excel.schedule.links import Ints

LOOPS: Final = (
    "fill",
    "transfer",
    "hashed",
    "uniforms",
    "looked_up",
    "quantities",
    "lean",
    "draw_risks",
    "draw_task",
    "moved",
    "candidates",
    "place_work",
    "place",
    "forward",
    "limits",
    "span_late",
    "place_late_work",
    "place_late",
    "backward",
    "project_finish",
    "targets",
    "count_days",
    "count_critical",
    "add_sums",
    "lengths",
    "leave_out",
    "block",
)
"""Each after those that it calls."""
COMPILED_FROM: Final = 20_000_000
"""Rows times runs from which loading numba from its cache (about a second) costs less than it saves."""
_BLOCK: Final = 1 << 17
"""Keys in the working space of a block, so that it stays in the processor's cache."""
_LEAST, _MOST = 64, 512


def pays(model: Model, runs: int, without: int, wanted: bool | None) -> bool:
    """Whether to compile: as wanted; else where numba is there and there is much to do, or it is loaded already."""
    if wanted is not None:
        return wanted and has_numba()
    work = len(model.plan) * runs * (1 + without / 2)
    enough = COMPILED_FROM // (20 if _loops.cache_info().currsize else 1)
    return work >= enough and has_numba()


@lru_cache(maxsize=2)
def _loops(in_32_bits: bool) -> Any:
    """`kernel.block`, compiled; a compiled loop may only call compiled ones, so each is a copy that sees those."""
    import numba

    names = {**vars(kernel_draws), **vars(kernel_sums), **vars(kernel)}
    suffix = ""
    if in_32_bits:
        names |= {name: getattr(narrow_keys, name) for name in ("SHIFT", "STARTS", "NO_KEY", "LAST_KEY", "LOWEST")}
        names["KEY"], suffix = np.int32, "_narrow"
    # Nothing is made inside, so references need no counting, which costs more than the loops of small blocks.
    options: dict[str, Any] = {"nogil": True, "cache": True, "error_model": "numpy", "_nrt": False}
    for name in LOOPS:
        plain = names[name]
        copy = FunctionType(plain.__code__, names, name + suffix)
        copy.__module__, copy.__qualname__ = plain.__module__, plain.__qualname__ + suffix
        names[name] = numba.njit(copy, **options)
    return names["block"]


class _Thread(NamedTuple):
    """What one thread works on, and what it has counted."""

    space: Space
    counts: Ints
    critical: Ints


class ByNumba:
    """Runs blocks of runs in threads.

    Parameters
    ----------
    threads
        How many; None: one for each processor.
    """

    def __init__(
        self, program: Program, model: Model, target: int | None, without: Sequence[Without], threads: int | None
    ) -> None:
        self.fits = len(program.axes) == 1 and not program.crossing_in and not program.crossing_out
        self._program, self._model, self._target, self._without = program, model, target, without
        self._threads = threads or os.cpu_count() or 1
        self._too_large = False
        slots = len(program.network.when)
        size = _MOST
        while size > _LEAST and size * slots > _BLOCK:
            size //= 2
        self._size = size

    def parts(self, tally: Tally, runs: int, planned: int, going: Callable[[], bool]) -> Iterator[Part]:
        """What each block adds, in the order of the runs; blocks that have begun are finished when it is to stop.

        Each thread counts days and what is critical for itself; at the end all are added to the tally.
        """
        from concurrent.futures import Future, ThreadPoolExecutor

        held = None if self._too_large else narrow(self._program, self._model, tally.bins, planned)
        keys = held or Wide()
        program, model, without = self._numbers(tally.bins, planned, keys), _model(self._model), self._left_out()
        run = _loops(held is not None)
        spaces: list[_Thread] = []
        threads: list[_Thread] = []

        def part(first: int) -> Part:
            count = min(self._size, runs - first)
            try:
                mine = spaces.pop()
            except IndexError:
                mine = _Thread(
                    self._space(self._size, keys), np.zeros_like(tally.counts), np.zeros_like(tally.critical)
                )
                threads.append(mine)
            space = mine.space if count == self._size else self._space(count, keys)
            sums, cost = np.zeros((3, len(self._model.rows)), np.int64), np.empty(count)
            target, other = space.ints[0].copy(), np.empty((len(self._without), count), space.ints.dtype)
            results = sums, target, cost, other
            if not run(first, program, model, without, space, mine.counts, mine.critical, *results):
                self._too_large = True
                raise OutOfRangeError("a task finishes outside of the days that are counted")
            spaces.append(mine)
            return Part(None, 0, sums, keys.widened(target), cost, keys.widened(other))

        with ThreadPoolExecutor(self._threads) as pool:
            waiting: list[Future[Part]] = []
            for first in range(0, runs, self._size):
                if not going():
                    break
                waiting.append(pool.submit(part, first))
                if len(waiting) > 2 * self._threads:
                    yield waiting.pop(0).result()
            for one in waiting:
                yield one.result()
        for mine in threads:
            tally.counts += mine.counts
            tally.critical += mine.critical

    def _numbers(self, bins: Bins, planned: int, keys: Narrow | Wide) -> Numbers:
        p, rows = self._program, len(self._program.length)
        days = bins.days[0]
        children = [p.children.get(row, []) for row in range(rows)]
        begun = np.array([p.begun.get(row, (0, 0)) for row in range(rows)], np.int64).reshape(rows, 2)
        typed = [row in p.late_as_typed for row in range(rows)]
        by_node = (
            *(p.ahead, p.back),
            *map(keys.keys, (p.floor, p.ceiling, p.start, p.finish, p.status, p.late_start)),
            p.drawn,
            *(p.network.plan.manual, typed, begun[:, 0], begun[:, 1], p.float_is_finish, p.known),
        )
        target = -1 if self._target is None else self._target
        planned = int(keys.keys(np.array([planned]))[0])
        even = np.array_equal(days.of_grain, np.arange(len(days.of_grain)))
        facts = rows, target, p.retained, p.points_wait, days.base - keys.base, days.grain, planned, even
        return Numbers(
            order=np.array(p.order, np.int64),
            nodes=_stacked(len(p.ahead), by_node).astype(keys.keys(p.start).dtype),
            first=_stacked(len(p.incoming.first), (p.incoming.first, p.outgoing.first, _first(children))),
            arcs_in=np.array([p.incoming.at, keys.lengths(p.incoming.weight), p.incoming.own]),
            arcs_out=np.array([p.outgoing.at, keys.lengths(p.outgoing.weight), p.outgoing.own]),
            child=_flat(children),
            counting=p.counting,
            bins=np.array([bins.rows, bins.first, bins.width, bins.offset], np.int64),
            of_grain=days.of_grain,
            facts=np.array(facts, np.int64),
        )

    def _left_out(self) -> LeftOut:
        tasks = [touched(self._model, each) for each in self._without]
        nodes = [downstream_nodes(self._program, self._model, each) for each in tasks]
        fixed = [k in each.tasks for each, mine in zip(self._without, tasks, strict=True) for k in mine]
        risks = [sorted(each.risks) for each in self._without]
        return LeftOut(
            first=np.array([_first(tasks), _first(risks), _first(nodes)], np.int64),
            task=_flat(tasks),
            fixed=np.array(fixed, bool),
            risk=_flat(risks),
            node=_flat(nodes),
        )

    def _space(self, count: int, keys: Narrow | Wide) -> Space:
        p, m, rows = self._program, self._model, len(self._program.length)
        slots = len(p.network.when)
        kind = keys.keys(p.start).dtype
        when = np.full((slots, count), keys.keys(np.array([NO_KEY]))[0], kind)
        when[0 : 2 * rows : 2] = keys.keys(p.start)[:, None]
        when[1 : 2 * rows : 2] = keys.keys(p.finish)[:, None]
        most = max((len(touched(m, each)) for each in self._without), default=0)
        return Space(
            when=when,
            late=np.full((slots, count), keys.keys(np.array([LAST_KEY]))[0], kind),
            kept=np.empty((slots if self._without else 0, count), kind),
            length=np.repeat(keys.lengths(p.length)[:, None], count, axis=1),
            left=np.empty((len(m.rows), count), kind),
            changed=np.empty((most, count), kind),
            factor=np.empty((len(m.chance), count)),
            days=np.empty((len(m.chance), count)),
            gone=np.zeros(len(m.chance), bool),
            floats=np.empty((OTHER_COST + 1, count)),
            ints=np.empty((OTHER + 1, count), kind),
        )


def _model(m: Model) -> ModelArrays:
    normal, quantiles = normal_tables()
    risks = m.factor, m.days, m.cost
    return ModelArrays(
        task_values=np.array([m.left, m.rate, m.length.low, m.length.mode, m.length.high]),
        task_kinds=np.array([m.rows, m.done, m.left, m.length.shape, m.length.table]).astype(np.int64),
        task_stream=m.task_stream,
        risk_values=np.array([m.chance, *(column for part in risks for column in part[:3])]),
        risk_kinds=np.array([m.at_end, *(column for part in risks for column in part[3:])]).astype(np.int64),
        risk_streams=np.array([m.risk_stream, m.size_stream], np.uint64),
        common_stream=np.uint64(m.common_stream),
        first=m.first,
        hits=m.hits,
        facts=np.array([m.fixed_cost, m.correlation**0.5, (1.0 - m.correlation) ** 0.5]),
        normal=normal,
        quantiles=quantiles,
        tables=m.tables,
    )


def _stacked(width: int, columns: Sequence[Any]) -> Ints:
    """Columns as rows of one array, the shorter ones filled up with their last entry."""
    made = np.zeros((len(columns), width), np.int64)
    for at, column in enumerate(columns):
        values = np.asarray(column, np.int64)
        made[at, : len(values)] = values
        if len(values):
            made[at, len(values) :] = values[-1]
    return made


def _first(lists: Sequence[Sequence[int]]) -> Ints:
    return np.cumsum([0, *(len(each) for each in lists)], dtype=np.int64)


def _flat(lists: Sequence[Sequence[int]]) -> Ints:
    return np.array([value for each in lists for value in each], np.int64)
