"""SP.MoveCopyUtil: files and folders copied and moved by their full addresses, which travel in the body."""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote

from sharepoint.local.errors import bad_argument
from sharepoint.local.rest.resource import Resource, operation


class MoveCopyService(Resource):
    """The static operations of SP.MoveCopyUtil."""

    def _place(self, name: str) -> str:
        """The server relative path of an argument: an address, still encoded, or a path that is a path already."""
        text = self.call.text(name)
        host = self.call.base.removesuffix(self.site.path)
        relative = text.removeprefix(host)
        if "://" in relative:
            raise bad_argument(f"The address {text} is not on this site.")
        return unquote(relative) if name.endswith("Url") else relative

    def _keep_both(self) -> bool:
        options: Any = self.call.argument("options")
        return isinstance(options, dict) and options.get("KeepBoth") is True

    def _copy(self, form: str, folder: bool) -> None:
        source, target = self._place(f"src{form}"), self._place(f"dest{form}")
        documents = self.site.documents
        if self._keep_both():
            target = documents.free_path(target)
        if folder:
            documents.copy_folder(self.site.folders.get(source), target, self.user)
        else:
            documents.copy(documents.get(source), target, self.user, self.call.flag("overwrite"))

    def _move(self, form: str, folder: bool) -> None:
        source, target = self._place(f"src{form}"), self._place(f"dest{form}")
        documents = self.site.documents
        if self._keep_both():
            target = documents.free_path(target)
        item = self.site.folders.item(self.site.folders.get(source)) if folder else documents.get(source)
        documents.check_writable(item, self.user)
        documents.move(item, target, self.user, self.call.flag("overwrite"))

    @operation("SP.MoveCopyUtil.CopyFile")
    def copy_file(self) -> None:
        self._copy("Url", folder=False)

    @operation("SP.MoveCopyUtil.CopyFileByPath")
    def copy_file_by_path(self) -> None:
        self._copy("Path", folder=False)

    @operation("SP.MoveCopyUtil.CopyFolder")
    def copy_folder(self) -> None:
        self._copy("Url", folder=True)

    @operation("SP.MoveCopyUtil.CopyFolderByPath")
    def copy_folder_by_path(self) -> None:
        self._copy("Path", folder=True)

    @operation("SP.MoveCopyUtil.MoveFile")
    def move_file(self) -> None:
        self._move("Url", folder=False)

    @operation("SP.MoveCopyUtil.MoveFileByPath")
    def move_file_by_path(self) -> None:
        self._move("Path", folder=False)

    @operation("SP.MoveCopyUtil.MoveFolder")
    def move_folder(self) -> None:
        self._move("Url", folder=True)

    @operation("SP.MoveCopyUtil.MoveFolderByPath")
    def move_folder_by_path(self) -> None:
        self._move("Path", folder=True)
