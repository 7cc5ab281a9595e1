"""What the compiled loops read and write, as few arrays: named tuples, which compiled loops can take.

Which row of an array holds what is named in `kernel`.
"""

from __future__ import annotations

from typing import Any, NamedTuple


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
