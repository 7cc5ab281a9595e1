"""Reading, patching and refreshing workbooks, beside openpyxl, pandas and networkx in the same run.

    python -m benchmarks.bench_workbook [--rows 10000] [--runs 7] [--parts patch,read,refresh,template] [--json]

Every answer is asserted before it is timed, and the programs take turns. Cold runs start a new Python process, as a
person waits for it. The peers do less: openpyxl and pandas give cells without types or findings; the script with
networkx knows one kind of link.
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
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

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
    """Seconds of some runs of one program, on the clock and of the processor, and how many times ours it takes.

    The processor's time is what to compare where others use the machine, too.
    """

    what: str
    program: str
    runs: int
    minimum: float
    median: float
    maximum: float
    processor: float
    ratio: float = 1.0

    def __str__(self) -> str:
        figures = f"{self.minimum:8.3f} {self.median:8.3f} {self.maximum:8.3f} {self.processor:8.3f}"
        return f"{self.what:34} {self.program:32} {figures} {self.ratio:7.1f}x"


SHORTEST: Final = 0.001
"""Seconds of processor time below which no ratio can be told; children are counted in hundredths."""


def raced(what: str, programs: Mapping[str, Callable[[], object]], runs: int) -> Iterator[Timing]:
    """Every program once, again and again, ours first; a first round, which is not counted, fills the caches."""
    spent: dict[str, list[tuple[float, float]]] = {program: [] for program in programs}
    for round_ in range(runs + 1):
        for program, run in programs.items():
            gc.collect()
            start, processor = time.perf_counter(), _processor()
            run()
            if round_:
                spent[program].append((time.perf_counter() - start, _processor() - processor))
    ours = 0.0
    for program, both in spent.items():
        clock, processor_times = zip(*both, strict=True)
        processor = max(statistics.median(processor_times), SHORTEST)
        ours = ours or processor
        low, middle, high = min(clock), statistics.median(clock), max(clock)
        yield Timing(what, program, runs, low, middle, high, processor, processor / ours)


def _processor() -> float:
    """Processor time of this process and of those that it has waited for."""
    spent = os.times()
    return time.process_time() + spent.children_user + spent.children_system


WEEKS = [f"KW{week:02}" for week in range(1, 31)]
"""Thirty columns of a person's own, hours by week, beside the declared ones."""


def ten_sheets(rows: int) -> bytes:
    """A person's own workbook: a Charter, a Schedule of that many rows and 40 columns, eight sheets of 500 rows.

    The tasks stand in ten parallel chains, three days each.
    """
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    charter = book.add_worksheet("Charter")
    fields = {"Project ID": "BEN-001", "Project Name": "Benchmark", "Planned Start": date(2026, 3, 2)}
    for line, (name, value) in enumerate([("Field", "Value"), *fields.items()], start=3):
        charter.write(line, 0, name)
        charter.write(line, 1, value, day if isinstance(value, date) else None)
    sheet = book.add_worksheet("Schedule")
    declared = ["Task ID", "Task Name", "Duration (wd)", "Predecessors", "Notes"]
    computed = ["Start", "Finish", "Late Finish", "Total Float", "Critical"]
    sheet.write_row(3, 0, [*declared, *computed, *WEEKS])
    for n in range(1, rows + 1):
        sheet.write_row(n + 3, 0, [str(n), f"Task number {n}", 3, str(n - 10) if n > 10 else None, f"Told {n % 17}"])
        sheet.write_row(n + 3, 10, [(n * week) % 40 + 0.5 for week in range(1, len(WEEKS) + 1)])
    for number in range(8):
        other = book.add_worksheet(f"S{number}")
        for row in range(500):
            other.write_row(row, 0, [f"T{row}", f"Line {row}", row % 17, row * 1.25, "yes", row, 0, 1])
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
    """One column of the schedule, written."""
    data = ten_sheets(rows)
    edits = [Edit("Schedule", f"AN{row + 4}", row * 0.5) for row in range(1, rows + 1)]

    def ours() -> bytes:
        return patch(data, edits).data

    def theirs() -> bytes:
        book = openpyxl.load_workbook(io.BytesIO(data))
        for edit in edits:
            book["Schedule"][edit.ref] = edit.value
        out = io.BytesIO()
        book.save(out)
        return out.getvalue()

    for made in (ours(), theirs()):
        column = pd.read_excel(io.BytesIO(made), sheet_name="Schedule", header=3, engine="calamine")[WEEKS[-1]]
        assert column.tolist() == [edit.value for edit in edits]
    programs = {"pmo-excel patch": ours, "openpyxl load, write, save": theirs}
    yield from raced(f"patch {rows:,} cells, 10 sheets", programs, runs)


def reading(rows: int, runs: int) -> Iterator[Timing]:
    """The workbook read: by us with types, units and findings; by the others as cells."""
    data = ten_sheets(rows)
    book = read_book(open_package(data, "benchmark"))
    tasks: Any = book.tables["Schedule"]
    assert tasks.id.tolist() == [str(n) for n in range(1, rows + 1)]
    frame = pd.read_excel(io.BytesIO(data), sheet_name="Schedule", header=3, dtype={"Task ID": str}, engine="calamine")
    assert frame["Task ID"].tolist() == tasks.id.tolist()

    def cells(read_only: bool) -> list[Any]:
        opened = openpyxl.load_workbook(io.BytesIO(data), data_only=True, read_only=read_only)
        return [list(sheet.iter_rows(values_only=True)) for sheet in opened.worksheets]

    programs: dict[str, Callable[[], object]] = {
        "pmo-excel, types and findings": lambda: read_book(open_package(data, "benchmark")),
        "openpyxl": lambda: cells(False),
        "openpyxl, read only": lambda: cells(True),
        "pandas with openpyxl": lambda: pd.read_excel(
            io.BytesIO(data), sheet_name=None, header=None, engine="openpyxl"
        ),
    }
    yield from raced(f"read, {rows:,} tasks, 10 sheets", programs, runs)


def refreshing(what: str, data: bytes, rows: int, runs: int) -> Iterator[Timing]:
    """A whole cold refresh: process started, workbook read, computed, written."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        source, ours, theirs = folder / "plan.xlsx", folder / "ours.xlsx", folder / "theirs.xlsx"
        source.write_bytes(data)
        commands = {
            "pmo refresh": (ours, [sys.executable, "-m", "pmo_excel.hosts.cli", "refresh", str(ours)]),
            "pandas + networkx + openpyxl": (theirs, [sys.executable, str(PEER), str(theirs)]),
        }
        for program, (path, command) in list(commands.items()):
            done = _cold(source, path, command)
            if done.returncode == 4:
                print(f"{program}: {done.stderr.strip()}", file=sys.stderr)
                del commands[program]
                continue
            assert done.returncode in (0, 1), done.stderr
        dates = [_dates(path) for path, _ in commands.values()]
        assert all(one == dates[0] for one in dates)
        assert len(dates[0]) == rows
        programs = {program: partial(_cold, source, *rest) for program, rest in commands.items()}
        yield from raced(f"cold refresh, {rows:,} tasks, {what}", programs, runs)


def _cold(source: Path, path: Path, command: Sequence[str]) -> subprocess.CompletedProcess[str]:
    shutil.copyfile(source, path)
    shutil.rmtree(path.parent / ".pmo-backups", ignore_errors=True)
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONPYCACHEPREFIX": str(path.parent / "compiled")}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # an installed program is compiled once
    return subprocess.run(command, capture_output=True, text=True, env=environment, check=False)


def _dates(path: Path) -> list[tuple[Any, Any]]:
    """Start and finish of every task."""
    frame = pd.read_excel(path, sheet_name="Schedule", header=3, engine="calamine").dropna(subset=["Task ID"])
    return [(str(start)[:10], str(finish)[:10]) for start, finish in zip(frame["Start"], frame["Finish"], strict=True)]


def main() -> None:
    """Run the benchmarks and print them."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rows", type=int, default=10_000)
    options.add_argument("--runs", type=int, default=7)
    options.add_argument("--parts", default="patch,read,refresh,template", help="Which of them, with commas.")
    options.add_argument("--json", action="store_true")
    chosen = options.parse_args()
    machine = f"{platform.machine()}, {os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}"
    versions = {name: version(name) for name in ("pmo-excel", "openpyxl", "pandas", "python-calamine", "XlsxWriter")}
    timings: list[Timing] = []
    if not chosen.json:
        print(machine, *(f"{name} {number}" for name, number in versions.items()), sep="; ")
        print(f"{'seconds':34} {'':32} {'min':>8} {'median':>8} {'max':>8} {'cpu':>8}   by cpu")
    parts: dict[str, Callable[[], Iterator[Timing]]] = {
        "patch": lambda: patching(chosen.rows, chosen.runs),
        "read": lambda: reading(chosen.rows, chosen.runs),
        "refresh": lambda: refreshing("10 sheets", ten_sheets(chosen.rows), chosen.rows, chosen.runs),
        "template": lambda: refreshing("template", project(100), 100, chosen.runs),
    }
    for name in chosen.parts.split(","):
        for timing in parts[name]():
            timings.append(timing)
            if not chosen.json:
                print(timing, flush=True)
    if chosen.json:
        command = f"python -m benchmarks.bench_workbook --rows {chosen.rows} --runs {chosen.runs}"
        found = {"command": command, "machine": machine, "versions": versions}
        print(json.dumps(found | {"timings": [asdict(t) for t in timings]}))


if __name__ == "__main__":
    main()
