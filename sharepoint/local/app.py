"""The web application: REST service, pages and faults of one site, for loopback only."""

from __future__ import annotations

import asyncio
import json
import re
import uuid
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.types import ASGIApp, Receive, Scope, Send

from sharepoint.local.errors import Refusal, too_large
from sharepoint.local.faults import Faults, refusal
from sharepoint.local.model.site import Site
from sharepoint.local.pages.views import page_routes
from sharepoint.local.rest.app_roles import AppRole
from sharepoint.local.service import Service

LOOPBACK = {"127.0.0.1", "localhost", "[::1]"}
Drop = Callable[[Scope], Awaitable[None]]


async def _refuse_to_drop(scope: Scope) -> None:
    raise ConnectionError("the reply is lost")


@dataclass(frozen=True, slots=True)
class Options:
    """How the server is run; ``drop`` cuts the connection of a request without an answer.

    ``first_faults`` are faults, as JSON objects, that wait from the start; they imply ``faults``.
    """

    require_token: bool = False
    faults: bool = False
    require_digest: bool = False
    first_faults: tuple[str, ...] = ()
    drop: Drop = _refuse_to_drop
    role: AppRole = AppRole.FULL_CONTROL


class Loopback:
    """Lets in only requests that name a loopback host and do not come from a page of another origin.

    The first stops DNS rebinding, the second a foreign web page that posts to the site through the person's browser.
    """

    def __init__(self, inner: ASGIApp) -> None:
        self.inner = inner

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            request = Request(scope)
            host = request.headers.get("host", "")
            origin = request.headers.get("origin")
            if host.rpartition(":")[0] not in LOOPBACK and host not in LOOPBACK:
                await PlainTextResponse("This site answers to 127.0.0.1 only.", 421)(scope, receive, send)
                return
            if origin is not None and origin != f"http://{host}":
                await PlainTextResponse("Requests from other origins are refused.", 403)(scope, receive, send)
                return
        await self.inner(scope, receive, send)


class Api:
    """``/sites/pmo/_api/...``: reads the request, meets the faults, hands over to the service."""

    def __init__(self, service: Service, faults: Faults | None, drop: Drop) -> None:
        self.service = service
        self.faults = faults
        self.drop = drop

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        target = _target(scope, self.service.site.path)
        verb = request.headers.get("x-http-method", request.method)
        fault = self.faults.befalling(verb, target) if self.faults else None
        met = refusal(fault)
        try:
            body = await self._body(request)
        except Refusal as refused:
            body, met = b"", refused
        except ClientDisconnect:
            return
        if fault and fault.seconds:
            await asyncio.sleep(fault.seconds)
        if fault and fault.kind == "lose-before":
            await self.drop(scope)
            return
        base = f"http://{request.headers['host']}{self.service.site.path}"
        reply = await run_in_threadpool(self.service.reply, request.method, target, request.headers, body, base, met)
        if fault and fault.kind == "lose-after":
            await self.drop(scope)
            return
        guid = str(uuid.uuid4())
        own = {
            "SPRequestGuid": guid,
            "request-id": guid,
            "Cache-Control": "no-store",
            "X-Content-Type-Options": "nosniff",
        }
        headers = own | reply.headers
        await Response(reply.content, reply.status, headers)(scope, receive, send)

    async def _body(self, request: Request) -> bytes:
        limit = self.service.site.limits.request_bytes
        chunks, length = [], 0
        async for chunk in request.stream():
            length += len(chunk)
            if length > limit:
                raise too_large(limit)
            chunks.append(chunk)
        return b"".join(chunks)


def _target(scope: Scope, site_path: str) -> str:
    """The address behind ``_api/`` as it was sent, still percent-encoded; below a sub-site, that site's ``Web``."""
    path = bytes(scope.get("raw_path") or scope["path"].encode()).decode("latin-1").partition("?")[0]
    query = bytes(scope.get("query_string", b"")).decode("latin-1")
    before, behind = path[: path.lower().index("/_api")], path[path.lower().index("/_api") + len("/_api") :].lstrip("/")
    leaf = before[len(site_path) :].strip("/")
    if leaf and re.match(r"web(?![^/?(])", behind, re.IGNORECASE):
        behind = f"Web/Webs('{leaf}'){behind[len('web') :]}"
    return f"{behind}?{query}" if query else behind


def _fault_routes(faults: Faults) -> list[Route]:
    async def listed(request: Request) -> Response:
        return JSONResponse(faults.listed())

    async def added(request: Request) -> Response:
        try:
            faults.add(json.loads(await request.body()))
        except (ValueError, TypeError) as error:
            return JSONResponse({"error": str(error)}, 400)
        return JSONResponse(faults.listed(), 201)

    async def cleared(request: Request) -> Response:
        faults.clear()
        return Response(status_code=204)

    path = "/_local/faults"
    return [Route(path, listed), Route(path, added, methods=["POST"]), Route(path, cleared, methods=["DELETE"])]


def application(site: Site, options: Options | None = None) -> ASGIApp:
    """The whole web application of one site."""
    options = options or Options()
    faults = Faults() if options.faults or options.first_faults else None
    if faults:
        for text in options.first_faults:
            faults.add(json.loads(text))
    service = Service(site, faults, options.require_token, options.require_digest, options.role)

    async def home(request: Request) -> Response:
        return RedirectResponse(site.path)

    api = Api(service, faults, options.drop)
    # A client that knows only a page's address asks at the server's root which site the page is on.
    places = (site.path, f"{site.path}/{{leaf}}", "")
    mounts = [Mount(f"{place}/_api", app=api) for place in places]
    routes = [*mounts, Route("/", home), *page_routes(service), *(_fault_routes(faults) if faults else [])]
    return Loopback(Starlette(routes=routes))
