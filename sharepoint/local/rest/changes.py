"""getChanges: SP.ChangeQuery in, SP.Change entities out."""

from __future__ import annotations

from typing import Any

from sharepoint.local.errors import bad_query
from sharepoint.local.model.changes import Change, ChangeType
from sharepoint.local.rest.call import Call
from sharepoint.local.rest.resource import Entity

FLAG = {
    ChangeType.ADD: "Add",
    ChangeType.UPDATE: "Update",
    ChangeType.DELETE: "DeleteObject",
    ChangeType.RENAME: "Rename",
    ChangeType.RESTORE: "Restore",
}
# A file or folder of a library is an item too: who asks for items hears of them.
ASKED_BY = {
    "Item": ("Item",),
    "File": ("File", "Item"),
    "Folder": ("Folder", "Item"),
    "List": ("List",),
    "Field": ("Field",),
    "View": ("View",),
    "User": ("User",),
    "Group": ("Group",),
    "ContentType": ("ContentType",),
    "Web": ("Web",),
}
OF_LISTS = ("List", "Field", "View")


class ChangeEntity(Entity):
    """One entry of the change log."""

    def __init__(self, call: Call, change: Change, scope: str | None) -> None:
        super().__init__(call)
        self.change = change
        self.scope = scope

    def entity_type(self) -> str:
        thing = self.change.object
        return f"SP.Change{'Item' if thing in ('Item', 'File', 'Folder') else thing}"

    def properties(self) -> dict[str, Any]:
        change = self.change
        common = {
            "ChangeToken": {
                "__metadata": {"type": "SP.ChangeToken"},
                "StringValue": self.site.changes.token_at(change.number, change.at, self.scope),
            },
            "ChangeType": int(change.kind),
            "SiteId": self.site.id,
            "Time": change.at,
            "WebId": self.site.web_id,
        }
        if change.item_id is not None:
            place = {"ListId": change.list_id, "ItemId": change.item_id, "UniqueId": change.guid}
            return common | place | {"Editor": self.site.users.get(change.editor).title}
        if change.object in OF_LISTS:
            own = {} if change.object == "List" else {f"{change.object}Id": change.guid}
            return common | own | {"ListId": change.list_id, "Editor": self.site.users.get(change.editor).title}
        return common | ({f"{change.object}Id": change.guid} if change.object != "Web" else {})


def changes(call: Call, list_id: str | None, item_id: int | None = None) -> list[Entity]:
    """The entries a change query asks for, oldest first, of the site, a list or one item."""
    query = {name: value for name, value in call.values("query").items() if value is not None}
    limit = query.get("FetchLimit", 1000)
    if isinstance(limit, bool) or not isinstance(limit, int) or limit < 1:
        raise bad_query("FetchLimit must be a number above 0.")
    log = call.site.changes
    found = log.since(_token(query, "ChangeTokenStart"), _token(query, "ChangeTokenEnd"), list_id, 1 << 31)
    wanted = [each for each in found if _wanted(each, query) and item_id in (None, each.item_id)]
    return [ChangeEntity(call, change, list_id) for change in wanted[:limit]]


def _wanted(change: Change, query: dict[str, Any]) -> bool:
    # The client has no switch for renames and restores of its own default query, so only an explicit false drops them.
    kind = query.get(FLAG[change.kind], change.kind in (ChangeType.RENAME, ChangeType.RESTORE))
    return bool(kind) and any(query.get(name) for name in ASKED_BY[change.object])


def _token(query: dict[str, Any], name: str) -> str | None:
    found = query.get(name)
    if found is None or found == "":
        return None
    text = found.get("StringValue") if isinstance(found, dict) else found
    if not isinstance(text, str):
        raise bad_query(f"{name} must be a change token.")
    return text
