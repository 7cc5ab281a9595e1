"""Workbooks with buttons on their Start sheet (.xlsm): a VBA project that calls the add-in, and nothing else."""

from __future__ import annotations

from collections.abc import Sequence

from pmo_excel.hosts.excel.addin import excel_folder
from pmo_excel.hosts.excel.vba_project import Kind, Module, vba_project
from pmo_excel.workbook.buttons import Buttons

MODULE = "PmoWorkbookButtons"


def buttons() -> Buttons:
    """The buttons, as a new workbook takes them."""
    captions = {
        "PmoRefresh": "Refresh",
        "PmoCheck": "Check",
        "PmoSnapshot": "Snapshot",
        "PmoWhatIf": "What-if",
        "PmoReport": "Report",
        "PmoPublish": "Publish",
    }
    return Buttons(captions, workbook_project)


def workbook_project(sheets: Sequence[str]) -> bytes:
    """The VBA project of a workbook whose sheets have these code names."""
    source = (excel_folder() / "vba" / f"{MODULE}.bas").read_text(encoding="cp1252")
    documents = [Module("ThisWorkbook", "", Kind.WORKBOOK), *(Module(name, "", Kind.SHEET) for name in sheets)]
    return vba_project([*documents, Module(MODULE, source)], "PmoWorkbook")
