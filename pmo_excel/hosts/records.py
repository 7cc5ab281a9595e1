"""Tables as JSON."""

from __future__ import annotations

from typing import Any

from pmo_excel.core.calling import plain
from pmo_excel.core.tables import Table, columns


def records(table: Table) -> list[dict[str, Any]]:
    """A table as JSON: an object for each row, by header."""
    held = {c.header: [plain(c, v) for v in getattr(table, n).tolist()] for n, c in columns(type(table)).items()}
    return [dict(zip(held, row, strict=True)) for row in zip(*held.values(), strict=True)]
