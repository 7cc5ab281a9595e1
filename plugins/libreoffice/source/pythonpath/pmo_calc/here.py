"""The commands that need no `pmo`: formulas from Excel, buttons on a sheet, why a cell is empty, about."""

import re

from com.sun.star.awt import Point, Size
from com.sun.star.form.FormButtonType import URL
from com.sun.star.sheet.FormulaResult import ERROR

from pmo_calc.command import NotFoundError, command
from pmo_calc.functions import FUNCTIONS, TOLD, sentence

NAMES = sorted((told["name"] for told in FUNCTIONS.values()), key=len, reverse=True)
FOREIGN = re.compile(
    r"(?<![\w.])(?:'[^']*pmo\.xlam'[!#$.]*|\[\d+\]!)?(?:_xldudf_|_xludf\.|_xll\.)*pmo[._]("
    + "|".join(NAMES)
    + r")\s*\(",
    re.IGNORECASE,
)
"""As pmo_excel.core.spelling; LibreOffice shows names that it does not know in small letters."""
JOB = "service:org.pmo.calc.Job?"
BUTTONS = ("refresh", "check", "report", "publish")
WIDTH, HEIGHT, GAP = 2800, 800, 200
"""Of a button, in hundredths of a millimetre."""


def respell(document, dialogs, calls):
    """Write the functions of formulas that came from Excel as they are called here."""
    count = 0
    document.UndoManager.enterUndoContext("PMO names")
    try:
        for sheet in document.Sheets:
            for area in sheet.queryFormulaCells(ERROR):
                count += _respelled(sheet, area)
    finally:
        document.UndoManager.leaveUndoContext()
    told = f"Formulas adapted: {count}." if count else "No formula of ours with another program's names was found."
    dialogs.show(TOLD["commands"]["respell"], told)


def _respelled(sheet, area):
    count, seen = 0, set()
    for row in range(area.Rows.Count):
        for column in range(area.Columns.Count):
            cell = area.getCellByPosition(column, row)
            whole = sheet.createCursorByRange(cell)
            whole.collapseToCurrentArray()
            matrix = whole.getArrayFormula()
            target, formula = (whole, matrix.strip("{}")) if matrix else (cell, cell.getFormula())
            if target.AbsoluteName in seen:
                continue
            seen.add(target.AbsoluteName)
            wanted = FOREIGN.sub(lambda found: f"PMO.{found.group(1).upper()}(", formula)
            if wanted != formula:
                (target.setArrayFormula if matrix else target.setFormula)(wanted)
                count += 1
    return count


def buttons(document, dialogs, calls):
    """Put buttons for the commands on the sheet in front, over the selected cell."""
    controller = document.CurrentController
    page = controller.ActiveSheet.DrawPage
    start = _corner(controller.getSelection())
    if not page.Forms.hasByName("PMO"):
        page.Forms.insertByName("PMO", document.createInstance("com.sun.star.form.component.Form"))
    form = page.Forms.getByName("PMO")
    for at, word in enumerate(BUTTONS):
        model = document.createInstance("com.sun.star.form.component.CommandButton")
        model.Name, model.Label = f"PMO {word}", TOLD["commands"][word]
        model.ButtonType, model.TargetURL, model.TargetFrame = URL, JOB + word, "_self"
        shape = document.createInstance("com.sun.star.drawing.ControlShape")
        shape.Position = Point(start.X + at * (WIDTH + GAP), start.Y)
        shape.Size = Size(WIDTH, HEIGHT)
        shape.setControl(model)
        form.insertByIndex(form.Count, model)
        page.add(shape)
    controller.setFormDesignMode(False)


def _corner(selection):
    if hasattr(selection, "getCellByPosition"):
        return selection.getCellByPosition(0, 0).Position
    return Point(500, 500)


def explain(document, dialogs, calls):
    """Ask the functions of the selected cell again, and say what they said."""
    selection = document.CurrentController.getSelection()
    if not hasattr(selection, "getCellByPosition"):
        dialogs.show("Why is this cell empty?", "Select one cell with a formula.")
        return
    said = _asked_again(document, selection, calls)
    problems = [problem for _, found in said for problem in found]
    if not said:
        text = "No function of pmo-excel is in this cell."
    elif not problems:
        text = "Nothing is to be said about this cell: its functions had all that they need."
    else:
        lines = [f"{name}: {sentence(problem)}" for name, found in said for problem in found]
        text = "\n".join(dict.fromkeys(lines))
    dialogs.show("Why is this cell empty?", text)


def _asked_again(document, selection, calls):
    """What was said about each call while the cell is computed anew; the document is as it was."""
    modified = document.isModified()
    cell = selection.getCellByPosition(0, 0)
    whole = selection.Spreadsheet.createCursorByRange(cell)
    whole.collapseToCurrentArray()
    document.UndoManager.lock()
    calls.said = []
    try:
        matrix = whole.getArrayFormula()
        if matrix:
            whole.setArrayFormula(matrix.strip("{}"))
            _ = whole.getDataArray()
        else:
            cell.setFormula(cell.getFormula())
            _ = cell.getString()
        return calls.said
    finally:
        calls.said = None
        document.UndoManager.unlock()
        document.setModified(modified)


def about(document, dialogs, calls):
    """Versions, and where `pmo` is."""
    try:
        found = " ".join(command())
    except NotFoundError as error:
        found = str(error)
    count = len(FUNCTIONS)
    dialogs.show("pmo-excel", f"pmo-excel {TOLD['version']}, {count} functions. Computed by: {found}")


COMMANDS = {"respell": respell, "buttons": buttons, "explain": explain, "about": about}
