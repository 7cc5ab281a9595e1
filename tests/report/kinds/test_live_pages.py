"""Pages of portfolios in real programs: axe-core finds nothing, and each page prints on one sheet of A4."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from pmo_excel.hosts.printers import browser, printed_page
from pmo_excel.report.document import Audience
from pmo_excel.report.formats.html import as_html
from pmo_excel.report.formats.slides import as_slides
from pmo_excel.report.kinds.portfolio.catalogue import PORTFOLIO_KINDS
from pmo_excel.report.kinds.portfolio.pack import steering_pack
from pmo_excel.report.material import Material
from pmo_excel.report.paging import paged
from tests.report.axe import NODE, violations
from tests.report.kinds.portfolios import material, member, portfolio

pytestmark = pytest.mark.live


@pytest.fixture(scope="module")
def given() -> Material:
    return material(portfolio(30), *(member(n) for n in range(1, 13)))


@pytest.mark.skipif(not browser(), reason="no browser of the Chromium family is here")
@pytest.mark.skipif(
    not shutil.which("node") or not (NODE / "node_modules" / "axe-core").is_dir(),
    reason="tests/node/node_modules has no axe-core: scripts/node-packages",
)
def test_axe_finds_nothing_in_any_kind_and_any_pack(given: Material, tmp_path: Path) -> None:
    pages = {name: kind.make(given) for name, kind in PORTFOLIO_KINDS.items()}
    pages |= {f"pack {who.value}": steering_pack(given, who) for who in Audience}
    files = []
    for name, report in pages.items():
        files.append(tmp_path / f"{name}.html")
        files[-1].write_text(as_html(report), "utf-8")
    assert not violations(files)


@pytest.mark.skipif(not browser() or not shutil.which("pdfinfo"), reason="no Chromium, or no pdfinfo, is here")
@pytest.mark.parametrize("kind", PORTFOLIO_KINDS)
def test_a_kind_of_30_projects_prints_on_as_many_sheets_of_a4_as_it_has_pages(
    kind: str, given: Material, tmp_path: Path
) -> None:
    report = PORTFOLIO_KINDS[kind].make(given)
    pdf = tmp_path / "report.pdf"
    pdf.write_bytes(printed_page(as_html(report), as_slides(report)))
    said = subprocess.run(["pdfinfo", str(pdf)], check=True, capture_output=True, text=True).stdout
    assert re.search(r"Pages:\s+(\d+)", said)[1] == str(len(paged(report)))
    assert "(A4)" in said
