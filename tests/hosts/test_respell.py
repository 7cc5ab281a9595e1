"""A workbook's formulas move between programs and back, and nothing else of it does."""

from __future__ import annotations

from datetime import datetime
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook
from xlsxwriter import Workbook

from pmo_excel.core.spelling import Host, respelled
from pmo_excel.hosts.respell_command import PROGRAMS, respell
from pmo_excel.workbook.package import open_package

NOW = datetime(2026, 3, 5, 14, 15)
NAMES = ("CPI", "SCHEDULE")
SPELLINGS = {
    "excel": "PMO_CPI(1,2)",
    "officejs": "_xldudf_PMO_CPI(1,2)",
    "libreoffice": "ORG.PMO.CALC.PMOADDIN.CPI(1,2)",
}


@pytest.mark.parametrize("program", SPELLINGS)
@pytest.mark.parametrize(
    "formula",
    [
        *SPELLINGS.values(),
        "PMO.CPI(1,2)",
        "pmo.cpi(1,2)",
        "[1]!PMO_CPI(1,2)",
        "'C:\\add ins\\pmo.xlam'!PMO_CPI(1,2)",
        "_xll.PMO.CPI(1,2)",
    ],
)
def test_every_spelling_becomes_every_other(formula: str, program: str) -> None:
    assert respelled(formula, PROGRAMS[program], NAMES) == SPELLINGS[program]


@pytest.mark.parametrize(
    "formula",
    [
        '"PMO.CPI(1)"&"a ""PMO_CPI(2)"""',
        "PMO.UNKNOWN(1)",
        "MYPMO_CPI(1)",
        "PMO_CPI",
        "X.PMO.CPI(1)",
        "SUM(A1:B2)",
        "PMO_CPI2(1)",
    ],
)
def test_what_is_no_function_of_ours_stays(formula: str) -> None:
    assert respelled(formula, Host.OFFICE_JS, NAMES) == formula


def test_formulas_inside_others_are_found() -> None:
    formula = 'IF(PMO_CPI(A1,B1)<1,INDEX(PMO_SCHEDULE(Tasks!A1:D9),2,3),"PMO_CPI(")'
    wanted = 'IF(PMO_CPI(A1,B1)<1,INDEX(PMO_SCHEDULE(Tasks!A1:D9),2,3),"PMO_CPI(")'
    there = respelled(formula, Host.LIBREOFFICE, NAMES)
    assert there.count("ORG.PMO.CALC.PMOADDIN.") == 2
    assert respelled(there, Host.VBA, NAMES) == wanted


def book() -> bytes:
    data = BytesIO()
    made = Workbook(data)
    sheet = made.add_worksheet("Figures")
    sheet.write_column("A1", [90, 100])
    sheet.write_formula("B1", "=PMO_CPI(A1,A2)", None, 0.9)
    sheet.write_array_formula("D1:E2", "{=PMO_SCHEDULE(A1:A2)}", None, 1)
    sheet.write_formula("B2", "=SUM(A1:A2)", None, 190)
    sheet.conditional_format("A1", {"type": "formula", "criteria": "=PMO_CPI(A1,A2)<1", "format": made.add_format()})
    made.define_name("Index", "=PMO_CPI(Figures!$A$1,Figures!$A$2)")
    made.close()
    return data.getvalue()


def test_a_workbook_goes_to_libreoffice_and_back(tmp_path: Path) -> None:
    path = tmp_path / "figures.xlsx"
    path.write_bytes(book())
    before = open_package(path)
    assert respell(path, "libreoffice", NOW, dry_run=True).patched.cells == (("Figures", "B1"), ("Figures", "D1"))
    assert path.read_bytes() == before.data
    there = respell(path, "libreoffice", NOW)
    assert there.patched.cells == (("Figures", "B1"), ("Figures", "D1"))
    assert there.copy is not None
    assert there.copy.read_bytes() == before.data
    read = load_workbook(path)
    assert read["Figures"]["B1"].value == "=ORG.PMO.CALC.PMOADDIN.CPI(A1,A2)"
    assert read["Figures"]["D1"].value.text == "=ORG.PMO.CALC.PMOADDIN.SCHEDULE(A1:A2)"
    assert read.defined_names["Index"].attr_text == "ORG.PMO.CALC.PMOADDIN.CPI(Figures!$A$1,Figures!$A$2)"
    assert load_workbook(path, data_only=True)["Figures"]["B1"].value == 0.9
    respell(path, "excel", NOW)
    after = open_package(path)
    differing = [n for n in before.archive.names if before.archive.read(n) != after.archive.read(n)]
    assert differing in ([], [before.workbook_part])  # at most the request to calculate when it is opened
    assert respell(path, "excel", NOW).copy is None
