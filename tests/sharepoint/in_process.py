"""The local site in this process, without sockets, threads or waiting: for tests that make thousands of requests.

What befalls a request is decided by the test: the faults that the site itself knows, replies that are lost or late,
and a publisher that is killed before or after the site has carried the request out.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import requests
from requests.adapters import BaseAdapter
from requests.structures import CaseInsensitiveDict

from sharepoint.connection import VERBOSE, Connection
from sharepoint.local import Limits
from sharepoint.local.faults import Fault, Faults, refusal
from sharepoint.local.model.site import Site as LocalSite
from sharepoint.local.service import Service
from sharepoint.site import Site

BASE = "http://127.0.0.1/sites/pmo"


class Killed(BaseException):
    """The publisher's process ends here; nothing of it runs on."""


class InProcess(BaseAdapter):
    """A local site that answers a session's requests itself.

    Attributes
    ----------
    faults
        Those of :mod:`sharepoint.local.faults`, and the kinds "timeout-before", "timeout-after", "kill-before" and
        "kill-after".
    sent
        How many requests were made.
    around
        Called with each request and a function that carries it out; for tests that watch.
    """

    def __init__(self, folder: Path, zone: str = "UTC", limits: Limits | None = None) -> None:
        super().__init__()
        self.site = LocalSite(folder, zone=zone, limits=limits)
        self.faults = Faults()
        self.service = Service(self.site, self.faults)
        self.sent = 0
        self.around: Callable[[bytes, Callable[[], requests.Response]], requests.Response] | None = None

    def connection(self) -> Connection:
        """A way to this site for a publisher that never sleeps."""
        session = requests.Session()
        session.mount("http://", self)
        return Connection(BASE, session=session, sleep=lambda seconds: None)

    def publisher_site(self) -> Site:
        """This site as the sync sees it."""
        return Site(BASE, connection=self.connection())

    def fault(self, kind: str, **properties: Any) -> None:
        """Let a fault befall coming requests."""
        self.faults.waiting.append(Fault(kind, **properties))

    def send(self, request: requests.PreparedRequest, *args: Any, **options: Any) -> requests.Response:
        """Answer one request of a session."""
        body = request.body.encode() if isinstance(request.body, str) else request.body or b""
        assert isinstance(body, bytes)

        def answered() -> requests.Response:
            return self._answer(request, body)

        return self.around(body, answered) if self.around else answered()

    def close(self) -> None:
        """Nothing is open."""

    def _answer(self, request: requests.PreparedRequest, body: bytes) -> requests.Response:
        self.sent += 1
        target = str(request.path_url).partition("/_api/")[2]
        verb = request.headers.get("X-HTTP-Method", request.method or "GET")
        fault = self.faults.befalling(verb, target)
        what, _, when = fault.kind.partition("-") if fault else ("", "", "")
        _end(what if when == "before" else "")
        reply = self.service.reply(request.method or "GET", target, request.headers, body, BASE, refusal(fault))
        _end(what if when == "after" else "")
        response = requests.Response()
        response.status_code = reply.status
        response.headers = CaseInsensitiveDict(reply.headers)
        response._content = reply.content
        response.url = str(request.url)
        response.request = request
        return response

    def ask(self, method: str, path: str, body: Any = None) -> Any:
        """What a person's browser does: straight to the site, past every fault."""
        headers = CaseInsensitiveDict({"Accept": VERBOSE, "Content-Type": VERBOSE, "If-Match": "*"})
        headers["X-HTTP-Method"] = method
        waiting, self.faults.waiting = self.faults.waiting, []
        content = b"" if body is None else json.dumps(body).encode()
        reply = self.service.reply("GET" if method == "GET" else "POST", path, headers, content, BASE)
        self.faults.waiting = waiting
        assert reply.status < 300, (method, path, reply)
        return json.loads(reply.content)["d"] if reply.content else None

    def items(self, title: str) -> list[dict[str, Any]]:
        """Every item of a list."""
        found: list[dict[str, Any]] = self.ask("GET", f"Web/Lists/GetByTitle('{title}')/items?$top=5000")["results"]
        return found

    def edit(self, title: str, number: int, values: Mapping[str, Any]) -> None:
        """Change an item as a person does."""
        self.ask("MERGE", f"Web/Lists/GetByTitle('{title}')/items({number})", dict(values))


def _end(what: str) -> None:
    if what == "lose":
        raise requests.exceptions.ConnectionError("the connection was cut")
    if what == "timeout":
        raise requests.exceptions.ReadTimeout("no answer in time")
    if what == "kill":
        raise Killed
