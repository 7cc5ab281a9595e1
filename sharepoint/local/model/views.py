"""Views of a list: which columns are shown, in which order, how many rows."""

from __future__ import annotations

import json
import uuid
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from sharepoint.local.errors import bad_argument
from sharepoint.local.model.changes import ChangeType
from sharepoint.local.model.names import fold

if TYPE_CHECKING:
    import sqlite3

    from sharepoint.local.model.site import Site
    from sharepoint.local.model.users import User

DEFAULTS: dict[str, Any] = {
    "RowLimit": 30,
    "ViewQuery": "",
    "Paged": True,
    "PersonalView": False,
    "ViewType": "HTML",
    "Hidden": False,
    "Scope": 0,
    "CustomFormatter": "",
}


@dataclass(frozen=True, slots=True)
class View:
    """A view; ``columns`` are internal names."""

    list_id: str
    id: str
    title: str
    default: bool
    columns: tuple[str, ...]
    properties: dict[str, Any]


class Views:
    """The views of every list of a site."""

    def __init__(self, site: Site) -> None:
        self.site = site

    def of(self, list_id: str) -> list[View]:
        """The views of a list, oldest first."""
        rows = self.site.store.rows("SELECT * FROM views WHERE list_id = ? ORDER BY position", (list_id,))
        return [_view(row) for row in rows]

    def default(self, list_id: str) -> View:
        """The view people see first."""
        return next((view for view in self.of(list_id) if view.default), self.of(list_id)[0])

    def by_title(self, list_id: str, title: str) -> View:
        """The view with this title."""
        for view in self.of(list_id):
            if fold(view.title) == fold(title):
                return view
        raise bad_argument(f"The view '{title}' does not exist.")

    def by_id(self, list_id: str, view_id: str) -> View:
        """The view with this id."""
        for view in self.of(list_id):
            if view.id == view_id.strip("{}").lower():
                return view
        raise bad_argument(f"The view {view_id} does not exist.")

    def by_page(self, path: str) -> View:
        """The view whose page has this server relative path."""
        for holder in self.site.lists.all():
            for view in self.of(holder.id) if fold(path).startswith(fold(holder.root)) else ():
                if fold(page(holder.root, view)) == fold(path):
                    return view
        raise bad_argument(f"There is no view at {path}.")

    def add(
        self,
        list_id: str,
        title: str,
        columns: list[str],
        default: bool = False,
        by: User | None = None,
        **properties: Any,
    ) -> View:
        """Add a view; a new default view replaces the one before."""
        known = {field.name: field.name for field in self.site.fields.of(list_id)}
        shown = tuple(known.get(name) or self.site.fields.by_name_or_title(list_id, name).name for name in columns)
        view = View(list_id, str(uuid.uuid4()), title, default, shown, DEFAULTS | properties)
        position = self.site.store.number("SELECT count(*) FROM views WHERE list_id = ?", (list_id,))
        self.site.store.run("INSERT INTO views VALUES (?, ?, ?, ?, 0, '{}')", (view.id, list_id, position, title))
        self.save(view)
        if by:
            self.site.changes.note(ChangeType.ADD, "View", list_id, view.id, by)
        return view

    def save(self, view: View, by: User | None = None) -> None:
        """Keep a changed view."""
        if by:
            self.site.changes.note(ChangeType.UPDATE, "View", view.list_id, view.id, by)
        if view.default:
            self.site.store.run("UPDATE views SET is_default = 0 WHERE list_id = ?", (view.list_id,))
        self.site.store.run(
            "UPDATE views SET title = ?, is_default = ?, properties = ? WHERE id = ?",
            (view.title, view.default, json.dumps(view.properties | {"columns": view.columns}), view.id),
        )

    def show(self, view: View, columns: tuple[str, ...], by: User) -> View:
        """The view with other columns."""
        changed = replace(view, columns=columns)
        self.save(changed, by)
        return changed

    def remove(self, view: View, by: User) -> None:
        """Delete a view; the default view stays."""
        if view.default:
            raise bad_argument("The default view of a list cannot be deleted.")
        self.site.store.run("DELETE FROM views WHERE id = ?", (view.id,))
        self.site.changes.note(ChangeType.DELETE, "View", view.list_id, view.id, by)


def page(root: str, view: View) -> str:
    """The server relative path of a view's page, in the folder of its list."""
    return f"{root}/{view.title.replace(' ', '')}.aspx"


def _view(row: sqlite3.Row) -> View:
    properties = json.loads(row["properties"])
    columns = tuple(properties.pop("columns", ()))
    return View(row["list_id"], row["id"], row["title"], bool(row["is_default"]), columns, properties)
