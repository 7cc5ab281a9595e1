"""`pmo sharepoint record` and `pmo publish plan --rehearse`: every request beforehand, without network."""

from __future__ import annotations

import json
import sqlite3
import tempfile
from collections.abc import Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from itertools import zip_longest
from pathlib import Path
from typing import Final

from rich.markup import escape

from pmo_excel.core.problems import Cell, Code, Problem, Severity
from pmo_excel.hosts.exits import not_done
from pmo_excel.hosts.printing import console, print_json, print_problems
from pmo_excel.hosts.publish_command import Publication, published, published_to, saved_at
from pmo_excel.hosts.site_connection import connected
from pmo_excel.hosts.state_folder import state_folder
from pmo_excel.workbook.refused import Refused
from pmo_excel.workbook.save import create
from sharepoint.apply import Outcome
from sharepoint.documents import LIBRARY
from sharepoint.errors import SharePointError
from sharepoint.journal import Journal
from sharepoint.lists import PROJECTS, PUBLISHED
from sharepoint.marker import MARKER_LIST
from sharepoint.plan import Plan
from sharepoint.publish import apply_publication
from sharepoint.rehearsal.recorded_site import recorded_site
from sharepoint.rehearsal.recording import Recording, record
from sharepoint.rehearsal.trace import Request, Trace
from sharepoint.site import Site

TITLES: Final = (PROJECTS.title, *(spec.title for spec in PUBLISHED.values()), MARKER_LIST, LIBRARY)
DIFFERENCES_SHOWN: Final = 10


@dataclass(slots=True)
class Rehearsal:
    """What publishing would do to a recorded site, and every request for it."""

    publication: Publication
    requests: list[Request] = field(default_factory=list)


def record_site(url: str, out: Path, as_json: bool) -> bool:
    """Record a site into a file; gives whether that failed."""
    try:
        recording = record(connected(url, state_folder()), TITLES)
        recording.save(out)
    except (SharePointError, Refused) as error:
        problems = error.problems if isinstance(error, Refused) else [_problem(error, url)]
        not_done(problems, as_json)
        return True
    counts = {each["title"]: len(each["items"]) + len(each["files"]) for each in recording.lists}
    if as_json:
        print_json({"recording": str(out), "lists": counts, "problems": []})
    else:
        told = ", ".join(f"{title} {count}" for title, count in counts.items()) or "none of our lists yet"
        console.print(escape(f"{out}: {told}. It holds what these lists hold: keep it as you keep them."))
    return False


def rehearsal(
    paths: Iterable[Path], file: Path, url: str = "", state: Path | None = None, allow_removals: bool = True
) -> Rehearsal:
    """Publish to a recorded site in this process, with a copy of the journal; nothing is sent, nothing is kept.

    Parameters
    ----------
    url
        The site that is meant, where the caller names it; another than the recorded one is refused.
    """
    found = Rehearsal(Publication())
    try:
        recording = Recording.load(file)
        if url and url.rstrip("/").casefold() != recording.url.casefold():
            raise SharePointError(f"{file} is a recording of {recording.url}, not of {url}")
    except SharePointError as error:
        found.publication.problems.append(_problem(error, str(file)))
        return found
    with tempfile.TemporaryDirectory() as name, recorded_site(recording, Path(name) / "site") as site:
        _copy_journal(state or state_folder(), Path(name))
        trace = Trace.of(site.connection, recording)

        def apply(plan: Plan, site: Site, journal: Journal) -> Outcome:
            return apply_publication(plan, site, journal, allow_removals=allow_removals)

        found.publication = published_to(paths, recording.url, Path(name), saved_at, apply, lambda url, state: site)
        found.requests = trace.requests
    return found


def _copy_journal(state: Path, folder: Path) -> None:
    source = state / "journal.sqlite"
    if source.is_file():
        with closing(sqlite3.connect(source)) as here, closing(sqlite3.connect(folder / source.name)) as copy:
            here.backup(copy)


def published_as_rehearsed(paths: Sequence[Path], url: str, file: Path, allow_removals: bool) -> Publication:
    """Publish, and tell where the requests that were sent differ from those of the rehearsal."""
    before = rehearsal(paths, file, url, allow_removals=allow_removals)
    if before.publication.plan is None:
        return before.publication
    recording = Recording.load(file)
    traces: list[Trace] = []

    def connect(url: str, state: Path) -> Site:
        site = connected(url, state)
        traces.append(Trace.of(site.connection, recording))
        return site

    result = published(paths, url, allow_removals, connect=connect)
    result.problems += _differences(before.requests, traces[0].requests if traces else [], url)
    return result


def _differences(before: Sequence[Request], after: Sequence[Request], url: str) -> list[Problem]:
    """One problem for all of them: the site was not as recorded, or answered otherwise."""
    rehearsed, sent = ([line for request in part for line in request.lines()] for part in (before, after))
    differ = [(one, other) for one, other in zip_longest(rehearsed, sent, fillvalue="nothing") if one != other]
    if not differ:
        return []
    shown = "; ".join(f"{one!r} was rehearsed, {other!r} sent" for one, other in differ[:DIFFERENCES_SHOWN])
    text = f"{len(differ)} of {len(sent)} requests are not as rehearsed: {shown}"
    step = "Record the site again if it changed since, and rehearse again."
    return [Problem(Code.SHAREPOINT, text, Cell(url), step, Severity.MEDIUM)]


def print_rehearsal(found: Rehearsal, out: Path | None, as_json: bool) -> None:
    """The plan and the requests, for people or programs; the requests also as a file."""
    publication = found.publication
    plan = publication.plan
    told = [request.as_json() for request in found.requests]
    if out is not None:
        create(out, json.dumps(told, ensure_ascii=False, indent=1).encode(), replace=True)
    if as_json:
        answer = {"plan": plan.as_json() if plan else None, "requests": told}
        print_json({**answer, "problems": [problem.as_json() for problem in publication.problems]})
        return
    for line in plan.lines() if plan else []:
        console.print(escape(line))
    for request in found.requests:
        for line in request.lines():
            console.print(escape(line))
    operations = sum(len(request.operations) for request in found.requests)
    if plan:
        console.print(f"{len(told)} requests with {operations} operations in batches; nothing was sent.")
    print_problems(publication.problems)


def _problem(error: SharePointError, place: str) -> Problem:
    return Problem(Code.SHAREPOINT, str(error), Cell(place), error.next_step, Severity.CRITICAL)
