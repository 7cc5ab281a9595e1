"""getListItemChangesSinceToken: a list's changes and changed rows as one XML rowset, the form of the Lists web service.

Source
------
[MS-LISTSWS] 3.1.4.22, GetListItemChangesSinceToken, and [MS-PRSTFR] (the rowset).
"""

from __future__ import annotations

import re
from typing import Any

from lxml import etree

from sharepoint.local.errors import bad_query
from sharepoint.local.model.changes import Change, ChangeType
from sharepoint.local.model.item import Item
from sharepoint.local.model.kinds import shown
from sharepoint.local.model.lists import SiteList
from sharepoint.local.model.queries import Query, read
from sharepoint.local.rest import caml
from sharepoint.local.rest.call import LONGEST_NUMBER, Answer, Call

_ROWS, _ROW, _SOAP = (
    "urn:schemas-microsoft-com:rowset",
    "#RowsetSchema",
    "http://schemas.microsoft.com/sharepoint/soap/",
)
_UNREADABLE = re.compile("[^\\t\\n\\r\\x20-\\ud7ff\\ue000-\\ufffd\\U00010000-\\U0010ffff]")
MOST_ROWS = 5000


def changes_rowset(call: Call, holder: SiteList) -> Answer:
    """All rows without a token; with one, the rows that were added or changed since and the numbers of deleted ones."""
    asked = call.values("query")
    token = asked.get("ChangeToken")
    log = call.site.changes
    since = log.since(token, None, holder.id, 1 << 31) if isinstance(token, str) and token else None
    names = tuple(caml.read(f"<View>{asked.get('ViewFields') or ''}</View>").columns)
    rows = _rows(call, holder, asked, since)
    spaces: Any = {None: _SOAP, "rs": _ROWS, "z": _ROW}
    answer = etree.Element(f"{{{_SOAP}}}listitems", nsmap=spaces)
    noted = etree.SubElement(answer, f"{{{_SOAP}}}Changes", LastChangeToken=log.token(holder.id))
    for change in since or ():
        if change.kind == ChangeType.DELETE and change.item_id is not None:
            etree.SubElement(noted, f"{{{_SOAP}}}Id", ChangeType="Delete").text = str(change.item_id)
    data = etree.SubElement(answer, f"{{{_ROWS}}}data", ItemCount=str(len(rows)))
    for item in rows:
        etree.SubElement(data, f"{{{_ROW}}}row", _attributes(call, holder, item, names))
    content = etree.tostring(answer, xml_declaration=True, encoding="utf-8")
    return Answer(200, content, {"Content-Type": "text/xml; charset=utf-8"})


def _rows(call: Call, holder: SiteList, asked: dict[str, Any], since: list[Change] | None) -> list[Item]:
    limit = str(asked.get("RowLimit") or MOST_ROWS)
    if not limit.isdecimal() or len(limit) > LONGEST_NUMBER:
        raise bad_query(f"RowLimit must be a number, not {limit!r}.")
    where = caml.read(f"<View>{asked.get('Query') or ''}</View>").where
    found = read(call.site, holder, Query(where, top=min(int(limit), MOST_ROWS))).items
    if since is None:
        return found
    changed = {change.item_id for change in since if change.kind != ChangeType.DELETE}
    return [item for item in found if item.id in changed]


def _attributes(call: Call, holder: SiteList, item: Item, names: tuple[str, ...]) -> dict[str, str]:
    fields = [field.name for field in call.site.fields.of(holder.id) if not names or field.name in names]
    texts = {name: _UNREADABLE.sub("", shown(item.value(name))) for name in dict.fromkeys(("ID", *fields))}
    return {f"ows_{name}": text for name, text in texts.items() if text}
