"""A log beside each workbook: what was done with it and when, in numbers, codes and places, never in its words.

It lies in `.pmo-memory`, where everything else lies that is remembered of a workbook, so that a folder of workbooks has
one place of ours and not a log beside every file; where that cannot be written, in the user's own state folder.
"""

from __future__ import annotations

import json
import traceback
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from pmo_excel import __version__
from pmo_excel.core.problems import Problem
from pmo_excel.hosts.memory_file import memory_places
from pmo_excel.hosts.state_folder import state_folder

LONGEST: Final = 500_000
"""Bytes of a log; the older half is dropped beyond."""


def log(path: Path, now: datetime, what: str, problems: Sequence[Problem] = (), **facts: Any) -> None:
    """Add one line about a workbook; a log that cannot be written stops nothing."""
    codes = Counter(f"{problem.severity.value} {problem.code.value}" for problem in problems)
    line = {"at": now.isoformat(timespec="seconds"), "version": __version__, "did": what, **facts}
    _append(log_places(path), line | ({"findings": dict(codes)} if codes else {}))


def log_lines(path: Path) -> list[dict[str, Any]]:
    """What the log of a workbook says, the oldest line first; lines that cannot be read are left out."""
    return [line for place in log_places(path) for line in _lines(place)]


def log_crash(error: BaseException, now: datetime) -> Path:
    """Note where the program stopped: kinds of errors and places in our code, and no word of what was worked on."""
    place = state_folder() / "crashes.log"
    frames = [f"{Path(f.filename).name}:{f.lineno} {f.name}" for f in traceback.extract_tb(error.__traceback__)]
    line = {"at": now.isoformat(timespec="seconds"), "version": __version__, "error": type(error).__name__}
    _append([place], {**line, "where": frames})
    return place


def crashes() -> list[dict[str, Any]]:
    """What is noted of crashes, the oldest first."""
    return _lines(state_folder() / "crashes.log")


def log_places(path: Path) -> list[Path]:
    """Where the log of a workbook is, or would be: beside what else is remembered of it."""
    return [place.with_suffix(".log") for place in memory_places(path)]


def _append(places: Sequence[Path], line: dict[str, Any]) -> None:
    text = json.dumps(line, ensure_ascii=False) + "\n"
    for place in places:
        with suppress(OSError):
            place.parent.mkdir(parents=True, exist_ok=True)
            if place.exists() and place.stat().st_size > LONGEST:
                kept = place.read_bytes()[-LONGEST // 2 :]
                place.write_bytes(kept[kept.find(b"\n") + 1 :])
            with place.open("a", encoding="utf-8") as file:
                file.write(text)
            return


def _lines(place: Path) -> list[dict[str, Any]]:
    try:
        texts = place.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return []
    found = []
    for text in texts:
        with suppress(ValueError):
            line = json.loads(text)
            found += [line] if isinstance(line, dict) else []
    return found
