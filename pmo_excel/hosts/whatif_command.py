"""`pmo whatif`: a scenario tried on copies in memory, and the differences as a table, JSON, a page or a workbook."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any, Final

import numpy as np
import xlsxwriter

import pmo_excel.functions  # noqa: F401 -- fills the catalogue and declares the sheets
from pmo_excel.core.calling import plain
from pmo_excel.core.cells import Conventions
from pmo_excel.core.columns import TEMPORAL, Type
from pmo_excel.core.instants import NO_INSTANT, instant
from pmo_excel.core.problems import Cell, Code, Problem, Severity
from pmo_excel.core.tables import columns
from pmo_excel.cost.ledger import CostLines
from pmo_excel.cost.tables import Budget
from pmo_excel.hosts.books import opened, workbooks
from pmo_excel.hosts.pool_files import in_file, source_of
from pmo_excel.hosts.pool_sheet import pool_source
from pmo_excel.portfolio.pool import Source, pool
from pmo_excel.portfolio.whatif import Cut, Delay, Delta, Hire, Scenario, State, delayed, delta
from pmo_excel.refresh.compute import computed
from pmo_excel.report.whatif_page import whatif_html
from pmo_excel.schedule.calendars import Calendar
from pmo_excel.schedule.durations import duration
from pmo_excel.schedule.named_calendars import project_calendar
from pmo_excel.schedule.plan import Settings
from pmo_excel.workbook.portfolio_reading import read_portfolio
from pmo_excel.workbook.read import Book
from pmo_excel.workbook.refused import Refused
from pmo_excel.workbook.save import create

_SETTINGS: Final = Settings(start=0)
"""Days of 8 hours and weeks of 5 days, as `2w` is typed in a plan."""
_HIRE: Final = "ROLE[; from DATE][; UNITS%][; RATE an hour]"


@dataclass(frozen=True, slots=True)
class Tried:
    """A scenario that was tried; no table where it could not be."""

    scenario: Scenario
    files: tuple[Path, ...]
    delta: Delta | None
    problems: tuple[Problem, ...]

    def as_json(self) -> dict[str, Any]:
        """The differences as programs read them."""
        rows = [] if self.delta is None else _records(self.delta)
        return {
            "files": [str(path) for path in self.files],
            "scenario": said(self.scenario),
            "differences": rows,
            "problems": [problem.as_json() for problem in self.problems],
        }


def _records(made: Delta) -> list[dict[str, Any]]:
    held = {c.header: [plain(c, v) for v in getattr(made, n).tolist()] for n, c in columns(Delta).items()}
    return [dict(zip(held, row, strict=True)) for row in zip(*held.values(), strict=True)]


def rows_of_delta(made: Delta) -> list[list[Any]]:
    """The differences as rows to print, headers first; a date stands where a number has none."""
    rows: list[list[Any]] = [["Measure", "Project", "Resource / Role", "From", "Before", "After", "Difference", "Unit"]]
    for one in _records(made):
        dated = one["Date Before"] is not None
        before, after = ("Date Before", "Date After") if dated else ("Before", "After")
        names = ("Measure", "Project ID", "Resource / Role", "Period Start", before, after, "Difference", "Unit")
        rows.append([one[name] for name in names])
    return rows


def said(scenario: Scenario) -> list[str]:
    """The scenario in words, a line each."""
    lines = [
        f"{each.project}{f' task {each.task}' if each.task else ''} starts {each.days} working days later"
        for each in scenario.delays
    ]
    lines += [f"a new {each.role} at {each.units:.0%}{_rate(each.rate)}" for each in scenario.hires]
    for cut in scenario.cuts:
        less = f"{cut.share:.0%}" if cut.share is not None else f"{cut.amount:,.0f}"
        lines.append(f"the budget of {cut.project} is cut by {less}")
    return lines


def _rate(rate: float) -> str:
    return "" if rate != rate else f" for {rate:,.2f} an hour"


def scenario_from(delays: Sequence[str], hires: Sequence[str], cuts: Sequence[str]) -> Scenario | list[Problem]:
    """A scenario from what was typed, or everything that is wrong with it."""
    problems: list[Problem] = []
    made = Scenario(
        tuple(d for text in delays if (d := _delay(text, problems)) is not None),
        tuple(h for text in hires if (h := _hire(text, problems)) is not None),
        tuple(c for text in cuts if (c := _cut(text, problems)) is not None),
    )
    if not problems and not (delays or hires or cuts):
        problems.append(_wrong("--delay", "", "nothing is to be tried", 'Say, for instance, --delay "PRJ-014 2w".'))
    return problems or made


def _wrong(option: str, text: str, message: str, suggestion: str) -> Problem:
    what = f"{option} {text!r}: {message}" if text else message
    return Problem(Code.ARGUMENT, what, suggestion=suggestion, severity=Severity.CRITICAL)


def _delay(text: str, problems: list[Problem]) -> Delay | None:
    found = re.fullmatch(r"\s*(.+?)\s+([\d.,]+\s*[a-zA-Z]*)\s*", text)
    amount = duration(found[2], _SETTINGS) if found else None
    if found is None or amount is None or amount.elapsed or amount.minutes <= 0:
        fix = 'Write the project, or project/task, and how long: "PRJ-014 2w" or "PRJ-014/12 5d".'
        problems.append(_wrong("--delay", text, "is not a project and a working time", fix))
        return None
    project, _, task = found[1].partition("/")
    return Delay(project.strip(), task.strip() or None, max(1, round(amount.minutes / _SETTINGS.minutes_per_day)))


def _hire(text: str, problems: list[Problem]) -> Hire | None:
    role, *rest = (part.strip() for part in text.split(";"))
    hire = Hire(role, NO_INSTANT)
    for part in rest:
        try:
            hire = _with_part(hire, part)
        except ValueError:
            problems.append(_wrong("--add-hire", text, f"{part!r} is not understood", f'Write "{_HIRE}".'))
            return None
    if not role:
        problems.append(_wrong("--add-hire", text, "a role is missing", f'Write "{_HIRE}".'))
        return None
    return hire


def _with_part(hire: Hire, part: str) -> Hire:
    if part.lower().startswith("from "):
        return replace(hire, available_from=instant(date.fromisoformat(part[5:].strip())))
    if part.endswith("%"):
        return replace(hire, units=float(part[:-1]) / 100)
    return replace(hire, rate=float(part.removesuffix("/h").removesuffix("an hour").replace(",", "")))


def _cut(text: str, problems: list[Problem]) -> Cut | None:
    found = re.fullmatch(r"\s*(.+?)\s+([\d.,]+)\s*(%?)\s*", text)
    number = float(found[2].replace(",", "")) if found and re.fullmatch(r"\d+(,\d{3})*(\.\d+)?", found[2]) else 0.0
    if found is None or number <= 0 or (found[3] and number >= 100):
        fix = 'Write the project and how much: "PRJ-014 10%" or "PRJ-014 50000".'
        problems.append(_wrong("--cut-budget", text, "is not a project and an amount", fix))
        return None
    return Cut(found[1], number / 100 if found[3] else None, None if found[3] else number)


@dataclass(frozen=True, slots=True)
class _Project:
    """One workbook, computed: its book, its part of the pool and its problems."""

    path: Path
    book: Book
    source: Source

    @property
    def calendar(self) -> Calendar:
        return project_calendar(self.source.holidays, self.source.calendars)


def tried(paths: Iterable[Path], scenario: Scenario, period: str) -> Tried:
    """What a scenario would change in these workbooks; they are read, and never written."""
    found, problems = workbooks(paths)
    projects: list[_Project] = []
    pools: list[Source] = []
    for path in found:
        try:
            book = opened(path)
        except Refused as error:
            problems += error.problems
            continue
        if book.package.table("tblPool") is not None:
            pools.append(pool_source(read_portfolio(book.package), path.name))
            continue
        notes: dict[str, tuple[Problem, ...]] = {}
        projects.append(_Project(path, book, source_of(book, path.name, path.stem, notes)))
        problems += [
            in_file(p, path.name) for p in notes[path.name] if p.severity in (Severity.CRITICAL, Severity.HIGH)
        ]
    scenario, unknown = _named(scenario, projects)
    problems += unknown
    if unknown or not projects:
        return Tried(scenario, tuple(found), None, tuple(problems))
    later: list[_Project] = []
    for project in projects:
        changed, said_of = _delayed(project, scenario)
        later.append(changed)
        problems += [in_file(p, project.path.name) for p in said_of]
    if any(p.code is Code.UNKNOWN_TASK and p.severity is Severity.CRITICAL for p in problems):
        return Tried(scenario, tuple(found), None, tuple(problems))
    made = delta(_state(projects, pools), _state(later, pools), scenario, period)
    return Tried(scenario, tuple(one.path for one in projects), made, tuple(dict.fromkeys(problems)))


def _named(scenario: Scenario, projects: Sequence[_Project]) -> tuple[Scenario, list[Problem]]:
    """The scenario with each project's own ID, and the projects that are in none of the files."""
    names = {one.source.project.casefold(): one.source.project for one in projects}
    names |= {one.path.stem.casefold(): one.source.project for one in projects}
    problems = []
    for project in (*(d.project for d in scenario.delays), *(c.project for c in scenario.cuts)):
        if project.casefold() not in names:
            text = f"none of the workbooks is of the project {project!r}"
            fix = f"There are {', '.join(one.source.project for one in projects) or 'none'}."
            problems.append(Problem(Code.ARGUMENT, text, suggestion=fix, severity=Severity.CRITICAL))
    if problems:
        return scenario, problems
    delays = tuple(replace(each, project=names[each.project.casefold()]) for each in scenario.delays)
    cuts = tuple(replace(each, project=names[each.project.casefold()]) for each in scenario.cuts)
    with_budget = {one.source.project for one in projects if isinstance(one.book.tables.get("Budget"), Budget)}
    for cut in cuts:
        if cut.project not in with_budget:
            text = f"the workbook of {cut.project} has no budget to cut"
            problems.append(Problem(Code.MISSING_TABLE, text, Cell("Budget"), "Fill in Budget.", Severity.CRITICAL))
    return replace(scenario, delays=delays, cuts=cuts), problems


def _delayed(project: _Project, scenario: Scenario) -> tuple[_Project, list[Problem]]:
    """The project computed again from a copy of its tables, with the delays that are its own."""
    problems: list[Problem] = []
    for each in scenario.delays:
        if each.project != project.source.project or project.source.tasks is None:
            continue
        tasks, found = delayed(project.source.tasks, each, project.calendar)
        problems += found
        book = replace(project.book, tables={**project.book.tables, "Schedule": tasks})
        project = replace(project, book=book, source=source_of(book, project.source.file, project.path.stem, {}))
    return project, problems


def _state(projects: Sequence[_Project], pools: Sequence[Source]) -> State:
    finishes, calendars, budgets = {}, {}, {}
    for one in projects:
        tasks, name = one.source.tasks, one.source.project
        known = [] if tasks is None else [day for day in tasks.finish.tolist() if day != NO_INSTANT]
        finishes[name] = max(known, default=NO_INSTANT)
        calendars[name] = one.calendar
        budget = one.book.tables.get("Budget")
        if isinstance(budget, Budget):
            done = computed(one.book.tables, Conventions(one.book.package.date1904)).results.get("COSTLINES")
            if isinstance(done, CostLines):
                budgets[name] = (budget, done)
    return State(pool([*pools, *(one.source for one in projects)]), finishes, calendars, budgets)


def write_delta(of: Tried, path: Path, now: datetime) -> None:
    """Write the differences as a page (.html) or a workbook of its own (.xlsx); a workbook that is there stays.

    Raises
    ------
    Refused
        The file cannot be written, or a workbook of this name is there.
    """
    assert of.delta is not None  # noqa: S101 -- the caller saw that there are differences
    names = [file.name for file in of.files]
    if path.suffix.lower() == ".xlsx":
        create(path, _workbook(of))
    else:
        create(path, whatif_html(of.delta, said(of.scenario), names, instant(now)).encode(), replace=True)


def _workbook(of: Tried) -> bytes:
    """One sheet with the differences as an Excel Table, numbers and dates as such."""
    assert of.delta is not None  # noqa: S101 -- the caller saw that there are differences
    file = BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    sheet = book.add_worksheet("What-if")
    sheet.hide_gridlines(2)
    sheet.write_string(0, 0, "What if", book.add_format({"bold": True, "font_size": 16, "font_color": "#1F4E79"}))
    for at, line in enumerate(said(of.scenario), start=1):
        sheet.write_string(at, 0, line)
    top = len(said(of.scenario)) + 2
    made = columns(Delta)
    formats = {
        "date": book.add_format({"num_format": "dd-mmm-yy", "align": "left"}),
        "n": book.add_format({"num_format": "#,##0.00"}),
    }
    for at, (name, column) in enumerate(made.items()):
        sheet.set_column(at, at, 20 if column.type is Type.TEXT else 14)
        for row, value in enumerate(getattr(of.delta, name).tolist(), start=top + 1):
            shown = plain(column, value)
            if shown is None:
                continue
            if column.type in TEMPORAL:
                sheet.write_datetime(row, at, datetime.fromisoformat(shown), formats["date"])
            elif column.type is Type.NUMBER:
                sheet.write_number(row, at, float(np.round(shown, 6)), formats["n"])
            else:
                sheet.write_string(row, at, str(shown))
    head = book.add_format({"bold": True, "font_color": "#FFFFFF", "bg_color": "#1F4E79", "valign": "vcenter"})
    headers = [{"header": column.header, "header_format": head} for column in made.values()]
    last = top + max(1, len(of.delta))
    sheet.add_table(
        top, 0, last, len(made) - 1, {"name": "tblWhatIf", "columns": headers, "style": "Table Style Light 9"}
    )
    sheet.freeze_panes(top + 1, 0)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    book.close()
    return file.getvalue()
