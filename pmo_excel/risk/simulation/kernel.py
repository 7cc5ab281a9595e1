"""The loops of the simulation for one block of runs: numbers only, to be compiled (`compiled`).

They do what `sampling`, `passes` and `tally` do with numpy, to the bit, for plans on one calendar.
"""

from __future__ import annotations

from math import sqrt
from typing import Any

import numpy as np

from pmo_excel.risk.simulation.model import BY_FORMULA, CERTAIN
from pmo_excel.risk.simulation.program import (
    BEGUN,
    GATE,
    GO_ON,
    L_DONE,
    L_LIMIT,
    L_SPAN,
    L_STARTED,
    L_WORK,
    REST,
    SPAN,
    STAY,
    WORK,
)
from pmo_excel.risk.simulation.shapes import CELLS, REACH, STEPS
from pmo_excel.risk.simulation.streams import BITS, GOLDEN, ROUNDS, SCALE, STRATA
from pmo_excel.schedule.axis import LAST_KEY, NO_KEY, SHIFT, STARTS

# Which row of an array holds what: compiled loops take few arrays sooner than many.
(
    AHEAD,
    BACK,
    FLOOR,
    CEILING,
    START,
    FINISH,
    STATUS,
    LATE_START,
    DRAWN,
    MANUAL,
    TYPED,
    BEGUN_DONE,
    BEGUN_LEFT,
    FINISH_ONLY,
    KNOWN,
) = range(15)
FIRST_IN, FIRST_OUT, FIRST_CHILD = range(3)
AT, WEIGHT, OWN = range(3)
COUNTED, BIN_FIRST, BIN_WIDTH, BIN_OFFSET = range(4)
ROWS, TARGET, RETAINED, POINTS_WAIT, BASE, GRAIN, PLANNED_FINISH = range(7)
CHANCE, F_LOW, D_LOW, C_LOW = 0, 1, 4, 7
AT_END, F_SHAPE, D_SHAPE, C_SHAPE = 0, 1, 3, 5
LEFT, RATE, LOW = range(3)
ROW, DONE, PLANNED, SHAPE = range(4)
FIXED_COST, SHARE, REMAINDER = range(3)
U, HARD, SIZE, END, COMMON, OTHER_COST = range(6)
SPARE, PROJECT, OTHER = range(3)

MASK_32 = np.uint64(0xFFFFFFFF)
MULTIPLY_1, MULTIPLY_2 = np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)
STEP = np.uint64(GOLDEN)


def fill(out: Any, value: Any) -> None:
    """The same value everywhere."""
    for b in range(len(out)):
        out[b] = value


def transfer(source: Any, out: Any) -> None:
    """One row into another."""
    for b in range(len(out)):
        out[b] = source[b]


def hashed(start: Any, number: Any) -> Any:
    """As `streams.key`."""
    z = start + np.uint64(number) * STEP
    z = (z ^ (z >> np.uint64(30))) * MULTIPLY_1
    z = (z ^ (z >> np.uint64(27))) * MULTIPLY_2
    return z ^ (z >> np.uint64(31))


def uniforms(start: Any, first: int, out: Any) -> None:
    """As `streams.uniforms`, within one group of strata."""
    group = first // STRATA
    order = hashed(start, 2 * group + 1)
    place = hashed(start, 2 * group + 2) & MASK_32
    last = np.uint32(STRATA - 1)
    for b in range(len(out)):
        run = np.uint32(first + b)
        x = np.uint32(run & last)
        for turn in range(ROUNDS):
            part = order >> np.uint64(2 * BITS * turn)
            times = np.uint32(part & np.uint64(STRATA - 1)) | np.uint32(1)
            more = np.uint32((part >> np.uint64(BITS)) & np.uint64(STRATA - 1))
            x = np.uint32(np.uint32(x * times + more) & last)
            x = np.uint32(x ^ (x >> np.uint32(BITS // 2)))
        y = np.uint32(np.uint32(run + np.uint32(place)) * np.uint32(0x9E3779B1))
        y = np.uint32(np.uint32(y ^ (y >> np.uint32(16))) * np.uint32(0x85EBCA6B))
        y = np.uint32(np.uint32(y ^ (y >> np.uint32(13))) * np.uint32(0xC2B2AE35))
        y = np.uint32(y ^ (y >> np.uint32(16)))
        word = np.uint32(np.uint32(x << np.uint32(32 - BITS)) | np.uint32(y >> np.uint32(BITS)))
        out[b] = (np.float64(word) + 0.5) * SCALE


def looked_up(table: Any, u: float) -> float:
    """As `shapes.looked_up`."""
    scaled = u * CELLS
    base = 0
    if scaled < 1.0:
        scaled, base = scaled * CELLS, CELLS + 1
    elif scaled >= CELLS - 1.0:
        scaled, base = (scaled - (CELLS - 1.0)) * CELLS, 2 * (CELLS + 1)
    cell = min(int(scaled), CELLS - 1)
    rest = scaled - cell
    found: float = table[base + cell] + rest * (table[base + cell + 1] - table[base + cell])
    return found


def quantities(low: float, mode: float, high: float, shape: int, table: Any, u: Any, out: Any) -> None:
    """As `sampling` takes quantiles of one quantity."""
    if shape == CERTAIN:
        fill(out, mode)
    elif shape == BY_FORMULA:
        span = high - low
        rising, falling, reach = (mode - low) * span, (high - mode) * span, mode - low
        for b in range(len(out)):
            up = low + sqrt(u[b] * rising)
            down = high - sqrt((1.0 - u[b]) * falling)
            out[b] = up if u[b] * span < reach else down
    else:
        for b in range(len(out)):
            out[b] = low + (high - low) * looked_up(table, u[b])


def lean(u: Any, common: Any, share: float, rest: float, below: Any, quantiles: Any) -> None:
    """As `shapes.correlated`, in place."""
    for b in range(len(u)):
        z = share * common[b] + rest * looked_up(quantiles, u[b])
        scaled = (min(max(z, -REACH), REACH) + REACH) * (STEPS / REACH)
        cell = min(int(scaled), 2 * STEPS - 1)
        u[b] = below[cell] + (scaled - cell) * (below[cell + 1] - below[cell])


def draw_risks(
    first: int, m: Any, gone: Any, u: Any, hard: Any, size: Any, factor: Any, days: Any, cost: Any, end: Any
) -> None:
    """What each risk does in each run, the money of all of them, and the ticks at the end of the project."""
    fill(cost, m.facts[FIXED_COST])
    fill(end, 0.0)
    for j in range(m.risk_values.shape[1]):
        uniforms(m.risk_streams[0, j], first, u)
        uniforms(m.risk_streams[1, j], first, hard)
        for b in range(len(u)):
            if gone[j]:
                u[b] = 2.0
        quantities(
            m.risk_values[F_LOW, j],
            m.risk_values[F_LOW + 1, j],
            m.risk_values[F_LOW + 2, j],
            m.risk_kinds[F_SHAPE, j],
            m.tables[m.risk_kinds[F_SHAPE + 1, j]],
            hard,
            size,
        )
        for b in range(len(u)):
            factor[j, b] = size[b] if u[b] < m.risk_values[CHANCE, j] else 1.0
        quantities(
            m.risk_values[D_LOW, j],
            m.risk_values[D_LOW + 1, j],
            m.risk_values[D_LOW + 2, j],
            m.risk_kinds[D_SHAPE, j],
            m.tables[m.risk_kinds[D_SHAPE + 1, j]],
            hard,
            size,
        )
        for b in range(len(u)):
            days[j, b] = size[b] if u[b] < m.risk_values[CHANCE, j] else 0.0
            if m.risk_kinds[AT_END, j]:
                end[b] += days[j, b]
        quantities(
            m.risk_values[C_LOW, j],
            m.risk_values[C_LOW + 1, j],
            m.risk_values[C_LOW + 2, j],
            m.risk_kinds[C_SHAPE, j],
            m.tables[m.risk_kinds[C_SHAPE + 1, j]],
            hard,
            size,
        )
        for b in range(len(u)):
            cost[b] += size[b] if u[b] < m.risk_values[CHANCE, j] else 0.0


def draw_task(
    k: int, first: int, m: Any, fixed: bool, common: Any, u: Any, size: Any, factor: Any, days: Any, out: Any
) -> None:
    """Ticks left of one task in each run."""
    if fixed:
        fill(size, m.task_values[LEFT, k])
    else:
        if m.task_kinds[SHAPE, k] != CERTAIN:
            uniforms(m.task_stream[k], first, u)
            if m.facts[SHARE] > 0.0:
                lean(u, common, m.facts[SHARE], m.facts[REMAINDER], m.normal, m.quantiles)
        quantities(
            m.task_values[LOW, k],
            m.task_values[LOW + 1, k],
            m.task_values[LOW + 2, k],
            m.task_kinds[SHAPE, k],
            m.tables[m.task_kinds[SHAPE + 1, k]],
            u,
            size,
        )
    for at in range(m.first[k], m.first[k + 1]):
        for b in range(len(out)):
            size[b] *= factor[m.hits[at], b]
    for at in range(m.first[k], m.first[k + 1]):
        for b in range(len(out)):
            size[b] += days[m.hits[at], b]
    for b in range(len(out)):
        out[b] = np.int64(np.rint(max(size[b], 0.0)))


def moved(key: Any, ticks: Any) -> Any:
    """As `axis.moved`."""
    if ticks == 0:
        return key
    shifted = ((key >> SHIFT) + ticks) << SHIFT
    return shifted if ticks > 0 else shifted | STARTS


def candidates(p: Any, node: int, floor: int, when: Any, length: Any, out: Any) -> None:
    """As `Passes._candidate`; `length` is that of the node."""
    fill(out, floor)
    for edge in range(p.first[FIRST_IN, node], p.first[FIRST_IN, node + 1]):
        at, weight, own = p.arcs_in[AT, edge], p.arcs_in[WEIGHT, edge], p.arcs_in[OWN, edge]
        for b in range(len(out)):
            asked = moved(when[at, b], (weight - own * length[b]) >> SHIFT)
            if asked > out[b]:
                out[b] = asked


def place(p: Any, node: int, when: Any, length: Any, left: Any, done: Any, spare: Any) -> None:
    """As `Passes._place`."""
    kind, rows = p.nodes[AHEAD, node], p.facts[ROWS]
    if kind == STAY:
        return
    if kind == SPAN:
        start, finish = when[2 * node], when[2 * node + 1]
        for at in range(p.first[FIRST_CHILD, node], p.first[FIRST_CHILD, node + 1]):
            child = p.child[at]
            begins = at == p.first[FIRST_CHILD, node]
            for b in range(len(start)):
                if begins or when[2 * child, b] < start[b]:
                    start[b] = when[2 * child, b]
                if begins or when[2 * child + 1, b] > finish[b]:
                    finish[b] = when[2 * child + 1, b]
    elif kind == GATE:
        row = node - rows
        if p.nodes[MANUAL, row]:
            fill(when[2 * rows + row], NO_KEY)
        else:
            candidates(p, node, NO_KEY, when, spare, when[2 * rows + row])
    elif kind == WORK:
        start, finish, own_length = when[2 * node], when[2 * node + 1], length[node]
        fill(start, p.nodes[FLOOR, node])
        for edge in range(p.first[FIRST_IN, node], p.first[FIRST_IN, node + 1]):
            before, weight = when[p.arcs_in[AT, edge]], p.arcs_in[WEIGHT, edge]
            if p.arcs_in[OWN, edge]:
                for b in range(len(start)):
                    start[b] = max(start[b], before[b] + weight - own_length[b])
            else:
                for b in range(len(start)):
                    start[b] = max(start[b], before[b] + weight)
        for b in range(len(start)):
            start[b] |= STARTS
            finish[b] = start[b] - STARTS + own_length[b]
    elif kind == GO_ON:
        k = p.nodes[DRAWN, node]
        for b in range(len(spare)):
            none = left[k, b] == 0 and done[k] == 0
            when[2 * node + 1, b] = p.nodes[START, node] if none else p.nodes[FINISH, node] + (left[k, b] << SHIFT)
    elif kind == REST:
        candidates(p, node, max(p.nodes[FLOOR, node], p.nodes[STATUS, node]), when, length[node], spare)
        for b in range(len(spare)):
            when[2 * node + 1, b] = (spare[b] & ~STARTS) + length[node, b]
    elif kind == BEGUN:
        candidates(p, node, p.nodes[FLOOR, node], when, length[node], spare)
        k = p.nodes[DRAWN, node]
        for b in range(len(spare)):
            start = spare[b] | STARTS
            rest_key = (left[k, b] if k >= 0 else p.nodes[BEGUN_LEFT, node]) << SHIFT
            ended = (start >> SHIFT) + p.nodes[BEGUN_DONE, node]
            rest = max(ended, p.nodes[STATUS, node] >> SHIFT) if rest_key > 0 else ended
            when[2 * node, b] = start
            when[2 * node + 1, b] = (rest << SHIFT) + rest_key
    else:
        candidates(p, node, p.nodes[FLOOR, node], when, length[node], spare)
        for b in range(len(spare)):
            start = spare[b]
            works = length[node, b] > 0
            if works or (p.facts[POINTS_WAIT] and start & STARTS):
                start |= STARTS
            when[2 * node, b] = start
            when[2 * node + 1, b] = start - STARTS + length[node, b] if works else start


def limits(p: Any, node: int, late: Any, length: Any, out: Any) -> None:
    """As `Passes._limit`, from what `out` holds."""
    for edge in range(p.first[FIRST_OUT, node], p.first[FIRST_OUT, node + 1]):
        at, weight, own = p.arcs_out[AT, edge], p.arcs_out[WEIGHT, edge], p.arcs_out[OWN, edge]
        for b in range(len(out)):
            key = late[at, b]
            if key < LAST_KEY:
                key = moved(key, -((weight - own * length[b]) >> SHIFT))
                if key < out[b]:
                    out[b] = key


def place_late(p: Any, node: int, project: Any, when: Any, late: Any, length: Any, spare: Any) -> None:
    """As `Passes._place_late`."""
    kind, rows = p.nodes[BACK, node], p.facts[ROWS]
    if kind == L_DONE:
        return
    if kind == L_LIMIT:
        fill(late[2 * rows + node], LAST_KEY)
        limits(p, node, late, length[node], late[2 * rows + node])
        return
    if kind == L_SPAN:
        span_late(p, node - rows, when, late)
        return
    if kind == L_WORK and not p.nodes[TYPED, node]:
        start, end, own_length, ceiling = late[2 * node], late[2 * node + 1], length[node], p.nodes[CEILING, node]
        for b in range(len(end)):
            end[b] = min(project[b], ceiling)
        for edge in range(p.first[FIRST_OUT, node], p.first[FIRST_OUT, node + 1]):
            after, weight = late[p.arcs_out[AT, edge]], p.arcs_out[WEIGHT, edge]
            if p.arcs_out[OWN, edge]:
                for b in range(len(end)):
                    end[b] = min(end[b], after[b] - (weight - own_length[b]))
            else:
                for b in range(len(end)):
                    end[b] = min(end[b], after[b] - weight)
        for b in range(len(end)):
            end[b] &= ~STARTS
            start[b] = end[b] - own_length[b] | STARTS
        return
    for b in range(len(spare)):
        spare[b] = min(project[b], p.nodes[CEILING, node])
    limits(p, node, late, length[node], spare)
    for b in range(len(spare)):
        end = spare[b]
        if p.nodes[TYPED, node]:
            end = max(end, when[2 * node + 1, b])
        if kind == L_STARTED:
            late[2 * node + 1, b] = end if p.nodes[TYPED, node] else end & ~STARTS
            rest = end if p.facts[RETAINED] else when[2 * node + 1, b]
            held = p.nodes[LATE_START, node]
            late[2 * node, b] = held if held != NO_KEY else (rest & ~STARTS) - length[node, b] | STARTS
        elif length[node, b] > 0:
            late[2 * node + 1, b] = end if p.nodes[TYPED, node] else end & ~STARTS
            late[2 * node, b] = (end & ~STARTS) - length[node, b] | STARTS
        else:
            late[2 * node, b] = late[2 * node + 1, b] = end


def span_late(p: Any, row: int, when: Any, late: Any) -> None:
    """As `Passes._span_late`."""
    none = True
    start, finish = late[2 * row], late[2 * row + 1]
    for at in range(p.first[FIRST_CHILD, row], p.first[FIRST_CHILD, row + 1]):
        child = p.child[at]
        if late[2 * child, 0] >= LAST_KEY:
            continue
        keys = when if p.nodes[MANUAL, child] else late
        for b in range(len(start)):
            if none or keys[2 * child, b] < start[b]:
                start[b] = keys[2 * child, b]
            if none or keys[2 * child + 1, b] > finish[b]:
                finish[b] = keys[2 * child + 1, b]
        none = False


def project_finish(p: Any, when: Any, out: Any) -> None:
    """The latest finish of all rows that count."""
    fill(out, NO_KEY)
    for row in p.counting:
        finish = when[2 * row + 1]
        for b in range(len(out)):
            out[b] = max(out[b], finish[b])


def targets(p: Any, when: Any, project: Any, end: Any, out: Any) -> None:
    """The finish that is asked for."""
    for b in range(len(out)):
        if p.facts[TARGET] >= 0:
            out[b] = when[2 * p.facts[TARGET] + 1, b]
        else:
            out[b] = moved(project[b], np.int64(np.rint(end[b])))


def count_days(p: Any, when: Any, counts: Any) -> bool:
    """As `Bins.counted`; False where a finish lies beyond the days that are counted."""
    for number in range(p.bins.shape[1]):
        finish = when[2 * p.bins[COUNTED, number] + 1]
        first, width, offset = p.bins[BIN_FIRST, number], p.bins[BIN_WIDTH, number], p.bins[BIN_OFFSET, number]
        for b in range(len(finish)):
            position = (finish[b] >> SHIFT) + (1 if finish[b] & STARTS else 0) - p.facts[BASE]
            grain = np.int64((position + (p.facts[GRAIN] - 1) + 0.5) * (1.0 / p.facts[GRAIN])) - 1
            if grain < 0 or grain >= len(p.of_grain):
                return False
            at = p.of_grain[grain] - first
            if at < 0 or at >= width:
                return False
            counts[offset + at] += 1
    return True


def count_critical(p: Any, when: Any, late: Any, critical: Any) -> None:
    """As `Passes.critical`, summed over the runs."""
    for row in range(p.facts[ROWS]):
        if not p.nodes[KNOWN, row]:
            continue
        start, finish, late_start, late_finish = when[2 * row], when[2 * row + 1], late[2 * row], late[2 * row + 1]
        found = 0
        for b in range(len(finish)):
            slips = (late_finish[b] >> SHIFT) - (finish[b] >> SHIFT)
            begins = (late_start[b] >> SHIFT) - (start[b] >> SHIFT)
            if slips <= 0 or (begins <= 0 and not p.nodes[FINISH_ONLY, row]):
                found += 1
        critical[row] += found


def add_sums(p: Any, left: Any, target: Any, planned: Any, sums: Any) -> None:
    """As `Tally.add` sums."""
    for k in range(len(planned)):
        one, two, both = 0, 0, 0
        for b in range(len(target)):
            longer = left[k, b] - planned[k]
            one += longer
            two += longer * longer
            both += longer * ((target[b] >> SHIFT) - (p.facts[PLANNED_FINISH] >> SHIFT))
        sums[0, k], sums[1, k], sums[2, k] = one, two, both


def lengths(p: Any, m: Any, k: int, left: Any, done: Any, length: Any) -> None:
    """The length of a drawn row from what is left of it."""
    row = m.task_kinds[ROW, k]
    kind = p.nodes[AHEAD, row]
    behind = 0 if kind in (GO_ON, REST) else done[k] << SHIFT
    for b in range(len(left)):
        length[row, b] = (left[b] << SHIFT) + behind


def block(
    first: int,
    p: Any,
    m: Any,
    w: Any,
    space: Any,
    counts: Any,
    critical: Any,
    sums: Any,
    target: Any,
    cost: Any,
    without: Any,
) -> bool:
    """One block of runs: drawn, scheduled and summed; then once more with each thing left out."""
    s, count = space, len(target)
    fill(s.gone, False)
    draw_risks(first, m, s.gone, s.floats[U], s.floats[HARD], s.floats[SIZE], s.factor, s.days, cost, s.floats[END])
    if m.facts[SHARE] > 0.0:
        uniforms(m.common_stream, first, s.floats[COMMON])
        for b in range(count):
            s.floats[COMMON][b] = looked_up(m.quantiles, s.floats[COMMON][b])
    for k in range(m.task_kinds.shape[1]):
        draw_task(k, first, m, first < 0, s.floats[COMMON], s.floats[U], s.floats[SIZE], s.factor, s.days, s.left[k])
        if m.task_values[RATE, k] != 0.0:
            for b in range(count):
                cost[b] += m.task_values[RATE, k] * s.left[k, b]
        lengths(p, m, k, s.left[k], m.task_kinds[DONE], s.length)
    for at in range(len(p.order)):
        place(p, p.order[at], s.when, s.length, s.left, m.task_kinds[DONE], s.ints[SPARE])
    project_finish(p, s.when, s.ints[PROJECT])
    for at in range(len(p.order) - 1, -1, -1):
        place_late(p, p.order[at], s.ints[PROJECT], s.when, s.late, s.length, s.ints[SPARE])
    targets(p, s.when, s.ints[PROJECT], s.floats[END], target)
    if not count_days(p, s.when, counts):
        return False
    count_critical(p, s.when, s.late, critical)
    add_sums(p, s.left, target, m.task_kinds[PLANNED], sums)
    if len(without):
        for slot in range(len(s.kept)):
            transfer(s.when[slot], s.kept[slot])
        for item in range(len(without)):
            leave_out(item, first, p, m, w, s, without[item])
    return True


def leave_out(item: int, first: int, p: Any, m: Any, w: Any, s: Any, out: Any) -> None:
    """The forward pass again from what changes when something is left out; then all as it was."""
    by_risk = w.first[1, item] < w.first[1, item + 1]
    if by_risk:
        fill(s.gone, False)
        for at in range(w.first[1, item], w.first[1, item + 1]):
            s.gone[w.risk[at]] = True
        draw_risks(
            first,
            m,
            s.gone,
            s.floats[U],
            s.floats[HARD],
            s.floats[SIZE],
            s.factor,
            s.days,
            s.floats[OTHER_COST],
            s.floats[END],
        )
    for at in range(w.first[0, item], w.first[0, item + 1]):
        k = w.task[at]
        transfer(s.left[k], s.ints[OTHER])
        draw_task(k, first, m, w.fixed[at], s.floats[COMMON], s.floats[U], s.floats[SIZE], s.factor, s.days, s.left[k])
        transfer(s.ints[OTHER], s.changed[at - w.first[0, item]])
        lengths(p, m, k, s.left[k], m.task_kinds[DONE], s.length)
    for at in range(w.first[2, item], w.first[2, item + 1]):
        place(p, w.node[at], s.when, s.length, s.left, m.task_kinds[DONE], s.ints[SPARE])
    project_finish(p, s.when, s.ints[PROJECT])
    targets(p, s.when, s.ints[PROJECT], s.floats[END], out)
    for at in range(w.first[0, item], w.first[0, item + 1]):
        k = w.task[at]
        transfer(s.changed[at - w.first[0, item]], s.left[k])
        lengths(p, m, k, s.left[k], m.task_kinds[DONE], s.length)
    for at in range(w.first[2, item], w.first[2, item + 1]):
        node = w.node[at]
        if node < p.facts[ROWS]:
            transfer(s.kept[2 * node], s.when[2 * node])
            transfer(s.kept[2 * node + 1], s.when[2 * node + 1])
        else:
            transfer(s.kept[p.facts[ROWS] + node], s.when[p.facts[ROWS] + node])
    if by_risk:
        fill(s.gone, False)
        draw_risks(
            first,
            m,
            s.gone,
            s.floats[U],
            s.floats[HARD],
            s.floats[SIZE],
            s.factor,
            s.days,
            s.floats[OTHER_COST],
            s.floats[END],
        )
