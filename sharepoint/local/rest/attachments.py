"""SP.Attachment: files attached to an item of a list."""

from __future__ import annotations

from typing import Any

from sharepoint.local.errors import file_exists, unknown_file
from sharepoint.local.model.item import Item
from sharepoint.local.model.lists import SiteList
from sharepoint.local.model.names import check_name, fold, plain_name_of_url
from sharepoint.local.rest.addresses import Segment
from sharepoint.local.rest.call import LONGEST_NUMBER, Answer, Call
from sharepoint.local.rest.resource import Collection, Entity, operation, path
from sharepoint.local.rest.versions import Content


class AttachmentEntity(Entity):
    """An attached file."""

    type_name = "SP.Attachment"

    def __init__(self, call: Call, holder: SiteList, item: Item, name: str) -> None:
        super().__init__(call)
        row = self.site.store.row(
            "SELECT * FROM attachments WHERE list_id = ? AND item_id = ? AND folded = ?",
            (item.list_id, item.id, fold(name)),
        )
        if row is None:
            raise unknown_file(name)
        self.holder = holder
        self.item = item
        self.name, self.blob = str(row["name"]), str(row["blob"])

    def uri(self) -> str:
        quoted = self.name.replace("'", "''")
        return f"Web/Lists(guid'{self.holder.id}')/Items({self.item.id})/AttachmentFiles('{quoted}')"

    def properties(self) -> dict[str, Any]:
        place = f"{self.holder.root}/Attachments/{self.item.id}/{self.name}"
        decoded = {"__metadata": {"type": "SP.ResourcePath"}, "DecodedUrl": self.name}
        return {
            "FileName": self.name,
            "FileNameAsPath": decoded,
            "ServerRelativeUrl": place,
            "ServerRelativePath": {**decoded, "DecodedUrl": place},
        }

    def delete(self) -> Answer:
        self.site.store.run(
            "DELETE FROM attachments WHERE list_id = ? AND item_id = ? AND folded = ?",
            (self.item.list_id, self.item.id, fold(self.name)),
        )
        self.site.items.write(self.item, self.user, new_version=False)
        self.site.items.note_update(self.item, self.user)
        return Answer(200)

    @path("$value")
    def value(self) -> AttachedContent:
        return AttachedContent(self)

    def write(self, content: bytes) -> None:
        """Other bytes under the same name."""
        self.site.store.run(
            "UPDATE attachments SET blob = ?, length = ? WHERE list_id = ? AND item_id = ? AND folded = ?",
            (self.site.store.keep(content), len(content), self.item.list_id, self.item.id, fold(self.name)),
        )
        self.site.items.write(self.item, self.user, new_version=False)
        self.site.items.note_update(self.item, self.user)

    @operation("RecycleObject", "DeleteObject")
    def remove(self) -> None:
        self.delete()


class AttachedContent(Content):
    """An attached file's bytes."""

    def __init__(self, owner: AttachmentEntity) -> None:
        super().__init__(owner.call, owner.site.store.content(owner.blob))
        self.owner = owner

    def replace(self) -> Answer:
        self.owner.write(self.call.body)
        return Answer(204)

    def update(self) -> Answer:
        return self.replace()


def attachment_at(call: Call, place: str) -> AttachmentEntity | None:
    """The attachment at a server relative path, ``<list>/Attachments/<item>/<name>``; None where there is none."""
    root, mark, rest = place.rpartition("/Attachments/")
    number, _, name = rest.partition("/")
    if not mark or not name or not number.isdecimal() or len(number) > LONGEST_NUMBER:
        return None
    holder = next((each for each in call.site.lists.all() if fold(each.root) == fold(root)), None)
    if holder is None:
        return None
    return AttachmentEntity(call, holder, call.site.items.get(holder.id, int(number)), name)


class AttachmentCollection(Collection):
    """The files attached to an item."""

    def __init__(self, call: Call, holder: SiteList, item: Item) -> None:
        super().__init__(call)
        self.holder = holder
        self.item = item

    def members(self) -> list[Entity]:
        rows = self.site.store.rows(
            "SELECT name FROM attachments WHERE list_id = ? AND item_id = ? ORDER BY folded",
            (self.item.list_id, self.item.id),
        )
        return [AttachmentEntity(self.call, self.holder, self.item, row["name"]) for row in rows]

    def keyed(self, segment: Segment) -> AttachmentEntity:
        return AttachmentEntity(self.call, self.holder, self.item, str(segment.positional[0]))

    @path("GetByFileName")
    def get_by_name(self) -> AttachmentEntity:
        return AttachmentEntity(self.call, self.holder, self.item, self.call.text("fileName", 0))

    @path("GetByFileNameAsPath")
    def get_by_path(self) -> AttachmentEntity:
        return AttachmentEntity(self.call, self.holder, self.item, self.call.text("DecodedUrl", 0))

    @operation("Add")
    def add(self) -> AttachmentEntity:
        return self._attach(plain_name_of_url(self.call.text("FileName", 0)))

    @operation("AddUsingPath")
    def add_using_path(self) -> AttachmentEntity:
        return self._attach(self.call.text("DecodedUrl", 0))

    def _attach(self, name: str) -> AttachmentEntity:
        check_name(name)
        key = (self.item.list_id, self.item.id, fold(name))
        store = self.site.store
        if store.row("SELECT 1 FROM attachments WHERE list_id = ? AND item_id = ? AND folded = ?", key):
            raise file_exists(name)
        store.run(
            "INSERT INTO attachments VALUES (?, ?, ?, ?, ?, ?)",
            (key[0], key[1], name, key[2], store.keep(self.call.body), len(self.call.body)),
        )
        self.site.items.write(self.item, self.user, new_version=False)
        self.site.items.note_update(self.item, self.user)
        return AttachmentEntity(self.call, self.holder, self.item, name)
