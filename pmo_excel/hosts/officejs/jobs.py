"""Work that takes a while, started by the task pane: how far it is, what came of it, and a way to stop it."""

from __future__ import annotations

import logging
import secrets
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from threading import Event
from typing import Any, Final

from sharepoint.waiting import CancelledError

AT_ONCE: Final = 2
"""Jobs that run at the same time; others wait."""
MOST: Final = 32
"""Jobs that are known at the same time, so that nobody can fill the memory with them."""
KEPT_SECONDS: Final = 600.0
"""How long the outcome of a job waits to be fetched."""

_LOG: Final = logging.getLogger(__name__)


class FullError(Exception):
    """Too many jobs are known already."""


@dataclass(slots=True)
class Job:
    """One piece of work of one person."""

    id: str
    owner: str
    state: str = "waiting"
    what: str = ""
    done: int = 0
    total: int = 0
    result: Any = None
    ended: float = 0.0
    stop: Event = field(default_factory=Event)

    def progress(self, done: int, total: int, what: str) -> None:
        """Say how far it is; raises where the person has stopped it.

        Raises
        ------
        CancelledError
            It was stopped.
        """
        if self.stop.is_set():
            raise CancelledError
        self.done, self.total, self.what = done, total, what

    def as_json(self) -> dict[str, Any]:
        """The job as the pane reads it."""
        said = {"state": self.state, "what": self.what, "done": self.done, "total": self.total}
        return said | ({"result": self.result} if self.state == "done" else {})


Work = Callable[[Job], Any]


class Jobs:
    """The jobs of a server; a person sees only their own."""

    def __init__(self) -> None:
        self._known: dict[str, Job] = {}
        self._pool = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="job")

    def start(self, owner: str, work: Work) -> Job:
        """Begin a job.

        Raises
        ------
        FullError
            Too many jobs wait to run, or to be fetched.
        """
        self._forget_old()
        if len(self._known) >= MOST:
            raise FullError
        job = Job(secrets.token_urlsafe(16), owner)
        self._known[job.id] = job
        self._pool.submit(_run, job, work)
        return job

    def find(self, owner: str, identity: str) -> Job | None:
        """A person's own job."""
        job = self._known.get(identity)
        return job if job is not None and job.owner == owner else None

    def fetched(self, job: Job) -> None:
        """Forget a job whose outcome was read."""
        self._known.pop(job.id, None)

    def close(self) -> None:
        """Stop what runs; what waits does not begin."""
        for job in self._known.values():
            job.stop.set()
        self._pool.shutdown(wait=False, cancel_futures=True)

    def _forget_old(self) -> None:
        now = time.monotonic()
        for job in [j for j in self._known.values() if j.ended and now - j.ended > KEPT_SECONDS]:
            self.fetched(job)


def _run(job: Job, work: Work) -> None:
    try:
        job.progress(0, 0, "")
        job.state = "running"
        result = work(job)
        job.progress(job.done, job.total, job.what)  # stopped meanwhile: what came of it is not wanted any more
        job.result, job.state = result, "done"
    except CancelledError:
        job.state = "stopped"
    except Exception:  # noqa: BLE001 -- a thread's outermost call: the pane gets an answer, the log has the reason
        _LOG.exception("a job failed")
        job.state = "failed"
    finally:
        job.ended = time.monotonic()
