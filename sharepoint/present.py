"""What is on the site: a list's items of ours, in canonical values."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from sharepoint.errors import Answer
from sharepoint.fields import HASH, KEY, STATE, Field
from sharepoint.lists import LINK
from sharepoint.merge import PresentItem
from sharepoint.plan import PresentList
from sharepoint.site import Site, SiteList
from sharepoint.values import from_site
from sharepoint.zones import SiteZone

_OUR_OWN: Final = (KEY.name, HASH.name, STATE.name, LINK.name, "Modified", "Editor/Title")


def present_lists(
    site: Site, wanted: Sequence[tuple[SiteList | None, Sequence[Field]]], zone: SiteZone, others: Sequence[str] = ()
) -> tuple[list[PresentList | None], list[Answer]]:
    """Lists with all their items, in the order given, None where there is no such list; and answers to other reads."""
    ours = [(holder, fields) for holder, fields in wanted if holder is not None and KEY.name in holder.fields]
    rows, answers = site.items_of([(holder, selected(holder, fields)) for holder, fields in ours], "Editor", others)
    read = {
        holder.id: _present(holder, fields, found, zone) for (holder, fields), found in zip(ours, rows, strict=True)
    }
    found = [
        None if holder is None else read.get(holder.id) or PresentList(holder.id, holder.kinds, {}, holder.count)
        for holder, _ in wanted
    ]
    return found, answers


def _present(
    holder: SiteList, fields: Sequence[Field], rows: Sequence[Mapping[str, Any]], zone: SiteZone
) -> PresentList:
    keyed = Counter(str(row[KEY.name]) for row in rows if row.get(KEY.name))
    doubled = frozenset(key for key, count in keyed.items() if count > 1)
    items = present_items(rows, fields, zone)
    return PresentList(holder.id, holder.kinds, items, len(rows) - keyed.total(), doubled)


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
        str((row.get(LINK.name) or {}).get("Url") or ""),
    )
