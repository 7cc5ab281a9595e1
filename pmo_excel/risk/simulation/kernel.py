"""The loops of both passes and sums of a block of runs: numbers only, to be compiled (`compiled`).

They do what `passes` and `tally` do with numpy, to the bit, for plans on one calendar.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from pmo_excel.risk.simulation.block_arrays import (
    AHEAD,
    AT,
    BACK,
    BEGUN_DONE,
    BEGUN_LEFT,
    CEILING,
    COMMON,
    DONE,
    DRAWN,
    END,
    FINISH,
    FIRST_CHILD,
    FIRST_IN,
    FIRST_OUT,
    FLOOR,
    HARD,
    LATE_START,
    MANUAL,
    OTHER,
    OTHER_COST,
    OWN,
    PLANNED,
    POINTS_WAIT,
    PROJECT,
    RATE,
    RETAINED,
    ROW,
    ROWS,
    SHARE,
    SIZE,
    SPARE,
    START,
    STATUS,
    TARGET,
    TYPED,
    WEIGHT,
    U,
)
from pmo_excel.risk.simulation.kernel_draws import draw_risks, draw_task, fill, looked_up, transfer, uniforms
from pmo_excel.risk.simulation.kernel_sums import add_sums, count_critical, count_days
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
from pmo_excel.schedule.axis import LAST_KEY, NO_KEY, SHIFT, STARTS

KEY: Any = np.int64
"""What a key is held in: `narrow` compiles the same loops for 32 bits, with `SHIFT` and `STARTS` of its own."""


def moved(key: Any, ticks: Any) -> Any:
    """As `axis.moved`."""
    shifted = KEY(((key >> SHIFT) + ticks) << SHIFT)
    if ticks == 0:
        return KEY(key)
    return shifted if ticks > 0 else KEY(shifted | STARTS)


def place_work(node: int, first: int, last: int, floor: Any, arcs: Any, when: Any, length: Any, best: Any) -> None:
    """As `Passes._latest` and `Passes._put_work`: the last link is taken while the dates are written."""
    if last < first:
        for b in range(len(best)):
            when[2 * node, b] = KEY(floor | STARTS)
            when[2 * node + 1, b] = KEY(KEY(KEY(floor | STARTS) - STARTS) + length[node, b])
        return
    for edge in range(first, last):
        at, weight = arcs[AT, edge], KEY(arcs[WEIGHT, edge])
        if edge == first and arcs[OWN, edge]:
            for b in range(len(best)):
                best[b] = max(floor, KEY(KEY(when[at, b] + weight) - length[node, b]))
        elif edge == first:
            for b in range(len(best)):
                best[b] = max(floor, KEY(when[at, b] + weight))
        elif arcs[OWN, edge]:
            for b in range(len(best)):
                best[b] = max(best[b], KEY(KEY(when[at, b] + weight) - length[node, b]))
        else:
            for b in range(len(best)):
                best[b] = max(best[b], KEY(when[at, b] + weight))
    if first == last:
        fill(best, floor)
    at, weight, own = arcs[AT, last], KEY(arcs[WEIGHT, last]), arcs[OWN, last] != 0
    for b in range(len(best)):
        takes = length[node, b]
        start = KEY(max(best[b], KEY(KEY(when[at, b] + weight) - (takes if own else KEY(0)))) | STARTS)
        when[2 * node, b] = start
        when[2 * node + 1, b] = KEY(KEY(start - STARTS) + takes)


def place_late_work(
    node: int, first: int, last: int, ceiling: Any, arcs: Any, project: Any, late: Any, length: Any, best: Any
) -> None:
    """As `Passes._earliest` and what follows it."""
    for b in range(len(best)):
        best[b] = min(project[b], ceiling)
    for edge in range(first, last):
        at, weight = arcs[AT, edge], KEY(arcs[WEIGHT, edge])
        if arcs[OWN, edge]:
            for b in range(len(best)):
                best[b] = min(best[b], KEY(late[at, b] - KEY(weight - length[node, b])))
        else:
            for b in range(len(best)):
                best[b] = min(best[b], KEY(late[at, b] - weight))
    for b in range(len(best)):
        end = KEY(best[b] & ~STARTS)
        late[2 * node + 1, b] = end
        late[2 * node, b] = KEY(KEY(end - length[node, b]) | STARTS)


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


def forward(p: Any, order: Any, when: Any, length: Any, left: Any, done: Any, spare: Any) -> None:
    """Place these nodes, in order; those of the commonest kind here, so that little is handed over for each."""
    first, nodes, arcs = p.first[FIRST_IN], p.nodes, p.arcs_in
    for node in order:
        if nodes[AHEAD, node] == WORK:
            place_work(node, first[node], first[node + 1] - 1, KEY(nodes[FLOOR, node]), arcs, when, length, spare)
        else:
            place(p, node, when, length, left, done, spare)


def backward(p: Any, project: Any, when: Any, late: Any, length: Any, spare: Any) -> None:
    """Place all nodes before what waits for them."""
    first, nodes, arcs = p.first[FIRST_OUT], p.nodes, p.arcs_out
    for node in p.order[::-1]:
        if nodes[BACK, node] == L_WORK and not nodes[TYPED, node]:
            ceiling = KEY(nodes[CEILING, node])
            place_late_work(node, first[node], first[node + 1], ceiling, arcs, project, late, length, spare)
        else:
            place_late(p, node, project, when, late, length, spare)


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
            out[b] = moved(project[b], KEY(np.rint(end[b])))


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
    forward(p, p.order, s.when, s.length, s.left, m.task_kinds[DONE], s.ints[SPARE])
    project_finish(p, s.when, s.ints[PROJECT])
    backward(p, s.ints[PROJECT], s.when, s.late, s.length, s.ints[SPARE])
    targets(p, s.when, s.ints[PROJECT], s.floats[END], target)
    if not count_days(p, s.when, s.ints[SPARE], counts) or not count_critical(p, s.when, s.late, critical):
        return False
    add_sums(p, s.left, target, m.task_kinds[PLANNED], s.ints[SPARE], sums)
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
    changed = w.node[w.first[2, item] : w.first[2, item + 1]]
    forward(p, changed, s.when, s.length, s.left, m.task_kinds[DONE], s.ints[SPARE])
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
