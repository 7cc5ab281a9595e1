"""Figures that a refresh left are trusted only where nothing has changed since, and then say what computing would."""

from __future__ import annotations

import json
import zipfile
from datetime import datetime
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest

import pmo_excel
from pmo_excel.hosts.books import refresh_file
from pmo_excel.portfolio.summary import Summary
from pmo_excel.portfolio.summary_text import NotASummaryError, as_text, from_text
from pmo_excel.refresh.summarising import summarised
from pmo_excel.workbook import current_mark
from pmo_excel.workbook.package import open_package
from pmo_excel.workbook.patch import Edit, patch
from pmo_excel.workbook.read import read_book
from pmo_excel.workbook.refused import Refused
from tests.made import samples

NOW = datetime(2026, 4, 6, 9, 0)


@pytest.fixture(scope="module")
def refreshed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The sample portfolio as its refresh leaves it, by the project's ID."""
    folder = tmp_path_factory.mktemp("sample")
    found = {}
    for name, data in samples().items():
        path = folder / name
        path.write_bytes(data)
        assert not refresh_file(path, NOW).failed
        found[name[:7]] = path.read_bytes()
    return found


def read(data: bytes, trust: bool = True) -> Summary:
    return summarised(open_package(data, "a.xlsx"), "a", trust=trust)


@pytest.mark.parametrize("key", ["CRM-207", "HRP-009", "PRJ-001", "REG-031"])
def test_what_stands_there_is_what_computing_gives(refreshed: dict[str, bytes], key: str) -> None:
    """Every value, every row, every cell that they come from, and every finding."""
    left, computed = read(refreshed[key]), read(refreshed[key], trust=False)
    assert (left.computed, computed.computed) == (False, True)
    assert json.loads(as_text(left)) | {"computed": True} == json.loads(as_text(computed))


def test_cells_that_were_read_otherwise_than_they_stand_are_computed(refreshed: dict[str, bytes]) -> None:
    """The laboratory has dates in words, numbers with signs and duplicate keys."""
    assert read(refreshed["RGX-014"]).computed


def test_a_cell_that_is_typed_after_the_refresh_is_computed(refreshed: dict[str, bytes]) -> None:
    data = refreshed["PRJ-001"]
    cell = read_book(open_package(data)).tables["Schedule"].cell("duration", 2)
    longer = patch(data, [Edit("Schedule", cell.ref, 60)]).data
    assert read(longer).computed
    assert read(longer).register["forecast_finish"] != read(data).register["forecast_finish"]


def test_a_computed_cell_that_is_typed_over_is_not_believed(refreshed: dict[str, bytes]) -> None:
    data = refreshed["CRM-207"]
    cell = read_book(open_package(data)).tables["Status"].cell("overall_rag", 0)
    painted = patch(data, [Edit("Status", cell.ref, "G")]).data
    assert read(painted).register["overall_rag_computed"][0] == "R"
    assert "TYPED_IN_COMPUTED" in {finding.code for finding in read(painted).findings}


def test_a_workbook_that_another_program_saved_is_computed(refreshed: dict[str, bytes]) -> None:
    out = BytesIO()
    openpyxl.load_workbook(BytesIO(refreshed["PRJ-001"])).save(out)
    assert read(out.getvalue()).computed


def test_the_figures_of_another_version_are_computed(
    refreshed: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(current_mark, "__version__", f"{pmo_excel.__version__}.1")
    assert read(refreshed["PRJ-001"]).computed


def test_what_a_site_adds_beside_the_workbook_changes_nothing(refreshed: dict[str, bytes]) -> None:
    """SharePoint writes its columns into the file's properties."""
    out = BytesIO(refreshed["PRJ-001"])
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr("customXml/item1.xml", "<properties/>")
    assert not read(out.getvalue()).computed


def test_a_refresh_that_changes_nothing_leaves_the_file_as_it_is(refreshed: dict[str, bytes], tmp_path: Path) -> None:
    path = tmp_path / "p.xlsx"
    path.write_bytes(refreshed["PRJ-001"])
    assert refresh_file(path, NOW).patched is None
    assert path.read_bytes() == refreshed["PRJ-001"]


@pytest.mark.parametrize("key", ["CRM-207", "RGX-014"])
def test_a_summary_is_the_same_after_it_was_text(refreshed: dict[str, bytes], key: str) -> None:
    text = as_text(read(refreshed[key]))
    assert as_text(from_text(text)) == text


def test_what_an_hour_of_somebody_costs_stays_in_the_project(refreshed: dict[str, bytes]) -> None:
    made = read(refreshed["CRM-207"])
    assert len(made.people.resources)
    assert not (made.people.resources.standard_rate == made.people.resources.standard_rate).any()


@pytest.mark.parametrize(
    "text", ["", "[]", "{", '{"file": "a"}', "null", '{"file":1,"people":{"resources":{"size":9}}}']
)
def test_a_text_that_is_no_summary_is_refused(text: str) -> None:
    with pytest.raises(NotASummaryError):
        from_text(text)


def test_a_workbook_without_plan_and_charter_is_no_project() -> None:
    out = BytesIO()
    openpyxl.Workbook().save(out)
    with pytest.raises(Refused, match="no project"):
        read(out.getvalue())
