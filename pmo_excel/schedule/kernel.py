"""The inner loops of scheduling: numbers only, so that one source runs as plain Python over lists and compiled.

Compiled (`compiled`), the columns are arrays of int64 and nothing may overflow: a key beyond `FAR`, more than a
thousand years away, stays there. Tasks end after 2199 long before, and are reported as such.
"""

from __future__ import annotations

from collections.abc import MutableSequence, Sequence
from typing import Final

from pmo_excel.schedule.axis import LAST_KEY, NO_KEY, SHIFT, STARTS

ORDINARY: Final = 0
POINT: Final = 1
"""A task of no duration, which stays where its links put it: at 17:00, at 08:00 or in between."""
RULED: Final = 2
"""A node with a rule of its own: the loop stops before it."""

FAR: Final = 1 << 61

Column = Sequence[int]


def place_early(
    order: Column,
    begin: int,
    kind: Column,
    first: Column,
    at: Column,
    weight: Column,
    floor: Column,
    length: Column,
    when: MutableSequence[int],
) -> int:
    """Place nodes after what they wait for, from a position in the order up to the next one with a rule of its own.

    An ordinary task starts with the first working minute after its latest candidate and finishes at the end of a
    working period (Microsoft Project shows 17:00, never the next 08:00). A lag puts a task of no duration at the end
    of a working period, a lead at the start of one; without either it is where its predecessor is.

    Returns
    -------
    The position of that node; the length of the order where there is none.
    """
    for position in range(begin, len(order)):
        node = order[position]
        what = kind[node]
        if what == RULED:
            return position
        start = floor[node]
        if what == ORDINARY:
            for edge in range(first[node], first[node + 1]):
                key = when[at[edge]] + weight[edge]
                if key > start:
                    start = key
            if start > FAR:
                start = FAR
            start |= STARTS
            when[2 * node] = start
            when[2 * node + 1] = start - STARTS + length[node]
            continue
        for edge in range(first[node], first[node + 1]):
            key, lag = when[at[edge]], weight[edge]
            if lag:
                key = key + lag | STARTS
                if lag > 0:
                    key -= STARTS
            if key > start:
                start = key
        if start > FAR:
            start = FAR
        when[2 * node] = start
        when[2 * node + 1] = start
    return len(order)


def place_late(
    order: Column,
    begin: int,
    kind: Column,
    first: Column,
    at: Column,
    weight: Column,
    ceiling: Column,
    length: Column,
    late: MutableSequence[int],
) -> int:
    """Place nodes before what waits for them, from a position back to the next one with a rule of its own.

    The late finish of an ordinary task is the end of a working period, never the start of the next one; a task of no
    duration keeps its limit as it is, even at 08:00, as in Microsoft Project.

    Returns
    -------
    The position of that node; -1 where there is none.
    """
    for position in range(begin, -1, -1):
        node = order[position]
        what = kind[node]
        if what == RULED:
            return position
        end = ceiling[node]
        if what == ORDINARY:
            for edge in range(first[node], first[node + 1]):
                key = late[at[edge]] - weight[edge]
                if key < end:
                    end = key
            if end < NO_KEY:
                end = NO_KEY
            end = end >> SHIFT << SHIFT
            late[2 * node + 1] = end
            late[2 * node] = end - length[node] | STARTS
            continue
        for edge in range(first[node], first[node + 1]):
            key, lag = late[at[edge]], weight[edge]
            if lag and key < LAST_KEY:
                key = key - lag | STARTS
                if lag < 0:
                    key -= STARTS
            if key < end:
                end = key
        if end < NO_KEY:
            end = NO_KEY
        late[2 * node] = end
        late[2 * node + 1] = end
    return -1


def put_in_order(
    first: Column, following: Column, waits: MutableSequence[int], found: MutableSequence[int], ready: int
) -> int:
    """Append each node to those found as soon as nothing that it waits for is left.

    Parameters
    ----------
    first, following
        The nodes that wait for node k are following[first[k]] to following[first[k + 1] - 1].
    waits
        How many nodes each one waits for; counted down.
    found
        Room for every node; the first `ready` are those that wait for nothing.

    Returns
    -------
    How many were found; the others lie on a loop or after one.

    Source
    ------
    A. B. Kahn, Topological sorting of large networks, Communications of the ACM 5 (1962), 558-562.
    """
    taken = 0
    while taken < ready:
        node = found[taken]
        taken += 1
        for edge in range(first[node], first[node + 1]):
            after = following[edge]
            waits[after] -= 1
            if waits[after] == 0:
                found[ready] = after
                ready += 1
    return ready
