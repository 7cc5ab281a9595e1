"""Cell styles by name: a template's owner changes a style, not cells."""

import shutil
import subprocess
import zipfile
from collections import Counter
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from lxml import etree

from pmo_excel.workbook.styles import Named
from tests.made import portfolio, workbook

STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
FO = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}"
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


@pytest.fixture(scope="module")
def built() -> bytes:
    return workbook("Structured", {"Schedule": [{"Task ID": "1", "Task Name": "Dig", "Duration (wd)": 3}]})


def test_cells_bear_the_style_that_says_what_they_are(built: bytes) -> None:
    book = openpyxl.load_workbook(BytesIO(built))
    sheet, charter = book["Schedule"], book["Charter"]
    at = {cell.value: cell.column_letter for cell in sheet[4]}
    found = {
        "title": sheet["A1"].style,
        "line": sheet["A2"].style,
        "typed": (sheet[f"{at['Task Name']}4"].style, sheet[f"{at['Task Name']}5"].style),
        "computed": (sheet[f"{at['Finish']}4"].style, sheet[f"{at['Finish']}5"].style),
        "fields": (charter["A5"].style, charter["B5"].style, charter["A43"].style),
    }
    assert found == {
        "title": "PMO Title",
        "line": "PMO Note",
        "typed": ("PMO Typed Header", "PMO Typed"),
        "computed": ("PMO Computed Header", "PMO Computed"),
        "fields": ("PMO Typed Field", "PMO Typed", "PMO Computed Field"),
    }


@pytest.mark.parametrize("make", [workbook, portfolio])
def test_most_cells_of_a_table_leave_font_fill_and_border_to_their_style(make: Any) -> None:
    with zipfile.ZipFile(BytesIO(make())) as archive:
        root = etree.fromstring(archive.read("xl/styles.xml"))
    styles = {s.get("xfId"): s.get("name") for s in root.iterfind(f"{MAIN}cellStyles/{MAIN}cellStyle")}
    bases = root.findall(f"{MAIN}cellStyleXfs/{MAIN}xf")
    assert {n.value for n in Named} - set(styles.values()) <= {"PMO Typed Field", "PMO Computed Field"}
    own: Counter[bool] = Counter()
    for xf in root.iterfind(f"{MAIN}cellXfs/{MAIN}xf"):
        if xf.get("xfId") == "0":
            continue
        base = bases[int(xf.get("xfId") or 0)]
        for look, said in (("fontId", "applyFont"), ("fillId", "applyFill"), ("borderId", "applyBorder")):
            assert (xf.get(said) == "0") == (xf.get(look) == base.get(look))
            own[xf.get(said) == "1"] += 1
    assert own[False] > 4 * own[True]


@pytest.mark.live
def test_in_libreoffice_cells_take_font_and_fill_from_their_style(tmp_path: Path, built: bytes) -> None:
    """Written as OpenDocument, where what a cell has of its own and what it takes from its style are apart."""
    soffice = shutil.which("soffice")
    if soffice is None:
        pytest.skip("soffice is missing")
    (tmp_path / "own.xlsx").write_bytes(built)
    command = [soffice, f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", "fods"]
    for _ in range(2):  # a fresh profile may end the first start
        subprocess.run(
            [*command, "--outdir", str(tmp_path / "out"), str(tmp_path / "own.xlsx")],
            check=False,
            capture_output=True,
            timeout=180,
        )
        if (tmp_path / "out" / "own.fods").exists():
            break
    root = etree.parse(tmp_path / "out" / "own.fods", etree.XMLParser(huge_tree=True)).getroot()
    styles = {s.get(f"{STYLE}name"): s for s in root.iter(f"{STYLE}style")}
    computed = styles["PMO_20_Computed"]
    assert [p.get(f"{FO}background-color") for p in computed.iter(f"{STYLE}table-cell-properties")] == ["#f4f6f8"]
    own = [s for s in styles.values() if s.get(f"{STYLE}parent-style-name") == "PMO_20_Computed"]
    fills = [p.get(f"{FO}background-color") for s in own for p in s.iter(f"{STYLE}table-cell-properties")]
    assert len(fills) > 20
    assert set(fills) == {None}
