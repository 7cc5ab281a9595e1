"""Reading, patching and refreshing workbooks, beside openpyxl, pandas and networkx in the same run.

    python -m benchmarks.bench_workbook [--rows 10000] [--runs 7] [--json]

Every answer is asserted before it is timed. Cold runs start a new Python process, as a person waits for it. The peers
do less: openpyxl and pandas give cells without types or findings; the script with networkx knows one kind of link.
"""

from __future__ import annotations

import argparse
import gc
import io
import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from importlib.metadata import version
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import xlsxwriter

import pmo_excel.functions  # noqa: F401 -- declares the sheets
from pmo_excel.workbook.build import build
from pmo_excel.workbook.package import open_package
from pmo_excel.workbook.patch import Edit, patch
from pmo_excel.workbook.read import read_book

ROOT = Path(__file__).parents[1]
PEER = Path(__file__).with_name("peer_refresh.py")


@dataclass(frozen=True, slots=True)
class Timing:
    """Seconds of some runs of one program, and how many times the median of ours it takes."""

    what: str
    program: str
    runs: int
    minimum: float
    median: float
    maximum: float
    ratio: float = 1.0

    def __str__(self) -> str:
        figures = f"{self.minimum:8.3f} {self.median:8.3f} {self.maximum:8.3f}"
        return f"{self.what:34} {self.program:32} {figures} {self.ratio:7.1f}x"


def timed(what: str, program: str, run: Callable[[], object], runs: int) -> Timing:
    """The run, again and again; a first one, which is not counted, fills the caches of files and imports."""
    run()
    gc.collect()
    gc.freeze()  # what was made to be read is not looked through again while the programs are timed
    seconds = []
    for _ in range(runs):
        start = time.perf_counter()
        run()
        seconds.append(time.perf_counter() - start)
    return Timing(what, program, runs, min(seconds), statistics.median(seconds), max(seconds))


def against(ours: Timing, *others: Timing) -> Iterator[Timing]:
    """Ours, and the others with their ratio to it."""
    yield ours
    for other in others:
        yield Timing(**(asdict(other) | {"ratio": other.median / ours.median}))


def ten_sheets(rows: int) -> bytes:
    """A workbook of ten sheets, the first with that many rows of eight columns, the others with 500."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    for number in range(10):
        sheet = book.add_worksheet(f"S{number}")
        for row in range(rows if number == 0 else 500):
            sheet.write_row(row, 0, [f"T{row}", f"Task number {row}", row % 17])
            sheet.write_datetime(row, 3, date(2026, 1, 1) + timedelta(row % 300), day)
            sheet.write_row(row, 4, [row * 1.25, "yes", row, 0])
    book.close()
    return out.getvalue()


def project(tasks: int) -> bytes:
    """A project workbook whose tasks stand in ten parallel chains, three days each, a milestone at the end of none."""
    rows: list[dict[str, Any]] = [
        {
            "Task ID": str(n),
            "Task Name": f"Task {n}",
            "Duration (wd)": 3,
            "Predecessors": str(n - 10) if n > 10 else None,
        }
        for n in range(1, tasks + 1)
    ]
    charter: dict[str, Any] = {"Project ID": "BEN-001", "Project Name": "Benchmark", "Project Manager": "Ana Keller"}
    charter |= {"Planned Start": date(2026, 3, 2), "Status Date": date(2026, 2, 27)}
    return build("Light", {"Charter": [charter], "Schedule": rows})


def patching(rows: int, runs: int) -> Iterator[Timing]:
    """One column of the first sheet, written."""
    data = ten_sheets(rows)
    edits = [Edit("S0", f"H{row}", row * 0.5) for row in range(1, rows + 1)]

    def ours() -> bytes:
        return patch(data, edits).data

    def theirs() -> bytes:
        book = openpyxl.load_workbook(io.BytesIO(data))
        for edit in edits:
            book["S0"][edit.ref] = edit.value
        out = io.BytesIO()
        book.save(out)
        return out.getvalue()

    for made in (ours(), theirs()):
        column = pd.read_excel(io.BytesIO(made), header=None, engine="calamine")[7]
        assert column.tolist() == [edit.value for edit in edits]
    what = f"patch {rows:,} cells, 10 sheets"
    yield from against(
        timed(what, "pmo-excel patch", ours, runs), timed(what, "openpyxl load, write, save", theirs, runs)
    )


def reading(rows: int, runs: int) -> Iterator[Timing]:
    """A project workbook read: ours with types, units and findings; the others as cells."""
    data = project(rows)
    book = read_book(open_package(data, "benchmark"))
    tasks: Any = book.tables["Schedule"]
    assert tasks.id.tolist() == [str(n) for n in range(1, rows + 1)]
    assert not [problem for problem in book.problems if problem.cell.sheet == "Schedule"]
    frame = pd.read_excel(io.BytesIO(data), sheet_name="Schedule", header=3, dtype={"Task ID": str}, engine="calamine")
    assert frame["Task ID"].dropna().tolist() == tasks.id.tolist()

    def cells() -> list[Any]:
        opened = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
        return [list(sheet.iter_rows(values_only=True)) for sheet in opened.worksheets]

    def streamed() -> list[Any]:
        opened = openpyxl.load_workbook(io.BytesIO(data), data_only=True, read_only=True)
        return [list(sheet.iter_rows(values_only=True)) for sheet in opened.worksheets]

    what = f"read, {rows:,} tasks, {len(book.package.sheets)} sheets"
    yield from against(
        timed(what, "pmo-excel, types and findings", lambda: read_book(open_package(data, "benchmark")), runs),
        timed(what, "openpyxl", cells, runs),
        timed(what, "openpyxl, read only", streamed, runs),
        timed(
            what,
            "pandas with openpyxl",
            lambda: pd.read_excel(io.BytesIO(data), sheet_name=None, header=None, engine="openpyxl"),
            runs,
        ),
    )


def refreshing(rows: int, runs: int) -> Iterator[Timing]:
    """A whole cold refresh: process started, workbook read, computed, written."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        source, ours, theirs = folder / "plan.xlsx", folder / "ours.xlsx", folder / "theirs.xlsx"
        source.write_bytes(project(rows))
        commands = {
            "pmo refresh": (ours, [sys.executable, "-m", "pmo_excel.hosts.cli", "refresh", str(ours)]),
            "pandas + networkx + openpyxl": (theirs, [sys.executable, str(PEER), str(theirs)]),
        }
        timings = []
        for program, (path, command) in commands.items():
            done = _cold(source, path, command)
            if done.returncode == 4:
                print(f"{program}: {done.stderr.strip()}", file=sys.stderr)
                continue
            assert done.returncode in (0, 1), done.stderr
            timings.append(_timed_cold(f"cold refresh, {rows:,} tasks", program, source, path, command, runs))
        dates = [
            _dates(path) for path, _ in commands.values() if path.exists() and path.read_bytes() != source.read_bytes()
        ]
        assert all(one == dates[0] for one in dates)
        assert len(dates[0]) == rows
        yield from against(*timings)


def _cold(source: Path, path: Path, command: Sequence[str]) -> subprocess.CompletedProcess[str]:
    shutil.copyfile(source, path)
    shutil.rmtree(path.parent / ".pmo-backups", ignore_errors=True)
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.run(command, capture_output=True, text=True, env=environment, check=False)


def _timed_cold(what: str, program: str, source: Path, path: Path, command: Sequence[str], runs: int) -> Timing:
    seconds = []
    for _ in range(runs):
        start = time.perf_counter()
        _cold(source, path, command)
        seconds.append(time.perf_counter() - start)
    return Timing(what, program, runs, min(seconds), statistics.median(seconds), max(seconds))


def _dates(path: Path) -> list[tuple[Any, Any]]:
    """Start and finish of every task."""
    frame = pd.read_excel(path, sheet_name="Schedule", header=3, engine="calamine").dropna(subset=["Task ID"])
    return [(str(start)[:10], str(finish)[:10]) for start, finish in zip(frame["Start"], frame["Finish"], strict=True)]


def main() -> None:
    """Run the benchmarks and print them."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rows", type=int, default=10_000)
    options.add_argument("--runs", type=int, default=7)
    options.add_argument("--json", action="store_true")
    chosen = options.parse_args()
    machine = f"{platform.machine()}, {os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}"
    versions = {name: version(name) for name in ("pmo-excel", "openpyxl", "pandas", "python-calamine", "XlsxWriter")}
    timings: list[Timing] = []
    if not chosen.json:
        print(machine, *(f"{name} {number}" for name, number in versions.items()), sep="; ")
        print(f"{'seconds':34} {'':32} {'min':>8} {'median':>8} {'max':>8}")
    parts = (
        patching(chosen.rows, chosen.runs),
        reading(chosen.rows, chosen.runs),
        refreshing(chosen.rows, chosen.runs),
        refreshing(100, chosen.runs),
    )
    for part in parts:
        for timing in part:
            timings.append(timing)
            if not chosen.json:
                print(timing, flush=True)
    if chosen.json:
        command = f"python -m benchmarks.bench_workbook --rows {chosen.rows} --runs {chosen.runs}"
        found = {"command": command, "machine": machine, "versions": versions}
        print(json.dumps(found | {"timings": [asdict(t) for t in timings]}))


if __name__ == "__main__":
    main()
