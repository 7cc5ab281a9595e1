"""How long the load by day takes: `python -m benchmarks.bench_load --assignments 100000`.

The answers are compared first, then the runs are timed, in processor time, as other programs may be running:

arrays           assignments as arrays to hours by resource and day
tables           the same from the tables of a workbook, ids looked up and every row checked
pandas, loop     a date range for each assignment, joined with each resource's hours by day, and summed
pandas, explode  the same with one date range for each row, exploded
pandas, repeat   the same with rows repeated and numbered in one step, the quickest way we know in pandas

Assignments are of 1 to 40 days over three years, of people with four calendars, with units or with work. The loop takes
long, so it is timed on a part of the assignments, and its time is scaled to all of them.
"""

from __future__ import annotations

import argparse
import json
import shlex
import statistics
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from benchmarks.timing import Timing, machine, versions
from pmo_excel.core.instants import DAY, instant
from pmo_excel.resources.bookings import Bookings
from pmo_excel.resources.capacity import Capacity, Days
from pmo_excel.resources.load import booked_shares, daily_load, spread
from pmo_excel.resources.tables import Assignments, Resources
from pmo_excel.schedule.calendars import STANDARD, Calendar, CalendarException, week_of
from pmo_excel.schedule.workdays import day_minutes

FIRST: Final = instant(pd.Timestamp("2026-01-01").to_pydatetime()) // DAY
SPAN: Final = 3 * 366
LOOP_PART: Final = 2_000
PACKAGES: Final = ("pmo-excel", "numpy", "pandas")


class Made(NamedTuple):
    """What is measured: assignments, resources, calendars and the hours of each resource by day."""

    assignments: Assignments
    resources: Resources
    calendars: dict[str, Calendar]
    bookings: Bookings
    available: Capacity
    days: Days


class Result(NamedTuple):
    """The processor time of one way."""

    what: str
    assignments: int
    time: Timing


def made(count: int, people: int, seed: int = 7) -> Made:
    """Assignments of so many people; the same for the same numbers."""
    pick = np.random.default_rng(seed)
    names = [f"R-{at:03d}" for at in range(people)]
    long = [CalendarException(FIRST + at, FIRST + at) for at in range(0, SPAN, 45)]
    calendars = {
        "standard": STANDARD.with_exceptions(long),
        "short": Calendar("Short", week_of(((8 * 60, 12 * 60),))).with_exceptions(long),
        "long": Calendar("Long", week_of(((8 * 60, 17 * 60),), 6)),
        "four": Calendar("Four", week_of(((8 * 60, 12 * 60), (13 * 60, 17 * 60)), 4)),
    }
    chosen = [list(calendars)[at % 4] for at in range(people)]
    who = pick.integers(0, people, count)
    first = FIRST + pick.integers(0, SPAN - 60, count)
    last = first + pick.integers(1, 41, count)
    units = np.where(pick.random(count) < 0.7, pick.integers(1, 11, count) / 10, np.nan)
    work = np.where(np.isnan(units), pick.integers(1, 80, count).astype(float), np.nan)
    assignments = Assignments.of(
        count,
        task_id=np.array([str(at) for at in range(count)], dtype=object),
        resource_id=np.array(names, dtype=object)[who],
        units=units,
        work=work,
        start=first * DAY,
        finish=last * DAY,
    )
    resources = Resources.of(people, id=np.array(names, dtype=object), calendar=np.array(chosen, dtype=object))
    low, days = int(first.min()), int(last.max() - first.min()) + 1
    hours = np.array([day_minutes(calendars[name], low, days) / 60 for name in chosen])
    rows, ones = np.arange(count), np.ones(count)
    bookings = Bookings(rows, who, first, last, units, work, ones.astype(bool), ones)
    return Made(assignments, resources, calendars, bookings, Capacity(hours, hours), Days(low, days))


def arrays(of: Made) -> NDArray[np.float64]:
    """Ours, from arrays."""
    shares, _ = booked_shares(of.bookings, of.available, of.days, of.assignments)
    return spread(shares, of.bookings, of.available.present, of.days)


def tables(of: Made) -> NDArray[np.float64]:
    """Ours, from tables."""
    daily, _ = daily_load(
        of.assignments, of.resources, None, None, of.calendars, of.calendars["standard"], "All", "Day"
    )
    assert daily is not None
    return daily.load


def _frames(of: Made, count: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Assignments, and hours by resource and day, as somebody has them who works with pandas."""
    held = of.bookings
    rows = pd.DataFrame(
        {
            "who": held.resource[:count],
            "start": pd.to_datetime(held.first[:count], unit="D"),
            "finish": pd.to_datetime(held.last[:count], unit="D"),
            "units": held.units[:count],
            "work": held.work[:count],
        }
    )
    people, days = of.available.present.shape
    hours = pd.DataFrame(
        {
            "who": np.repeat(np.arange(people), days),
            "day": np.tile(pd.to_datetime(np.arange(of.days.first, of.days.first + days), unit="D"), people),
            "hours": of.available.present.ravel(),
        }
    )
    return rows, hours


def _summed(expanded: pd.DataFrame, hours: pd.DataFrame) -> pd.Series:
    """Hours booked by resource and day, from a row for each assignment and day."""
    joined = expanded.merge(hours, on=["who", "day"])
    there = joined.groupby("assignment")["hours"].transform("sum")
    share = joined["units"].fillna(joined["work"] / there.where(there > 0)).fillna(0.0)
    return (share * joined["hours"]).groupby([joined["who"], joined["day"]]).sum()


def pandas_loop(rows: Any, hours: pd.DataFrame) -> pd.Series:
    """A frame for each assignment, put together."""
    parts = []
    for each in rows.itertuples():
        day = pd.date_range(each.start, each.finish)
        said = {"assignment": each.Index, "who": each.who, "units": each.units, "work": each.work}
        parts.append(pd.DataFrame({"day": day, **said}))
    return _summed(pd.concat(parts), hours)


def pandas_explode(rows: Any, hours: pd.DataFrame) -> pd.Series:
    """Lists of days, exploded."""
    day = [pd.date_range(start, finish) for start, finish in zip(rows["start"], rows["finish"], strict=True)]
    exploded = rows.assign(assignment=rows.index, day=day).explode("day")
    return _summed(exploded.assign(day=pd.to_datetime(exploded["day"])), hours)


def pandas_repeat(rows: Any, hours: pd.DataFrame) -> pd.Series:
    """Rows repeated for each day and numbered."""
    count = (rows["finish"] - rows["start"]).dt.days + 1
    repeated = rows.loc[rows.index.repeat(count)]
    number = repeated.groupby(level=0).cumcount()
    day = repeated["start"] + pd.to_timedelta(number, unit="D")
    return _summed(repeated.assign(assignment=repeated.index, day=day), hours)


WAYS: Final = {"pandas, loop": pandas_loop, "pandas, explode": pandas_explode, "pandas, repeat": pandas_repeat}


def cpu(run: Callable[[], object], runs: int) -> Timing:
    """Processor time of each of so many runs, after one that is not counted."""
    run()
    took = []
    for _ in range(runs):
        began = time.process_time()
        run()
        took.append(time.process_time() - began)
    return Timing(runs, min(took), statistics.median(took), max(took))


def measured(count: int, people: int, runs: int) -> Iterator[Result]:
    """The results, each compared with ours before it is timed."""
    of = made(count, people)
    ours = arrays(of)
    assert np.allclose(ours, tables(of)), "from tables it is another load"
    yield Result("arrays", count, cpu(lambda: arrays(of), runs))
    yield Result("tables", count, cpu(lambda: tables(of), runs))
    for name, way in WAYS.items():
        size = count if name != "pandas, loop" else min(count, LOOP_PART)
        rows, hours = _frames(of, size)
        _check(name, of, size, way(rows, hours))
        took = cpu(lambda way=way, rows=rows, hours=hours: way(rows, hours), 1 if "loop" in name else 3)  # type: ignore[misc]
        yield Result(name, size, took)


def _check(name: str, of: Made, size: int, theirs: pd.Series) -> None:
    part = of._replace(bookings=of.bookings.of(np.arange(len(of.bookings.row)) < size))
    mine, found = arrays(part), np.zeros_like(of.available.present)
    day = theirs.index.get_level_values("day").to_numpy().astype("datetime64[D]").astype(np.int64) - of.days.first
    found[theirs.index.get_level_values("who"), day] = theirs.to_numpy()
    assert np.allclose(mine, found, atol=1e-5), f"{name} gives another load"


def ratios(results: Sequence[Result]) -> Iterator[tuple[str, str, float]]:
    """(way, ours, how many times faster we are for each assignment), by the least times of the same run."""
    for way in results:
        for own in results:
            if way.what in WAYS and own.what not in WAYS:
                each = way.time.least / way.assignments
                yield way.what, own.what, each / (own.time.least / own.assignments)


def report(results: Sequence[Result], command: str) -> dict[str, Any]:
    """Everything as JSON."""
    return {
        "command": command,
        "machine": machine(),
        "versions": versions(PACKAGES),
        "results": [
            {"what": r.what, "assignments": r.assignments, "runs": r.time.runs}
            | {"min [cpu s]": r.time.least, "median [cpu s]": r.time.median, "max [cpu s]": r.time.most}
            for r in results
        ],
        "times faster": [{"than": way, "ours": own, "times": times} for way, own, times in ratios(results)],
    }


def printed(said: dict[str, Any]) -> Iterator[str]:
    """The report as text."""
    yield f"Command   {said['command']}"
    yield f"Machine   {said['machine']}"
    yield "Versions  " + ", ".join(f"{name} {number}" for name, number in said["versions"].items())
    yield f"\n{'what':<18}{'assignments':>12}{'runs':>6}{'min cpu ms':>12}{'median':>10}{'max':>10}"
    for r in said["results"]:
        times = "".join(f"{r[name] * 1000:10.1f}" for name in ("median [cpu s]", "max [cpu s]"))
        yield f"{r['what']:<18}{r['assignments']:>12,}{r['runs']:>6}{r['min [cpu s]'] * 1000:12.1f}{times}"
    yield ""
    for r in said["times faster"]:
        yield f"{r['ours']} is {r['times']:,.0f} times as fast as {r['than']}"


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure, and print the report."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.bench_load", description=__doc__.splitlines()[0])
    parser.add_argument("--assignments", type=int, default=100_000)
    parser.add_argument("--people", type=int, default=300)
    parser.add_argument("--runs", type=int, default=7)
    parser.add_argument("--json", action="store_true", help="print JSON")
    given = list(sys.argv[1:] if arguments is None else arguments)
    chosen = parser.parse_args(given)
    results = list(measured(chosen.assignments, chosen.people, chosen.runs))
    said = report(results, shlex.join(["python", "-m", "benchmarks.bench_load", *given]))
    print(json.dumps(said, indent=1) if chosen.json else "\n".join(printed(said)))


if __name__ == "__main__":
    main()
