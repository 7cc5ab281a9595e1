"""The benchmark compares its answers, times what it says and reports it; how fast a machine is decides nothing here."""

from __future__ import annotations

import json

import numpy as np
import pytest

from benchmarks import bench_schedule
from benchmarks.peers import Peer
from benchmarks.plans import SHAPES, columns, plan


@pytest.mark.live
def test_the_report_has_every_run_its_ratios_and_growth(capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("networkx", reason="networkx, of the extra `dev`, is not installed")
    bench_schedule.main(["--sizes", "100,200", "--shapes", "deep,mixed", "--peers", "networkx", "--json"])
    said = capsys.readouterr()
    made = json.loads(said.out)
    assert made["command"].startswith("python -m benchmarks.bench_schedule --sizes 100,200")
    assert {"Python", "numpy", "networkx"} <= made["versions"].keys()
    for shape in ("deep", "mixed"):
        for tasks in (100, 200):
            found = {r["what"]: r for r in made["results"] if (r["shape"], r["tasks"]) == (shape, tasks)}
            assert {"arrays, plain", "rows", "networkx"} <= found.keys()
            assert all(r["runs"] >= 7 and 0 < r["min [s]"] <= r["median [s]"] <= r["max [s]"] for r in found.values())
            assert f"{shape}, {tasks} tasks: all as in networkx" in said.err
    assert {(r["from"], r["to"]) for r in made["growth"]} == {(100, 200)}
    assert {r["peer"] for r in made["times faster"]} == {"networkx"}
    assert "\n".join(bench_schedule.printed(made)).count("times as fast as networkx") == len(made["times faster"])


def test_a_peer_that_has_other_dates_stops_the_benchmark(monkeypatch: pytest.MonkeyPatch) -> None:
    other = Peer("other", lambda: None, lambda plan, dates: 3)
    monkeypatch.setitem(bench_schedule.PEERS, "other", lambda given: other)  # type: ignore[arg-type]
    with pytest.raises(AssertionError, match="3 differ from other"):
        list(bench_schedule.measured("deep", 50, ["other"], lambda line: None))


@pytest.mark.parametrize("shape", SHAPES)
def test_a_plan_is_the_same_each_time(shape: str) -> None:
    one, again = columns(shape, 300), columns(shape, 300)
    for name in ("duration", "calendar", "predecessor", "successor", "type", "lag"):
        assert np.array_equal(getattr(one, name), getattr(again, name))
    assert len(plan(one)) == 300


def test_an_unknown_peer_is_refused() -> None:
    with pytest.raises(SystemExit):
        bench_schedule.main(["--peers", "oracle"])
