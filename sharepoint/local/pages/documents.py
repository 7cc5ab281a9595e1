"""Stored files as they are opened in a browser.

A file somebody uploaded is not the site's own page: it is served in a sandbox that runs no script and belongs to no
origin, and never guessed into another type than its name says. Types a browser would run or nest are downloaded.
"""

from __future__ import annotations

import json
import mimetypes
import re
from html import escape
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, Response

from sharepoint.local.model.item import Item
from sharepoint.local.model.names import fold
from sharepoint.local.model.site import Site

SANDBOX = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; base-uri 'none'"
PDF = "application/pdf"
SHOWN = ("text/plain", "text/html", "text/csv", PDF, "image/png", "image/jpeg", "image/gif", "image/svg+xml")
_HISTORY = re.compile(r"_vti_history/(\d+)/(.+)")
_ATTACHMENT = re.compile(r"(.+)/Attachments/(\d+)/([^/]+)")


def file_response(site: Site, request: Request) -> Response | None:
    """The file at the request's path: a document, an old version of one, or an attachment; None where there is none."""
    rest = request.path_params["rest"]
    decoded = f"{site.path}/{rest}"
    history = _HISTORY.fullmatch(rest)
    if history:
        return _old_version(site, f"{site.path}/{history.group(2)}", int(history.group(1)))
    item = site.documents.find(decoded)
    if item and item.name.lower().endswith(".aspx"):
        return _site_page(item)
    if item and item.blob:
        return _served(site, item.blob, item.name, "download" in request.query_params)
    attached = _ATTACHMENT.fullmatch(decoded)
    return _attachment(site, *attached.groups()) if attached else None


def _site_page(item: Item) -> Response:
    """A modern page: its title and the texts of its canvas, in the sandbox like everything people wrote."""
    canvas = str(item.data.get("CanvasContent1") or "")
    try:
        parts = json.loads(canvas) if canvas else []
    except ValueError:
        parts = [{"innerHTML": canvas}]
    controls = parts if isinstance(parts, list) else []
    texts = [str(part.get("innerHTML") or "") for part in controls if isinstance(part, dict)]
    title = escape(str(item.data.get("Title") or item.name))
    text = (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{title}</title><h1>{title}</h1>{"".join(texts)}'
    )
    return HTMLResponse(text, headers={"Content-Security-Policy": SANDBOX, "X-Content-Type-Options": "nosniff"})


def _old_version(site: Site, path: str, label: int) -> Response | None:
    item = site.documents.find(path)
    for version in site.items.versions(item) if item else ():
        if version.label == label and version.blob and item:
            return _served(site, version.blob, item.name, download=True)
    return None


def _attachment(site: Site, root: str, number: str, name: str) -> Response | None:
    holder = next((each for each in site.lists.all() if fold(each.root) == fold(root)), None)
    row = holder and site.store.row(
        "SELECT blob, name FROM attachments WHERE list_id = ? AND item_id = ? AND folded = ?",
        (holder.id, int(number), fold(name)),
    )
    return _served(site, row["blob"], row["name"], download=False) if row else None


def _served(site: Site, blob: str, name: str, download: bool) -> Response:
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    way = "inline" if kind in SHOWN and not download else "attachment"
    headers = {
        "X-Content-Type-Options": "nosniff",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Content-Disposition": f"{way}; filename*=UTF-8''{quote(name, safe='')}",
        "Cache-Control": "no-store",
    }
    if kind != PDF:  # a browser's PDF viewer does not open in a sandbox, and has no access to the site anyway
        headers["Content-Security-Policy"] = SANDBOX
    text = "; charset=utf-8" if kind.startswith("text/") else ""
    return FileResponse(site.store.blob(blob), media_type=kind + text, headers=headers)
