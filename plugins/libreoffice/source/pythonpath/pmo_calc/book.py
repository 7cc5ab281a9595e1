"""An open document as `pmo` reads and writes it: rectangles of cells, tables that grow, all as one step for Undo."""

import os
import tempfile

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.sheet.CellFlags import DATETIME, FORMULA, STRING, VALUE
from com.sun.star.table import CellRangeAddress
from com.sun.star.util.NumberFormat import DATE, LOGICAL

from pmo_calc.functions import zero_day
from pmo_calc.undo import OneStep
from pmo_calc.values import serial

CONTENTS = VALUE | DATETIME | STRING | FORMULA
DAY_FORMAT = "DD-MMM-YY"
EXCEL = "Calc MS Excel 2007 XML"


class BookError(Exception):
    """The document cannot take it, and what to do."""

    def __init__(self, message, suggestion, sheet=""):
        super().__init__(message)
        self.message, self.suggestion, self.sheet = message, suggestion, sheet


class OpenBook:
    """The document of one command. Every name of ANSWERS is a request that `pmo` may make."""

    ANSWERS = ("about", "protected", "copy", "save", "read", "write", "link", "grow", "begin", "end")

    def __init__(self, context, document):
        self.context, self.document = context, document
        self.step, self.indicator = None, None

    @property
    def writing(self):
        """Whether cells are being written, which is never broken off."""
        return self.step is not None

    def about(self):
        """What the document is."""
        address = self.document.getURL()
        path = uno.fileUrlToSystemPath(address) if address.startswith("file:") else ""
        return {
            "name": os.path.basename(path) or self.document.getTitle(),
            "place": path or address or self.document.getTitle(),
            "path": path,
            "saved": not self.document.isModified(),
            "read_only": self.document.isReadonly(),
        }

    def protected(self, sheets):
        """Those of the sheets that take no input."""
        names = self.document.Sheets
        return [name for name in sheets if names.hasByName(name) and names.getByName(name).isProtected()]

    def copy(self):
        """A copy of the document as it is now, as an Excel workbook; whoever asks deletes it."""
        handle, path = tempfile.mkstemp(suffix=".xlsx", prefix="pmo-")
        os.close(handle)
        self.document.storeToURL(uno.systemPathToFileUrl(path), (PropertyValue("FilterName", 0, EXCEL, 0),))
        return path

    def save(self):
        """Save the document where it is."""
        self.document.store()

    def read(self, sheet, area):
        """The values of a rectangle; error values as their text."""
        cells = self._area(sheet, area)
        rows = [list(row) for row in cells.getDataArray()]
        for at, row in enumerate(rows):
            for column, value in enumerate(row):
                if value is None:
                    said = cells.getCellByPosition(column, at).String
                    row[column] = said if said.startswith("#") else "#VALUE!"
        self._flags(cells, rows)
        return rows

    def _flags(self, cells, rows):
        """Turn the numbers of cells that show TRUE and FALSE into what they show."""
        first = cells.getRangeAddress()
        for part in cells.getCellFormatRanges():
            if not self._format(part.NumberFormat).Type & LOGICAL:
                continue
            at = part.getRangeAddress()
            for row in range(at.StartRow - first.StartRow, at.EndRow - first.StartRow + 1):
                for column in range(at.StartColumn - first.StartColumn, at.EndColumn - first.StartColumn + 1):
                    if isinstance(rows[row][column], float):
                        rows[row][column] = bool(rows[row][column])

    def write(self, sheet, area, values):
        """Write values cell by cell, for only so LibreOffice can undo them."""
        cells = self._area(sheet, area)
        self._begun()
        for row, given in enumerate(values):
            for column, value in enumerate(given):
                self._put(cells.getCellByPosition(column, row), value)

    def _put(self, cell, value):
        if value is None or value == "":
            cell.clearContents(CONTENTS)
        elif isinstance(value, dict):
            cell.setValue(serial(value["date"], zero_day(self.document)))
            if not self._format(cell.NumberFormat).Type & DATE:
                cell.NumberFormat = self._day_format()
        elif isinstance(value, bool):
            cell.setValue(float(value))
            cell.NumberFormat = self.document.NumberFormats.getStandardFormat(LOGICAL, self.document.CharLocale)
        elif isinstance(value, (int, float)):
            cell.setValue(float(value))
        else:
            cell.setString(value)  # as it is: never a formula, a number or a date

    def _format(self, key):
        return self.document.NumberFormats.getByKey(key)

    def _day_format(self):
        formats, locale = self.document.NumberFormats, uno.createUnoStruct("com.sun.star.lang.Locale", "en", "US", "")
        key = formats.queryKey(DAY_FORMAT, locale, False)
        return formats.addNew(DAY_FORMAT, locale) if key == -1 else key

    def link(self, sheet, area, target):
        """Make a click on the cell's text lead to another cell."""
        cell = self._area(sheet, area).getCellByPosition(0, 0)
        text = cell.getString()
        if not text:
            return
        self._begun()
        cell.setString(text)
        if not target:
            return
        field = self.document.createInstance("com.sun.star.text.TextField.URL")
        field.URL, field.Representation = "#" + target.replace("!", "."), text
        cursor = cell.createTextCursor()
        cursor.gotoEnd(True)
        cell.insertTextContent(cursor, field, True)

    def grow(self, table, rows):
        """Add rows at the end of a table, formatted as its last one; what stands below is never written over."""
        ranges = self.document.DatabaseRanges
        if not ranges.hasByName(table):
            raise BookError(f"the table {table} is not here any more", "Take it from a new template.")
        found = ranges.getByName(table)
        area = found.getDataArea()
        sheet = self.document.Sheets.getByIndex(area.Sheet)
        last = area.EndRow
        below = sheet.getCellRangeByPosition(area.StartColumn, last + 1, area.EndColumn, last + rows)
        if below.queryContentCells(CONTENTS).Count:
            raise BookError("there is something below the table", "Move it away.", sheet.Name)
        self._begun()
        row = sheet.getCellRangeByPosition(area.StartColumn, last, area.EndColumn, last)
        for at in range(last + 1, last + 1 + rows):
            sheet.copyRange(sheet.getCellByPosition(area.StartColumn, at).getCellAddress(), row.getRangeAddress())
        below.clearContents(CONTENTS)
        found.setDataArea(CellRangeAddress(area.Sheet, area.StartColumn, area.StartRow, area.EndColumn, last + rows))

    def begin(self, title, status):
        """Take no input, do not calculate or draw, and make what is written one step of Undo."""
        self.told(status)
        self._enable(False)
        self.step = OneStep(self.document, title)
        self.step.hush()

    def end(self):
        """As it was before `begin`."""
        if self.step is None:
            return
        step, self.step = self.step, None
        step.end()
        step.speak()
        self._enable(True)

    def _begun(self):
        if self.step is None:
            raise BookError("cells are written between begin and end only", "Install the extension anew.")
        self.step.begin()

    def told(self, text):
        """Show in the status bar how far the work is."""
        controller = self.document.CurrentController
        if controller is None:
            return
        if self.indicator is None:
            self.indicator = controller.Frame.createStatusIndicator()
        self.indicator.start(f"pmo-excel: {text}", 0)

    def release(self):
        """Give the document back to people, however the work ended."""
        self.end()
        if self.indicator is not None:
            self.indicator.end()
            self.indicator = None

    def _enable(self, wanted):
        controller = self.document.CurrentController
        if controller is not None:
            controller.Frame.ContainerWindow.setEnable(wanted)

    def _area(self, sheet, area):
        if not self.document.Sheets.hasByName(sheet):
            raise BookError(f"the sheet {sheet} is not here any more", "Undo its removal, and try again.", sheet)
        return self.document.Sheets.getByName(sheet).getCellRangeByPosition(*area)
