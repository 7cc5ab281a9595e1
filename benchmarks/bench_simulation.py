"""How long a simulation takes: `python -m benchmarks.bench_simulation --sizes 200x10000,1000x10000,5000x5000`.

Tasks by runs, on a calendar with holidays, all link types, lags and leads, a triangular range on every task. Each way
gives the criticality of every task, its P50 and P80, and the percentiles of the finish; the answers are compared first.

compiled    ours with numba loaded (the extra `fast`), on as many threads as asked for
numpy       ours without numba
peer        the natural way with numpy: one array of runs for each task, both passes, `numpy.percentile`
plain       Python, run by run, over lists; for fewer runs, and multiplied

Processor time is told beside the clock's, as the machine may do other things. Nothing here decides a test.
"""

from __future__ import annotations

import argparse
import json
import shlex
import sys
import time
from collections.abc import Callable
from typing import Any, Final, NamedTuple

import numpy as np

from benchmarks.plans import columns, plan
from benchmarks.timing import machine, peak_memory, versions
from pmo_excel.risk.simulation import measures
from pmo_excel.risk.simulation.model import Model, Money, model_of
from pmo_excel.risk.simulation.sampling import drawn
from pmo_excel.risk.simulation.simulation import Simulation, simulate
from pmo_excel.schedule.plan import LinkType, Plan

_RUNS_PLAIN: Final = 50


class Answer(NamedTuple):
    """What every way gives: by task criticality, P50 and P80 [working minutes], and P50, P80, P90 of the finish."""

    criticality: Any
    tasks: Any
    finish: Any


class Cost(NamedTuple):
    """Seconds by the clock and of the processor."""

    wall: float
    processor: float


def main() -> None:
    """Compare the answers, then time each way."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", default="200x10000,1000x10000,5000x5000")
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--ways", default="compiled,numpy,peer,plain")
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    results = []
    for size in asked.sizes.split(","):
        tasks, runs = map(int, size.split("x"))
        results += _size(tasks, runs, asked)
    if asked.json:
        facts = {"machine": machine(), "versions": versions(("pmo-excel", "numpy", "numba"))}
        print(json.dumps({"command": shlex.join(sys.argv), **facts, "results": results}))


def _size(tasks: int, runs: int, asked: argparse.Namespace) -> list[dict[str, Any]]:
    made = plan(columns("mixed", tasks))
    model = _model(made)
    ways: dict[str, Callable[[], Any]] = {
        "compiled": lambda: _ours(simulate(model, runs, compiled=True, threads=asked.threads)),
        "numpy": lambda: _ours(simulate(model, runs, compiled=False)),
        "peer": lambda: peer(made, runs),
        "plain": lambda: plain(made, _RUNS_PLAIN),
    }
    wanted = [name for name in ways if name in asked.ways.split(",")]
    ways["compiled"]()  # from the cache, or compiled once
    _compare(ways["compiled"](), ways["peer"](), runs)
    found = []
    for name in wanted:
        costs = [_timed(ways[name]) for _ in range(1 if name == "plain" else asked.repeat)]
        factor = runs / _RUNS_PLAIN if name == "plain" else 1
        wall, processor = (factor * sorted(column)[len(costs) // 2] for column in zip(*costs, strict=True))
        peak = None if name == "plain" else peak_memory(ways[name])
        row = {"tasks": tasks, "runs": runs, "way": name, "wall": wall, "processor": processor, "peak": peak}
        found.append(row)
        megabytes = "" if peak is None else f"{peak / 1e6:8.1f} MB"
        print(
            f"{tasks:6} x {runs:6} {name:9} {wall:8.3f} s  {processor:8.3f} s of the processor {megabytes}", flush=True
        )
    share = _timed(lambda: [drawn(model, first, min(1024, runs - first)) for first in range(0, runs, 1024)])
    print(f"{'':15} drawing alone with numpy {share.processor:.3f} s of the processor")
    return found


def _model(made: Plan) -> Model:
    three = [(0.8 * d, float(d), 1.8 * d) if d > 0 else None for d in made.duration]
    return model_of(made, three, [], Money(np.zeros(len(made))))


def _timed(what: Callable[[], Any]) -> Cost:
    begun, used = time.perf_counter(), time.process_time()
    what()
    return Cost(time.perf_counter() - begun, time.process_time() - used)


def _ours(found: Simulation) -> Answer:
    dates = np.stack([measures.task_dates(found, share) for share in (0.5, 0.8)])
    finish = [measures.days_at(found, share) * 480 for share in (0.5, 0.8, 0.9)]
    return Answer(measures.tasks(found).criticality, dates, np.array(finish))


def _compare(ours: Answer, theirs: Answer, runs: int) -> None:
    """Both within the error of so many runs, and a day: the peer counts working time only."""
    assert np.nanmax(np.abs(ours.criticality - theirs.criticality)) < 6 / runs**0.5
    assert np.abs(ours.finish - theirs.finish).max() < 0.01 * theirs.finish.max()


def peer(made: Plan, runs: int, seed: int = 1) -> Answer:
    """Both passes with one array of runs for each task, in working minutes."""
    random = np.random.default_rng(seed)
    order, before, after = _links(made)
    rows = len(made)
    length = np.empty((rows, runs))
    for row, d in enumerate(made.duration):
        length[row] = random.triangular(0.8 * d, d, 1.8 * d, runs) if d > 0 else 0.0
    start, finish = np.zeros((rows, runs)), np.empty((rows, runs))
    for row in order:
        for other, kind, lag in before[row]:
            np.maximum(start[row], _asked(kind, start[other], finish[other], lag, length[row]), out=start[row])
        np.add(start[row], length[row], out=finish[row])
    end = finish.max(axis=0)
    late = np.empty((rows, runs))
    critical = np.empty(rows)
    for row in reversed(order):
        late[row] = end
        for other, kind, lag in after[row]:
            np.minimum(late[row], _allowed(kind, late[other], length[other], lag, length[row]), out=late[row])
        critical[row] = np.count_nonzero(late[row] - finish[row] <= 1e-6) / runs
    tasks = np.percentile(finish, (50, 80), axis=1)
    return Answer(critical, tasks, np.percentile(end, (50, 80, 90)))


def _asked(kind: LinkType, start: Any, finish: Any, lag: float, length: Any) -> Any:
    from_end = finish if kind in (LinkType.FS, LinkType.FF) else start
    asked = from_end + lag if lag else from_end
    return asked - length if kind in (LinkType.FF, LinkType.SF) else asked


def _allowed(kind: LinkType, late: Any, other: Any, lag: float, length: Any) -> Any:
    end = late if kind in (LinkType.FF, LinkType.SF) else late - other
    allowed = end - lag if lag else end
    return allowed + length if kind in (LinkType.SS, LinkType.SF) else allowed


def _links(made: Plan) -> tuple[list[int], list[list[Any]], list[list[Any]]]:
    """An order in which every task comes after what it waits for, and the links into and out of each."""
    rows = len(made)
    before: list[list[Any]] = [[] for _ in range(rows)]
    after: list[list[Any]] = [[] for _ in range(rows)]
    for link in made.links:
        before[link.successor].append((link.predecessor, link.type, link.lag))
        after[link.predecessor].append((link.successor, link.type, link.lag))
    waits = [len(each) for each in before]
    order = [row for row in range(rows) if not waits[row]]
    for row in order:
        for other, _, _ in after[row]:
            waits[other] -= 1
            if not waits[other]:
                order.append(other)
    return order, before, after


def plain(made: Plan, runs: int) -> list[float]:
    """Both passes in Python, run by run; gives the finishes."""
    import random

    draw = random.Random(1)  # noqa: S311 -- a simulation, no secret
    order, before, after = _links(made)
    finishes = []
    for _ in range(runs):
        length = [draw.triangular(0.8 * d, 1.8 * d, d) if d > 0 else 0.0 for d in made.duration]
        start, finish = [0.0] * len(made), [0.0] * len(made)
        for row in order:
            asked = (_asked(k, start[o], finish[o], lag, length[row]) for o, k, lag in before[row])
            start[row] = max(0.0, *asked) if before[row] else 0.0
            finish[row] = start[row] + length[row]
        end = max(finish)
        late = [end] * len(made)
        for row in reversed(order):
            for o, k, lag in after[row]:
                late[row] = min(late[row], _allowed(k, late[o], length[o], lag, length[row]))
        finishes.append(end)
    return finishes


if __name__ == "__main__":
    main()
