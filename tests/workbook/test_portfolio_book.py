"""The portfolio workbook, and what every built file leaves to no program."""

import datetime
import json
import re
import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from pmo_excel.core.tables import columns, declaration
from pmo_excel.workbook.build import build_portfolio
from pmo_excel.workbook.declared import declared_sheets
from pmo_excel.workbook.package import Package
from tests.made import portfolio, workbook

ROWS: list[dict[str, Any]] = [
    {"Project ID": "PRJ-001", "Approved Budget": 95000, "EAC": 95000, "Overall RAG (computed)": "G"},
    {"Project ID": "CRM-207", "Approved Budget": 640000, "Status Date": datetime.date(2026, 3, 31)},
]


@pytest.fixture(scope="module")
def built() -> bytes:
    return portfolio({"Portfolio Register": ROWS})


@pytest.fixture(scope="module")
def book(built: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(BytesIO(built))


def test_its_sheets_are_a_guide_those_of_the_specification_and_where_values_come_from(
    shared: Path, built: bytes
) -> None:
    spec = json.loads((shared / "spec/template_spec.json").read_text())[1]["sheets"]
    shown = [s.name for s in Package(built, "built").sheets if s.state == "visible"]
    assert shown[0] == "Start"
    assert sorted(shown[1:]) == sorted([*(s["sheet"] for s in spec), "Lineage", "Roll-up"])


def test_every_declared_sheet_holds_its_table(book: openpyxl.Workbook) -> None:
    for name, cls in declared_sheets("portfolio").items():
        table = book[name].tables[declaration(cls).name]
        assert [c.name for c in table.tableColumns] == [c.header for c in columns(cls).values()]


def test_every_list_that_is_offered_is_there(book: openpyxl.Workbook) -> None:
    """Lists are words, as there is no Lists sheet; columns of IDs are names that are defined."""
    for sheet in book.worksheets:
        for rule in (r for r in sheet.data_validations.dataValidation if r.type == "list"):
            assert rule.formula1.startswith('"') or rule.formula1 in book.defined_names, rule.formula1
            assert len(rule.formula1) <= 257  # Excel takes 255 characters of words (MS-OI29500, 18.3.1.32)


@pytest.mark.parametrize("make", [workbook, portfolio])
def test_formulas_keep_no_result_that_a_refresh_would_make_old(make: Any) -> None:
    with zipfile.ZipFile(BytesIO(make())) as package:
        sheets = [package.read(n) for n in package.namelist() if n.startswith("xl/worksheets/sheet")]
        assert sum(sheet.count(b"</f>") for sheet in sheets) > 50
        assert not any(re.search(rb"</f><v>", sheet) for sheet in sheets)
        assert b'fullCalcOnLoad="1"' in package.read("xl/workbook.xml")
        assert b"<Application>pmo-excel</Application>" in package.read("docProps/app.xml")


@pytest.mark.parametrize("make", [workbook, portfolio])
def test_charts_say_what_their_labels_show_and_keep_titles_apart(make: Any) -> None:
    with zipfile.ZipFile(BytesIO(make())) as package:
        charts = [package.read(n) for n in package.namelist() if n.startswith("xl/charts/chart")]
    assert len(charts) >= 3
    for chart in charts:
        curve = b"<c:scatterChart>" in chart
        said = len(re.findall(rb'<c:showLegendKey val="0"/><c:showVal val="[01]"/>', chart))
        told = curve or b"<c:legend>" in chart  # several series are told apart by a legend
        assert chart.count(b"<c:dLbls>") == said >= (0 if told else 1)
        assert chart.count(b'<c:smooth val="0"/>') == (chart.count(b"<c:ser>") if curve else 0)
        assert re.search(rb'<c:title>.*<c:overlay val="0"/>.*</c:title>', chart, re.DOTALL)


def test_the_same_content_gives_the_same_bytes(built: bytes) -> None:
    assert build_portfolio({"Portfolio Register": ROWS}) == built


def test_a_header_that_does_not_exist_is_an_error() -> None:
    with pytest.raises(ValueError, match="Projekt"):
        build_portfolio({"Portfolio Register": [{"Projekt": "PRJ-001"}]})
