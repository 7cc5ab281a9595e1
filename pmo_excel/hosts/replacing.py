"""Files that a command makes: new ones, or instead of one that is there, of which a copy is kept."""

from __future__ import annotations

import hashlib
from datetime import datetime
from pathlib import Path

from pmo_excel.workbook.save import backup, create, save


def put(path: Path, data: bytes, force: bool, now: datetime) -> Path | None:
    """Write a file in one step; the copy of what was there before, if anything.

    Raises
    ------
    Refused
        It is there already and is not to be replaced, it is open elsewhere, or it cannot be written.
    """
    if not force or not path.exists():
        create(path, data)
        return None
    copy = backup(path, now)
    save(path, data, sha256=hashlib.sha256(path.read_bytes()).hexdigest())
    return copy
