"""Whether links lead somewhere: those that point to the site, asked of the site itself; others are not followed."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from typing import Final
from urllib.parse import parse_qs, unquote, urlsplit

from sharepoint.errors import Answer, refusal
from sharepoint.present_files import file_path
from sharepoint.site import Site, literal


class Result(Enum):
    """What came of testing a link."""

    WORKS = "works"
    BROKEN = "broken"
    ELSEWHERE = "leads to another address; not tested"
    UNKNOWN = "is a kind of link that cannot be tested"
    FORBIDDEN = "leads to something that this account may not read"


@dataclass(frozen=True, slots=True)
class Target:
    """What a link on the site points to: a file by its id, an item of a list, or a path."""

    unique_id: str = ""
    path: str = ""
    list_root: str = ""
    item: int = 0

    def reads(self) -> list[str]:
        """The requests of which one succeeds if it is there."""
        if self.unique_id:
            return [f"{file_path(self.unique_id)}?$select=Exists"]
        if self.list_root:
            found = f"Web/GetList({literal(self.list_root)})"
            return [f"{found}/items({self.item})?$select=Id" if self.item else f"{found}?$select=Id"]
        address = f"DecodedUrl={literal(self.path)}"
        return [
            f"Web/GetFileByServerRelativePath({address})?$select=Exists",
            f"Web/GetFolderByServerRelativePath({address})?$select=Exists",
        ]


_GUID: Final = r"[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}"
_ID: Final = re.compile(_GUID, re.IGNORECASE)
_OPENED: Final = re.compile(r"^/:\w:/r(?=/)")
"""What the Copy Link button writes before the path, as in `/:x:/r/sites/pmo/…`: the kind of file."""
_SHARED: Final = re.compile(r"^/:\w:/[sgp]/")
_LIST_PAGE: Final = re.compile(r"^(.*/Lists/[^/]+)(?:/[^/]+\.aspx)?/?$", re.IGNORECASE)


def target(url: str, site: str) -> Target | Result:
    """What a link points to, as far as its text tells."""
    here, there = urlsplit(site), urlsplit(url.strip())
    if there.scheme not in ("http", "https") or there.netloc.casefold() != here.netloc.casefold():
        return Result.ELSEWHERE
    if _SHARED.match(there.path):
        return Result.UNKNOWN
    path = unquote(_OPENED.sub("", there.path)).rstrip("/")
    if path.casefold() != here.path.casefold() and not path.casefold().startswith(f"{here.path}/".casefold()):
        return Result.ELSEWHERE
    query = {name.casefold(): values[0] for name, values in parse_qs(there.query).items()}
    named = _ID.search(query.get("sourcedoc", "") or query.get("d", ""))
    if named:
        return Target(unique_id=_dashed(named.group()))
    listed = _LIST_PAGE.match(path)
    if listed:
        item = query.get("id", "")
        return Target(list_root=listed.group(1), item=int(item) if item.isdigit() else 0)
    inside = query.get("id") or query.get("rootfolder")  # a library's page that shows a file or a folder
    return Target(path=inside.rstrip("/") if inside and inside.startswith("/") else path)


def _dashed(found: str) -> str:
    plain = found.replace("-", "").lower()
    return "-".join((plain[:8], plain[8:12], plain[12:16], plain[16:20], plain[20:]))


def link_results(site: Site, urls: Iterable[str]) -> dict[str, Result]:
    """The result for each link; only the site itself is asked, in as few requests as possible.

    Raises
    ------
    SharePointError
        The site cannot be reached: then nothing is known of any link.
    """
    found = {url: target(url, site.url) for url in dict.fromkeys(urls)}
    asked = [(url, read) for url, place in found.items() if isinstance(place, Target) for read in place.reads()]
    answers = site.read([read for _, read in asked], "testing links") if asked else []
    results = {url: place if isinstance(place, Result) else Result.BROKEN for url, place in found.items()}
    for (url, _), answer in zip(asked, answers, strict=True):
        if results[url] is not Result.WORKS:
            results[url] = _result(answer, results[url])
    return results


def _result(answer: Answer, before: Result) -> Result:
    if answer.ok:
        found = answer.json() or {}
        return Result.WORKS if found.get("Exists", True) else before
    if answer.status in (401, 403):
        return Result.FORBIDDEN
    if answer.status == 404 or answer.status in (400, 500):  # a path that SharePoint does not take is 400 or 500
        return before
    raise refusal(answer, "testing links")
