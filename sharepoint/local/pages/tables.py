"""A list as a table, and one item with everything about it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request

from sharepoint.local.errors import Refusal
from sharepoint.local.model.conditions import AllOf, Comparison
from sharepoint.local.model.fields import MOST_INDEXES, Field
from sharepoint.local.model.item import Item, label_text
from sharepoint.local.model.items import Version
from sharepoint.local.model.kinds import LONGEST_TEXT, shown
from sharepoint.local.model.lists import SiteList
from sharepoint.local.model.permissions import FIRST_GROUP
from sharepoint.local.model.queries import Query, read
from sharepoint.local.model.site import Site
from sharepoint.local.model.views import View
from sharepoint.local.pages.addresses import FILTER
from sharepoint.local.pages.formatting import Format, colors, formatted
from sharepoint.local.rest import caml
from sharepoint.local.rest.call import LONGEST_NUMBER

ROWS = 100
LONG = 30  # characters from which a text's column is made wider
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
    shape: str = ""  # the style a table cell gets: "number", "nowrap", "long" or "note"
    format: Format | None = None  # what the column's formatting gives to it


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
    if kind == "Note":
        return Cell(text, shape="note")
    format_ = formatted(str(field.properties.get("CustomFormatter") or ""), value, item.value)
    if format_:
        return Cell(text, format=format_)
    tone = RAG.get(text.strip().lower(), "") if kind in ("Text", "Choice") and _RAG_TITLE.search(field.title) else ""
    return Cell(text, tone, shape="long" if len(text) > LONG else "")


def _referenced(site: Site, field: Field, number: int) -> str:
    try:
        if "User" in field.kind.name:
            return site.users.get(number).title
        target = site.items.get(field.properties["LookupList"].strip("{}").lower(), number)
        return str(target.value(field.properties["LookupField"]) or f"#{number}")
    except Refusal:
        return f"#{number} (gone)"


def columns(site: Site, holder: SiteList, view: View | None = None) -> list[Field]:
    """The columns of a view; without one, of a list's default view."""
    known = {field.name: field for field in site.fields.of(holder.id)}
    shown_in = view or site.views.default(holder.id)
    return [known[name] for name in shown_in.columns if name in known]


def list_page(site: Site, request: Request) -> tuple[str, dict[str, Any]]:
    """A list as a table: the rows and columns of the view that the address names, sorted by the column it names."""
    holder = site.lists.get(request.path_params["list_id"])
    views = site.views.of(holder.id)
    view = next((each for each in views if each.id == request.query_params.get("view")), None)
    present = view or site.views.default(holder.id)
    fields = columns(site, holder, present)
    sort = request.query_params.get("sort", "")
    down = request.query_params.get("down") == "1"
    after = request.query_params.get("after", "")
    asked = caml.read(f"<View><Query>{present.properties['ViewQuery']}</Query></View>", site.users.everyday().id)
    order = ((sort, down),) if any(field.name == sort for field in fields) else asked.order
    titles = {field.name: field.title for field in site.fields.of(holder.id)}
    only = _filter(request, titles)
    where = AllOf(tuple(each for each in (asked.where, only) if each)) if only else asked.where
    found = Query(where, order, ROWS, int(after) if after.isdecimal() and len(after) <= LONGEST_NUMBER else 0)
    page = read(site, holder, found)
    return "list.html", {
        "holder": holder,
        "views": views,
        "view": present,
        "chosen": urlencode({name: value for name, value in request.query_params.items() if name in ("view", *FILTER)}),
        "filtered": (titles[only.column], only.value) if only else None,
        "fields": fields,
        "rows": page.items,
        "more": page.more,
        "sort": sort if order and order[0][0] == sort else "",
        "down": down,
        "first": not after,
        "total": site.lists.count(holder.id),
    }


def _filter(request: Request, titles: Mapping[str, str]) -> Comparison | None:
    """The condition that an address adds to a view, as SharePoint's own pages take it; of an unknown column, none."""
    name, value = (request.query_params.get(part, "") for part in FILTER)
    return Comparison(name, "eq", value) if name in titles and value else None


def settings_page(site: Site, request: Request) -> tuple[str, dict[str, Any]]:
    """How a list is set up: columns with their rules, views, versions, permissions."""
    holder = site.lists.get(request.path_params["list_id"])
    fields = site.fields.of(holder.id)
    own = [field for field in fields if not field.properties["FromBaseType"] or field.name == "Title"]
    scope = holder.id if site.permissions.unique(holder.id) else site.web_id
    return "settings.html", {
        "holder": holder,
        "fields": [(field, column_rules(site, field)) for field in own],
        "indexes": sum(field.indexed for field in fields),
        "most_indexes": MOST_INDEXES,
        "views": [(view, [field.title for field in columns(site, holder, view)]) for view in site.views.of(holder.id)],
        "versioned": holder.settings["EnableVersioning"],
        "own_permissions": scope == holder.id,
        "assigned": [
            (principal_name(site, number), ", ".join(role.name for role in roles))
            for number, roles in site.permissions.assigned(scope).items()
        ],
    }


def column_rules(site: Site, field: Field) -> str:
    """What a column asks of its values, in words."""
    properties = field.properties
    if field.kind.name in ("Lookup", "LookupMulti"):
        try:
            return f"values of {site.lists.get(properties['LookupList']).title}"
        except Refusal:
            return "values of a list that is gone"
    if properties.get("Choices"):
        more = ", or another value" if properties.get("FillInChoice") else ""
        return " · ".join(properties["Choices"]) + more
    if field.kind.name == "Text":
        return f"up to {properties.get('MaxLength') or LONGEST_TEXT} characters"
    if field.kind.name == "DateTime":
        return "date and time" if properties["DisplayFormat"] else "date only"
    return ""


def principal_name(site: Site, number: int) -> str:
    """The name of a person or group."""
    if number >= FIRST_GROUP:
        return site.permissions.group(number).title
    return site.users.get(number).title


def formats_css(site: Site, list_id: str) -> str:
    """A style sheet with the colors that the formatting of a list's columns names.

    Pages allow no style attributes, so that nothing people typed can become one; a color becomes a class.
    """
    fields = site.fields.of(list_id)
    named = {color for field in fields for color in colors(str(field.properties.get("CustomFormatter") or ""))}
    rules = (f".ground-{color}{{background:#{color}}}.ink-{color}{{color:#{color}}}" for color in sorted(named))
    return "\n".join(rules)


def version_changes(fields: list[Field], versions: list[Version]) -> list[list[tuple[str, str, str]]]:
    """For each version, newest first: which values it changed, as title, value before and value after."""
    found: list[list[tuple[str, str, str]]] = []
    for version, before in pairwise(versions):
        changed = [field for field in fields if version.data.get(field.name) != before.data.get(field.name)]
        texts = [(shown(before.data.get(field.name)), shown(version.data.get(field.name))) for field in changed]
        found.append([(field.title, *pair) for field, pair in zip(changed, texts, strict=True)])
    return [*found, []]


def item_page(site: Site, request: Request) -> tuple[str, dict[str, Any]]:
    """One item: its values, attachments and versions."""
    holder = site.lists.get(request.path_params["list_id"])
    item = site.items.get(holder.id, request.path_params["number"])
    fields = [
        field for field in site.fields.of(holder.id) if not field.properties["FromBaseType"] or field.name == "Title"
    ]
    in_view = {field.name for field in columns(site, holder)}
    people = [field for field in fields if field.properties.get("ShowInEditForm") is not False or field.name in in_view]
    kept = site.items.versions(item)
    versions = [
        (label_text(each.label), each, site.users.get(each.editor).title, changed)
        for each, changed in zip(kept, version_changes(people, kept), strict=True)
    ]
    attached = site.store.rows(
        "SELECT name, length FROM attachments WHERE list_id = ? AND item_id = ? ORDER BY folded", (holder.id, item.id)
    )
    return "item.html", {
        "holder": holder,
        "item": item,
        "title": item.data.get("Title") or item.name,
        "fields": people,
        "machine_fields": [field for field in fields if field not in people],
        "versions": versions,
        "attached": attached,
        "author": site.users.get(item.author).title,
        "editor": site.users.get(item.editor).title,
    }
