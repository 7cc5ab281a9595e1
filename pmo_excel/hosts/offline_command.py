"""Publishing without a network: into a folder, or later, from the queue."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

from rich.markup import escape

from pmo_excel.core.problems import Cell, Code, Problem, Severity
from pmo_excel.hosts.books import checked, workbooks
from pmo_excel.hosts.printing import console, print_json, print_problems
from pmo_excel.hosts.publish_command import Publication, content, published, saved_at
from pmo_excel.hosts.state_folder import state_folder
from sharepoint.folder import FolderOutcome, publish_to_folder
from sharepoint.queue import Entry, Queue

QUEUE = "queue"


def published_to_folder(
    paths: Sequence[Path], folder: Path, dry_run: bool = False, made: Callable[[Path], datetime] = saved_at
) -> FolderOutcome:
    """Write what these workbooks publish into a folder, or only tell it."""
    found, problems = workbooks(paths)
    lists, documents = content([checked(path) for path in found], made, problems)
    outcome = publish_to_folder(folder, lists, documents, dry_run=dry_run)
    outcome.problems[:0] = problems
    return outcome


def print_folder(outcome: FolderOutcome, as_json: bool) -> None:
    """What was written, for people or programs."""
    if as_json:
        told = {"written": outcome.written, "unchanged": outcome.unchanged}
        print_json({**told, "problems": [problem.as_json() for problem in outcome.problems]})
        return
    for line in outcome.lines():
        console.print(escape(line))
    print_problems(outcome.problems)


def published_or_queued(
    paths: Sequence[Path],
    url: str,
    allow_removals: bool = False,
    state: Path | None = None,
    recycle_removed: bool = False,
) -> Publication:
    """Publish these workbooks, after what waits for the site; without a connection they wait too."""
    folder = state or state_folder()
    queue = Queue(folder / QUEUE)
    earlier = resumed(url, folder)
    if earlier and earlier[-1][1].offline:
        result = Publication(offline=True, problems=earlier[-1][1].problems)
    else:
        result = published(paths, url, allow_removals, state=folder, recycle_removed=recycle_removed)
        for entry, sent in earlier:
            result.problems[:0] = [_sent_now(entry, sent)]
    if result.offline:
        entry = queue.add(workbooks(paths)[0], url, allow_removals)
        text = f"{', '.join(path.name for path in entry.workbooks)} waits in the queue, as it is now"
        step = "Run `pmo publish resume` when there is a connection; it plans against the site as it is then."
        if recycle_removed:
            step += " It recycles nothing: publish with --recycle-removed again for that."
        result.problems.append(Problem(Code.SHAREPOINT, text, Cell(url), step, Severity.MEDIUM))
    return result


def resumed(url: str = "", state: Path | None = None) -> list[tuple[Entry, Publication]]:
    """Send what waits, in order, each planned against the site as it is; stops where there is no connection.

    An entry that the site took, if not all of it, leaves the queue: what it refused is among its problems.
    """
    folder = state or state_folder()
    queue = Queue(folder / QUEUE)
    done: list[tuple[Entry, Publication]] = []
    for entry in queue.entries(url):
        result = published(entry.workbooks, entry.site, entry.allow_removals, state=folder)
        done.append((entry, result))
        if result.offline:
            break
        if result.outcome is not None and not result.outcome.stopped:
            queue.remove(entry)
    return done


def _sent_now(entry: Entry, sent: Publication) -> Problem:
    text = f"what waited since {entry.at} was sent first: {sent.summary}"
    return Problem(Code.SHAREPOINT, text, Cell(entry.site), "", Severity.INFO)


def print_queue(state: Path | None, as_json: bool) -> None:
    """What waits, for people or programs."""
    entries = Queue((state or state_folder()) / QUEUE).entries()
    if as_json:
        told = [{"site": e.site, "at": e.at, "workbooks": [path.name for path in e.workbooks]} for e in entries]
        print_json({"waiting": told})
        return
    for line in [str(entry) for entry in entries] or ["Nothing waits."]:
        console.print(escape(line))


def print_resumed(done: Sequence[tuple[Entry, Publication]], as_json: bool) -> None:
    """What was sent, for people or programs."""
    if as_json:
        told = [
            {
                "site": entry.site,
                "at": entry.at,
                "workbooks": [path.name for path in entry.workbooks],
                "sent": not result.offline and result.plan is not None,
                "done": dict(result.outcome.done) if result.outcome else {},
                "problems": [problem.as_json() for problem in result.problems],
            }
            for entry, result in done
        ]
        print_json({"sent": told})
        return
    if not done:
        console.print("Nothing waits.")
    for entry, result in done:
        console.print(escape(f"{entry}: {result.summary}"))
        print_problems(result.problems)
