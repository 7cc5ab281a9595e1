"""One step for Undo out of LibreOffice's own, one a cell, without its drawing the sheet after each of them."""

import unohelper
from com.sun.star.document import XUndoAction


class OneStep:
    """Within it, what is written becomes one step; the document neither calculates nor draws after every cell.

    So it is again when the step is taken back or done once more: 200 cells take a second and not three.
    """

    def __init__(self, document, title):
        self.document, self.title, self.begun = document, title, False

    def hush(self):
        self.automatic = self.document.isAutomaticCalculationEnabled()
        self.document.enableAutomaticCalculation(False)
        self.document.lockControllers()

    def speak(self):
        self.document.unlockControllers()
        self.document.enableAutomaticCalculation(self.automatic)

    def begin(self):
        """Before the first cell: a step with nothing in it would be one to wonder at."""
        if not self.begun:
            self.begun = True
            self.document.UndoManager.enterUndoContext(self.title)
            self.document.UndoManager.addUndoAction(Mark(self.title, self.speak, self.hush))

    def end(self):
        """After the last cell."""
        if self.begun:
            self.document.UndoManager.addUndoAction(Mark(self.title, self.hush, self.speak))
            self.document.UndoManager.leaveUndoContext()


class Mark(unohelper.Base, XUndoAction):
    """The beginning or the end of a step. It must write nothing: LibreOffice 7.4 would stop."""

    def __init__(self, title, undo, redo):
        self.Title, self.undoes, self.redoes = title, undo, redo

    def undo(self):
        self.undoes()

    def redo(self):
        self.redoes()
