"""Computes a workbook and presses its buttons in a LibreOffice of its own, and says as JSON what came of it.

Run by the Python that has LibreOffice's `uno`: libreoffice_buttons.py PROFILE WORKBOOK [ADDIN]. An add-in is opened
before the workbook. A button says what it did in Start!H1.
"""

import json
import subprocess
import sys
import time
from pathlib import Path

import uno
from com.sun.star.beans import PropertyValue

ROWS = 8


def values(**given):
    """Properties as LibreOffice takes them; macros run without a question."""
    return tuple(PropertyValue(name, 0, value, 0) for name, value in {"MacroExecutionMode": 4, **given}.items())


def start(profile):
    """LibreOffice, and its desktop; with a new profile it ends at once and has to be started again."""
    pipe = f"pmo-{Path(profile).parent.name}"
    command = ["soffice", f"-env:UserInstallation=file://{profile}", "--headless", "--norestore", "--nologo"]
    command.append(f"--accept=pipe,name={pipe};urp;StarOffice.ComponentContext")
    process = subprocess.Popen(command)
    here = uno.getComponentContext()
    resolver = here.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", here)
    for _ in range(300):
        try:
            context = resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
            return process, context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
        except Exception:  # noqa: BLE001 -- UNO's own classes; it is not there yet
            if process.poll() is not None:
                process = subprocess.Popen(command)
            time.sleep(0.2)
    raise SystemExit("LibreOffice did not start")


def pressed(book, sheet):
    """Each button of the sheet, the macro that it is bound to, and what it did."""
    book.CurrentController.setFormDesignMode(False)
    for at in range(sheet.DrawPage.Forms.Count):
        form = sheet.DrawPage.Forms.getByIndex(at)
        for number in range(form.Count):
            control = form.getByIndex(number)
            macros = [event.ScriptCode.split("?")[0].split(".")[-1] for event in form.getScriptEvents(number)]
            book.CurrentController.getControl(control).AccessibleContext.doAccessibleAction(0)
            for _ in range(20):
                time.sleep(0.1)
                if sheet.getCellRangeByName("H1").String:
                    break
            yield {"label": control.Label, "macros": macros, "did": sheet.getCellRangeByName("H1").String}
            sheet.getCellRangeByName("H1").String = ""


def main(profile, workbook, addin=""):
    """Print what came of it."""
    process, desktop = start(profile)
    try:
        if addin:  # by its name alone LibreOffice does not know what an add-in is
            excel = values(FilterName="Calc MS Excel 2007 VBA XML")
            desktop.loadComponentFromURL(f"file://{addin}", "_blank", 0, excel)
        book = desktop.loadComponentFromURL(f"file://{workbook}", "_blank", 0, values())
        sheet = book.Sheets.getByName("Start")
        book.calculateAll()
        cells = [sheet.getCellByPosition(0, row).String for row in range(ROWS)]
        print(json.dumps({"cells": cells, "pressed": list(pressed(book, sheet))}))
    finally:
        try:
            desktop.terminate()
            process.wait(10)
        except Exception:  # noqa: BLE001 -- it ends before it answers
            process.kill()


main(*sys.argv[1:])
