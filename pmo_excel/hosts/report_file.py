"""One report of a workbook as a file that a command was asked for; its ending says the format."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Final

from pmo_excel.core.problems import NOWHERE, Code
from pmo_excel.hosts.books import checked
from pmo_excel.hosts.report_command import rendered_report
from pmo_excel.hosts.report_material import material_of
from pmo_excel.report.document import Report
from pmo_excel.report.kinds.catalogue import FORMATS
from pmo_excel.report.material import Material
from pmo_excel.workbook.refused import Refused, refused
from pmo_excel.workbook.save import create

_ENDINGS: Final = {"": "html", ".htm": "html"}


def write_report(path: Path, make: Callable[[Material], Report], target: Path, now: datetime) -> None:
    """Write a report of a workbook; a page for a browser where the name has no ending.

    Raises
    ------
    Refused
        The workbook cannot be read, the format is none, or the file cannot be written.
    """
    form = _ENDINGS.get(target.suffix.lower(), target.suffix.lower().lstrip("."))
    if form not in FORMATS:
        fix = f"End the name in one of {', '.join(f'.{one}' for one in FORMATS)}."
        raise refused(f"a report is not written as .{form}", fix, code=Code.ARGUMENT, cell=NOWHERE)
    outcome = checked(path)
    given = material_of(outcome, now)
    if given is None:
        raise Refused(list(outcome.problems))
    target.parent.mkdir(parents=True, exist_ok=True)
    create(target, rendered_report(make(given), given, form, None), replace=True)
