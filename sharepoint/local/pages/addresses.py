"""SharePoint's own addresses of documents, lists and items, as people get them: each leads to its page."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import quote, urlencode

from starlette.requests import Request
from starlette.responses import RedirectResponse

from sharepoint.local.errors import Refusal, unknown_file
from sharepoint.local.model.names import fold
from sharepoint.local.model.site import Site
from sharepoint.local.rest.call import LONGEST_NUMBER

FILTER = ("FilterField1", "FilterValue1")
DOCUMENT = "_layouts/15/Doc.aspx"


def led_to(site: Site, request: Request) -> RedirectResponse | None:
    """Where the request's address leads: a document by its unique id, a list's view, an item; None for another one.

    Raises
    ------
    Refusal
        It is an address of a document that is not there.
    """
    rest = str(request.path_params["rest"])
    asked = request.query_params
    if fold(rest) == fold(DOCUMENT):
        guid = asked.get("sourcedoc", "")
        if not guid:
            raise unknown_file(guid)
        return RedirectResponse(quote(site.documents.by_id(guid).path))
    place = _view(site, f"{site.path}/{rest}", asked) or _item(site, f"{site.path}/{rest}", asked.get("ID", ""))
    return RedirectResponse(f"{site.path}/_local/lists/{place}") if place else None


def _view(site: Site, path: str, asked: Mapping[str, str]) -> str:
    try:
        view = site.views.by_page(path)
    except Refusal:
        return ""
    kept = {name: asked[name] for name in FILTER if name in asked}
    return f"{view.list_id}?{urlencode({'view': view.id, **kept})}"


def _item(site: Site, path: str, number: str) -> str:
    root, _, name = path.rpartition("/")
    holder = next((each for each in site.lists.all() if fold(each.root) == fold(root)), None)
    known = number.isdecimal() and len(number) <= LONGEST_NUMBER
    return f"{holder.id}/items/{number}" if holder and known and fold(name) == fold("DispForm.aspx") else ""
