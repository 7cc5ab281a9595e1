"""Putting files into the library: a new version in the same file, seen by nobody before it is whole and described.

A file that is there is checked out, written, described and checked in, which makes one version with its comment; until
then readers see the version before. Large new files are put together out of sight and moved to their place.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any, Final

from pmo_excel.core.problems import Cell, Code, Problem, Severity
from sharepoint import batch
from sharepoint.actions import UpdateFile, UploadFile
from sharepoint.batch import Operation
from sharepoint.documents import COMMENT, METADATA, STAGING, PresentFile, folded, permalink
from sharepoint.errors import FILE_EXISTS, LOCKED, Answer, LostReplyError, NotSentError, SharePointError, refusal
from sharepoint.fields import HASH, RUN
from sharepoint.journal import Intent, Journal
from sharepoint.pieces import send_in_pieces
from sharepoint.present_files import (
    CHECKED_OUT,
    checked_out_by_us,
    digest_on_site,
    file_path,
    folder_path,
    folders,
    present_library,
)
from sharepoint.site import Site, SiteList, literal
from sharepoint.values import Value, to_site
from sharepoint.zones import SiteZone

AT_ONCE: Final = 10_000_000
"""Largest content that is sent in a single request; the site takes up to 262,144,000 bytes."""

LOCK_WAITS: Final = (2.0, 4.0, 8.0)
MAJOR: Final = 1
"""SP.CheckinType.majorCheckIn: a version that readers see."""

FileAction = UploadFile | UpdateFile


@dataclass(slots=True)
class Library:
    """The library that files go to.

    Attributes
    ----------
    folders
        Folders known to be there, without case.
    at_once
        Largest content for a single request; also the size of the pieces of larger ones.
    published
        The unique id of each file that came to its place, by path without case.
    """

    site: Site
    holder: SiteList
    zone: SiteZone
    folders: set[str] = field(default_factory=set)
    at_once: int = AT_ONCE
    published: dict[str, str] = field(default_factory=dict)

    def publish(self, action: FileAction, journal: Journal, run: str) -> Problem | None:
        """Carry out one action, recorded before and after; gives the problem when the site refuses it."""
        operation = "Upload" if isinstance(action, UploadFile) else "Update"
        after: dict[str, Value] = {"sha256": action.digest}
        key = folded(action.path)
        number = journal.intend(run, [Intent(self.holder.title, self.holder.id, key, operation, {}, after, after)])[0]
        try:
            unique_id, etag = self._published(action, run)
        except (LostReplyError, NotSentError) as error:
            return _problem(action.path, error)  # the intent stays open: the next publish goes on from there
        except (SharePointError, OSError) as error:
            journal.refused([(number, str(error))])
            return self._refused(action, error, run)
        journal.done([(number, permalink(self.site.url, unique_id))])
        known = {**after, "etag": etag, "unique_id": unique_id}
        journal.settle(self.holder.id, [(key, known)])
        self.published[key] = unique_id
        return None

    def _published(self, action: FileAction, run: str) -> tuple[str, str]:
        """Carry out one action; gives the file's unique id and its version."""
        content = b"" if isinstance(action, UpdateFile) and not action.content else _content(action)
        if isinstance(action, UpdateFile):
            unique_id = action.unique_id
            self._check_out(unique_id, action.path, held=action.checked_out)
            self._write_and_check_in(action, unique_id, content if action.content else None, run)
            if action.content:
                self._recycle(beside(action.path))
        else:
            unique_id, held = self._new_file(action, content)
            if etag := self._described_at_once(action, unique_id, held, run):
                return unique_id, etag
            self._check_out(unique_id, action.path, held=checked_out_by_us(self.site, unique_id))
            self._write_and_check_in(action, unique_id, None, run)
        found = self.site.get(f"{file_path(unique_id)}/ListItemAllFields?$select=Id", f"reading {action.path}")
        return unique_id, str(found["__metadata"]["etag"])

    def _described_at_once(self, action: UploadFile, unique_id: str, held: bool, run: str) -> str:
        """Describe a new file and check it in, in one request; gives its version, empty where not all of it was done.

        Nobody knows the file yet, so that nothing is lost where only a part was done: it is done again, step by step.
        """
        file = file_path(unique_id)
        steps = [] if held else [Operation("POST", f"{file}/CheckOut()")]
        steps.append(Operation("MERGE", f"{file}/ListItemAllFields", self._description(action, run), "*"))
        steps.append(Operation("POST", _check_in(unique_id, action)))
        steps.append(Operation("GET", f"{file}/ListItemAllFields?$select=Id"))
        try:
            answers = batch.send_in_order(self.site.connection, steps, f"describing {action.path}")
        except LostReplyError:
            found = self._present(action.path)
            return found.etag if found and found.hash == action.digest and not found.checked_out else ""
        return str(answers[-1].json()["__metadata"]["etag"]) if all(answer.ok for answer in answers) else ""

    def _new_file(self, action: UploadFile, content: bytes) -> tuple[str, bool]:
        """Put a new file into its place; where the reply is lost, look whether it arrived before sending it again.

        The library may check it out at once, because it wants that of all its files.
        """
        self.ensure_folder(action.path.rpartition("/")[0])
        for last in (False, True):
            try:
                if len(content) > self.at_once:
                    return self._staged(action.path, content)
                return self._added(self._add(action.path, content))
            except LostReplyError:
                found = self._present(action.path)
                if found and digest_on_site(self.site, found) == action.digest:
                    return found.unique_id, found.checked_out
                if last:
                    raise
        raise AssertionError("unreachable")  # pragma: no cover

    def _present(self, path: str) -> PresentFile | None:
        there = present_library(self.site, self.holder, self.zone, [path])
        return there.files.get(folded(path)) if there else None

    def _add(self, path: str, content: bytes, overwrite: bool = False) -> Answer:
        folder, _, name = path.rpartition("/")
        arguments = f"DecodedUrl={literal(name)},Overwrite={str(overwrite).lower()}"
        return self._post(
            f"{folder_path(self.holder, folder)}/Files/AddUsingPath({arguments})", content, f"uploading {path}"
        )

    @staticmethod
    def _added(answer: Answer) -> tuple[str, bool]:
        made = answer.json()
        return str(made["UniqueId"]), made.get("CheckOutType") == CHECKED_OUT

    def _staged(self, path: str, content: bytes) -> tuple[str, bool]:
        """Put a large new file together out of sight, check its length, then move it to its place in one step.

        Its name there follows from its path, so that what a publish left there when it broke off is used again.
        """
        self.ensure_folder(STAGING)
        name = hashlib.sha256(folded(path).encode()).hexdigest()[:32]
        unique_id, held = self._added(self._add(f"{STAGING}/{name}", b"", overwrite=True))
        try:
            send_in_pieces(self.site.connection, file_path(unique_id), content, self.at_once, f"uploading {path}")
            found = self.site.get(f"{file_path(unique_id)}?$select=Length", f"reading {path}")
            if int(found["Length"]) != len(content):
                raise SharePointError(f"{path} arrived with {found['Length']} of {len(content)} bytes", retry=True)
            # The placeholder is the file's first version; where a site keeps it, the history merely begins with it.
            self.site.connection.send("POST", f"{file_path(unique_id)}/Versions/DeleteAll()")
            body = {"DecodedUrl": self._address(path), "moveOperations": 0}
            self._post(f"{file_path(unique_id)}/MoveToUsingPath", body, f"moving {path} to its place")
        except LostReplyError:
            raise  # it may be at its place by now
        except SharePointError:
            self._recycle(f"{STAGING}/{name}")
            raise
        return unique_id, held

    def _check_out(self, unique_id: str, path: str, *, held: bool) -> None:
        if held:
            return
        try:
            self._post(f"{file_path(unique_id)}/CheckOut()", None, f"checking out {path}")
        except LostReplyError:
            if not checked_out_by_us(self.site, unique_id):
                self._post(f"{file_path(unique_id)}/CheckOut()", None, f"checking out {path}")

    def _write_and_check_in(self, action: FileAction, unique_id: str, content: bytes | None, run: str) -> None:
        """Make the version of a file that is checked out; where the site refuses it, give the file back as it was."""
        try:
            if content is not None:
                self._write(unique_id, action, content)
            self._describe(unique_id, action, run)
            self._check_in(unique_id, action)
        except NotSentError:
            raise
        except SharePointError as error:
            try:
                self.site.connection.send("POST", f"{file_path(unique_id)}/UndoCheckOut()")
            except SharePointError as lost:  # it may still be checked out
                raise lost from error
            raise

    def _write(self, unique_id: str, action: FileAction, content: bytes) -> None:
        doing = f"writing {action.path}"
        if len(content) <= self.at_once:
            self._post(f"{file_path(unique_id)}/$value", content, doing, method="PUT")
            return
        try:
            send_in_pieces(self.site.connection, file_path(unique_id), content, self.at_once, doing)
        except LostReplyError:
            found = self.site.connection.send("GET", f"{file_path(unique_id)}/$value", repeatable=True)
            if hashlib.sha256(found.body).hexdigest() != action.digest:
                raise

    def _describe(self, unique_id: str, action: FileAction, run: str) -> None:
        """Write what is known about the file beside it."""
        body = self._description(action, run)
        self._post(f"{file_path(unique_id)}/ListItemAllFields", body, f"describing {action.path}", method="MERGE")

    def _description(self, action: FileAction, run: str) -> dict[str, Any]:
        known = {column.name: column for column in METADATA}
        body = {name: to_site(known[name], value, self.zone) for name, value in action.metadata.items()}
        return body | {"__metadata": {"type": self.holder.entity_type}, HASH.name: action.digest, RUN.name: run}

    def _check_in(self, unique_id: str, action: FileAction) -> None:
        command = _check_in(unique_id, action)
        try:
            self._post(command, None, f"checking in {action.path}")
        except LostReplyError:
            if checked_out_by_us(self.site, unique_id):
                self._post(command, None, f"checking in {action.path}")

    def _refused(self, action: FileAction, error: SharePointError | OSError, run: str) -> Problem:
        """The problem to tell; a new version of a file that is locked is put beside it meanwhile."""
        locked = isinstance(error, SharePointError) and error.status == LOCKED
        if locked and isinstance(action, UpdateFile) and action.content:
            try:
                return _locked(action.path, error, self._put_beside(action, run))
            except (SharePointError, OSError) as second:
                return _problem(action.path, second)
        return _problem(action.path, error)

    def _put_beside(self, action: UpdateFile, run: str) -> str:
        """Put the new version beside the locked file, once; gives the name that it has there."""
        path = beside(action.path)
        found = self._present(path)
        if found is None or found.hash != action.digest:
            copied = UploadFile(action.list, path, action.size, action.digest, action.metadata, action.source)
            content = _content(action)
            unique_id = found.unique_id if found else self._new_file(copied, content)[0]
            self._check_out(unique_id, path, held=False)
            self._write_and_check_in(copied, unique_id, content if found else None, run)
        return PurePosixPath(path).name

    def _recycle(self, path: str) -> None:
        """Put a file of ours that is not needed any more into the recycle bin, if it is there."""
        address = f"Web/GetFileByServerRelativePath(DecodedUrl={literal(self._address(path))})"
        with suppress(SharePointError):
            self.site.connection.send("POST", f"{address}/Recycle()")

    def make_folders(self, paths: Iterable[str]) -> None:
        """Make the folders of several files in one request, the outer ones first.

        A folder that is there is as good as made; one that could not be made is tried again, and told, with its file.
        """
        every = [above for path in paths for above in folders(path) if folded(above) not in self.folders]
        wanted = list({folded(path): path for path in every}.values())
        wanted.sort(key=lambda path: path.count("/"))
        steps = [self._folder(path) for path in wanted]
        if len(steps) < 2:  # that one is made with its file
            return
        for positions in batch.chunks(steps, self.site.connection.root):
            part = slice(positions.start, positions.stop)
            with suppress(SharePointError):
                answers = batch.send_in_order(self.site.connection, steps[part], "making folders")
                done = zip(wanted[part], answers, strict=True)
                self.folders |= {folded(path) for path, answer in done if _there(answer)}

    def ensure_folder(self, path: str) -> None:
        """Make a folder and those above it, as far as they are missing."""
        for each in folders(f"{path}/"):
            if folded(each) not in self.folders:
                step = self._folder(each)
                answer = self.site.connection.send(step.method, step.path, step.body)
                if not _there(answer):
                    raise refusal(answer, f"making the folder {each}")
                self.folders.add(folded(each))

    def _folder(self, path: str) -> Operation:
        above, _, name = path.rpartition("/")
        return Operation("POST", f"{folder_path(self.holder, above)}/AddSubFolderUsingPath", {"DecodedUrl": name})

    def _address(self, path: str) -> str:
        return f"{self.holder.root}/{path}" if path else self.holder.root

    def _post(self, path: str, body: Any, doing: str, method: str = "POST") -> Answer:
        """Change something, after waiting for a lock; a PUT or MERGE of the same twice is the same as once."""
        headers = {"IF-MATCH": "*"} if method != "POST" else {}
        for wait in (*LOCK_WAITS, None):
            answer = self.site.connection.send(method, path, body, headers, repeatable=method != "POST")
            if answer.status != LOCKED or wait is None:
                break
            self.site.connection.pause(wait)
        if not answer.ok:
            raise refusal(answer, doing)
        return answer


def _check_in(unique_id: str, action: FileAction) -> str:
    comment = str(action.metadata.get(COMMENT.name) or "")
    return f"{file_path(unique_id)}/CheckIn(comment={literal(comment)},checkInType={MAJOR})"


def _there(answer: Answer) -> bool:
    """Whether a folder was made, or was there before."""
    return answer.ok or answer.error[0] == FILE_EXISTS


def _content(action: FileAction) -> bytes:
    content = action.source if isinstance(action.source, bytes) else Path(action.source).read_bytes()
    if hashlib.sha256(content).hexdigest() != action.digest:
        raise SharePointError(f"{action.path} changed since the plan was made", next_step="Publish again.")
    return content


def beside(path: str) -> str:
    """Where a new version waits while the file itself is locked: always the same place, so that there is only one."""
    place = PurePosixPath(path)
    return str(place.with_name(f"{place.stem} (new version){place.suffix}"))


def _locked(path: str, error: SharePointError | OSError, name: str) -> Problem:
    message = error.message if isinstance(error, SharePointError) else str(error)
    text = f"{path} is locked on the site: {message}; the new version is beside it as {name!r}"
    suggestion = "Close the file where it is open, or check it in, and publish again: the copy then goes away."
    return Problem(Code.FILE_LOCKED, text, Cell(""), suggestion, Severity.MEDIUM)


def _problem(path: str, error: SharePointError | OSError) -> Problem:
    if isinstance(error, SharePointError) and error.status == LOCKED:
        suggestion = "Close it where it is open, or check it in, and publish again."
        return Problem(Code.FILE_LOCKED, f"{path} is locked on the site: {error.message}", Cell(""), suggestion)
    step = error.next_step if isinstance(error, SharePointError) else ""
    message = error.message if isinstance(error, SharePointError) else str(error)
    return Problem(Code.SHAREPOINT, f"{path}: {message}", Cell(""), step or "Publish again.")


def file_actions(actions: Sequence[object]) -> list[FileAction]:
    """The actions on files, in order."""
    return [action for action in actions if isinstance(action, UploadFile | UpdateFile)]
