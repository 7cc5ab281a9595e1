"""The files of a library, found folder by folder and read as they are; nothing on the site is changed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sharepoint.errors import SharePointError, refusal
from sharepoint.present_files import file_path
from sharepoint.site import Site, literal

_FILES = "Name,ServerRelativeUrl,UniqueId,Length,TimeLastModified,UIVersionLabel"
_FOLDERS_AT_ONCE = 50
_OWN = frozenset({"Forms"})
"""Folders that a library has for itself."""


@dataclass(frozen=True, slots=True)
class SiteFile:
    """A file of a library.

    Attributes
    ----------
    path
        Its place below the library.
    modified
        When it was last changed, with its time zone.
    version
        Its version's label, as in `3.0`.
    """

    unique_id: str
    path: str
    url: str
    length: int
    modified: datetime
    version: str


def files_of(site: Site, library: str) -> Iterator[SiteFile]:
    """Every file of a library, folder by folder.

    Raises
    ------
    SharePointError
        The library is not there, or a folder cannot be read: never "no files".
    """
    doing = f"reading {library}"
    root = str(
        site.get(f"Web/Lists/GetByTitle({literal(library)})/RootFolder?$select=ServerRelativeUrl", doing)[
            "ServerRelativeUrl"
        ]
    )
    waiting = [root]
    seen = {root.casefold()}
    while waiting:
        now, waiting = waiting[:_FOLDERS_AT_ONCE], waiting[_FOLDERS_AT_ONCE:]
        paths = []
        for folder in now:
            address = f"Web/GetFolderByServerRelativePath(DecodedUrl={literal(folder)})"
            paths += [f"{address}/Files?$select={_FILES}", f"{address}/Folders?$select=Name,ServerRelativeUrl"]
        answers = [site.value(answer, doing) for answer in site.read(paths, doing)]
        for files, folders in zip(answers[::2], answers[1::2], strict=True):
            yield from (_file(row, root) for row in _rows(files))
            for row in _rows(folders):
                place = str(row["ServerRelativeUrl"])
                if place.casefold() not in seen and row["Name"] not in _OWN:
                    seen.add(place.casefold())
                    waiting.append(place)


def content_of(site: Site, file: SiteFile) -> bytes:
    """A file's content.

    Raises
    ------
    SharePointError
        It cannot be read, or not all of it came.
    """
    answer = site.connection.send("GET", f"{file_path(file.unique_id)}/$value", repeatable=True)
    if not answer.ok:
        raise refusal(answer, f"reading {file.path}")
    body: bytes = answer.body
    return body


def _rows(answer: object) -> list[dict[str, object]]:
    if isinstance(answer, dict) and isinstance(answer.get("results"), list):
        return list(answer["results"])
    raise SharePointError("The site's answer lists no files", retry=True)


def _file(row: dict[str, object], root: str) -> SiteFile:
    url = str(row["ServerRelativeUrl"])
    modified = datetime.fromisoformat(str(row["TimeLastModified"]).replace("Z", "+00:00"))
    return SiteFile(
        str(row["UniqueId"]),
        url[len(root) + 1 :],
        url,
        int(str(row["Length"])),
        modified,
        str(row.get("UIVersionLabel") or ""),
    )
