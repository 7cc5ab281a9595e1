"""Who may ask this server, and how much: host, origin, token and size of a request, before anything reads it."""

from __future__ import annotations

import hmac
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from pmo_excel.hosts.officejs.entra import SignInError

LARGEST_CALL: Final = 16_000_000
"""Bytes of a request with function calls."""
LARGEST_BOOK: Final = 100_000_000
"""Bytes of a request with a workbook: 75 MB of file."""

OFFICE: Final = " ".join(
    f"https://{host}"
    for host in ("*.officeapps.live.com", "*.office.com", "*.office365.com", "*.cloud.microsoft", "*.sharepoint.com")
)
"""Who may show the pane in a frame: Excel on the web."""
SCRIPTS: Final = "https://appsforoffice.microsoft.com"
"""Office.js, which Microsoft wants loaded from its own address."""
MICROSOFT: Final = " ".join(
    f"https://*.{domain}" for domain in ("microsoft.com", "office.com", "office.net", "microsoftonline.com")
)
"""What Office.js itself may ask."""
POLICY: Final = (
    f"default-src 'self'; script-src 'self' {SCRIPTS}; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    f"connect-src 'self' {MICROSOFT}; frame-src 'self' {MICROSOFT}; object-src 'none'; base-uri 'none'; "
    f"form-action 'none'; frame-ancestors 'self' {OFFICE}"
)
HEADERS: Final = (
    (b"content-security-policy", POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
)

Identify = Callable[[str], str]
"""From a token to who sent it; raises SignInError."""


@dataclass(frozen=True, slots=True)
class OneToken:
    """The sign-in of a server on this computer: a token of this run, which only its own pages know."""

    token: str

    def person(self, token: str) -> str:
        """The one who started the server.

        Raises
        ------
        SignInError
            It is another token.
        """
        if not hmac.compare_digest(token.encode(), self.token.encode()):
            raise SignInError("the token is not of this run of pmo serve")
        return "local"


@dataclass(frozen=True, slots=True)
class Guard:
    """The application behind its checks.

    Attributes
    ----------
    base
        The server's own address, as browsers have it.
    hosts
        Names that requests may ask for, against pages that point a name of theirs at this computer.
    """

    app: ASGIApp
    base: str
    hosts: frozenset[str]
    identify: Identify

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self.app(scope, receive, send)
            return

        async def secured(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message.get("headers", []), *HEADERS]
            await send(message)

        refusal = await self._refusal(scope)
        if refusal is not None:
            await refusal(scope, receive, secured)
        else:
            await self.app(scope, _limited(receive, _limit(scope["path"])), secured)

    async def _refusal(self, scope: Scope) -> JSONResponse | None:
        headers = Headers(scope=scope)
        if headers.get("host", "").lower() not in self.hosts:
            return refused(421, "this server does not answer for that name", f"Use {self.base}.")
        if not scope["path"].startswith("/api/"):
            return None
        if not self._own_page(headers):
            return refused(403, "only the add-in's own pages may ask", f"Open the add-in of {self.base}.")
        length = headers.get("content-length", "0")
        if not length.isdigit() or int(length) > _limit(scope["path"]):
            return _too_large(_limit(scope["path"]))
        scheme, _, token = headers.get("authorization", "").partition(" ")
        try:
            if scheme.lower() != "bearer" or not token:
                raise SignInError("there is no token")
            scope.setdefault("state", {})["person"] = await run_in_threadpool(self.identify, token)
        except SignInError as error:
            return refused(401, f"not signed in: {error}", "Close the pane and open it again.")
        return None

    def _own_page(self, headers: Headers) -> bool:
        """Whether a browser says that our own page asks; a program that is no browser says nothing, and has a token."""
        origin = headers.get("origin")
        return (origin is None or origin == self.base) and headers.get("sec-fetch-site", "same-origin") == "same-origin"


def refused(status: int, message: str, suggestion: str) -> JSONResponse:
    """A refusal as the pane shows it."""
    return JSONResponse({"message": message, "suggestion": suggestion}, status, {"Cache-Control": "no-store"})


def hosts_of(base: str) -> frozenset[str]:
    """The names of a server: those of this computer too, where it is on this computer."""
    parts = urlsplit(base)
    port = f":{parts.port}" if parts.port else ""
    local = ("localhost", "127.0.0.1", "[::1]")
    own = {parts.netloc.lower()}
    return frozenset(own | {f"{name}{port}" for name in local} if parts.hostname in ("localhost", "127.0.0.1") else own)


def _limit(path: str) -> int:
    return LARGEST_BOOK if path.startswith("/api/jobs") else LARGEST_CALL


def not_served(request: Request, error: Exception) -> JSONResponse:
    """The refusal of a request that the application itself does not take."""
    status = error.status_code if isinstance(error, HTTPException) else 500
    return _too_large(_limit(request.url.path)) if status == 413 else refused(status, "this is not served here", "")


def _too_large(limit: int) -> JSONResponse:
    return refused(413, f"more than {limit // 1_000_000} MB were sent", "Split the workbook, or use pmo refresh FILE.")


def _limited(receive: Receive, limit: int) -> Callable[[], Awaitable[Message]]:
    """What is received, as long as it is not too much: a length need not be said."""
    got = 0

    async def receiving() -> Message:
        nonlocal got
        message = await receive()
        got += len(message.get("body", b""))
        if got > limit:
            raise HTTPException(413)
        return message

    return receiving
