"""What the buttons of LibreOffice do: each command works on the open workbook and tells a person what it did."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from pmo_excel.core.cells import number
from pmo_excel.core.problems import Problem, serious
from pmo_excel.hosts.books import Outcome
from pmo_excel.hosts.libreoffice.book import OfficeBook
from pmo_excel.hosts.libreoffice.publishing import publish
from pmo_excel.hosts.libreoffice.talk import Talk
from pmo_excel.hosts.live.reading import read_live
from pmo_excel.hosts.live.refreshing import memory_place, refresh_live
from pmo_excel.hosts.live.snapshots import snapshot_live
from pmo_excel.hosts.live.what_if import single_changes
from pmo_excel.hosts.memory_file import remembered
from pmo_excel.hosts.printing import summary
from pmo_excel.hosts.report_command import page_of
from pmo_excel.refresh import refreshed
from pmo_excel.report.html import html
from pmo_excel.workbook.refused import Refused, refused
from pmo_excel.workbook.save import create

WHAT_IF: Final = "What-if"


def refresh(book: OfficeBook) -> None:
    """Write the cells that `pmo refresh --dry-run` lists."""
    book.talk.tell("status", text="Computing")
    outcome = refresh_live(book, datetime.now())
    if outcome.refresh is None:
        book.talk.show("Refresh", "Nothing was written.", tuple(outcome.problems))
        return
    written = len(outcome.refresh.seen) if outcome.live else 0
    told = f"{_cells(written)} written. Undo takes all of them back." if written else "Nothing to write."
    book.talk.show("Refresh", f"{told} {_findings(outcome.problems)}", _worth_a_look(outcome.problems))


def check(book: OfficeBook) -> None:
    """List every finding; nothing is written."""
    book.talk.tell("status", text="Checking")
    outcome = refresh_live(book, datetime.now(), dry_run=True)
    changes = 0 if outcome.refresh is None else len(outcome.refresh.seen)
    told = f"Refresh would write {_cells(changes)}." if changes else "Everything computed is up to date."
    book.talk.show("Check", f"{_findings(outcome.problems)} {told}", tuple(outcome.problems))


def snapshot(book: OfficeBook) -> None:
    """Keep the figures of the status date in the History."""
    book.talk.tell("status", text="Computing")
    taken = snapshot_live(book, datetime.now())
    book.talk.show("Snapshot", f"{taken}. Undo takes it back.")


def report(book: OfficeBook) -> None:
    """Write the status page of the workbook as it is now, and open it."""
    book.talk.tell("status", text="Making the status page")
    now = datetime.now()
    place = memory_place(book)
    memory = remembered(place)
    reading = read_live(book, memory.said)
    result = refreshed(reading.book, memory.fingerprints)
    page = page_of(Outcome(place, result, result.problems, sha256=reading.book.package.sha256), now)
    if page is None:
        raise ValueError("a workbook that was computed has a page")
    target = place.with_name(f"{Path(book.name).stem} status.html")
    target.parent.mkdir(parents=True, exist_ok=True)
    create(target, html(page).encode(), replace=True)
    book.talk.ask("open", path=str(target))
    book.talk.show("Report", f"The status page is {target}", _worth_a_look(result.problems))


def what_if(book: OfficeBook) -> None:
    """List single changes that bring the finish forward, each tried on a copy of the workbook as it is now."""
    typed = str(book.talk.ask("question", title=WHAT_IF, text="Working days to finish earlier:", default="5") or "")
    if not typed:
        return
    days = number(typed).value
    if days is None or days <= 0:
        raise refused(f"{typed!r} is not a number of working days", "Type a number above 0, such as 5.")
    book.talk.tell("status", text="Trying changes on a copy of the plan")
    data = read_live(book, remembered(memory_place(book)).said).book.package.data
    with TemporaryDirectory(prefix="pmo-") as folder:
        path = Path(folder) / f"{Path(book.name).stem}.xlsx"
        path.write_bytes(data)
        told = single_changes(path, float(days))
    book.talk.show(WHAT_IF, told)


COMMANDS: Final[Mapping[str, Callable[[OfficeBook], None]]] = {
    "refresh": refresh,
    "check": check,
    "snapshot": snapshot,
    "whatif": what_if,
    "report": report,
    "publish": publish,
}


def serve(word: str) -> None:
    """Do one command, asking for cells and answers on standard output and input; whatever else prints, prints aside."""
    talk = Talk(iter(sys.stdin.readline, ""), sys.stdout)
    sys.stdout = sys.stderr
    title = WHAT_IF if word == "whatif" else word.capitalize()
    try:
        book = OfficeBook(talk)
        book.title = f"PMO {title}"
        COMMANDS[word](book)
    except Refused as error:
        talk.show(title, "It was not done.", tuple(error.problems))


def _worth_a_look(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    return tuple(p for p in problems if serious(p))


def _cells(count: int) -> str:
    return f"{count:,} cell" if count == 1 else f"{count:,} cells"


def _findings(problems: Iterable[Problem]) -> str:
    return f"Findings: {summary(problems) or 'none'}."
