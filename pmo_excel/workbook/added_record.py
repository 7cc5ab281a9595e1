"""A sheet that a command adds to a workbook when it needs one, laid out as the templates' sheets are."""

from __future__ import annotations

from functools import cache
from io import BytesIO

from xlsxwriter import Workbook

from pmo_excel.core.problems import Cell
from pmo_excel.workbook.added_sheets import with_sheets
from pmo_excel.workbook.build import CREATED
from pmo_excel.workbook.content import Content
from pmo_excel.workbook.finishing import finished
from pmo_excel.workbook.layout import Level
from pmo_excel.workbook.making import Making
from pmo_excel.workbook.package import Package, open_package
from pmo_excel.workbook.refused import refused
from pmo_excel.workbook.row_sheets import write_row_sheet
from pmo_excel.workbook.styles import Styles


def with_record(package: Package, sheet: str) -> Package:
    """The workbook with this sheet after its own.

    Raises
    ------
    Refused
        It is signed, its structure is protected, or it has a sheet of that name that is not ours.
    """
    if package.sheet(sheet) is not None:
        raise refused(
            f"{package.label} has a sheet {sheet!r} of its own", "Rename it, and try again.", cell=Cell(sheet)
        )
    return open_package(with_sheets(package, _template(), [sheet]), package.label)


@cache
def _template() -> Package:
    """A workbook of only the sheets that commands add."""
    output, held = BytesIO(), Content.of({}, "added")
    book = Workbook(output, {"in_memory": True})
    book.set_properties({"created": CREATED})
    making = Making(book, Styles(book), {p.name: book.add_worksheet(p.name) for p in held.plans}, held, Level.LIGHT)
    for plan in held.plans:
        write_row_sheet(making, plan, "")
    book.close()
    return Package(finished(output.getvalue()), "the template")
