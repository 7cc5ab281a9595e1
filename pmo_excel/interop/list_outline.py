"""Which task of a list stands under which: by outline numbers, levels, indented names, titles by level, or parents."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Final

from pmo_excel.interop.list_columns import ListColumns

TITLES: Final = tuple(f"title_{level}" for level in range(1, 11))
_PART: Final = re.compile(r"[.\-/\s]+")


def parents_of(found: ListColumns, tasks: Sequence[int], ids: Sequence[str]) -> tuple[list[int], list[int]]:
    """For each task the position of the one above it, -1 at the top; and the tasks whose parent is not in the list.

    Parameters
    ----------
    tasks
        The rows of the list that are tasks.
    ids
        Their IDs.
    """
    if "wbs" in found.values:
        return _of_codes([found.first("wbs", row) for row in tasks]), []
    if "parent" in found.values:
        return _of_names(found, tasks, ids)
    levels = _levels(found, tasks)
    return _of_levels(levels), []


def _of_codes(codes: Sequence[str | None]) -> list[int]:
    parts = [tuple(_PART.split(str(code).strip().strip("."))) if code else () for code in codes]
    rows: dict[tuple[str, ...], int] = {}
    for at, part in enumerate(parts):
        rows.setdefault(part, at)
    above = []
    for at, part in enumerate(parts):
        shorter = (part[:length] for length in range(len(part) - 1, 0, -1))
        above.append(next((rows[key] for key in shorter if key in rows and rows[key] != at), -1))
    return above


def _of_names(found: ListColumns, tasks: Sequence[int], ids: Sequence[str]) -> tuple[list[int], list[int]]:
    """Parents by ID, by the program's other ID, or by a name that only one task has."""
    known: dict[str, int] = {}
    for at, row in enumerate(tasks):
        for key in (ids[at], found.first("other_id", row)):
            if key is not None:
                known.setdefault(str(key).casefold(), at)
    names = [str(found.first("name", row) or "").casefold() for row in tasks]
    counts = Counter(names)
    for at, name in enumerate(names):
        if name and counts[name] == 1:
            known.setdefault(name, at)
    above, missing = [], []
    for at, row in enumerate(tasks):
        said = [str(value).casefold() for value in found.all("parent", row) if str(value) != "0"]
        place = next((known[key] for key in said if key in known and known[key] != at), -1)
        above.append(place)
        if said and place < 0:
            missing.append(at)
    return _without_loops(above), missing


def _without_loops(above: list[int]) -> list[int]:
    """A task that would stand under itself stands at the top."""
    for at in range(len(above)):
        seen, place = {at}, above[at]
        while place >= 0 and place not in seen:
            seen.add(place)
            place = above[place]
        if place >= 0:
            above[at] = -1
    return above


def _levels(found: ListColumns, tasks: Sequence[int]) -> list[float]:
    if "level" in found.values:
        return [found.first("level", row) or 0 for row in tasks]
    titles = [name for name in TITLES if name in found.values]
    if titles:
        return [next((k for k, name in enumerate(titles) if found.first(name, row)), 0) for row in tasks]
    return [_indent(found, row) for row in tasks]


def _indent(found: ListColumns, row: int) -> float:
    """Blanks before the name, a tab counting as four."""
    at = next((at for at, (_, meaning) in found.places.items() if meaning == "name"), None)
    cells = found.sheet.rows[found.rows[row]]
    raw = cells[at] if at is not None and at < len(cells) else ""
    text = raw.replace("\t", "    ").replace("\u00a0", " ") if isinstance(raw, str) else ""
    return len(text) - len(text.lstrip(" "))


def _of_levels(levels: Sequence[float]) -> list[int]:
    above: list[int] = []
    open_rows: list[int] = []
    for at, level in enumerate(levels):
        while open_rows and levels[open_rows[-1]] >= level:
            open_rows.pop()
        above.append(open_rows[-1] if open_rows else -1)
        open_rows.append(at)
    return above


def in_outline_order(above: Sequence[int]) -> list[int]:
    """The tasks with those under each right after it, otherwise in the order of the list."""
    below: dict[int, list[int]] = {}
    for at, parent in enumerate(above):
        below.setdefault(parent, []).append(at)
    order: list[int] = []
    waiting = list(reversed(below.get(-1, [])))
    while waiting:
        at = waiting.pop()
        order.append(at)
        waiting += reversed(below.get(at, []))
    return order
