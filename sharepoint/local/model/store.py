"""Where the site lives: one SQLite file for what is listed, one file per distinct content for what is stored.

Contents are named by their SHA-256 and written to a temporary name first, so a reader never meets half a file and a
killed server loses at most the request in flight.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path
from typing import Any

SCHEMA = files(__package__).joinpath("schema.sql").read_text(encoding="utf-8")


class Store:
    """Rows and contents of one site, under one folder."""

    def __init__(self, folder: Path) -> None:
        self.blobs = folder / "blobs"
        self.uploads = folder / "uploads"
        for needed in (self.blobs, self.uploads):
            needed.mkdir(parents=True, exist_ok=True)
        self.connection = sqlite3.connect(folder / "site.sqlite", check_same_thread=False, isolation_level=None)
        self.connection.row_factory = sqlite3.Row
        self.connection.execute("PRAGMA journal_mode = WAL")
        self.connection.execute("PRAGMA synchronous = NORMAL")
        self.connection.executescript(SCHEMA)

    def close(self) -> None:
        """Write everything back into the one file and let it go."""
        self.connection.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All changes inside happen, or none."""
        self.connection.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self.connection.execute("ROLLBACK")
            raise
        self.connection.execute("COMMIT")

    def rows(self, statement: str, parameters: Sequence[Any] = ()) -> list[sqlite3.Row]:
        """Every row a query finds."""
        return self.connection.execute(statement, parameters).fetchall()

    def walk(self, statement: str, parameters: Sequence[Any] = ()) -> Iterator[sqlite3.Row]:
        """The rows of a query one by one, for a reader that may stop early."""
        return iter(self.connection.execute(statement, parameters))

    def row(self, statement: str, parameters: Sequence[Any] = ()) -> sqlite3.Row | None:
        """The first row a query finds, None without one."""
        found: sqlite3.Row | None = self.connection.execute(statement, parameters).fetchone()
        return found

    def number(self, statement: str, parameters: Sequence[Any] = ()) -> int:
        """The one number a query counts; 0 where it finds nothing."""
        found = self.row(statement, parameters)
        return int(found[0] or 0) if found else 0

    def run(self, statement: str, parameters: Sequence[Any] = ()) -> int:
        """Carry out one statement; the number of rows it touched."""
        return self.connection.execute(statement, parameters).rowcount

    def keep(self, content: bytes) -> str:
        """Store a content and return its name; the same content is stored once."""
        name = hashlib.sha256(content).hexdigest()
        place = self.blob(name)
        if place.exists():
            return name
        place.parent.mkdir(exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=place.parent, delete=False) as draft:
            draft.write(content)
            draft.flush()
            os.fsync(draft.fileno())
        Path(draft.name).replace(place)
        return name

    def blob(self, name: str) -> Path:
        """The file of a stored content."""
        return self.blobs / name[:2] / name

    def content(self, name: str) -> bytes:
        """A stored content."""
        return self.blob(name).read_bytes()

    def upload_part(self, upload: str) -> Path:
        """The file that collects an upload session; the session's id is hashed, it is never part of a path."""
        return self.uploads / hashlib.sha256(upload.encode()).hexdigest()
