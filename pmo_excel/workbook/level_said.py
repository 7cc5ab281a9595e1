"""Where a workbook says its level: the field in its charter, and the list of sheets on Start."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Any, Final

from pmo_excel.core.problems import quoted
from pmo_excel.workbook.draft import Edit
from pmo_excel.workbook.layout import Level
from pmo_excel.workbook.links import Link
from pmo_excel.workbook.read import Book
from pmo_excel.workbook.refs import cell_ref
from pmo_excel.workbook.sheet_facts import SheetFacts

START: Final = "Start"
_FIELD: Final = "template_level"
_TITLE: Final = re.compile(r"The sheets \(\w+ level\)")
_ORDER: Final = [level.value for level in Level]


def level_said(book: Book, template: Book, level: Level, added: Collection[str]) -> tuple[list[Edit], list[Link]]:
    """The cells that are to say a larger level which was asked for; none where the charter says it already.

    The list on Start is ours, and becomes the one of the template. It is left alone where somebody made another list of
    it, or where something stands below it that would be written over.

    Parameters
    ----------
    template
        The template of that level.
    added
        Sheets that the workbook gets with it.
    """
    charter = book.tables.get("Charter")
    if charter is None or not len(charter) or not charter.has(_FIELD):
        return [], []
    said = str(getattr(charter, _FIELD)[0] or "")
    if said not in _ORDER or _ORDER.index(said) >= _ORDER.index(level.value):
        return [], []
    cell = charter.cell(_FIELD, 0)
    edits, links = _on_start(book, template, added)
    return [Edit(cell.sheet, cell.ref, level.value), *edits], links


def _on_start(book: Book, template: Book, added: Collection[str]) -> tuple[list[Edit], list[Link]]:
    sheet, mine, theirs = book.package.sheet(START), _list(book), _list(template)
    if sheet is None or mine is None or theirs is None:
        return [], []
    row, column, old = mine
    names = {plan for plan, _ in theirs[2]}
    new = [line for line in theirs[2] if book.package.sheet(line[0]) is not None or line[0] in added]
    below = range(row + len(old) + 1, row + len(new) + 1)
    if not old or not {name for name, _ in old} <= names or any(any(_line(book, at, column)) for at in below):
        return [], []
    facts = SheetFacts(book.package, sheet)
    styles = [facts.style(row + 1, column), facts.style(row + 1, column + 1)]
    edits = [Edit(sheet.name, cell_ref(row, column), _title(template, theirs))]
    for at, line in enumerate(new, start=row + 1):
        edits += [
            Edit(sheet.name, cell_ref(at, column + i), text, style)
            for i, (text, style) in enumerate(zip(line, styles, strict=True))
        ]
    links = [Link(sheet.name, cell_ref(at, column), f"{quoted(name)}!A1") for at, (name, _) in enumerate(new, row + 1)]
    return edits, links


_Lines = list[tuple[str, str]]


def _list(book: Book) -> tuple[int, int, _Lines] | None:
    """Row and column of the title of the list on Start, and its lines: a sheet's name, and what it is for."""
    for row, cells in enumerate(book.raw.get(START, ()), start=1):
        for column, text in enumerate(cells, start=1):
            if isinstance(text, str) and _TITLE.fullmatch(text):
                lines: _Lines = []
                while any(line := _line(book, row + len(lines) + 1, column)):
                    lines.append(line)
                return row, column, lines
    return None


def _line(book: Book, row: int, column: int) -> tuple[str, str]:
    name, purpose = (book.raw_cell(START, row, at) for at in (column, column + 1))
    return _text(name), _text(purpose)


def _text(raw: Any) -> str:
    return "" if raw is None else str(raw)


def _title(template: Book, found: tuple[int, int, _Lines]) -> str:
    return _text(template.raw_cell(START, found[0], found[1]))
