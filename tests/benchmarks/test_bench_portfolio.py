"""The benchmark of portfolios: its folder has every trouble, and a collect finds each of them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from benchmarks import bench_portfolio
from benchmarks.project_books import finish, made
from tests.conftest import ROOT


def test_the_expected_finish_is_that_of_a_calendar_on_paper() -> None:
    """30 tasks in ten chains of three are nine days; from Friday 3 April 2026 on, the ninth working day is the 15th."""
    assert finish(30, 0) == date(2026, 4, 15)
    assert finish(30, 1) == date(2026, 4, 16)


@pytest.mark.live
def test_two_hundred_workbooks_are_collected_with_every_trouble_listed(tmp_path: Path) -> None:
    folder = made(tmp_path / "in", projects=200, tasks=20)
    answer = bench_portfolio.asserted(folder, tmp_path / "P.xlsx")
    assert answer["projects"] == 203
    assert answer["trusted"] >= 190


@pytest.mark.live
def test_the_benchmark_runs(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "benchmarks.bench_portfolio", "--projects", "20", "--tasks", "20", "--runs", "1"]
    done = subprocess.run(
        [*command, "--json"], cwd=ROOT, env=os.environ, capture_output=True, text=True, check=False, timeout=600
    )
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert found["answer"]["projects"] == 23
    assert len(found["timings"]) == 4
    assert len(found["memory"]) == 3
