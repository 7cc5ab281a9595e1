"""Refresh: every computed column of a workbook, as a list of cell changes that is read, or applied, or both.

Which function computes which column is declared; the order is derived; the result is a value. A dry run prints the
list, the file writer and the live writers of each spreadsheet program apply the same list.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from pmo_excel.core.cells import Conventions
from pmo_excel.core.problems import Cell, Problem
from pmo_excel.core.tables import Table, columns, declaration
from pmo_excel.refresh.answers import accepted, answers, clear_settled, remember_findings
from pmo_excel.refresh.changes import column_changes
from pmo_excel.refresh.compute import NONE_MADE, computed
from pmo_excel.refresh.findings import NAME, PLACE, SHEET, findings, ranked, target
from pmo_excel.refresh.graph import computing
from pmo_excel.refresh.ledger import AUDITED, CellChange, Ledger, typed_over
from pmo_excel.refresh.memory import TITLE, Memory, memory_cell
from pmo_excel.refresh.results_sheet import results_sheets
from pmo_excel.refresh.rows import as_sheet, in_rows, row_changes
from pmo_excel.refresh.template_version import keep_template_version
from pmo_excel.workbook.added_sheet import NewSheet
from pmo_excel.workbook.growth import Growth
from pmo_excel.workbook.links import Link
from pmo_excel.workbook.package import open_package
from pmo_excel.workbook.patch import Edit, patch
from pmo_excel.workbook.read import Book, Place, read_book
from pmo_excel.workbook.refs import cell_ref, column_number

MEMORY_SHEET = "Audit"


@dataclass(frozen=True, slots=True)
class Refreshed:
    """What a refresh found and would write.

    Attributes
    ----------
    changes
        The cells that change, in workbook order; those of Refresh's own memory come last.
    problems
        Every finding: of the cells, of the computations, and of cells typed over.
    tables
        Every sheet with its computed columns filled, for reports and for publishing.
    results
        Each function's result table; None where it could not run.
    growths
        The tables that must get rows first, and how many.
    sheets
        The sheets of results that must be there first.
    beside
        What is to be remembered beside the file, where the workbook has no Audit sheet that does.
    links
        Cells of the Findings sheet whose click is to lead elsewhere than it does.
    accepted
        The findings whose fix a person accepted on the Findings sheet; their cells are among the changes.
    """

    changes: tuple[CellChange, ...]
    problems: tuple[Problem, ...]
    tables: Mapping[str, Table]
    results: Mapping[str, Table | None]
    growths: tuple[Growth, ...]
    sheets: tuple[NewSheet, ...] = ()
    beside: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()
    accepted: tuple[Problem, ...] = ()

    @property
    def writes(self) -> bool:
        """Whether the workbook is to be written at all."""
        return bool(self.changes or self.links)

    @property
    def seen(self) -> tuple[CellChange, ...]:
        """The changes that people see: all but those of Refresh's own memory and of the audit log."""
        return tuple(c for c in self.changes if not memory_cell(c.cell) and c.because != AUDITED)


def refreshed(
    book: Book,
    beside: Sequence[str] = (),
    results_on_sheets: bool = False,
    made: Mapping[str, Table] = NONE_MADE,
    typed: Sequence[CellChange] = (),
) -> Refreshed:
    """Compute every computed column of a workbook and compare it with what the cells hold.

    Fixes that a person accepted on the Findings sheet come first, and count in what is computed.

    Parameters
    ----------
    beside
        What is remembered beside the file of the last refresh, where the workbook has no Audit sheet that does.
    results_on_sheets
        Whether what is computed and has no column goes to sheets of results.
    made
        Results, by function, that were made from more than this workbook.
    typed
        Changes of typed cells that a person asked for, which count in what is computed.
    """
    result = _refreshed(book, beside, results_on_sheets, made)
    fixes = [*typed, *(_fix_change(problem) for problem in result.accepted)]
    if not fixes:
        return result
    fixed = patch(book.package, [Edit(one.cell.sheet, one.cell.ref, one.new) for one in fixes])
    again = read_book(open_package(fixed.data, book.package.label), book.said)
    after = _refreshed(again, beside, results_on_sheets, made)
    return replace(after, changes=(*fixes, *after.changes), accepted=result.accepted)


def _fix_change(problem: Problem) -> CellChange:
    assert problem.fix is not None  # noqa: S101 -- only findings with a fix can be accepted
    because = f"accepted on {SHEET}: {problem.message}"
    return CellChange(problem.cell, "", problem.fix.old, problem.fix.new, because)


def _refreshed(
    book: Book, beside: Sequence[str], results_on_sheets: bool, made: Mapping[str, Table] = NONE_MADE
) -> Refreshed:
    done = computed(book.tables, Conventions(book.package.date1904), made, partial(in_rows, book))
    ledger = Ledger(Memory.read([*_memory_lines(book), *beside]))
    growths: list[Growth] = []
    results = dict(done.results)
    for sheet, table in book.tables.items():
        rows_from = declaration(type(table)).rows_from
        if rows_from and rows_from != NAME:
            result = results.get(rows_from)
            if result is not None:
                numbers = row_changes(book, sheet, result, ledger)
                growths += _growth(book.places[sheet], numbers)
                done.tables[sheet] = as_sheet(table, result, numbers)
        for name in computing(sheet):
            if name in results and name != rows_from:
                fields = [f for f, c in columns(type(table)).items() if c.computed == name]
                column_changes(book, sheet, done.tables[sheet], fields, ledger)
    keep_template_version(book.tables.get("Charter"), ledger)
    added = results_sheets(book, done.tables, ledger) if results_on_sheets else []
    found = [*book.problems, *done.problems, *ledger.problems, *typed_over(ledger.kept)]
    problems = tuple(dict.fromkeys(found))
    links: list[Link] = []
    chosen: list[Problem] = []
    if SHEET in book.tables:
        numbers, chosen = _list_findings(book, ranked(problems), ledger)
        growths += _growth(book.places[SHEET], numbers)
        done.tables[SHEET] = as_sheet(book.tables[SHEET], findings(ranked(problems)), numbers)
        links = _links(book, done.tables[SHEET])
    order = {sheet.name: at for at, sheet in enumerate(book.package.sheets)}
    changes = sorted(ledger.changes, key=lambda c: (order.get(c.cell.sheet, 0), c.cell.row or 0))
    memory = Memory(frozenset(ledger.remembered))
    changes += _memory_changes(book, memory)
    lines = () if MEMORY_SHEET in book.places else tuple(memory.lines())
    return Refreshed(
        tuple(changes),
        problems,
        done.tables,
        results,
        tuple(growths),
        tuple(added),
        lines,
        tuple(links),
        tuple(chosen),
    )


def _list_findings(book: Book, listed: Sequence[Problem], ledger: Ledger) -> tuple[list[int], list[Problem]]:
    """Put the findings into their sheet; gives the row number of each, and those whose fix was accepted."""
    found = answers(book, listed, ledger.memory)
    numbers = found.numbers(book)
    row_changes(book, SHEET, findings(listed), ledger, numbers)
    clear_settled(book, found, ledger)
    remember_findings(found, listed, ledger)
    return numbers, accepted(book, listed, found)


def _links(book: Book, table: Table) -> list[Link]:
    """The cells of the Findings sheet whose click leads elsewhere than to the cell that they name."""
    letters = table.origin.letters.get(PLACE)
    if letters is None:
        return []
    at, sheet = column_number(letters), book.places[SHEET].sheet
    names = [one.name for one in book.package.sheets]
    places = zip(table.origin.rows, getattr(table, PLACE).tolist(), strict=True)
    wanted = {cell_ref(number, at): target(place or "", names) for number, place in places}
    there = {ref: link for ref, link in book.facts[sheet].links.items() if ref.startswith(letters)}
    there = {ref: link for ref, link in there.items() if ref.removeprefix(letters).isdigit()}
    listed = {**dict.fromkeys(there, ""), **{ref: link for ref, link in wanted.items() if link}}
    return [Link(sheet, ref, link) for ref, link in listed.items() if there.get(ref, "") != link]


def _growth(place: Place, numbers: Sequence[int]) -> list[Growth]:
    """The rows that an Excel Table needs for rows of these numbers."""
    beyond = max(numbers, default=0) - place.last_row
    return [Growth(beyond, table=place.table)] if beyond > 0 and place.table else []


def _memory_column(book: Book) -> int | None:
    place = book.places.get(MEMORY_SHEET)
    return place.last_column + 2 if place else None


def _memory_lines(book: Book) -> list[str]:
    at = _memory_column(book)
    if at is None:
        return []
    place = book.places[MEMORY_SHEET]
    rows = range(place.first_row, len(book.raw[place.sheet]) + 1)
    return [str(raw) for row in rows if (raw := book.raw_cell(place.sheet, row, at)) is not None]


def _memory_changes(book: Book, memory: Memory) -> list[CellChange]:
    at = _memory_column(book)
    if at is None:
        return []
    place = book.places[MEMORY_SHEET]
    lines = memory.lines()
    last = max(place.header_row + len(lines), len(book.raw[place.sheet]))
    wanted = {place.header_row: TITLE} | {place.first_row + i: line for i, line in enumerate(lines)}
    changes = []
    for row in range(place.header_row, last + 1):
        old, new = book.raw_cell(place.sheet, row, at), wanted.get(row)
        if old != new:
            cell = Cell(place.sheet, row, TITLE, cell_ref(row, at))
            changes.append(CellChange(cell, "", old, new, "remembers what Refresh wrote"))
    return changes


__all__ = ["CellChange", "Refreshed", "memory_cell", "refreshed"]
