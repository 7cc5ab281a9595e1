"""`pmo support-bundle`: what a help desk needs to know of a workbook, without a single one of its cells."""

from __future__ import annotations

import json
import platform
import sys
import zipfile
from collections.abc import Mapping
from datetime import datetime
from importlib.metadata import PackageNotFoundError, version
from io import BytesIO
from pathlib import Path
from typing import Any, Final

from pmo_excel import __version__
from pmo_excel.core.problems import Problem
from pmo_excel.core.tables import columns, declaration, sheets
from pmo_excel.hosts.books import Outcome, checked, opened
from pmo_excel.hosts.log_file import crashes, log_lines
from pmo_excel.workbook.package import Package
from pmo_excel.workbook.read import Book
from pmo_excel.workbook.refused import Refused
from pmo_excel.workbook.save import create

README: Final = """In here: versions of programs; the kinds of the workbook's parts; which sheets and columns were
recognised, and where; kinds and places of findings; what was done with the workbook and when; where pmo stopped.
Not in here: any cell, header, name of a sheet of yours, file name or path.
All of it is text: read it before you send it.
"""
LIBRARIES: Final = ("numpy", "python-calamine", "openpyxl", "XlsxWriter", "lxml", "xlwings", "typer", "msal")


def support_bundle(path: Path, to: Path, now: datetime) -> Path:
    """Write the bundle of a workbook; gives the file.

    Raises
    ------
    Refused
        The bundle cannot be written.
    """
    files: dict[str, Any] = {"about.json": about(), "workbook.json": described(path)}
    files["log.json"] = [_without_names(line) for line in log_lines(path)]
    files["crashes.json"] = crashes()
    data = BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        stamp = (now.year, now.month, now.day, now.hour, now.minute, now.second // 2 * 2)
        for name, held in {"README.txt": README, **files}.items():
            text = held if isinstance(held, str) else json.dumps(held, ensure_ascii=False, indent=1)
            archive.writestr(zipfile.ZipInfo(name, stamp), text)
    create(to, data.getvalue())
    return to


def about() -> dict[str, Any]:
    """The programs and their versions."""
    return {
        "pmo-excel": __version__,
        "python": sys.version.split()[0],
        "system": platform.platform(),
        "libraries": {name: _version(name) for name in LIBRARIES},
    }


def described(path: Path) -> dict[str, Any]:
    """A workbook without its words: its parts, what was recognised, and the findings by kind and place."""
    outcome = checked(path)
    try:
        book = opened(path)
    except Refused as error:
        return {"read": False, "findings": [_finding(problem, {}) for problem in error.problems]}
    names = _names(book.package)
    return {
        "read": True,
        "sha256": book.package.sha256,
        "bytes": len(book.package.data),
        "date1904": book.package.date1904,
        "parts": _parts(book.package),
        "sheets": [
            {"sheet": names[sheet.name], "kind": sheet.kind, "state": sheet.state} for sheet in book.package.sheets
        ],
        "tables": [_table(book, name, names) for name in book.tables],
        "would_change": _changes(outcome),
        "findings": [_finding(problem, names) for problem in outcome.problems],
    }


def _changes(outcome: Outcome) -> dict[str, int]:
    changes = outcome.refresh.changes if outcome.refresh else ()
    growths = outcome.refresh.growths if outcome.refresh else ()
    return {"cells": len(changes), "tables_that_grow": len(growths)}


def _names(package: Package) -> Mapping[str, str]:
    """What each sheet is called here: by its name where it is one of ours, else by its number."""
    ours = {*sheets(), *sheets("portfolio"), "Start", "Dashboard"}
    return {s.name: s.name if s.name in ours else f"sheet {at}" for at, s in enumerate(package.sheets, start=1)}


def _parts(package: Package) -> dict[str, int]:
    """Kinds of parts, and how many there are: part names may be a person's."""
    found: dict[str, int] = {}
    for name in package.archive.names:
        kind = "/".join(name.split("/")[:-1]) or "top"
        known = kind if all(step in _FOLDERS for step in kind.split("/")) else "other"
        found[known] = found.get(known, 0) + 1
    return found


_FOLDERS: Final = frozenset(
    {"top", "xl", "_rels", "worksheets", "docProps", "theme", "tables", "charts", "drawings", "comments", "media"}
    | {"pivotTables", "pivotCache", "slicers", "slicerCaches", "externalLinks", "queryTables", "ctrlProps", "activeX"}
    | {"printerSettings", "customXml", "threadedComments", "persons", "customUI", "webextensions", "richData", "model"}
)


def _table(book: Book, name: str, names: Mapping[str, str]) -> dict[str, Any]:
    table, place = book.tables[name], book.places[name]
    return {
        "table": name,
        "layout": declaration(type(table)).layout,
        "sheet": names.get(place.sheet, ""),
        "excel_table": bool(place.table),
        "header_row": place.header_row,
        "rows": len(table),
        "left_out": len(place.left_out),
        "columns": {field: table.origin.letters.get(field, "") for field in columns(type(table)) if table.has(field)},
    }


def _finding(problem: Problem, names: Mapping[str, str]) -> dict[str, Any]:
    place = names.get(problem.cell.sheet, "")
    return {"code": problem.code.value, "severity": problem.severity.value, "sheet": place, "cell": problem.cell.ref}


def _without_names(line: Mapping[str, Any]) -> dict[str, Any]:
    """A line of the log without names of files."""
    return {name: value for name, value in line.items() if name not in ("backup", "file")}


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""
