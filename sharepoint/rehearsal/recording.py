"""Recording what publishing reads of a site: our lists with their columns and items, the library with its files.

A recording holds what the team's lists hold, so it is as confidential as they are; it holds no token and no address of
another site.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from pmo_excel.workbook.save import create
from sharepoint.errors import SharePointError
from sharepoint.present_files import file_path, folder_path
from sharepoint.site import Site, SiteList

FORMAT: Final = "pmo-excel site recording 1"
LARGEST: Final = 10_000_000
"""Largest file whose content is recorded; of larger ones the size is."""

_FIELDS: Final = "InternalName,Title,TypeAsString,SchemaXml,Required,Hidden"


@dataclass(frozen=True, slots=True)
class Recording:
    """A site as it was at a moment, as plain JSON."""

    data: dict[str, Any]

    @property
    def url(self) -> str:
        """The site's address."""
        return str(self.data["url"])

    @property
    def lists(self) -> list[dict[str, Any]]:
        """The lists and libraries."""
        return list(self.data["lists"])

    def ids(self) -> set[str]:
        """Every unique id that the site had given by then, in lower case."""
        found = {str(each["id"]).lower() for each in self.lists}
        for each in self.lists:
            found |= {row["etag"].strip('"').partition(",")[0].lower() for row in each["items"]}
            found |= {str(file["UniqueId"]).lower() for file in each["files"]}
            found |= {file["etag"].strip('"').partition(",")[0].lower() for file in each["files"]}
        return found

    def numbers(self) -> dict[str, set[int]]:
        """The numbers of the items of each list, by its id in lower case."""
        return {str(each["id"]).lower(): {int(row["Id"]) for row in each["items"]} for each in self.lists}

    def save(self, path: Path) -> None:
        """Write it to a file, whole or not at all."""
        create(path, json.dumps(self.data, ensure_ascii=False, indent=1).encode(), replace=True)

    @classmethod
    def load(cls, path: Path) -> Recording:
        """Read it from a file.

        Raises
        ------
        SharePointError
            The file cannot be read, or is no recording.
        """
        try:
            data = json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise SharePointError(f"{path} cannot be read as a recording: {error}", next_step=_AGAIN) from None
        if not isinstance(data, dict) or data.get("format") != FORMAT:
            raise SharePointError(f"{path} is no recording of a site, or one of another version", next_step=_AGAIN)
        return cls(data)


_AGAIN: Final = "Make it with: pmo sharepoint record --site URL -o FILE"


def record(site: Site, titles: Sequence[str]) -> Recording:
    """Read a site and the lists of these titles as far as publishing does; a list that is not there is left out.

    Raises
    ------
    SharePointError
        Something could not be read: a recording is whole or none.
    """
    about = site.describe(titles)
    doing = "recording the site"
    who = site.get("Web/CurrentUser?$select=Id,Title,LoginName", doing)
    return Recording(
        {
            "format": FORMAT,
            "url": site.url,
            "at": f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}",
            "title": about.title,
            "user": {name: who[name] for name in ("Id", "Title", "LoginName")},
            "zone": site.get("Web/RegionalSettings/TimeZone", doing),
            "lists": [_list(site, holder) for holder in about.lists.values() if holder is not None],
        }
    )


def _list(site: Site, holder: SiteList) -> dict[str, Any]:
    doing = f"recording {holder.title}"
    kind = site.get(f"{holder.path}?$select=BaseTemplate,EnableVersioning,EnableMinorVersions,ForceCheckout", doing)
    columns = [
        column
        for column in site.get(f"{holder.path}/Fields?$select={_FIELDS}", doing)["results"]
        if column["InternalName"].startswith("PMO") or holder.fields[column["InternalName"]].required
    ]
    names = [column["InternalName"] for column in columns if column["InternalName"] in holder.fields]
    library = int(kind["BaseTemplate"]) == 101
    return {
        "id": holder.id,
        "title": holder.title,
        "root": holder.root,
        "entity_type": holder.entity_type,
        "template": int(kind["BaseTemplate"]),
        "settings": {name: kind[name] for name in ("EnableVersioning", "EnableMinorVersions", "ForceCheckout")},
        "columns": [{name: column[name] for name in _FIELDS.split(",")} for column in columns],
        "items": [] if library else [_item(row, names) for row in site.items(holder, _selected(names), "Editor")],
        "files": list(_files(site, holder, names)) if library else [],
    }


def _selected(names: Sequence[str]) -> list[str]:
    return [*dict.fromkeys(("Title", *names)), "Modified", "Editor/Title"]


def _item(row: dict[str, Any], names: Sequence[str]) -> dict[str, Any]:
    known = ("Id", "etag", "Title", "Modified", *names)
    return {name: row.get(name) for name in known} | {"Editor": (row.get("Editor") or {}).get("Title") or ""}


def _files(site: Site, holder: SiteList, names: Sequence[str], folder: str = "") -> Iterator[dict[str, Any]]:
    """The files of a folder and of those in it, each with its place below the library."""
    doing = f"recording {holder.title}"
    columns = ",".join(f"ListItemAllFields/{name}" for name in ("Id", *dict.fromkeys(("Title", *names))))
    about = "Name,UniqueId,Length,TimeLastModified,ModifiedBy/Title"
    path = folder_path(holder, folder)
    rows = site.get(f"{path}/Files?$select={about},{columns}&$expand=ListItemAllFields,ModifiedBy", doing)["results"]
    for row in rows:
        item = row["ListItemAllFields"]
        content = _content(site, str(row["UniqueId"])) if int(row["Length"]) <= LARGEST else None
        yield {
            "path": f"{folder}/{row['Name']}".lstrip("/"),
            "UniqueId": row["UniqueId"],
            "Length": int(row["Length"]),
            "Modified": row["TimeLastModified"],
            "Editor": (row.get("ModifiedBy") or {}).get("Title") or "",
            "Id": int(item["Id"]),
            "etag": item["__metadata"]["etag"],
            "values": {name: item.get(name) for name in dict.fromkeys(("Title", *names))},
            "content": content,
        }
    for row in site.get(f"{path}/Folders?$select=Name", doing)["results"]:
        if folder or row["Name"] != "Forms":
            yield from _files(site, holder, names, f"{folder}/{row['Name']}".lstrip("/"))


def _content(site: Site, unique_id: str) -> str:
    answer = site.connection.send("GET", f"{file_path(unique_id)}/$value", repeatable=True)
    return base64.b64encode(answer.body).decode("ascii")
