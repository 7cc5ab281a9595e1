"""Where a list lies in a file, and what is made of it on the way to a workbook."""

from __future__ import annotations

from dataclasses import dataclass

from pmo_excel.interop.list_columns import ListColumns
from pmo_excel.interop.list_links import ListLinks
from pmo_excel.interop.list_programs import ListProgram
from pmo_excel.interop.list_sheets import ListSheet
from pmo_excel.interop.list_tasks import ListTask


@dataclass(frozen=True, slots=True)
class Found:
    """Where the list of a program lies: the sheet, the position of its row of headers."""

    program: ListProgram
    sheet: ListSheet
    header_row: int


@dataclass(slots=True)
class ListMade:
    """The tasks of a list: those that come over, in their order, with what hangs on them."""

    found: ListColumns
    tasks: list[int]
    ids: list[str]
    above: list[int]
    kept: list[bool]
    links: ListLinks
    done: dict[int, ListTask]
