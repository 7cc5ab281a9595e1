"""What a catalogue function says of a file: its arguments from the sheets, as a refresh takes them, unless given."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pmo_excel.functions  # noqa: F401 -- fills the catalogue and declares the sheets
from pmo_excel.core.calling import Called, call
from pmo_excel.core.catalogue import CATALOGUE, Answer, Function
from pmo_excel.core.cells import Conventions
from pmo_excel.core.columns import is_empty
from pmo_excel.core.problems import Cell, Code, Problem, Severity
from pmo_excel.core.spelling import bare
from pmo_excel.core.tables import Table, declaration, field_of
from pmo_excel.hosts.books import opened
from pmo_excel.hosts.workbook_endings import WORKBOOKS
from pmo_excel.interop.formats import read_rows
from pmo_excel.refresh.compute import Unknown, bound_arguments, computed
from pmo_excel.refresh.rows import in_rows
from pmo_excel.schedule.tables import Calendars, Holidays
from pmo_excel.workbook.build import build
from pmo_excel.workbook.package import open_package
from pmo_excel.workbook.read import Book, read_book
from pmo_excel.workbook.refused import Refused, refused

_PLAN = ("start", "holidays", "calendars", "status_date")
"""What a plan is scheduled by, beside its tasks."""


def answer_from(
    path: Path,
    name: str,
    given: Mapping[str, Any],
    known: Mapping[str, Any] | None = None,
    default: Mapping[str, Any] | None = None,
) -> Called:
    """A function's value for a workbook, or for a plan from elsewhere, and everything there is to say about it.

    Parameters
    ----------
    given
        Arguments as a call gives them; they go before what the file holds.
    known
        The same, as values that were read already.
    default
        Arguments for cells that are empty.

    Raises
    ------
    Refused
        The file cannot be read.
    """
    entry = CATALOGUE.get(bare(name))
    if entry is None:
        return call(name, given)
    book, problems = plan_book(path)
    tables = computed(book.tables, Conventions(book.package.date1904), in_rows=partial(in_rows, book)).tables
    chosen = {*given, *(known or {})}
    for argument, value in (default or {}).items():
        if argument not in chosen and _empty(entry, argument, tables):
            given, chosen = {**given, argument: value}, {*chosen, argument}
    held = _bound(replace(entry, parameters=tuple(p for p in entry.parameters if p.name not in chosen)), book, tables)
    got = call(name, given, Conventions(book.package.date1904), {**held, **(known or {})})
    said = [*problems, *_of_sheets(entry, book), *got.answer.problems]
    return Called(Answer(got.answer.value, list(dict.fromkeys(said))), got.understood)


def answer_of(book: Book, tables: Mapping[str, Table], name: str, given: Mapping[str, Any]) -> Answer:
    """A function's value for the sheets of a book that were computed already, with what is wrong on those it reads."""
    entry = CATALOGUE[name]
    others = tuple(p for p in entry.parameters if p.name not in given)
    got = call(name, given, Conventions(book.package.date1904), _bound(replace(entry, parameters=others), book, tables))
    return Answer(got.answer.value, list(dict.fromkeys([*_of_sheets(entry, book), *got.answer.problems])))


def before(path: Path) -> dict[str, Any]:
    """A plan as the first of two versions: the arguments of PLANDIFF that end in `_before`.

    Raises
    ------
    Refused
        The file cannot be read, or holds no plan.
    """
    book, _ = plan_book(path)
    held = _bound(CATALOGUE["SCHEDULE"], book, book.tables)
    if held.get("tasks") is None:
        fix = "Add a sheet with the columns Task ID, Duration (wd) and Predecessors."
        raise refused(f"{path.name} holds no schedule", fix, code=Code.MISSING_TABLE, cell=Cell("Schedule"))
    held.setdefault("holidays", Holidays.of(0))
    held.setdefault("calendars", Calendars.of(0))
    return {f"{part}_before": held[part] for part in ("tasks", *_PLAN) if part in held}


def earlier_estimates(path: Path) -> Table:
    """The budget of an earlier version of a workbook, with its estimates at completion computed.

    Raises
    ------
    Refused
        The file cannot be read, or has no budget.
    """
    book, _ = plan_book(path)
    budget = computed(book.tables, Conventions(book.package.date1904)).tables.get("Budget")
    if budget is None or not len(budget):
        fix = "Name an earlier version of the workbook, with its Budget."
        raise refused(f"{path.name} holds no budget", fix, code=Code.MISSING_TABLE, cell=Cell("Budget"))
    return budget


def plan_book(path: Path) -> tuple[Book, list[Problem]]:
    """A workbook as it is; a plan of another program as the workbook that it makes.

    Raises
    ------
    Refused
        The file is not there, or cannot be read.
    """
    if path.suffix.lower() in WORKBOOKS and path.is_file():
        return opened(path), []
    made, problems = read_rows(path)
    if made is None:
        raise Refused(problems)
    return read_book(open_package(build(content=made.content), path.name)), list(problems)


def _bound(entry: Function, book: Book, tables: Mapping[str, Table]) -> dict[str, Any]:
    """The arguments that the sheets hold; a table without the columns that are needed is not there."""
    try:
        held = bound_arguments(entry, tables, Conventions(book.package.date1904))
    except Unknown as unknown:
        text = f"{unknown} is empty or could not be read, and {entry.name} needs it"
        fix = "Fill in the cell, or repair it."
        raise Refused([Problem(Code.DEPENDS_ON_ERROR, text, Cell("Charter"), fix, Severity.CRITICAL)]) from unknown
    return {name: value for name, value in held.items() if value is not None}


def _empty(entry: Function, argument: str, tables: Mapping[str, Table]) -> bool:
    """Whether the cell that an argument comes from is empty, and not merely unreadable."""
    sheet, _, header = next(p for p in entry.parameters if p.name == argument).arg.source.split(" | ")[0].partition(".")
    table = tables.get(sheet)
    if table is None or not len(table):
        return True
    name = field_of(type(table), header)
    return 0 not in table.wrong(name) and is_empty(getattr(table, name)[0])


def _of_sheets(entry: Function, book: Book) -> list[Problem]:
    """What is wrong on the sheets that a function reads."""
    read = {declaration(p.table).sheet for p in entry.parameters if p.table is not None} | {"Charter"}
    places = {book.places[sheet].sheet for sheet in read if sheet in book.places}
    return [problem for problem in book.problems if problem.cell.sheet in places]
