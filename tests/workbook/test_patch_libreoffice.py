"""LibreOffice opens patched workbooks and reads what was written."""

from __future__ import annotations

import csv
import shutil
import subprocess
from pathlib import Path

import pytest

from pmo_excel.workbook.growth import Growth
from pmo_excel.workbook.patch import Edit, patch

pytestmark = [
    pytest.mark.live,
    pytest.mark.skipif(shutil.which("soffice") is None, reason="needs soffice (LibreOffice)"),
]


def first_sheet(data: bytes, folder: Path) -> list[list[str]]:
    """The first sheet as LibreOffice reads it."""
    path = folder / "patched.xlsx"
    path.write_bytes(data)
    profile = f"-env:UserInstallation=file://{folder}/profile"
    subprocess.run(
        ["soffice", profile, "--headless", "--convert-to", "csv", "--outdir", str(folder), str(path)],
        check=True,
        capture_output=True,
        timeout=120,
    )
    with (folder / "patched.csv").open(newline="", encoding="utf-8") as file:
        return list(csv.reader(file))


def test_libreoffice_reads_patched_cells_and_grown_tables(rich: bytes, tmp_path: Path) -> None:
    edits = [Edit("Schedule", "A1", '=1+1 & "text"'), Edit("Schedule", "B7", "D"), Edit("Schedule", "C5", 20.5)]
    rows = first_sheet(patch(rich, edits, [Growth(2, table="tblTasks")]).data, tmp_path)
    assert rows[0][0] == '=1+1 & "text"'
    assert rows[4][2] == "20.5"
    assert rows[6][1] == "D"


@pytest.mark.parametrize("name", ["tpm_project_plan.xlsx", "tpm_tables.xlsx", "gantt_excel_addin.xlsx"])
def test_libreoffice_reads_real_workbooks_after_a_patch(name: str, tmp_path: Path) -> None:
    path = Path(__file__).parents[2] / "../shared/data/workbooks" / name
    if not path.exists():
        pytest.skip("needs the real workbooks of ../shared/data/workbooks")
    from pmo_excel.workbook.package import open_package

    package = open_package(path)
    rows = first_sheet(patch(package, [Edit(package.sheets[0].name, "A60", "Patched & proved")]).data, tmp_path)
    assert rows[59][0] == "Patched & proved"
