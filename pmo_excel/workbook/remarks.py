"""What a person should know about cells that were written as asked: nothing here stops a write."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from pmo_excel.core.problems import Cell, Code, Problem, Severity
from pmo_excel.workbook.cell_content import Formula
from pmo_excel.workbook.draft import Edit
from pmo_excel.workbook.markup import attribute, start_tag
from pmo_excel.workbook.package import Package, Sheet
from pmo_excel.workbook.refs import cell_at, cell_ref
from pmo_excel.workbook.shared_formulas import formula_at
from pmo_excel.workbook.sheet_xml import SheetXml


def remarks(before: Package, edits: Iterable[Edit]) -> list[Problem]:
    """Everything to know about the edits of a workbook, sheet by sheet."""
    by_sheet: dict[str, list[Edit]] = {}
    for edit in edits:
        by_sheet.setdefault(edit.sheet.casefold(), []).append(edit)
    found = []
    for sheet in before.sheets:
        if sheet.name.casefold() in by_sheet:
            found += list(_of_sheet(before, sheet, by_sheet[sheet.name.casefold()]))
    return found


def _of_sheet(before: Package, sheet: Sheet, edits: Sequence[Edit]) -> Iterator[Problem]:
    old = SheetXml(before.xml(sheet.member), sheet.name, before.label)
    protection = start_tag("sheetProtection").search(old.tail)
    if protection is not None and attribute(protection[0], "sheet") in ("1", "true"):
        message = f"sheet {sheet.name!r} is protected; it was written all the same, and stays protected"
        yield _remark(message, "Protection guides people in Excel; it does not lock the file.", Cell(sheet.name))
    for edit in edits:
        yield from _of_cell(before, old, edit)


def _of_cell(before: Package, old: SheetXml, edit: Edit) -> Iterator[Problem]:
    row, column = cell_at(edit.ref)
    place = Cell(old.name, row, ref=cell_ref(row, column))
    formula = formula_at(old, row, column)
    if formula and not isinstance(edit.value, Formula):
        shown = formula if len(formula) < 60 else formula[:60] + "…"
        yield _remark(f"{place.ref} held the formula ={shown}, which is gone", "The backup has it.", place)
    query = next((t for t in before.tables if t.sheet == old.name and t.query and t.ref.holds(row, column)), None)
    if query is not None:
        message = f"{place.ref} is in table {query.name}, which a query fills"
        yield _remark(message, "The next refresh of the query may overwrite it; change its source instead.", place)


def _remark(message: str, suggestion: str, place: Cell) -> Problem:
    return Problem(Code.WRITTEN, message, place, suggestion, Severity.LOW)
