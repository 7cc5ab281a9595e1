"""Publishing: read the site, plan, apply. What the command line and the Publish button call."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

from sharepoint.actions import Action, AddField, Choices
from sharepoint.apply import Outcome, Progress, apply
from sharepoint.decisions import Decisions
from sharepoint.documents import LIBRARY, Document, plan_documents
from sharepoint.intake import ReadList, new_items, with_taken_in
from sharepoint.journal import Journal
from sharepoint.marker import MARKER_LIST, marker_fields, marker_list
from sharepoint.plan import Plan, Side, plan
from sharepoint.present import present_list
from sharepoint.site import Description, Site
from sharepoint.uploads import AT_ONCE, digest_on_site, present_library
from sharepoint.wanted import ListSpec, ProjectRows, wanted


def plan_publication(
    site: Site,
    lists: Sequence[tuple[ListSpec, ProjectRows]],
    documents: Sequence[Document],
    journal: Journal,
    keep: Side = Side.NEITHER,
    library: str = LIBRARY,
    choices: Choices | None = None,
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
    for title in titles:
        parts = [part for part in lists if part[0].title == title]
        made += _plan_list(site, about, parts, journal, made, decisions, read)
    if documents:
        made += _plan_documents(site, about, documents, journal, library)
    return replace(made, actions=(*_marker_schema(about), *made.actions)) if made.writes else made


def _plan_list(
    site: Site,
    about: Description,
    parts: Sequence[tuple[ListSpec, ProjectRows]],
    journal: Journal,
    how: Plan,
    decisions: Decisions | None,
    read: list[ReadList] | None,
) -> Plan:
    spec = parts[0][0]
    holder = about.lists[spec.title]
    kinds = holder.kinds if holder else None
    want = [wanted(spec, rows, kinds) for _, rows in parts]
    present = present_list(site, holder, want[0].fields, about.zone)
    last = journal.last(holder.id) if holder else {}
    if holder is not None and present is not None and decisions is not None:
        new = new_items(site, holder, want[0].fields, about.zone) if present.foreign else {}
        taken_in = decisions.taken_in(holder.id)
        present, last = with_taken_in(present, last, new, taken_in, want)
        if read is not None:
            declined = frozenset(number for number, (key, _) in taken_in.items() if not key)
            address = site.item_url(holder, 0).removesuffix("0")
            read.append(ReadList(tuple(want), present, new, declined, address))
    return plan(want, present, last, site.url, how.keep, choices=how.choices)


def _plan_documents(
    site: Site, about: Description, documents: Sequence[Document], journal: Journal, library: str
) -> Plan:
    holder = about.lists[library]
    present = present_library(site, holder, about.zone, [document.path for document in documents])
    last = journal.last(holder.id) if holder else {}
    root = f"{site.connection.path}/{library}"
    return plan_documents(documents, present, last, partial(digest_on_site, site), library, root)


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
    return apply(plan, site, journal, progress, allow_removals, at_once)
