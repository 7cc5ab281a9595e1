"""Pages as a browser prints them."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from pmo_excel.governance.tables import Status
from pmo_excel.report.html import html
from pmo_excel.report.index_page import index_page

pytestmark = pytest.mark.live

_QUIET = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"),
    *("--disable-background-networking", "--disable-component-update", "--no-pdf-header-footer"),
)


def _printed(text: str, folder: Path) -> str:
    """What pdfinfo says of the page as Chromium prints it."""
    for program in ("chromium", "pdfinfo"):
        if shutil.which(program) is None:
            pytest.skip(f"{program} is not installed")
    page, pdf = folder / "page.html", folder / "page.pdf"
    page.write_text(text, encoding="utf-8")
    call = ["chromium", *_QUIET, f"--user-data-dir={folder / 'profile'}", f"--print-to-pdf={pdf}", page.as_uri()]
    subprocess.run(call, check=True, capture_output=True, timeout=90)
    return subprocess.run(["pdfinfo", str(pdf)], check=True, capture_output=True, text=True).stdout


def _full(book: Any) -> Any:
    """A page with more in it than people should write."""
    line = "Fit-out of the third floor is finished, accepted by facilities and handed over to the staff of both teams"
    lines = "\n".join([line] * 3)
    book.fields(
        Status,
        {
            "Executive Summary": " ".join(["The move slips, and two options are with the board."] * 7),
            "Achieved this Period": lines,
            "Planned next Period": lines,
            "Help / Decisions Needed": lines,
        },
    )
    return book.page()


@pytest.mark.parametrize("kind", ["on plan", "late", "full", "start page"])
def test_a_page_prints_on_one_a4_landscape_sheet(kind: str, office_move: Any, late_move: Any, tmp_path: Path) -> None:
    if kind == "start page":
        text = html(index_page([(office_move.page(), "a.html"), (late_move.page(), "b.html")]))
    else:
        text = html({"on plan": office_move.page, "late": late_move.page, "full": lambda: _full(late_move)}[kind]())
    said = _printed(text, tmp_path)
    assert "Pages:           1\n" in said
    assert "841.92 x 594.96" in said or "841.89 x 595.28" in said or "(A4)" in said
