"""SP.File and SP.FileCollection: documents."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from sharepoint.local.errors import unknown_folder
from sharepoint.local.model.folders import Folder
from sharepoint.local.model.item import MAJOR, Item, label_text
from sharepoint.local.model.names import path_of_url, plain_name_of_url
from sharepoint.local.rest.addresses import Segment
from sharepoint.local.rest.call import Answer, Call
from sharepoint.local.rest.items import ItemEntity
from sharepoint.local.rest.people import UserEntity
from sharepoint.local.rest.resource import Absent, Collection, Entity, Nothing, Resource, operation, path
from sharepoint.local.rest.social import PropertyValuesEntity
from sharepoint.local.rest.versions import Content, FileVersionCollection

if TYPE_CHECKING:  # folders hold files, so they are imported where they are used
    from sharepoint.local.rest.folders import FolderEntity

OVERWRITE = 1  # SP.MoveOperations.overwrite
CHECKED_OUT, NOT_CHECKED_OUT = 0, 2  # SP.CheckOutType
MAJOR_CHECK_IN = 1  # SP.CheckinType


class FileContent(Content):
    """A file's bytes; writing them makes a version."""

    def __init__(self, call: Call, item: Item) -> None:
        super().__init__(call, call.site.documents.content(item) if call.method == "GET" else b"")
        self.item = item

    def replace(self) -> Answer:
        self.item.check_etag(self.call.if_match)
        self.site.documents.save(self.item, self.call.body, self.user)
        return Answer(204)

    def update(self) -> Answer:
        return self.replace()


class FileEntity(Entity):
    """A file of a library."""

    type_name = "SP.File"

    def __init__(self, call: Call, item: Item) -> None:
        super().__init__(call)
        self.item = item

    def uri(self) -> str:
        quoted = quote(self.item.path.replace("'", "''"), safe="/'")
        return f"Web/GetFileByServerRelativePath(decodedurl='{quoted}')"

    def etag(self) -> str:
        return self.item.etag

    def properties(self) -> dict[str, Any]:
        item = self.item
        return {
            "Name": item.name,
            "ServerRelativeUrl": item.path,
            "ServerRelativePath": {"__metadata": {"type": "SP.ResourcePath"}, "DecodedUrl": item.path},
            "UniqueId": item.guid,
            "Length": str(item.length),
            "Exists": True,
            "ETag": '"{' + item.guid.upper() + "}," + str(item.version) + '"',
            "ContentTag": "{" + item.guid.upper() + "}," + str(item.version) + "," + str(item.label),
            "Title": item.data.get("Title"),
            "MajorVersion": item.label // MAJOR,
            "MinorVersion": item.label % MAJOR,
            "UIVersion": item.label,
            "UIVersionLabel": label_text(item.label),
            "CheckInComment": item.comment,
            "CheckOutType": NOT_CHECKED_OUT if item.checked_out is None else CHECKED_OUT,
            "CustomizedPageStatus": 0,
            "Level": 1 if item.label % MAJOR == 0 else 2,
            "LinkingUri": None,
            "LinkingUrl": "",
            "TimeCreated": item.created,
            "TimeLastModified": item.modified,
        }

    def on_demand(self) -> dict[str, Any]:
        return {
            "Id": lambda: self.item.guid,
            "ListId": lambda: self.item.list_id,
            "SiteId": lambda: self.site.id,
            "WebId": lambda: self.site.web_id,
            "PageRenderType": lambda: 0,
            "IrmEnabled": lambda: False,
        }

    def delete(self) -> Answer:
        self.item.check_etag(self.call.if_match)
        self.site.documents.check_writable(self.item, self.user)
        self.site.items.remove(self.item, self.user)
        return Answer(200)

    @path("ListItemAllFields")
    def list_item(self) -> ItemEntity:
        return ItemEntity(self.call, self.site.lists.get(self.item.list_id), self.item)

    @path("Versions")
    def versions(self) -> FileVersionCollection:
        return FileVersionCollection(self.call, self.item)

    @path("Author")
    def author(self) -> UserEntity:
        return UserEntity(self.call, self.site.users.get(self.item.author))

    @path("ModifiedBy")
    def modified_by(self) -> UserEntity:
        return UserEntity(self.call, self.site.users.get(self.item.editor))

    @path("CheckedOutByUser")
    def checked_out_by(self) -> Resource:
        return self._holder("CheckedOutByUser")

    def _holder(self, name: str) -> Resource:
        if self.item.checked_out is None:
            return Absent(self.call, name)
        return UserEntity(self.call, self.site.users.get(self.item.checked_out))

    @path("LockedByUser")
    def locked_by(self) -> Resource:
        return self._holder("LockedByUser")

    @path("Properties")
    def own_properties(self) -> PropertyValuesEntity:
        item = self.item
        values = {"vti_title": item.data.get("Title"), "vti_filesize": item.length, "vti_level": 1}
        return PropertyValuesEntity(self.call, self.uri(), values)

    @path("VersionEvents")
    def version_events(self) -> Nothing:
        return Nothing(self.call)

    @path("ParentFolder")
    def parent_folder(self) -> FolderEntity:
        from sharepoint.local.rest.folders import FolderEntity

        return FolderEntity(self.call, self.site.folders.get(self.item.path.rpartition("/")[0]))

    @path("$value")
    def content(self) -> FileContent:
        return FileContent(self.call, self.item)

    def linked(self) -> dict[str, str]:
        return {name: attribute for name, attribute in self.links.items() if name != "$value"}

    @operation("OpenBinaryStream", reads=True)
    def open_binary_stream(self) -> Answer:
        return Content(self.call, self.site.documents.content(self.item)).read()

    @operation("SaveBinaryStream")
    def save_binary_stream(self) -> None:
        self.site.documents.save(self.item, self.call.body, self.user)

    @operation("Recycle")
    def recycle(self) -> str:
        return self.site.bin.recycle_item(self.item, self.user)

    @operation("DeleteObject")
    def delete_object(self) -> None:
        self.delete()

    @operation("CheckOut")
    def check_out(self) -> None:
        self.site.documents.check_out(self.item, self.user)

    @operation("CheckIn")
    def check_in(self) -> None:
        kind = self.call.argument("checkInType", 1)
        self.site.documents.check_in(
            self.item, str(self.call.argument("comment", 0) or ""), kind == MAJOR_CHECK_IN, self.user
        )

    @operation("UndoCheckOut")
    def undo_check_out(self) -> None:
        self.site.documents.undo_check_out(self.item, self.user)

    @operation("Publish")
    def publish(self) -> None:
        self.site.documents.publish(self.item, str(self.call.argument("comment", 0) or ""), self.user)

    @operation("UnPublish")
    def unpublish(self) -> None:
        self.site.documents.unpublish(self.item, str(self.call.argument("comment", 0) or ""), self.user)

    @operation("Approve")
    def approve(self) -> None:
        """Where approval is not asked for, approving a draft publishes it."""
        self.publish()

    @operation("GetWOPIFrameUrl", reads=True)
    def wopi_frame_url(self) -> str:
        return self.list_item().wopi_frame_url()

    @operation("MoveTo")
    def move_to(self) -> None:
        self._move(path_of_url(self.call.text("newUrl", 0)), self.call.argument("flags", 1))

    @operation("MoveToUsingPath")
    def move_to_path(self) -> None:
        self._move(self.call.text("DecodedUrl", 0), self.call.argument("moveOperations", 1))

    def _move(self, place: str, flags: Any) -> None:
        overwrite = isinstance(flags, int) and bool(flags & OVERWRITE)
        self.site.documents.check_writable(self.item, self.user)
        self.site.documents.move(self.item, place, self.user, overwrite)

    @operation("CopyTo")
    def copy_to(self) -> None:
        place = path_of_url(self.call.text("strNewUrl", 0))
        self.site.documents.copy(self.item, place, self.user, self.call.flag("bOverWrite", 1))

    @operation("CopyToUsingPath")
    def copy_to_path(self) -> None:
        self.site.documents.copy(self.item, self.call.text("DecodedUrl", 0), self.user, self.call.flag("bOverWrite", 1))

    @operation("StartUpload")
    def start_upload(self) -> str:
        self.site.documents.check_writable(self.item, self.user)
        return str(self.site.uploads.start(self.item, self.call.text("uploadId", 0), self.call.body))

    @operation("ContinueUpload")
    def continue_upload(self) -> str:
        upload, offset = self.call.text("uploadId", 0), self.call.number("fileOffset", 1)
        return str(self.site.uploads.proceed(self.item, upload, offset, self.call.body))

    @operation("FinishUpload")
    def finish_upload(self) -> FileEntity:
        upload, offset = self.call.text("uploadId", 0), self.call.number("fileOffset", 1)
        return FileEntity(self.call, self.site.uploads.finish(self.item, upload, offset, self.call.body, self.user))

    @operation("CancelUpload")
    def cancel_upload(self) -> None:
        self.site.uploads.cancel(self.item, self.call.text("uploadId", 0))

    @operation("GetUploadStatus", reads=True)
    def upload_status(self) -> dict[str, Any]:
        upload = self.call.text("uploadId", 0)
        length = self.site.uploads.length(self.item, upload)
        return {"__metadata": {"type": "SP.UploadStatus"}, "ExpectedContentRange": f"{length}-", "UploadId": upload}


class FileCollection(Collection):
    """The files of a folder."""

    def __init__(self, call: Call, folder: Folder) -> None:
        super().__init__(call)
        self.folder = folder

    def members(self) -> list[Entity]:
        return [FileEntity(self.call, item) for item in self.site.documents.inside(self.folder.path)]

    def keyed(self, segment: Segment) -> FileEntity:
        return self._named(path_of_url(str(segment.positional[0])))

    def _named(self, name: str) -> FileEntity:
        place = name if name.startswith("/") else f"{self.folder.path}/{name}"
        found = self.site.documents.find(place)
        if found is None:
            raise unknown_folder(place)  # a folder's files answer a name they do not have as folders do
        return FileEntity(self.call, found)

    @path("GetByUrl")
    def get_by_url(self) -> FileEntity:
        return self._named(path_of_url(self.call.text("urlOfFile", 0)))

    @path("GetByPathOrAddStub", "GetByPath")
    def get_by_path(self) -> FileEntity:
        return self._named(self.call.text("DecodedUrl", 0))

    @operation("Add")
    def add(self) -> FileEntity:
        return self._add(plain_name_of_url(str(self.call.segment.argument("url", 0) or "")))

    @operation("AddUsingPath")
    def add_using_path(self) -> FileEntity:
        return self._add(str(self.call.segment.argument("decodedurl", 0) or ""))

    @operation("AddTemplateFile")
    def add_template_file(self) -> FileEntity:
        """A new page or form from SP.TemplateFileType, at a server relative address."""
        place = path_of_url(self.call.text("urlOfFile", 0))
        name = place.removeprefix(f"{self.folder.path}/")
        made = self.site.documents.add(self.folder, name, b"<%@ Page %>", self.user, overwrite=False)
        return FileEntity(self.call, made)

    def _add(self, name: str) -> FileEntity:
        overwrite = self.call.segment.argument("overwrite", 1) is True
        item = self.site.documents.add(self.folder, name, self.call.body, self.user, overwrite)
        return FileEntity(self.call, item)
