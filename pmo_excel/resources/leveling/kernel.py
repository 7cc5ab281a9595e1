"""The inner loops of leveling: numbers only, so that one source runs as plain Python over lists and compiled.

Source
------
Schedule generation: R. Kolisch, Serial and parallel resource-constrained project scheduling methods revisited, European
Journal of Operational Research 90 (1996), 320-333. Populations of left- and right-justified schedules that breed each
other: D. Debels and M. Vanhoucke, A bi-population based genetic algorithm for the resource-constrained project
scheduling problem, ICCSA 2005, 378-387; justification: V. Valls, F. Ballestín and S. Quintanilla, Justification and
RCPSP: a technique that pays, European Journal of Operational Research 165 (2005), 375-386.
"""

from __future__ import annotations

from typing import Any, Final

WORD: Final = 0xFFFFFFFF


def drawn(state: Any, below: int) -> int:
    """A number from 0 to below that and the next state: xorshift of 32 bits (G. Marsaglia, 2003)."""
    x: int = state[0]
    x ^= (x << 13) & WORD
    x ^= x >> 17
    x ^= (x << 5) & WORD
    state[0] = x
    return x % below


def serial(side: Any, order: Any, at: int, release: Any, free: Any, horizon: int, start: Any) -> int:
    """Place activities in an order, each as early as its links, its release and what is free allow; the span.

    Parameters
    ----------
    order, at
        The order's activities lie from order[at] on, each after its predecessors.
    release
        By activity: the earliest start.
    free
        Units that are free, resource after resource, `horizon` periods each, as `cleared` leaves them.
    start
        Takes the starts, from start[at] on.
    """
    span = 0
    for position in range(at, at + len(side.duration)):
        activity = order[position]
        length = side.duration[activity]
        begin = release[activity]
        for link in range(side.first[activity], side.first[activity + 1]):
            asked = start[at + side.before[link]] + side.gap[link]
            if asked > begin:
                begin = asked
        if length:
            low, high = side.need[activity], side.need[activity + 1]
            need = low
            while need < high:
                base, units = side.resource[need] * horizon, side.units[need]
                period = base + begin + length - 1
                while period >= base + begin and free[period] >= units:
                    period -= 1
                if period >= base + begin:
                    begin = period - base + 1
                    need = low
                else:
                    need += 1
            for need in range(low, high):
                base, units = side.resource[need] * horizon + begin, side.units[need]
                for period in range(base, base + length):
                    free[period] -= units
        start[at + activity] = begin
        if begin + length > span:
            span = begin + length
    return span


def cleared(side: Any, free: Any, horizon: int, until: int) -> None:
    """Everything is free again in the periods up to one."""
    for resource in range(len(side.capacity)):
        units = side.capacity[resource]
        for period in range(resource * horizon, resource * horizon + until):
            free[period] = units


def turned(side: Any, order: Any, at: int, start: Any, span: int, bucket: Any, into: Any, to: int) -> None:
    """The order for the other direction: by decreasing finish, what came later in this order first among equals."""
    n = len(side.duration)
    for finish in range(span + 1):
        bucket[finish] = 0
    for activity in range(n):
        bucket[start[at + activity] + side.duration[activity]] += 1
    before = 0
    for finish in range(span, -1, -1):
        count = bucket[finish]
        bucket[finish] = before
        before += count
    for position in range(at + n - 1, at - 1, -1):
        activity = order[position]
        finish = start[at + activity] + side.duration[activity]
        into[to + bucket[finish]] = activity
        bucket[finish] += 1


def crossed(father: Any, at: int, mother: Any, other: int, low: int, high: int, group: Any, child: Any) -> None:
    """A child: a stretch of the father's order, with the same activities before and after it in the mother's order."""
    n = len(group)
    for position in range(n):
        group[father[at + position]] = 0 if position < low else 2
    for position in range(low, high):
        group[father[at + position]] = 1
        child[position] = father[at + position]
    early, late = 0, high
    for position in range(other, other + n):
        activity = mother[position]
        if group[activity] == 0:
            child[early] = activity
            early += 1
        elif group[activity] == 2:
            child[late] = activity
            late += 1


def shaken(side: Any, order: Any, swaps: int, state: Any) -> None:
    """Move some activities of an order to another place that their links allow (F. F. Boctor's insertion)."""
    n = len(order)
    for _ in range(swaps):
        place = drawn(state, n)
        activity = order[place]
        step = 1 if drawn(state, 2) else -1
        reach = 1 + drawn(state, 1 + n // 4)
        here = place
        while reach and 0 <= here + step < n:
            other = order[here + step]
            late, soon = (other, activity) if step > 0 else (activity, other)
            linked = False
            for link in range(side.first[late], side.first[late + 1]):
                if side.before[link] == soon:
                    linked = True
            if linked:
                break
            order[here], order[here + step] = other, activity
            here += step
            reach -= 1


def cost_of(side: Any, start: Any, at: int, span: int, goal: Any, due: Any, weight: Any) -> int:
    """The span; or, where there are goals, how late each one is against its due period, times its weight, summed."""
    if len(goal) == 0:
        return span
    total = 0
    for k in range(len(goal)):
        late = start[at + goal[k]] + side.duration[goal[k]] - due[k]
        if late > 0:
            total += late * weight[k]
    return total


def joined(queue: Any, count: int, rank: Any, activity: int) -> int:
    """Put an activity into a queue by its rank; how many there are."""
    place = count
    while place and rank[queue[place - 1]] > rank[activity]:
        queue[place] = queue[place - 1]
        place -= 1
    queue[place] = activity
    return count + 1


def parallel(
    side: Any, rank: Any, release: Any, horizon: int, free: Any, start: Any, waits: Any, ready: Any, queue: Any
) -> int:
    """Parallel schedule generation: period by period, whatever can start does, the lowest rank first; the span.

    Parameters
    ----------
    rank
        By activity; each has another one.
    waits, ready, queue
        Room for each activity.
    """
    n, span, count, left, period = len(rank), 0, 0, len(rank), 0
    for k in range(n):
        ready[k] = release[k]
        waits[k] = side.first[k + 1] - side.first[k]
        if waits[k] == 0:
            count = joined(queue, count, rank, k)
    while left:
        place = 0
        while place < count:
            activity = queue[place]
            place += 1
            if ready[activity] > period or not fits(side, activity, period, horizon, free):
                continue
            start[activity] = period
            span = max(span, period + side.duration[activity])
            taken(side, activity, period, horizon, free)
            left -= 1
            count -= 1
            for k in range(place - 1, count):
                queue[k] = queue[k + 1]
            place -= 1
            for k in range(side.then[activity], side.then[activity + 1]):
                after = side.after[k]
                for link in range(side.first[after], side.first[after + 1]):
                    if side.before[link] == activity:
                        ready[after] = max(ready[after], period + side.gap[link])
                waits[after] -= 1
                if waits[after] == 0:
                    count = joined(queue, count, rank, after)
                    if ready[after] <= period:
                        place = 0
        period += 1
    return span


def fits(side: Any, activity: int, period: int, horizon: int, free: Any) -> bool:
    """Whether what an activity needs is free in a period; in parallel generation it stays so."""
    if side.duration[activity]:
        for need in range(side.need[activity], side.need[activity + 1]):
            if free[side.resource[need] * horizon + period] < side.units[need]:
                return False
    return True


def taken(side: Any, activity: int, period: int, horizon: int, free: Any) -> None:
    """What an activity needs is no longer free from a period on, as long as it takes."""
    for need in range(side.need[activity], side.need[activity + 1]):
        base = side.resource[need] * horizon + period
        for at in range(base, base + side.duration[activity]):
            free[at] -= side.units[need]


def bred(
    side: Any,
    orders: Any,
    costs: Any,
    others: Any,
    other_costs: Any,
    first: int,
    count: int,
    mutation: int,
    release: Any,
    horizon: int,
    free: Any,
    work: Any,
    best: Any,
    best_start: Any,
    state: Any,
) -> None:
    """Breed children of one population, in one direction, into the population of the other: the span is what counts.

    Parameters
    ----------
    orders, costs
        Orders for this direction, one after the other, and the spans of the schedules that they were turned from.
    others, other_costs
        The other direction's: a child's turned order takes the place of its father's number where it is no worse.
    first, count
        The fathers. Mothers are the better of two drawn.
    mutation
        Percentage of children that are shaken; those of parents with the same span always are.
    work
        Room for the loops: start, bucket, group, child, turn.
    best, best_start
        The best span so far and its starts, replaced by a better one; best[1] counts how often.
    """
    start, bucket, group, child, turn = work
    n, size = len(side.duration), len(costs)
    for father in range(first, first + count):
        mother, rival = drawn(state, size), drawn(state, size)
        if costs[rival] < costs[mother] or mother == father:
            mother = rival
        length = n // 4 + drawn(state, n // 2 + 1)
        low = drawn(state, n - length + 1)
        crossed(orders, father * n, orders, mother * n, low, low + length, group, child)
        if costs[mother] == costs[father] or drawn(state, 100) < mutation:
            shaken(side, child, 1 + drawn(state, 1 + n // 20), state)
        span = serial(side, child, 0, release, free, horizon, start)
        cleared(side, free, horizon, span)
        turned(side, child, 0, start, span, bucket, turn, 0)
        if span < best[0]:
            best[0] = span
            best[1] += 1
            for activity in range(n):
                best_start[activity] = start[activity]
        if span <= other_costs[father]:
            other_costs[father] = span
            for position in range(n):
                others[father * n + position] = turn[position]


def justified(
    side: Any,
    back: Any,
    order: Any,
    release: Any,
    late: Any,
    goal: Any,
    due: Any,
    weight: Any,
    horizon: int,
    free: Any,
    work: Any,
) -> int:
    """Schedule an order, move all to the right as far as no goal finishes later, then all to the left again; the cost.

    The order becomes that of the starts; `work`'s start holds the schedule. No goal is later than at first.

    Parameters
    ----------
    late
        Room: 0 by activity, as it is left.
    """
    start, bucket, _, _, turn = work
    span = serial(side, order, 0, release, free, horizon, start)
    cleared(side, free, horizon, span)
    turned(side, order, 0, start, span, bucket, turn, 0)
    for activity in goal:
        late[activity] = span - start[activity] - side.duration[activity]
    wide = serial(back, turn, 0, late, free, horizon, start)
    cleared(side, free, horizon, wide)
    turned(back, turn, 0, start, wide, bucket, order, 0)
    for activity in goal:
        late[activity] = 0
    span = serial(side, order, 0, release, free, horizon, start)
    cleared(side, free, horizon, span)
    return cost_of(side, start, 0, span, goal, due, weight)


def raised(
    side: Any,
    back: Any,
    orders: Any,
    costs: Any,
    first: int,
    count: int,
    mutation: int,
    release: Any,
    late: Any,
    goal: Any,
    due: Any,
    weight: Any,
    horizon: int,
    free: Any,
    work: Any,
    best: Any,
    best_start: Any,
    state: Any,
) -> None:
    """Breed justified children within one population, where it counts how late goals are: two parents, one place.

    A child takes the place of its father where it is no worse.
    """
    start, _, group, child, _ = work
    n, size = len(side.duration), len(costs)
    for father in range(first, first + count):
        mother, rival = drawn(state, size), drawn(state, size)
        if costs[rival] < costs[mother] or mother == father:
            mother = rival
        length = n // 4 + drawn(state, n // 2 + 1)
        low = drawn(state, n - length + 1)
        crossed(orders, father * n, orders, mother * n, low, low + length, group, child)
        if costs[mother] == costs[father] or drawn(state, 100) < mutation:
            shaken(side, child, 1 + drawn(state, 1 + n // 20), state)
        cost = justified(side, back, child, release, late, goal, due, weight, horizon, free, work)
        if cost < best[0]:
            best[0] = cost
            best[1] += 1
            for activity in range(n):
                best_start[activity] = start[activity]
        if cost <= costs[father]:
            costs[father] = cost
            for position in range(n):
                orders[father * n + position] = child[position]
