"""How long scheduling takes: `python -m benchmarks.bench_schedule --sizes 1000,10000 --peers networkx,mpxj`.

The answers are compared first, then the runs are timed:

arrays, plain      columns of a plan as arrays to its dates, floats, critical tasks and drivers, in plain Python
arrays, compiled   the same with numba loaded (the extra `fast`), as in a process that stays up
rows               rows of cells to the table of `PMO.SCHEDULE`, in plain Python
peers              the scheduling alone of a plan that is already loaded (`peers`)

Nothing here decides a test; `docs/performance.md` has figures.
"""

from __future__ import annotations

import argparse
import json
import shlex
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import pairwise
from typing import Any, Final, NamedTuple

import pmo_excel.functions as pmo
from benchmarks.peers import MissingError, Peer, mpxj_peer, networkx_peer
from benchmarks.plans import SHAPES, Columns, columns, plan, ranges
from benchmarks.timing import Timing, machine, peak_memory, timed, versions
from pmo_excel.core.instants import iso_day
from pmo_excel.schedule import compiled
from pmo_excel.schedule.critical_path import dates
from pmo_excel.schedule.dates import Dates
from pmo_excel.schedule.plan import Plan

PEERS: Final[Mapping[str, Callable[[Columns], Peer]]] = {"networkx": networkx_peer, "mpxj": mpxj_peer}
PACKAGES: Final = ("pmo-excel", "numpy", "numba", "networkx", "mpxj", "JPype1")
LARGEST_FOR_PEERS: Final = 100_000
LARGEST_FOR_ROWS: Final = 100_000
_NEVER: Final = 1 << 60
_SAME: Final = ("start", "finish", "late_start", "late_finish", "total_float", "free_float", "driving_link", "critical")


class Result(NamedTuple):
    """What was measured of one plan.

    Attributes
    ----------
    peak
        Bytes in use at most, where they were measured.
    """

    shape: str
    tasks: int
    links: int
    what: str
    time: Timing
    peak: int | None = None


@contextmanager
def loops(kind: str) -> Iterator[None]:
    """Schedule with `plain` or `compiled` loops whatever the size of the plan."""
    before = compiled.COMPILED_FROM, compiled.LOADED_FROM
    compiled.COMPILED_FROM = compiled.LOADED_FROM = 0 if kind == "compiled" else _NEVER  # type: ignore[misc]
    try:
        yield
    finally:
        compiled.COMPILED_FROM, compiled.LOADED_FROM = before  # type: ignore[misc]


def first_compiled() -> float | None:
    """Seconds that the first compiled plan of this process takes, most of it to load numba; None without numba."""
    if not compiled.has_numba():
        return None
    small = columns("deep", 100)
    began = time.perf_counter()
    with loops("compiled"):
        dates(plan(small))
    return time.perf_counter() - began


def measured(shape: str, tasks: int, peers: Sequence[str], said: Callable[[str], None]) -> Iterator[Result]:
    """The results of one plan, ours before those of the peers."""
    given = columns(shape, tasks)
    links, small = len(given.predecessor), tasks <= 100_000
    made = plan(given)
    with loops("plain"):
        expected = dates(made)
        yield Result(
            shape,
            tasks,
            links,
            "arrays, plain",
            timed(lambda: dates(plan(given)), 7 if small else 3, first=1),
            peak_memory(lambda: dates(plan(given))),
        )
    if compiled.has_numba():
        with loops("compiled"):
            _check_same(expected, dates(made))
            yield Result(
                shape, tasks, links, "arrays, compiled", timed(lambda: dates(plan(given)), 7 if small else 3, first=1)
            )
    if tasks <= LARGEST_FOR_ROWS:
        cells = ranges(given)
        with loops("plain"):
            _check_rows(made, expected, _from_rows(cells))
            yield Result(shape, tasks, links, "rows", timed(lambda: _from_rows(cells), 7 if tasks <= 10_000 else 3))
    for name in peers if tasks <= LARGEST_FOR_PEERS else ():
        try:
            peer = PEERS[name](given)
        except MissingError as missing:
            said(str(missing))
            continue
        peer.schedule()
        wrong = peer.disagreements(made, expected)
        assert not wrong, f"{shape}, {tasks:,} tasks: {wrong} differ from {peer.name}"
        said(f"{shape}, {tasks:,} tasks: all as in {peer.name}")
        yield Result(shape, tasks, links, peer.name, timed(peer.schedule, 7 if tasks <= 10_000 else 3, first=3))


def _from_rows(cells: Mapping[str, Any]) -> list[list[Any]]:
    table: list[list[Any]] = pmo.schedule(**cells)
    return table


def _check_same(one: Dates, other: Dates) -> None:
    for name in _SAME:
        assert list(getattr(one, name)) == list(getattr(other, name)), f"{name} differs where compiled"


def _check_rows(made: Plan, expected: Dates, table: list[list[Any]]) -> None:
    """The table has the dates and the floats of the plan from arrays."""
    found = dict(zip(table[0], zip(*table[1:], strict=True), strict=True))
    for header, instants in (("Start", expected.start), ("Late Finish", expected.late_finish)):
        assert list(found[header]) == [iso_day(value) for value in instants], f"{header} differs from rows"
    days = [minutes / made.settings.minutes_per_day for minutes in expected.total_float]
    assert list(found["Total Float (wd)"]) == days, "total float differs from rows"


def ratios(results: Sequence[Result]) -> Iterator[tuple[str, int, str, str, float]]:
    """(shape, tasks, peer, ours, how many times faster we are than the peer), by the least times of the same run."""
    ours = ("arrays, plain", "arrays, compiled")
    for peer in (r for r in results if r.what not in (*ours, "rows")):
        for own in (r for r in results if r.what in ours and (r.shape, r.tasks) == (peer.shape, peer.tasks)):
            yield peer.shape, peer.tasks, peer.what, own.what, peer.time.least / own.time.least


def growth(results: Sequence[Result]) -> Iterator[tuple[str, str, int, int, float]]:
    """(shape, what, from tasks, to tasks, how many times longer it takes), by the least times."""
    for shape, what in dict.fromkeys((r.shape, r.what) for r in results):
        line = [r for r in results if (r.shape, r.what) == (shape, what)]
        for small, large in pairwise(sorted(line, key=lambda r: r.tasks)):
            yield shape, what, small.tasks, large.tasks, large.time.least / small.time.least


def report(results: Sequence[Result], command: str, first: float | None) -> dict[str, Any]:
    """Everything as JSON."""
    return {
        "command": command,
        "machine": machine(),
        "versions": versions(PACKAGES),
        "first compiled plan [s]": first,
        "results": [
            {"shape": r.shape, "tasks": r.tasks, "links": r.links, "what": r.what, "peak bytes": r.peak}
            | {"runs": r.time.runs, "min [s]": r.time.least, "median [s]": r.time.median, "max [s]": r.time.most}
            for r in results
        ],
        "times faster": [
            dict(zip(("shape", "tasks", "peer", "ours", "times"), each, strict=True)) for each in ratios(results)
        ],
        "growth": [dict(zip(("shape", "what", "from", "to", "times"), each, strict=True)) for each in growth(results)],
    }


def printed(made: Mapping[str, Any]) -> Iterator[str]:
    """The report as text."""
    yield f"Command   {made['command']}"
    yield f"Machine   {made['machine']}"
    yield "Versions  " + ", ".join(f"{name} {number}" for name, number in made["versions"].items())
    if made["first compiled plan [s]"] is not None:
        yield f"First compiled plan of a process: {made['first compiled plan [s]']:.2f} s"
    yield ""
    columns_ = f"{'runs':>4}{'min ms':>11}{'median':>11}{'max':>11}{'MB':>7}"
    yield f"{'shape':<10}{'tasks':>10}{'links':>10}  {'what':<18}{columns_}"
    for r in made["results"]:
        times = "".join(f"{r[name] * 1000:11.1f}" for name in ("min [s]", "median [s]", "max [s]"))
        peak = f"{r['peak bytes'] / 1e6:7.0f}" if r["peak bytes"] else ""
        yield f"{r['shape']:<10}{r['tasks']:>10,}{r['links']:>10,}  {r['what']:<18}{r['runs']:>4}{times}{peak}"
    yield ""
    for r in made["times faster"]:
        yield f"{r['shape']}, {r['tasks']:,} tasks: {r['ours']} is {r['times']:.1f} times as fast as {r['peer']}"
    for r in made["growth"]:
        yield f"{r['shape']}, {r['what']}: {r['from']:,} to {r['to']:,} tasks takes {r['times']:.1f} times as long"


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure, and print the report."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.bench_schedule", description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", default="1000,10000,100000", help="numbers of tasks")
    parser.add_argument("--shapes", default=",".join(SHAPES), help=f"of {', '.join(SHAPES)}")
    parser.add_argument("--peers", default="", help=f"of {', '.join(PEERS)}")
    parser.add_argument("--json", action="store_true", help="print JSON")
    given = list(sys.argv[1:] if arguments is None else arguments)
    chosen = parser.parse_args(given)
    peers = [name for name in chosen.peers.split(",") if name]
    unknown = [name for name in peers if name not in PEERS]
    if unknown:
        parser.error(f"no peer is called {unknown[0]!r}; there are {', '.join(PEERS)}")

    def said(line: str) -> None:
        print(line, file=sys.stderr, flush=True)

    first = first_compiled()
    results = [
        result
        for shape in chosen.shapes.split(",")
        for size in chosen.sizes.split(",")
        for result in measured(shape, int(size), peers, said)
    ]
    made = report(results, shlex.join(["python", "-m", "benchmarks.bench_schedule", *given]), first)
    print(json.dumps(made, indent=1) if chosen.json else "\n".join(printed(made)))


if __name__ == "__main__":
    main()
