"""The benchmark of loads compares its ways before it times them, and says what it measured."""

import json

import pytest

from benchmarks import bench_load


def test_every_way_gives_the_same_load_and_is_timed(capsys: pytest.CaptureFixture[str]) -> None:
    """The comparison itself is inside: with a wrong load it stops."""
    bench_load.main(["--assignments", "60", "--people", "5", "--runs", "1", "--json"])
    said = json.loads(capsys.readouterr().out)
    assert [r["what"] for r in said["results"]] == ["arrays", "tables", *bench_load.WAYS]
    assert len(said["times faster"]) == 2 * len(bench_load.WAYS)
