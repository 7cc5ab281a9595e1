"""Things done on LibreOffice's own thread, as soon as it has time."""

import threading

import unohelper
from com.sun.star.awt import XCallback


def soon(context, function, *given):
    """Do something there; gives what can be waited for."""
    callback = Callback(function, given)
    name = "com.sun.star.awt.AsyncCallback"
    context.ServiceManager.createInstanceWithContext(name, context).addCallback(callback, None)
    return callback


class Callback(unohelper.Base, XCallback):
    """A call that LibreOffice makes."""

    def __init__(self, function, given):
        self.function, self.given, self.done = function, given, threading.Event()
        self.value = self.error = None

    def notify(self, data):
        try:
            self.value = self.function(*self.given)
        except Exception as error:  # noqa: BLE001 -- it belongs to the thread that waits
            self.error = error
        finally:
            self.done.set()

    def result(self):
        """Wait for what it gives; never on LibreOffice's own thread."""
        self.done.wait()
        if self.error is not None:
            raise self.error
        return self.value
