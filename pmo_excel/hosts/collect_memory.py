"""What a portfolio remembers of the workbooks it has read: their summaries by content, and each project's last one.

It lies in `.pmo-memory` beside the portfolio, one file for each summary. A summary counts only for the very bytes, name
and header answers that it was made from, and only if this version of ours made it. What was damaged or changed by
hand fails its checksum and is read again; nothing in these files is run.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import Any, Final

from pmo_excel import __version__
from pmo_excel.core.headers import Said
from pmo_excel.core.problems import Cell, Code, Problem, Severity
from pmo_excel.hosts.memory_file import FOLDER
from pmo_excel.portfolio.arrivals import Arrival
from pmo_excel.portfolio.summary import Summary
from pmo_excel.portfolio.summary_text import NotASummaryError, from_text

_INDEX: Final = "projects.json"
_SUMMARY, _REFUSED = ".summary", ".refused"
_FORMAT: Final = f"pmo-excel {__version__} summary 2"


@dataclass(frozen=True, slots=True)
class Remembered:
    """The last file of a project that could be read, and the key of its summary."""

    key: str
    file: str
    place: str
    saved: int
    size: int
    sha256: str
    version: str = ""


class CollectMemory:
    """The memory of one portfolio workbook."""

    def __init__(self, portfolio: Path) -> None:
        portfolio = portfolio.resolve()
        self.folder = portfolio.parent / FOLDER / f"{portfolio.name}.collected"
        self.unwritten = False

    def summary(self, key: str) -> Summary | None:
        """What was kept under a key; None where nothing is, or nothing that can be trusted."""
        with suppress(NotASummaryError):
            text = self._read(self._file(key))
            return None if text is None else from_text(text)
        return None

    def keep(self, key: str, text: str) -> None:
        """Keep a summary; a memory that cannot be written only makes the next collect slower."""
        self._keep(self._file(key), text)

    def refusal(self, key: str) -> tuple[Problem, ...]:
        """Why the content under a key cannot be read; empty where that is not known."""
        with suppress(ValueError, TypeError):
            held = json.loads(self._read(self._file(key, _REFUSED)) or b"[]")
            return tuple(
                Problem(Code(code), str(message), Cell(*place), str(fix), Severity(severity))
                for code, message, place, fix, severity in held
            )
        return ()

    def keep_refusal(self, key: str, problems: Sequence[Problem]) -> None:
        """Keep why a workbook cannot be read, so that no reader is started for it alone next time."""
        held = [
            (
                p.code.value,
                p.message,
                (p.cell.sheet, p.cell.row, p.cell.column, p.cell.ref),
                p.suggestion,
                p.severity.value,
            )
            for p in problems
        ]
        self._keep(self._file(key, _REFUSED), json.dumps(held, ensure_ascii=False))

    def projects(self) -> dict[str, Remembered]:
        """The last file of each project that could be read, by the project's ID without capitals."""
        with suppress(OSError, ValueError, TypeError, AttributeError):
            held: dict[str, Any] = json.loads((self.folder / _INDEX).read_text(encoding="utf-8"))
            return {str(project): Remembered(**one) for project, one in held.items()}
        return {}

    def keep_projects(self, projects: Mapping[str, Remembered], used: Collection[str]) -> None:
        """Keep which file was each project's last; summaries that nobody needs any more go."""
        rows = {
            project: {name: getattr(one, name) for name in one.__slots__} for project, one in sorted(projects.items())
        }
        data = (json.dumps(rows, ensure_ascii=False, indent=1) + "\n").encode()
        with suppress(OSError):
            if (self.folder / _INDEX).read_bytes() == data:
                return
        self._write(self.folder / _INDEX, data)
        needed = {*used, *(one.key for one in projects.values())}
        with suppress(OSError):
            for file in (*self.folder.glob(f"*{_SUMMARY}"), *self.folder.glob(f"*{_REFUSED}")):
                if file.stem not in needed:
                    file.unlink()

    def _file(self, key: str, ending: str = _SUMMARY) -> Path:
        return self.folder / f"{key}{ending}"

    def _read(self, path: Path) -> bytes | None:
        """What was kept there, as it was written; None where that is not so."""
        with suppress(OSError, UnicodeDecodeError):
            head, _, text = path.read_bytes().partition(b"\n")
            if head.decode() == _heading(text):
                return text
        return None

    def _keep(self, path: Path, text: str) -> None:
        data = text.encode()
        self._write(path, f"{_heading(data)}\n".encode() + data)

    def _write(self, path: Path, data: bytes) -> None:
        """In one step, and without waiting for the disk: what a crash leaves half written fails its checksum."""
        beside = path.with_suffix(".part")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            beside.write_bytes(data)
            beside.replace(path)
        except OSError:
            self.unwritten = True


def key_of(sha256: str, file: str, said: Mapping[str, Said]) -> str:
    """What a summary is kept under: everything that it is made from."""
    parts = [_FORMAT, sha256, file]
    for name in sorted(said):
        parts += [name, said[name].sheet, str(said[name].day_first), *map(str, sorted(said[name].headers.items()))]
    return blake2b("\0".join(parts).encode(), digest_size=16).hexdigest()


def earlier(memory: CollectMemory, projects: Mapping[str, Remembered], found: Iterable[str]) -> dict[str, Arrival]:
    """The last file of each project of which none was found now, with what it said."""
    here = {project.casefold() for project in found}  # those whose own file says all that is shown
    arrivals = {}
    for project, one in projects.items():
        made = memory.summary(one.key) if project not in here else None
        if made is not None:
            arrivals[project] = Arrival(one.file, one.place, one.saved, one.size, one.sha256, one.version, made)
    return arrivals


def _heading(text: bytes) -> str:
    return f"{_FORMAT} {blake2b(text, digest_size=16).hexdigest()}"
