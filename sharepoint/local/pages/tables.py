"""A list as a table, and one item with everything about it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request

from sharepoint.local.errors import Refusal
from sharepoint.local.model.fields import Field
from sharepoint.local.model.item import Item, label_text
from sharepoint.local.model.kinds import shown
from sharepoint.local.model.lists import SiteList
from sharepoint.local.model.queries import Query, read
from sharepoint.local.model.site import Site

ROWS = 100
RAG = {
    "r": "red",
    "red": "red",
    "a": "amber",
    "amber": "amber",
    "yellow": "amber",
    "y": "amber",
    "g": "green",
    "green": "green",
}
_RAG_TITLE = re.compile(r"\b(rag|status|health|rating)\b", re.IGNORECASE)
_SAFE_URL = re.compile(r"https?://", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Cell:
    """What a page shows of one value; ``tone`` is a RAG color, ``link`` an address to open."""

    text: str
    tone: str = ""
    link: str = ""
    shape: str = ""  # the style a table cell gets: "number" or "nowrap"


def cell_parts(site: Site, field: Field, item: Item) -> Cell:
    """A value as people read it: names for persons, titles for lookups, dates without seconds, RAG with its color."""
    value = item.value(field.name)
    kind = field.kind.name
    if value is None or value == []:
        return Cell("")
    if field.kind.reference:
        numbers = value if isinstance(value, list) else [value]
        shape = "" if len(numbers) > 1 else "nowrap"
        return Cell("; ".join(_referenced(site, field, number) for number in numbers), shape=shape)
    if kind == "DateTime":
        return Cell(
            value[:10] if field.properties["DisplayFormat"] == 0 else value[:16].replace("T", " "), shape="nowrap"
        )
    if kind == "URL":
        return Cell(shown(value), link=value["Url"] if _SAFE_URL.match(value["Url"]) else "")
    if kind in ("Number", "Currency", "Integer", "Counter"):
        return Cell(f"{value:,.2f}" if kind == "Currency" else f"{value:,.10g}", shape="number")
    text = shown(value)
    tone = RAG.get(text.strip().lower(), "") if kind in ("Text", "Choice") and _RAG_TITLE.search(field.title) else ""
    return Cell(text, tone)


def _referenced(site: Site, field: Field, number: int) -> str:
    try:
        if "User" in field.kind.name:
            return site.users.get(number).title
        target = site.items.get(field.properties["LookupList"].strip("{}").lower(), number)
        return str(target.value(field.properties["LookupField"]) or f"#{number}")
    except Refusal:
        return f"#{number} (gone)"


def columns(site: Site, holder: SiteList) -> list[Field]:
    """The columns of a list's default view."""
    known = {field.name: field for field in site.fields.of(holder.id)}
    return [known[name] for name in site.views.default(holder.id).columns if name in known]


def list_page(site: Site, request: Request) -> tuple[str, dict[str, Any]]:
    """A list as a table, sorted by the column the address names."""
    holder = site.lists.get(request.path_params["list_id"])
    fields = columns(site, holder)
    sort = request.query_params.get("sort", "")
    down = request.query_params.get("down") == "1"
    after = request.query_params.get("after", "")
    order = ((sort, down),) if any(field.name == sort for field in fields) else ()
    page = read(site, holder, Query(order=order, top=ROWS, after=int(after) if after.isdecimal() else 0))
    return "list.html", {
        "holder": holder,
        "fields": fields,
        "rows": page.items,
        "more": page.more,
        "sort": sort if order else "",
        "down": down,
        "first": not after,
        "total": site.lists.count(holder.id),
    }


def item_page(site: Site, request: Request) -> tuple[str, dict[str, Any]]:
    """One item: its values, attachments and versions."""
    holder = site.lists.get(request.path_params["list_id"])
    item = site.items.get(holder.id, request.path_params["number"])
    fields = [
        field for field in site.fields.of(holder.id) if not field.properties["FromBaseType"] or field.name == "Title"
    ]
    versions = [(label_text(each.label), each, site.users.get(each.editor).title) for each in site.items.versions(item)]
    attached = site.store.rows(
        "SELECT name, length FROM attachments WHERE list_id = ? AND item_id = ? ORDER BY folded", (holder.id, item.id)
    )
    return "item.html", {
        "holder": holder,
        "item": item,
        "title": item.data.get("Title") or item.name,
        "fields": fields,
        "versions": versions,
        "attached": attached,
        "author": site.users.get(item.author).title,
        "editor": site.users.get(item.editor).title,
    }
