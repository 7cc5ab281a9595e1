"""Running the server: in this process, or as a process of its own for the length of a ``with`` block."""

from __future__ import annotations

import asyncio
import json
import socket
import subprocess
import sys
import threading
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import uvicorn
from starlette.types import Scope
from uvicorn.protocols.http.h11_impl import H11Protocol

from sharepoint.local.app import Options, application
from sharepoint.local.model.site import Limits, Site

START_SECONDS = 30
STOP_SECONDS = 10


class Connections:
    """The open connections, so that a fault can cut one without an answer."""

    def __init__(self) -> None:
        self.open: dict[tuple[str, int], asyncio.Transport] = {}

    def protocol(self) -> type[H11Protocol]:
        """uvicorn's HTTP protocol, which also notes its connections here."""
        connections = self.open

        class Noting(H11Protocol):
            def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
                super().connection_made(transport)
                # uvicorn's own socket does not say TCP, so asyncio leaves Nagle's delay (40 ms an answer) switched on.
                transport.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                connections[transport.get_extra_info("peername")[:2]] = transport

            def connection_lost(self, exc: Exception | None) -> None:
                connections.pop(self.transport.get_extra_info("peername")[:2], None)
                super().connection_lost(exc)

        return Noting

    async def drop(self, scope: Scope) -> None:
        """Cut the connection a request came by."""
        self.open[tuple(scope["client"])].abort()
        await asyncio.sleep(0)


class _Announcing(uvicorn.Server):
    """A server that says when it answers."""

    def __init__(self, config: uvicorn.Config, announcement: str, port_file: Path | None) -> None:
        super().__init__(config)
        self.announcement = announcement
        self.port_file = port_file

    async def startup(self, sockets: list[Any] | None = None) -> None:
        await super().startup(sockets)
        if self.port_file:
            self.port_file.write_text(self.announcement.split(":")[2].partition("/")[0])
        print(self.announcement, flush=True)  # the one line starters wait for


def serve(
    data: Path | str,
    port: int = 0,
    site: str = "/sites/pmo",
    *,
    options: Options | None = None,
    limits: Limits | None = None,
    zone: str = "UTC",
    port_file: Path | None = None,
    until_stdin_closes: bool = False,
) -> None:
    """Serve a site on 127.0.0.1 until the process is told to stop; prints the site's address when it answers.

    Parameters
    ----------
    data
        Folder of the site's database and contents; made if it is missing.
    port
        0 takes a free one.
    site
        Path of the site, such as "/sites/pmo".
    until_stdin_closes
        Also stop when standard input ends, so that the server never outlives who started it.
    """
    connections = Connections()
    kept = Site(Path(data), site, limits, zone)
    given = options or Options()
    app = application(kept, replace(given, drop=connections.drop))
    config = uvicorn.Config(
        app,
        host="127.0.0.1",
        port=port,
        log_level="warning",
        http=connections.protocol(),
        lifespan="off",
        timeout_graceful_shutdown=2,
    )
    listening = config.bind_socket()
    server = _Announcing(config, f"http://127.0.0.1:{listening.getsockname()[1]}{site}", port_file)
    if until_stdin_closes:
        threading.Thread(target=_stop_at_end_of_input, args=(server,), daemon=True).start()
    try:
        server.run(sockets=[listening])
    finally:
        listening.close()
        kept.close()


def _stop_at_end_of_input(server: uvicorn.Server) -> None:
    while sys.stdin.buffer.read(1):
        continue
    server.should_exit = True


@dataclass(frozen=True, slots=True)
class Running:
    """A site that is being served by another process."""

    url: str
    pid: int
    data: Path = Path()

    def fault(self, kind: str, **properties: Any) -> None:
        """Set a fault, see :mod:`sharepoint.local.faults`; the site must have been started with ``faults=True``."""
        self._faults("POST", json.dumps({"kind": kind, **properties}).encode())

    def clear_faults(self) -> None:
        """Forget all faults."""
        self._faults("DELETE", None)

    def _faults(self, method: str, body: bytes | None) -> None:
        place = "/".join(self.url.split("/")[:3]) + "/_local/faults"
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        opener.open(urllib.request.Request(place, body, method=method), timeout=START_SECONDS).close()  # noqa: S310 - loopback


@contextmanager
def running(
    data: Path | str, port: int = 0, site: str = "/sites/pmo", *, faults: bool = False, arguments: tuple[str, ...] = ()
) -> Iterator[Running]:
    """A site served by a process of its own, from when it answers until the block ends.

    Parameters
    ----------
    data, port, site
        As for :func:`serve`.
    faults
        Whether :meth:`Running.fault` works.
    arguments
        Further options of ``python -m sharepoint.local``.

    Raises
    ------
    RuntimeError
        The server ended before it answered; the message holds what it wrote.
    """
    command = [
        sys.executable,
        "-m",
        "sharepoint.local",
        "--port",
        str(port),
        "--data",
        str(data),
        "--site",
        site,
        "--until-stdin-closes",
        *(["--faults"] if faults else []),
        *arguments,
    ]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)  # noqa: S603 - our own program
    try:
        yield Running(_announced(process), process.pid, Path(data))
    finally:
        _stop(process)


def _announced(process: subprocess.Popen[str]) -> str:
    timer = threading.Timer(START_SECONDS, process.kill)
    timer.start()
    line = process.stdout.readline().strip() if process.stdout else ""
    timer.cancel()
    if not line.startswith("http://"):
        process.wait(STOP_SECONDS)
        raise RuntimeError(
            f"the local site did not start (exit code {process.returncode}): {line or 'see its messages above'}"
        )
    return line


def _stop(process: subprocess.Popen[str]) -> None:
    if process.stdin:
        process.stdin.close()
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    if process.stdout:
        process.stdout.close()
