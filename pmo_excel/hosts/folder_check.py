"""What shows between files, or against the calendar: versions of a project, stale files, names spelt in two ways."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final

from pmo_excel.core.columns import Type
from pmo_excel.core.instants import NO_INSTANT, as_date, instant
from pmo_excel.core.person_names import may_be, same_name
from pmo_excel.core.problems import Cell, Code, Problem, Severity
from pmo_excel.core.tables import Table, columns
from pmo_excel.governance.document_register import overdue_reviews
from pmo_excel.governance.naming import odd_file_name, odd_ids
from pmo_excel.governance.settings import setting_values
from pmo_excel.governance.tables import Charter, Deliverables, Settings
from pmo_excel.hosts.books import Outcome

OVER: Final = frozenset({"Closed", "Cancelled", "Proposed"})
"""Lifecycle states in which nobody reports."""


@dataclass(frozen=True, slots=True)
class _Version:
    """One file of a project."""

    outcome: Outcome
    project: str
    status: date | None
    cell: Cell


def among_files(outcomes: Sequence[Outcome], now: datetime) -> list[Outcome]:
    """The outcomes with what is found between these files, and against today."""
    extra: dict[int, list[Problem]] = {id(outcome): [] for outcome in outcomes}
    versions: dict[str, list[_Version]] = {}
    for outcome in outcomes:
        deliverables = outcome.refresh.tables.get("Deliverables") if outcome.refresh else None
        if isinstance(deliverables, Deliverables):
            extra[id(outcome)] += overdue_reviews(deliverables, instant(now))
        extra[id(outcome)] += _names(outcome)
        version = _version(outcome)
        if version is not None:
            extra[id(outcome)] += _stale(version, now.date())
            versions.setdefault(version.project.casefold(), []).append(version)
    for group in versions.values():
        if len(group) > 1 and group[0].project:
            for older, problem in _older(group):
                extra[id(older.outcome)].append(problem)
    for at, problem in _aliases(outcomes):
        extra[id(outcomes[at])].append(problem)
    return [replace(o, problems=[*o.problems, *extra[id(o)]]) if extra[id(o)] else o for o in outcomes]


def _names(outcome: Outcome) -> Iterator[Problem]:
    """IDs and a file name that are not as the workbook's settings say."""
    if outcome.refresh is None:
        return
    tables = outcome.refresh.tables
    charter, settings = tables.get("Charter"), tables.get("Settings")
    said = setting_values(settings if isinstance(settings, Settings) else None)[0]
    yield from odd_ids(list(tables.values()), said)
    if isinstance(charter, Charter) and len(charter):
        fields = {"Project ID": str(charter.id[0] or ""), "Project Name": str(charter.name[0] or "")}
        problem = odd_file_name(outcome.path.name, str(said["File name"]), fields)
        if problem is not None:
            yield problem


def _version(outcome: Outcome) -> _Version | None:
    charter = outcome.refresh.tables.get("Charter") if outcome.refresh else None
    if not isinstance(charter, Charter) or not len(charter):
        return None
    status = int(charter.status_date[0])
    project = charter.id[0] or ""
    cell = charter.cell("status_date", 0)
    return _Version(outcome, str(project), None if status == NO_INSTANT else as_date(status), cell)


def _stale(version: _Version, today: date) -> Iterator[Problem]:
    charter = version.outcome.refresh.tables["Charter"] if version.outcome.refresh else None
    if version.status is None or not isinstance(charter, Charter) or charter.lifecycle_status[0] in OVER:
        return
    settings = version.outcome.refresh.tables.get("Settings") if version.outcome.refresh else None
    limit = int(setting_values(settings if isinstance(settings, Settings) else None)[0]["Data age limit"])
    age = (today - version.status).days
    if age > limit:
        text = f"the status date {version.status:%d-%b-%Y} is {age} days old, over the limit of {limit}: stale, grey"
        yield Problem(Code.STALE, text, version.cell, "Ask for an update of the workbook.", Severity.MEDIUM)


def _older(group: Sequence[_Version]) -> Iterator[tuple[_Version, Problem]]:
    """Every version but the one that counts: the newest status date, then the file that was saved last."""
    ranked = sorted(group, key=lambda one: (one.status or date.min, one.outcome.path.stat().st_mtime), reverse=True)
    newest = ranked[0]
    for one in ranked[1:]:
        name = newest.outcome.path.name
        if one.outcome.sha256 == newest.outcome.sha256:
            why = f"is the same file as {name}, byte for byte"
        elif one.status == newest.status:
            why = f"has the same status date as {name}, which was saved later and counts"
        else:
            why = f"is an earlier version than {name}, whose status date is newer and which counts"
        text = f"{one.outcome.path.name} of {one.project} {why}"
        fix = "Move it out of the folder, or give it a project ID of its own."
        yield one, Problem(Code.DUPLICATE_VERSION, text, one.cell, fix, Severity.MEDIUM)


def _aliases(outcomes: Sequence[Outcome]) -> Iterator[tuple[int, Problem]]:
    """Names in one file that may be a shorter spelling of a name in another."""
    named = [_people(outcome.refresh.tables if outcome.refresh else {}) for outcome in outcomes]
    for at, people in enumerate(named):
        for spelling, cell in people.values():
            if any(may_be(spelling, other) for other, _ in people.values()):
                continue  # said already, in the file itself
            for other_at, others in enumerate(named):
                full = next((other for other, _ in others.values() if may_be(spelling, other)), None)
                if other_at != at and full is not None:
                    text = f"{spelling!r} may be {full} of {outcomes[other_at].path.name}"
                    fix = "If it is the same person, write the name the same way everywhere."
                    yield at, Problem(Code.POSSIBLE_ALIAS, text, cell, fix, Severity.LOW)
                    break


def _people(tables: Mapping[str, Table]) -> dict[str, tuple[str, Cell]]:
    found: dict[str, tuple[str, Cell]] = {}
    for table in tables.values():
        for name, column in columns(type(table)).items():
            if column.type is Type.PERSON and column.typed and table.has(name):
                for row, person in enumerate(getattr(table, name).tolist()):
                    if person:
                        found.setdefault(same_name(person), (person, table.cell(name, row)))
    return found
