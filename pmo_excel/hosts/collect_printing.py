"""A collect as the command line shows it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from pmo_excel.core.instants import NO_INSTANT, as_datetime, day_text
from pmo_excel.hosts.collect_command import Outcome
from pmo_excel.hosts.records import records
from pmo_excel.hosts.reminder_files import drafts_folder
from pmo_excel.portfolio.projects import Project
from pmo_excel.portfolio.submission import Submission, counts
from pmo_excel.portfolio.summary import value

_SHOWN = 5
"""Overloaded weeks that are printed."""


def submission_rows(outcome: Outcome) -> list[list[Any]]:
    """A line for each project: how its report arrived, what it says, and how good it is."""
    rows: list[list[Any]] = [["Project", "Name", "Submission", "Status date", "Overall", "Findings H/M/L", "File"]]
    return rows + [_row(project) for project in outcome.collected.projects]


def _row(project: Project) -> list[Any]:
    made = project.summary
    day, rag, name = (
        (None, None, None)
        if made is None
        else (value(made, "status_date"), value(made, "overall_rag_computed"), value(made, "name"))
    )
    shown = None if project.shown is None else project.shown.file
    file = f"{shown} (earlier)" if project.carried and shown else shown
    dated = None if day is None else day_text(int(day))
    return [project.id, name, project.how.value, dated, rag, counts(project.findings), file]


def rollup_rows(outcome: Outcome) -> list[list[Any]]:
    """The colours by group."""
    found = records(outcome.rollup)
    headers = list(found[0]) if found else ["Group"]
    return [[outcome.asked.by if h == "Group" else h for h in headers], *([row[h] for h in headers] for row in found)]


def lines(outcome: Outcome) -> Iterator[str]:
    """What there is to say in words, and what was written."""
    made, reading = outcome.collected, outcome.reading
    yield f"{_counted(reading.read, 'workbook')} read, {reading.remembered} known already"
    for how in (Submission.MISSING, Submission.LATE, Submission.STALE, Submission.DEFECTIVE):
        named = [project.id for project in made.of(how)]
        if named:
            yield f"{how.value}: {', '.join(named)}"
    for row in np.flatnonzero(made.gates.overload.astype(bool)).tolist()[:_SHOWN]:
        week, count = day_text(int(made.gates.week[row])), made.gates.gates[row]
        yield f"{made.gates.board[row]} has {count:g} gates in the week of {week}: {made.gates.which[row]}"
    yield from _loads(outcome)
    if outcome.drafts and not outcome.asked.dry_run:
        drafted = _counted(len(outcome.drafts), "reminder")
        yield f"{drafted} drafted, none sent: {drafts_folder(outcome.asked.portfolio)}"
    name, cells = outcome.asked.portfolio.name, len(outcome.changes)
    if outcome.asked.dry_run:
        yield f"{name}: {cells} cells would change"
    elif outcome.new:
        yield f"{name}: made, {cells} cells"
    elif outcome.patched is None:
        yield f"{name}: up to date, nothing changed"
    else:
        yield f"{name}: {cells} cells changed; {outcome.patched.identical} parts are byte for byte as they were"
        yield f"undo: the file as it was is {outcome.copy}"


def _counted(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def _loads(outcome: Outcome) -> Iterator[str]:
    """How many people are booked for more than they can do, and the busiest week."""
    loads = outcome.collected.loads
    if loads is None:
        return
    made = loads.balance
    over = [row for row, share in enumerate(made.utilisation.tolist()) if share > 1 + 1e-9]
    if over:
        top = max(over, key=lambda row: (made.utilisation[row], -row))
        start = int(made.period_start[top])
        week = "" if start == NO_INSTANT else f" in the week of {as_datetime(start):%d %b %Y}"
        who = made.name[top] or made.who[top]
        people = len({str(made.who[row]) for row in over})
        who_all = "1 person" if people == 1 else f"{people} people"
        yield f"Booked above capacity: {who_all}; most {who}, {made.utilisation[top]:.0%}{week}"
        yield f"  {made.contributors[top]}"
