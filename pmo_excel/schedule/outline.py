"""The outline of a plan: which row is the summary of which, from WBS codes."""

from __future__ import annotations

from collections.abc import Sequence


def parents(codes: Sequence[str | None]) -> list[int]:
    """The row of each task's summary, -1 at the top level.

    The summary of `1.2.3` is the row with `1.2`; where there is none, the row with `1`. Of two rows with the same code
    the first is the summary.
    """
    rows: dict[str, int] = {}
    for row, code in enumerate(codes):
        if code:
            rows.setdefault(_plain(code), row)
    return [_parent(_plain(code), row, rows) if code else -1 for row, code in enumerate(codes)]


def _plain(code: str) -> str:
    return code.strip().strip(".")


def _parent(code: str, row: int, rows: dict[str, int]) -> int:
    while "." in code:
        code = code.rpartition(".")[0]
        found = rows.get(code)
        if found is not None and found != row:
            return found
    return -1
