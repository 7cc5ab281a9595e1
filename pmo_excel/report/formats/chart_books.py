"""The workbook behind a native chart: its numbers, and on a second sheet the cell that each comes from.

The layout is the one that python-pptx refers to. Texts are written as texts: a label that begins with `=` stays one.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any, Final

from xlsxwriter import Workbook

from pmo_excel.core.instants import as_date
from pmo_excel.report.charts.chart import Numbers, Shape
from pmo_excel.report.facts import Fact

_AS_TYPED: Final = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
DAY_FORMAT: Final = "dd-mmm-yy"


def dated(categories: Sequence[Fact]) -> bool:
    """Whether all labels are days, so that they stand on an axis of time."""
    return bool(categories) and all(isinstance(c.value, int) and not isinstance(c.value, bool) for c in categories)


def label(category: Fact, days: bool) -> Any:
    """A category as a program's chart takes it: a day, or its text."""
    return as_date(category.value) if days else category.text


def chart_book(numbers: Numbers) -> bytes:
    """The workbook of a chart."""
    output = io.BytesIO()
    book = Workbook(output, _AS_TYPED)
    sheet, sources = book.add_worksheet("Sheet1"), book.add_worksheet("Sources")
    sources.write_row(0, 0, ("Cell here", "Value", "Comes from"))
    cited: list[tuple[str, Fact]] = []
    if numbers.shape is Shape.SCATTER:
        _scatter(book, sheet, numbers, cited)
    else:
        _categories(book, sheet, numbers, cited)
    for row, (cell, given) in enumerate(cited, start=1):
        sources.write_string(row, 0, cell)
        sources.write(row, 1, given.value)
        sources.write_string(row, 2, given.source)
    sources.set_column(0, 2, 24)
    book.close()
    return output.getvalue()


def _categories(book: Any, sheet: Any, numbers: Numbers, cited: list[tuple[str, Fact]]) -> None:
    days, values = dated(numbers.categories), book.add_format({"num_format": numbers.number_format})
    day = book.add_format({"num_format": DAY_FORMAT})
    sheet.set_column(0, 0, 14)
    for row, category in enumerate(numbers.categories, start=1):
        sheet.write(row, 0, label(category, days), day if days else None)
    for at, series in enumerate(numbers.series, start=1):
        sheet.write_string(0, at, series.name)
        for row, given in enumerate(series.values, start=1):
            if given.known:
                sheet.write_number(row, at, given.value, values)
                cited.append((_cell(row, at), given))


def _scatter(book: Any, sheet: Any, numbers: Numbers, cited: list[tuple[str, Fact]]) -> None:
    values, top = book.add_format({"num_format": numbers.number_format}), 0
    for series in numbers.series:
        sheet.write_string(top, 1, series.name)
        for row, (across, given) in enumerate(zip(series.across, series.values, strict=True), start=top + 1):
            sheet.write_number(row, 0, across.value)
            sheet.write_number(row, 1, given.value, values)
            cited += [(_cell(row, 0), across), (_cell(row, 1), given)]
        top += len(series.values) + 2


def _cell(row: int, column: int) -> str:
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"Sheet1!{letters}{row + 1}"
