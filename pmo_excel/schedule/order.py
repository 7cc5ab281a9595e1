"""The order in which dates can be computed: every task after what it waits for; and the loops where there is none."""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterable
from typing import Final

import numpy as np

from pmo_excel.schedule.compiled import columns_for, loops_for
from pmo_excel.schedule.links import Ints

_NEVER: Final = 1 << 40
"""More nodes to wait for than there are."""


class Following:
    """The nodes that wait for each node, node after node: those of node k lie from first[k] to first[k + 1]."""

    __slots__ = ("_lists", "first", "nodes")

    def __init__(self, first: Ints, nodes: Ints) -> None:
        self.first, self.nodes = first, nodes
        self._lists: tuple[list[int], list[int]] | None = None

    def of(self, node: int) -> list[int]:
        """The nodes that wait for a node."""
        if self._lists is None:
            self._lists = self.first.tolist(), self.nodes.tolist()
        first, nodes = self._lists
        return nodes[first[node] : first[node + 1]]


def ordered(nodes: Collection[int], following: Following, without: Collection[int] = ()) -> Ints:
    """The nodes so that each comes after all that it waits for; nodes on a loop, and after one, are left out.

    Most plans are typed in such an order already, and stay in it.
    """
    first, targets = following.first, following.nodes
    taken = np.zeros(len(first) - 1, bool)
    taken[list(nodes)] = True
    taken[list(without)] = False
    source = np.repeat(np.arange(len(taken)), np.diff(first))
    counts = taken[source]
    if (source < targets)[counts].all():
        return np.flatnonzero(taken)
    waits = np.bincount(targets[counts], minlength=len(taken))
    waits[~taken] = _NEVER
    ready = np.flatnonzero(waits == 0)
    found = np.concatenate((ready, np.zeros(len(taken) - len(ready), np.int64)))
    loops = loops_for(len(taken))
    first_, targets_, waits_, found_ = columns_for(loops, first, targets, waits, found)
    count = loops.put_in_order(first_, targets_, waits_, found_, len(ready))
    return np.asarray(found_[:count], np.int64)


def downstream(seeds: Iterable[int], following: Following, firm: Collection[int]) -> set[int]:
    """The seeds and all nodes that wait for them, directly or not; firm nodes do not wait for anything."""
    reached = set(seeds)
    queue = list(reached)
    while queue:
        for after in following.of(queue.pop()):
            if after not in reached and after not in firm:
                reached.add(after)
                queue.append(after)
    return reached


def loops(nodes: Collection[int], following: Following) -> list[list[int]]:
    """The groups of nodes that all wait for each other, each in ascending order, the first one first.

    Source
    ------
    R. E. Tarjan, Depth-first search and linear graph algorithms, SIAM Journal on Computing 1 (1972), 146-160;
    without recursion, so that a long chain does not exhaust the stack.
    """
    within = set(nodes)
    number: dict[int, int] = {}
    low: dict[int, int] = {}
    open_nodes: list[int] = []
    is_open: set[int] = set()
    groups = []
    for root in sorted(within):
        if root in number:
            continue
        path = [(root, iter(following.of(root)))]
        number[root] = low[root] = len(number)
        open_nodes.append(root)
        is_open.add(root)
        while path:
            node, rest = path[-1]
            after = next((a for a in rest if a in within and (a not in number or a in is_open)), None)
            if after is None:
                path.pop()
                if path:
                    low[path[-1][0]] = min(low[path[-1][0]], low[node])
                if low[node] == number[node]:
                    cut = open_nodes.index(node)
                    groups.append(sorted(open_nodes[cut:]))
                    is_open.difference_update(open_nodes[cut:])
                    del open_nodes[cut:]
            elif after in number:
                low[node] = min(low[node], number[after])
            else:
                number[after] = low[after] = len(number)
                open_nodes.append(after)
                is_open.add(after)
                path.append((after, iter(following.of(after))))
    return sorted(group for group in groups if len(group) > 1)


def shortest_loop(start: int, group: Collection[int], following: Following) -> list[int]:
    """A shortest way from a node back to itself inside of a group, the node first and last."""
    within = set(group)
    came_from: dict[int, int] = {}
    queue = deque([start])
    while queue:
        node = queue.popleft()
        for after in following.of(node):
            if after == start:
                way = [start, node]
                while way[-1] != start:
                    way.append(came_from[way[-1]])
                return way[::-1] if len(way) > 2 or node != start else [start, start]
            if after in within and after not in came_from:
                came_from[after] = node
                queue.append(after)
    return [start]
