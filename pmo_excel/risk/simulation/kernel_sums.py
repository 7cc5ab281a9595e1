"""The loops that sum up a block of runs: numbers only, to be compiled (`compiled`).

They do what `tally` does with numpy, to the bit.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from pmo_excel.risk.simulation.block_arrays import (
    BASE,
    BIN_FIRST,
    BIN_OFFSET,
    BIN_WIDTH,
    COUNTED,
    FINISH_ONLY,
    GRAIN,
    KNOWN,
    PLANNED_FINISH,
    ROWS,
)
from pmo_excel.schedule.axis import SHIFT, STARTS


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
