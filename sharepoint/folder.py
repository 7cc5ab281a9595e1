"""Publishing into a folder, such as one that OneDrive synchronises: files as they are, lists as CSV and JSON.

A list's JSON file is what publishing remembers: rows of other projects in it stay, rows that are gone are marked
Removed, and a file that somebody changed by hand is left and said.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from pmo_excel.core.problems import Cell, Code, Problem, Severity
from pmo_excel.workbook.refused import Refused
from pmo_excel.workbook.save import create
from sharepoint.documents import LIBRARY, Document, wanted_files
from sharepoint.fields import ACTIVE, KEY, PROJECT, REMOVED, STATE, TITLE
from sharepoint.names import safe_name
from sharepoint.values import Value
from sharepoint.wanted import ListSpec, ProjectRows, Wanted, wanted

LISTS: Final = "PMO Lists"
MEMORY: Final = ".pmo-published.json"
"""Beside the lists: the digest of every file as publishing wrote it last."""
FORMAT: Final = "pmo-excel list 1"

_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


@dataclass(slots=True)
class FolderOutcome:
    """What publishing into a folder did, or would do.

    Attributes
    ----------
    written
        Files below the folder, new or changed.
    """

    written: list[str] = field(default_factory=list)
    unchanged: int = 0
    problems: list[Problem] = field(default_factory=list)

    def lines(self) -> list[str]:
        """The outcome for people."""
        return [*self.written, f"{len(self.written)} files written; {self.unchanged} unchanged"]


def publish_to_folder(
    folder: Path, lists: Sequence[tuple[ListSpec, ProjectRows]], documents: Sequence[Document], *, dry_run: bool = False
) -> FolderOutcome:
    """Write lists and documents into a folder; each file whole or not at all, and only where it differs.

    Parameters
    ----------
    dry_run
        Only tell which files would be written.
    """
    outcome = FolderOutcome()
    memory = _json(folder / LISTS / MEMORY)
    target = _Folder(folder, {str(path): str(digest) for path, digest in memory.items()}, outcome, dry_run)
    for title in dict.fromkeys(spec.title for spec, _ in lists):
        _list(target, title, [wanted(spec, rows) for spec, rows in lists if spec.title == title])
    files, problems = wanted_files(documents, str(folder))
    outcome.problems += problems
    for file in files:
        target.put(f"{LIBRARY}/{file.path}", file.document.content)
    target.remember(memory)
    return outcome


@dataclass(slots=True)
class _Folder:
    """The folder that is written to, and the digests of what publishing wrote there before."""

    root: Path
    known: dict[str, str]
    outcome: FolderOutcome
    dry_run: bool

    def put(self, path: str, content: bytes) -> None:
        """Write a file, unless it is as wanted or somebody changed it."""
        place = self.root / path
        there = hashlib.sha256(place.read_bytes()).hexdigest() if place.is_file() else ""
        digest = hashlib.sha256(content).hexdigest()
        if there == digest:
            self.known[path] = digest
            self.outcome.unchanged += 1
        elif there and there != self.known.get(path):
            text = f"{path} was changed by hand, or is not from publishing; it was left as it is"
            fix = "Move it away, or give it another name, and publish again."
            self.outcome.problems.append(Problem(Code.CONFLICT, text, Cell(path), fix, Severity.MEDIUM))
        elif self.dry_run or self._write(place, content):
            self.known[path] = digest
            self.outcome.written.append(path)

    def _write(self, place: Path, content: bytes) -> bool:
        try:
            place.parent.mkdir(parents=True, exist_ok=True)
            create(place, content, replace=True)
        except Refused as error:
            self.outcome.problems += error.problems
            return False
        except OSError as error:
            text = f"{place.parent} cannot be made: {error.strerror}"
            self.outcome.problems.append(Problem(Code.REFUSED_BY_SITE, text, Cell(place.name), "Name another folder."))
            return False
        return True

    def remember(self, before: Mapping[str, Any]) -> None:
        """Write down the digests, where they changed."""
        if self.known != before and not self.dry_run:
            text = json.dumps(self.known, ensure_ascii=False, indent=1, sort_keys=True)
            self._write(self.root / LISTS / MEMORY, text.encode())


def _json(path: Path) -> dict[str, Any]:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _list(target: _Folder, title: str, parts: Sequence[Wanted]) -> None:
    """One list as JSON, for programs, and as CSV, for Excel."""
    for part in parts:
        target.outcome.problems += part.problems
    name = f"{LISTS}/{safe_name(title)}"
    before = _json(target.root / f"{name}.json")
    rows = {row[KEY.name]: row for row in before.get("rows", []) if isinstance(row, dict) and row.get(KEY.name)}
    for part in parts:
        _merge(rows, part)
    columns = {KEY.name: KEY.title, STATE.name: STATE.title, PROJECT.name: PROJECT.title, TITLE.name: TITLE.title}
    columns |= before.get("columns", {})
    columns |= {column.name: column.title for part in parts for column in part.fields}
    told = {"format": FORMAT, "list": title, "columns": columns, "rows": list(rows.values())}
    target.put(f"{name}.json", json.dumps(told, ensure_ascii=False, indent=1).encode())
    target.put(f"{name}.csv", _csv(columns, list(rows.values())))


def _merge(rows: dict[str, dict[str, Value]], part: Wanted) -> None:
    """Put one project's rows into those that are there; its rows that are gone stay, marked Removed."""
    for key, row in rows.items():
        if part.covers(key) and key not in part.items and part.complete:
            rows[key] = {**row, STATE.name: REMOVED}
    for key, item in part.items.items():
        rows[key] = {KEY.name: key, STATE.name: ACTIVE, PROJECT.name: item.project, **item.values}


def _csv(columns: Mapping[str, str], rows: Sequence[Mapping[str, Value]]) -> bytes:
    """The rows for Excel: UTF-8 with its mark, and no text that a spreadsheet would take for a formula."""
    text = io.StringIO()
    writer = csv.writer(text)
    shown = [name for name in columns if name != KEY.name]
    writer.writerow([_cell(columns[name]) for name in shown])
    writer.writerows([[_cell(row.get(name)) for name in shown] for row in rows])
    return text.getvalue().encode("utf-8-sig")


def _cell(value: Value) -> Any:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, list):
        value = "; ".join(value)
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value
