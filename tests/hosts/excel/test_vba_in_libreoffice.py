"""Our VBA really run, by LibreOffice, which knows enough of Excel's: buttons of a template, answers of functions.

What LibreOffice cannot run is xlwings' module, so a stand-in of a few lines is in its place.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from io import BytesIO
from pathlib import Path
from typing import Any, Final

import pytest
from xlsxwriter import Workbook

from pmo_excel.hosts.excel.addin import excel_folder
from pmo_excel.hosts.excel.vba_project import Kind, Module, vba_project
from pmo_excel.hosts.excel.workbook_buttons import buttons
from pmo_excel.workbook.templates_folder import templates_folder

PYTHON: Final = "/usr/bin/python3"
UNO: Final = Path("/usr/lib/python3/dist-packages/uno.py")
pytestmark = [
    pytest.mark.live,
    pytest.mark.skipif(
        shutil.which("soffice") is None or not UNO.exists(), reason="needs soffice (LibreOffice) and python3-uno"
    ),
]
XLWINGS = f"""
Public Function XLPy() As Object
    Set XLPy = New Server
End Function
Public Function GetConfig(configKey As String, Optional default As String = "") As Variant
    GetConfig = "{PYTHON}"
End Function
Public Function RunPython(PythonCommand As String)
    ActiveWorkbook.Worksheets("Start").Range("H1").Value = PythonCommand
End Function
Public Sub CleanUp()
End Sub
"""
"""In place of xlwings' module: a server that answers from below, a button that says what Python would be asked."""
SERVER = """
Public Function CallUDF(script, fname, args, book, caller) As Variant
    Dim rows(0 To 2, 0 To 1) As Variant
    rows(0, 0) = "Headers": rows(1, 0) = 7: rows(2, 0) = Chr$(31): rows(2, 1) = "one row is wrong"
    Select Case fname
    Case "PMO_GATES": CallUDF = rows
    Case "PMO_CV": CallUDF = Chr$(31) & Chr$(31) & "nothing to compute with"
    Case "PMO_SV": CallUDF = Chr$(31) & "#VALUE!" & Chr$(31) & "not a number"
    Case "PMO_RECOVERY": CallUDF = "#N/A waiting..."
    Case Else: CallUDF = script & " " & fname & " " & UBound(args)
    End Select
End Function
"""


def workbook(path: Path, modules: list[Module], formulas: tuple[str, ...] = (), macros: tuple[str, ...] = ()) -> Path:
    """A workbook with these modules, formulas down its first column, and buttons."""
    output = BytesIO()
    book = Workbook(output, {"in_memory": True})
    documents = [Module("ThisWorkbook", "", Kind.WORKBOOK), Module("Sheet1", "", Kind.SHEET)]
    book.add_vba_project(BytesIO(vba_project([*documents, *modules], "Tested")), is_stream=True)
    book.set_vba_name("ThisWorkbook")
    sheet = book.add_worksheet("Start")
    sheet.set_vba_name("Sheet1")
    for row, formula in enumerate(formulas):
        sheet.write_formula(row, 0, formula)
    for at, macro in enumerate(macros):
        sheet.insert_button(3 * at, 3, {"macro": macro, "caption": macro})
    book.close()
    path.write_bytes(output.getvalue())
    return path


def in_libreoffice(folder: Path, *files: Path) -> dict[str, Any]:
    script = Path(__file__).with_name("libreoffice_buttons.py")
    plain = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    done = subprocess.run(
        [PYTHON, str(script), str(folder / "profile"), *map(str, files)],
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
        env=plain,
    )
    return dict(json.loads(done.stdout.splitlines()[-1]))


def test_each_button_of_the_template_calls_its_macro_in_the_addin(tmp_path: Path) -> None:
    """In a file called pmo.xlam that says which of its macros was called."""
    names = tuple(buttons().captions)
    said = "".join(
        f'Public Sub {name}()\nActiveWorkbook.Worksheets("Start").Range("H1").Value = "{name} ran"\nEnd Sub\n'
        for name in names
    )
    addin = workbook(tmp_path / "pmo.xlam", [Module("PmoButtons", said)])
    template = tmp_path / "template.xlsm"
    shutil.copy(templates_folder() / "Project (Light).xlsm", template)
    found = in_libreoffice(tmp_path, template, addin)
    assert found["pressed"] == [
        {"label": label, "macros": [name], "did": f"{name} ran"} for name, label in buttons().captions.items()
    ]


def test_functions_and_buttons_of_the_addin_run(tmp_path: Path) -> None:
    """Each function hands on its arguments and one more; nothing is an empty cell, wrong and waiting are errors."""
    written = {path.stem: path.read_text(encoding="cp1252") for path in (excel_folder() / "vba").glob("Pmo*.bas")}
    del written["PmoWorkbookButtons"]
    modules = [Module(name, text) for name, text in written.items()]
    stand_ins = [Module("xlwings", XLWINGS), Module("Server", SERVER, Kind.CLASS)]
    formulas = ("=PMO_CPI(1,2)", "=PMO_ADDWORKDAYS(1,2)", "=PMO_VERSION()", "=PMO_CV(1,2)", "=PMO_SV(1,2)")
    more = ("=PMO_RECOVERY(1,2)", "=ROWS(PMO_GATES(1))")
    macros = ("PmoRefresh", "PmoCheck", "PmoUndo", "PmoSnapshot", "PmoReport")
    book = workbook(tmp_path / "own.xlsm", [*modules, *stand_ins], (*formulas, *more), macros)
    found = in_libreoffice(tmp_path, book)
    assert found["cells"][6] == "2"  # of three rows, the last says what is wrong
    asked = "pmo_excel.hosts.excel.udfs"
    answers = [f"{asked} PMO_CPI 2", f"{asked} PMO_ADDWORKDAYS 5", f"{asked} PMO_VERSION 0", "", "Error 2015"]
    assert found["cells"][:6] == [*answers, "Error 2042"]  # CVErr(xlErrValue) and CVErr(xlErrNA), as LibreOffice shows
    assert [one["did"] for one in found["pressed"]] == [
        f"from pmo_excel.hosts.excel import buttons; buttons.{name}()"
        for name in ("refresh", "check", "undo", "snapshot", "report")
    ]
