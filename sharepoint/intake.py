"""Items that people make on the site: whose project they are, and how a row of the workbook becomes the same item."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from sharepoint.plan import PresentItem, PresentList, Published, ReadList
from sharepoint.site import Site, SiteList
from sharepoint.values import Value, fingerprint, key
from sharepoint.wanted import Wanted

_NUMBERED: Final = re.compile(r"(.*?)(\d+)")


def with_taken_in(
    present: PresentList,
    last: Mapping[str, Published],
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
        if number in present.new:
            item = present.new[number]
            items[name] = replace(item, key=name, hash=fingerprint(item.values))
            known[name] = replace(before, values=values)
        elif not before.values:  # gone since: not to be made a second time
            known[name] = replace(before, values=values)
    return replace(present, items=items), known


def project_of(item: PresentItem, read: ReadList) -> str | None:
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
