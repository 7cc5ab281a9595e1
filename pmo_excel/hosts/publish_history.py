"""`pmo publish status`, `log` and `undo`: what was published, and the way back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from rich.markup import escape

from pmo_excel.core.problems import Cell, Code, Problem, Severity
from pmo_excel.core.tables import columns, declaration
from pmo_excel.hosts.books import checked, saved, workbooks
from pmo_excel.hosts.memory_file import remembered
from pmo_excel.hosts.printing import console, print_json, print_problems
from pmo_excel.hosts.review_books import lists_of
from pmo_excel.hosts.site_connection import JOURNAL, no_site, reviewing
from pmo_excel.hosts.state_folder import state_folder
from pmo_excel.portfolio.tables import PublishLog
from pmo_excel.workbook.date_style import with_dates_shown
from pmo_excel.workbook.package import open_package
from pmo_excel.workbook.patch import patch
from pmo_excel.workbook.refused import refused
from pmo_excel.workbook.table_rows import TableRows
from sharepoint.errors import SharePointError
from sharepoint.journal import Journal
from sharepoint.lists import PROJECTS, PUBLISHED
from sharepoint.publish_log import Line, publish_log
from sharepoint.status import Status, publish_status
from sharepoint.undo import Undo, Undone, last_publish, take_back, undo_plan

SPECS = (PROJECTS, *PUBLISHED.values())


@dataclass(slots=True)
class StatusTold:
    """How publishing stands; None where the site could not be read."""

    status: Status | None = None
    problems: list[Problem] = field(default_factory=list)


def status_of(paths: Sequence[Path], url: str, state: Path | None = None) -> StatusTold:
    """How publishing to a site stands, and how far these workbooks and the site are apart."""
    told = StatusTold()
    found, told.problems = workbooks(paths)
    lists = lists_of([checked(path) for path in found], told.problems)
    try:
        with reviewing(url, state or state_folder()) as on:
            plan = on.plan(lists, ()) if lists else None
            told.status = publish_status(on.site, on.journal, plan, on.reads)
    except SharePointError as error:
        told.problems.append(no_site(url, error))
    return told


def print_status(told: StatusTold, as_json: bool) -> None:
    """The status for people or programs."""
    if as_json:
        print_json(
            {"status": told.status.as_json() if told.status else None, "problems": [p.as_json() for p in told.problems]}
        )
        return
    for line in told.status.lines() if told.status else ():
        console.print(escape(line))
    print_problems(told.problems)


def log_of(url: str, run: str = "", state: Path | None = None) -> list[Line]:
    """What this user wrote to a site, oldest first."""
    with Journal((state or state_folder()) / JOURNAL) as journal:
        return publish_log(journal, url.rstrip("/"), SPECS, run)


@dataclass(frozen=True, slots=True)
class Logged:
    """Lines that went into a portfolio workbook's Publish Log, and the backup."""

    path: Path
    added: int
    copy: Path | None = None


def log_into(path: Path, lines: Sequence[Line], now: datetime) -> Logged:
    """Append the lines that a portfolio workbook's Publish Log does not have: a backup, then only these cells.

    Raises
    ------
    Refused
        It has no such sheet, or cannot be read or written.
    """
    package = open_package(path)
    table = TableRows.of(package, declaration(PublishLog).name)
    if table is None:
        sheet = declaration(PublishLog).sheet
        fix = "Use a portfolio workbook: pmo new portfolio."
        raise refused(f"{path.name} has no sheet {sheet!r}", fix, code=Code.MISSING_TABLE, cell=Cell(sheet))
    header = {name: column.header for name, column in columns(PublishLog).items()}
    there = {tuple(str(row.cells.get(header[name])) for name in _TOLD) for row in table.rows}
    new = [line for line in lines if tuple(str(getattr(line, name)) for name in _TOLD) not in there]
    if not new:
        return Logged(path, 0)
    records = [{header["target_url"]: line.url} | {header[n]: getattr(line, n) for n in _TOLD} for line in new]
    edits, growths = table.appended(records)
    patched = patch(*with_dates_shown(package, edits), growths)
    memory = remembered(path)
    return Logged(path, len(new), saved(path, package, patched.data, memory, memory.fingerprints, now))


_TOLD = ("when", "who", "object", "key", "operation", "fields", "result")
"""Fields of the log's lines that the sheet has too; they tell whether a line is there already."""


def print_log(lines: Sequence[Line], kept: Logged | None, as_json: bool) -> None:
    """The log for people or programs."""
    if as_json:
        added = None if kept is None else {"file": str(kept.path), "added": kept.added}
        print_json({"log": [line.as_json() for line in lines], "book": added})
        return
    for line in lines if kept is None else ():
        console.print(escape(str(line)))
    if kept is not None:
        console.print(escape(f"{kept.path.name}: {kept.added} lines added to its Publish Log"))
    elif not lines:
        console.print("Nothing was published from here to this site.")


@dataclass(slots=True)
class TakenBack:
    """What taking the last publish back would do, and what came of it."""

    undo: Undo | None = None
    done: Undone | None = None
    problems: list[Problem] = field(default_factory=list)
    failed: bool = False


def taken_back(url: str, state: Path | None = None, *, dry_run: bool = False) -> TakenBack:
    """Take the last publish to a site back; again takes one more back."""
    result = TakenBack()
    try:
        with reviewing(url, state or state_folder()) as on:
            run = last_publish(on.journal, on.decisions, on.site.url)
            if run is None:
                text = "nothing that was published from here is left to be taken back"
                result.problems.append(Problem(Code.ARGUMENT, text, Cell(url), severity=Severity.MEDIUM))
                result.failed = True
                return result
            result.undo = undo_plan(on.site, on.journal, run, SPECS)
            result.problems += result.undo.problems
            if not dry_run:
                result.done = take_back(result.undo, on.site, on.journal, on.decisions, SPECS)
                result.problems += result.done.problems
    except SharePointError as error:
        result.failed = True
        result.problems.append(no_site(url, error))
    return result


def print_undo(result: TakenBack, as_json: bool, dry_run: bool) -> None:
    """The way back for people or programs."""
    if as_json:
        print_json(_undo_json(result))
        return
    if result.undo is not None:
        run = result.undo.run
        would = "would be taken back" if dry_run else "is taken back"
        console.print(escape(f"The publish of {run.started} by {run.who} (run {run.run}) {would}:"))
        for line in result.undo.lines():
            console.print(escape(f"  {line}"))
    if result.done is not None:
        for one in result.done.left:
            console.print(escape(f"  {one}"))
        console.print(f"{result.done.written} items written. The next pmo publish apply would publish them again.")
    print_problems(result.problems)


def _undo_json(result: TakenBack) -> dict[str, Any]:
    undo, done = result.undo, result.done
    return {
        "run": undo.run.run if undo else None,
        "lines": undo.lines() if undo else [],
        "written": done.written if done else 0,
        "left": [str(one) for one in done.left] if done else [],
        "problems": [problem.as_json() for problem in result.problems],
    }
