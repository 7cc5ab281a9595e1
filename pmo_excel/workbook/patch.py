"""Patching a workbook: some cells get new values, and every part that is not written stays byte for byte as it was."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from pmo_excel.core.problems import Cell, Code, Problem, Severity
from pmo_excel.workbook.areas import areas, in_the_way
from pmo_excel.workbook.cell_content import UnwritableError, Value, content
from pmo_excel.workbook.package import Package, Sheet, open_package
from pmo_excel.workbook.refs import cell_at, cell_ref
from pmo_excel.workbook.refused import Refused, refused
from pmo_excel.workbook.shared_formulas import with_own_formulas
from pmo_excel.workbook.sheet_xml import CellWrite, SheetXml, with_cells
from pmo_excel.workbook.styles_above import StylesAbove
from pmo_excel.workbook.workbook_xml import (
    calculation_chains,
    holds_formula,
    recalculated_on_load,
    without_calculation_chain,
)


@dataclass(frozen=True, slots=True)
class Edit:
    """A cell's new value: text, a number, a date, True or False, or None to clear it. Text is never a formula."""

    sheet: str
    ref: str
    value: Value


@dataclass(frozen=True, slots=True)
class Patched:
    """The new file, and the proof of what it took.

    Attributes
    ----------
    changed, removed
        Members of the zip archive that are not as they were; none is ever added.
    identical
        How many members are byte for byte as they were, packed bytes included.
    cells
        The cells that are different now, as sheet and reference.
    """

    data: bytes
    changed: tuple[str, ...]
    removed: tuple[str, ...]
    identical: int
    cells: tuple[tuple[str, str], ...]


def patch(source: Package | bytes | Path | str, edits: Iterable[Edit]) -> Patched:
    """Write values into cells of a workbook.

    A cell keeps its format; one that is not there yet takes that of the cells above it in its table, else of its row or
    column. When the workbook holds formulas, Excel is asked to calculate them when it opens the file.

    Raises
    ------
    Refused
        The workbook cannot be changed, or some of the cells cannot be written; every reason is in it, and nothing is
        written.
    """
    package = source if isinstance(source, Package) else open_package(source)
    if package.signed:
        raise refused(
            f"{package.label} is digitally signed, and any change would break the signature",
            "Remove the signature in Excel (File, Info, View Signatures), or write to a copy.",
        )
    drafts = _drafts(package, edits)
    problems = [problem for draft in drafts for problem in draft.problems()]
    if problems:
        raise Refused(problems)
    changed, removed, cells = _written(package, drafts)
    return Patched(
        package.archive.with_members(changed, removed),
        tuple(changed),
        tuple(removed),
        len(package.archive.names) - len(changed) - len(removed),
        tuple(cells),
    )


class _Draft:
    """What is to be written into one sheet."""

    def __init__(self, package: Package, sheet: Sheet) -> None:
        self.package = package
        self.sheet = sheet
        self.xml = SheetXml(package.xml(sheet.member), sheet.name, package.label)
        self.writes: dict[int, dict[int, CellWrite]] = defaultdict(dict)
        self._unwritable: list[Problem] = []

    def add(self, edit: Edit) -> None:
        row, column = cell_at(edit.ref)
        try:
            new = content(edit.value, self.xml.prefix, self.package.date1904)
        except UnwritableError as error:
            place = Cell(self.sheet.name, row, ref=cell_ref(row, column))
            self._unwritable.append(Problem(Code.OUT_OF_RANGE, str(error), place, error.suggestion, Severity.CRITICAL))
        else:
            self.writes[row][column] = CellWrite(new)

    def problems(self) -> Iterator[Problem]:
        cells = {row: list(columns) for row, columns in self.writes.items()}
        yield from self._unwritable
        yield from in_the_way(areas(self.package, self.sheet, self.xml), self.sheet.name, cells)

    def written(self) -> tuple[bytes, list[tuple[str, str]], bool]:
        """The sheet's new XML, the cells that are different in it, and whether formulas went or came."""
        own = with_own_formulas(self.xml, self.writes)
        sheet = self.xml if own == self.xml.xml else SheetXml(own, self.sheet.name, self.package.label)
        done = with_cells(sheet, self.writes, StylesAbove(sheet, self.package.tables), {})
        cells = [(self.sheet.name, cell_ref(row, column)) for row, column in done.cells]
        return done.xml, cells, done.formulas_changed


def _drafts(package: Package, edits: Iterable[Edit]) -> list[_Draft]:
    """A draft for each sheet with edits, in tab order."""
    drafts: dict[str, _Draft] = {}
    unknown: dict[str, Problem] = {}
    for edit in edits:
        key = edit.sheet.casefold()
        if key not in drafts:
            sheet = package.sheet(edit.sheet)
            if sheet is None:
                unknown[key] = _no_sheet(package, edit.sheet)
                continue
            drafts[key] = _Draft(package, sheet)
        drafts[key].add(edit)
    if unknown:
        raise Refused(list(unknown.values()))
    return sorted(drafts.values(), key=lambda draft: package.sheets.index(draft.sheet))


def _no_sheet(package: Package, name: str) -> Problem:
    there = ", ".join(sheet.name for sheet in package.sheets)
    message = f"{package.label} has no sheet named {name!r}"
    return Problem(Code.FILE_REFUSED, message, Cell(name), f"Its sheets are {there}.", Severity.CRITICAL)


def _written(package: Package, drafts: list[_Draft]) -> tuple[dict[str, bytes], set[str], list[tuple[str, str]]]:
    """The new contents of the members that change, the members that go, and the cells that are different."""
    changed: dict[str, bytes] = {}
    removed: set[str] = set()
    cells: list[tuple[str, str]] = []
    formulas_changed = False
    for draft in drafts:
        xml, different, formulas = draft.written()
        if different:
            changed[draft.sheet.member] = xml
            cells += different
            formulas_changed |= formulas
    if formulas_changed:
        without, removed = without_calculation_chain(package)
        changed |= without
    if changed and _calculates(package, drafts):
        old = package.xml(package.workbook_part)
        new = recalculated_on_load(old)
        if new != old:
            changed[package.workbook_part] = new
    return changed, removed, cells


def _calculates(package: Package, drafts: list[_Draft]) -> bool:
    """Whether the workbook holds a formula, which could rest on what was written."""
    if calculation_chains(package) or any(holds_formula(draft.xml.xml) for draft in drafts):
        return True
    drafted = {draft.sheet.member for draft in drafts}
    others = (sheet.member for sheet in package.sheets if sheet.kind == "worksheet" and sheet.member not in drafted)
    return any(holds_formula(package.archive.read(member)) for member in others)
