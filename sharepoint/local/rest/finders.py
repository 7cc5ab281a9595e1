"""What a site finds by an address, a path, an id or a title: lists, views, items, folders and files."""

from __future__ import annotations

import re

from sharepoint.local.model.names import path_of_url
from sharepoint.local.model.templates import USERS
from sharepoint.local.rest.attachments import attachment_at
from sharepoint.local.rest.files import FileEntity
from sharepoint.local.rest.folders import FolderEntity
from sharepoint.local.rest.items import ItemEntity
from sharepoint.local.rest.lists import ListEntity
from sharepoint.local.rest.people import UserEntity
from sharepoint.local.rest.resource import Entity, path
from sharepoint.local.rest.views import ViewEntity


class Finders(Entity):
    """The ways from a site to one thing on it."""

    @path("DefaultDocumentLibrary")
    def default_document_library(self) -> ListEntity:
        return ListEntity(self.call, self.site.lists.by_root(f"{self.site.path}/Shared Documents"))

    @path("SiteUserInfoList")
    def site_user_info_list(self) -> ListEntity:
        return ListEntity(self.call, self.site.lists.by_template(USERS))

    @path("GetCatalog")
    def get_catalog(self) -> ListEntity:
        return ListEntity(self.call, self.site.lists.by_template(self.call.number("typeCatalog", 0)))

    @path("GetListByTitle")
    def list_by_title(self) -> ListEntity:
        return ListEntity(self.call, self.site.lists.by_title(self.call.text("title", 0)))

    @path("GetListItem")
    def list_item_by_url(self) -> ItemEntity:
        return self._list_item(path_of_url(self._relative(self.call.text("strUrl", 0))))

    @path("GetListItemUsingPath")
    def list_item_by_path(self) -> ItemEntity:
        return self._list_item(self._relative(self.call.text("DecodedUrl", 0)))

    def _list_item(self, place: str) -> ItemEntity:
        item = self.site.items.at(self._absolute(place))
        return ItemEntity(self.call, self.site.lists.get(item.list_id), item)

    def _relative(self, address: str) -> str:
        return address.removeprefix(self.call.base.removesuffix(self.site.path))

    @path("GetViewFromUrl")
    def view_by_url(self) -> ViewEntity:
        place = path_of_url(self._relative(self.call.text("listUrl", 0)))
        return ViewEntity(self.call, self.site.views.by_page(self._absolute(place)))

    @path("GetViewFromPath")
    def view_by_path(self) -> ViewEntity:
        place = self._relative(self.call.text("listPath", 0))
        return ViewEntity(self.call, self.site.views.by_page(self._absolute(place)))

    @path("GetFolderByServerRelativePath")
    def folder_by_path(self) -> FolderEntity:
        return FolderEntity(self.call, self.site.folders.get(self._absolute(self.call.text("DecodedUrl", 0))))

    @path("GetFolderByServerRelativeUrl")
    def folder_by_url(self) -> FolderEntity:
        url = path_of_url(self.call.text("serverRelativeUrl", 0))
        return FolderEntity(self.call, self.site.folders.get(self._absolute(url)))

    @path("GetFolderById")
    def folder_by_id(self) -> FolderEntity:
        return FolderEntity(self.call, self.site.folders.by_id(self.call.text("uniqueId", 0)))

    @path("GetFileByServerRelativePath")
    def file_by_path(self) -> Entity:
        return self._file(self.call.text("DecodedUrl", 0))

    @path("GetFileByServerRelativeUrl")
    def file_by_url(self) -> Entity:
        return self._file(path_of_url(self.call.text("serverRelativeUrl", 0)))

    @path("GetFileByUrl")
    def file_by_full_url(self) -> Entity:
        return self._file(
            path_of_url(self.call.text("fileUrl", 0)).removeprefix(self.call.base.removesuffix(self.site.path))
        )

    @path("GetFileById")
    def file_by_id(self) -> FileEntity:
        return FileEntity(self.call, self.site.documents.by_id(self.call.text("uniqueId", 0)))

    def _file(self, path_: str) -> Entity:
        place = self._absolute(path_)
        attached = None if self.site.documents.find(place) else attachment_at(self.call, place)
        return attached or FileEntity(self.call, self.site.documents.get(place))

    def _absolute(self, path_: str) -> str:
        path_ = re.sub("/{2,}", "/", path_)
        inside = path_.lower() == self.site.path.lower() or path_.lower().startswith(self.site.path.lower() + "/")
        return path_ if inside else f"{self.site.path}/{path_.lstrip('/')}"

    @path("GetList")
    def list_by_url(self) -> ListEntity:
        return ListEntity(self.call, self.site.lists.by_root(self._absolute(path_of_url(self.call.text("strUrl", 0)))))

    @path("GetListUsingPath")
    def list_by_path(self) -> ListEntity:
        return ListEntity(self.call, self.site.lists.by_root(self._absolute(self.call.text("DecodedUrl", 0))))

    @path("GetUserById")
    def user_by_id(self) -> UserEntity:
        return UserEntity(self.call, self.site.users.get(self.call.number("id", 0)))
