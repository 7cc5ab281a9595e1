"""The loops that sum up a block of runs: numbers only, to be compiled (`compiled`).

They do what `tally` does with numpy, to the bit.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from pmo_excel.risk.simulation.block_arrays import (
    AHEAD,
    BACK,
    BASE,
    BIN_FIRST,
    BIN_OFFSET,
    BIN_WIDTH,
    COUNTED,
    EVEN,
    FINISH_ONLY,
    GRAIN,
    KNOWN,
    PLANNED_FINISH,
    ROWS,
    TYPED,
)
from pmo_excel.risk.simulation.program import L_WORK, WORK
from pmo_excel.schedule.axis import NO_KEY, SHIFT, STARTS

KEY: Any = np.int64
LOWEST: Any = NO_KEY >> 1
"""Keys before it come from numbers that were too large."""


def count_days(p: Any, when: Any, grains: Any, counts: Any) -> bool:
    """As `Bins.counted`; False where a finish lies beyond the days that are counted."""
    base, size, known = KEY(p.facts[BASE]), float(p.facts[GRAIN]), len(p.of_grain)
    each, more = 1.0 / size, size - 1.0 + 0.5
    for number in range(p.bins.shape[1]):
        at = 2 * p.bins[COUNTED, number] + 1
        low, high = KEY(known), KEY(-1)
        for b in range(len(grains)):
            key = when[at, b]
            position = KEY(KEY(key >> SHIFT) + KEY((key & STARTS) > 0) - base)
            grain = KEY(KEY((float(position) + more) * each) - 1)
            grains[b] = grain
            low, high = min(low, grain), max(high, grain)
        if low < 0 or high >= known:
            return False
        first = p.bins[BIN_FIRST, number]
        if p.of_grain[low] < first or p.of_grain[high] >= first + p.bins[BIN_WIDTH, number]:
            return False
        place = p.bins[BIN_OFFSET, number] - first
        if p.facts[EVEN]:
            for b in range(len(grains)):
                counts[place + grains[b]] += 1
        else:
            for b in range(len(grains)):
                counts[place + p.of_grain[grains[b]]] += 1
    return True


def count_critical(p: Any, when: Any, late: Any, critical: Any) -> bool:
    """As `Passes.critical`, summed over the runs; False where a date is out of range."""
    for row in range(p.facts[ROWS]):
        if not p.nodes[KNOWN, row]:
            continue
        plain = p.nodes[AHEAD, row] == WORK and p.nodes[BACK, row] == L_WORK and not p.nodes[TYPED, row]
        found, lowest = KEY(0), KEY(0)
        if plain or p.nodes[FINISH_ONLY, row]:  # what takes time slips at both ends alike
            for b in range(when.shape[1]):
                end = late[2 * row + 1, b]
                lowest = min(lowest, end)
                found = KEY(found + KEY((end >> SHIFT) <= (when[2 * row + 1, b] >> SHIFT)))
        else:
            for b in range(when.shape[1]):
                end = late[2 * row + 1, b]
                lowest = min(lowest, end)
                slips = (end >> SHIFT) <= (when[2 * row + 1, b] >> SHIFT)
                found = KEY(found + KEY(slips | ((late[2 * row, b] >> SHIFT) <= (when[2 * row, b] >> SHIFT))))
        if lowest < LOWEST:
            return False
        critical[row] += found
    return True


def add_sums(p: Any, left: Any, target: Any, planned: Any, later: Any, sums: Any) -> None:
    """As `Tally.add` sums."""
    for b in range(len(target)):
        later[b] = KEY((target[b] >> SHIFT) - (p.facts[PLANNED_FINISH] >> SHIFT))
    for k in range(len(planned)):
        usual, one, two, both = KEY(planned[k]), np.int64(0), np.int64(0), np.int64(0)
        for b in range(len(target)):
            longer = np.int64(KEY(left[k, b] - usual))
            one += longer
            two += longer * longer
            both += longer * np.int64(later[b])
        sums[0, k], sums[1, k], sums[2, k] = one, two, both
