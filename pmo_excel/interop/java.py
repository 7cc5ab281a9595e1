"""The Java machine that MPXJ runs on: found, started once, and told to keep to itself."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import Any, Final

from pmo_excel.core.problems import Cell, Code, Problem, Severity

EXTRA: Final = 'Install it: pip install "pmo-excel[mpp]", and Java 11 or later.'
_OPTIONS: Final = (
    "-Xmx2g",
    "-Djava.awt.headless=true",
    "-Dlog4j2.loggerContextFactory=org.apache.logging.log4j.simple.SimpleLoggerContextFactory",
    "-Dorg.apache.logging.log4j.simplelog.level=OFF",
    # An XML file may neither fetch anything nor grow without bounds by its entities (JAXP, java.xml module).
    "-Djavax.xml.accessExternalDTD=",
    "-Djavax.xml.accessExternalSchema=",
    "-Djavax.xml.accessExternalStylesheet=",
    "-Djdk.xml.entityExpansionLimit=1000",
)


def java(path: Path) -> Any | Problem:
    """The bridge to Java (`jpype`) with its machine running; or what is missing to read a file.

    The machine is started at the first call and serves the whole process, as a process can have one only.
    """
    cell = Cell(path.name)
    try:
        bridge = import_module("jpype")
        import_module("mpxj")  # puts its jars on the class path
    except ImportError:
        text = "the library MPXJ, which reads plans of this program, is not installed"
        return Problem(Code.FILE, text, cell, EXTRA, Severity.CRITICAL)
    if bridge.isJVMStarted():
        return bridge
    try:
        bridge.startJVM(*_OPTIONS, convertStrings=False)
    except bridge.JVMNotFoundException:
        text = "Java, which reads plans of this program, is not found on this computer"
        fix = "Install Java 11 or later, or set JAVA_HOME to the folder where it is."
        return Problem(Code.FILE, text, cell, fix, Severity.CRITICAL)
    except (OSError, RuntimeError) as error:
        text = f"Java cannot be started: {str(error).splitlines()[0]}"
        return Problem(Code.FILE, text, cell, "Install Java 11 or later and try again.", Severity.CRITICAL)
    return bridge
