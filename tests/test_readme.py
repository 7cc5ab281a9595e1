"""The README is true: its commands run, its table is the fixture's."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from pmo_excel.core.instants import as_date
from pmo_excel.functions import ask
from pmo_excel.hosts.books import read_file
from pmo_excel.workbook.patch import Edit, patch
from sharepoint.local import running
from tests.conftest import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")
COMMANDS = re.findall(r"^    (pmo |echo |python )(.*)$", README, re.MULTILINE)


@pytest.mark.live
def test_the_commands_of_the_readme_run(tmp_path: Path) -> None:
    bin_folder = tmp_path / "bin"
    bin_folder.mkdir()
    for name, target in (("pmo", f'"{sys.executable}" -m pmo_excel.hosts.cli'), ("python", f'"{sys.executable}"')):
        script = bin_folder / name
        script.write_text(f'#!/bin/sh\nexec {target} "$@"\n')
        script.chmod(0o755)
    environment = os.environ | {
        "PATH": f"{bin_folder}{os.pathsep}{os.environ['PATH']}",
        "PMO_STATE": str(tmp_path / "state"),
        "PYTHONPATH": str(ROOT),
    }
    with running(tmp_path / "site") as local:
        ran = 0
        for program, rest in COMMANDS:
            if "contoso" in rest:
                continue
            line = f"{program}{rest.partition('  #')[0].strip()}".replace("URL", shlex.quote(local.url))
            done = subprocess.run(
                ["sh", "-c", line], cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=60
            )
            assert done.returncode in (0, 1), f"{line}\n{done.stdout}{done.stderr}"
            if line.startswith("pmo new project"):
                _filled_in(tmp_path / "PRJ-014 Archive.xlsx")
            ran += 1
    assert ran >= 10


def _filled_in(path: Path) -> None:
    """Type a start, a status date and three tasks, as the README asks its reader to."""
    package, book, _ = read_file(path)
    charter, letters = book.tables["Charter"], book.tables["Schedule"].origin.letters
    first = book.places["Schedule"].first_row
    edits = [
        Edit("Charter", charter.cell("planned_start", 0).ref, date(2026, 3, 2)),
        Edit("Charter", charter.cell("status_date", 0).ref, date(2026, 3, 31)),
    ]
    for row, task in enumerate((("1", "Sort", 5, None), ("2", "Scan", 10, "1"), ("3", "Check", 3, "2"))):
        for field, value in zip(("id", "name", "duration", "predecessors"), task, strict=True):
            edits.append(Edit("Schedule", f"{letters[field]}{first + row}", value))
    path.write_bytes(patch(package, edits).data)


def test_the_table_of_the_readme_is_what_the_engine_computes() -> None:
    cells = [[c.strip() for c in line.split("|")[1:-1]] for line in README.splitlines() if re.match(r"\| \d+ \|", line)]
    assert len(cells) == 10
    tasks = [["Task ID", "Task Name", "Duration (wd)", "Predecessors"], *[c[:4] for c in cells]]
    made = ask("SCHEDULE", tasks, "2026-03-02", ["2026-04-03", "2026-04-06"]).value
    for at, row in enumerate(cells):
        start, finish = as_date(made.start[at]), as_date(made.finish[at])
        assert row[4:6] == [f"{start.day}-{start:%b}", f"{finish.day}-{finish:%b}"]
        assert [float(row[6]), float(row[7])] == [made.total_float[at], made.free_float[at]]
        assert (row[8] == "yes") == made.critical[at]
