"""What people decided about changes of others, kept from the moment it is read until both sides have it.

A decision is recorded before anything is written, so that a run that is killed on the way goes on without asking again;
and it holds only as long as the workbook and the site are as they were when it was made.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Final, Self

from sharepoint.actions import Choices, Conflict
from sharepoint.intake import ReadList
from sharepoint.plan import Plan
from sharepoint.values import Value

_SCHEMA: Final = """
CREATE TABLE IF NOT EXISTS agreed (
    list_id TEXT NOT NULL, key TEXT NOT NULL, name TEXT NOT NULL, seen TEXT NOT NULL, workbook TEXT NOT NULL,
    etag TEXT NOT NULL, PRIMARY KEY (list_id, key, name)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS taken_in (
    list_id TEXT NOT NULL, item INTEGER NOT NULL, key TEXT NOT NULL, "values" TEXT NOT NULL,
    PRIMARY KEY (list_id, item)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS undone (run TEXT PRIMARY KEY, undo TEXT NOT NULL) WITHOUT ROWID;
"""


class Decisions:
    """One user's decisions, for all sites: an SQLite file whose every commit reaches the disk.

    Parameters
    ----------
    path
        The file; made if missing.
    """

    def __init__(self, path: Path | str) -> None:
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        self._store = sqlite3.connect(path, isolation_level=None)
        self._store.execute("PRAGMA journal_mode = WAL")
        self._store.execute("PRAGMA synchronous = FULL")
        self._store.executescript(_SCHEMA)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self._store.close()

    def agree(self, list_id: str, conflict: Conflict, workbook: Value) -> None:
        """Record that this value of the workbook goes to the site, in place of the one that a person saw there."""
        row = (list_id, conflict.key, conflict.name, _text(conflict.seen), _text(workbook), conflict.etag)
        self._store.execute("INSERT OR REPLACE INTO agreed VALUES (?, ?, ?, ?, ?, ?)", row)

    def choices(self, plan: Plan, reads: Iterable[ReadList]) -> dict[tuple[str, str, str], Value]:
        """The decisions about a plan's conflicts that hold still, as a plan takes them; others are forgotten."""
        found = {}
        for read in reads:
            title, list_id = read.title, read.present.id
            stored = self._agreed(list_id)
            for conflict in plan.conflicts:
                made = (_text(conflict.seen), _text(conflict.workbook), conflict.etag)
                if conflict.list == title and stored.get((conflict.key, conflict.name)) == made:
                    found[conflict.place] = conflict.seen
            for key, name in stored:
                if (title, key, name) not in found and any(part.covers(key) for part in read.wanted):
                    self.forget(list_id, key, name)
        return found

    def _agreed(self, list_id: str) -> dict[tuple[str, str], tuple[str, str, str]]:
        rows = self._store.execute("SELECT key, name, seen, workbook, etag FROM agreed WHERE list_id = ?", (list_id,))
        return {(key, name): (seen, workbook, etag) for key, name, seen, workbook, etag in rows}

    def forget(self, list_id: str, key: str, name: str) -> None:
        """Forget a decision: it was carried out, or does not hold any more."""
        where = (list_id, key, name)
        self._store.execute("DELETE FROM agreed WHERE list_id = ? AND key = ? AND name = ?", where)

    def carried_out(self, choices: Choices, reads: Iterable[ReadList]) -> None:
        """Forget what a plan was made with, after it was applied to its end."""
        ids = {read.title: read.present.id for read in reads}
        for title, key, name in choices:
            if title in ids:
                self.forget(ids[title], key, name)

    def take_in(self, list_id: str, item: int, key: str, values: Mapping[str, Value]) -> None:
        """Record that an item made on the site is the workbook's row of this key; an empty key: it is declined."""
        row = (list_id, item, key, _text(dict(values)))
        self._store.execute("INSERT OR REPLACE INTO taken_in VALUES (?, ?, ?, ?)", row)

    def taken_in(self, list_id: str) -> dict[int, tuple[str, dict[str, Value]]]:
        """The items of people that were taken in or declined: key and the values that went into the workbook, by ID."""
        rows = self._store.execute('SELECT item, key, "values" FROM taken_in WHERE list_id = ?', (list_id,))
        return {item: (key, json.loads(values)) for item, key, values in rows}

    @contextmanager
    def together(self) -> Iterator[None]:
        """Everything that is recorded in the block, or nothing of it."""
        self._store.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._store.execute("ROLLBACK")
            raise
        self._store.execute("COMMIT")

    def undone(self) -> dict[str, str]:
        """The runs that were taken back, each with the run that did so."""
        return dict(self._store.execute("SELECT run, undo FROM undone"))

    def undo(self, run: str, undo: str) -> None:
        """Record that a run was taken back by another."""
        self._store.execute("INSERT OR REPLACE INTO undone VALUES (?, ?)", (run, undo))


def _text(value: object) -> str:
    return json.dumps(value, sort_keys=True, separators=(",", ":"))
