"""From computed tables to the cells that change: only computed cells, and never one that a person typed over."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pmo_excel.core.problems import Cell, Code, Problem, Severity
from pmo_excel.core.tables import Table, columns, declaration
from pmo_excel.refresh.ledger import Ledger
from pmo_excel.refresh.settling import Target, settle
from pmo_excel.workbook.read import Book, Place
from pmo_excel.workbook.refs import cell_ref, column_number


def column_changes(book: Book, sheet: str, table: Table, names: Sequence[str], ledger: Ledger) -> None:
    """Changes to some computed columns of a sheet whose rows people type."""
    place = book.places[sheet]
    keys, whys = keys_of(table), _reasons(table)
    for name in names:
        column = columns(type(table))[name]
        letters = table.origin.letters.get(name)
        if letters is None:
            continue
        rows = _rows(table, name)
        because = whys.get(name, [f"PMO.{column.computed}"] * len(rows))
        header = table.origin.headers[name]
        target = Target(place.sheet, header, column, column_number(letters), rows, keys, because)
        settle(book, ledger, target, getattr(table, name))
    if declaration(type(table)).layout == "rows":
        _leftovers(book, place, table, names, ledger)


def _rows(table: Table, name: str) -> list[int]:
    if table.origin.field_rows:
        return [table.origin.field_rows[name]]
    return list(table.origin.rows)


def keys_of(table: Table) -> list[str]:
    """Each row's key in words; the sheet's fields have none."""
    key = declaration(type(table)).key
    if not key:
        return [""] * len(table)
    parts = (getattr(table, part).tolist() for part in key.split("+"))
    return [" ".join(str(part or "") for part in row) for row in zip(*parts, strict=True)]


def _leftovers(book: Book, place: Place, table: Table, names: Sequence[str], ledger: Ledger) -> None:
    """Rows that hold nothing typed any more but still show what was computed: reported, for no key says whose it is."""
    used = set(table.origin.rows)
    letters = {name: column_number(table.origin.letters[name]) for name in names if name in table.origin.letters}
    for number in range(place.first_row, place.last_row + 1):
        if number in used or number in place.left_out:
            continue
        left = [n for n, at in letters.items() if book.raw_cell(place.sheet, number, at) is not None]
        if left:
            cell = Cell(place.sheet, number, table.origin.headers[left[0]], cell_ref(number, letters[left[0]]))
            text = "the row holds nothing typed any more, but computed cells are left in it"
            ledger.problems.append(Problem(Code.LEFTOVER, text, cell, "Clear or delete the row.", Severity.LOW))


def _reasons(table: Table) -> dict[str, list[str]]:
    """The reason in words of each computed colour, by field: the text of its Why column, in both of them."""
    found: dict[str, list[str]] = {}
    for name, why in _reason_fields(type(table)):
        texts = getattr(table, why).tolist()
        for one in (name, why):
            told = found.get(one) or [f"PMO.{columns(type(table))[one].computed}"] * len(texts)
            found[one] = [text or before for text, before in zip(texts, told, strict=True)]
    return found


def _reason_fields(cls: type[Table]) -> Iterator[tuple[str, str]]:
    """Pairs of a colour and its reason: `time_rag` and `time_rag_why`, `rag` and `rag_why`."""
    declared = columns(cls)
    for name in declared:
        for why in (f"{name}_why", "rag_why" if name.endswith("rag") else ""):
            if why in declared:
                yield name, why
                break
