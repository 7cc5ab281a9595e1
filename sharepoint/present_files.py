"""Reading a library: the folders that documents go to, and the files in them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from sharepoint.documents import LIBRARY_FIELDS, METADATA, PresentFile, PresentLibrary, folded
from sharepoint.errors import Answer, refusal
from sharepoint.fields import HASH
from sharepoint.site import Site, SiteList, literal
from sharepoint.values import from_site
from sharepoint.zones import SiteZone

CHECKED_OUT: Final = 0
"""SP.CheckOutType.online; 2 is none."""

_BY_THE_SITE: Final = frozenset({"Title", "FileLeafRef", "ContentType", "ContentTypeId"})


def present_library(
    site: Site,
    holder: SiteList | None,
    zone: SiteZone,
    paths: Iterable[str],
    renamed: Mapping[str, str] | None = None,
    read: Sequence[Answer] | None = None,
) -> PresentLibrary | None:
    """The library's folders for these files, and every file in them; None when there is no library.

    Parameters
    ----------
    renamed
        Unique ids by path of files published before. One that is no longer at its path is looked for by its id, and
        counts as the file at that path: somebody renamed or moved it.
    read
        The answers to `library_reads`, where they are there already.
    """
    if holder is None:
        return None
    wanted = list(paths)
    places = _places(wanted)
    answers = site.read(library_reads(holder, wanted), f"reading {holder.title}") if read is None else read
    files: dict[str, PresentFile] = {}
    found: set[str] = set()
    for folder, answer in zip(places, answers, strict=True):
        if answer.status == 404:
            continue
        found.add(folded(folder))
        for row in site.value(answer, f"reading {holder.title}")["results"]:
            path = f"{folder}/{row['Name']}" if folder else str(row["Name"])
            files[folded(path)] = _present(site, row, path, zone)
    known = renamed or {}
    gone = {path: known[folded(path)] for path in wanted if folded(path) in known and folded(path) not in files}
    files |= _elsewhere(site, holder, zone, gone)
    ours = {column.name for column in LIBRARY_FIELDS} | _BY_THE_SITE
    required = tuple(field.title for name, field in holder.fields.items() if field.required and name not in ours)
    return PresentLibrary(holder.id, holder.root, holder.kinds, files, frozenset(found), required)


def library_reads(holder: SiteList, paths: Iterable[str]) -> list[str]:
    """What to read for the folders of these files."""
    return [f"{folder_path(holder, folder)}/Files?{_options(holder)}" for folder in _places(paths)]


def _places(paths: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(above for path in paths for above in folders(path)))


def _elsewhere(site: Site, holder: SiteList, zone: SiteZone, gone: Mapping[str, str]) -> dict[str, PresentFile]:
    """Files that are no longer at their path, by that path, where their id still leads to them in this library."""
    reads = [f"{file_path(unique_id)}?{_options(holder)}" for unique_id in gone.values()]
    files: dict[str, PresentFile] = {}
    for path, answer in zip(gone, site.read(reads, f"reading {holder.title}") if reads else (), strict=True):
        if answer.status == 404:
            continue
        row = site.value(answer, f"reading {holder.title}")
        place = str(row["ServerRelativeUrl"])
        if place.casefold().startswith(f"{holder.root}/".casefold()):
            files[folded(path)] = _present(site, row, place[len(holder.root) + 1 :], zone)
    return files


def folders(path: str) -> Iterator[str]:
    """The folders on the way to a file, the outermost first."""
    parts = path.split("/")[:-1]
    yield from ("/".join(parts[:depth]) for depth in range(1, len(parts) + 1))


def _options(holder: SiteList) -> str:
    recorded = [column.name for column in (*METADATA, HASH) if column.name in holder.fields]
    columns = [f"ListItemAllFields/{name}" for name in ("Id", *recorded)]
    about = ["Name", "ServerRelativeUrl", "UniqueId", "Length", "TimeLastModified", "CheckOutType", "ModifiedBy/Title"]
    return f"$select={','.join([*about, *columns])}&$expand=ListItemAllFields,ModifiedBy"


def folder_path(holder: SiteList, path: str) -> str:
    """A folder's address in requests, by its place below the library."""
    address = f"{holder.root}/{path}" if path else holder.root
    return f"Web/GetFolderByServerRelativePath(DecodedUrl={literal(address)})"


def file_path(unique_id: str) -> str:
    """A file's address in requests, wherever the file is."""
    return f"Web/GetFileById('{unique_id}')"


def _present(site: Site, row: Mapping[str, Any], path: str, zone: SiteZone) -> PresentFile:
    item = row["ListItemAllFields"]
    file = PresentFile(
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
    return replace(file, checked_out=row.get("CheckOutType") == CHECKED_OUT and checked_out_by_us(site, file.unique_id))


def checked_out_by_us(site: Site, unique_id: str) -> bool:
    """Whether the account that publishes has a file checked out."""
    reads = ["Web/CurrentUser?$select=Id", f"{file_path(unique_id)}/CheckedOutByUser?$select=Id"]
    who, by = site.read(reads, "reading who has the file")
    return who.ok and by.ok and (by.json() or {}).get("Id") == who.json()["Id"]


def digest_on_site(site: Site, file: PresentFile) -> str:
    """The digest of a file's content on the site, for which it is read."""
    answer = site.connection.send("GET", f"{file_path(file.unique_id)}/$value", repeatable=True)
    if not answer.ok:
        raise refusal(answer, f"reading {file.path}")
    return hashlib.sha256(answer.body).hexdigest()
