"""Publishing: read the site, plan, apply. What the command line and the Publish button call."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial

from sharepoint.actions import Action, AddField, Choices
from sharepoint.apply import Outcome, Progress, apply
from sharepoint.decisions import Decisions
from sharepoint.documents import LIBRARY, Document, plan_documents
from sharepoint.errors import Answer
from sharepoint.intake import ReadList, new_items, with_taken_in
from sharepoint.journal import Journal
from sharepoint.links import plan_links, with_project_page, write_links
from sharepoint.marker import MARKER_LIST, marker_fields, marker_list
from sharepoint.merge import Published
from sharepoint.plan import Plan, PresentList, Side, plan
from sharepoint.present import present_lists
from sharepoint.present_files import digest_on_site, library_reads, present_library
from sharepoint.site import Description, Site
from sharepoint.uploads import AT_ONCE
from sharepoint.wanted import ListSpec, ProjectRows, Wanted, wanted


def plan_publication(
    site: Site,
    lists: Sequence[tuple[ListSpec, ProjectRows]],
    documents: Sequence[Document],
    journal: Journal,
    keep: Side = Side.NEITHER,
    library: str = LIBRARY,
    choices: Choices | None = None,
    recycle: bool = False,
    decisions: Decisions | None = None,
    read: list[ReadList] | None = None,
) -> Plan:
    """What a publish would do, after reading the site; nothing is written.

    Parameters
    ----------
    lists
        Each list with the rows of one project; the same list may come once per project.
    keep
        Whose value stays where a person changed the site.
    choices
        What people chose for single conflicts.
    recycle
        Put items that an earlier publish marked Removed into the recycle bin.
    decisions
        Where it is kept which items of people became rows of a workbook.
    read
        Gets each list as it was read: what is asked, and told of its state, rests on it.

    Raises
    ------
    SharePointError
        The site cannot be read completely: a plan is never made from half of it.
    """
    titles = list(dict.fromkeys(spec.title for spec, _ in lists))
    needed = [*titles, *([library] if documents else []), MARKER_LIST]
    about = site.describe(needed)
    made = Plan(site.url, keep=keep, choices=choices or {})
    parts = [_wanted(about, title, lists) for title in titles]
    there = [(about.lists[title], want[0].fields) for title, want in zip(titles, parts, strict=True)]
    files = about.lists[library] if documents else None
    beside = library_reads(files, [document.path for document in documents]) if files else []
    presents, folders = present_lists(site, there, about.zone, beside)
    for (holder, _), want, present in zip(there, parts, presents, strict=True):
        last: Mapping[str, Published] = journal.last(holder.id) if holder else {}
        if holder is not None and present is not None and decisions is not None:
            present, last, one = _taken_in(site, about, want, present, last, decisions)
            if read is not None:
                read.append(one)
        made += plan(want, present, last, site.url, keep, choices=choices, recycle=recycle)
    if documents:
        leads = {title: _leads(present) for title, present in zip(titles, presents, strict=True)}
        made += _plan_documents(site, about, documents, journal, library, made.actions, leads, folders)
    return replace(made, actions=(*_marker_schema(about), *made.actions)) if made.writes else made


def _wanted(about: Description, title: str, lists: Sequence[tuple[ListSpec, ProjectRows]]) -> list[Wanted]:
    holder = about.lists[title]
    kinds = holder.kinds if holder else None
    return [wanted(spec, rows, kinds) for spec, rows in lists if spec.title == title]


def _taken_in(
    site: Site,
    about: Description,
    want: Sequence[Wanted],
    present: PresentList,
    last: Mapping[str, Published],
    decisions: Decisions,
) -> tuple[PresentList, Mapping[str, Published], ReadList]:
    """A list and its journal with the items of people that became rows, and what is asked about the others."""
    holder = about.lists[want[0].spec.title]
    assert holder is not None  # noqa: S101 - it was read
    new = new_items(site, holder, want[0].fields, about.zone) if present.foreign else {}
    taken_in = decisions.taken_in(holder.id)
    present, last = with_taken_in(present, last, new, taken_in, want)
    declined = frozenset(number for number, (key, _) in taken_in.items() if not key)
    address = site.item_url(holder, 0).removesuffix("0")
    return present, last, ReadList(tuple(want), present, new, declined, address)


def _leads(present: PresentList | None) -> Mapping[str, str]:
    """Where each item of a list leads to, by key."""
    return {key: item.report for key, item in present.items.items()} if present else {}


def _plan_documents(
    site: Site,
    about: Description,
    given: Sequence[Document],
    journal: Journal,
    library: str,
    others: Sequence[Action],
    leads: Mapping[str, Mapping[str, str]],
    folders: Sequence[Answer],
) -> Plan:
    documents = [with_project_page(document, site.url) for document in given]
    holder = about.lists[library]
    last = journal.last(holder.id) if holder else {}
    ids = {path: str(known.values["unique_id"]) for path, known in last.items() if known.values.get("unique_id")}
    present = present_library(site, holder, about.zone, [document.path for document in documents], ids, folders)
    root = f"{site.connection.path}/{library}"
    made = plan_documents(documents, present, last, partial(digest_on_site, site), library, root)
    return made + Plan("", plan_links(site, about, library, documents, present, (*others, *made.actions), leads))


def _marker_schema(about: Description) -> tuple[Action, ...]:
    holder = about.lists[MARKER_LIST]
    if holder is None:
        return (marker_list(),)
    missing = [field for field in marker_fields() if field.name not in holder.fields]
    return tuple(AddField(MARKER_LIST, field) for field in missing)


def apply_publication(
    plan: Plan,
    site: Site,
    journal: Journal,
    progress: Callable[[Progress], None] | None = None,
    allow_removals: bool = False,
    at_once: int = AT_ONCE,
) -> Outcome:
    """Do what the plan says; see `sharepoint.apply.apply`."""
    outcome = apply(plan, site, journal, progress, allow_removals, at_once)
    if not outcome.stopped:
        write_links(plan, site, outcome)
    return outcome
