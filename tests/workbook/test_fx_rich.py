"""FX-RICH: after an edit, a growth and a shrinking, every part that need not change is byte for byte as it was."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import warnings
import zipfile
from pathlib import Path

import openpyxl
import pytest

from pmo_excel.hosts.books import refresh_file
from pmo_excel.workbook.package import open_package
from pmo_excel.workbook.patch import Edit, Growth, Patched, Refused, patch
from tests.made import samples
from tests.workbook.fx_rich import FEATURES, SHEET, WORKBOOK, differing, rich_workbook
from tests.workbook.test_save_faults import NOW

TABLE = "xl/tables/table1.xml"
ALL = {feature: (feature,) for feature in FEATURES} | {"only the table": (), "all": FEATURES}
ALSO_ON_EDIT = {
    "PivotTable": {"xl/pivotCache/pivotCacheDefinition1.xml"},
    "Power Query": {"xl/connections.xml"},
}
ALSO_ON_GROWTH = ALSO_ON_EDIT | {
    "chart and chart sheet": {"xl/charts/chart1.xml", "xl/charts/chart2.xml"},
    "names": {WORKBOOK},
    "hidden name": {WORKBOOK},
    "print set-up": {WORKBOOK},
}

pytestmark = pytest.mark.filterwarnings("ignore:.*is not supported and will be removed", "ignore:.*extension")


def member(data: bytes, name: str) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read(name).decode()


def also(feature: str, table: dict[str, set[str]]) -> set[str]:
    """The parts that a feature makes follow; for the workbook with all of them, all of those."""
    return set().union(*(table.get(one, set()) for one in ALL[feature]))


def proved(before: bytes, patched: Patched) -> set[str]:
    """The parts that differ, which are those that the proof names; the others are counted in it."""
    found = differing(before, patched.data)
    assert found == {*patched.changed, *patched.removed}
    assert patched.identical == len(zipfile.ZipFile(io.BytesIO(before)).namelist()) - len(found)
    return found


@pytest.mark.parametrize("feature", ALL)
def test_an_edit_changes_its_sheet_and_what_summarises_it(feature: str) -> None:
    data = rich_workbook(ALL[feature])
    patched = patch(data, [Edit("Plan", "C5", 20.5)])
    assert proved(data, patched) == {SHEET} | also(feature, ALSO_ON_EDIT)
    assert patched.cells == (("Plan", "C5"),)
    old, new = member(data, SHEET), member(patched.data, SHEET)
    assert re.sub(r'<c r="C5".*?</c>', "", old) == re.sub(r'<c r="C5".*?</c>', "", new)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        assert openpyxl.load_workbook(io.BytesIO(patched.data))["Plan"]["C5"].value == 20.5


@pytest.mark.parametrize("feature", ALL)
def test_growing_and_shrinking_change_what_follows_the_table_and_nothing_else(feature: str) -> None:
    data = rich_workbook(ALL[feature])
    grown = patch(data, [], [Growth(3, table="tblTasks")])
    expected = {SHEET, TABLE} | also(feature, ALSO_ON_GROWTH)
    assert proved(data, grown) == expected
    assert proved(data, patch(data, [], [Growth(-1, table="tblTasks")])) == expected
    back = patch(grown.data, [], [Growth(-3, table="tblTasks")])
    assert differing(data, back.data) <= {SHEET} | also(feature, ALSO_ON_EDIT)
    for part in {TABLE, WORKBOOK} & expected:
        assert member(back.data, part) == member(data, part)


def test_everything_that_spans_the_table_grows_with_it() -> None:
    grown = patch(rich_workbook(FEATURES), [], [Growth(3, table="tblTasks")]).data
    sheet, chart = member(grown, SHEET), member(grown, "xl/charts/chart1.xml")
    assert "<f>SUM(C4:C9)</f>" in sheet
    assert "<xm:f>Plan!C4:C9</xm:f><xm:sqref>J1</xm:sqref>" in sheet  # sparkline
    assert "<xm:sqref>F4:F9</xm:sqref>" in sheet  # x14 validation
    assert 'sqref="B4:B9"' in sheet  # validation
    assert {"C4:C9", "E4:E9", "B4:F9"} <= set(re.findall(r'<conditionalFormatting sqref="([^"]+)"', sheet))
    assert "Plan!$C$4:$C$9</c:f>" in chart
    names = {name.name: name.refers_to for name in open_package(grown).names}
    assert names["Durations"] == "Plan!$C$4:$C$9"
    assert names["Local"] == "Plan!$B$4:$B$9"
    assert names["Shadow"] == "Plan!$D$4:$D$9"
    assert names["_xlnm.Print_Area"] == "Plan!$A$1:$H$9"
    assert names["_xlnm.Print_Titles"] == "Plan!$3:$3"
    pivot = member(grown, "xl/pivotCache/pivotCacheDefinition1.xml")
    assert '<worksheetSource ref="B3:C9"' in pivot
    assert 'refreshOnLoad="1"' in pivot


def test_only_the_query_that_reads_the_table_is_fetched_again() -> None:
    data = rich_workbook(["Power Query"])
    connections = member(patch(data, [Edit("Plan", "C5", 1)]).data, "xl/connections.xml")
    assert re.findall(r'<connection [^>]*name="([^"]+)"[^>]*refreshOnLoad="1"', connections) == ["Query - Tasks"]
    assert proved(data, patch(data, [Edit("Lists", "A9", 1)])) == {"xl/worksheets/sheet2.xml"}  # no query reads it


def test_dates_of_a_1904_workbook_are_written_in_its_own_days() -> None:
    from datetime import date

    patched = patch(rich_workbook(["1904 dates"]), [Edit("Plan", "D5", date(2026, 3, 5))])
    assert openpyxl.load_workbook(io.BytesIO(patched.data))["Plan"]["D5"].value.date() == date(2026, 3, 5)


def test_a_signed_workbook_is_refused() -> None:
    with pytest.raises(Refused, match="digitally signed"):
        patch(rich_workbook([*FEATURES, "signature"]), [Edit("Plan", "C5", 1)])


def test_macros_stay_whole() -> None:
    data = rich_workbook(["VBA project", "shapes with macros"])
    assert not {name for name in differing(data, patch(data, [Edit("Plan", "C5", 1)]).data) if "vba" in name.lower()}


PARTS_OF_A_REFRESH = re.compile(r"xl/(worksheets/sheet\d+|tables/table\d+|charts/chart\d+|workbook)\.xml")


@pytest.mark.parametrize("name", ["PRJ-001", "CRM-207"])
def test_a_refresh_changes_sheets_tables_and_what_follows_them(name: str, tmp_path: Path) -> None:
    path = tmp_path / "Plan.xlsx"
    before = next(data for file, data in samples().items() if file.startswith(name))
    path.write_bytes(before)
    outcome = refresh_file(path, NOW)
    assert outcome.patched is not None
    found = proved(before, outcome.patched)
    assert all(PARTS_OF_A_REFRESH.fullmatch(part) for part in found), found
    assert path.read_bytes() == outcome.patched.data


@pytest.mark.live
@pytest.mark.skipif(shutil.which("soffice") is None, reason="needs soffice (LibreOffice)")
@pytest.mark.parametrize("rows", [0, 3, -1])
def test_libreoffice_reads_the_workbook_with_everything(rows: int, tmp_path: Path) -> None:
    path = tmp_path / "rich.xlsx"
    growths = [Growth(rows, table="tblTasks")] if rows else []
    path.write_bytes(patch(rich_workbook(FEATURES), [Edit("Plan", "C5", 20.5)], growths).data)
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", "ods", "--outdir", str(tmp_path), str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    with zipfile.ZipFile(tmp_path / "rich.ods") as archive:
        content = archive.read("content.xml").decode()
        assert any(name.startswith("Object") for name in archive.namelist())  # the charts
    assert 'office:value="20.5"' in content
    assert f"Plan.C4:.C{6 + rows}" in content.replace("$", "").replace("Plan.C4:Plan.C", "Plan.C4:.C")
