"""Collecting many project workbooks into a portfolio, beside openpyxl reading the same files in the same run.

    python -m benchmarks.bench_portfolio [--projects 200] [--tasks 300] [--runs 3] [--folder DIR] [--json]

The workbooks are made, with every kind of trouble among them (`benchmarks.project_books`), and the answer is asserted
before anything is timed: every project, its finish, how it arrived, each trouble, the cell behind each figure. A
collect is a whole process, as a person waits for it: started, files found, read, understood, and the portfolio workbook
written. openpyxl only reads the cells of the same files, in one process that is running already.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

import openpyxl
from python_calamine import CalamineError, CalamineWorkbook

from benchmarks.project_books import NOW, Folder, check, made, portfolio

ROOT = Path(__file__).parents[1]
_COMMAND: Final = [sys.executable, "-m", "pmo_excel.hosts.cli", "collect"]


@dataclass(frozen=True, slots=True)
class Timing:
    """Seconds that a run took on the clock, and of processors: of it and its children."""

    what: str
    runs: int
    least: float
    median: float
    most: float
    processor: float

    def __str__(self) -> str:
        return f"{self.what:44} {self.least:8.2f} {self.median:8.2f} {self.most:8.2f} {self.processor:8.2f}"


def timed(what: str, run: Callable[[], object], runs: int) -> Timing:
    """The time of some runs."""
    took, spent = [], []
    for _ in range(runs):
        begun, before = time.perf_counter(), _processor()
        run()
        took.append(time.perf_counter() - begun)
        spent.append(_processor() - before)
    return Timing(what, runs, min(took), statistics.median(took), max(took), statistics.median(spent))


def _processor() -> float:
    at = os.times()
    return at.user + at.system + at.children_user + at.children_system


def collect(folder: Folder, book: Path, *options: str) -> str:
    """One collect, in a process of its own, and what it prints."""
    command = [*_COMMAND, str(folder.path), "-o", str(book), "--at", f"{NOW:%Y-%m-%dT%H:%M}", *options]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONPYCACHEPREFIX": str(book.parent / "compiled")}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # an installed program is compiled once
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    assert done.returncode in (0, 1), done.stderr
    return done.stdout


def first(folder: Folder, book: Path, *options: str) -> str:
    """A collect that knows no workbook yet."""
    book.unlink(missing_ok=True)
    for own in (".pmo-memory", ".pmo-backups"):
        shutil.rmtree(book.parent / own, ignore_errors=True)
    portfolio(folder, book)
    return collect(folder, book, *options)


def openpyxl_reads(folder: Folder) -> int:
    """The cells of every workbook; what cannot be opened costs it nothing."""
    count = 0
    for path in folder.files:
        try:
            book = openpyxl.load_workbook(path, data_only=True)
        except Exception:  # noqa: BLE001, S112 -- whatever it cannot read
            continue
        count += len(book.worksheets)
    return count


def calamine_reads(folder: Folder) -> int:
    """The same by calamine: the floor."""
    count = 0
    for path in folder.files:
        try:
            book = CalamineWorkbook.from_path(str(path))
            count += sum(len(book.get_sheet_by_name(name).to_python()) for name in book.sheet_names)
        except CalamineError:
            continue
    return count


def asserted(folder: Folder, book: Path) -> dict[str, int]:
    """Check the whole answer once, also against the source files, and that a second collect changes nothing."""
    found: dict[str, Any] = json.loads(first(folder, book, "--json"))
    check(folder, found["register"], found["projects"])
    assert [Path(one["message"].split(" is no ")[0]).name for one in found["skipped"]] == sorted(folder.skipped)
    _cells(folder, found)
    _shared(folder, found)
    before = book.read_bytes()
    again = json.loads(collect(folder, book, "--json"))
    assert not again["changes"]
    assert book.read_bytes() == before
    trusted = sum(one["computed"] is False for one in found["projects"])
    return {"projects": len(found["projects"]), "trusted": trusted, "cells": len(found["changes"])}


def _cells(folder: Folder, found: dict[str, Any]) -> None:
    """Every tenth project's figures, in the cells of its own workbook that they are said to come from."""
    register = {row["Project ID"]: row for row in found["register"]}
    computed = {one["project"]: one["computed"] for one in found["projects"]}
    for key in [key for key, day in sorted(folder.finish.items()) if day and computed[key] is False][::10]:
        listed = [one for one in found["lineage"] if (one["sheet"], one["row"]) == ("Portfolio Register", key)]
        single = {one["column"]: one["cell"] for one in listed if ":" not in one["cell"] and ";" not in one["cell"]}
        book = openpyxl.load_workbook(folder.path / listed[0]["file"], data_only=True)
        for column in ("Project ID", "Project Name", "Sponsor", "Status Date", "Forecast Finish"):
            sheet, _, ref = single[column].partition("!")
            held = book[sheet][ref].value
            shown = held.date().isoformat() if hasattr(held, "date") else held
            assert register[key][column] == shown, (key, column)


def _shared(folder: Folder, found: dict[str, Any]) -> None:
    """Somebody at 70 % in three workbooks is at 210 % on a day, and each of them is named."""
    who, projects = folder.shared
    most = max(row["Peak Day"] or 0 for row in found["load"] if row["Resource Name"] == who)
    assert abs(most - 0.7 * len(projects)) < 1e-9, most
    assert {row["Project ID"] for row in found["split"] if row["Project ID"] in projects} == set(projects)


def peak(folder: Folder, book: Path) -> int:
    """The most memory of a collect's own process and of its largest reader, in bytes."""
    code = (
        "import resource, sys\n"
        "from datetime import datetime\n"
        "from pathlib import Path\n"
        "from pmo_excel.hosts.collect_command import Asked, collect\n"
        "collect(Asked([Path(sys.argv[1])], Path(sys.argv[2]), datetime.fromisoformat(sys.argv[3])))\n"
        "sizes = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)\n"
        "print(*(resource.getrusage(who).ru_maxrss for who in sizes))\n"
    )
    arguments = [sys.executable, "-c", code, str(folder.path), str(book), NOW.isoformat()]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(arguments, capture_output=True, text=True, env=environment, check=True)
    return sum(int(size) for size in done.stdout.split()) * 1024


def memory(folder: Folder, book: Path) -> dict[int, int]:
    """Peak memory for a quarter, half and all of the files."""
    found = {}
    for part in (4, 2, 1):
        some = Folder(book.parent / f"part{part}")
        some.path.mkdir()
        files = folder.files[: len(folder.files) // part]
        for path in files:
            shutil.copy2(path, some.path / path.name)
        found[len(files)] = peak(some, some.path.parent / f"part{part}.xlsx")
        shutil.rmtree(some.path)
    return found


def main() -> None:
    """Run the benchmark and print it."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--projects", type=int, default=200)
    options.add_argument("--tasks", type=int, default=300)
    options.add_argument("--runs", type=int, default=3)
    options.add_argument("--folder", type=Path, help="Where the workbooks are made, and left; else nowhere.")
    options.add_argument("--json", action="store_true")
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as name:
        base = chosen.folder or Path(name)
        base.mkdir(parents=True, exist_ok=True)
        folder = made(base / "in", chosen.projects, chosen.tasks)
        _report(chosen, folder, base / "Portfolio.xlsx")


def _report(chosen: argparse.Namespace, folder: Folder, book: Path) -> None:
    answer = asserted(folder, book)
    size = sum(path.stat().st_size for path in folder.files)
    cold = timed("collect, every workbook new", lambda: first(folder, book), chosen.runs)
    warm = timed("collect, nothing has changed", lambda: collect(folder, book), chosen.runs)
    peer = timed("openpyxl reads the cells", lambda: openpyxl_reads(folder), 1)
    floor = timed("calamine reads the cells, one thread", lambda: calamine_reads(folder), 1)
    used = memory(folder, book)
    ratios = {
        "first": peer.median / cold.median,
        "nothing changed": peer.median / warm.median,
        "first, by processor": peer.processor / cold.processor,
        "nothing changed, by processor": peer.processor / warm.processor,
    }
    machine = f"{platform.machine()}, {os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}"
    versions = {name: version(name) for name in ("pmo-excel", "openpyxl", "python-calamine")}
    if chosen.json:
        found = {"machine": machine, "versions": versions, "files": len(folder.files), "bytes": size, "answer": answer}
        timings = [asdict(one) for one in (cold, warm, peer, floor)]
        print(json.dumps(found | {"timings": timings, "ratios": ratios, "memory": used}))
        return
    print(machine, *(f"{name} {number}" for name, number in versions.items()), sep="; ")
    print(f"{len(folder.files)} files, {size / 1e6:.1f} MB; {answer}")
    print(f"{'seconds':44} {'min':>8} {'median':>8} {'max':>8} {'cpu':>8}")
    for one in (cold, warm, peer, floor):
        print(one)
    print("openpyxl takes", "; ".join(f"{what}: {ratio:.1f} times" for what, ratio in ratios.items()))
    print("peak memory", "; ".join(f"{count} files: {peak / 1e6:.0f} MB" for count, peak in used.items()))


if __name__ == "__main__":
    main()
