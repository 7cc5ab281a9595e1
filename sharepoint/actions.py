"""What a plan consists of: one frozen value for each thing to do, or to tell, on the site."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sharepoint.fields import Field, Owner
from sharepoint.values import Value
from sharepoint.wanted import Item


@dataclass(frozen=True, slots=True)
class Change:
    """One value before and after.

    Attributes
    ----------
    replaces
        The old value was typed on the site and is not kept: the column is the workbook's, or a person chose so.
    title
        The column's title.
    """

    old: Value
    new: Value
    replaces: bool = False
    title: str = ""

    def __str__(self) -> str:
        typed = " (typed on the site)" if self.replaces else ""
        return f"{shown(self.old)}{typed} → {shown(self.new)}"


def shown(value: Value) -> str:
    """A value as plan lines print it: short, and in quotes where it is text."""
    if value is None:
        return "empty"
    if isinstance(value, str):
        line = " ".join(value.split())
        return f'"{line[:60]}…"' if len(line) > 60 else f'"{line}"'
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "; ".join(value) if isinstance(value, list) else str(value)


@dataclass(frozen=True, slots=True)
class CreateList:
    """Make a list or library with its columns."""

    list: str
    fields: tuple[Field, ...]
    library: bool = False
    description: str = ""

    def __str__(self) -> str:
        kind = "library" if self.library else "list"
        return f"create {kind} {self.list} with {len(self.fields)} columns"


@dataclass(frozen=True, slots=True)
class AddField:
    """Add a column to a list that is there."""

    list: str
    field: Field

    def __str__(self) -> str:
        return f"add column {self.field.title} to {self.list}"


@dataclass(frozen=True, slots=True)
class Create:
    """Add an item for a row that has none."""

    list: str
    item: Item

    def __str__(self) -> str:
        return f"create {self.list}: {self.item.label}"


@dataclass(frozen=True, slots=True)
class Update:
    """Change the fields of an item that differ, if it is still the version that was read.

    Attributes
    ----------
    published
        The values that count as published afterwards; where a person's edit is left alone, those of before.
    revive
        The item was marked Removed and becomes active again.
    """

    list: str
    item: Item
    id: int
    etag: str
    changes: Mapping[str, Change]
    published: Mapping[str, Value]
    revive: bool = False

    def __str__(self) -> str:
        changed = ", ".join(f"{change.title or name} {change}" for name, change in self.changes.items())
        state = "active again" if self.revive else ""
        return f"update {self.list}: {self.item.label}: {', '.join(part for part in (changed, state) if part)}"


@dataclass(frozen=True, slots=True)
class Retire:
    """Mark an item as Removed, because the workbook no longer has its row; `values` stay as they are."""

    list: str
    key: str
    label: str
    id: int
    etag: str
    values: Mapping[str, Value]

    def __str__(self) -> str:
        return f"retire {self.list}: {self.label} (marked Removed, not deleted)"


@dataclass(frozen=True, slots=True)
class Recycle:
    """Put an item that was marked Removed before into the site's recycle bin; only when asked for."""

    list: str
    key: str
    label: str
    id: int
    etag: str
    values: Mapping[str, Value]

    def __str__(self) -> str:
        return f"recycle {self.list}: {self.label} (Removed before; it can be restored from the recycle bin)"


Choices = Mapping[tuple[str, str, str], Value]
"""Where a person chose the workbook's side: by a conflict's `place`, what the site held at that time (its `seen`)."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """A value that a person changed on the site since the last publish; it is left as it is.

    Attributes
    ----------
    field
        The column's title; empty when the whole item, or the file's content, is meant.
    last, workbook, site
        The value last published, the workbook's and the site's. Where the row is gone from the workbook, `site` lists
        what was changed.
    editor, modified
        Who wrote the item last, and when (UTC): not always who changed this value.
    deleted
        The item is gone from the site.
    gone
        The row is gone from the workbook, while the item was changed on the site.
    name, owner
        The column's internal name, and whose values it holds.
    known
        False where nothing tells what was published last; `last` then says nothing.
    id, etag
        The item, and its version that was read; 0 and empty where it is gone.
    """

    list: str
    key: str
    label: str
    field: str
    last: Value
    workbook: Value
    site: Value
    editor: str = ""
    modified: str = ""
    deleted: bool = False
    gone: bool = False
    name: str = ""
    owner: Owner = Owner.SHARED
    known: bool = True
    id: int = 0
    etag: str = ""

    @property
    def both(self) -> bool:
        """Whether the workbook changed too; otherwise, or in a column of the site's people, it is a proposal."""
        return self.owner is not Owner.THEIRS and (self.gone or not self.known or self.workbook != self.last)

    @property
    def place(self) -> tuple[str, str, str]:
        """What is in conflict: list, key, and the column's internal name, empty for the whole item."""
        return self.list, self.key, self.name

    @property
    def seen(self) -> Value:
        """What a choice for the workbook's side rests on: chosen once, it is void when the site has changed again."""
        return self.etag if self.gone else self.site

    def __str__(self) -> str:
        who = f" by {self.editor}" if self.editor else ""
        if self.deleted:
            return f"conflict {self.list}: {self.label}: deleted on the site{who}; not created again"
        if self.gone:
            edits = shown(self.site)
            return (
                f"conflict {self.list}: {self.label}: gone from the workbook, changed on the site{who} ({edits}); left"
            )
        sides = "changed on both sides" if self.both else f"changed on the site{who}"
        last = shown(self.last) if self.known else "unknown"
        values = f"last {last}, workbook {shown(self.workbook)}, site {shown(self.site)}"
        column = f": {self.field}" if self.field else ""
        return f"conflict {self.list}: {self.label}{column}: {sides}; left as it is ({values})"


@dataclass(frozen=True, slots=True)
class UploadFile:
    """Put a new file into the library."""

    list: str
    path: str
    size: int
    digest: str
    metadata: Mapping[str, Value]
    source: bytes | Path = field(repr=False)

    def __str__(self) -> str:
        return f"upload {self.list}: {self.path} ({self.size:,} bytes)"


@dataclass(frozen=True, slots=True)
class UpdateFile:
    """Put a new version into a file that is there, or only change what is recorded about it.

    Attributes
    ----------
    content
        False when the content is the same and only metadata differ.
    checked_out
        A publish that broke off has it checked out; this one goes on from there.
    """

    list: str
    path: str
    size: int
    digest: str
    metadata: Mapping[str, Value]
    source: bytes | Path = field(repr=False)
    id: int
    unique_id: str
    content: bool = True
    checked_out: bool = False

    def __str__(self) -> str:
        what = f"new version, {self.size:,} bytes" if self.content else "metadata"
        return f"update {self.list}: {self.path} ({what})"


@dataclass(frozen=True, slots=True)
class LinkFile:
    """Let the item of a list lead to a document of a library, by the address that survives renames.

    Attributes
    ----------
    unique_id
        The document's, where it is there already.
    """

    list: str
    key: str
    label: str
    library: str
    path: str
    unique_id: str = ""

    def __str__(self) -> str:
        return f"link {self.list}: {self.label} to {self.path}"


Action = CreateList | AddField | Create | Update | Retire | Recycle | Conflict | UploadFile | UpdateFile | LinkFile


def as_json(action: Action) -> dict[str, Any]:
    """An action as every host prints it."""
    told: dict[str, Any] = {"action": type(action).__name__, "list": action.list, "text": str(action)}
    match action:
        case Create():
            told |= {"key": action.item.key, "values": dict(action.item.values)}
        case Update():
            told |= {"key": action.item.key, "id": action.id, "etag": action.etag}
            told["changes"] = {name: [change.old, change.new] for name, change in action.changes.items()}
            told["replaces"] = [name for name, change in action.changes.items() if change.replaces]
            told["active_again"] = action.revive
        case Retire() | Recycle():
            told |= {"key": action.key, "id": action.id, "etag": action.etag}
        case Conflict():
            told |= {"key": action.key, "field": action.field, "name": action.name, "both": action.both}
            told |= {"deleted": action.deleted, "gone": action.gone, "owner": action.owner.name.lower()}
            told |= {"last": action.last, "workbook": action.workbook, "site": action.site, "known": action.known}
            told |= {"editor": action.editor, "modified": action.modified}
        case CreateList():
            told |= {"fields": [column.name for column in action.fields], "library": action.library}
        case AddField():
            told |= {"field": action.field.name, "title": action.field.title, "kind": action.field.kind.value}
        case UploadFile() | UpdateFile():
            told |= {
                "path": action.path,
                "size": action.size,
                "sha256": action.digest,
                "metadata": dict(action.metadata),
            }
    return told
