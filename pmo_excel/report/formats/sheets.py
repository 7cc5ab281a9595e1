"""A report as an Excel workbook: a sheet a page with native charts, and every figure's cell on the sheet Sources.

Numbers and dates are written as such, texts as texts: nothing that a workbook says becomes a formula here.
"""

from __future__ import annotations

import io
import re
from typing import Any, Final

from xlsxwriter import Workbook

from pmo_excel.core.instants import as_datetime
from pmo_excel.report.document import Report, said
from pmo_excel.report.facts import plain
from pmo_excel.report.formats.footers import footer
from pmo_excel.report.formats.sheet_blocks import PLAIN, Sheet, page_onto
from pmo_excel.report.formats.sheet_looks import Looks
from pmo_excel.report.formats.steady import steady

_BAD: Final = re.compile(r"[\[\]:*?/\\']")
"""Signs that a sheet's name may not have."""


def as_sheets(report: Report) -> bytes:
    """The report as a workbook."""
    output = io.BytesIO()
    book = Workbook(output, PLAIN)
    looks = Looks(book)
    cited: list[tuple[str, str, str]] = []
    data = book.add_worksheet("Chart data")
    sheets: list[Any] = []
    row = 0
    for at, page in enumerate(report.pages, start=1):
        name = _name(plain(page.title), at, {sheet.name.lower() for sheet in sheets})
        made = book.add_worksheet(name)
        sheets.append(made)
        row = page_onto(Sheet(book, made, data, row, looks, cited), report, page)
        foot = plain(said(*footer(report))).replace("&", "&&")
        made.set_footer(f"&L&8{foot[:200]}&R&8page &P of &N")
    data.hide()
    sources = book.add_worksheet("Sources")
    sources.write_row(0, 0, ("Cell here", "Figure", "Comes from"), looks.header("left"))
    for at, line in enumerate(cited, start=1):
        for column, text in enumerate(line):
            sources.write_string(at, column, text)
    sources.set_column(0, 2, 36)
    sources.freeze_panes(1, 0)
    sources.fit_to_pages(1, 0)
    sheets[0].activate()
    sheets[0].set_first_sheet()
    made_at = as_datetime(max(source.produced_at for source in report.sources))
    author = report.author.text if report.author.known else ""
    title = f"{report.name}: {plain(report.pages[0].title)}"
    book.set_properties({"title": title, "author": author, "created": made_at})
    book.close()
    return steady(output.getvalue(), made_at)


def _name(title: str, at: int, taken: set[str]) -> str:
    """A sheet's name from a page's title: at most 31 signs, none twice."""
    text = " ".join(f"{at} {_BAD.sub(' ', title)}".split())[:31].strip()
    return text if text.lower() not in taken else f"Page {at}"
