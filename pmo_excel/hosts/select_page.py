"""The page of a selection, written to a file."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from pmo_excel.core.instants import instant
from pmo_excel.core.problems import Cell, Code
from pmo_excel.hosts.select_command import Chosen
from pmo_excel.report.decision_page import DecisionPage, decision_html
from pmo_excel.workbook.refused import refused
from pmo_excel.workbook.save import create


def write_page(path: Path, made: Chosen, target: Path, now: datetime) -> None:
    """Write the page.

    Raises
    ------
    Refused
        There is no selection to show, or the file cannot be written.
    """
    if made.table is None:
        said = next((p.message for p in made.problems), "nothing fits")
        raise refused(f"there is no selection: {said}", "Raise a limit.", code=Code.UNDEFINED, cell=Cell("Selection"))
    page = DecisionPage(path.name, instant(now), made.scenario, made.limits, made.table, made.frontier, made.tables)
    target.parent.mkdir(parents=True, exist_ok=True)
    create(target, decision_html(page).encode(), replace=True)
