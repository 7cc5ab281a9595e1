"""Workbooks that many tests begin with: made once in a run, and shared between its processes."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Mapping
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

import pmo_excel.functions  # noqa: F401 -- declares the sheets and fills the catalogue
from pmo_excel.workbook.build import build
from pmo_excel.workbook.sample import samples as projects

_folders: list[Path] = []


def share(folder: Path) -> None:
    """Keep what is made in this folder, which lasts as long as the run."""
    _folders[:] = [folder / "made"]
    _folders[0].mkdir(exist_ok=True)


def workbook(level: str = "Light", content: Mapping[str, Any] | None = None) -> bytes:
    """What `build` makes of this content."""
    return _once(repr((level, content)), lambda: build(level, content))


@cache
def samples() -> dict[str, bytes]:
    """The sample projects by file name, as `sample` makes them."""
    return {project.file: workbook(project.level, project.content) for project in projects()}


def _once(what: str, make: Callable[[], bytes]) -> bytes:
    """The bytes as they were made the first time. Two processes may both make them; neither reads half a file."""
    if not _folders:
        return make()
    path = _folders[0] / sha256(what.encode()).hexdigest()
    if not path.exists():
        handle, name = tempfile.mkstemp(dir=path.parent)
        with os.fdopen(handle, "wb") as file:
            file.write(make())
        os.replace(name, path)
    return path.read_bytes()
