"""Lists and libraries: creation with the columns and the view every list has, settings, numbers."""

from __future__ import annotations

import json
import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sharepoint.local.errors import list_exists, unknown_list
from sharepoint.local.model.changes import ChangeType
from sharepoint.local.model.names import entity_name, fold, numbered, url_name
from sharepoint.local.model.templates import LIBRARY, LIST, SITE_PAGES, USERS, TemplateColumn, template

if TYPE_CHECKING:
    import sqlite3

    from sharepoint.local.model.site import Site
    from sharepoint.local.model.users import User

__all__ = ["LIBRARY", "LIST", "SITE_PAGES", "Lists", "SiteList"]
SETTINGS: dict[str, Any] = {
    "Description": "",
    "Hidden": False,
    "EnableVersioning": True,
    "EnableMinorVersions": False,
    "MajorVersionLimit": 50,
    "MajorWithMinorVersionsLimit": 0,
    "EnableAttachments": True,
    "EnableFolderCreation": False,
    "EnableModeration": False,
    "ContentTypesEnabled": False,
    "AllowContentTypes": True,
    "ForceCheckout": False,
    "NoCrawl": False,
    "OnQuickLaunch": False,
    "DraftVersionVisibility": 0,
    "ReadSecurity": 1,
    "WriteSecurity": 1,
    "ValidationFormula": None,
    "ValidationMessage": None,
    "ImageUrl": "/_layouts/15/images/itgen.png",
    "CrawlNonDefaultViews": False,
    "DefaultContentApprovalWorkflowId": "00000000-0000-0000-0000-000000000000",
    "DisableCommenting": False,
    "DisableGridEditing": False,
    "Direction": "none",
    "DocumentTemplateUrl": None,
    "ExemptFromBlockDownloadOfNonViewableFiles": False,
    "FileSavePostProcessingEnabled": False,
    "IrmEnabled": False,
    "IrmExpire": False,
    "IrmReject": False,
    "IsApplicationList": False,
    "IsPrivate": False,
    "ListExperienceOptions": 0,
    "MultipleDataList": False,
    "ParserDisabled": False,
}
_HIDDEN = {"ReadOnlyField": True, "Hidden": True, "FromBaseType": True, "CanBeDeleted": False}
_SHOWN = {"ReadOnlyField": True, "FromBaseType": True, "CanBeDeleted": False}
BASE_FIELDS: tuple[tuple[str, str, str, dict[str, Any]], ...] = (
    ("ID", "ID", "Counter", _SHOWN | {"Indexed": False}),
    ("Title", "Title", "Text", {"Required": True, "FromBaseType": True, "CanBeDeleted": False}),
    ("Modified", "Modified", "DateTime", _SHOWN),
    ("Created", "Created", "DateTime", _SHOWN),
    ("Author", "Created By", "User", _SHOWN),
    ("Editor", "Modified By", "User", _SHOWN),
    ("_UIVersionString", "Version", "Text", _SHOWN),
    ("GUID", "GUID", "Guid", _HIDDEN),
    ("UniqueId", "Unique Id", "Guid", _HIDDEN),
    ("owshiddenversion", "owshiddenversion", "Integer", _HIDDEN),
    ("FSObjType", "Item Type", "Integer", _HIDDEN),
    ("FileRef", "URL Path", "Text", _HIDDEN),
    ("FileDirRef", "Path", "Text", _HIDDEN),
    ("ContentTypeId", "Content Type ID", "Text", _HIDDEN),
)


@dataclass(frozen=True, slots=True)
class SiteList:
    """A list or library; ``root`` is the server relative path of its root folder."""

    id: str
    title: str
    root: str
    template: int
    entity: str
    created: str
    modified: str
    version: int
    settings: dict[str, Any]

    @property
    def library(self) -> bool:
        return template(self.template).library

    @property
    def entity_type(self) -> str:
        """The type name items of the list carry in ``__metadata``."""
        return f"SP.Data.{self.entity}{'Item' if self.library or self.template == USERS else 'ListItem'}"


class Lists:
    """The lists of a site."""

    def __init__(self, site: Site) -> None:
        self.site = site

    def all(self) -> list[SiteList]:
        """Every list that is not in the recycle bin, by title."""
        return [
            _list(row) for row in self.site.store.rows("SELECT * FROM lists WHERE recycled IS NULL ORDER BY folded")
        ]

    def get(self, list_id: str) -> SiteList:
        """The list with this id."""
        key = list_id.strip("{}").lower()
        found = self.site.store.row("SELECT * FROM lists WHERE id = ? AND recycled IS NULL", (key,))
        if found is None:
            raise unknown_list(list_id)
        return _list(found)

    def by_title(self, title: str) -> SiteList:
        """The list with this title; titles compare without case."""
        found = self.site.store.row("SELECT * FROM lists WHERE folded = ? AND recycled IS NULL", (fold(title),))
        if found is None:
            raise unknown_list(title)
        return _list(found)

    def by_root(self, path: str) -> SiteList:
        """The list whose root folder has this server relative path."""
        for each in self.all():
            if fold(each.root) == fold(path.rstrip("/")):
                return each
        raise unknown_list(path)

    def by_template(self, number: int) -> SiteList:
        """The first list of a template: the site's own gallery or library of that kind."""
        for each in self.all():
            if each.template == number:
                return each
        raise unknown_list(f"of template {number}")

    def holding(self, path: str) -> SiteList:
        """The list whose root folder holds this server relative path, at any depth."""
        for each in self.all():
            if fold(path).startswith(fold(each.root) + "/"):
                return each
        raise unknown_list(path)

    def add(
        self, title: str, kind: int, by: User, settings: dict[str, Any] | None = None, root: str | None = None
    ) -> SiteList:
        """Create a list of a template with its root folder, columns and views."""
        title = title.strip()
        if self.site.store.row("SELECT 1 FROM lists WHERE folded = ? AND recycled IS NULL", (fold(title),)):
            raise list_exists()
        library = template(kind).library
        folder = root or self._free_folder(url_name(title), library)
        path = f"{self.site.path}/{folder}" if library or root else f"{self.site.path}/Lists/{folder}"
        of_template = (
            {"EnableAttachments": False, "EnableFolderCreation": True, "MajorVersionLimit": 500} if library else {}
        )
        now = self.site.now()
        made = SiteList(
            str(uuid.uuid4()),
            title,
            path,
            kind,
            "UserInfo" if kind == USERS else entity_name(folder),
            now,
            now,
            1,
            SETTINGS | of_template | (settings or {}),
        )
        self.site.store.run(
            "INSERT INTO lists (id, title, folded, root, template, entity, created, modified, settings)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (made.id, title, fold(title), path, kind, made.entity, now, now, json.dumps(made.settings)),
        )
        self._furnish(made)
        self.site.changes.note(ChangeType.ADD, "List", made.id, made.id, by)
        return made

    def _free_folder(self, name: str, library: bool) -> str:
        parent = self.site.path if library else f"{self.site.path}/Lists"
        rows = self.site.store.rows("SELECT path FROM folders WHERE parent = ?", (fold(parent),))
        return numbered(name, {row["path"].rpartition("/")[2].casefold() for row in rows})

    def _furnish(self, made: SiteList) -> None:
        for name, title, kind, properties in BASE_FIELDS:
            self.site.fields.add(made.id, kind, title, properties, name=name)
        if made.library:
            self.site.fields.add(made.id, "File", "Name", {"FromBaseType": True, "Required": True}, name="FileLeafRef")
            self.site.fields.add(made.id, "Integer", "File Size", dict(_SHOWN), name="File_x0020_Size")
        else:
            self.site.fields.add(made.id, "Text", "Name", dict(_HIDDEN), name="FileLeafRef")
            self.site.fields.add(made.id, "Attachments", "Attachments", {"FromBaseType": True}, name="Attachments")
        of_kind = template(made.template)
        self._add_columns(made.id, of_kind.columns)
        for place, view in enumerate(of_kind.views):
            self.site.views.add(made.id, view, list(of_kind.shown), default=place == 0)
        self.site.folders.add(made.root, made.id)
        if made.library:
            self.site.folders.add(f"{made.root}/Forms", made.id)

    def _add_columns(self, list_id: str, columns: tuple[TemplateColumn, ...]) -> None:
        for column in columns:
            own = {"LookupList": f"{{{list_id}}}"} if column.properties.get("LookupList") == "Self" else {}
            self.site.fields.add(list_id, column.kind, column.title, column.properties | own, name=column.name)

    def add_site_columns(self, columns: tuple[TemplateColumn, ...]) -> None:
        """The columns of the site itself, kept under the site's own id."""
        for name, title, kind, properties in BASE_FIELDS:
            self.site.fields.add(self.site.web_id, kind, title, properties, name=name)
        self._add_columns(self.site.web_id, columns)

    def update(self, present: SiteList, properties: dict[str, Any], by: User) -> None:
        """Change title and settings; the address and the entity type stay."""
        title = str(properties.get("Title", present.title)).strip() or present.title
        if fold(title) != fold(present.title) and self.site.store.row(
            "SELECT 1 FROM lists WHERE folded = ? AND recycled IS NULL", (fold(title),)
        ):
            raise list_exists()
        settings = present.settings | {name: value for name, value in properties.items() if name != "Title"}
        self.site.store.run(
            "UPDATE lists SET title = ?, folded = ?, settings = ?, modified = ?, version = version + 1 WHERE id = ?",
            (title, fold(title), json.dumps(settings), self.site.now(), present.id),
        )
        self.site.changes.note(ChangeType.UPDATE, "List", present.id, present.id, by)

    def touch(self, list_id: str) -> None:
        """Note that an item of the list changed now."""
        self.site.store.run("UPDATE lists SET modified = ? WHERE id = ?", (self.site.now(), list_id))

    def next_item(self, list_id: str) -> int:
        """Take the next item number of a list; numbers are never used twice."""
        self.site.store.run("UPDATE lists SET next_item = next_item + 1 WHERE id = ?", (list_id,))
        return self.site.store.number("SELECT next_item FROM lists WHERE id = ?", (list_id,)) - 1

    def count(self, list_id: str) -> int:
        """How many items a list holds, folders and files included."""
        return self.site.store.number("SELECT count(*) FROM items WHERE list_id = ? AND recycled IS NULL", (list_id,))

    def remove(self, present: SiteList, by: User) -> None:
        """Delete a list for good, with everything in it."""
        self.forget(present.id)
        self.site.changes.note(ChangeType.DELETE, "List", present.id, present.id, by)

    def forget(self, list_id: str) -> None:
        """Take away every trace of a list but its changes."""
        for table in ("fields", "views", "items", "item_versions", "keys", "folders", "attachments"):
            self.site.store.run(f"DELETE FROM {table} WHERE list_id = ?", (list_id,))  # noqa: S608 - fixed names
        for table in ("scopes", "assignments"):
            statement = f"DELETE FROM {table} WHERE scope = ? OR scope LIKE ?"  # noqa: S608 - fixed names
            self.site.store.run(statement, (list_id, f"{list_id}/%"))
        self.site.store.run("DELETE FROM lists WHERE id = ?", (list_id,))


def _list(row: sqlite3.Row) -> SiteList:
    return SiteList(
        row["id"],
        row["title"],
        row["root"],
        row["template"],
        row["entity"],
        row["created"],
        row["modified"],
        row["version"],
        json.loads(row["settings"]),
    )
