"""The pages of an import, as browsers and screen readers meet them."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from lxml import html as markup
from typer.testing import CliRunner

from pmo_excel.hosts.cli import app
from tests.hosts.test_import import PLAN


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Works.xml imported; see its dates in `test_import`."""
    made = tmp_path_factory.mktemp("imported")
    (made / "Works.xml").write_bytes(PLAN)
    assert CliRunner().invoke(app, ["import", str(made / "Works.xml")]).exit_code == 0
    return made


PAGES = ["Works differences.html", "Works certificate.html"]


@pytest.mark.parametrize("name", PAGES)
def test_pages_have_a_language_headings_and_tables_with_named_columns(folder: Path, name: str) -> None:
    """Web Content Accessibility Guidelines 2.2: 1.3.1 info and relationships, 2.4.6 headings, 3.1.1 language."""
    page = markup.fromstring((folder / name).read_text())
    assert page.get("lang") == "en"
    assert len(page.xpath("//h1")) == 1
    for section in page.xpath("//section"):
        assert section.xpath(f"//*[@id='{section.get('aria-labelledby')}']")
    for table in page.xpath("//table"):
        assert table.xpath("caption")
        assert all(cell.get("scope") == "col" for cell in table.xpath("thead//th"))
        assert all(len(row.xpath("th[@scope='row']")) == 1 for row in table.xpath("tbody/tr"))


@pytest.mark.parametrize("name", PAGES)
def test_pages_load_nothing_and_run_nothing(folder: Path, name: str) -> None:
    text = (folder / name).read_text()
    assert not re.search(r"<script|<img|<link|\bsrc=|url\(|@import|http://|https://", text)


@pytest.mark.live
@pytest.mark.parametrize("name", PAGES)
def test_pages_print_on_a4(folder: Path, name: str, tmp_path: Path) -> None:
    for program in ("chromium", "pdfinfo"):
        if shutil.which(program) is None:
            pytest.skip(f"{program} is not installed")
    pdf = tmp_path / "page.pdf"
    quiet = ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--no-pdf-header-footer"]
    page = (folder / name).as_uri()
    profile = f"--user-data-dir={tmp_path / 'profile'}"
    subprocess.run(
        ["chromium", *quiet, profile, f"--print-to-pdf={pdf}", page], check=True, capture_output=True, timeout=90
    )
    said = subprocess.run(["pdfinfo", str(pdf)], check=True, capture_output=True, text=True).stdout
    assert "841.92 x 594.96" in said or "841.89 x 595.28" in said or "(A4)" in said
