"""Many workbooks read at once: by processes, or by the workers of a cluster; a bad one costs only itself."""

from __future__ import annotations

import json
import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from pmo_excel.hosts.collect_command import Asked, collect
from pmo_excel.hosts.collect_files import How
from pmo_excel.hosts.collect_reading import Cluster, Job, Processes, Read, read_all
from pmo_excel.workbook.refused import Refused
from tests.portfolio.collecting import NOW, project, put


def worked(job: Job) -> Read:
    """What a reader might do: end its process, never end, raise, or read."""
    if job.data == b"dies":
        os.kill(os.getpid(), signal.SIGKILL)
    if job.data == b"hangs":
        time.sleep(600)
    if job.data == b"raises":
        raise ValueError(job.file)
    return Read(job.file, text=job.data.decode())


def jobs(*data: bytes) -> list[Job]:
    return [Job(f"{at}.xlsx", str(at), each) for at, each in enumerate(data)]


@pytest.mark.live
def test_a_reader_that_dies_hangs_or_raises_costs_only_its_file() -> None:
    readers = Processes(2)
    begun = time.monotonic()
    listed = jobs(b"a", b"dies", b"b", b"hangs", b"c", b"raises", *[b"d"] * 8)
    try:
        found = {read.file: read for read in read_all(listed, readers, timeout=5, work=worked)}
    finally:
        readers.restart()
    assert time.monotonic() - begun < 120
    assert sorted(found) == sorted(job.file for job in listed)
    assert {name for name, read in found.items() if read.refused} == {"1.xlsx", "3.xlsx", "5.xlsx"}
    assert all(read.text == job.data.decode() for job in listed if not (read := found[job.file]).refused)


def test_only_a_few_files_are_in_memory_at_once() -> None:
    """Jobs are made when their turn comes: never more ahead than two for each reader."""
    taken, done = 0, 0

    def coming() -> Iterator[Job]:
        nonlocal taken
        for job in jobs(*[b"a"] * 40):
            taken += 1
            assert taken - done <= 2 * 2 + 2
            yield job

    readers = Processes(2)
    for _ in read_all(coming(), readers, work=worked):
        done += 1
    readers.close()
    assert (taken, done) == (40, 40)


@pytest.mark.live
def test_without_a_cluster_at_the_address_it_is_said() -> None:
    with pytest.raises(Refused, match="no cluster answers"):
        Cluster("tcp://127.0.0.1:9")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Twelve projects, and a file that is none."""
    path = tmp_path_factory.mktemp("many")
    for at in range(12):
        put(path, f"PRJ-{at:03}.xlsx", project(f"PRJ-{at:03}", days=5 + at))
    put(path, "PRJ-900.xlsx", b"PK\3\4 and no more")
    return path


def answer(folder: Path, portfolio: Path, how: How) -> dict[str, Any]:
    """A collect as JSON, without what names the portfolio's file."""
    found = collect(Asked([folder], portfolio, NOW, how)).as_json()
    return {key: value for key, value in found.items() if key not in ("portfolio", "backup")}


def test_two_processes_and_one_give_the_same(folder: Path, tmp_path: Path) -> None:
    one, two = (answer(folder, tmp_path / f"{n}.xlsx", How(processes=n)) for n in (1, 2))
    assert one["files"] == {"read": 13, "remembered": 0}
    assert json.dumps(one) == json.dumps(two)


@pytest.mark.live
def test_a_cluster_of_two_workers_gives_the_same_also_when_one_is_killed(folder: Path, tmp_path: Path) -> None:
    distributed: Any = pytest.importorskip("distributed")
    expected = answer(folder, tmp_path / "processes.xlsx", How(processes=2))
    options = {"n_workers": 2, "threads_per_worker": 1, "dashboard_address": None, "processes": True}
    with distributed.LocalCluster(**options) as cluster:
        found = answer(folder, tmp_path / "cluster.xlsx", How(cluster=cluster.scheduler_address))
        assert json.dumps(found) == json.dumps(expected)
        readers = Cluster(cluster.scheduler_address)
        victim = next(iter(cluster.workers.values())).pid
        listed = [Job(f"{at}.xlsx", str(at), b"%d" % at) for at in range(60)]
        got: dict[str, str] = {}
        for read in read_all(listed, readers, work=slowly):
            got[read.file] = read.text
            if len(got) == 5:
                os.kill(victim, signal.SIGKILL)
        readers.close()
        assert got == {job.file: job.data.decode() for job in listed}


def slowly(job: Job) -> Read:
    """Long enough that a worker is killed in the middle of it."""
    time.sleep(0.05)
    return Read(job.file, text=job.data.decode())
