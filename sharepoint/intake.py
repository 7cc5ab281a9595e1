"""Items that people make on the site: whose project they are, and how a row of the workbook becomes the same item."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from sharepoint.fields import KEY, PROJECT, Field
from sharepoint.plan import PresentItem, PresentList, Published
from sharepoint.present import selected
from sharepoint.site import Site, SiteList
from sharepoint.values import Value, fingerprint, from_site, key
from sharepoint.wanted import Wanted
from sharepoint.zones import SiteZone

_NUMBERED: Final = re.compile(r"(.*?)(\d+)")


@dataclass(frozen=True, slots=True)
class NewItem:
    """An item that somebody made on the site, in canonical values; `project` is the ID typed there.

    `editor` and `modified` are of its last edit.
    """

    id: int
    etag: str
    values: Mapping[str, Value]
    project: str = ""
    editor: str = ""
    modified: str = ""


@dataclass(frozen=True, slots=True)
class ReadList:
    """One list as it was read for a plan.

    Attributes
    ----------
    present
        With the items that were taken in under the keys of their rows.
    new, declined
        Items without a key, by ID, and those of them that are not to be taken into a workbook.
    address
        Of an item as people see it, but for its ID.
    """

    wanted: tuple[Wanted, ...]
    present: PresentList
    new: Mapping[int, NewItem]
    declined: frozenset[int]
    address: str

    @property
    def title(self) -> str:
        """The list's name."""
        return self.wanted[0].spec.title


def new_items(site: Site, holder: SiteList, fields: Sequence[Field], zone: SiteZone) -> dict[int, NewItem]:
    """The items of a list that carry no key of ours; none of a list that is somebody else's."""
    if KEY.name not in holder.fields or PROJECT.name not in holder.fields:
        return {}
    names = [*selected(holder, fields), PROJECT.name]
    rows = [row for row in site.items(holder, names, "Editor") if not row.get(KEY.name)]
    return {int(row["Id"]): _new(row, fields, zone) for row in rows}


def _new(row: Mapping[str, Any], fields: Sequence[Field], zone: SiteZone) -> NewItem:
    editor = row.get("Editor")
    return NewItem(
        int(row["Id"]),
        str(row["etag"]),
        {field.name: from_site(field, row.get(field.name), zone) for field in fields},
        str(row.get(PROJECT.name) or ""),
        str(editor.get("Title") or "") if isinstance(editor, dict) else "",
        str(row.get("Modified") or ""),
    )


def without_key(site: Site, holder: SiteList, numbers: Sequence[int]) -> set[int]:
    """Which of these items are there and carry no key of ours."""
    if not numbers:
        return set()
    doing = f"reading {holder.title} again"
    answers = site.read([f"{holder.path}/items({number})?$select=Id,{KEY.name}" for number in numbers], doing)
    rows = [site.value(answer, doing) for answer in answers if answer.status != 404]
    return {int(row["Id"]) for row in rows if not row.get(KEY.name)}


def with_taken_in(
    present: PresentList,
    last: Mapping[str, Published],
    new: Mapping[int, NewItem],
    taken_in: Mapping[int, tuple[str, Mapping[str, Value]]],
    wanted: Sequence[Wanted],
) -> tuple[PresentList, dict[str, Published]]:
    """The list and the journal as a plan takes them: an item that was taken in counts as its row's, key or not.

    So the plan gives the item its key instead of making a second one, also after a run that was killed between the
    workbook and the site. What went into the workbook counts as published; everything else on the item is a proposal.
    """
    rows = {name for part in wanted for name in part.items}
    items, known = dict(present.items), dict(last)
    for number, (name, values) in taken_in.items():
        if name not in rows or name in items:
            continue
        before = known.get(name, Published({}))
        if number in new:
            item = new[number]
            digest = fingerprint(item.values)
            items[name] = PresentItem(
                number, item.etag, name, item.values, digest, editor=item.editor, modified=item.modified
            )
            known[name] = replace(before, values=values)
        elif not before.values:  # gone since: not to be made a second time
            known[name] = replace(before, values=values)
    return replace(present, items=items), known


def project_of(item: NewItem, read: ReadList) -> str | None:
    """The project that a new item belongs to: the one typed there, else the only one in the list.

    Empty where that is unclear; None where it belongs to a project of the site that is not being published.
    """
    projects = {key(part.project): part.project for part in read.wanted}
    scopes = {name.partition("|")[0] for name in read.present.items} | set(projects)
    typed = key(item.project)
    if typed:
        return projects.get(typed, None if typed in scopes else "")
    return projects.get(next(iter(scopes))) if len(scopes) == 1 else ""


def next_id(used: Iterable[str], example: str) -> str:
    """The ID after the highest that was ever used, written like the others; the example where there was none.

    Parameters
    ----------
    used
        IDs of the workbook first, then of the site, also of removed rows: an ID is never used again.
    example
        An ID as the column's help shows it, such as R-001.
    """
    found = [match for one in used if (match := _NUMBERED.fullmatch(one.strip()))]
    if not found:
        return example
    prefix = Counter(match[1].casefold() for match in found).most_common(1)[0][0]
    alike = [match for match in found if match[1].casefold() == prefix]
    width = Counter(len(match[2]) for match in alike).most_common(1)[0][0]
    return f"{alike[0][1]}{max(int(match[2]) for match in alike) + 1:0{width}d}"


@dataclass(frozen=True, slots=True)
class Made:
    """Who made an item, and when."""

    author: str
    created: str


def made_by(site: Site, holder: SiteList, numbers: Sequence[int]) -> dict[int, Made]:
    """Who made these items, and when; read only for the few that are new."""
    options = "$select=Id,Created,Author/Title&$expand=Author"
    answers = site.read([f"{holder.path}/items({number})?{options}" for number in numbers], "reading new items")
    found = {}
    for number, answer in zip(numbers, answers, strict=True):
        row = site.value(answer, "reading new items")
        author = row.get("Author")
        found[number] = Made(str(author.get("Title") or "") if isinstance(author, dict) else "", str(row["Created"]))
    return found
