"""`pmo rag`: the colours of a project's status as lines: dimension, colour, trend, reason and the cells behind it."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from pmo_excel.core.problems import Problem
from pmo_excel.core.tables import field_of
from pmo_excel.governance.status import ProjectStatus
from pmo_excel.hosts.book_answers import answer_from

_PARTS: Final = ("", " Trend", " Last Periods", " Why", " Cells")
DIMENSIONS: Final = ("Time", "Cost", "Scope", "Quality", "Risk", "Resource", "Benefits", "Overall")


def dimensions(path: Path) -> tuple[list[list[str | None]], list[Problem]]:
    """The lines with their headers first; the reported colour comes last, where one was typed.

    Raises
    ------
    Refused
        The file cannot be read.
    """
    got = answer_from(path, "STATUS", {}).answer
    rows: list[list[str | None]] = [["Dimension", "RAG", "Trend", "Last Periods", "Why", "Cells"]]
    value = got.value
    if isinstance(value, ProjectStatus):
        rows += [[name, *(_cell(value, f"{name} RAG{part}") for part in _PARTS)] for name in DIMENSIONS]
        if value.reported_why[0]:
            rows.append(["Reported", value.reported[0], None, None, value.reported_why[0], None])
    return rows, list(got.problems)


def _cell(value: ProjectStatus, header: str) -> str | None:
    try:
        name = field_of(ProjectStatus, header)
    except KeyError:
        return None
    found = getattr(value, name)[0]
    return None if found is None else str(found)
