"""Jobs say how far they are, stop when they are told to, and belong to one person."""

from __future__ import annotations

import time
from threading import Event

import pytest

from pmo_excel.hosts.officejs.jobs import MOST, FullError, Job, Jobs


def ended(job: Job) -> Job:
    for _ in range(500):
        if job.ended:
            return job
        time.sleep(0.01)
    raise AssertionError("the job does not end")


def test_a_job_tells_how_far_it_is_and_what_came_of_it() -> None:
    jobs, go = Jobs(), Event()

    def work(job: Job) -> str:
        job.progress(1, 2, "Risks")
        go.wait(5)
        return "all"

    job = jobs.start("me", work)
    for _ in range(500):
        if job.total:
            break
        time.sleep(0.01)
    assert job.as_json() == {"state": "running", "what": "Risks", "done": 1, "total": 2}
    go.set()
    assert ended(job).as_json()["result"] == "all"


def test_a_stopped_job_does_no_further_step() -> None:
    jobs, begun, done = Jobs(), Event(), []

    def work(job: Job) -> None:
        for step in range(1000):
            job.progress(step, 1000, "")
            done.append(step)
            begun.set()
            time.sleep(0.005)

    job = jobs.start("me", work)
    begun.wait(5)
    job.stop.set()
    assert ended(job).state == "stopped"
    assert len(done) < 1000


def test_a_job_that_breaks_says_so_and_the_next_one_runs() -> None:
    jobs = Jobs()
    assert ended(jobs.start("me", lambda job: 1 // 0)).state == "failed"
    assert ended(jobs.start("me", lambda job: 2)).result == 2


def test_nobody_sees_the_job_of_another() -> None:
    jobs = Jobs()
    job = jobs.start("me", lambda job: 1)
    assert jobs.find("me", job.id) is job
    assert jobs.find("you", job.id) is None


def test_nobody_can_fill_the_memory_with_jobs() -> None:
    jobs = Jobs()
    for _ in range(MOST):
        jobs.start("me", lambda job: None)
    with pytest.raises(FullError):
        jobs.start("me", lambda job: None)
    jobs.close()
