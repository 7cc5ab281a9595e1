"""Every file of the Excel plug-in that is generated, committed, and compared by a test."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from pmo_excel.hosts.excel.addin import FILE, addin, excel_folder, generated_sources
from pmo_excel.hosts.excel.workbook_buttons import buttons
from pmo_excel.workbook.build import build as build_workbook
from pmo_excel.workbook.build_templates import LEVELS
from pmo_excel.workbook.templates_folder import templates_folder


def excel_sources() -> dict[Path, bytes]:
    """The generated VBA source by its place.

    Raises
    ------
    Refused
        xlwings, whose VBA module the add-in holds, is not installed.
    """
    return {excel_folder() / "vba" / name: text.encode("cp1252") for name, text in generated_sources().items()}


def excel_workbooks(levels: Collection[str] = LEVELS) -> dict[Path, bytes]:
    """The add-in, and the templates of some levels with buttons, by their places.

    Raises
    ------
    Refused
        As `excel_sources`.
    """
    templates = {
        templates_folder() / f"Project ({level}).xlsm": build_workbook(level, buttons=buttons()) for level in levels
    }
    return {excel_folder() / FILE: addin(generated_sources()), **templates}
