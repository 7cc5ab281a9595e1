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

from sharepoint.plan import Published
from sharepoint.values import Value

_SCHEMA: Final = """
CREATE TABLE IF NOT EXISTS runs (
    run TEXT PRIMARY KEY, site TEXT NOT NULL, who TEXT NOT NULL, started TEXT NOT NULL, finished TEXT);
CREATE TABLE IF NOT EXISTS entries (
    id INTEGER PRIMARY KEY, run TEXT NOT NULL, at TEXT NOT NULL, list TEXT NOT NULL, list_id TEXT NOT NULL,
    key TEXT NOT NULL, operation TEXT NOT NULL, before TEXT NOT NULL, after TEXT NOT NULL,
    result TEXT NOT NULL DEFAULT 'sent', detail TEXT NOT NULL DEFAULT '', url TEXT NOT NULL DEFAULT '');
CREATE INDEX IF NOT EXISTS entries_open ON entries (list_id) WHERE result = 'sent';
CREATE TABLE IF NOT EXISTS published (
    list_id TEXT NOT NULL, key TEXT NOT NULL, "values" TEXT NOT NULL, PRIMARY KEY (list_id, key)) WITHOUT ROWID;
"""


@dataclass(frozen=True, slots=True)
class Intent:
    """One action that is about to be sent.

    Attributes
    ----------
    operation
        Create, Update, Retire, Upload.
    published
        The values that count as published once it is acknowledged.
    """

    list: str
    list_id: str
    key: str
    operation: str
    before: Mapping[str, Value]
    after: Mapping[str, Value]
    published: Mapping[str, Value]


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
        after = {"set": dict(intent.after), "published": dict(intent.published)}
        row = (
            run,
            _now(),
            intent.list,
            intent.list_id,
            intent.key,
            intent.operation,
            _text(intent.before),
            _text(after),
        )
        added = self._store.execute(
            "INSERT INTO entries (run, at, list, list_id, key, operation, before, after)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
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
                    " SELECT list_id, key, json_extract(after, '$.published') FROM entries WHERE id = ?",
                    (number,),
                )

    def refused(self, results: Iterable[tuple[int, str]]) -> None:
        """Record intents that came to nothing, each with the reason."""
        with _Transaction(self._store):
            for number, detail in results:
                self._store.execute("UPDATE entries SET result = 'refused', detail = ? WHERE id = ?", (detail, number))

    def abandon(self, list_id: str, keys: Iterable[str]) -> None:
        """Close the open intents of rows that were read again and found not to be as intended."""
        with _Transaction(self._store):
            for key in keys:
                self._store.execute(
                    "UPDATE entries SET result = 'refused', detail = 'read again and decided anew'"
                    " WHERE list_id = ? AND key = ? AND result = 'sent'",
                    (list_id, key),
                )

    def settle(self, list_id: str, found: Iterable[tuple[str, Mapping[str, Value]]]) -> None:
        """Record rows that were found on the site as wanted; open intents of theirs were carried out."""
        with _Transaction(self._store):
            for key, values in found:
                self._store.execute(
                    "UPDATE entries SET result = 'done', detail = 'found on the site'"
                    " WHERE list_id = ? AND key = ? AND result = 'sent'",
                    (list_id, key),
                )
                self._store.execute("INSERT OR REPLACE INTO published VALUES (?, ?, ?)", (list_id, key, _text(values)))

    def last(self, list_id: str) -> dict[str, Published]:
        """What is known of a list's rows, by key: last acknowledged values, and those sent without an answer."""
        rows = self._store.execute('SELECT key, "values" FROM published WHERE list_id = ?', (list_id,))
        known = {key: Published(json.loads(values)) for key, values in rows}
        opened = self._store.execute(
            "SELECT key, json_extract(after, '$.published') FROM entries"
            " WHERE list_id = ? AND result = 'sent' ORDER BY id",
            (list_id,),
        )
        for key, values in opened:
            known[key] = replace(known.get(key, Published({})), pending=json.loads(values))
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
