"""What a collect goes by: the settings of the portfolio workbook, and what its sheets hold already."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import numpy as np

from pmo_excel.core.problems import Code, Problem, Severity
from pmo_excel.core.tables import Origin
from pmo_excel.governance.settings import SETTINGS, setting_values
from pmo_excel.governance.tables import Settings
from pmo_excel.hosts.pool_sheet import pool_source
from pmo_excel.portfolio.collection_settings import COLLECTING, DEADLINE, GATES_PER_BOARD
from pmo_excel.portfolio.lineage import REGISTER
from pmo_excel.portfolio.projects import Held, Terms
from pmo_excel.portfolio.submission import deadline, last_due
from pmo_excel.portfolio.tables import Collection, GatePipeline, Pool, PortfolioSettings, Projects, Skills
from pmo_excel.workbook.portfolio_reading import PortfolioBook

_AGE: Final = "Data age limit"


def terms_of(book: PortfolioBook, now: int) -> tuple[Terms, list[Problem]]:
    """Deadline, limits and the roll-up rule; a default, with a finding, where a setting cannot be read."""
    table = _settings(book)
    values, problems = setting_values(table, (*SETTINGS, *COLLECTING))
    weekly = deadline(str(values[DEADLINE.header]))
    if weekly is None:
        row = table.name.tolist().index(DEADLINE.header)
        text = f"{values[DEADLINE.header]!r} is no day and hour; {DEADLINE.default} was used"
        fix = "Type a day and an hour, as in Fri 17:00."
        problems.append(Problem(Code.DEFAULT_USED, text, table.cell("value", row), fix, Severity.MEDIUM))
        weekly = deadline(str(DEADLINE.default))
    typed = dict(zip(table.name.tolist(), table.value.tolist(), strict=True))
    limit = int(values[_AGE]) if typed.get(_AGE) is not None else None
    due, gates, rule = last_due(weekly or 0, now), values[GATES_PER_BOARD.header], values["Roll-up rule"]
    return Terms(due, now, limit, float(gates), str(rule)), problems


def _settings(book: PortfolioBook) -> Settings:
    """The settings that hold for all projects."""
    found = book.tables.get("Settings")
    if not isinstance(found, PortfolioSettings):
        return Settings.of(0)
    rows = [row for row, project in enumerate(found.project_id.tolist()) if not project]
    at = np.array(rows, dtype=np.int64)
    origin = found.origin
    numbers = tuple(origin.rows[row] for row in rows)
    return Settings.of(
        len(rows),
        Origin(origin.sheet, numbers, origin.letters, origin.headers),
        name=found.name[at],
        value=found.value[at],
    )


def held_by(book: PortfolioBook, name: str) -> Held:
    """The sheets of the portfolio workbook that a collect reads."""
    people = pool_source(book, name) if "Resource Pool" in book.tables else None
    return Held(
        _of(book, REGISTER, Projects),
        _of(book, "Collection", Collection),
        _of(book, "Gate Pipeline", GatePipeline),
        people,
        _of(book, "Resource Pool", Pool),
        _of(book, "Skills", Skills),
    )


def _of(book: PortfolioBook, sheet: str, cls: type[Any]) -> Any:
    found = book.tables.get(sheet)
    return found if isinstance(found, cls) else None


def source_paths(book: PortfolioBook) -> list[Path]:
    """The files and folders that people typed beside projects in Collection; addresses are not among them."""
    table = _of(book, "Collection", Collection)
    typed = [] if table is None else [str(path).strip() for path in table.source_path.tolist() if path]
    return [Path(path) for path in dict.fromkeys(typed) if "://" not in path]
