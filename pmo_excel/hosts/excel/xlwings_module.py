"""xlwings' VBA modules as the add-in holds them: the free ones of the installed version, and closed to workbooks.

As it comes, xlwings takes its settings, which name the program that is run, from a sheet of the active workbook or a
file beside it, looks for Python modules in the workbook's folder, and hands the workbook's name to a command line.
People open workbooks of others, so the add-in takes settings only from itself and from the user's own file.
"""

from __future__ import annotations

import re
from importlib.util import find_spec
from pathlib import Path
from typing import Final, NamedTuple

from pmo_excel.core.problems import Code
from pmo_excel.workbook.refused import refused

PINNED: Final = "0.37.8"
"""The version of xlwings that the committed add-in is built with."""
_DLL: Final = re.compile(r"xlwings(?:32|64)-([0-9.]+)\.dll")


class _Change(NamedTuple):
    """One change to a place of xlwings' source; `{}` in the new text stands for the old one."""

    why: str
    old: str
    new: str


_CHANGES: Final = (
    _Change("settings are ours", 'PROJECT_NAME As String = "myaddin"', 'PROJECT_NAME As String = "pmo"'),
    _Change(
        "no settings from a sheet of the workbook",
        'If SheetExists(ActiveWorkbook, PROJECT_NAME & ".conf") = True Then',
        "If False Then",
    ),
    _Change("no settings from beside it", 'If source = "" Or source = "directory" Then', "If False Then"),
    _Change(
        "sheets called *.py hold no code",
        'If Right$(sht.Name, 3) = ".py" Then\n                uses_embedded_code = True',
        "If False Then\n                uses_embedded_code = True",
    ),
    _Change(
        "nothing of xlwings that is not free",
        '"import xlwings.pro;xlwings.pro.runpython_embedded_code(\'" & SourcePythonCommand & "\')"',
        "SourcePythonCommand",
    ),
    _Change(
        "neither the workbook's path nor the current folder is searched for Python modules",
        '" -B -c ""import sys, os;" & LicenseKeyEnvString & '
        '"import xlwings.utils;xlwings.utils.prepare_sys_path(\\""" & PYTHONPATH & "\\"");import xlwings; ',
        '" -P -B -c ""import sys, os;" & LicenseKeyEnvString & "import xlwings; ',
    ),
    _Change(
        "the same for a button without the server",
        '" -B -c ""import xlwings.utils;xlwings.utils.prepare_sys_path(\\""" & PYTHONPATH & "\\""); "',
        '" -P -B -c """',
    ),
    _Change("its functions are not offered in cells", '#Const App = "Microsoft Excel"', "Option Private Module\n{}"),
    _Change("on a Mac, Python calls it when it ends", "Private Sub CleanUp()", "Public Sub CleanUp()"),
)
_PATHS: Final = re.compile(r"(?m)^(\s+)PYTHONPATH = AddExcelDir & .*$")
_PATHS_TIMES: Final = 3


def installed_version() -> str:
    """The version of xlwings that is installed here; empty where none is."""
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("xlwings")
    except PackageNotFoundError:
        return ""


def dll_versions(source: str) -> set[str]:
    """The versions of xlwings' library that VBA source loads by name."""
    return set(_DLL.findall(source))


def xlwings_source() -> str:
    """The module `xlwings` for the add-in.

    Raises
    ------
    Refused
        xlwings is not installed, or is of a version to which the changes do not fit.
    """
    text = _file("xlwings_custom_addin.bas")
    for change in _CHANGES:
        if text.count(change.old) != 1:
            raise _unknown(change.why)
        text = text.replace(change.old, change.new.format(change.old) if "{}" in change.new else change.new)
    text, times = _PATHS.subn(r'\1PYTHONPATH = "false;;;;"', text)
    if times != _PATHS_TIMES:
        raise _unknown("no paths")
    return text


def dictionary_source() -> str:
    """The class that stands for `Scripting.Dictionary` on a Mac (Tim Hall, MIT).

    Raises
    ------
    Refused
        xlwings is not installed.
    """
    return _file("addin/Dictionary.cls")


def _file(name: str) -> str:
    found = find_spec("xlwings")  # which does not import it
    if found is None or found.origin is None:
        raise refused(
            "xlwings, which speaks to Excel, is not installed", f"pip install xlwings=={PINNED}", code=Code.FILE
        )
    return (Path(found.origin).parent / name).read_text(encoding="cp1252").replace("\r\n", "\n")


def _unknown(why: str) -> Exception:
    return refused(
        f"xlwings {installed_version()} is not as the add-in knows it ({why})",
        f"pip install xlwings=={PINNED}",
        code=Code.FILE,
    )
