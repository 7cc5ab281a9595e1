"""Workbooks that many tests begin with: made once in a run, and shared between its processes."""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Callable, Mapping
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

import pmo_excel.functions  # noqa: F401 -- declares the sheets and fills the catalogue
from pmo_excel.workbook.build import build, build_portfolio
from pmo_excel.workbook.sample import samples as projects

FOLDER = "PMO_TESTS_MADE"
"""The environment variable with the folder of what is made; it is removed at the end of the run."""
PATIENCE = 60
"""Seconds to wait for another process that is making the same workbook."""


def workbook(level: str = "Light", content: Mapping[str, Any] | None = None) -> bytes:
    """What `build` makes of this content."""
    return _once(repr((level, content)), lambda: build(level, content))


def portfolio(content: Mapping[str, Any] | None = None) -> bytes:
    """What `build_portfolio` makes of this content."""
    return _once(repr(("portfolio", content)), lambda: build_portfolio(content))


@cache
def samples() -> dict[str, bytes]:
    """The sample projects by file name, as `sample` makes them."""
    return {project.file: workbook(project.level, project.content) for project in projects()}


def _once(what: str, make: Callable[[], bytes]) -> bytes:
    """The bytes as they were made the first time: one process makes them, others wait; none reads half a file."""
    if FOLDER not in os.environ:
        return make()
    path = Path(os.environ[FOLDER]) / sha256(what.encode()).hexdigest()
    if not path.exists() and not _made_by_another(path):
        handle, name = tempfile.mkstemp(dir=path.parent)
        with os.fdopen(handle, "wb") as file:
            file.write(make())
        os.replace(name, path)
    return path.read_bytes()


def _made_by_another(path: Path) -> bool:
    """Whether it is there after another process made it; False to the one that is to make it."""
    try:
        path.with_suffix(".begun").touch(exist_ok=False)
    except FileExistsError:
        until = time.monotonic() + PATIENCE
        while not path.exists() and time.monotonic() < until:
            time.sleep(0.02)
    return path.exists()
