"""The benchmark of leveling verifies its schedules and reports every set."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from benchmarks import bench_leveling, bench_leveling_across
from benchmarks.psplib import Instance, verified_span


@pytest.mark.live
def test_the_report_has_the_figures_of_each_set(shared: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = str(shared / "data" / "psplib")
    bench_leveling.main(["--instances", folder, "--seconds", "0.01", "--sample", "2", "--sets", "j30,j60", "--json"])
    report = json.loads(capsys.readouterr().out)
    assert report["sets"].keys() == {"j30", "j60"}
    for figures in report["sets"].values():
        assert figures["instances"] == 2
        assert 0 <= figures["gap"] <= figures["deviation"]


@pytest.mark.parametrize(
    ("start", "says"),
    [([0, 1], "before 0 has finished"), ([-1, 3], "before the project")],
)
def test_a_wrong_schedule_stops_the_benchmark(start: list[int], says: str) -> None:
    with pytest.raises(AssertionError, match=says):
        verified_span(Instance([2, 1], [[1], [1]], [[1], []], [1]), start)


def test_too_much_in_a_period_stops_the_benchmark() -> None:
    with pytest.raises(AssertionError, match="used by 2 of 1 in period 1"):
        verified_span(Instance([2, 1], [[1], [1]], [[], []], [1]), [0, 1])


@pytest.mark.live
def test_the_report_on_portfolios_has_the_first_schedule_and_the_gap(capsys: pytest.CaptureFixture[str]) -> None:
    small = ["--projects", "3", "--tasks", "8", "--people", "8", "--seconds", "0.02", "--seeds", "4"]
    bench_leveling_across.main([*small, "--json"])
    (one,) = json.loads(capsys.readouterr().out)["results"]
    assert one["span"]["gap"] >= 0
    assert one["span"]["first"] <= one["span"]["better"][-1][0]
    assert one["weighted delay"]["delay"] >= 0
