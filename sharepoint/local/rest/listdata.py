"""Reading a list by CAML: GetItems and RenderListDataAsStream."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl

from sharepoint.local.model.conditions import Columns
from sharepoint.local.model.item import Item
from sharepoint.local.model.kinds import shown
from sharepoint.local.model.lists import SiteList
from sharepoint.local.model.queries import read
from sharepoint.local.rest import caml
from sharepoint.local.rest.call import Answer, Call
from sharepoint.local.rest.resource import entity_json, tree


def caml_items(call: Call, holder: SiteList) -> Answer:
    """GetItems: the items a CAML query finds; the next page starts at ListItemCollectionPosition."""
    from sharepoint.local.rest.items import ItemEntity

    asked = call.values("query")
    view = caml.read(str(asked.get("ViewXml") or ""), call.user.id)
    folder = asked.get("FolderServerRelativeUrl") or holder.root
    position = asked.get("ListItemCollectionPosition") or {}
    after = _paged(position.get("PagingInfo") if isinstance(position, dict) else None)
    page = read(call.site, holder, view.query(str(folder), after, call.site.limits.view_threshold))
    columns = Columns(call.site, holder)
    select, expand = tree(call.options.get("$select")), tree(call.options.get("$expand"))
    rows = [entity_json(ItemEntity(call, holder, item, columns), select, expand) for item in page.items]
    found: dict[str, Any] = {"results": rows}
    if page.more and page.items:
        found["ListItemCollectionPosition"] = {"PagingInfo": f"Paged=TRUE&p_ID={page.items[-1].id}"}
    return Answer(200, {"d": found})


def rendered(call: Call, holder: SiteList) -> Answer:
    """RenderListDataAsStream: rows of texts, as the list's page uses them."""
    asked = call.values("parameters")
    view = caml.read(str(asked.get("ViewXml") or call.argument("viewXml") or ""), call.user.id)
    after = _paged(asked.get("Paging"))
    page = read(call.site, holder, view.query(holder.root, after, view.limit or 30))
    names = view.columns or tuple(dict.fromkeys(("Title", *call.site.views.default(holder.id).columns)))
    rows = [_row(item, names) for item in page.items]
    body: dict[str, Any] = {
        "Row": rows,
        "FirstRow": 1 if rows else 0,
        "LastRow": len(rows),
        "RowLimit": view.limit or 30,
        "FolderPermissions": "0x7fffffffffffffff",
    }
    if page.more and page.items:
        body["NextHref"] = f"?Paged=TRUE&p_ID={page.items[-1].id}"
    return Answer(200, body)


def _row(item: Item, names: tuple[str, ...]) -> dict[str, str]:
    return {"ID": str(item.id), "UniqueId": f"{{{item.guid}}}"} | {name: shown(item.value(name)) for name in names}


def _paged(text: object) -> int:
    number = dict(parse_qsl(str(text or "").lstrip("?"))).get("p_ID", "0")
    return int(number) if number.isdecimal() else 0
