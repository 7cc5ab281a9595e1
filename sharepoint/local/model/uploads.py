"""Upload sessions: a large content that arrives in parts and becomes a file's content at its end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sharepoint.local.errors import bad_argument, unknown_upload
from sharepoint.local.model.item import Item

if TYPE_CHECKING:
    from sharepoint.local.model.site import Site
    from sharepoint.local.model.users import User


class Uploads:
    """The upload sessions of a site; a session belongs to one file."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.store = site.store

    def start(self, item: Item, upload: str, content: bytes) -> int:
        """Begin a session; the bytes received so far."""
        self.store.upload_part(upload).write_bytes(content)
        self.store.run("INSERT OR REPLACE INTO uploads VALUES (?, ?, ?)", (upload, item.guid, len(content)))
        return len(content)

    def proceed(self, item: Item, upload: str, offset: int, content: bytes) -> int:
        """Add the next part; the bytes received so far."""
        length = self.length(item, upload)
        if offset != length:
            raise bad_argument(f"The upload continues at byte {length}, not at {offset}.")
        with self.store.upload_part(upload).open("r+b") as part:
            part.truncate(offset)  # what a killed server wrote beyond the last acknowledged byte
            part.seek(offset)
            part.write(content)
        self.store.run("UPDATE uploads SET length = ? WHERE id = ?", (length + len(content), upload))
        return length + len(content)

    def finish(self, item: Item, upload: str, offset: int, content: bytes, by: User) -> Item:
        """End a session: its bytes become the file's content."""
        self.proceed(item, upload, offset, content)
        saved = self.site.documents.save(item, self.store.upload_part(upload).read_bytes(), by)
        self.cancel(item, upload)
        return saved

    def cancel(self, item: Item, upload: str) -> None:
        """Forget a session."""
        self.length(item, upload)
        self.store.run("DELETE FROM uploads WHERE id = ?", (upload,))
        self.store.upload_part(upload).unlink(missing_ok=True)

    def length(self, item: Item, upload: str) -> int:
        """How many bytes a session has received."""
        row = self.store.row("SELECT length FROM uploads WHERE id = ? AND guid = ?", (upload, item.guid))
        if row is None:
            raise unknown_upload(upload)
        return int(row["length"])
