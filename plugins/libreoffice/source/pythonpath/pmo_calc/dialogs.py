"""What people are shown and asked.

With PMO_UNATTENDED, nobody is there: what would be shown is written to that file, a line of JSON each, and everything
that is asked is agreed to.
"""

import json
import os

import uno
from com.sun.star.awt.MessageBoxButtons import BUTTONS_OK, BUTTONS_OK_CANCEL
from com.sun.star.awt.MessageBoxResults import OK
from com.sun.star.awt.MessageBoxType import INFOBOX, QUERYBOX

PUSH_OK, PUSH_CANCEL = 1, 2
WIDTH, HEIGHT = 330, 190
"""Of a list of findings, in the units of dialogs: a quarter of a letter's width, an eighth of its height."""


class Dialogs:
    """Messages over the window of one document. Every name of ANSWERS is a request that `pmo` may make."""

    ANSWERS = ("show", "confirm", "question", "open")

    def __init__(self, context, document):
        self.context, self.document = context, document

    def show(self, title, text, findings=()):
        """A message; with findings, a list from which a click leads to the cell."""
        if self._unattended({"show": title, "text": text, "findings": findings}):
            return
        if findings:
            self._list(title, text, findings)
        else:
            self._box(INFOBOX, BUTTONS_OK, title, text)

    def confirm(self, title, text, yes):
        """Whether a person agrees."""
        if self._unattended({"confirm": title, "text": text}):
            return True
        return self._box(QUERYBOX, BUTTONS_OK_CANCEL, title, f"{text}\n\nOK: {yes}") == OK

    def question(self, title, text, default):
        """What a person types; nothing where it was cancelled."""
        if self._unattended({"question": title, "text": text}):
            return default
        dialog, model = self._dialog(title, WIDTH, 60)
        _add(model, "FixedText", "said", 8, 8, WIDTH - 16, 10, Label=text)
        _add(model, "Edit", "typed", 8, 20, WIDTH - 16, 13, Text=default)
        _add(model, "Button", "ok", WIDTH - 116, 40, 50, 14, Label="OK", PushButtonType=PUSH_OK, DefaultButton=True)
        _add(model, "Button", "cancel", WIDTH - 58, 40, 50, 14, Label="Cancel", PushButtonType=PUSH_CANCEL)
        try:
            return dialog.getControl("typed").getText() if dialog.execute() else ""
        finally:
            dialog.dispose()

    def open(self, path):
        """Open a page in the browser."""
        if self._unattended({"open": path}):
            return
        shell = self._service("com.sun.star.system.SystemShellExecute")
        shell.execute(uno.systemPathToFileUrl(path), "", 1)  # 1: addresses only, never a program

    def _list(self, title, text, findings):
        dialog, model = self._dialog(title, WIDTH, HEIGHT)
        _add(model, "FixedText", "said", 8, 8, WIDTH - 16, 20, Label=text, MultiLine=True)
        lines = tuple(_line(finding) for finding in findings)
        _add(model, "ListBox", "list", 8, 30, WIDTH - 16, 84, StringItemList=lines, SelectedItems=(0,))
        _add(model, "Edit", "full", 8, 118, WIDTH - 16, 48, MultiLine=True, ReadOnly=True, VScroll=True)
        _add(model, "Button", "go", WIDTH - 132, 170, 66, 14, Label="Go to cell", PushButtonType=PUSH_OK)
        _add(model, "Button", "close", WIDTH - 58, 170, 50, 14, Label="Close", PushButtonType=PUSH_CANCEL)
        box = dialog.getControl("list")
        watcher = _watcher(box, dialog.getControl("full"), findings)
        box.addItemListener(watcher)
        watcher.itemStateChanged(None)
        try:
            if dialog.execute():
                self._go(findings[max(box.getSelectedItemPos(), 0)]["cell"])
        finally:
            dialog.dispose()

    def _go(self, place):
        """Select the cell that a finding names, as Schedule!C7."""
        sheet, _, cell = place.rpartition("!")
        sheets = self.document.Sheets
        sheet = sheet.strip("'")
        if sheets.hasByName(sheet) and cell[:1].isalpha() and cell[-1:].isdigit():
            self.document.CurrentController.select(sheets.getByName(sheet).getCellRangeByName(cell))

    def _dialog(self, title, width, height):
        model = self._service("com.sun.star.awt.UnoControlDialogModel")
        model.Title, model.Width, model.Height = title, width, height
        dialog = self._service("com.sun.star.awt.UnoControlDialog")
        dialog.setModel(model)
        dialog.setVisible(False)
        dialog.createPeer(self._service("com.sun.star.awt.Toolkit"), self._window())
        return dialog, model

    def _box(self, kind, buttons, title, text):
        toolkit = self._service("com.sun.star.awt.Toolkit")
        box = toolkit.createMessageBox(self._window(), kind, buttons, title, text)
        try:
            return box.execute()
        finally:
            box.dispose()

    def _window(self):
        controller = None if self.document is None else self.document.getCurrentController()
        return None if controller is None else controller.Frame.ContainerWindow

    def _service(self, name):
        return self.context.ServiceManager.createInstanceWithContext(name, self.context)

    def _unattended(self, line):
        file = os.environ.get("PMO_UNATTENDED")
        if not file:
            return False
        with open(file, "a", encoding="utf-8") as out:
            out.write(json.dumps(line, ensure_ascii=False) + "\n")
        return True


def _line(finding):
    return f"{finding['severity']}  {finding['cell']}  {finding['message']}"


def _add(model, kind, name, left, top, width, height, **given):
    control = model.createInstance(f"com.sun.star.awt.UnoControl{kind}Model")
    control.PositionX, control.PositionY, control.Width, control.Height = left, top, width, height
    for key, value in given.items():
        setattr(control, key, value)
    model.insertByName(name, control)


def _watcher(box, full, findings):
    """Shows the whole of the finding that is selected."""
    import unohelper
    from com.sun.star.awt import XItemListener

    class Watcher(unohelper.Base, XItemListener):
        def itemStateChanged(self, event):
            finding = findings[max(box.getSelectedItemPos(), 0)]
            full.setText("\n".join(part for part in (finding["message"], finding["suggestion"]) if part))

        def disposing(self, event):
            pass

    return Watcher()
