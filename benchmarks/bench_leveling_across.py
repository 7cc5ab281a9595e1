"""Leveling across projects: `python -m benchmarks.bench_leveling_across --projects 50 --tasks 60 --people 30`.

Portfolios are made up (`portfolios`); each schedule is verified for links and capacity. Printed are the time of the
first schedule, and how far the span lies above the lower bound when it is found and at the end; and, where delay
weighted by the projects' priority counts, that delay [days]. Time is this process's processor time, on one core.
"""

from __future__ import annotations

import argparse
import json
import shlex
import sys
import time
from collections.abc import Sequence
from typing import Any, Final

from benchmarks.portfolios import Portfolio, delay_goals, portfolio
from benchmarks.timing import machine, versions
from pmo_excel.resources.leveling.problem import Problem
from pmo_excel.resources.leveling.search import Limits, Solution, solve

PACKAGES: Final = ("pmo-excel", "numpy", "numba")


def verify(problem: Problem, start: Sequence[int]) -> int:
    """The span, after every link and every day of every person was looked at."""
    assert min(start) >= 0
    for before, after, gap in problem.links:
        assert start[after] >= start[before] + gap, f"{after} starts too soon after {before}"
    used: dict[tuple[int, int], int] = {}
    for activity, needs in enumerate(problem.needs):
        for resource, units in needs:
            for day in range(start[activity], start[activity] + problem.duration[activity]):
                used[resource, day] = used.get((resource, day), 0) + units
    assert all(units <= problem.capacity[resource] for (resource, _), units in used.items())
    return max(s + d for s, d in zip(start, problem.duration, strict=True))


def by_span(made: Portfolio, seconds: float) -> dict[str, Any]:
    """How soon there is a schedule, and how short it gets."""
    told: list[Solution] = []
    found = solve(made.problem, Limits(seconds, clock=time.process_time), progress=told.append)
    assert verify(made.problem, found.start) == found.cost >= found.bound
    gaps = [(round(each.seconds, 3), round(100 * (each.cost / found.bound - 1), 2)) for each in told]
    return {"first": gaps[0][0], "better": gaps, "bound": found.bound, "span": found.cost, "gap": gaps[-1][1]}


def by_delay(made: Portfolio, seconds: float) -> dict[str, Any]:
    """How little delay there is, each project's times its priority; and what the span becomes then."""
    told: list[Solution] = []
    goals = delay_goals(made)
    found = solve(made.problem, Limits(seconds, clock=time.process_time), goals=goals, progress=told.append)
    span = verify(made.problem, found.start)
    total = sum(goals.weight)
    delays = [(round(each.seconds, 3), round(each.cost / total, 1)) for each in told]
    return {"first": delays[0][0], "better": delays, "span": span, "delay": delays[-1][1]}


def main(words: Sequence[str] | None = None) -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--projects", type=int, default=50)
    parser.add_argument("--tasks", type=int, default=60)
    parser.add_argument("--people", type=int, default=30)
    parser.add_argument("--seconds", type=float, default=1.0)
    parser.add_argument("--seeds", default="0,1,2", help="one portfolio each")
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args(words)
    small = portfolio(10, 60, 8)  # compiled loops are loaded before anything is timed
    solve(small.problem, Limits(schedules=30))
    solve(small.problem, Limits(schedules=30), goals=delay_goals(small))
    results = []
    for seed in map(int, asked.seeds.split(",")):
        made = portfolio(asked.projects, asked.tasks, asked.people, seed)
        results.append(
            {"seed": seed, "span": by_span(made, asked.seconds), "weighted delay": by_delay(made, asked.seconds)}
        )
    report = {
        "command": shlex.join(["python", "-m", "benchmarks.bench_leveling_across", *(words or sys.argv[1:])]),
        "machine": machine(),
        "versions": versions(PACKAGES),
        "results": results,
    }
    print(json.dumps(report, indent=1) if asked.json else _text(report))
    return 0


def _text(report: dict[str, Any]) -> str:
    lines = [report["command"], report["machine"]]
    for one in report["results"]:
        span, delay = one["span"], one["weighted delay"]
        lines += [
            "",
            f"portfolio {one['seed']}, bound {span['bound']} days",
            f"  span            first after {span['first']} s; (s, % above the bound): {span['better']}",
            f"  weighted delay  first after {delay['first']} s; (s, days): {delay['better']}; span {delay['span']}",
        ]
    return "\n".join(lines)


if __name__ == "__main__":
    raise SystemExit(main())
