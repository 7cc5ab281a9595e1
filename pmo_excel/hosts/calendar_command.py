"""`pmo calendar`: milestones, gates and meetings of workbooks as an iCalendar file that updates diaries."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from pmo_excel.core.problems import Cell, Code, Problem
from pmo_excel.hosts.star_command import newest, sources_of
from pmo_excel.report.calendar_events import events, once, status_day
from pmo_excel.report.icalendar_file import NotOursError, Written, calendar_file
from pmo_excel.workbook.refused import refused
from pmo_excel.workbook.save import create

LARGEST: Final = 20_000_000
"""Bytes of a calendar before that is read."""


@dataclass(frozen=True, slots=True)
class Made:
    """The file, what is in it against the one before, and what was left out."""

    path: Path
    written: Written
    problems: tuple[Problem, ...]

    def as_json(self) -> dict[str, Any]:
        """The calendar in numbers, as programs read it."""
        one = self.written
        counts = {"new": one.new, "changed": one.changed, "same": one.same, "cancelled": one.cancelled}
        return {"file": str(self.path), **counts, "problems": [problem.as_json() for problem in self.problems]}

    def __str__(self) -> str:
        one = self.written
        counts = f"{one.new} new, {one.changed} changed, {one.same} as before, {one.cancelled} cancelled"
        return f"{self.path}: {one.new + one.changed + one.same} events ({counts})"


def make_calendar(source: Path, target: Path, now: datetime) -> Made:
    """Write the calendar of a workbook, of a portfolio, or of the workbooks of a folder.

    Raises
    ------
    Refused
        Nothing could be read, or the file there is no calendar of ours, which is then left as it is.
    """
    sources, problems = sources_of(source)
    chosen, left = newest(sources)
    found, twice = once([(one.file, event) for one in chosen for event in events(one.tables, one.project)])
    days = [day for one in chosen if (day := status_day(one.tables)) is not None]
    try:
        written = calendar_file(found, source.stem, now, max(days, default=None), _before(target))
    except NotOursError as error:
        fix = "Name another file with -o; this one was left as it is."
        raise refused(f"{target.name} is there, and {error}", fix, code=Code.FILE, cell=Cell(target.name)) from error
    target.parent.mkdir(parents=True, exist_ok=True)
    create(target, written.data, replace=True)
    return Made(target, written, (*problems, *left, *twice))


def _before(target: Path) -> bytes | None:
    """The file as it is; None where there is none."""
    if not target.exists():
        return None
    if target.is_dir() or target.stat().st_size > LARGEST:
        raise NotOursError("it is no calendar")
    return target.read_bytes()
