"""The edits that a change proposes, one by one: from Change Lines, or from the short form in What changes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any, Final, NamedTuple

from pmo_excel.change.tables import ChangeLines, Changes
from pmo_excel.core.cells import digits
from pmo_excel.core.problems import Cell, Code, Problem

_BETWEEN: Final = re.compile(r"[;\n](?=[^;:=\n]+:[^;:=\n]+=)")
_EDIT: Final = re.compile(r"\s*(?P<key>[^:=]+?)\s*:\s*(?P<field>[^:=]+?)\s*=\s*(?P<value>.*?)\s*;?\s*", re.DOTALL)


class Line(NamedTuple):
    """One edit: of which change, what is edited, and to what; `cell` gives the place of a part of it."""

    change: str
    object: str
    key: str
    field: str
    value: str
    cell: Callable[[str], Cell]

    def problem(self, code: Code, text: str, fix: str, part: str = "new_value") -> Problem:
        """Why this line cannot be tried, at its own cell."""
        return Problem(code, text, self.cell(part), fix)

    def __str__(self) -> str:
        return f"{self.key} {self.field} = {self.value}"


def lines_of(lines: ChangeLines | None, changes: Changes | None = None) -> list[Line]:
    """Every line in the order of the sheet; then those of What changes, for changes that have no line of their own."""
    found = list(_listed(lines)) if lines is not None else []
    if changes is not None:
        listed = {line.change for line in found}
        for row, (key, text) in enumerate(zip(changes.id.tolist(), changes.what_changes.tolist(), strict=True)):
            if key is not None and text is not None and str(key) not in listed:
                found += short_lines(str(key), str(text), changes.cell("what_changes", row))
    return found


def _listed(lines: ChangeLines) -> Iterator[Line]:
    columns = (lines.change_id, lines.object, lines.key, lines.field, lines.new_value)
    for row, parts in enumerate(zip(*(column.tolist() for column in columns), strict=True)):
        if any(part is not None for part in parts[1:]):
            change, kind, key, field, value = map(_text, parts)
            yield Line(change, kind, key, field, value, _placed(lines, row))


def _placed(lines: ChangeLines, row: int) -> Callable[[str], Cell]:
    return lambda part: lines.cell(part, row)


def _text(part: Any) -> str:
    if isinstance(part, float):
        return digits(part)
    return "" if part is None else str(part).strip()


def short_lines(change: str, text: str, cell: Cell) -> Iterator[Line]:
    """`4:Duration=18; 6:Predecessors=3; 4` as lines; nothing where the text is a sentence for people.

    Examples
    --------
    A piece begins where a key, a colon, a field and an equals sign follow, so that a list of predecessors stays whole.
    """
    for piece in _BETWEEN.split(text):
        found = _EDIT.fullmatch(piece)
        if found is not None:
            yield Line(change, "", found["key"], found["field"], found["value"], lambda _: cell)


def by_change(lines: Iterable[Line]) -> dict[str, list[Line]]:
    """The lines of each change, in the order in which they come first."""
    found: dict[str, list[Line]] = {}
    for line in lines:
        found.setdefault(line.change, []).append(line)
    return found
