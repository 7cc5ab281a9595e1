"""Excel as xlwings shows it on Windows, for tests: books, ranges, tables, and what Excel makes of what it is given.

Faithful to xlwings 0.37.8 (`_xlwindows.py`, `conversion/standard.py`): dates come as pywintypes times with a time zone,
cells in a currency format as Decimal, error values as COM numbers such as -2146826246, empty cells as None; `options`
takes `ndim` and `err_to_str`; numbers are always floats. A text that is entered becomes a formula, a number, a date or
True where Excel would take it for one, unless an apostrophe is before it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta, timezone
from decimal import Decimal
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any, TypeAlias

from openpyxl import load_workbook
from openpyxl.utils.datetime import from_excel

from pmo_excel.workbook.growth import Growth
from pmo_excel.workbook.package import open_package
from pmo_excel.workbook.patch import Edit, patch
from pmo_excel.workbook.refs import Range, cell_ref

ERRORS = {
    "#DIV/0!": -2146826281,
    "#N/A": -2146826246,
    "#NAME?": -2146826259,
    "#NULL!": -2146826288,
    "#NUM!": -2146826252,
    "#REF!": -2146826265,
    "#VALUE!": -2146826273,
}
"""xlwings 0.37.8, `_xlwindows.py`, cell_errors."""
Places: TypeAlias = dict[tuple[int, int], Any]
CALL_REJECTED = -2147418111


class ComError(Exception):
    """As pywintypes.com_error: an hresult and, from Excel itself, a description."""

    def __init__(self, hresult: int, text: str = "") -> None:
        super().__init__(hresult, text)
        self.hresult = hresult
        self.excepinfo = (0, "Microsoft Excel", text, None, 0, -2146827284) if text else None


class FakeApp:
    """The application: its settings, and every one that was set."""

    def __init__(self) -> None:
        self.books: list[FakeBook] = []
        self.log: list[tuple[str, Any]] = []
        self.said: list[str] = []
        self.answer = "ok"
        self.__dict__.update(
            screen_updating=True, enable_events=True, calculation="automatic", interactive=True, status_bar=False
        )

    def __setattr__(self, name: str, value: Any) -> None:
        self.__dict__[name] = value
        if name not in ("books", "log", "said", "answer"):
            self.log.append((name, value))

    def alert(self, prompt: str, title: str = "", buttons: str = "ok", mode: str = "info") -> str:
        """A message box; a person answers a question with `answer`."""
        self.said.append(prompt)
        return self.answer if buttons != "ok" else "ok"

    @property
    def settings(self) -> dict[str, Any]:
        names = ("screen_updating", "enable_events", "calculation", "interactive", "status_bar")
        return {name: getattr(self, name) for name in names}


class _BookApi:
    def __init__(self, book: FakeBook) -> None:
        self._book = book
        self.ReadOnly = False
        self.AutoSaveOn = False
        self.Saved = True

    @property
    def FullName(self) -> str:
        return self._book.full_name

    def SaveCopyAs(self, path: str) -> None:
        self._book.answer()
        Path(path).write_bytes(self._book.as_file())


class FakeBook:
    """An open workbook, made from a file's bytes; `typed` cells are what was written since."""

    def __init__(self, data: bytes, full_name: str, app: FakeApp | None = None) -> None:
        self.data, self.full_name, self.app = data, full_name, app or FakeApp()
        self.app.books.append(self)
        self.name = re.split(r"[/\\]", full_name)[-1]
        self.api = _BookApi(self)
        self.busy = 0
        self.before_read: Callable[[], None] | None = None
        self.reads = self.writes = 0
        self.edits: dict[tuple[str, str], Any] = {}
        self.growths: dict[str, int] = {}
        self.package = open_package(data)
        self.sheets = _Sheets(FakeSheet(self, *sheet) for sheet in _sheets(data))

    @property
    def sheet_names(self) -> list[str]:
        return [sheet.name for sheet in self.sheets]

    @property
    def fullname(self) -> str:
        return self.full_name

    def answer(self) -> None:
        """Refuse like Excel while a cell is being edited."""
        if self.busy:
            self.busy -= 1
            raise ComError(CALL_REJECTED)

    def as_file(self) -> bytes:
        growths = [Growth(rows, table=name) for name, rows in self.growths.items()]
        edits = [Edit(sheet, ref, value) for (sheet, ref), value in self.edits.items()]
        return patch(self.data, edits, growths).data if edits or growths else self.data

    def type(self, sheet: str, ref: str, value: Any) -> None:
        """What a person does: type into a cell."""
        self.sheets[sheet].range(ref).value = value


class _Sheets(list["FakeSheet"]):
    def __getitem__(self, name: Any) -> Any:
        return next(sheet for sheet in self if sheet.name == name) if isinstance(name, str) else super()[name]


class _SheetApi:
    ProtectContents = False

    def __init__(self, sheet: FakeSheet) -> None:
        self.Hyperlinks = self
        self._sheet = sheet

    def Add(self, Anchor: Any, Address: str, SubAddress: str) -> None:
        self._sheet.links[Anchor.ref] = SubAddress


@lru_cache(maxsize=64)
def _sheets(data: bytes) -> list[tuple[str, Places, Places, dict[str, str]]]:
    """Name, values, formats and tables of each sheet of a file."""
    found = []
    for sheet in load_workbook(BytesIO(data), data_only=True).worksheets:
        cells: Places = {}
        formats: Places = {}
        for cell in (cell for row in sheet.iter_rows() for cell in row):
            place = (cell.row, cell.column)
            formats[place] = cell.number_format
            if cell.value is not None:
                cells[place] = _com(cell.value, cell.number_format, cell.is_date, sheet.parent.epoch)
        found.append((sheet.title, cells, formats, dict(sheet.tables.items())))
    return found


class FakeSheet:
    """A sheet: raw values as COM gives them, by row and column."""

    def __init__(self, book: FakeBook, name: str, cells: Places, formats: Places, tables: dict[str, str]) -> None:
        self.book, self.name = book, name
        self.api = _SheetApi(self)
        self.cells, self.formats = dict(cells), dict(formats)
        self.links: dict[str, str] = {}
        self.selected = ""
        self.tables = [FakeTable(self, name, ref) for name, ref in tables.items()]

    def activate(self) -> None:
        pass

    def range(self, first: Any, last: Any = None) -> FakeRange:
        if isinstance(first, str):
            from pmo_excel.workbook.refs import range_at

            return FakeRange(self, range_at(first))
        last = last or first
        return FakeRange(self, Range(first[0], first[1], last[0], last[1]))


class _RangeApi:
    def __init__(self, cells: FakeRange) -> None:
        self.ref = str(cells.area)
        self.Worksheet = cells.sheet.api
        self._links = cells.sheet.links

    def ClearHyperlinks(self) -> None:
        self._links.pop(self.ref, None)


class _Count:
    def __init__(self, count: int) -> None:
        self.count = count


class FakeRange:
    """A rectangle of cells."""

    def __init__(self, sheet: FakeSheet, area: Range, **options: Any) -> None:
        self.sheet, self.area, self._options = sheet, area, options
        self.api = _RangeApi(self)
        self.row, self.column = area.first_row, area.first_column
        self.rows = _Count(area.last_row - area.first_row + 1)
        self.columns = _Count(area.last_column - area.first_column + 1)

    def options(self, **options: Any) -> FakeRange:
        return FakeRange(self.sheet, self.area, **options)

    def resize(self, rows: int, columns: int) -> FakeRange:
        a = self.area
        return FakeRange(
            self.sheet, Range(a.first_row, a.first_column, a.first_row + rows - 1, a.first_column + columns - 1)
        )

    def autofill(self, destination: FakeRange, kind: str) -> None:
        assert kind == "fill_formats"
        formats = self.sheet.formats
        for row, column in destination.places():
            formats[row, column] = formats.get((self.area.first_row, column), "General")

    def select(self) -> None:
        self.sheet.selected = str(self.area)

    def places(self) -> list[tuple[int, int]]:
        a = self.area
        return [(r, c) for r in range(a.first_row, a.last_row + 1) for c in range(a.first_column, a.last_column + 1)]

    @property
    def raw_value(self) -> Any:
        """As pywin32 gives it: a tuple of tuples; of one cell, the bare value."""
        book = self.sheet.book
        book.answer()
        book.reads += 1
        if book.before_read is not None:
            book.before_read()
        a = self.area
        rows = tuple(
            tuple(self.sheet.cells.get((r, c)) for c in range(a.first_column, a.last_column + 1))
            for r in range(a.first_row, a.last_row + 1)
        )
        return rows[0][0] if len(rows) == 1 and len(rows[0]) == 1 else rows

    @property
    def value(self) -> Any:
        raw = self.raw_value
        rows = [[raw]] if not isinstance(raw, tuple) else [list(row) for row in raw]
        cleaned = [[_cleaned(value, self._options.get("err_to_str", False)) for value in row] for row in rows]
        assert self._options.get("ndim") == 2, "say ndim=2: the shape of one cell or one row differs without it"
        return cleaned

    @value.setter
    def value(self, value: Any) -> None:
        book = self.sheet.book
        book.answer()
        book.writes += 1
        if self.sheet.api.ProtectContents:
            raise ComError(-2147352567, "The cell or chart you're trying to change is on a protected sheet.")
        rows = value if isinstance(value, list) else [[value]]
        assert [len(row) for row in rows] == [self.columns.count] * self.rows.count
        for (row, column), given in zip(self.places(), (v for r in rows for v in r), strict=True):
            entered = _entered(given)
            book.edits[self.sheet.name, cell_ref(row, column)] = _plain(entered)
            if entered is None:
                self.sheet.cells.pop((row, column), None)
                continue
            known = self.sheet.formats.get((row, column), "General")
            if isinstance(entered, datetime) and known == "General":
                self.sheet.formats[row, column] = "m/d/yyyy"  # Excel gives a date a format of its own
            self.sheet.cells[row, column] = entered

    @property
    def number_format(self) -> str | None:
        found = {self.sheet.formats.get(place, "General") for place in self.places()}
        return found.pop() if len(found) == 1 else None

    @number_format.setter
    def number_format(self, code: str) -> None:
        self.sheet.formats.update(dict.fromkeys(self.places(), code))


class FakeTable:
    """An Excel Table."""

    def __init__(self, sheet: FakeSheet, name: str, ref: str) -> None:
        self.sheet, self.name = sheet, name
        self.range = sheet.range(ref)

    def resize(self, to: FakeRange) -> None:
        more = to.rows.count - self.range.rows.count
        growths = self.sheet.book.growths
        growths[self.name] = growths.get(self.name, 0) + more
        self.range = to


UTC = timezone.utc  # noqa: UP017 -- as pywin32 has it


def _com(value: Any, number_format: str, is_date: bool, epoch: datetime) -> Any:
    """A cell's value as pywin32 gives it."""
    if isinstance(value, datetime):
        return value.replace(tzinfo=UTC)
    if isinstance(value, timedelta):
        return value / timedelta(days=1)  # a format of hours is no date to Excel
    if hasattr(value, "hour"):
        return datetime(1899, 12, 30, value.hour, value.minute, value.second, tzinfo=UTC)
    if isinstance(value, bool):
        return value
    if isinstance(value, (int, float)):
        if is_date:
            return from_excel(value, epoch).replace(tzinfo=UTC)
        if "$" in number_format or "€" in number_format or "£" in number_format:
            return Decimal(repr(round(float(value), 4)))
        return float(value)
    return ERRORS.get(value, value)


def _cleaned(value: Any, err_to_str: bool) -> Any:
    """xlwings' `_clean_value_data_element`."""
    if value in ("", None):
        return None
    if isinstance(value, datetime):
        return value.replace(tzinfo=None)
    if isinstance(value, int) and not isinstance(value, bool) and value in ERRORS.values():
        return {number: text for text, number in ERRORS.items()}[value] if err_to_str else None
    return value


_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]


def _entered(given: Any) -> Any:
    """What Excel makes of a value that a cell is given."""
    if given is None or given == "":
        return None
    if isinstance(given, datetime):
        return given.replace(tzinfo=UTC)
    if isinstance(given, (int, float)) and not isinstance(given, bool):
        return float(given)
    if not isinstance(given, str):
        return given
    if given.startswith("'"):
        return given[1:]
    if given[0] in "=+-@" and len(given) > 1:
        return f"FORMULA {given}"
    with suppress(ValueError):
        return float(given.replace(",", "").replace("$", "").rstrip("%"))
    date = re.fullmatch(r"(\d{1,4})[-/.](\d{1,2})(?:[-/.](\d{2,4}))?", given)
    word = re.fullmatch(r"(?:\d{1,2}[ -])?([A-Za-z]{3})[a-z]*[ -]\d{1,4}", given)
    if date or (word and word[1].lower() in _MONTHS):
        return datetime(2026, 1, 1, tzinfo=UTC)
    return {"TRUE": True, "FALSE": False, "WAHR": True, "FALSCH": False}.get(given.upper(), given)


def _plain(value: Any) -> Any:
    return value.replace(tzinfo=None) if isinstance(value, datetime) else value
