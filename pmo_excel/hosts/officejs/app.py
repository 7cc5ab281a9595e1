"""The server of the add-in: its pages, the answers to its functions, and the jobs of its pane."""

from __future__ import annotations

import base64
import binascii
import html
import json
import mimetypes
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from pmo_excel.hosts.officejs.answers import UnclearError, answers
from pmo_excel.hosts.officejs.book import Sent, looked_at
from pmo_excel.hosts.officejs.entra import Entra
from pmo_excel.hosts.officejs.generated import LOCAL, manifest, plugin_folder
from pmo_excel.hosts.officejs.guard import Guard, OneToken, hosts_of, not_served, refused
from pmo_excel.hosts.officejs.jobs import FullError, Job, Jobs, Work
from pmo_excel.hosts.officejs.publishing import publication

PAGES: Final = (".html", ".css", ".js", ".json", ".xml", ".png", ".svg")
"""What the add-in's folder serves."""
OPEN: Final = frozenset({"functions.json", "functions.js"})
"""What Excel on the web reads from a page of its own; there is nothing in it that is not in the documentation."""
PANE: Final = "taskpane.html"
SETTINGS: Final = "{{settings}}"
"""Where the pane's page takes up the server's settings."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What a server is told when it starts.

    Attributes
    ----------
    base
        Its address, as Excel has it.
    sign_in
        A token of this run, or Microsoft Entra ID.
    site
        The SharePoint site to publish to; empty: publishing is off.
    """

    base: str
    sign_in: OneToken | Entra
    site: str = ""

    def page(self) -> dict[str, str]:
        """What the pane's page is told; the token, because nobody else can read this page."""
        local = self.sign_in if isinstance(self.sign_in, OneToken) else None
        return {"token": local.token if local else "", "site": self.site, "signIn": "token" if local else "entra"}


def application(settings: Settings) -> ASGIApp:
    """The server as an ASGI application."""
    server = _Server(settings)

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        yield
        server.jobs.close()

    routes = [
        Route("/api/call", server.call, methods=["POST"]),
        Route("/api/jobs", server.begin, methods=["POST"]),
        Route("/api/jobs/{id}", server.look, methods=["GET"]),
        Route("/api/jobs/{id}", server.stop, methods=["DELETE"]),
        Route("/{file:path}", server.page, methods=["GET"]),
    ]
    app = Starlette(routes=routes, lifespan=lifespan, exception_handlers={HTTPException: not_served})
    return Guard(app, settings.base, hosts_of(settings.base), settings.sign_in.person)


class _Server:
    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.jobs = Jobs()
        self.pages = _pages(plugin_folder(), settings)

    async def page(self, request: Request) -> Response:
        """One of the add-in's own files, and no other."""
        name = request.path_params["file"]
        found = self.pages.get(name)
        if found is None:
            return refused(404, "there is no such page", "")
        headers = {"Cache-Control": "no-store" if name == PANE else "no-cache"}
        if name in OPEN:
            headers["Access-Control-Allow-Origin"] = "*"
        return Response(found[0], media_type=found[1], headers=headers)

    async def call(self, request: Request) -> Response:
        """The answers to many cells."""
        try:
            return JSONResponse(await run_in_threadpool(answers, json.loads(await request.body())))
        except (ValueError, RecursionError) as error:
            return _unclear(error)

    async def begin(self, request: Request) -> Response:
        """A job for an open workbook: check, publish-plan or publish."""
        try:
            work = _work(json.loads(await request.body()), self.settings)
            job = self.jobs.start(request.state.person, work)
        except (ValueError, RecursionError) as error:
            return _unclear(error)
        except FullError:
            return refused(503, "too much is going on already", "Wait a minute and try again.")
        return JSONResponse({"job": job.id}, 202)

    async def look(self, request: Request) -> Response:
        """How far a job is; its outcome, once."""
        job = self.jobs.find(request.state.person, request.path_params["id"])
        if job is None:
            return refused(404, "there is no such job", "Start it again.")
        said = job.as_json()
        if said["state"] not in ("waiting", "running"):
            self.jobs.fetched(job)
        return JSONResponse(said, headers={"Cache-Control": "no-store"})

    async def stop(self, request: Request) -> Response:
        """Stop a job at its next step."""
        job = self.jobs.find(request.state.person, request.path_params["id"])
        if job is not None:
            job.stop.set()
        return Response(status_code=204)


def _work(asked: Any, settings: Settings) -> Work:
    """What a request wants done.

    Raises
    ------
    ValueError
        The request is not as the pane sends it.
    """
    if not isinstance(asked, Mapping):
        raise UnclearError("the request must be one JSON object")
    sent, what = _sent(asked), asked.get("do")
    if what == "check":
        return lambda job: looked_at(sent)
    if what not in ("publish-plan", "publish"):
        raise UnclearError("do must be check, publish-plan or publish")
    if not settings.site:
        raise UnclearError("this server publishes nowhere; start it with pmo serve --site ADDRESS")
    write, removals = what == "publish", asked.get("allowRemovals") is True

    def publish(job: Job) -> Any:
        return publication(sent, settings.site, job, write=write, allow_removals=removals)

    return publish


def _sent(asked: Mapping[str, Any]) -> Sent:
    fingerprints = asked.get("remembered", [])
    if not isinstance(fingerprints, list) or not all(isinstance(one, str) for one in fingerprints):
        raise UnclearError("remembered must be a list of texts")
    try:
        data = base64.b64decode(str(asked.get("workbook", "")), validate=True)
    except binascii.Error as error:
        raise UnclearError("workbook must be a file in base64") from error
    return Sent(_file_name(str(asked.get("name", ""))), data, tuple(fingerprints))


def _file_name(said: str) -> str:
    """The name of a workbook without anything that could lead elsewhere; it comes from outside."""
    last = said.replace("\\", "/").rpartition("/")[2]
    kept = "".join(c for c in last if c.isprintable() and c not in '<>:"|?*').strip(". ")[-100:]
    return kept if kept.lower().endswith((".xlsx", ".xlsm")) else f"{kept or 'Workbook'}.xlsx"


def _unclear(error: Exception) -> Response:
    return refused(400, f"the request cannot be understood: {error}", "Update the add-in: close Excel and open it.")


def _pages(folder: Path, settings: Settings) -> dict[str, tuple[bytes, str]]:
    """The add-in's files with this server's address and settings in them."""
    found = {}
    for file in sorted(folder.rglob("*")):
        if file.suffix in PAGES and file.is_file():
            kind = "text/javascript" if file.suffix == ".js" else mimetypes.guess_type(file.name)[0]
            found[file.relative_to(folder).as_posix()] = (file.read_bytes(), kind or "application/octet-stream")
    told = html.escape(json.dumps(settings.page())).encode()
    page, kind = found[PANE]
    found[PANE] = (page.replace(SETTINGS.encode(), told), kind)
    metadata, kind = found["functions.json"]
    found["functions.json"] = (metadata.replace(LOCAL.encode(), settings.base.encode()), kind)
    app = settings.sign_in.client_id if isinstance(settings.sign_in, Entra) else ""
    found["manifest.xml"] = (manifest(settings.base, app).encode(), "text/xml")
    return found
