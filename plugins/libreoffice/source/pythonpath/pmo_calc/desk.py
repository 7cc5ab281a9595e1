"""The commands of menu, toolbar and buttons. What takes long is done by `pmo`, which asks us for cells while it works.

`pmo` is spoken to from a thread; everything that touches a document or shows something happens on LibreOffice's own
thread, one request at a time, so that people can go on scrolling and stop it.
"""

import json
import threading

from com.sun.star.uno import Exception as UnoException

from pmo_calc import here
from pmo_calc.book import BookError, OpenBook
from pmo_calc.command import NotFoundError
from pmo_calc.dialogs import Dialogs
from pmo_calc.functions import TOLD
from pmo_calc.soon import soon
from pmo_calc.worker import started

SHEETS = "com.sun.star.sheet.SpreadsheetDocument"
RUNNING = {}
"""The work that `pmo` does now, under None: one at a time."""


def run(context, word, calls):
    """Do what was chosen, for the document in front."""
    desktop = context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
    document = desktop.getCurrentComponent()
    dialogs = Dialogs(context, document)
    title = TOLD["commands"].get(word, word)
    if word == "stop":
        stop(dialogs)
    elif document is None or not document.supportsService(SHEETS):
        dialogs.show(title, "Open a workbook first.")
    elif word in here.COMMANDS:
        here.COMMANDS[word](document, dialogs, calls)
    elif word not in TOLD["commands"]:
        dialogs.show("PMO", f"There is no command {word!r}.")
    elif RUNNING:
        dialogs.show(title, "pmo-excel is at work already. PMO, Stop ends it.")
    else:
        Work(context, word, document, dialogs).start()


def stop(dialogs):
    """End the work; what it had not begun to write is not written."""
    work = RUNNING.get(None)
    if work is None:
        dialogs.show("Stop", "Nothing is at work.")
    else:
        work.stop()


class Work(threading.Thread):
    """One command at work, from the first request of `pmo` to the last."""

    def __init__(self, context, word, document, dialogs):
        super().__init__(daemon=True)
        self.context, self.word = context, word
        self.book, self.dialogs = OpenBook(context, document), dialogs
        self.process, self.stopped = None, False
        RUNNING[None] = self

    def stop(self):
        self.stopped = True
        if self.process is not None and not self.book.writing:
            self.process.kill()

    def run(self):
        title = TOLD["commands"][self.word]
        try:
            self._converse()
        except NotFoundError as error:
            self._on_main(self.dialogs.show, title, str(error))
        finally:
            self._on_main(self.book.release)
            RUNNING.clear()

    def _converse(self):
        self.process = started(("open-book", self.word))
        ended = False
        for line in self.process.stdout:
            request = json.loads(line)
            if "tell" in request:
                self._on_main(self.book.told, request["text"])
                continue
            ended = request["ask"] == "show"
            answer = self._on_main(self._answer, request)
            self.process.stdin.write(json.dumps(answer) + "\n")
            self.process.stdin.flush()
        self.process.wait()
        if not ended and self.process.returncode:
            said = "It was stopped." if self.stopped else "pmo stopped on an error; pmo support-bundle tells why."
            self._on_main(self.dialogs.show, TOLD["commands"][self.word], said + " Nothing was written.")

    def _answer(self, request):
        """The answer to one request: a value, or why not."""
        what = request.pop("ask")
        answering = self.dialogs if what in self.dialogs.ANSWERS else self.book
        if what not in answering.ANSWERS:
            return {"refused": f"this version of the extension does not know {what}", "do": "Install it anew."}
        try:
            return {"value": getattr(answering, what)(**request)}
        except BookError as error:
            return {"refused": error.message, "do": error.suggestion, "sheet": error.sheet}
        except UnoException as error:
            return {"refused": f"LibreOffice did not take it: {error.Message}", "do": "Close its dialogs, try again."}

    def _on_main(self, function, *given):
        """Do something on LibreOffice's own thread, and wait for it."""
        return soon(self.context, function, *given).result()
