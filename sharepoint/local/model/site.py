"""One site: its store, its clock, its people and the parts that hold lists and documents."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from sharepoint.local.model.bin import RecycleBin
from sharepoint.local.model.changes import Changes
from sharepoint.local.model.contenttypes import ContentTypes
from sharepoint.local.model.documents import Documents
from sharepoint.local.model.fields import Fields
from sharepoint.local.model.folders import Folders
from sharepoint.local.model.items import Items
from sharepoint.local.model.keys import Keys
from sharepoint.local.model.lists import LIBRARY, SITE_PAGES, Lists
from sharepoint.local.model.permissions import Permissions
from sharepoint.local.model.ratings import Ratings
from sharepoint.local.model.store import Store
from sharepoint.local.model.templates import MASTER_PAGES, SITE_COLUMNS, USERS
from sharepoint.local.model.uploads import Uploads
from sharepoint.local.model.users import Users
from sharepoint.local.model.views import Views
from sharepoint.local.model.webs import Webs


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits SharePoint Online sets; tests lower them instead of sending gigabytes."""

    view_threshold: int = 5000
    page: int = 100
    batch_operations: int = 100
    batch_bytes: int = 1_048_576
    request_bytes: int = 262_144_000
    lookup_columns: int = 12
    minor_versions: int = 511


class Site:
    """A site of the local server, with everything that is on it."""

    def __init__(self, folder: Path, path: str = "/sites/pmo", limits: Limits | None = None, zone: str = "UTC") -> None:
        self.path = path
        self.limits = limits or Limits()
        self.store = Store(folder)
        self.users = Users(self)
        self.changes = Changes(self)
        self.fields = Fields(self)
        self.views = Views(self)
        self.folders = Folders(self)
        self.lists = Lists(self)
        self.keys = Keys(self)
        self.items = Items(self)
        self.documents = Documents(self)
        self.uploads = Uploads(self)
        self.bin = RecycleBin(self)
        self.permissions = Permissions(self)
        self.ratings = Ratings(self)
        self.webs = Webs(self)
        self.content_types = ContentTypes(self)
        with self.store.transaction():
            self.id = self.setting("site", str(uuid.uuid4()))
            self.web_id = self.setting("web", str(uuid.uuid4()))
            self.title = self.setting("title", path.rpartition("/")[2].upper() or "Site")
            self.created = self.setting("created", self.now())
            self.zone = ZoneInfo(self.setting("zone", zone))
            self._furnish()

    def _furnish(self) -> None:
        """What every new team site has: a document library and one for pages."""
        if not self.store.number("SELECT count(*) FROM lists"):
            me = self.users.everyday()
            self.folders.ensure_root()
            self.lists.add("Documents", LIBRARY, me, root="Shared Documents")
            self.lists.add("Site Pages", SITE_PAGES, me, root="SitePages")
            pages = self.folders.get(f"{self.path}/SitePages")
            self.documents.add(pages, "Home.aspx", b"<%@ Page %>", me, overwrite=False)
        if not self.store.row("SELECT 1 FROM lists WHERE template = ?", (USERS,)):
            me = self.users.everyday()
            self.lists.add("Master Page Gallery", MASTER_PAGES, me, {"Hidden": True}, root="_catalogs/masterpage")
            self.lists.add("User Information List", USERS, me, {"Hidden": True}, root="_catalogs/users")
            for user in self.users.all():
                self.users.enter(user)
        if not self.fields.of(self.web_id):
            self.lists.add_site_columns(SITE_COLUMNS)
        self.permissions.furnish(self.users.everyday())

    def setting(self, name: str, first: str) -> str:
        """A lasting setting of the site; the first value given stays."""
        self.store.run("INSERT OR IGNORE INTO settings VALUES (?, ?)", (name, first))
        found = self.store.row("SELECT value FROM settings WHERE name = ?", (name,))
        return str(found[0]) if found else first

    def set_setting(self, name: str, value: str) -> None:
        """Change a lasting setting."""
        self.store.run("INSERT OR REPLACE INTO settings VALUES (?, ?)", (name, value))

    def setting_or(self, name: str, otherwise: str) -> str:
        """A lasting setting, or another text where it was never set."""
        found = self.store.row("SELECT value FROM settings WHERE name = ?", (name,))
        return str(found[0]) if found else otherwise

    def rename(self, title: str) -> None:
        """Give the site another title."""
        self.title = title
        self.set_setting("title", title)

    def now(self) -> str:
        """The present instant, to the second, UTC."""
        return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")

    def close(self) -> None:
        """Close the store."""
        self.store.close()
