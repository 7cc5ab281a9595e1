"""What the tests do inside LibreOffice; each runs under the system's Python, see office.py."""

from __future__ import annotations

import os
import re
import signal
import time
from datetime import date
from pathlib import Path

from com.sun.star.util import Date

Date1904 = Date(1, 1, 1904)
DAY = re.compile(r"\d{4}-\d\d-\d\d")
ODS, XLSX = "calc8", "Calc MS Excel 2007 XML"
SECONDS = 30


def install(office, given):
    office.install(Path(given["extension"]))
    return {}


def functions(office, given):
    """Each call in a sheet of its own: scalars and ranges in cells, the formula, and what its cells show."""
    document = office.new()
    shown = {name: _called(document, name, case) for name, case in given["calls"].items()}
    again = {}
    for path, kind in ((given["ods"], ODS), (given["xlsx"], XLSX)):
        office.store(document, path, kind)
        copy = office.open(path)
        copy.calculateAll()
        again[path] = {name: _shown(copy.Sheets.getByName(name), case) for name, case in given["calls"].items()}
        copy.close(True)
    document.close(True)
    return {"shown": shown, "again": again}


def _called(document, name, case):
    document.Sheets.insertNewByName(name, document.Sheets.Count)
    sheet = document.Sheets.getByName(name)
    column, references = 0, []
    for value in case["arguments"]:
        if value is None:
            references.append("")
            continue
        rows = value if isinstance(value, list) else [[value]]
        rows = [row if isinstance(row, list) else [row] for row in rows]
        width = max(map(len, rows))
        area = sheet.getCellRangeByPosition(column, 100, column + width - 1, 99 + len(rows))
        area.setDataArray(tuple(tuple(map(_cell, row + [""] * (width - len(row)))) for row in rows))
        references.append(":".join(part.split(".")[-1] for part in area.AbsoluteName.split(":")))
        column += width + 1
    while references and not references[-1]:
        references.pop()
    formula = f"=PMO.{case['function']}({';'.join(references)})"
    if case["size"] is None:
        sheet.getCellByPosition(0, 0).setFormula(formula)
    else:
        height, width = case["size"]
        sheet.getCellRangeByPosition(0, 0, width - 1, height - 1).setArrayFormula(formula)
    return _shown(sheet, case)


def _cell(value):
    """As a person has it in a cell: days are dates."""
    if isinstance(value, bool):
        return float(value)
    if isinstance(value, str) and DAY.fullmatch(value):
        return float((date.fromisoformat(value) - date(1899, 12, 30)).days)
    return float(value) if isinstance(value, int) else value


def _shown(sheet, case):
    cell = sheet.getCellByPosition(0, 0)
    until = time.monotonic() + SECONDS
    while cell.String == "#WAIT" and time.monotonic() < until:
        time.sleep(0.05)
    if cell.getError():
        return {"error": cell.getError(), "text": cell.String}
    if case["size"] is None:
        return {"value": cell.String if cell.FormulaResultType2 == 2 else cell.Value}
    height, width = case["size"]
    rows = sheet.getCellRangeByPosition(0, 0, width - 1, height - 1).getDataArray()
    return {"value": [list(row) for row in rows]}


def manners(office, given):
    """How cells behave where something is odd: errors, gaps, other days zero, edits."""
    document = office.new()
    sheet = document.Sheets.getByIndex(0)
    rows = [
        ("Task ID", "Duration (wd)", "Predecessors"),
        ("1", 5.0, ""),
        ("2", 10.0, "1"),
        ("3", 4.0, "2"),
        ("4", 1.0, ""),
    ]
    sheet.getCellRangeByName("A1:C5").setDataArray(tuple(rows))
    sheet.getCellRangeByName("B4").setFormula("=NA()")
    sheet.getCellRangeByName("E1").setFormula("=DATE(2026;3;2)")
    table = sheet.getCellRangeByName("H1:S5")
    table.setArrayFormula("=PMO.SCHEDULE(A1:C5;E1)")
    found = {"error inside a range": [list(row[:3]) for row in table.getDataArray()]}
    for name, formula in given["formulas"].items():
        cell = sheet.getCellRangeByName("G1")
        cell.setFormula(formula)
        found[name] = [cell.getError(), cell.String, cell.Value]
    sheet.getCellRangeByName("B4").Value = 4
    found["after an edit"] = [list(row[:3]) for row in table.getDataArray()]
    document.NullDate = Date1904
    sheet.getCellRangeByName("E1").setFormula("=DATE(2026;3;2)")
    cell.setFormula('=TEXT(PMO.ADDWORKDAYS(E1;2);"yyyy-mm-dd")')
    found["days from 1904"] = cell.String
    document.close(True)
    return found


def many(office, given):
    """Two thousand cells, all different, and again; meanwhile the worker is killed."""
    document = office.new()
    sheet = document.Sheets.getByIndex(0)
    count = given["count"]
    sheet.getCellRangeByPosition(0, 0, 1, count - 1).setDataArray(tuple((float(n + 1), 2.0) for n in range(count)))
    area = sheet.getCellRangeByPosition(2, 0, 2, count - 1)
    begun = time.monotonic()
    area.setFormulaArray(tuple((f"=PMO.CPI(A{n + 1};B{n + 1})",) for n in range(count)))
    values = [row[0] for row in area.getDataArray()]
    first = time.monotonic() - begun
    begun = time.monotonic()
    document.calculateAll()
    again = time.monotonic() - begun
    killed = _kill_workers(office)
    sheet.getCellRangeByName("A1").Value = 500
    after = sheet.getCellRangeByName("C1").Value
    document.close(True)
    return {"values": values, "first": first, "again": again, "killed": killed, "after": after}


def _kill_workers(office):
    """Kill the children of this LibreOffice that answer calls."""
    killed = 0
    for status in Path("/proc").glob("[0-9]*/stat"):
        words = status.read_text().rsplit(") ", 1)[-1].split()
        if int(words[1]) == office.process.pid and b"--stream" in (status.parent / "cmdline").read_bytes():
            os.kill(int(status.parent.name), signal.SIGKILL)
            killed += 1
    return killed
