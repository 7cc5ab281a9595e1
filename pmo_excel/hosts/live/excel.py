"""Excel on Windows and macOS, through xlwings: only its free part, never `xlwings.pro`, `server` or `reports`."""

from __future__ import annotations

import importlib
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final

from pmo_excel.core.problems import Cell, Code, Problem, Severity
from pmo_excel.hosts.live.book import Block
from pmo_excel.hosts.live.values import as_entered
from pmo_excel.workbook.refs import Range
from pmo_excel.workbook.refused import Refused, refused

_FIRST_ERROR: Final = -2_146_828_288
"""Excel's error number 0 as a COM result; #N/A is number 2042 (XlCVError in Excel's object model)."""
_ERRORS: Final = {
    _FIRST_ERROR + number: text
    for number, text in {
        2000: "#NULL!",
        2007: "#DIV/0!",
        2015: "#VALUE!",
        2023: "#REF!",
        2029: "#NAME?",
        2036: "#NUM!",
        2042: "#N/A",
        2043: "#GETTING_DATA",
        2045: "#SPILL!",
        2049: "#FIELD!",
        2050: "#CALC!",
    }.items()
}
_LAST_ERROR: Final = _FIRST_ERROR + 2_100
_BUSY: Final = frozenset({-2_147_418_111, -2_147_417_846, -2_146_777_998})
"""RPC_E_CALL_REJECTED, RPC_E_SERVERCALL_RETRYLATER, and Excel's own "not now", as while a cell is being edited."""
_DATE_FORMAT: Final = "dd-mmm-yy"
_GENERAL: Final = "General"


def program_errors() -> tuple[type[Exception], ...]:
    """What Excel's refusals arrive as: on Windows from pywin32, on macOS from appscript."""
    found = []
    for module, name in (("pywintypes", "com_error"), ("appscript.reference", "CommandError")):
        with suppress(ImportError):
            found.append(getattr(importlib.import_module(module), name))
    return tuple(found)


def open_books() -> list[Any]:
    """The workbooks that Excel has open on this computer, as xlwings gives them.

    Raises
    ------
    Refused
        There is no Excel here, or none is running.
    """
    if sys.platform not in ("win32", "darwin"):
        raise refused(
            "a workbook can be refreshed while it is open only where Excel runs, on Windows or macOS",
            "Close it and run pmo refresh without --live; it writes the same cells into the file.",
            code=Code.FILE,
        )
    try:
        xlwings = importlib.import_module("xlwings")
    except ImportError as error:
        raise refused(
            "xlwings is not installed, which speaks to Excel", "Install it: pip install xlwings.", code=Code.FILE
        ) from error
    with saying("Excel"):
        return [book for app in xlwings.apps for book in app.books]


class ExcelBook:
    """A workbook that Excel has open.

    Parameters
    ----------
    book
        An xlwings `Book`.
    """

    program = "Excel"

    def __init__(self, book: Any, windows: bool = sys.platform == "win32") -> None:
        self.book = book
        self.windows = windows

    @property
    def name(self) -> str:
        """The workbook's name, as its window shows it."""
        return str(self.book.name)

    @property
    def place(self) -> str:
        """Where it is saved, as Excel says it: a path, or the address of a site."""
        with saying(self.name):
            return str(self.book.api.FullName if self.windows else self.book.fullname)

    @property
    def path(self) -> Path | None:
        """Its file on this computer; None where it lies on a site, or was never saved."""
        place = self.place
        return None if "://" in place or not Path(place).is_file() else Path(place)

    def obstacles(self, sheets: Sequence[str]) -> list[Problem]:
        """Why nothing can be written now: it is open for reading only, or a sheet is protected."""
        if not self.windows:
            return []  # AppleScript does not say; Excel refuses the write, and that is passed on
        found = []
        with saying(self.name):
            if self.book.api.ReadOnly:
                text = f"{self.name} is open for reading only"
                fix = "Open it for editing: close it where it is open elsewhere, or save it under another name."
                found.append(Problem(Code.FILE_LOCKED, text, Cell(self.name), fix, Severity.CRITICAL))
            for sheet in sheets:
                if sheet in self.book.sheet_names and self.book.sheets[sheet].api.ProtectContents:
                    text = f"the sheet {sheet} is protected"
                    fix = "Unprotect it (Review, Unprotect Sheet), refresh, and protect it again."
                    found.append(Problem(Code.FILE_LOCKED, text, Cell(sheet), fix, Severity.CRITICAL))
        return found

    def notes(self) -> list[Problem]:
        """That others may be editing it too, where it lies on a site and saves itself."""
        if not self.windows:
            return []
        with saying(self.name):
            shared = "://" in self.place and bool(getattr(self.book.api, "AutoSaveOn", False))
        if not shared:
            return []
        text = f"{self.name} lies on a site and saves itself: others may have it open, and see each change at once"
        fix = "To take the changes back for everybody: Version History in Excel."
        return [Problem(Code.WRITTEN, text, Cell(self.name), fix, Severity.INFO)]

    def copy(self) -> bytes:
        """The workbook as a file, as it is now; on macOS, where Excel writes no copies, it must be saved."""
        with saying(self.name):
            if self.windows:
                with tempfile.TemporaryDirectory(prefix="pmo-") as folder:
                    file = Path(folder) / self.name
                    self.book.api.SaveCopyAs(str(file))
                    return file.read_bytes()
            saved = bool(self.book.api.saved.get())
        path = self.path
        if not saved or path is None:
            raise refused(f"{self.name} has changes that are not saved", "Save it in Excel, and try again.")
        return path.read_bytes()

    def read(self, sheet: str, area: Range) -> Block:
        """The values of a rectangle; error values as their text, on macOS as empty cells.

        There, xlwings 0.37 fails on a rectangle when it is asked for the text of errors (`_xlmac.py`, raw_value).
        """
        with saying(self.name):
            rows = self._range(sheet, area).options(ndim=2, err_to_str=self.windows).value
        return [[named_error(value) for value in row] for row in rows]

    def write(self, sheet: str, area: Range, values: Block) -> None:
        """Write the values of a rectangle; a date into a cell without a format gets one that shows it."""
        entered = [[as_entered(v) if isinstance(v, str) else _moment(v) for v in row] for row in values]
        with saying(self.name):
            general = [at for at in _dated(values) if self._column(sheet, area, at).number_format == _GENERAL]
            self._range(sheet, area).options(ndim=2).value = entered
            for at in general:
                self._column(sheet, area, at).number_format = _DATE_FORMAT

    def link(self, sheet: str, area: Range, target: str) -> None:
        """Let a click on a cell lead to another cell; Windows only, for AppleScript cannot link into the workbook."""
        if not self.windows:
            return
        with saying(self.name):
            cell = self._range(sheet, area).api
            cell.ClearHyperlinks()  # Hyperlinks.Delete would take the cell's format away too
            if target:
                cell.Worksheet.Hyperlinks.Add(Anchor=cell, Address="", SubAddress=target)

    def grow(self, table: str, rows: int) -> None:
        """Add empty rows at the end of an Excel Table, formatted as its last one."""
        with saying(self.name):
            sheet, found = next((s, t) for s in self.book.sheets for t in s.tables if t.name == table)
            now = found.range
            found.resize(now.resize(now.rows.count + rows, now.columns.count))
            first, last, columns = now.row + now.rows.count - 1, now.row + now.rows.count - 1 + rows, now.columns.count
            final_row = sheet.range((first, now.column), (first, now.column + columns - 1))
            final_row.autofill(sheet.range((first, now.column), (last, now.column + columns - 1)), "fill_formats")

    @contextmanager
    def quiet(self, status: str) -> Iterator[None]:
        """Write without recalculating, redrawing and taking input after every cell; all restored in the end."""
        app = self.book.app
        wanted: dict[str, Any] = {"screen_updating": False, "enable_events": False, "calculation": "manual"}
        if self.windows:  # AppleScript does not know it
            wanted["interactive"] = False
        before: dict[str, Any] = {}
        try:
            with saying(self.name):
                for name, value in wanted.items():
                    before[name] = getattr(app, name)
                    setattr(app, name, value)
                app.status_bar = status
            yield
        finally:
            for name, value in [("status_bar", False), *reversed(before.items())]:
                with suppress(*program_errors()):  # the others must be restored all the same
                    setattr(app, name, value)

    def _range(self, sheet: str, area: Range) -> Any:
        first, last = (area.first_row, area.first_column), (area.last_row, area.last_column)
        return self.book.sheets[sheet].range(first, last)

    def _column(self, sheet: str, area: Range, at: int) -> Any:
        column = area.first_column + at
        return self._range(sheet, Range(area.first_row, column, area.last_row, column))


def named_error(value: Any) -> Any:
    """A cell's value, and an error value as its text: xlwings knows seven, and leaves the others as whole numbers.

    Numbers in cells are never whole numbers to COM. An error of which we have not heard is `#VALUE!`.
    """
    if type(value) is not int or not _FIRST_ERROR <= value <= _LAST_ERROR:
        return value
    return _ERRORS.get(value, "#VALUE!")


def _dated(values: Block) -> list[int]:
    """The columns of a block that hold dates."""
    return sorted({at for row in values for at, value in enumerate(row) if isinstance(value, date)})


def _moment(value: Any) -> Any:
    """Days as date and time, which every version of xlwings takes."""
    plain_day = isinstance(value, date) and not isinstance(value, datetime)
    return datetime(value.year, value.month, value.day) if plain_day else value


@contextmanager
def saying(name: str) -> Iterator[None]:
    """Turn the program's refusals into ours."""
    try:
        yield
    except program_errors() as error:
        raise said(name, error) from error


def said(name: str, error: Exception) -> Refused:
    """A refusal of Excel's in words, and what to do."""
    number = getattr(error, "hresult", None) or getattr(error, "errornumber", None) or 0
    details: Sequence[Any] = getattr(error, "excepinfo", None) or ()
    inner = details[5] if len(details) > 5 else 0
    if _BUSY & {number, inner}:
        return refused(
            f"Excel takes nothing at the moment: a cell of {name} is being edited, or a dialog is open",
            "Press Enter or Escape in Excel, close its dialogs, and try again.",
            code=Code.FILE_LOCKED,
            cell=Cell(name),
        )
    text = str(details[2] if len(details) > 2 and details[2] else getattr(error, "errormessage", "") or error)
    return refused(
        f"Excel refused it ({text.strip().rstrip('.')})",
        "Nothing of that cell or block was changed. Unprotect the sheet or the workbook, or close it and use the file.",
        code=Code.FILE_LOCKED,
        cell=Cell(name),
    )
