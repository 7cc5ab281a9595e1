"""A local site in this process (quick tests) and as a process of its own (live tests)."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import anyio
import httpx
import pytest
from office365.sharepoint.client_context import ClientContext
from office365.sharepoint.lists.creation_information import ListCreationInformation
from office365.sharepoint.lists.list import List as ClientList

from sharepoint.local import Limits, Options, Running, running
from sharepoint.local.app import application
from sharepoint.local.model.site import Site

BASE = "http://127.0.0.1"
VERBOSE = {"Accept": "application/json;odata=verbose", "Content-Type": "application/json;odata=verbose"}


class Rest:
    """A client that speaks plain REST to a site in this process."""

    def __init__(self, site: Site, options: Options | None = None) -> None:
        self.site = site
        self.transport = httpx.ASGITransport(application(site, options))

    def __call__(self, method: str, address: str, body: Any = None, **headers: str) -> Any:
        """Send a request; header names are written with underscores."""
        sent = VERBOSE | {name.replace("_", "-"): value for name, value in headers.items()}
        place = f"{self.site.path}/_api/{address}"
        content = body if isinstance(body, bytes) else b"" if body is None else json.dumps(body).encode()
        return self.request(method, place, content, sent)

    def request(
        self, method: str, place: str | httpx.URL, content: bytes = b"", headers: dict[str, str] | None = None
    ) -> httpx.Response:
        """Send any request to the server."""

        async def send() -> httpx.Response:
            async with httpx.AsyncClient(transport=self.transport, base_url=BASE) as client:
                return await client.request(method, place, content=content, headers=headers)

        return anyio.run(send)

    def get(self, address: str) -> Any:
        """The ``d`` of a successful GET."""
        answer = self("GET", address)
        assert answer.status_code == 200, answer.text
        return answer.json()["d"]

    def post(self, address: str, body: Any = None, **headers: str) -> Any:
        """The ``d`` of a successful POST, None for an answer without a body."""
        answer = self("POST", address, body, **headers)
        assert answer.status_code < 300, answer.text
        return answer.json()["d"] if answer.content else None

    def error(self, method: str, address: str, body: Any = None, **headers: str) -> tuple[int, int]:
        """Status and SharePoint code of a refused request."""
        answer = self(method, address, body, **headers)
        assert answer.status_code >= 400, answer.text
        return answer.status_code, int(answer.json()["error"]["code"].partition(",")[0])

    def make_list(self, title: str = "PMO Tasks", template: int = 100) -> str:
        """A new list; the beginning of its address."""
        self.post("Web/lists", {"Title": title, "BaseTemplate": template, "__metadata": {"type": "SP.List"}})
        return f"Web/lists/getByTitle('{title}')"


@pytest.fixture
def rest(tmp_path: Path) -> Iterator[Rest]:
    """A fresh site, spoken to by plain REST."""
    site = Site(
        tmp_path, limits=Limits(view_threshold=20, batch_operations=5, batch_bytes=20_000, request_bytes=100_000)
    )
    yield Rest(site, Options(faults=True))
    site.close()


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A site as a process of its own, shared by the live tests."""
    with running(tmp_path_factory.mktemp("site"), faults=True) as site:
        yield site


@pytest.fixture
def context(served: Running) -> ClientContext:
    """The real client, connected to the served site."""
    token = {"access_token": "local", "token_type": "Bearer", "expires_in": 3600}
    served.clear_faults()
    return ClientContext(served.url).with_access_token(lambda: token)


@pytest.fixture
def new_list(context: ClientContext, request: pytest.FixtureRequest) -> Callable[..., ClientList]:
    """Makes lists named after the test."""

    def make(template: int = 100, suffix: str = "") -> ClientList:
        title = f"{request.node.name[:60]}{suffix}"
        return context.web.lists.add(ListCreationInformation(title, None, template)).execute_query()

    return make
