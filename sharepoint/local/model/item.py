"""One list item, file or folder, and what each of its base columns reads."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sharepoint.local.errors import etag_mismatch

if TYPE_CHECKING:
    import sqlite3

MAJOR = 512  # version labels are counted in 512ths: 1.0 is 512, 1.2 is 514
CONTENT_TYPES = {"item": "0x0100", "document": "0x010100", "folder": "0x0120"}


def label_text(label: int) -> str:
    """A version's label as people read it: 514 is "1.2"."""
    return f"{label // MAJOR}.{label % MAJOR}"


@dataclass(frozen=True, slots=True)
class Item:
    """A row of a list; ``data`` holds the values of its own columns, ``blob`` names a file's content."""

    list_id: str
    id: int
    guid: str
    version: int
    label: int
    object_type: int
    path: str
    data: dict[str, Any]
    created: str
    modified: str
    author: int
    editor: int
    blob: str | None
    length: int
    comment: str
    checked_out: int | None

    @property
    def name(self) -> str:
        return self.path.rpartition("/")[2]

    @property
    def etag(self) -> str:
        """The entity tag: unique id and number of writes, in quotes."""
        return f'"{self.guid},{self.version}"'

    @property
    def content_type(self) -> str:
        if self.object_type == 1:
            return CONTENT_TYPES["folder"]
        return CONTENT_TYPES["document" if self.blob else "item"]

    def value(self, column: str) -> Any:
        """The stored value of a column by its internal name."""
        base = BASE.get(column)
        return base(self) if base else self.data.get(column)

    def check_etag(self, asked: str | None) -> None:
        """Refuse a write whose IF-MATCH names another version; none and ``*`` name every version."""
        if asked not in (None, "", "*") and asked != self.etag:
            raise etag_mismatch(asked or "", self.etag)


BASE: dict[str, Callable[[Item], Any]] = {
    "ID": lambda item: item.id,
    "Created": lambda item: item.created,
    "Modified": lambda item: item.modified,
    "Author": lambda item: item.author,
    "Editor": lambda item: item.editor,
    "_UIVersionString": lambda item: label_text(item.label),
    "GUID": lambda item: item.guid,
    "UniqueId": lambda item: item.guid,
    "owshiddenversion": lambda item: item.version,
    "FSObjType": lambda item: item.object_type,
    "FileRef": lambda item: item.path,
    "FileDirRef": lambda item: item.path.rpartition("/")[0],
    "FileLeafRef": lambda item: item.name,
    "File_x0020_Size": lambda item: item.length,
    "ContentTypeId": lambda item: item.content_type,
}


def from_row(row: sqlite3.Row) -> Item:
    """Read a stored row."""
    return Item(
        row["list_id"],
        row["id"],
        row["guid"],
        row["version"],
        row["label"],
        row["object_type"],
        row["path"],
        json.loads(row["data"]),
        row["created"],
        row["modified"],
        row["author"],
        row["editor"],
        row["blob"],
        row["length"],
        row["comment"],
        row["checked_out"],
    )
