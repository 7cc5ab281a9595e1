"""What could not be sent, because there was no network: workbooks as they were, in order, until they are sent.

The queue holds what to publish, not what to write: when its turn comes, each entry is planned anew against the site as
it is then.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from pmo_excel.workbook.save import create

ABOUT: Final = "entry.json"


@dataclass(frozen=True, slots=True)
class Entry:
    """One publish that waits.

    Attributes
    ----------
    workbooks
        Copies of the workbooks, with their names and times.
    """

    folder: Path
    site: str
    at: str
    allow_removals: bool
    workbooks: tuple[Path, ...]

    def __str__(self) -> str:
        names = ", ".join(path.name for path in self.workbooks)
        return f"{self.folder.name}: {names} to {self.site}, since {self.at}"


class Queue:
    """The publishes that wait, in a folder that only its user can read.

    Parameters
    ----------
    folder
        Made when it is first needed.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def entries(self, site: str = "") -> list[Entry]:
        """What waits for a site, or for all, in the order in which it came."""
        found = [_entry(path) for path in sorted(self.folder.glob(f"*/{ABOUT}"))]
        return [
            entry for entry in found if entry and (not site or entry.site.casefold() == site.rstrip("/").casefold())
        ]

    def add(self, workbooks: Sequence[Path], site: str, allow_removals: bool = False) -> Entry:
        """Put workbooks as they are now at the end of the queue; the same again at the end is one entry."""
        waiting = self.entries(site)
        if waiting and _same(waiting[-1].workbooks, workbooks):
            return waiting[-1]
        numbers = [int(path.name) for path in self.folder.glob("[0-9]*") if path.name.isdigit()]
        target = self.folder / f"{max(numbers, default=0) + 1:06d}"
        target.mkdir(parents=True, mode=0o700)
        os.chmod(self.folder, 0o700)
        for number, path in enumerate(workbooks):
            (target / str(number)).mkdir()
            shutil.copy2(path, target / str(number) / path.name)  # its time too: the page is made from it
        about = {
            "site": site.rstrip("/"),
            "at": f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC",
            "allow_removals": allow_removals,
            "workbooks": [f"{number}/{path.name}" for number, path in enumerate(workbooks)],
        }
        create(target / ABOUT, json.dumps(about).encode())  # last: without it there is no entry
        return next(entry for entry in self.entries() if entry.folder == target)

    @staticmethod
    def remove(entry: Entry) -> None:
        """Take an entry out of the queue."""
        (entry.folder / ABOUT).unlink(missing_ok=True)
        shutil.rmtree(entry.folder, ignore_errors=True)


def _entry(path: Path) -> Entry | None:
    """An entry; None for one that is being made or taken out."""
    try:
        about = json.loads(path.read_text(encoding="utf-8"))
        workbooks = tuple(path.parent / name for name in about["workbooks"])
        return Entry(path.parent, about["site"], about["at"], bool(about["allow_removals"]), workbooks)
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _same(waiting: Sequence[Path], workbooks: Sequence[Path]) -> bool:
    def told(paths: Sequence[Path]) -> list[tuple[str, str]]:
        return [(path.name, hashlib.sha256(path.read_bytes()).hexdigest()) for path in paths]

    return told(waiting) == told(workbooks)
