"""The site in a browser: read-only pages about lists, items, libraries, the recycle bin and the requests received."""

from __future__ import annotations

from collections.abc import Callable
from importlib.resources import files
from typing import Any
from urllib.parse import quote

from jinja2 import Environment, PackageLoader, select_autoescape
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from sharepoint.local.errors import Refusal, unknown_resource
from sharepoint.local.model.item import label_text
from sharepoint.local.model.site import Site
from sharepoint.local.pages.addresses import led_to
from sharepoint.local.pages.documents import file_response
from sharepoint.local.pages.library import library_page
from sharepoint.local.pages.tables import cell_parts, formats_css, item_page, list_page, settings_page
from sharepoint.local.rest.call import LONGEST_NUMBER
from sharepoint.local.service import Service

Page = Callable[[Site, Request], tuple[str, dict[str, Any]]]
POLICY = "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}
NEWEST_REQUESTS = 100
LAST = 1 << 62
OUTCOMES = {"answered": (100, 399), "refused": (400, 499), "throttled": (429, 429), "failed": (500, 599)}


def size(length: int) -> str:
    """A number of bytes for people: 12 B, 3.4 KB, 1.2 MB."""
    if length < 1024:
        return f"{length} B"
    if length < 1024**2:
        return f"{length / 1024:.1f} KB"
    return f"{length / 1024**2:.1f} MB"


def moment(text: str) -> str:
    """A stored instant for people: "2026-11-23 08:00"."""
    return text[:16].replace("T", " ")


def environment() -> Environment:
    """The templates, with everything escaped that does not say otherwise."""
    made = Environment(loader=PackageLoader("sharepoint.local", "pages"), autoescape=select_autoescape(default=True))
    made.filters |= {"size": size, "moment": moment, "label": label_text, "path": lambda text: quote(text, safe="/")}
    made.globals |= {"cell_parts": cell_parts}
    return made


def home_page(site: Site, request: Request) -> tuple[str, dict[str, Any]]:
    """What is on the site."""
    held = [(holder, site.lists.count(holder.id)) for holder in site.lists.all() if not holder.settings["Hidden"]]
    return "home.html", {
        "lists": [pair for pair in held if not pair[0].library],
        "libraries": [pair for pair in held if pair[0].library],
        "latest": site.store.rows("SELECT * FROM requests ORDER BY number DESC LIMIT 5"),
    }


def bin_page(site: Site, request: Request) -> tuple[str, dict[str, Any]]:
    """What was thrown away."""
    kinds = {1: "File", 3: "Item", 4: "List", 5: "Folder"}
    entries = [(entry, kinds.get(entry.kind, "Item"), site.users.get(entry.by).title) for entry in site.bin.all()]
    return "bin.html", {"entries": entries}


def requests_page(site: Site, request: Request) -> tuple[str, dict[str, Any]]:
    """What clients asked for."""
    asked = request.query_params
    text, method, outcome = asked.get("text", ""), asked.get("method", ""), asked.get("outcome", "")
    before = asked.get("before", "")
    low, high = OUTCOMES.get(outcome, (0, 999))
    number = int(before) if before.isdecimal() and len(before) <= LONGEST_NUMBER else LAST
    rows = site.store.rows(
        "SELECT * FROM requests WHERE instr(lower(address), ?) > 0 AND (? = '' OR method = ?)"
        " AND status BETWEEN ? AND ? AND number < ? ORDER BY number DESC LIMIT ?",
        (text.lower(), method, method, low, high, number, NEWEST_REQUESTS + 1),
    )
    return "requests.html", {
        "rows": rows[:NEWEST_REQUESTS],
        "more": len(rows) > NEWEST_REQUESTS,
        "asked": {"text": text, "method": method, "outcome": outcome},
        "methods": [row[0] for row in site.store.rows("SELECT DISTINCT method FROM requests ORDER BY method")],
        "outcomes": list(OUTCOMES),
        "total": site.store.number("SELECT max(number) FROM requests"),
    }


PAGES: dict[str, Page] = {
    "": home_page,
    "/_layouts/15/start.aspx": home_page,
    "/_layouts/15/AdminRecycleBin.aspx": bin_page,
    "/_layouts/15/RecycleBin.aspx": bin_page,
    "/_local/requests": requests_page,
    "/_local/lists/{list_id}": list_page,
    "/_local/lists/{list_id}/items/{number:int}": item_page,
    "/_local/lists/{list_id}/settings": settings_page,
    "/_local/libraries/{list_id}": library_page,
}


def page_routes(service: Service) -> list[BaseRoute]:
    """The routes of all pages, the style sheet and the documents."""
    templates = environment()
    site = service.site
    style = files("sharepoint.local").joinpath("pages", "site.css").read_text(encoding="utf-8")

    def shown(page: Page) -> Callable[[Request], Any]:
        def build(request: Request) -> Response:
            try:
                with service.lock:
                    template, values = page(site, request)
                    text = templates.get_template(template).render(site=site, here=request.url.path, **values)
            except Refusal as refused:
                return _refused(refused)
            return HTMLResponse(text, headers=HEADERS)

        async def answer(request: Request) -> Response:
            return await run_in_threadpool(build, request)

        return answer

    def _refused(refused: Refusal) -> Response:
        text = templates.get_template("missing.html").render(site=site, here="", message=refused.message)
        return HTMLResponse(text, refused.status, headers=HEADERS)

    async def css(request: Request) -> Response:
        return Response(style, media_type="text/css", headers={"X-Content-Type-Options": "nosniff"})

    async def formats(request: Request) -> Response:
        def build() -> Response:
            with service.lock:
                text = formats_css(site, request.path_params["list_id"])
            headers = {"X-Content-Type-Options": "nosniff", "Cache-Control": "no-store"}
            return Response(text, media_type="text/css", headers=headers)

        return await run_in_threadpool(build)

    async def document(request: Request) -> Response:
        def find() -> Response:
            with service.lock:
                try:
                    found = file_response(site, request) or led_to(site, request)
                except Refusal as refused:
                    return _refused(refused)
                return found or _refused(unknown_resource(request.url.path))

        return await run_in_threadpool(find)

    async def favicon(request: Request) -> Response:
        return PlainTextResponse("", 204)

    pages = [Route(site.path + path, shown(page)) for path, page in PAGES.items()]
    return [
        *pages,
        Route("/_local/site.css", css),
        Route("/_local/formats/{list_id}.css", formats),
        Route("/favicon.ico", favicon),
        Route(site.path + "/{rest:path}", document),
    ]
