"""What the tests do inside LibreOffice; each runs under the system's Python, see office.py."""

from __future__ import annotations

import json
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


JOB = "service:org.pmo.calc.Job?"


def pressed(office, given):
    """A workbook, a command from the menu or from a button, Undo and Redo, and what is saved."""
    _forget_shown()
    document = office.open(given["book"], hidden=False)
    for sheet, cell, value in given.get("typed", ()):
        document.Sheets.getByName(sheet).getCellRangeByName(cell).setFormula(str(value))
    typed = _contents(document)
    steps = document.UndoManager.getAllUndoActionTitles()
    if given["how"] == "button":
        _press(office, document, given["command"])
        steps = document.UndoManager.getAllUndoActionTitles()
    else:
        office.dispatch(document, JOB + given["command"])
    shown = _shown_to_people()
    after = _contents(document)
    titles = document.UndoManager.getAllUndoActionTitles()
    found = {"changed": _differences(typed, after), "shown": shown, "steps": titles[: len(titles) - len(steps)]}
    if found["steps"]:
        document.UndoManager.undo()
        found["left after undo"] = _differences(typed, _contents(document))
        document.UndoManager.redo()
        found["left after redo"] = _differences(after, _contents(document))
    for path, kind in given.get("save", {}).items():
        office.store(document, path, kind)
        copy = office.open(path)
        copy.calculateAll()
        found.setdefault("saved", {})[path] = _differences(_values(document), _values(copy))
        copy.close(True)
    if given.get("again"):
        _forget_shown()
        office.dispatch(document, JOB + given["command"])
        found["again"] = _shown_to_people()
        found["changed again"] = _differences(after, _contents(document))
    document.close(True)
    return found


def errands(office, given):
    """Commands one after the other on one open workbook; what each showed and changed."""
    document = office.open(given["book"], hidden=False)
    found = {}
    for command in given["commands"]:
        _forget_shown()
        before = _contents(document)
        office.dispatch(document, JOB + command)
        shown = _shown_to_people()
        found[command] = {"shown": shown, "changed": _differences(before, _contents(document))}
    found["steps"] = list(document.UndoManager.getAllUndoActionTitles())
    document.close(True)
    return found


def stopped(office, given):
    """A command that is stopped while `pmo` computes; then the same again, to the end."""
    _forget_shown()
    document = office.open(given["book"], hidden=False)
    before = _contents(document)
    office.dispatch(document, JOB + "refresh")
    office.dispatch(document, JOB + "stop")
    shown = _shown_to_people()
    changed = _differences(before, _contents(document))
    _forget_shown()
    office.dispatch(document, JOB + "refresh")
    again = _shown_to_people()
    document.close(True)
    return {"shown": shown, "changed": changed, "again": again}


def foreign(office, given):
    """A workbook from another program: its formulas as they come, and after the command that adapts them."""
    _forget_shown()
    document = office.open(given["book"], hidden=False)
    document.calculateAll()
    cells = [document.Sheets.getByIndex(0).getCellRangeByName(name) for name in given["cells"]]
    found = {"came": [[cell.getError(), cell.Value] for cell in cells]}
    office.dispatch(document, JOB + "respell")
    found["adapted"] = [[cell.getError(), cell.Value] for cell in cells]
    cells[0].setFormula("=PMO.CPI(1;0)")
    document.CurrentController.select(cells[0])
    office.dispatch(document, JOB + "explain")
    office.dispatch(document, JOB + "about")
    found["shown"] = _shown_to_people()
    document.close(True)
    return found


def _press(office, document, command):
    """Put the buttons on the sheet in front, and press one as assistive technology does."""
    office.dispatch(document, JOB + "buttons")
    controller = document.CurrentController
    form = controller.ActiveSheet.DrawPage.Forms.getByName("PMO")
    control = controller.getControl(form.getByName(f"PMO {command}"))
    control.AccessibleContext.doAccessibleAction(0)


def _forget_shown():
    Path(os.environ["PMO_UNATTENDED"]).unlink(missing_ok=True)


def _shown_to_people():
    """What was shown when the command ended, line by line."""
    file = Path(os.environ["PMO_UNATTENDED"])
    until = time.monotonic() + 2 * SECONDS
    while time.monotonic() < until:
        lines = [json.loads(line) for line in file.read_text().splitlines()] if file.exists() else []
        if any("show" in line for line in lines):
            time.sleep(0.2)  # the work is over when its thread has given the document back
            return lines
        time.sleep(0.1)
    raise TimeoutError(f"the command did not end: {lines}")


def _areas(document):
    """Every sheet with what is used of it."""
    for sheet in document.Sheets:
        cursor = sheet.createCursor()
        cursor.gotoEndOfUsedArea(False)
        yield sheet, sheet.getCellRangeByPosition(0, 0, cursor.RangeAddress.EndColumn, cursor.RangeAddress.EndRow)


def _values(document):
    """What every cell shows; numbers as far as files keep them, 15 digits."""
    found = {}
    for sheet, area in _areas(document):
        for row, line in enumerate(area.getDataArray()):
            for column, value in enumerate(line):
                place = f"{sheet.Name}!{_letters(column)}{row + 1}"
                found[place] = float(f"{value:.13g}") if isinstance(value, float) else value
    return {place: value for place, value in found.items() if value != ""}


def _contents(document):
    """What is in every cell: the formula, or the constant."""
    found = {}
    for sheet, area in _areas(document):
        for row, line in enumerate(zip(area.getFormulaArray(), area.getDataArray(), strict=True)):
            for column, (formula, value) in enumerate(zip(*line, strict=True)):
                if formula != "":
                    is_formula = isinstance(value, (int, float, str)) and str(formula).startswith(("=", "{"))
                    found[f"{sheet.Name}!{_letters(column)}{row + 1}"] = formula if is_formula else value
    return found


def _letters(column):
    text = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(65 + rest) + text
    return text


def _differences(before, after):
    return {place: after.get(place) for place in {**before, **after} if before.get(place) != after.get(place)}
