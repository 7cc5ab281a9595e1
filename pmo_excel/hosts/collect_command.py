"""`pmo collect`: workbooks of projects, read and brought into the portfolio workbook; none of them is written."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from pmo_excel.core.instants import as_datetime, instant
from pmo_excel.core.problems import Cell, Code, Problem, Severity
from pmo_excel.hosts.collect_files import Found, How, Reading, in_folders, named_apart, read_files
from pmo_excel.hosts.collect_memory import CollectMemory, Remembered, earlier
from pmo_excel.hosts.collect_terms import held_by, source_paths, terms_of
from pmo_excel.hosts.log_file import log
from pmo_excel.hosts.memory_file import remember, remembered
from pmo_excel.hosts.records import records
from pmo_excel.hosts.reminder_files import drafts_folder, write_drafts
from pmo_excel.portfolio.collected import Collected, collected, with_typed
from pmo_excel.portfolio.lineage import REGISTER
from pmo_excel.portfolio.reminder import Reminder, reminders
from pmo_excel.portfolio.rollup_by import RollUp, rollup_by
from pmo_excel.portfolio.tables import Projects
from pmo_excel.refresh.ledger import CellChange
from pmo_excel.refresh.memory import memory_cell
from pmo_excel.refresh.portfolio_filling import Filling, filling
from pmo_excel.workbook.growth import Growth
from pmo_excel.workbook.package import Package, open_package
from pmo_excel.workbook.patch import Edit, Patched, patch_showing_dates
from pmo_excel.workbook.portfolio_reading import PortfolioBook, read_portfolio
from pmo_excel.workbook.refused import refused
from pmo_excel.workbook.save import backup, create, save
from pmo_excel.workbook.templates_folder import templates_folder

TEMPLATE: Final = "Portfolio.xlsx"
"""The empty portfolio workbook among the templates: what `pmo new portfolio` makes."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What is collected, and how.

    Attributes
    ----------
    portfolio
        The portfolio workbook; a new one is made where there is none.
    by
        What colours are rolled up by.
    dry_run
        Nothing is written.
    """

    paths: Sequence[Path]
    portfolio: Path
    now: datetime
    how: How = field(default_factory=How)
    by: str = "Programme"
    dry_run: bool = False
    found: Sequence[Found] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a collect found and wrote.

    Attributes
    ----------
    changes
        The cells of the portfolio workbook that changed, without those of its memory.
    patched, copy
        The proof of what was written, None where nothing was; and the workbook as it was, None where it is new.
    """

    asked: Asked
    reading: Reading
    collected: Collected
    rollup: RollUp
    changes: Sequence[CellChange]
    drafts: Sequence[Reminder]
    problems: Sequence[Problem]
    patched: Patched | None = None
    copy: Path | None = None
    new: bool = False

    @property
    def serious(self) -> bool:
        """Whether a project has a finding of severity High or worse."""
        return any(finding.serious for project in self.collected.projects for finding in project.findings)

    def as_json(self) -> dict[str, Any]:
        """The collect as programs read it: every project, each value with its file and cell, and every change."""
        made = self.collected
        return {
            "portfolio": str(self.asked.portfolio),
            "files": {"read": self.reading.read, "remembered": self.reading.remembered},
            "projects": [
                {
                    "project": one.id,
                    "file": None if one.arrival is None else one.arrival.place,
                    "submission": one.how.value,
                    "due": as_datetime(one.due).isoformat(timespec="minutes"),
                    "shown": None if one.shown is None else one.shown.file,
                    "computed": None if one.summary is None else one.summary.computed,
                    "findings": [finding._asdict() for finding in one.findings],
                }
                for one in made.projects
            ],
            "register": records(made.tables[REGISTER]),
            "lineage": [one._asdict() for one in made.sources],
            "rollup": records(self.rollup),
            "load": [] if made.loads is None else records(made.loads.balance),
            "split": [] if made.loads is None else records(made.loads.split),
            "gates": records(made.gates),
            "reminders": [
                {"to": d.to, "address": d.address, "subject": d.subject, "projects": [*d.projects]} for d in self.drafts
            ],
            "changes": [change.as_json() for change in self.changes],
            "skipped": [problem.as_json() for problem in self.reading.skipped],
            "backup": None if self.copy is None else str(self.copy),
            "problems": [problem.as_json() for problem in self.problems],
        }


def collect(asked: Asked, step: Callable[[int, int], None] = lambda done, of: None) -> Outcome:
    """Find and read the projects' workbooks, and bring the portfolio workbook to what they say.

    Raises
    ------
    Refused
        The portfolio workbook cannot be read or written, or there is no workbook to collect.
    """
    new = not asked.portfolio.exists()
    source = (templates_folder() / TEMPLATE).read_bytes() if new else asked.portfolio
    package = open_package(source, asked.portfolio.name)
    book = read_portfolio(package)
    if REGISTER not in book.places:
        text = f"{asked.portfolio.name} is no portfolio workbook"
        raise refused(text, "Name one that pmo new portfolio made, or a file that does not exist yet.")
    terms, problems = terms_of(book, instant(asked.now))
    held = held_by(book, asked.portfolio.name)
    found, said = _files(asked, book)
    memory = CollectMemory(asked.portfolio)
    reading = read_files(found, memory, asked.how, step)
    known = memory.projects()
    here = [one.summary.project for one in reading.arrivals if one.summary is not None and one.summary.plan]
    made = collected(reading.arrivals, earlier(memory, known, here), held, terms)
    register = made.tables[REGISTER]
    assert isinstance(register, Projects)  # noqa: S101 -- as it is collected
    beside = remembered(asked.portfolio)
    filled = filling(book.book(tuple(made.tables)), made.tables, beside.fingerprints)
    problems += [*said, *(p for p in book.problems if p.severity is not Severity.INFO), *filled.problems]
    problems += _sheets_left_out(asked.portfolio.name, filled)
    drafts = reminders(made, register)
    rollup = rollup_by(with_typed(register, held.register), asked.by, terms.rule)
    changes = [change for change in filled.changes if not memory_cell(change.cell)]
    outcome = Outcome(asked, reading, made, rollup, changes, drafts, tuple(dict.fromkeys(problems)), new=new)
    if asked.dry_run:
        return outcome
    patched, copy = _write(asked, package, filled, new)
    if filled.beside and tuple(filled.beside) != beside.fingerprints:
        remember(asked.portfolio, replace(beside, fingerprints=tuple(filled.beside)))
    memory.keep_projects(_last_files(made, known, reading), tuple(reading.keys.values()))
    write_drafts(asked.portfolio, drafts, made)
    counted = {"files": len(reading.arrivals), "read": reading.read, "cells": len(changes)}
    log(asked.portfolio, asked.now, "collect", outcome.problems, **counted)
    return replace(outcome, patched=patched if patched.changed else None, copy=copy)


def _files(asked: Asked, book: PortfolioBook) -> tuple[list[Found], list[Problem]]:
    """The workbooks of the folders, of the site, and those that people typed beside projects in Collection."""
    typed = [path for path in source_paths(book) if path.exists()]
    but = [asked.portfolio, drafts_folder(asked.portfolio), *typed]
    found, problems = in_folders(asked.paths, but)
    more, _ = in_folders(typed, [asked.portfolio])
    return named_apart([*found, *more, *asked.found]), problems


def _write(asked: Asked, package: Package, filled: Filling, new: bool) -> tuple[Patched, Path | None]:
    """Write the cells that change, and what a refresh computes from them, after a backup, in one step."""
    edits = [Edit(change.cell.sheet, change.cell.ref, change.new) for change in filled.changes]
    patched = patch_showing_dates(package, edits, filled.growths)
    if new:
        patched = _refreshed(package, patched, edits, filled.growths)
        create(asked.portfolio, patched.data)
        return patched, None
    if not patched.changed:
        return patched, None
    patched = _refreshed(package, patched, edits, filled.growths)
    copy = backup(asked.portfolio, asked.now)
    save(asked.portfolio, patched.data, sha256=package.sha256)
    return patched, copy


def _refreshed(package: Package, patched: Patched, edits: Sequence[Edit], growths: Sequence[Growth]) -> Patched:
    """What was collected, with the scores, alignments and selections that rest on it."""
    from pmo_excel.hosts.books import edit  # the catalogue is loaded only where something has changed
    from pmo_excel.refresh import refreshed
    from pmo_excel.workbook.read import read_book

    after = refreshed(read_book(open_package(patched.data, package.label)))
    if not after.writes:
        return patched
    more = [edit(change) for change in after.changes]
    return patch_showing_dates(package, [*edits, *more], [*growths, *after.growths], after.links)


def _last_files(made: Collected, known: Mapping[str, Remembered], reading: Reading) -> dict[str, Remembered]:
    """The last file of each project that could be read."""
    last = dict(known)
    for one in made.projects:
        shown = one.shown
        if shown is not None and not one.carried:
            key = reading.keys[shown.file]
            last[one.id.casefold()] = Remembered(
                key, shown.file, shown.place, shown.saved, shown.size, shown.sha256, shown.version
            )
    return last


def _sheets_left_out(name: str, filled: Filling) -> list[Problem]:
    """Sheets that an older portfolio workbook does not have."""
    fix = "Make a new one with pmo new portfolio, and copy what you typed; or go on without."
    return [
        Problem(
            Code.MISSING_TABLE, f"{name} has no sheet {sheet!r}, so it is not filled", Cell(sheet), fix, Severity.LOW
        )
        for sheet in filled.left_out
    ]
