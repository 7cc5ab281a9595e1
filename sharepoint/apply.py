"""Applying a plan: columns, then files, then rows, then the mark that all of it is there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Final
from uuid import uuid4

from pmo_excel.core.problems import Problem
from sharepoint.actions import Action, AddField, Conflict, CreateList, LinkFile, Update, UploadFile
from sharepoint.documents import folded, link_to, permalink
from sharepoint.errors import LostReplyError
from sharepoint.fields import Field
from sharepoint.journal import Journal
from sharepoint.lists import LINK
from sharepoint.marker import MARKER_LIST, marker_reads, markers, write_markers
from sharepoint.merge import Settled
from sharepoint.plan import Guard, Plan
from sharepoint.rows import Row, Target, row_actions, write_rows
from sharepoint.site import Description, NewList, Site, SiteList
from sharepoint.uploads import AT_ONCE, Library, file_actions

LOST_REPLIES: Final = 3
"""How often making lists and columns, and writing markers, is taken up again after a lost reply."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a publish is."""

    done: int
    total: int
    what: str


@dataclass(slots=True)
class Outcome:
    """What came of applying a plan.

    Attributes
    ----------
    done
        Acknowledged actions, by kind.
    replaced
        Values typed on the site in columns that are the workbook's, each with what replaced it.
    stopped
        Reasons why nothing was done at all.
    linked
        List and key of the items that got their link to a document with their row.
    """

    run: str
    done: Counter[str] = field(default_factory=Counter)
    unchanged: int = 0
    conflicts: list[Conflict] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    stopped: tuple[Guard, ...] = ()
    requests: int = 0
    replaced: list[str] = field(default_factory=list)
    linked: set[tuple[str, str]] = field(default_factory=set)

    @property
    def complete(self) -> bool:
        """Whether everything planned is on the site."""
        return not self.stopped and not self.problems

    def lines(self) -> list[str]:
        """The outcome for people."""
        done = ", ".join(f"{count} {kind}" for kind, count in self.done.items() if count) or "nothing to do"
        told = [*map(str, self.stopped), *self.replaced, *map(str, self.conflicts), *map(str, self.problems)]
        return [*told, f"{done}; {self.unchanged} unchanged; {self.requests} requests"]


def new_run() -> str:
    """The name of a run: its time, and a few signs against mix-ups."""
    return f"{datetime.now(UTC):%Y%m%dT%H%M%SZ}-{uuid4().hex[:6]}"


def apply(
    plan: Plan,
    site: Site,
    journal: Journal,
    progress: Callable[[Progress], None] | None = None,
    allow_removals: bool = False,
    at_once: int = AT_ONCE,
) -> Outcome:
    """Do what a plan says; what the site refuses is reported and the rest goes on.

    Parameters
    ----------
    allow_removals
        Go on where the plan's guards would stop.
    at_once
        Largest file for a single request.

    Raises
    ------
    SharePointError
        The site cannot be reached or refuses a list or a column; what was done until then is in the journal.
    """
    outcome = Outcome(new_run(), unchanged=plan.unchanged, conflicts=list(plan.conflicts))
    if plan.guards and not allow_removals:
        outcome.stopped = plan.guards
        return outcome
    before = site.connection.requests_sent
    if plan.writes or plan.settled:
        _apply(plan, site, journal, outcome, progress or (lambda _: None), at_once)
    outcome.requests = site.connection.requests_sent - before
    return outcome


def _apply(
    plan: Plan, site: Site, journal: Journal, outcome: Outcome, progress: Callable[[Progress], None], at_once: int
) -> None:
    _schema(plan.writes, site, outcome)
    titles = dict.fromkeys([*(a.list for a in plan.actions), *(s.list for s in plan.settled), MARKER_LIST])
    about, read = site.describe_with(list(titles), marker_reads(plan.projects) if plan.writes else ())
    _settle(plan, about, journal)
    if not plan.writes:
        return
    journal.begin(outcome.run, site.url, about.user)
    counter = _Counter(len(plan.writes), progress)
    there = _files(plan, site, about, journal, outcome, counter, at_once)
    _rows(plan, site, about, journal, outcome, counter, there)
    problems, found = len(outcome.problems), markers(read)
    outcome.problems += write_markers(site, about, plan.projects, outcome.run, problems, found)
    journal.finish(outcome.run)


def _schema(writes: Iterable[Action], site: Site, outcome: Outcome) -> None:
    """Make lists and columns that are missing; after a lost reply by looking again what is there."""
    actions = [action for action in writes if isinstance(action, CreateList | AddField)]
    if not actions:
        return
    for left in range(LOST_REPLIES, -1, -1):
        try:
            _make(actions, site)
            break
        except LostReplyError:
            if not left:
                raise
    outcome.done.update(type(action).__name__ for action in actions)


def _make(actions: Sequence[CreateList | AddField], site: Site) -> None:
    """Make lists, and the columns of all lists in as few requests as possible."""
    wanted: dict[str, list[Field]] = {}
    lists = [action for action in actions if isinstance(action, CreateList)]
    found = site.create_lists([NewList(new.list, new.description, new.library) for new in lists])
    for action in actions:
        if isinstance(action, AddField):
            wanted.setdefault(action.list, []).append(action.field)
            found.append(action.list)
        else:
            wanted[action.list] = list(action.fields)
    site.add_fields(_missing(site, wanted, found))


def _missing(site: Site, wanted: Mapping[str, list[Field]], found: list[str]) -> dict[str, list[Field]]:
    """The columns that are still missing now: the site would make a second one under another name."""
    about = site.describe(list(dict.fromkeys(found))).lists if found else {}
    kinds = {title: holder.kinds for title, holder in about.items() if holder is not None}
    return {title: [f for f in fields if f.name not in kinds.get(title, {})] for title, fields in wanted.items()}


def _settle(plan: Plan, about: Description, journal: Journal) -> None:
    found: dict[str, list[Settled]] = {}
    for settled in plan.settled:
        holder = about.lists[settled.list]
        if holder is not None:
            found.setdefault(holder.id, []).append(settled)
    for list_id, rows in found.items():
        journal.settle(list_id, [(row.key, row.values) for row in rows], {row.key: row.hash for row in rows})


def _files(
    plan: Plan, site: Site, about: Description, journal: Journal, outcome: Outcome, counter: _Counter, at_once: int
) -> dict[str, str]:
    """Publish documents; gives the unique id of each that came to its place, by path."""
    actions = file_actions(plan.writes)
    holder = about.lists.get(actions[0].list) if actions else None
    if holder is None:
        return {}
    library = Library(site, holder, about.zone, at_once=at_once)
    library.make_folders(action.path for action in actions if isinstance(action, UploadFile))
    for action in actions:
        problem = library.publish(action, journal, outcome.run)
        if problem:
            outcome.problems.append(problem)
        else:
            outcome.done[type(action).__name__] += 1
        counter.add(1, action.path)
    return library.published


def _rows(
    plan: Plan,
    site: Site,
    about: Description,
    journal: Journal,
    outcome: Outcome,
    counter: _Counter,
    there: Mapping[str, str],
) -> None:
    rows: list[Row] = []
    for title, fields in plan.columns.items():
        holder = about.lists.get(title)
        if holder is not None:
            links = _links(plan, site, holder, there)
            target = Target(site, holder, fields, about.zone, plan.keep, plan.choices, links)
            rows += [Row(target, action) for action in row_actions(plan.writes, title)]
    written = write_rows(rows, journal, outcome.run, counter.add)
    outcome.done += written.done + Counter(LinkFile.__name__ for _ in written.linked)
    outcome.linked |= written.linked
    outcome.replaced += list(_replaced(row.action for row in rows))
    known = [each for each in outcome.conflicts if (each.list, each.key) not in written.conflicts]
    outcome.conflicts = known + [conflict for found in written.conflicts.values() for conflict in found]
    outcome.problems += written.problems


def _links(plan: Plan, site: Site, holder: SiteList, there: Mapping[str, str]) -> dict[str, dict[str, Any]]:
    """What the items of a list get as their link to a document, by key, as far as the document is there."""
    links = [action for action in plan.writes if isinstance(action, LinkFile) and action.list == holder.title]
    ids = {link.key: link.unique_id or there.get(folded(link.path), "") for link in links}
    known = [link for link in links if ids[link.key]] if LINK.name in holder.fields else []
    return {link.key: link_to(permalink(site.url, ids[link.key]), link.path) for link in known}


def _replaced(actions: Iterable[Action]) -> Iterator[str]:
    for action in actions:
        if isinstance(action, Update):
            typed = [change for change in action.changes.values() if change.replaces]
            yield from (f"replaced {action.list}: {action.item.label}: {each.title} {each}" for each in typed)


@dataclass(slots=True)
class _Counter:
    """Counts what is done and tells it."""

    total: int
    tell: Callable[[Progress], None]
    done: int = 0

    def add(self, count: int, what: str) -> None:
        """Note that so many actions were dealt with."""
        self.done += count
        self.tell(Progress(self.done, self.total, what))
