"""A snapshot into a workbook that is open: the rows that `pmo snapshot` adds to the file, added to the open book."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from pmo_excel.core.instants import instant
from pmo_excel.core.problems import Cell, Code
from pmo_excel.governance.snapshots import Snapshot, history_rows
from pmo_excel.hosts.books import edit
from pmo_excel.hosts.live.book import LiveBook
from pmo_excel.hosts.live.reading import read_live
from pmo_excel.hosts.live.refreshing import KNOWN, memory_place
from pmo_excel.hosts.live.steps import keep_step
from pmo_excel.hosts.live.writing import write_live
from pmo_excel.hosts.log_file import log
from pmo_excel.hosts.memory_file import remember, remembered
from pmo_excel.hosts.snapshot_command import snapshot_of
from pmo_excel.hosts.who import who
from pmo_excel.refresh import refreshed
from pmo_excel.refresh.audit_log import Stamp, audit_changes
from pmo_excel.refresh.log_rows import appended
from pmo_excel.workbook.package import open_package
from pmo_excel.workbook.patch import patch
from pmo_excel.workbook.read import read_book
from pmo_excel.workbook.refused import Refused, refused
from pmo_excel.workbook.save import backup


def snapshot_live(live: LiveBook, now: datetime) -> tuple[Snapshot, int]:
    """Keep an open workbook's figures in its History, and refresh what is computed from them; nothing is saved.

    Returns
    -------
    snapshot : Snapshot
    figures : int
        How many it keeps.

    Raises
    ------
    Refused
        It has no History or status date, has a snapshot of that date, cannot be written, or somebody is typing.
    """
    path = memory_place(live)
    memory = remembered(path)
    reading = read_live(live, memory.said)
    book, package = reading.book, reading.book.package
    snapshot, figures = snapshot_of(refreshed(book, memory.fingerprints), live.name, now)
    rows, growths = appended(book, "History", history_rows(snapshot, figures), "Snapshot")
    grown = open_package(patch(package, [edit(row) for row in rows], growths).data, package.label)
    after = refreshed(read_book(grown, memory.said), memory.fingerprints)
    stamp = Stamp(who(), instant(now), f"pmo snapshot in {live.program}")
    logged, more = audit_changes(book, [*rows, *after.changes], stamp)
    changes = [*rows, *after.changes, *logged]
    found = live.obstacles(list(dict.fromkeys(change.cell.sheet for change in changes)))
    if found:
        raise Refused(found)
    with live.quiet(f"pmo-excel keeps {len(figures)} figures"):
        if not reading.unchanged(live):
            fix = "Nothing was written. Try again when nobody types."
            raise refused(f"{live.name} was changed meanwhile", fix, code=Code.CONFLICT, cell=Cell(live.name))
        if live.path is not None:
            backup(path, now, data=package.data)
        keep_step(live, changes, memory)
        written = write_live(live, changes, [*growths, *after.growths, *more], after.links)
    known = tuple(dict.fromkeys((*after.beside, *memory.fingerprints)))[:KNOWN]
    remember(path, replace(memory, fingerprints=known))
    log(path, now, f"snapshot in {live.program}", after.problems, cells=written.cells, blocks=written.blocks)
    return snapshot, len(figures)
