"""Leveled dates of several projects into each one's workbook, by a refresh that takes them as they are."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Final

from pmo_excel.core.problems import Cell, Code, Problem, Severity
from pmo_excel.governance.tables import Settings
from pmo_excel.hosts.books import Outcome, applied, read_file, saved
from pmo_excel.hosts.log_file import log
from pmo_excel.hosts.pool_files import PoolBook
from pmo_excel.refresh import CellChange, refreshed
from pmo_excel.resources.functions_leveling import ACROSS
from pmo_excel.resources.leveling.leveled_table import LeveledTasks
from pmo_excel.workbook.read import Book
from pmo_excel.workbook.refused import Refused

SETTING: Final = "Levelled dates"


def write_levels(read: PoolBook, made: LeveledTasks, now: datetime, dry_run: bool) -> Outcome:
    """Refresh a workbook with its levelled dates as they were made together with others, which its Settings then say.

    A file that was changed since it was read is left alone, for its dates are of an older plan.
    """
    path = read.path
    try:
        package, book, memory = read_file(path)
        if package.sha256 != read.sha256:
            return Outcome(path, None, [_changed(path)])
        typed, problems = _said_across(book)
        beside, on_sheets = memory.fingerprints, memory.results == "sheet"
        result = refreshed(book, beside, on_sheets, {"LEVEL": made}, typed)
        found = [*problems, *result.problems]
        if dry_run or not result.writes:
            return Outcome(path, result, found, sha256=package.sha256)
        patched = applied(package, result)
        copy = saved(path, package, patched.data, memory, result.beside, now)
    except Refused as error:
        log(path, now, "level refused", error.problems)
        return Outcome(path, None, error.problems)
    log(path, now, "level", found, backup=copy.name, cells=len(patched.cells), parts=len(patched.changed))
    return Outcome(path, result, found, patched, copy, package.sha256)


def _changed(path: Path) -> Problem:
    text = "the file was changed while projects were leveled, so nothing was written"
    return Problem(Code.FILE, text, Cell(path.name), "Level again.", Severity.CRITICAL)


def _said_across(book: Book) -> tuple[list[CellChange], list[Problem]]:
    """The setting by which a refresh keeps these dates; a finding where the workbook has no place for it."""
    settings = book.tables.get("Settings")
    names = settings.name.tolist() if isinstance(settings, Settings) else []
    if not isinstance(settings, Settings) or SETTING not in names or not settings.has("value"):
        text = f"no row {SETTING!r} in Settings, so the next refresh levels this workbook by itself again"
        fix = f"Add the setting {SETTING!r} with the value {ACROSS!r}: pmo upgrade adds the sheet."
        return [], [Problem(Code.MISSING_VALUE, text, Cell("Settings"), fix, Severity.LOW)]
    row = names.index(SETTING)
    old = settings.value[row]
    if old == ACROSS:
        return [], []
    because = "these dates were made together with other projects, and a refresh keeps them"
    return [CellChange(settings.cell("value", row), SETTING, old, ACROSS, because)], []
