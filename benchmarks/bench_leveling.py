"""How good leveling is for its time: `python -m benchmarks.bench_leveling --instances DIR --seconds 1`.

DIR has PSPLIB's instances (`.rcp`) and `best_known.csv`. Every schedule is verified for links and capacity first.
Time is this process's processor time, on one core, so that other work on the machine does not count; on an idle
machine it is the time that passes. `--sample 24` takes so many instances of each set, the same for the same `--seed`.
"""

from __future__ import annotations

import argparse
import json
import random
import shlex
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import mean
from typing import Any, Final, NamedTuple

from benchmarks.psplib import Known, known, problem, read, verified_span
from benchmarks.timing import machine, versions
from pmo_excel.resources.leveling.optimum import optimum
from pmo_excel.resources.leveling.search import Limits, Solution, solve

PACKAGES: Final = ("pmo-excel", "numpy", "numba", "ortools")


class Found(NamedTuple):
    """A verified span."""

    known: Known
    span: int
    seconds: float
    schedules: int


def leveled(folder: Path, each: Known, engine: str, limits: Limits, seed: int) -> Found:
    """Level an instance and verify the schedule."""
    instance = read(folder / each.file)
    made: Solution = (optimum if engine == "cpsat" else solve)(problem(instance), limits, seed)
    span = verified_span(instance, made.start)
    assert span == made.cost, f"{each.name}: the span is {span}, not {made.cost}"
    assert span >= each.lower_bound, f"{each.name}: {span} is below the lower bound {each.lower_bound}"
    return Found(each, span, made.seconds, made.schedules)


def summary(found: Sequence[Found]) -> dict[str, Any]:
    """The figures of a set; gaps and deviations in percent."""
    return {
        "instances": len(found),
        "gap": round(mean(100 * (f.span / f.known.upper_bound - 1) for f in found), 3),
        "deviation": round(mean(100 * (f.span / f.known.critical_path - 1) for f in found), 2),
        "to_best_known": round(mean(100.0 * (f.span <= f.known.upper_bound) for f in found), 1),
        "seconds": round(mean(f.seconds for f in found), 4),
        "most_seconds": round(max(f.seconds for f in found), 4),
        "schedules": round(mean(f.schedules for f in found)),
    }


def main(words: Sequence[str] | None = None) -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--instances", type=Path, required=True)
    parser.add_argument("--seconds", type=float, default=1.0)
    parser.add_argument("--schedules", type=int, help="end after so many schedules as well")
    parser.add_argument("--engine", choices=("heuristic", "cpsat"), default="heuristic")
    parser.add_argument("--sets", help="only these, as j30,j120")
    parser.add_argument("--sample", type=int, help="so many instances of each set")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args(words)
    limits = Limits(asked.seconds, asked.schedules, clock=time.process_time)
    every = known(asked.instances)
    sets = asked.sets.split(",") if asked.sets else list(dict.fromkeys(each.set for each in every))
    for each in every[-3:]:  # compiled loops are loaded before anything is timed
        leveled(asked.instances, each, "heuristic", Limits(schedules=500), asked.seed)
    results = {}
    for name in sets:
        rows = [each for each in every if each.set == name]
        if asked.sample and asked.sample < len(rows):
            rows = random.Random(asked.seed).sample(rows, asked.sample)  # noqa: S311 (no secret)
        results[name] = summary([leveled(asked.instances, each, asked.engine, limits, asked.seed) for each in rows])
    report = {
        "command": shlex.join(["python", "-m", "benchmarks.bench_leveling", *(words or sys.argv[1:])]),
        "engine": asked.engine,
        "machine": machine(),
        "versions": versions(PACKAGES),
        "sets": results,
    }
    print(json.dumps(report, indent=1) if asked.json else _text(report))
    return 0


def _text(report: dict[str, Any]) -> str:
    lines = [report["command"], report["machine"], ""]
    lines.append(f"{'set':6}{'instances':>10}{'gap %':>9}{'over CPM %':>12}{'best %':>8}{'CPU s':>9}{'schedules':>11}")
    for name, at in report["sets"].items():
        lines.append(
            f"{name:6}{at['instances']:10}{at['gap']:9.3f}{at['deviation']:12.2f}{at['to_best_known']:8.1f}"
            f"{at['seconds']:9.4f}{at['schedules']:11}"
        )
    return "\n".join(lines)


if __name__ == "__main__":
    raise SystemExit(main())
