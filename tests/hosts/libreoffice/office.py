"""Drives a private, headless LibreOffice; runs under the system's Python, the one that has LibreOffice's `uno`.

    /usr/bin/python3 office.py PROFILE SCENARIO < input.json > output.json

Every scenario is a function of `scenarios.py`: an office and the input in, something for JSON out.
"""

from __future__ import annotations

import importlib
import json
import os
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import uno
import unohelper
from com.sun.star.beans import PropertyValue
from com.sun.star.connection import NoConnectException
from com.sun.star.lang import DisposedException
from com.sun.star.task import XInteractionHandler
from com.sun.star.ucb import XCommandEnvironment

PROGRAM = "/usr/lib/libreoffice/program/soffice.bin"
RESTART = 81
"""With this status a new profile asks to be started again."""


def properties(**given):
    return tuple(PropertyValue(name, 0, value, 0) for name, value in given.items())


class Office:
    """A running LibreOffice with a profile of its own."""

    def __init__(self, profile: Path):
        self.profile, self.pipe = profile, f"pmo{os.getpid()}"
        self._start()
        local = uno.getComponentContext()
        resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
        address = f"uno:pipe,name={self.pipe};urp;StarOffice.ComponentContext"
        begun = time.monotonic()
        while True:
            try:
                self.context = resolver.resolve(address)
                break
            except NoConnectException:
                if self.process.poll() == RESTART:
                    self._start()
                elif self.process.poll() is not None or time.monotonic() - begun > 60:
                    raise
                time.sleep(0.1)
        self.desktop = self.service("com.sun.star.frame.Desktop")

    def _start(self):
        self.process = subprocess.Popen(
            [
                PROGRAM,
                f"-env:UserInstallation={self.profile.as_uri()}",
                *os.environ.get("PMO_OFFICE_WORDS", "--headless --invisible").split(),
                "--norestore",
                "--nologo",
                "--nodefault",
                "--nofirststartwizard",
                f"--accept=pipe,name={self.pipe};urp;StarOffice.ComponentContext",
            ],
            stdout=subprocess.DEVNULL,
        )

    def service(self, name, *arguments):
        manager = self.context.ServiceManager
        if arguments:
            return manager.createInstanceWithArgumentsAndContext(name, arguments, self.context)
        return manager.createInstanceWithContext(name, self.context)

    def install(self, extension: Path):
        """Install an extension as its own manager does."""
        manager = self.context.getValueByName("/singletons/com.sun.star.deployment.ExtensionManager")
        manager.addExtension(extension.as_uri(), (), "user", manager.createAbortChannel(), Agree())

    def new(self):
        return self.desktop.loadComponentFromURL("private:factory/scalc", "_blank", 0, properties(Hidden=True))

    def open(self, path, hidden=True):
        """A document; the first load after a start is sometimes refused."""
        for _ in range(5):
            given = properties(Hidden=hidden, MacroExecutionMode=4)
            document = self.desktop.loadComponentFromURL(Path(path).as_uri(), "_blank", 0, given)
            if document is not None:
                return document
            time.sleep(0.5)
        raise RuntimeError(f"LibreOffice does not open {path}")

    def store(self, document, path, kind):
        document.storeToURL(Path(path).as_uri(), properties(FilterName=kind))

    def dispatch(self, document, address):
        """What a click on a line of a menu does."""
        helper = self.service("com.sun.star.frame.DispatchHelper")
        helper.executeDispatch(document.CurrentController.Frame, address, "_self", 0, ())

    def close(self):
        with suppress(DisposedException):
            self.desktop.terminate()
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()


class Agree(unohelper.Base, XCommandEnvironment, XInteractionHandler):
    """Says yes to what an installation asks."""

    def getInteractionHandler(self):
        return self

    def getProgressHandler(self):
        return None

    def handle(self, request):
        for choice in request.getContinuations():
            if choice.queryInterface(uno.getTypeByName("com.sun.star.task.XInteractionApprove")):
                choice.select()
                return


def main():
    sys.path.insert(0, str(Path(__file__).parent))
    scenario = getattr(importlib.import_module("scenarios"), sys.argv[2])
    office = Office(Path(sys.argv[1]))
    try:
        print(json.dumps(scenario(office, json.load(sys.stdin))))
    finally:
        office.close()


if __name__ == "__main__":
    main()
