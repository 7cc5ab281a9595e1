"""A local site that kills the publisher at a given request, or meets its requests with faults drawn from a seed."""

from __future__ import annotations

import asyncio
import os
import random
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import requests
import uvicorn
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from sharepoint.connection import Connection
from sharepoint.local.app import Options, application
from sharepoint.local.model.site import Site
from sharepoint.local.process import Connections
from sharepoint.site import Site as SharePointSite
from tests.sharepoint.publishing import Person

PERSON = "x-person"
"""A header of requests that are a person's: nothing befalls them, and they are not counted."""
PMO = "from pmo_excel.hosts.cli import main; main()"


@dataclass
class Hazards:
    """What befalls the requests of a publisher.

    Attributes
    ----------
    kill_at
        The number of the request at which the publisher's process is killed, 0 for never; `carried_out` says whether
        the site still does what it asked for.
    lost, busy
        The share of requests whose reply is lost, half of them before the site has done anything, and that are
        answered 429.
    expired
        The number of the request that is answered 401.
    at
        What else happens, by the number of the request before which it does.
    """

    kill_at: int = 0
    carried_out: bool = False
    lost: float = 0.0
    busy: float = 0.0
    expired: int = 0
    at: dict[int, Callable[[], None]] = field(default_factory=dict)
    seed: int = 0
    process: subprocess.Popen[str] | None = None
    requests: int = 0
    inner: ASGIApp = field(init=False)
    connections: Connections = field(default_factory=Connections)

    def __post_init__(self) -> None:
        self.random = random.Random(self.seed)

    def calm(self) -> None:
        """Nothing befalls requests any more."""
        self.kill_at = self.expired = 0
        self.lost = self.busy = 0.0
        self.at.clear()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if (PERSON.encode(), b"1") in scope["headers"]:
            await self.inner(scope, receive, send)
            return
        self.requests += 1
        if self.requests in self.at:
            await asyncio.to_thread(self.at[self.requests])
        killed = self.requests == self.kill_at
        if killed and self.process:
            os.kill(self.process.pid, signal.SIGKILL)
            self.process.wait()
        if killed and not self.carried_out:
            await self.connections.drop(scope)
        elif killed:
            await self.inner(scope, receive, _nowhere)
        else:
            await self.meet(scope, receive, send)

    async def meet(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or let a fault befall it."""
        drawn = self.random.random()
        if drawn < self.busy:
            await Response(status_code=429, headers={"Retry-After": "0"})(scope, receive, send)
        elif drawn < self.busy + self.lost:
            if drawn < self.busy + self.lost / 2:
                await self.inner(scope, receive, _nowhere)
            await self.connections.drop(scope)
        elif self.requests == self.expired:
            await Response(status_code=401)(scope, receive, send)
        else:
            await self.inner(scope, receive, send)


async def _nowhere(message: Message) -> None:
    """A reply that never arrives."""


@contextmanager
def serving(folder: Path, hazards: Hazards) -> Iterator[str]:
    """The site of a folder, served by a thread of this process; gives its address."""
    kept = Site(folder)
    hazards.inner = application(kept, Options())
    config = uvicorn.Config(hazards, log_level="critical", http=hazards.connections.protocol(), lifespan="off", port=0)
    listening = config.bind_socket()
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    thread.start()
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}/sites/pmo"
    finally:
        server.should_exit = True
        thread.join()
        listening.close()
        kept.close()


def person(url: str, title: str) -> Person:
    """Somebody who looks at a list in a browser, and edits it."""
    session = requests.Session()
    session.headers[PERSON] = "1"
    return Person(url, title, SharePointSite(url, connection=Connection(url, session=session)))


def pmo(*arguments: Any, state: Path) -> subprocess.Popen[str]:
    """The real command line, as a process of its own."""
    command = [sys.executable, "-c", PMO, *map(str, arguments)]
    environment = {**os.environ, "PMO_STATE": str(state)}
    return subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8"
    )
