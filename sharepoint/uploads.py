"""Putting files into the library: small ones at once, large ones in pieces that never leave an empty file behind."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from office365.sharepoint.client_context import ClientContext

from pmo_excel.core.problems import Cell, Code, Problem
from sharepoint.actions import UpdateFile, UploadFile
from sharepoint.documents import METADATA, STAGING, PresentFile, PresentLibrary, folded, permalink
from sharepoint.errors import LOCKED, Answer, LostReplyError, SharePointError, refusal
from sharepoint.fields import HASH, RUN
from sharepoint.journal import Intent, Journal
from sharepoint.site import Site, SiteList, literal
from sharepoint.values import Value, from_site, to_site
from sharepoint.zones import SiteZone

AT_ONCE: Final = 10_000_000
"""Largest content that is sent in a single request; the site takes up to 262,144,000 bytes."""

FILE_EXISTS: Final = -2130575257
LOCK_WAITS: Final = (2.0, 4.0, 8.0)


def present_library(site: Site, holder: SiteList | None, zone: SiteZone, paths: Iterable[str]) -> PresentLibrary | None:
    """The library's folders for these files, and every file in them; None when there is no library."""
    if holder is None:
        return None
    folders = list(dict.fromkeys(above for path in paths for above in _folders(path)))
    columns = [f"ListItemAllFields/{name}" for name in ("Id", *_recorded(holder))]
    options = ",".join(["Name", "UniqueId", "Length", "TimeLastModified", "ModifiedBy/Title", *columns])
    reads = [
        f"{_folder(holder, folder)}/Files?$select={options}&$expand=ListItemAllFields,ModifiedBy" for folder in folders
    ]
    files: dict[str, PresentFile] = {}
    found: set[str] = set()
    for folder, answer in zip(folders, site.read(reads, f"reading {holder.title}"), strict=True):
        if answer.status == 404:
            continue
        found.add(folded(folder))
        for row in site.value(answer, f"reading {holder.title}")["results"]:
            path = f"{folder}/{row['Name']}" if folder else str(row["Name"])
            files[folded(path)] = _present(row, path, zone)
    return PresentLibrary(holder.id, holder.root, holder.kinds, files, frozenset(found))


def _folders(path: str) -> Iterator[str]:
    """The folders on the way to a file, the outermost first."""
    parts = path.split("/")[:-1]
    yield from ("/".join(parts[:depth]) for depth in range(1, len(parts) + 1))


def _recorded(holder: SiteList) -> list[str]:
    return [column.name for column in (*METADATA, HASH) if column.name in holder.fields]


def _folder(holder: SiteList, path: str) -> str:
    address = f"{holder.root}/{path}" if path else holder.root
    return f"Web/GetFolderByServerRelativePath(DecodedUrl={literal(address)})"


def _present(row: Mapping[str, Any], path: str, zone: SiteZone) -> PresentFile:
    item = row["ListItemAllFields"]
    return PresentFile(
        int(item["Id"]),
        str(row["UniqueId"]),
        path,
        str(item["__metadata"]["etag"]),
        int(row["Length"]),
        str(item.get(HASH.name) or ""),
        {column.name: from_site(column, item.get(column.name), zone) for column in METADATA},
        str((row.get("ModifiedBy") or {}).get("Title") or ""),
        str(row["TimeLastModified"]),
    )


def digest_on_site(site: Site, file: PresentFile) -> str:
    """The digest of a file's content on the site, for which it is read."""
    answer = site.connection.send("GET", f"{_by_id(file.unique_id)}/$value", repeatable=True)
    if not answer.ok:
        raise refusal(answer, f"reading {file.path}")
    return hashlib.sha256(answer.body).hexdigest()


def _by_id(unique_id: str) -> str:
    return f"Web/GetFileById('{unique_id}')"


@dataclass(slots=True)
class Library:
    """The library that files go to.

    Attributes
    ----------
    folders
        Folders known to be there, without case.
    at_once
        Largest content for a single request; also the size of the pieces of larger ones.
    """

    site: Site
    holder: SiteList
    zone: SiteZone
    folders: set[str] = field(default_factory=set)
    at_once: int = AT_ONCE

    def publish(self, action: UploadFile | UpdateFile, journal: Journal, run: str) -> Problem | None:
        """Carry out one action, recorded before and after; gives the problem when the site refuses it."""
        operation = "Upload" if isinstance(action, UploadFile) else "Update"
        after: dict[str, Value] = {"sha256": action.digest}
        key = folded(action.path)
        number = journal.intend(run, [Intent(self.holder.title, self.holder.id, key, operation, {}, after, after)])[0]
        try:
            unique_id = self._settled(action, run)
            etag = self._describe(unique_id, action, run)
        except (SharePointError, OSError) as error:
            journal.refused([(number, str(error))])
            return _problem(action.path, error)
        journal.done([(number, permalink(self.site.url, unique_id))])
        journal.settle(self.holder.id, [(key, {**after, "etag": etag})])
        return None

    def _settled(self, action: UploadFile | UpdateFile, run: str) -> str:
        """Send the content; where the reply is lost, look whether it arrived before sending it again."""
        try:
            return self._content(action, run)
        except LostReplyError:
            there = present_library(self.site, self.holder, self.zone, [action.path])
            found = there.files.get(folded(action.path)) if there else None
            if found and digest_on_site(self.site, found) == action.digest:
                return found.unique_id
            return self._content(action, run)

    def _content(self, action: UploadFile | UpdateFile, run: str) -> str:
        if isinstance(action, UpdateFile) and not action.content:
            return action.unique_id
        content = action.source if isinstance(action.source, bytes) else Path(action.source).read_bytes()
        if hashlib.sha256(content).hexdigest() != action.digest:
            raise SharePointError(f"{action.path} changed since the plan was made", next_step="Publish again.")
        if isinstance(action, UpdateFile):
            return self._new_version(action.unique_id, action.path, content)
        self.ensure_folder(action.path.rpartition("/")[0])
        if len(content) > self.at_once:
            return self._staged(action.path, content, run)
        return self._add(action.path, content)

    def _new_version(self, unique_id: str, path: str, content: bytes) -> str:
        if len(content) > self.at_once:
            self._in_pieces(unique_id, path, content)
        else:
            self._post(f"{_by_id(unique_id)}/$value", content, f"writing {path}", method="PUT")
        return unique_id

    def _add(self, path: str, content: bytes) -> str:
        folder, _, name = path.rpartition("/")
        command = f"{_folder(self.holder, folder)}/Files/AddUsingPath(DecodedUrl={literal(name)},Overwrite=false)"
        return str(self._post(command, content, f"uploading {path}").json()["UniqueId"])

    def _staged(self, path: str, content: bytes, run: str) -> str:
        """Put a large new file together out of sight, check its length, then move it to its place in one step."""
        self.ensure_folder(f"{STAGING}/{run}")
        unique_id = self._add(f"{STAGING}/{run}/{uuid.uuid4().hex}", b"")
        self._in_pieces(unique_id, path, content)
        found = self.site.get(f"{_by_id(unique_id)}?$select=Length", f"reading {path}")
        if int(found["Length"]) != len(content):
            raise SharePointError(f"{path} arrived with {found['Length']} of {len(content)} bytes", retry=True)
        # The placeholder is the file's first version; where a site keeps it, the history merely begins with it.
        self.site.connection.send("POST", f"{_by_id(unique_id)}/Versions/DeleteAll()")
        body = {"DecodedUrl": self._address(path), "moveOperations": 0}
        self._post(f"{_by_id(unique_id)}/MoveToUsingPath", body, f"moving {path} to its place")
        return unique_id

    def _in_pieces(self, unique_id: str, path: str, content: bytes) -> None:
        upload = uuid.uuid4()
        starts = range(0, len(content), self.at_once)
        for start in starts:
            piece = content[start : start + self.at_once]
            if start == 0:
                step = f"StartUpload(uploadId=guid'{upload}')"
            elif start == starts[-1]:
                step = f"FinishUpload(uploadId=guid'{upload}',fileOffset={start})"
            else:
                step = f"ContinueUpload(uploadId=guid'{upload}',fileOffset={start})"
            self._post(f"{_by_id(unique_id)}/{step}", piece, f"uploading {path}")

    def _describe(self, unique_id: str, action: UploadFile | UpdateFile, run: str) -> str:
        """Write what is known about the file beside it; gives its version (etag) after that."""
        known = {column.name: column for column in METADATA}
        body = {name: to_site(known[name], value, self.zone) for name, value in action.metadata.items()}
        body |= {"__metadata": {"type": self.holder.entity_type}, HASH.name: action.digest, RUN.name: run}
        answer = self._post(f"{_by_id(unique_id)}/ListItemAllFields", body, f"describing {action.path}", method="MERGE")
        return answer.headers.get("etag", "")

    def ensure_folder(self, path: str) -> None:
        """Make a folder and those above it, as far as they are missing."""
        above = ""
        for name in path.split("/") if path else ():
            below = f"{above}/{name}" if above else name
            if folded(below) not in self.folders:
                self._add_folder(above, name)
                self.folders.add(folded(below))
            above = below

    def _add_folder(self, above: str, name: str) -> None:
        def adding(context: ClientContext) -> Any:
            return context.web.get_folder_by_server_relative_path(self._address(above)).add_sub_folder_using_path(name)

        try:
            self.site.run(adding, f"making the folder {name}")
        except SharePointError as error:
            if not error.code.startswith(str(FILE_EXISTS)):
                raise

    def _address(self, path: str) -> str:
        return f"{self.holder.root}/{path}" if path else self.holder.root

    def _post(self, path: str, body: Any, doing: str, method: str = "POST") -> Answer:
        headers = {"IF-MATCH": "*"} if method != "POST" else {}
        for wait in (*LOCK_WAITS, None):
            answer = self.site.connection.send(method, path, body, headers)
            if answer.status != LOCKED or wait is None:
                break
            self.site.connection.sleep(wait)
        if not answer.ok:
            raise refusal(answer, doing)
        return answer


def _problem(path: str, error: SharePointError | OSError) -> Problem:
    if isinstance(error, SharePointError) and error.status == LOCKED:
        suggestion = "Close it where it is open, or check it in, and publish again."
        return Problem(Code.FILE_LOCKED, f"{path} is locked on the site: {error.message}", Cell(""), suggestion)
    step = error.next_step if isinstance(error, SharePointError) else ""
    message = error.message if isinstance(error, SharePointError) else str(error)
    return Problem(Code.SHAREPOINT, f"{path}: {message}", Cell(""), step or "Publish again.")


def file_actions(actions: Sequence[object]) -> list[UploadFile | UpdateFile]:
    """The actions on files, in order."""
    return [action for action in actions if isinstance(action, UploadFile | UpdateFile)]
