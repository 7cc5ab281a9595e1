"""`pmo refresh --live`: the cell changes of a refresh, applied to a workbook that a program has open."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from hashlib import blake2b
from pathlib import Path
from typing import Final

import pmo_excel.functions  # noqa: F401 -- fills the catalogue and declares the sheets
from pmo_excel.core.instants import instant
from pmo_excel.core.problems import Cell, Code
from pmo_excel.hosts.books import Outcome, WrittenLive, applied
from pmo_excel.hosts.live.book import LiveBook
from pmo_excel.hosts.live.excel import ExcelBook, open_books
from pmo_excel.hosts.live.reading import read_live
from pmo_excel.hosts.live.steps import keep_step, undo_live
from pmo_excel.hosts.live.writing import write_live
from pmo_excel.hosts.log_file import log
from pmo_excel.hosts.memory_file import remember, remembered
from pmo_excel.hosts.state_folder import state_folder
from pmo_excel.hosts.who import who
from pmo_excel.refresh import Refreshed, refreshed
from pmo_excel.refresh.audit_log import Stamp, audited
from pmo_excel.workbook.refused import Refused, refused
from pmo_excel.workbook.save import backup

KNOWN: Final = 8
"""Lines of fingerprints that are remembered beside a workbook: of this refresh, and of those before it."""
TRIES: Final = 3
"""How often a refresh begins again because somebody typed meanwhile."""


def in_excel(path: Path) -> LiveBook:
    """The open workbook of this path or name.

    Raises
    ------
    Refused
        There is no Excel here, or it has not opened that workbook, or two of that name.
    """
    books = [ExcelBook(book) for book in open_books()]
    named = [book for book in books if book.name.casefold() == path.name.casefold()]
    same = [book for book in named if book.path is not None and path.is_file() and book.path.samefile(path)]
    if same or (len(named) == 1 and (named[0].path is None or not path.is_file())):
        return (same or named)[0]
    there = ", ".join(sorted(book.name for book in books)) or "none"
    what = f"another workbook named {path.name} is open" if named else f"{path.name} is not open in Excel"
    raise refused(
        f"{what}; open are: {there}",
        "Open it in Excel, or run pmo refresh without --live to write into the file.",
        code=Code.FILE,
        cell=Cell(path.name),
    )


def refresh_open(path: Path, now: datetime, results: str = "", dry_run: bool = False) -> Outcome:
    """Refresh the open workbook of this path or name; without one, the outcome says so."""
    try:
        return refresh_live(in_excel(path), now, results, dry_run)
    except Refused as error:
        return Outcome(path, None, error.problems)


def undo_open(path: Path) -> WrittenLive:
    """Take the last write into the open workbook of this path or name back.

    Raises
    ------
    Refused
        There is no such workbook, there was no write, or a cell was changed since.
    """
    return undone(in_excel(path))


def undone(live: LiveBook) -> WrittenLive:
    """Take the last write into an open workbook back, and forget what was remembered with it.

    Raises
    ------
    Refused
        There was no write, or a cell was changed since.
    """
    written, fingerprints = undo_live(live)
    place = memory_place(live)
    remember(place, replace(remembered(place), fingerprints=fingerprints))
    return written


def memory_place(live: LiveBook) -> Path:
    """The path under which a workbook is remembered: its own; of one on a site, a path in the user's state folder."""
    if live.path is not None:
        return live.path
    return state_folder() / "sites" / blake2b(live.place.encode(), digest_size=8).hexdigest() / live.name


def refresh_live(live: LiveBook, now: datetime, results: str = "", dry_run: bool = False) -> Outcome:
    """Refresh an open workbook: the same cells that a refresh of the file would write, none of them saved.

    What is not saved yet counts. When somebody types while it computes, it begins again.
    """
    path = memory_place(live)
    try:
        memory = remembered(path)
        memory = replace(memory, results=results or memory.results)
        for _ in range(TRIES):
            reading = read_live(live, memory.said)
            package = reading.book.package
            result = refreshed(reading.book, memory.fingerprints, memory.results == "sheet")
            outcome = Outcome(path, result, (*result.problems, *live.notes()), sha256=package.sha256)
            if dry_run or not result.writes:
                return outcome
            result = audited(reading.book, result, Stamp(who(), instant(now), f"pmo refresh in {live.program}"))
            _check(live, result)
            applied(package, result)  # what the file's writer refuses is refused here, before the first cell
            with live.quiet(f"pmo-excel writes {len(result.changes):,} cells"):
                if not reading.unchanged(live):
                    continue
                copy = backup(path, now, data=package.data) if live.path is not None else None
                keep_step(live, result.changes, memory)
                written = write_live(live, result.changes, result.growths, result.links)
            # what was known before still holds in the file, if the workbook is closed without saving
            known = tuple(dict.fromkeys((*result.beside, *memory.fingerprints)))[:KNOWN]
            remember(path, replace(memory, fingerprints=known))
            log(path, now, f"refresh in {live.program}", outcome.problems, cells=written.cells, blocks=written.blocks)
            return replace(outcome, live=written, copy=copy)
    except Refused as error:
        return Outcome(path, None, error.problems)
    changing = refused(
        f"{live.name} was changed while it was computed, {TRIES} times",
        "Nothing was written. Try again when nobody types.",
        code=Code.CONFLICT,
        cell=Cell(live.name),
    )
    return Outcome(path, None, changing.problems)


def _check(live: LiveBook, result: Refreshed) -> None:
    if result.sheets:
        names = ", ".join(sheet.name for sheet in result.sheets)
        raise refused(
            f"the sheet {names} is to be added, which is done in a file only",
            "Save and close the workbook, and run: pmo refresh FILE --results sheet. From then on --live fills it.",
            cell=Cell(live.name),
        )
    found = live.obstacles(list(dict.fromkeys(change.cell.sheet for change in result.changes)))
    if found:
        raise Refused(found)
