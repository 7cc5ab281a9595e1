"""The benchmark of workbooks runs whole, small: its own assertions compare every program's answers."""

from __future__ import annotations

import json
import sys

import pytest

from benchmarks import bench_workbook


@pytest.mark.live
def test_the_report_has_every_program_with_its_time_and_ratio(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["bench_workbook", "--rows", "40", "--runs", "1", "--json"])
    bench_workbook.main()
    report = json.loads(capsys.readouterr().out)
    timings = report["timings"]
    assert len({(one["what"], one["program"]) for one in timings}) == len(timings) == 10
    assert all(one["minimum"] <= one["median"] <= one["maximum"] for one in timings)
    assert report["command"] == "python -m benchmarks.bench_workbook --rows 40 --runs 1"
