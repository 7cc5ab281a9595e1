"""The add-in `pmo.xlam`: built on any system from VBA source, the same bytes every time."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from typing import Final

from xlsxwriter import Workbook

import pmo_excel
from pmo_excel.hosts.excel.vba_functions import functions_module, help_module
from pmo_excel.hosts.excel.vba_project import Kind, Module, vba_project
from pmo_excel.hosts.excel.xlwings_module import dictionary_source, dll_versions, xlwings_source
from pmo_excel.hosts.registration import registrations
from pmo_excel.workbook.build import CREATED

FILE: Final = "pmo.xlam"
SETTINGS: Final = {
    "UDF MODULES": "pmo_excel.hosts.excel.udfs",
    "USE UDF SERVER": "True",
    "ADD_WORKBOOK_TO_PYTHONPATH": "False",
    "PYTHONPATH": "",
    "SHOW CONSOLE": "False",
    "DEBUG UDFS": "False",
}
"""What the add-in says for all users; where their Python is, each has in a file of their own."""
_OWN: Final = ("PmoRibbon", "PmoButtons", "PmoAnswers")
_SHEET: Final = "Sheet1"
_MADE_FOR: Final = "Made for xlwings "
_WORKBOOK_TYPE: Final = b"application/vnd.ms-excel.sheet.macroEnabled.main+xml"
_ADDIN_TYPE: Final = b"application/vnd.ms-excel.addin.macroEnabled.main+xml"
_RELATION: Final = (
    b'<Relationship Id="rIdRibbon" Type="http://schemas.microsoft.com/office/2006/relationships/ui/extensibility" '
    b'Target="customUI/customUI.xml"/></Relationships>'
)


def plugins_folder() -> Path:
    """Where the plug-ins are: in the installed package, or beside it in a checkout."""
    package = Path(pmo_excel.__file__).parent
    shipped = package / "_shipped" / "plugins"
    return shipped if shipped.is_dir() else package.parent / "plugins"


def excel_folder() -> Path:
    """Where what is for Excel is."""
    return plugins_folder() / "excel"


def generated_sources() -> Mapping[str, str]:
    """The VBA source that is not written by hand, by file name.

    Raises
    ------
    Refused
        xlwings is not installed, or not of a known version.
    """
    entries = registrations()
    return {
        "PmoFunctions.bas": functions_module(entries),
        "PmoFunctionHelp.bas": help_module(entries),
        "xlwings.bas": xlwings_source(),
        "Dictionary.cls": dictionary_source(),
    }


def addin_modules(generated: Mapping[str, str]) -> list[Module]:
    """The modules of the add-in, in the order in which its project lists them."""
    written = excel_folder() / "vba"
    return [
        Module("ThisWorkbook", (written / "ThisWorkbook.cls").read_text(encoding="cp1252"), Kind.WORKBOOK),
        Module(_SHEET, "", Kind.SHEET),
        *(Module(name, (written / f"{name}.bas").read_text(encoding="cp1252")) for name in _OWN),
        *(Module(Path(n).stem, text) for n, text in generated.items() if n.endswith(".bas")),
        *(Module(Path(n).stem, text, Kind.CLASS) for n, text in generated.items() if n.endswith(".cls")),
    ]


def addin(generated: Mapping[str, str]) -> bytes:
    """The add-in as a file's bytes."""
    output = BytesIO()
    book = Workbook(output, {"in_memory": True})
    versions = ", ".join(sorted(dll_versions(generated["xlwings.bas"])))
    said = {"title": "PMO", "author": "pmo-excel", "comments": f"{_MADE_FOR}{versions}"}
    book.set_properties({**said, "created": CREATED})
    book.add_vba_project(BytesIO(vba_project(addin_modules(generated), "PmoExcel")), is_stream=True)
    book.set_vba_name("ThisWorkbook")
    sheet = book.add_worksheet("pmo.conf")
    sheet.set_vba_name(_SHEET)
    for row, (name, value) in enumerate(SETTINGS.items()):
        sheet.write_string(row, 0, name)
        sheet.write_string(row, 1, value)
    book.close()
    return _as_addin(output.getvalue(), (excel_folder() / "customUI.xml").read_bytes())


def addin_xlwings(data: bytes) -> str:
    """The version of xlwings that an add-in of ours asks for; empty where it does not say."""
    with zipfile.ZipFile(BytesIO(data)) as file:
        text = file.read("docProps/core.xml")[:10_000].decode("utf-8", "replace")
    found = re.search(f"{_MADE_FOR}([0-9.]+)<", text)
    return found[1] if found else ""


def _as_addin(data: bytes, ribbon: bytes) -> bytes:
    """A workbook with macros as an add-in with a ribbon."""
    output = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.infolist():
            content = old.read(member)
            if member.filename == "[Content_Types].xml":
                content = content.replace(_WORKBOOK_TYPE, _ADDIN_TYPE)
            elif member.filename == "_rels/.rels":
                content = content.replace(b"</Relationships>", _RELATION)
            new.writestr(member, content)
        new.writestr(zipfile.ZipInfo("customUI/customUI.xml", old.infolist()[0].date_time), ribbon)
    return output.getvalue()
