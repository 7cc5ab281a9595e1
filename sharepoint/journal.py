"""The journal: what was about to be sent, what was acknowledged, and the values last published of every row.

A run that is killed leaves its intents behind; the next plan knows them and goes on. The journal is also the publish
log: when, who, what, where, before and after.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final, Self

from sharepoint.merge import Published
from sharepoint.values import Value, fingerprint

_SCHEMA: Final = """
CREATE TABLE IF NOT EXISTS runs (
    run TEXT PRIMARY KEY, site TEXT NOT NULL, who TEXT NOT NULL, started TEXT NOT NULL, finished TEXT);
CREATE TABLE IF NOT EXISTS entries (
    id INTEGER PRIMARY KEY, run TEXT NOT NULL, at TEXT NOT NULL, list TEXT NOT NULL, list_id TEXT NOT NULL,
    key TEXT NOT NULL, operation TEXT NOT NULL, before TEXT NOT NULL, after TEXT NOT NULL,
    result TEXT NOT NULL DEFAULT 'sent', detail TEXT NOT NULL DEFAULT '', url TEXT NOT NULL DEFAULT '',
    hash TEXT NOT NULL DEFAULT '');
CREATE INDEX IF NOT EXISTS entries_open ON entries (list_id) WHERE result = 'sent';
CREATE TABLE IF NOT EXISTS published (
    list_id TEXT NOT NULL, key TEXT NOT NULL, "values" TEXT NOT NULL, hash TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (list_id, key)) WITHOUT ROWID;
"""


@dataclass(frozen=True, slots=True)
class Intent:
    """One action that is about to be sent.

    Attributes
    ----------
    operation
        Create, Update, Retire, Recycle, Upload.
    published
        The values that count as published once it is acknowledged; None: those of before, empty: none any more.
    hash
        The digest beside the item once it is carried out.
    """

    list: str
    list_id: str
    key: str
    operation: str
    before: Mapping[str, Value]
    after: Mapping[str, Value]
    published: Mapping[str, Value] | None
    hash: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the publish log; `result` is sent (not acknowledged), done or refused."""

    run: str
    at: str
    who: str
    list: str
    key: str
    operation: str
    before: Mapping[str, Value]
    after: Mapping[str, Value]
    result: str
    detail: str
    url: str


@dataclass(frozen=True, slots=True)
class Run:
    """One publish; `finished` is empty when it did not come to its end, `waiting` counts what was sent in doubt."""

    run: str
    site: str
    who: str
    started: str
    finished: str
    waiting: int = 0


class Journal:
    """One user's journal, for all sites: an SQLite file whose every commit reaches the disk.

    Parameters
    ----------
    path
        The file; made if missing.

    Attributes
    ----------
    damaged
        Where a file that could not be read was put aside, None where it could. Nothing is lost on the site: the digest
        beside every item tells what was published, so that the next plan is made without the journal.
    """

    def __init__(self, path: Path | str) -> None:
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        self.damaged: Path | None = None
        try:
            self._store = _opened(Path(path))
        except sqlite3.DatabaseError as error:
            if isinstance(error, sqlite3.OperationalError):  # no right to it, no room: not for us to put aside
                raise
            self.damaged = _put_aside(Path(path))
            self._store = _opened(Path(path))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the file."""
        self._store.close()

    def begin(self, run: str, site: str, who: str) -> None:
        """Note that a run starts."""
        self._store.execute("INSERT INTO runs VALUES (?, ?, ?, ?, NULL)", (run, site, who, _now()))

    def finish(self, run: str) -> None:
        """Note that a run came to its end."""
        self._store.execute("UPDATE runs SET finished = ? WHERE run = ?", (_now(), run))

    def intend(self, run: str, intents: Sequence[Intent]) -> list[int]:
        """Record what is about to be sent, on disk before this returns; gives an id per intent."""
        with _Transaction(self._store):
            return [self._add(run, intent) for intent in intents]

    def _add(self, run: str, intent: Intent) -> int:
        published = None if intent.published is None else dict(intent.published)
        after = {"set": dict(intent.after), "published": published}
        row = (
            run,
            _now(),
            intent.list,
            intent.list_id,
            intent.key,
            intent.operation,
            _text(intent.before),
            _text(after),
            intent.hash,
        )
        added = self._store.execute(
            "INSERT INTO entries (run, at, list, list_id, key, operation, before, after, hash)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            row,
        )
        return int(added.lastrowid or 0)

    def done(self, results: Iterable[tuple[int, str]]) -> None:
        """Record acknowledged intents, each with the address of its item; their values count as published."""
        with _Transaction(self._store):
            for number, url in results:
                self._store.execute("UPDATE entries SET result = 'done', url = ? WHERE id = ?", (url, number))
                self._store.execute(
                    "INSERT OR REPLACE INTO published"
                    " SELECT list_id, key, json_extract(after, '$.published'), hash FROM entries"
                    " WHERE id = ? AND json_extract(after, '$.published') IS NOT NULL",
                    (number,),
                )
                self._store.execute(  # earlier ones about this row, whose answers were lost, came to nothing
                    "UPDATE entries SET result = 'refused', detail = 'read again and decided anew'"
                    " WHERE result = 'sent' AND (list_id, key) = (SELECT list_id, key FROM entries WHERE id = ?)",
                    (number,),
                )

    def refused(self, results: Iterable[tuple[int, str]]) -> None:
        """Record intents that came to nothing, each with the reason."""
        with _Transaction(self._store):
            for number, detail in results:
                self._store.execute("UPDATE entries SET result = 'refused', detail = ? WHERE id = ?", (detail, number))

    def settle(
        self,
        list_id: str,
        found: Iterable[tuple[str, Mapping[str, Value] | None]],
        hashes: Mapping[str, str] | None = None,
    ) -> None:
        """Record what rows were found to be on the site, by key; open intents of theirs were carried out or not.

        Parameters
        ----------
        found
            The values that count as published; empty where those of before still do, None where none do any more.
        hashes
            The digest beside each item: an open intent that would have left another came to nothing.
        """
        with _Transaction(self._store):
            for key, values in found:
                beside = (hashes or {}).get(key, "")
                self._store.execute(
                    "UPDATE entries SET (result, detail) = (SELECT 'done', 'found on the site' WHERE hash IN ('', ?)"
                    " UNION ALL SELECT 'refused', 'read again and decided anew' LIMIT 1)"
                    " WHERE list_id = ? AND key = ? AND result = 'sent'",
                    (beside, list_id, key),
                )
                if values is None:
                    self._store.execute("DELETE FROM published WHERE list_id = ? AND key = ?", (list_id, key))
                elif values:
                    row = (list_id, key, _text(values), beside)
                    self._store.execute("INSERT OR REPLACE INTO published VALUES (?, ?, ?, ?)", row)

    def last(self, list_id: str) -> dict[str, Published]:
        """What is known of a list's rows, by key: last acknowledged values, and those sent without an answer."""
        rows = self._store.execute('SELECT key, "values", hash FROM published WHERE list_id = ?', (list_id,))
        known: dict[str, Published] = {}
        for key, text, beside in rows:
            values = json.loads(text)
            if values:
                known[key] = Published(values, digests={beside or fingerprint(values): values})
        opened = self._store.execute(
            "SELECT key, json_extract(after, '$.published'), hash FROM entries"
            " WHERE list_id = ? AND result = 'sent' ORDER BY id",
            (list_id,),
        )
        for key, text, beside in opened:
            before = known.get(key, Published({}))
            values = json.loads(text) if text else None
            digests = before.digests if not values else {**before.digests, beside or fingerprint(values): values}
            known[key] = replace(before, pending=values or before.pending, digests=digests, open=True)
        return known

    def log(self, run: str = "") -> list[Entry]:
        """The publish log, oldest first: of one run, or of all."""
        rows = self._store.execute(
            "SELECT e.run, e.at, r.who, e.list, e.key, e.operation, e.before, json_extract(e.after, '$.set'),"
            " e.result, e.detail, e.url FROM entries e LEFT JOIN runs r ON r.run = e.run"
            " WHERE ? IN ('', e.run) ORDER BY e.id",
            (run,),
        )
        return [_entry(*row) for row in rows]

    def runs(self, site: str) -> list[Run]:
        """The runs that wrote to a site, the latest first."""
        rows = self._store.execute(
            "SELECT run, site, who, started, coalesce(finished, ''),"
            " (SELECT count(*) FROM entries e WHERE e.run = r.run AND e.result = 'sent')"
            " FROM runs r WHERE site = ? ORDER BY started DESC, rowid DESC",
            (site,),
        )
        return [Run(*row) for row in rows]


def _opened(path: Path) -> sqlite3.Connection:
    """The file, checked and with today's tables.

    Raises
    ------
    sqlite3.DatabaseError
        It is damaged, such as cut short when the computer lost power.
    """
    store = sqlite3.connect(path, isolation_level=None)
    try:
        store.execute("PRAGMA journal_mode = WAL")
        store.execute("PRAGMA synchronous = FULL")
        if store.execute("PRAGMA quick_check(1)").fetchone() != ("ok",):
            raise sqlite3.DatabaseError("the journal is damaged")
        store.executescript(_SCHEMA)
        for table in ("entries", "published"):  # a journal of version 0.1 has no digests yet
            if not any(name == "hash" for _, name, *_ in store.execute(f"PRAGMA table_info({table})")):
                store.execute(f"ALTER TABLE {table} ADD COLUMN hash TEXT NOT NULL DEFAULT ''")
    except sqlite3.DatabaseError:
        store.close()
        raise
    return store


def _put_aside(path: Path) -> Path:
    """Rename a damaged journal, with what SQLite keeps beside it."""
    aside = path.with_name(f"{path.stem} damaged {datetime.now(UTC):%Y%m%dT%H%M%S%fZ}{path.suffix}")
    for ending in ("", "-wal", "-shm"):
        part = path.with_name(path.name + ending)
        if part.exists():
            part.replace(aside.with_name(aside.name + ending))
    return aside


def _entry(*row: str) -> Entry:
    run, at, who, title, key, operation, before, after, result, detail, url = row
    return Entry(run, at, who, title, key, operation, json.loads(before), json.loads(after), result, detail, url)


class _Transaction:
    """Commits at the end of the block, or undoes everything in it."""

    def __init__(self, store: sqlite3.Connection) -> None:
        self._store = store

    def __enter__(self) -> None:
        self._store.execute("BEGIN IMMEDIATE")

    def __exit__(self, kind: type[BaseException] | None, *rest: object) -> None:
        self._store.execute("ROLLBACK" if kind else "COMMIT")


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _text(values: Mapping[str, Any]) -> str:
    return json.dumps(values, separators=(",", ":"))
