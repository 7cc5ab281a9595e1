"""What is on the site: a list's items of ours, in canonical values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from sharepoint.fields import HASH, KEY, STATE, Field
from sharepoint.plan import PresentItem, PresentList
from sharepoint.site import Site, SiteList
from sharepoint.values import from_site
from sharepoint.zones import SiteZone

_OUR_OWN: Final = (KEY.name, HASH.name, STATE.name, "Modified", "Editor/Title")


def present_list(site: Site, holder: SiteList | None, fields: Sequence[Field], zone: SiteZone) -> PresentList | None:
    """A list with all its items; None when there is no such list."""
    if holder is None:
        return None
    if KEY.name not in holder.fields:
        return PresentList(holder.id, holder.kinds, {}, holder.count)
    rows = list(site.items(holder, selected(holder, fields), "Editor"))
    items = present_items(rows, fields, zone)
    return PresentList(holder.id, holder.kinds, items, len(rows) - len(items))


def present_again(
    site: Site, holder: SiteList, fields: Sequence[Field], zone: SiteZone, keys: Sequence[str]
) -> dict[str, PresentItem]:
    """The items of these keys, read anew."""
    rows = site.items_by_key(holder, KEY.name, keys, selected(holder, fields), "Editor")
    return present_items(rows, fields, zone)


def selected(holder: SiteList, fields: Iterable[Field]) -> list[str]:
    """The properties to read: ours, and the columns that are there."""
    ours = [name for name in _OUR_OWN if "/" in name or name in holder.fields]
    return [*ours, *(field.name for field in fields if field.name in holder.fields)]


def present_items(rows: Iterable[Mapping[str, Any]], fields: Sequence[Field], zone: SiteZone) -> dict[str, PresentItem]:
    """The items that carry our key, by key."""
    found = (_item(row, fields, zone) for row in rows if row.get(KEY.name))
    return {item.key: item for item in found}


def _item(row: Mapping[str, Any], fields: Sequence[Field], zone: SiteZone) -> PresentItem:
    editor = row.get("Editor")
    return PresentItem(
        int(row["Id"]),
        str(row["etag"]),
        str(row[KEY.name]),
        {field.name: from_site(field, row.get(field.name), zone) for field in fields},
        str(row.get(HASH.name) or ""),
        str(row.get(STATE.name) or ""),
        str(editor.get("Title") or "") if isinstance(editor, dict) else "",
        str(row.get("Modified") or ""),
    )
