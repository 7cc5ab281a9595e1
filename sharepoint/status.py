"""How publishing stands: what is on the site and from which run, what is unfinished, what has drifted apart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sharepoint.fields import REMOVED, RUN
from sharepoint.intake import ReadList
from sharepoint.journal import Journal, Run
from sharepoint.marker import MARKER_LIST, PUBLISHED_ON, RESULT
from sharepoint.plan import Plan
from sharepoint.questions import questions
from sharepoint.site import Site


@dataclass(frozen=True, slots=True)
class Marker:
    """The last publish of one project, as the site itself tells it."""

    project: str
    run: str
    when: str
    result: str
    who: str


@dataclass(frozen=True, slots=True)
class Drift:
    """How far one list and the workbooks are apart.

    Attributes
    ----------
    items, removed
        Items of the projects in question, and how many of them are marked Removed.
    to_write
        What the next publish would do, by kind of action.
    to_decide
        What waits for a person.
    """

    list: str
    items: int
    removed: int
    to_write: Counter[str]
    to_decide: int

    def __str__(self) -> str:
        writes = ", ".join(f"{count} to {kind}" for kind, count in self.to_write.items())
        decide = f"{self.to_decide} to decide" if self.to_decide else ""
        apart = "; ".join(part for part in (writes, decide) if part) or "as the workbooks have it"
        removed = f", {self.removed} more marked Removed" if self.removed else ""
        return f"{self.list}: {self.items} items{removed}; {apart}"


@dataclass(frozen=True, slots=True)
class Status:
    """How publishing to one site stands."""

    site: str
    markers: tuple[Marker, ...]
    unfinished: tuple[Run, ...]
    drift: tuple[Drift, ...]

    def lines(self) -> Iterator[str]:
        """The same for people."""
        for one in self.markers:
            yield f"{one.project}: {one.result} {one.when} by {one.who} (run {one.run})"
        if not self.markers:
            yield "Nothing was published to this site yet."
        for run in self.unfinished:
            sent = f"; {run.waiting} writes without an answer" if run.waiting else ""
            yield f"Unfinished: run {run.run} of {run.who}, begun {run.started}{sent}. Publish again: it goes on."
        yield from map(str, self.drift)

    def as_json(self) -> dict[str, Any]:
        """The same for programs."""
        return {
            "site": self.site,
            "published": [{name: getattr(one, name) for name in one.__slots__} for one in self.markers],
            "unfinished": [
                {"run": r.run, "who": r.who, "begun": r.started, "waiting": r.waiting} for r in self.unfinished
            ],
            "lists": [
                {
                    "list": one.list,
                    "items": one.items,
                    "removed": one.removed,
                    "to_write": dict(one.to_write),
                    "to_decide": one.to_decide,
                }
                for one in self.drift
            ],
        }


def publish_status(site: Site, journal: Journal, plan: Plan | None = None, reads: Sequence[ReadList] = ()) -> Status:
    """How publishing stands.

    Parameters
    ----------
    plan, reads
        For the workbooks in question; without them, nothing is said of how far they and the site are apart.

    Raises
    ------
    SharePointError
        The site cannot be read.
    """
    runs = journal.runs(site.url)
    later = next((at for at, run in enumerate(runs) if run.finished), len(runs))
    unfinished = tuple(run for at, run in enumerate(runs) if not run.finished and (at < later or run.waiting))
    return Status(site.url, tuple(_markers(site)), unfinished, tuple(_drift(plan, reads)) if plan else ())


_TOLD: Final = (RUN.name, PUBLISHED_ON.name, RESULT.name)


def _markers(site: Site) -> Iterator[Marker]:
    holder = site.describe([MARKER_LIST]).lists[MARKER_LIST]
    if holder is None:
        return
    for row in site.items(holder, ("Title", *_TOLD, "Editor/Title"), "Editor"):
        editor = row.get("Editor")
        who = str(editor.get("Title") or "") if isinstance(editor, dict) else ""
        project, run, when, result = (str(row.get(name) or "") for name in ("Title", *_TOLD))
        yield Marker(project, run, when, result, who)


def _drift(plan: Plan, reads: Sequence[ReadList]) -> Iterator[Drift]:
    asked = Counter(question.spec.title for question in questions(plan, reads))
    for read in reads:
        ours = [item for key, item in read.present.items.items() if any(part.covers(key) for part in read.wanted)]
        removed = sum(item.state == REMOVED for item in ours)
        writes = Counter(type(action).__name__.lower() for action in plan.writes if action.list == read.title)
        yield Drift(read.title, len(ours) - removed, removed, writes, asked[read.title])
