"""The pages of the sample portfolio: each figure against the cell it names, as the refreshed workbook holds it."""

from __future__ import annotations

import hashlib
from datetime import date, datetime
from typing import Any

import pytest
from lxml import html as markup

import pmo_excel.functions  # noqa: F401 -- fills the catalogue and declares the sheets
from pmo_excel.core.instants import day_text, instant
from pmo_excel.refresh import Refreshed, refreshed
from pmo_excel.report.html import html
from pmo_excel.report.source import Source
from pmo_excel.report.status_page import StatusPage, status_page
from pmo_excel.workbook.package import open_package
from pmo_excel.workbook.read import Book, read_book
from pmo_excel.workbook.refs import cell_ref
from pmo_excel.workbook.sample import samples
from tests import made

MADE = instant(datetime(2026, 4, 2, 9, 0))


def _page(name: str, data: bytes) -> tuple[Book, Refreshed, StatusPage]:
    book = read_book(open_package(data, name))
    done = refreshed(book)
    source = Source(name, hashlib.sha256(data).hexdigest()[:12], MADE)
    return book, done, status_page(done.tables, done.results, done.problems, source)


def _cells(book: Book, done: Refreshed) -> dict[str, Any]:
    """Every cell of the workbook as it is after the refresh, by address."""
    held = {
        f"{sheet}!{cell_ref(r, c)}": value
        for sheet, rows in book.raw.items()
        for r, row in enumerate(rows, start=1)
        for c, value in enumerate(row, start=1)
    }
    return held | {change.cell.address: change.new for change in done.changes}


def _agrees(said: str, value: Any) -> bool:
    """Whether the page says what the cell holds: dates, numbers in the cell's own terms, texts as a part."""
    if value is None or value == "":
        return said == "–"
    if isinstance(value, date | datetime):
        return said == day_text(instant(value))
    if isinstance(value, bool) or not isinstance(value, int | float):
        return " ".join(said.rstrip("…").split()).casefold() in " ".join(str(value).split()).casefold()
    return float(said.replace(",", "").replace("−", "-")) == pytest.approx(
        value, abs=0.5 if abs(value) > 100 else 0.005
    )


@pytest.mark.parametrize("project", samples(), ids=lambda project: project.file)
def test_every_figure_of_a_sample_page_is_in_the_cell_it_names(project: Any) -> None:
    book, done, page = _page(project.file, made.samples()[project.file])
    cells = _cells(book, done)
    wrong = {problem.cell.address for problem in done.problems}
    compared, differing = 0, []
    for element in markup.fromstring(html(page)).iter():
        source, said = element.get("data-cell", ""), element.text_content().strip() if element.get("data-cell") else ""
        if not said or source.startswith("=") or source in wrong:
            continue
        value = cells.get(source)
        pill = "pill" in (element.get("class") or "")
        compared += 1
        if not _agrees(said.split()[0] if pill else said, value):
            differing.append((source, said, value))
    assert not differing
    assert compared > 40
