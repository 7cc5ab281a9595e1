"""A snapshot into an open workbook: the rows of its History, and what is computed from them."""

from __future__ import annotations

from datetime import datetime

from pmo_excel.core.instants import day_text, instant
from pmo_excel.governance.snapshots import history_rows
from pmo_excel.hosts.books import edit
from pmo_excel.hosts.live.book import LiveBook
from pmo_excel.hosts.live.reading import read_live
from pmo_excel.hosts.live.refreshing import memory_place
from pmo_excel.hosts.live.steps import keep_step
from pmo_excel.hosts.live.writing import write_live
from pmo_excel.hosts.log_file import log
from pmo_excel.hosts.memory_file import remembered
from pmo_excel.hosts.snapshot_command import snapshot_of
from pmo_excel.hosts.who import who
from pmo_excel.refresh import refreshed
from pmo_excel.refresh.audit_log import Stamp, audit_changes
from pmo_excel.refresh.log_rows import appended
from pmo_excel.workbook.package import open_package
from pmo_excel.workbook.patch import patch
from pmo_excel.workbook.read import read_book
from pmo_excel.workbook.refused import Refused, refused


def snapshot_live(live: LiveBook, now: datetime) -> str:
    """Keep the figures of the status date; gives what was kept, in words.

    Raises
    ------
    Refused
        The workbook cannot be written, has no History or status date, or has a snapshot of that date.
    """
    path = memory_place(live)
    memory = remembered(path)
    reading = read_live(live, memory.said)
    book = reading.book
    snapshot, figures = snapshot_of(refreshed(book, memory.fingerprints), live.name, now)
    rows, growths = appended(book, "History", history_rows(snapshot, figures), "pmo snapshot")
    grown = open_package(patch(book.package, [edit(row) for row in rows], growths).data, book.package.label)
    after = refreshed(read_book(grown, book.said))
    stamp = Stamp(who(), instant(now), f"pmo snapshot in {live.program}")
    logged, more = audit_changes(book, [*rows, *after.changes], stamp)
    changes = [*rows, *after.changes, *logged]
    found = live.obstacles(list(dict.fromkeys(change.cell.sheet for change in changes)))
    if found:
        raise Refused(found)
    with live.quiet(f"pmo-excel keeps {len(figures)} figures"):
        if not reading.unchanged(live):
            raise refused(f"{live.name} was changed while it was computed", "Nothing was written. Try again.")
        keep_step(live, changes, memory)
        written = write_live(live, changes, [*growths, *after.growths, *more], after.links)
    log(path, now, f"snapshot in {live.program}", after.problems, cells=written.cells, blocks=written.blocks)
    return f"Snapshot {snapshot.id} keeps {len(figures)} figures of {day_text(snapshot.status_date)}"
