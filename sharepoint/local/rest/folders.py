"""SP.Folder and SP.FolderCollection."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from sharepoint.local.errors import bad_argument
from sharepoint.local.model.folders import Folder
from sharepoint.local.model.item import Item
from sharepoint.local.model.names import path_of_url, plain_name_of_url
from sharepoint.local.rest.addresses import Segment
from sharepoint.local.rest.call import Answer, Call
from sharepoint.local.rest.changes import changes
from sharepoint.local.rest.files import FileCollection
from sharepoint.local.rest.items import ItemEntity
from sharepoint.local.rest.resource import Collection, Entity, operation, path
from sharepoint.local.rest.social import PropertyValuesEntity


class FolderEntity(Entity):
    """A folder."""

    type_name = "SP.Folder"

    def __init__(self, call: Call, folder: Folder) -> None:
        super().__init__(call)
        self.folder = folder

    def uri(self) -> str:
        quoted = quote(self.folder.path.replace("'", "''"), safe="/'")
        return f"Web/GetFolderByServerRelativePath(decodedurl='{quoted}')"

    def properties(self) -> dict[str, Any]:
        folder = self.folder
        return {
            "Name": folder.name,
            "ServerRelativeUrl": folder.path,
            "ServerRelativePath": {"__metadata": {"type": "SP.ResourcePath"}, "DecodedUrl": folder.path},
            "UniqueId": folder.guid,
            "Exists": True,
            "ItemCount": self.site.folders.count(folder.path),
            "ProgID": None,
            "IsWOPIEnabled": False,
            "TimeCreated": folder.created,
            "TimeLastModified": folder.modified,
            "WelcomePage": "",
        }

    def on_demand(self) -> dict[str, Any]:
        return {
            "ContentTypeOrder": lambda: None,
            "UniqueContentTypeOrder": lambda: None,
            "ProgID": lambda: None,
        }

    def _item(self) -> Item:
        return self.site.folders.item(self.folder)

    def delete(self) -> Answer:
        self.site.bin.remove(self.site.bin.get(self.site.bin.recycle_item(self._item(), self.user)))
        return Answer(200)

    @path("Files")
    def files(self) -> FileCollection:
        return FileCollection(self.call, self.folder)

    @path("Folders")
    def folders(self) -> FolderCollection:
        return FolderCollection(self.call, self.folder)

    @path("ListItemAllFields")
    def list_item(self) -> ItemEntity:
        item = self._item()
        return ItemEntity(self.call, self.site.lists.get(item.list_id), item)

    @path("ParentFolder")
    def parent_folder(self) -> FolderEntity:
        return FolderEntity(self.call, self.site.folders.get(self.folder.parent))

    @operation("Recycle")
    def recycle(self) -> str:
        return self.site.bin.recycle_item(self._item(), self.user)

    @operation("DeleteObject")
    def delete_object(self) -> None:
        self.delete()

    @operation("AddSubFolder")
    def add_sub_folder(self) -> None:
        self.site.folders.ensure(self.folder, plain_name_of_url(self.call.text("leafName", 0)), self.user)

    @operation("AddSubFolderUsingPath")
    def add_sub_folder_using_path(self) -> None:
        self.site.folders.ensure(self.folder, self.call.text("DecodedUrl", 0), self.user)

    @operation("MoveTo")
    def move_to(self) -> None:
        self.site.documents.move(self._item(), path_of_url(self.call.text("newUrl", 0)), self.user, overwrite=False)

    @operation("MoveToUsingPath")
    def move_to_path(self) -> None:
        self.site.documents.move(self._item(), self.call.text("DecodedUrl", 0), self.user, overwrite=False)

    @operation("CopyTo")
    def copy_to(self) -> None:
        self.site.documents.copy_folder(self.folder, path_of_url(self.call.text("newUrl", 0)), self.user)

    @operation("CopyToUsingPath")
    def copy_to_path(self) -> None:
        self.site.documents.copy_folder(self.folder, self.call.text("DecodedUrl", 0), self.user)

    @operation("GetChanges")
    def get_changes(self) -> list[Entity]:
        """The changes of the folder's item; a root folder has its list's."""
        return changes(self.call, self.folder.list_id, self.folder.item_id)

    @operation("GetListItemChanges")
    def get_list_item_changes(self) -> list[Entity]:
        return changes(self.call, self.folder.list_id)

    @path("Properties")
    def own_properties(self) -> PropertyValuesEntity:
        count = self.site.folders.count(self.folder.path)
        values = {"vti_level": 1, "vti_foldersubfolderitemcount": count, "vti_isbrowsable": "true"}
        return PropertyValuesEntity(self.call, self.uri(), values)

    @path("StorageMetrics")
    def storage_metrics(self) -> StorageMetricsEntity:
        return StorageMetricsEntity(self.call, self.folder)


class StorageMetricsEntity(Entity):
    """What a folder and everything in it takes."""

    type_name = "SP.StorageMetrics"

    def __init__(self, call: Call, folder: Folder) -> None:
        super().__init__(call)
        self.folder = folder

    def uri(self) -> str:
        return FolderEntity(self.call, self.folder).uri() + "/StorageMetrics"

    def properties(self) -> dict[str, Any]:
        count, size, latest = self.site.documents.measured(self.folder.path)
        return {
            "TotalFileCount": str(count),
            "TotalFileStreamSize": str(size),
            "TotalSize": str(size),
            "LastModified": latest or self.folder.modified,
        }


class FolderCollection(Collection):
    """The folders in a folder."""

    def __init__(self, call: Call, folder: Folder) -> None:
        super().__init__(call)
        self.folder = folder

    def members(self) -> list[Entity]:
        return [FolderEntity(self.call, folder) for folder in self.site.folders.inside(self.folder.path)]

    def keyed(self, segment: Segment) -> FolderEntity:
        return self._named(path_of_url(str(segment.positional[0])))

    def _named(self, name: str) -> FolderEntity:
        place = name if name.startswith("/") else f"{self.folder.path}/{name}"
        return FolderEntity(self.call, self.site.folders.get(place))

    @path("GetByUrl")
    def get_by_url(self) -> FolderEntity:
        return self._named(path_of_url(self.call.text("url", 0)))

    @path("GetByPath")
    def get_by_path(self) -> FolderEntity:
        return self._named(self.call.text("DecodedUrl", 0))

    def create(self) -> Answer:
        name = self.call.values().get("ServerRelativeUrl")
        if not isinstance(name, str):
            raise bad_argument("A folder needs a ServerRelativeUrl.")
        return self._ensured(path_of_url(name)).made()

    @operation("Add")
    def add(self) -> FolderEntity:
        return self._ensured(plain_name_of_url(self.call.text("url", 0)))

    @operation("AddUsingPath")
    def add_using_path(self) -> FolderEntity:
        return self._ensured(self.call.text("DecodedUrl", 0))

    def _ensured(self, name: str) -> FolderEntity:
        relative = name.removeprefix(self.folder.path + "/") if name.startswith("/") else name
        return FolderEntity(self.call, self.site.folders.ensure_path(self.folder, relative, self.user))
