"""Both passes of a block of runs at once, with numpy: one array expression for each task and link.

Keys are those of the schedule (see `schedule.axis`), one column for each run.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from pmo_excel.risk.simulation import program as steps
from pmo_excel.risk.simulation.axes import keys_of, moved, ticks_of
from pmo_excel.risk.simulation.program import Arrows, Program
from pmo_excel.schedule.axis import LAST_KEY, NO_KEY, SHIFT, STARTS
from pmo_excel.schedule.links import Flags, Ints
from pmo_excel.schedule.network import Crossing


class _Edges(NamedTuple):
    """The edges of one node: (at, weight) of those that are constants, and of those that its length comes off."""

    plain: list[tuple[int, int]]
    own: list[tuple[int, int]]


class Passes:
    """The working space of both passes for blocks of runs.

    Attributes
    ----------
    when, late
        (2 n or 3 n, b) keys as in `Network.when` and `Network.late`.
    length
        (n, b) differences of keys.
    """

    def __init__(self, program: Program, runs: int) -> None:
        self.program, self.runs = program, runs
        rows = len(program.length)
        slots = len(program.network.when)
        self.when = np.full((slots, runs), NO_KEY)
        self.late = np.full((slots, runs), LAST_KEY)
        self.when[0 : 2 * rows : 2] = program.start[:, None]
        self.when[1 : 2 * rows : 2] = program.finish[:, None]
        self.length = np.repeat(program.length[:, None], runs, axis=1)
        self._in, self._out = _by_node(program.incoming), _by_node(program.outgoing)
        self._left: Ints = np.zeros((0, runs), np.int64)

    def forward(self, left: Ints, done: Ints, nodes: Sequence[int] | None = None) -> None:
        """Place the nodes of every run, all of them or some, in order.

        Parameters
        ----------
        left
            (k, b) ticks left of each drawn task.
        done
            (k,) ticks of it that are done.
        """
        p, self._left = self.program, left << SHIFT
        for row in np.flatnonzero(p.drawn >= 0).tolist():
            k = p.drawn[row]
            rest_only = p.ahead[row] in (steps.GO_ON, steps.REST)
            self.length[row] = self._left[k] + (0 if rest_only else int(done[k]) << SHIFT)
        for node in p.order if nodes is None else nodes:
            self._place(node, done)

    def _place(self, node: int, done: Ints) -> None:
        p, when, rows = self.program, self.when, len(self.program.length)
        kind = p.ahead[node]
        if kind == steps.STAY:
            return
        if kind == steps.SPAN:
            below = [self._on_axis(node, child, self.when) for child in p.children[node]]
            if below:
                np.minimum.reduce([start for start, _ in below], out=when[2 * node])
                np.maximum.reduce([finish for _, finish in below], out=when[2 * node + 1])
        elif kind == steps.GATE:
            row = node - rows
            held = p.network.plan.manual[row]
            when[2 * rows + row] = NO_KEY if held else self._candidate(node, NO_KEY)
        elif kind == steps.GO_ON:
            k = p.drawn[node]
            finish = p.finish[node] + self._left[k]
            when[2 * node + 1] = np.where((self._left[k] == 0) & (done[k] == 0), p.start[node], finish)
        elif kind == steps.REST:
            rest = self._candidate(node, max(int(p.floor[node]), int(p.status[node])))
            when[2 * node + 1] = (rest & ~STARTS) + self.length[node]
        elif kind == steps.BEGUN:
            self._place_begun(node)
        elif kind == steps.WORK and node not in p.crossing_in:
            self._put_work(node, self._latest(node))
        elif kind == steps.POINT and node not in p.crossing_in:
            self._put_point(node, self._candidate(node, int(p.floor[node])))
        else:
            start = self._candidate(node, int(p.floor[node]))
            works = self.length[node] > 0
            if p.points_wait:
                works = works | ((start & STARTS) > 0)
            start = np.where(works, start | STARTS, start)
            when[2 * node] = start
            when[2 * node + 1] = np.where(self.length[node] > 0, start - STARTS + self.length[node], start)

    def _place_begun(self, row: int) -> None:
        p = self.program
        start = self._candidate(row, int(p.floor[row])) | STARTS
        k = p.drawn[row]
        rest_key = self._left[k] if k >= 0 else np.full(self.runs, p.begun[row][1] << SHIFT)
        ended = (start >> SHIFT) + p.begun[row][0]
        rest = np.where(rest_key > 0, np.maximum(ended, int(p.status[row]) >> SHIFT), ended)
        self.when[2 * row] = start
        self.when[2 * row + 1] = (rest << SHIFT) + rest_key

    def _latest(self, node: int) -> Ints:
        """The latest of the floor and what folded links ask, not in a form that tells 17:00 from 08:00."""
        edges, when = self._in[node], self.when
        best = np.full(self.runs, self.program.floor[node])
        for at, weight in edges.plain:
            np.maximum(best, when[at] + weight if weight else when[at], out=best)
        for at, weight in edges.own:
            np.maximum(best, when[at] + weight - self.length[node], out=best)
        return best

    def _put_work(self, row: int, start: Ints) -> None:
        np.bitwise_or(start, STARTS, out=self.when[2 * row])
        np.add(self.when[2 * row], self.length[row] - STARTS, out=self.when[2 * row + 1])

    def _put_point(self, row: int, start: Ints) -> None:
        if self.program.points_wait:
            start = np.where((start & STARTS) > 0, start | STARTS, start)
        self.when[2 * row] = start
        self.when[2 * row + 1] = start

    def _candidate(self, node: int, floor: int) -> Ints:
        """As `forward.candidate`."""
        edges, when = self._in[node], self.when
        best = np.full(self.runs, floor)
        for at, weight in edges.plain:
            np.maximum(best, moved(when[at], weight >> SHIFT) if weight else when[at], out=best)
        for at, weight in edges.own:
            np.maximum(best, moved(when[at], (weight - self.length[node]) >> SHIFT), out=best)
        for crossing in self.program.crossing_in.get(node, ()):
            np.maximum(best, self._crossed(node, crossing), out=best)
        return best

    def _crossed(self, node: int, crossing: Crossing) -> Ints:
        """As `forward.crossed`."""
        row = node % len(self.program.length)
        own = self.program.network.axis[row]
        keys = self.when[crossing.at]
        if keys[0] <= NO_KEY:
            return np.full(self.runs, NO_KEY)
        key = keys_of(own, _with_lag(ticks_of(crossing.axis, keys), crossing, 1))
        return moved(key, -(self.length[row] >> SHIFT)) if crossing.holds_other_end else key

    def _on_axis(self, row: int, child: int, keys: Ints) -> tuple[Ints, Ints]:
        own, other = self.program.network.axis[row], self.program.network.axis[child]
        start, finish = keys[2 * child], keys[2 * child + 1]
        if own is other:
            return start, finish
        return keys_of(own, ticks_of(other, start)), keys_of(own, ticks_of(other, finish))

    def finish_ticks(self) -> Ints | None:
        """(b,) the latest finish in ticks since 1970, where the plan has several calendars; None with one only."""
        p = self.program
        if len(p.axes) == 1:
            return None
        best = None
        for number in np.unique(p.axis[p.counting]).tolist():
            rows = p.counting[p.axis[p.counting] == number]
            latest = ticks_of(p.axes[number], self.when[2 * rows + 1].max(axis=0))
            best = latest if best is None else np.maximum(best, latest)
        return best

    def finish_keys(self) -> list[Ints]:
        """By axis, (b,) the project's finish as keys."""
        ticks = self.finish_ticks()
        if ticks is None:
            return [self.when[2 * self.program.counting + 1].max(axis=0)]
        return [keys_of(axis, ticks) for axis in self.program.axes]

    def backward(self, finishes: Sequence[Ints]) -> None:
        """Place every node before what waits for it; without a successor, before the project's finish."""
        for node in reversed(self.program.order):
            self._place_late(node, finishes)

    def _place_late(self, node: int, finishes: Sequence[Ints]) -> None:
        p, late, rows = self.program, self.late, len(self.program.length)
        kind = p.back[node]
        if kind == steps.L_DONE:
            return
        if kind == steps.L_LIMIT:
            late[2 * rows + node] = self._limit(node, np.full(self.runs, LAST_KEY))
            return
        if kind == steps.L_SPAN:
            self._span_late(node - rows)
            return
        ceiling = np.minimum(finishes[p.axis[node]], p.ceiling[node])
        if kind == steps.L_WORK and node not in p.crossing_out and node not in p.late_as_typed:
            end = self._earliest(node, ceiling) & ~STARTS
            late[2 * node + 1] = end
            late[2 * node] = end - self.length[node] | STARTS
            return
        end = self._limit(node, ceiling)
        typed = node in p.late_as_typed
        if typed:
            end = np.maximum(end, self.when[2 * node + 1])
        if kind == steps.L_STARTED:
            late[2 * node + 1] = end if typed else end & ~STARTS
            rest = end if p.retained else self.when[2 * node + 1]
            held = int(p.late_start[node])
            late[2 * node] = held if held != NO_KEY else (rest & ~STARTS) - self.length[node] | STARTS
            return
        works = self.length[node] > 0
        late[2 * node + 1] = end if typed else np.where(works, end & ~STARTS, end)
        late[2 * node] = np.where(works, (end & ~STARTS) - self.length[node] | STARTS, end)

    def _earliest(self, node: int, ceiling: Ints) -> Ints:
        edges, late = self._out[node], self.late
        for at, weight in edges.plain:
            ceiling = np.minimum(ceiling, late[at] - weight if weight else late[at])
        for at, weight in edges.own:
            ceiling = np.minimum(ceiling, late[at] - (weight - self.length[node]))
        return ceiling

    def _limit(self, node: int, end: Ints) -> Ints:
        """As `backward.limit`."""
        edges, late, best = self._out[node], self.late, end.copy()
        for at, weight in edges.plain:
            np.minimum(best, self._before(late[at], weight >> SHIFT), out=best)
        for at, weight in edges.own:
            np.minimum(best, self._before(late[at], (weight - self.length[node]) >> SHIFT), out=best)
        for crossing in self.program.crossing_out.get(node, ()):
            np.minimum(best, self._crossed_late(node, crossing), out=best)
        return best

    @staticmethod
    def _before(late: Ints, ticks: Ints | int) -> Ints:
        return np.asarray(np.where(late < LAST_KEY, moved(late, np.negative(ticks)), LAST_KEY), np.int64)

    def _crossed_late(self, row: int, crossing: Crossing) -> Ints:
        late = self.late[crossing.at]
        bound = (late > NO_KEY) & (late < LAST_KEY)
        if not bound.any():
            return np.full(self.runs, LAST_KEY)
        sound = np.where(bound, late, late[bound][0])
        tick = _with_lag(ticks_of(crossing.axis, sound), crossing, -1)
        key = keys_of(self.program.network.axis[row], tick)
        if crossing.holds_other_end:
            key = moved(key, self.length[row] >> SHIFT)
        return np.asarray(np.where(bound, key, LAST_KEY), np.int64)

    def _span_late(self, row: int) -> None:
        p = self.program
        first = np.full(self.runs, LAST_KEY)
        last = np.full(self.runs, NO_KEY)
        for child in p.children[row]:
            keys = self.when if p.network.plan.manual[child] else self.late
            if self.late[2 * child, 0] >= LAST_KEY:
                continue
            start, finish = self._on_axis(row, child, keys)
            first, last = np.minimum(first, start), np.maximum(last, finish)
        if (last > NO_KEY).all():
            self.late[2 * row], self.late[2 * row + 1] = first, last

    def critical(self) -> Flags:
        """(n, b) whether total float is 0 or less: that of the finish alone where the start has happened."""
        rows = len(self.program.length)
        when, late = self.when[: 2 * rows] >> SHIFT, self.late[: 2 * rows] >> SHIFT
        slips = late[1::2] - when[1::2]
        start = late[0::2] - when[0::2]
        start[self.program.float_is_finish] = slips[self.program.float_is_finish]
        found: Flags = np.minimum(slips, start) <= 0
        found[~self.program.known] = False
        return found


def _with_lag(tick: Ints, crossing: Crossing, sign: int) -> Ints:
    lag = sign * crossing.lag
    if crossing.lag_axis is None:
        return tick + lag
    if not lag:
        return tick
    return ticks_of(crossing.lag_axis, moved(keys_of(crossing.lag_axis, tick), lag))


def _by_node(arrows: Arrows) -> list[_Edges]:
    first, at, weight, own = (column.tolist() for column in arrows)
    found = []
    for node in range(len(first) - 1):
        edges = range(first[node], first[node + 1])
        plain = [(at[e], weight[e]) for e in edges if not own[e]]
        found.append(_Edges(plain, [(at[e], weight[e]) for e in edges if own[e]]))
    return found
