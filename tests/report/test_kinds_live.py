"""Every kind of report of every sample: figures as their cells, nothing for axe-core to find, whole A4 sheets."""

from __future__ import annotations

import re
import shutil
import subprocess
from datetime import datetime
from pathlib import Path

import pytest

from pmo_excel.core.instants import instant
from pmo_excel.hosts.printers import browser, printed_page
from pmo_excel.refresh import refreshed
from pmo_excel.report.document import Report
from pmo_excel.report.facts import Evidence
from pmo_excel.report.formats.html import as_html
from pmo_excel.report.formats.slides import as_slides
from pmo_excel.report.kinds.catalogue import KINDS
from pmo_excel.report.material import Material
from pmo_excel.report.paging import paged
from pmo_excel.report.source import Source
from pmo_excel.workbook.package import open_package
from pmo_excel.workbook.read import read_book
from tests.made import samples
from tests.report.axe import NODE, violations
from tests.report.cited import Cells, compared_with_cells

pytestmark = pytest.mark.live
PROJECT = [name for name, kind in KINDS.items() if kind.workbook == "project"]


@pytest.fixture(scope="module")
def made() -> dict[str, tuple[Material, Cells]]:
    """Every sample after a refresh."""
    found = {}
    for name, data in samples().items():
        book = read_book(open_package(data, name))
        done = refreshed(book)
        source = Source(name, "abc123", instant(datetime(2026, 4, 2, 9, 0)))
        found[name] = Material(Evidence(done.tables, done.results), source, done.problems), Cells(book, done)
    return found


@pytest.mark.parametrize("kind", PROJECT)
def test_every_figure_of_every_sample_is_in_the_cell_it_names(
    kind: str, made: dict[str, tuple[Material, Cells]]
) -> None:
    compared = 0
    for name, (given, cells) in made.items():
        number, differing = compared_with_cells(as_html(KINDS[kind].make(given)), cells)
        assert not differing, name
        compared += number
    assert compared > 20


@pytest.mark.skipif(not browser(), reason="no browser of the Chromium family is here")
@pytest.mark.skipif(
    not shutil.which("node") or not (NODE / "node_modules" / "axe-core").is_dir(),
    reason="tests/node/node_modules has no axe-core: scripts/node-packages",
)
def test_axe_finds_nothing_in_any_kind(made: dict[str, tuple[Material, Cells]], tmp_path: Path) -> None:
    files = []
    for name, (given, _) in made.items():
        for kind in PROJECT:
            files.append(tmp_path / f"{name} {kind}.html")
            files[-1].write_text(as_html(KINDS[kind].make(given)), "utf-8")
    assert not violations(files)


@pytest.mark.skipif(not browser() or not shutil.which("pdfinfo"), reason="no Chromium, or no pdfinfo, is here")
@pytest.mark.parametrize("kind", PROJECT)
def test_a_kind_prints_on_as_many_sheets_of_a4_as_it_has_pages(
    kind: str, made: dict[str, tuple[Material, Cells]], tmp_path: Path
) -> None:
    given = next(material for name, (material, _) in made.items() if name.startswith("CRM"))
    report: Report = KINDS[kind].make(given)
    pdf = tmp_path / "report.pdf"
    pdf.write_bytes(printed_page(as_html(report), as_slides(report)))
    said = subprocess.run(["pdfinfo", str(pdf)], check=True, capture_output=True, text=True).stdout
    pages = re.search(r"Pages:\s+(\d+)", said)
    assert pages is not None
    assert pages[1] == str(len(paged(report)))
    assert "(A4)" in said
