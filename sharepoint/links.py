"""Links between items and documents: a project's item leads to its report, and the report to the project's item.

The item's link holds the document's unique id, which is known only when the document is there; so links are written
after documents: with the item, where that is written too, else after the rows. Planned from what the site holds, they
are written once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from pmo_excel.core.problems import Cell, Code, Problem, Severity
from sharepoint.actions import Action, AddField, Create, CreateList, LinkFile, UploadFile
from sharepoint.apply import Outcome
from sharepoint.batch import Operation
from sharepoint.documents import (
    DOCUMENT_PAGE,
    Document,
    PresentFile,
    PresentLibrary,
    another_project,
    folded,
    item_page,
    link_to,
    permalink,
)
from sharepoint.errors import refusal
from sharepoint.fields import KEY
from sharepoint.lists import LINK
from sharepoint.plan import Plan
from sharepoint.present_files import present_library
from sharepoint.site import Description, Site, SiteList
from sharepoint.values import key


def with_project_page(document: Document, site: str) -> Document:
    """The document with the address of its project's item, where it is to be linked."""
    if not document.linked_from:
        return document
    return replace(document, project_page=item_page(site, document.linked_from, document.project))


def plan_links(
    site: Site,
    about: Description,
    library: str,
    documents: Sequence[Document],
    present: PresentLibrary | None,
    others: Sequence[Action],
    read: Mapping[str, Mapping[str, str]],
) -> tuple[Action, ...]:
    """The links to write, where document and item are there or will be made; other addresses, a person's, are left.

    Parameters
    ----------
    others
        What else is planned.
    read
        Where the items of each list that was read already lead to, by list and key.
    """
    uploads = {folded(action.path) for action in others if isinstance(action, UploadFile)}
    new = {(action.list, action.item.key) for action in others if isinstance(action, Create)}
    actions: list[Action] = []
    for title in dict.fromkeys(document.linked_from for document in documents if document.linked_from):
        parts = [document for document in documents if document.linked_from == title]
        holder = about.lists.get(title)
        leads = read.get(title)
        if leads is None:
            leads = {name: link for name, (_, link) in _items(site, holder, [key(d.project) for d in parts]).items()}
        links: list[Action] = []
        for document in parts:
            name, place = key(document.project), folded(document.path)
            file = present.files.get(place) if present else None
            link = "" if (title, name) in new else leads.get(name)
            if another_project(document, file):
                continue
            if link is not None and (file or place in uploads) and _stale(link, file, site.url):
                known = file.unique_id if file else ""
                links.append(LinkFile(title, name, document.project, library, document.path, known))
        if links and not _has_column(title, holder, others):
            actions.append(AddField(title, LINK))
        actions += links
    return tuple(actions)


def _has_column(title: str, holder: SiteList | None, others: Sequence[Action]) -> bool:
    """Whether a list has the column of the link, or gets it by what else is planned."""
    planned = [action for action in others if isinstance(action, CreateList | AddField) and action.list == title]
    made = [field for a in planned for field in (a.fields if isinstance(a, CreateList) else (a.field,))]
    return LINK.name in (holder.fields if holder else {}) or LINK.name in {field.name for field in made}


def _stale(link: str, file: PresentFile | None, site: str) -> bool:
    """Whether an item's link is to be written: there is none, or it is ours and leads to another document."""
    if not link:
        return True
    ours = link.casefold().startswith(f"{site}{DOCUMENT_PAGE}".casefold())
    return ours and (file is None or file.unique_id.casefold() not in link.casefold())


def _items(site: Site, holder: SiteList | None, keys: Sequence[str]) -> dict[str, tuple[int, str]]:
    """The ID of each item, and where it leads to, by key."""
    if holder is None or KEY.name not in holder.fields:
        return {}
    names = [name for name in (KEY.name, LINK.name) if name in holder.fields]
    found = site.items_by_key(holder, KEY.name, keys, names)
    return {row[KEY.name]: (int(row["Id"]), str((row.get(LINK.name) or {}).get("Url") or "")) for row in found}


def write_links(plan: Plan, site: Site, outcome: Outcome) -> None:
    """Write the links that a plan holds and rows did not carry; what came of it is added to the outcome."""
    links = [a for a in plan.writes if isinstance(a, LinkFile) and (a.list, a.key) not in outcome.linked]
    if not links:
        return
    before = site.connection.requests_sent
    about = site.describe(list(dict.fromkeys(name for link in links for name in (link.library, link.list))))
    for title, library in dict.fromkeys((link.list, link.library) for link in links):
        holder = about.lists[title]
        parts = [link for link in links if (link.list, link.library) == (title, library)]
        present = present_library(site, about.lists[library], about.zone, [link.path for link in parts])
        if holder is not None and present is not None:
            _write(site, holder, parts, present, outcome)
    outcome.requests += site.connection.requests_sent - before


def _write(site: Site, holder: SiteList, links: Sequence[LinkFile], present: PresentLibrary, outcome: Outcome) -> None:
    """Write the links of one list; one whose item or document did not come to be is left for the next publish."""
    items = _items(site, holder, [link.key for link in links])
    there = [link for link in links if link.key in items and folded(link.path) in present.files]
    operations = [
        Operation(
            "MERGE",
            f"{holder.path}/items({items[link.key][0]})",
            {
                "__metadata": {"type": holder.entity_type},
                LINK.name: link_to(permalink(site.url, present.files[folded(link.path)].unique_id), link.path),
            },
            "*",
        )
        for link in there
    ]
    for link, answer in zip(there, site.send(operations, f"linking {holder.title}"), strict=True):
        if answer.ok:
            outcome.done[LinkFile.__name__] += 1
        else:
            text = f"{holder.title}: {link.label}: {refusal(answer, 'the link to its report').message}"
            outcome.problems.append(Problem(Code.SHAREPOINT, text, Cell(""), "Publish again.", Severity.MEDIUM))
