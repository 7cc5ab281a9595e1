"""Workbooks read by several processes, or a cluster, at once: a bad file costs only itself.

Each job carries its file's bytes, so nobody but the caller touches a file. Only as many files as are being read are in
memory. A file that takes too long, or stops the process that reads it, is read once more, alone; then it is given up.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, Executor, Future, ProcessPoolExecutor, wait
from dataclasses import dataclass, field
from importlib import import_module
from multiprocessing import get_start_method
from typing import Any, Final, Protocol

from pmo_excel.core.headers import Said
from pmo_excel.core.problems import Cell, Code, Problem, Severity
from pmo_excel.workbook.refused import Refused

TIMEOUT: Final = 60.0
"""Seconds that one file may take; the largest that we read takes a few."""
_LOOK: Final = 0.5
"""Seconds after which running jobs are looked at again."""


@dataclass(frozen=True, slots=True)
class Job:
    """One workbook to be read: its name in messages, what stands for a project's ID, what was said of its headers."""

    file: str
    stem: str
    data: bytes = field(repr=False)
    said: Mapping[str, Said] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Read:
    """What a job gave: a summary as text, or why there is none.

    Attributes
    ----------
    final
        Whether reading the same bytes again would give the same refusal; a lack of time or memory may pass.
    """

    file: str
    text: str = ""
    refused: tuple[Problem, ...] = ()
    final: bool = False


def read_job(job: Job) -> Read:
    """Read one workbook, in whatever process: everything that goes wrong is said of this file alone."""
    import pmo_excel.functions  # noqa: F401 -- fills the catalogue and declares the sheets
    from pmo_excel.portfolio.summary_text import as_text
    from pmo_excel.refresh.summarising import summarised
    from pmo_excel.workbook.package import Package

    try:
        return Read(job.file, as_text(summarised(Package(job.data, job.file), job.stem, job.said)))
    except Refused as error:
        return Read(job.file, refused=tuple(error.problems), final=True)
    except (MemoryError, RecursionError):
        return Read(job.file, refused=(_given_up(job.file, "it needs more memory than there is"),))
    except Exception as error:  # noqa: BLE001 -- one workbook that we cannot read must not cost the other ones
        why = f"reading it failed inside pmo-excel ({type(error).__name__})"
        return Read(job.file, refused=(_given_up(job.file, why),))


def _given_up(file: str, why: str) -> Problem:
    fix = "Look at it with pmo check; the other workbooks were read."
    return Problem(Code.FILE_REFUSED, f"{file} could not be read: {why}", Cell(file), fix, Severity.CRITICAL)


class Readers(Protocol):
    """Who reads: processes on this machine, or the workers of a cluster."""

    count: int

    def executor(self) -> Executor:
        """Where jobs go."""

    def restart(self) -> None:
        """Stop what is running, whatever state it is in."""

    def close(self) -> None:
        """No more jobs."""


class Processes:
    """Processes on this machine."""

    def __init__(self, count: int) -> None:
        self.count = count
        self._pool: ProcessPoolExecutor | None = None

    def executor(self) -> Executor:
        """Where jobs go."""
        if self._pool is None:
            if get_start_method() == "fork":
                _load()  # once, for all of them
            self._pool = ProcessPoolExecutor(self.count, initializer=_ready)
        return self._pool

    def restart(self) -> None:
        """Stop the processes; a process that hangs does not end by itself."""
        if self._pool is not None:
            for process in list((getattr(self._pool, "_processes", None) or {}).values()):
                process.kill()
            self._pool.shutdown(wait=False, cancel_futures=True)
            self._pool = None

    def close(self) -> None:
        """No more jobs."""
        if self._pool is not None:
            self._pool.shutdown()


def _load() -> None:
    """What reading needs."""
    import pmo_excel.functions
    import pmo_excel.refresh.summarising  # noqa: F401


def _ready() -> None:
    """A process that reads many workbooks and ends need not look for garbage among what it has loaded."""
    import gc

    _load()
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000)


class Cluster:
    """The workers of a Dask cluster, which reads a job again whose worker is gone.

    Raises
    ------
    Refused
        There is no cluster at the address, or the extra `dask` is not installed.
    """

    def __init__(self, address: str) -> None:
        try:
            distributed: Any = import_module("distributed")
        except ImportError as error:
            text = "a cluster needs the extra dask"
            fix = 'Install it: pip install "pmo-excel[dask]".'
            raise Refused([Problem(Code.FILE, text, Cell(""), fix, Severity.CRITICAL)]) from error
        try:
            self._client = distributed.Client(address, timeout="10s", set_as_default=False)
        except (OSError, ValueError, TimeoutError) as error:
            text = f"no cluster answers at {address}"
            fix = "Start it, or leave out --cluster: processes on this computer read as well."
            raise Refused([Problem(Code.FILE, text, Cell(address), fix, Severity.CRITICAL)]) from error
        self.count = max(1, sum(self._client.nthreads().values()))
        self._executor: Any = None

    def executor(self) -> Executor:
        """Where jobs go."""
        if self._executor is None:
            self._executor = self._client.get_executor(pure=False, retries=2)
        made: Executor = self._executor
        return made

    def restart(self) -> None:
        """Forget what is running: its workers belong to others too, and are left alone."""
        if self._executor is not None:
            self._executor.shutdown(wait=False)
            self._executor = None

    def close(self) -> None:
        """No more jobs."""
        self._client.close()


def workers() -> int:
    """How many processes read by default: one for each core that we may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def read_all(
    jobs: Iterable[Job],
    readers: Readers,
    timeout: float = TIMEOUT,
    work: Callable[[Job], Read] = read_job,
) -> Iterator[Read]:
    """What each job gives, as they are done.

    Parameters
    ----------
    timeout
        Seconds after which a file is given up.
    work
        What is done with each job.
    """
    waiting = iter(jobs)
    suspects: list[Job] = []
    yield from _round(waiting, readers, 2 * readers.count, timeout, work, suspects)
    for job in suspects:
        again: list[Job] = []
        wait([readers.executor().submit(_nothing)])  # the time that a process takes to start is not the file's
        yield from _round(iter([job]), readers, 1, timeout, work, again)
        if again:
            why = f"it stops the program, or takes longer than {timeout:g} seconds"
            yield Read(job.file, refused=(_given_up(job.file, why),))


def _nothing() -> None:
    """Nothing, by a reader that is there."""


def _round(
    waiting: Iterator[Job],
    readers: Readers,
    window: int,
    timeout: float,
    work: Callable[[Job], Read],
    suspects: list[Job],
) -> Iterator[Read]:
    """Jobs done in any order; those that broke their process, or took too long, are put among the suspects."""
    running: dict[Future[Read], tuple[Job, float]] = {}
    more: list[Job] = []
    while True:
        while len(running) < window:
            job = more.pop() if more else next(waiting, None)
            if job is None:
                break
            running[readers.executor().submit(work, job)] = job, time.monotonic()
        if not running:
            return
        done, _ = wait(running, timeout=_LOOK, return_when=FIRST_COMPLETED)
        broken = False
        for future in done:
            job, _ = running[future]
            try:
                made = future.result()
            except Exception:  # noqa: BLE001 -- the process is gone, or the worker: `work` itself raises nothing
                broken = True
                continue
            del running[future]
            yield made
        limit = time.monotonic() - timeout
        slow = any(begun < limit for _, begun in running.values())
        if broken or slow:
            readers.restart()
            for job, begun in running.values():
                (suspects if broken or begun < limit else more).append(job)
            running = {}
