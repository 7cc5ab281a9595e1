"""The loops that draw a block of runs: numbers only, to be compiled (`compiled`).

They do what `streams`, `shapes` and `sampling` do with numpy, to the bit.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from pmo_excel.risk.simulation.block_arrays import (
    AT_END,
    C_LOW,
    C_SHAPE,
    CHANCE,
    D_LOW,
    D_SHAPE,
    F_LOW,
    F_SHAPE,
    FIXED_COST,
    LEFT,
    LOW,
    REMAINDER,
    SHAPE,
    SHARE,
)
from pmo_excel.risk.simulation.model import BY_FORMULA, CERTAIN
from pmo_excel.risk.simulation.shapes import CELLS, REACH, STEPS
from pmo_excel.risk.simulation.streams import BITS, GOLDEN, ROUNDS, SCALE, STRATA

MASK_32 = np.uint64(0xFFFFFFFF)
MULTIPLY_1, MULTIPLY_2 = np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)
STEP = np.uint64(GOLDEN)
KEY: Any = np.int64


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
            rises, up, down = u[b] * span < reach, u[b] * rising, (1.0 - u[b]) * falling
            root = np.sqrt(up if rises else down)
            above, below = low + root, high - root  # both, so that nothing branches and runs go side by side
            out[b] = above if rises else below
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
        out[b] = KEY(np.rint(max(size[b], 0.0)))
