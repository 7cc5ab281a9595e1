"""SP.ListItemVersion and SP.FileVersion: what an item or a file was before."""

from __future__ import annotations

from typing import Any

from sharepoint.local.errors import bad_argument, unknown_resource
from sharepoint.local.model.item import BASE, Item, label_text
from sharepoint.local.model.items import Version
from sharepoint.local.model.lists import SiteList
from sharepoint.local.rest.addresses import Segment
from sharepoint.local.rest.call import Answer, Call
from sharepoint.local.rest.people import UserEntity
from sharepoint.local.rest.resource import Collection, Entity, operation, path


class ItemVersionEntity(Entity):
    """A version of an item."""

    type_name = "SP.ListItemVersion"

    def __init__(self, call: Call, holder: SiteList, item: Item, version: Version) -> None:
        super().__init__(call)
        self.holder = holder
        self.item = item
        self.version = version

    def uri(self) -> str:
        return f"Web/Lists(guid'{self.holder.id}')/Items({self.item.id})/Versions({self.version.label})"

    def delete(self) -> Answer:
        if self.version.current:
            raise bad_argument("You cannot delete the current version of an item.")
        self.site.items.remove_version(self.item, self.version.label)
        return Answer(200)

    @operation("DeleteObject", "RecycleObject")
    def delete_object(self) -> None:
        self.delete()

    def properties(self) -> dict[str, Any]:
        version = self.version
        own = {
            field.key: version.data.get(field.name)
            for field in self.site.fields.of(self.holder.id)
            if field.name not in BASE
        }
        return own | {
            "VersionId": version.label,
            "VersionLabel": label_text(version.label),
            "IsCurrentVersion": version.current,
            "Created": version.modified,
            "CheckInComment": version.comment,
        }

    @path("CreatedBy")
    def created_by(self) -> UserEntity:
        return UserEntity(self.call, self.site.users.get(self.version.editor))


class ItemVersionCollection(Collection):
    """All versions of an item, the present one first."""

    def __init__(self, call: Call, holder: SiteList, item: Item) -> None:
        super().__init__(call)
        self.holder = holder
        self.item = item

    def members(self) -> list[Entity]:
        versions = self.site.items.versions(self.item)
        return [ItemVersionEntity(self.call, self.holder, self.item, version) for version in versions]

    def keyed(self, segment: Segment) -> Entity:
        for version in self.site.items.versions(self.item):
            if segment.positional and version.label == segment.positional[0]:
                return ItemVersionEntity(self.call, self.holder, self.item, version)
        raise unknown_resource(f"Versions{segment.positional}")

    @path("GetById")
    def get_by_id(self) -> Entity:
        return self.keyed(self.call.segment)

    @operation("DeleteAll")
    def delete_all(self) -> None:
        for version in self.site.items.versions(self.item):
            if not version.current:
                self.site.items.remove_version(self.item, version.label)


class FileVersionEntity(Entity):
    """A past version of a file."""

    type_name = "SP.FileVersion"

    def __init__(self, call: Call, item: Item, version: Version) -> None:
        super().__init__(call)
        self.item = item
        self.version = version

    def uri(self) -> str:
        return f"Web/GetFileById('{self.item.guid}')/Versions({self.version.label})"

    def delete(self) -> Answer:
        self.site.items.remove_version(self.item, self.version.label)
        return Answer(200)

    @operation("DeleteObject")
    def delete_object(self) -> None:
        self.delete()

    def properties(self) -> dict[str, Any]:
        version = self.version
        relative = self.item.path.removeprefix(self.site.path).lstrip("/")
        return {
            "ID": version.label,
            "VersionLabel": label_text(version.label),
            "Created": version.modified,
            "CheckInComment": version.comment,
            "IsCurrentVersion": version.current,
            "Size": version.length,
            "Length": str(version.length),
            "Url": f"_vti_history/{version.label}/{relative}",
        }

    @path("$value")
    def value(self) -> Content:
        return Content(self.call, self.site.store.content(self.version.blob or ""))

    @path("CreatedBy")
    def created_by(self) -> UserEntity:
        return UserEntity(self.call, self.site.users.get(self.version.editor))

    @operation("OpenBinaryStream", reads=True)
    def open_binary_stream(self) -> Answer:
        return self.value().read()


class Content(Collection):
    """Bytes to download."""

    def __init__(self, call: Call, content: bytes) -> None:
        super().__init__(call)
        self.content = content

    def read(self) -> Answer:
        return Answer(200, self.content, {"Content-Type": "application/octet-stream"})


class FileVersionCollection(Collection):
    """The past versions of a file, oldest first; the present one is the file itself."""

    def __init__(self, call: Call, item: Item) -> None:
        super().__init__(call)
        self.item = item

    def _past(self) -> list[Version]:
        return [version for version in reversed(self.site.items.versions(self.item)) if not version.current]

    def members(self) -> list[Entity]:
        return [FileVersionEntity(self.call, self.item, version) for version in self._past()]

    def _labelled(self, label: object) -> Version:
        for version in self._past():
            if label in (version.label, label_text(version.label)):
                return version
        raise unknown_resource(f"Versions({label})")

    def keyed(self, segment: Segment) -> FileVersionEntity:
        return FileVersionEntity(self.call, self.item, self._labelled(segment.positional[0]))

    @path("GetById")
    def get_by_id(self) -> FileVersionEntity:
        return FileVersionEntity(self.call, self.item, self._labelled(self.call.number("versionid", 0)))

    @operation("DeleteByID", "RecycleByID")
    def delete_by_id(self) -> None:
        version = self._labelled(self.call.number("vid", 0))
        self.site.items.remove_version(self.item, version.label)

    @operation("DeleteByLabel", "RecycleByLabel")
    def delete_by_label(self) -> None:
        version = self._labelled(self.call.text("versionlabel", 0))
        self.site.items.remove_version(self.item, version.label)

    @operation("DeleteAll")
    def delete_all(self) -> None:
        for version in self._past():
            self.site.items.remove_version(self.item, version.label)

    @operation("RestoreByLabel")
    def restore(self) -> None:
        version = self._labelled(self.call.text("versionlabel", 0))
        self.site.documents.save(self.item, self.site.store.content(version.blob or ""), self.user)
