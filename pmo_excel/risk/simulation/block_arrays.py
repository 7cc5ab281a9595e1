"""What the compiled loops read and write, as few arrays: named tuples, which compiled loops can take.

The constants name which row of an array holds what.
"""

from __future__ import annotations

from typing import Any, NamedTuple

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
ROWS, TARGET, RETAINED, POINTS_WAIT, BASE, GRAIN, PLANNED_FINISH, EVEN = range(8)
CHANCE, F_LOW, D_LOW, C_LOW = 0, 1, 4, 7
AT_END, F_SHAPE, D_SHAPE, C_SHAPE = 0, 1, 3, 5
LEFT, RATE, LOW = range(3)
ROW, DONE, PLANNED, SHAPE = range(4)
FIXED_COST, SHARE, REMAINDER = range(3)
U, HARD, SIZE, END, COMMON, OTHER_COST = range(6)
SPARE, PROJECT, OTHER = range(3)


class Numbers(NamedTuple):
    """The steps of both passes: `Program` and `Bins` as arrays."""

    order: Any
    nodes: Any
    first: Any
    arcs_in: Any
    arcs_out: Any
    child: Any
    counting: Any
    bins: Any
    of_grain: Any
    facts: Any


class ModelArrays(NamedTuple):
    """What is drawn: `Model` as arrays."""

    task_values: Any
    task_kinds: Any
    task_stream: Any
    risk_values: Any
    risk_kinds: Any
    risk_streams: Any
    common_stream: Any
    first: Any
    hits: Any
    facts: Any
    normal: Any
    quantiles: Any
    tables: Any


class LeftOut(NamedTuple):
    """What is left out, item after item: the drawn tasks that change, the risks, and the nodes to place anew."""

    first: Any
    task: Any
    fixed: Any
    risk: Any
    node: Any


class Space(NamedTuple):
    """The working space of one thread."""

    when: Any
    late: Any
    kept: Any
    length: Any
    left: Any
    changed: Any
    factor: Any
    days: Any
    gone: Any
    floats: Any
    ints: Any
