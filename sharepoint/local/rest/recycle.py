"""SP.RecycleBinItem: the recycle bin."""

from __future__ import annotations

from typing import Any

from sharepoint.local.model.bin import Entry
from sharepoint.local.rest.addresses import Segment
from sharepoint.local.rest.call import Answer, Call
from sharepoint.local.rest.people import UserEntity
from sharepoint.local.rest.resource import Collection, Entity, operation, path


class RecycleBinItemEntity(Entity):
    """Something in the recycle bin."""

    type_name = "SP.RecycleBinItem"

    def __init__(self, call: Call, entry: Entry) -> None:
        super().__init__(call)
        self.entry = entry

    def uri(self) -> str:
        return f"Web/RecycleBin(guid'{self.entry.id}')"

    def properties(self) -> dict[str, Any]:
        entry = self.entry
        person = self.site.users.get(entry.by)
        return {
            "Id": entry.id,
            "ItemType": entry.kind,
            "ItemState": 1,
            "Title": entry.title,
            "LeafName": entry.title,
            "DirName": entry.folder.lstrip("/"),
            "DeletedDate": entry.at,
            "DeletedByName": person.title,
            "DeletedByEmail": person.email,
            "Size": str(entry.size),
        }

    def delete(self) -> Answer:
        self.site.bin.remove(self.entry)
        return Answer(200)

    @path("DeletedBy")
    def deleted_by(self) -> UserEntity:
        return UserEntity(self.call, self.site.users.get(self.entry.by))

    @operation("Restore")
    def restore(self) -> None:
        self.site.bin.restore(self.entry, self.user)

    @operation("DeleteObject")
    def delete_object(self) -> None:
        self.site.bin.remove(self.entry)


class RecycleBinCollection(Collection):
    """The recycle bin."""

    def members(self) -> list[Entity]:
        return [RecycleBinItemEntity(self.call, entry) for entry in self.site.bin.all()]

    def keyed(self, segment: Segment) -> RecycleBinItemEntity:
        return RecycleBinItemEntity(self.call, self.site.bin.get(str(segment.positional[0])))

    @path("GetById")
    def get_by_id(self) -> RecycleBinItemEntity:
        return RecycleBinItemEntity(self.call, self.site.bin.get(self.call.text("id", 0)))

    @operation("RestoreAll")
    def restore_all(self) -> None:
        for entry in self.site.bin.all():
            self.site.bin.restore(entry, self.user)

    @operation("DeleteAll")
    def delete_all(self) -> None:
        for entry in self.site.bin.all():
            self.site.bin.remove(entry)
