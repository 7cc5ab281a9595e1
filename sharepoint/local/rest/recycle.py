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
            "ItemState": entry.stage,
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

    @operation("MoveToSecondStage")
    def move_to_second_stage(self) -> None:
        self.site.bin.to_second_stage(self.entry)


class RecycleBinCollection(Collection):
    """The recycle bin of the web, or with ``both_stages`` that of the site collection."""

    def __init__(self, call: Call, both_stages: bool = False) -> None:
        super().__init__(call)
        self.both_stages = both_stages

    def members(self) -> list[Entity]:
        entries = self.site.bin.all() if self.both_stages else self.site.bin.first_stage()
        return [RecycleBinItemEntity(self.call, entry) for entry in entries]

    def asked(self) -> list[Entity]:
        """The entries GetRecycleBinItems wants: so many, from one end."""
        limit = self.call.argument("rowLimit", 1)
        found = self.members()
        if self.call.flag("isAscending", 2):
            found.reverse()
        return found[: limit if isinstance(limit, int) and limit > 0 else None]

    def keyed(self, segment: Segment) -> RecycleBinItemEntity:
        return RecycleBinItemEntity(self.call, self.site.bin.get(str(segment.positional[0])))

    @path("GetById")
    def get_by_id(self) -> RecycleBinItemEntity:
        return RecycleBinItemEntity(self.call, self.site.bin.get(self.call.text("id", 0)))

    @operation("RestoreAll")
    def restore_all(self) -> None:
        for entry in self.site.bin.all():
            self.site.bin.restore(entry, self.user)

    @operation("MoveAllToSecondStage")
    def move_all(self) -> None:
        for entry in self.site.bin.first_stage():
            self.site.bin.to_second_stage(entry)

    @operation("DeleteAllSecondStageItems")
    def delete_second_stage(self) -> None:
        for entry in self.site.bin.all():
            if entry.stage == 2:
                self.site.bin.remove(entry)

    @operation("DeleteAll")
    def delete_all(self) -> None:
        for entry in self.site.bin.all():
            self.site.bin.remove(entry)
