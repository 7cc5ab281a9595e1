"""Workbooks that were found: which of a project's versions counts, and whose a file is that cannot be read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from pmo_excel.core.instants import NO_INSTANT, day_text
from pmo_excel.core.problems import Code, Problem, Severity
from pmo_excel.portfolio.summary import Finding, Summary, value
from pmo_excel.portfolio.tables import Collection, Projects

_HAS: Final = {Code.FILE_LOCKED: "Locked"}


@dataclass(frozen=True, slots=True)
class Arrival:
    """A file that was found.

    Attributes
    ----------
    file, place
        Its name in messages and in the lineage; and where it is: its path, or its address.
    saved
        The instant at which it was last changed.
    version
        Its version, where a library knows it.
    summary
        What it says; None where it could not be read, and `refused` says why.
    """

    file: str
    place: str
    saved: int
    size: int
    sha256: str
    version: str = ""
    summary: Summary | None = None
    refused: tuple[Problem, ...] = ()

    @property
    def stem(self) -> str:
        """The name without its folder and its ending."""
        return self.file.rpartition("/")[2].rpartition(".")[0] or self.file


@dataclass(frozen=True, slots=True)
class Picked:
    """The one file that counts for each project, and what was not used.

    Attributes
    ----------
    files
        By project, its name as the file gives it.
    unread
        Files that could not be read, by the project that they seem to be of.
    findings
        What is said of files that are not used, by project.
    """

    files: Mapping[str, Arrival]
    unread: Mapping[str, Arrival]
    findings: Mapping[str, Sequence[Finding]] = field(default_factory=dict)


def picked(arrivals: Sequence[Arrival], collection: Collection | None, register: Projects | None) -> Picked:
    """Of each project the version with the newest status date; of equal ones the file that was saved last.

    A workbook without tasks, as a form that came back, never counts before one that has a plan.

    Problems
    --------
    DUPLICATE_VERSION
        A file of a project that has a newer one.
    """
    versions: dict[str, list[Arrival]] = {}
    for arrival in arrivals:
        if arrival.summary is not None:
            versions.setdefault(arrival.summary.project.casefold(), []).append(arrival)
    files: dict[str, Arrival] = {}
    findings: dict[str, list[Finding]] = {}
    for group in versions.values():
        newest, *older = sorted(group, key=_newness, reverse=True)
        project = newest.summary.project if newest.summary is not None else newest.stem
        files[project] = newest
        findings[project] = [_duplicate(one, newest) for one in older]
    unread: dict[str, Arrival] = {}
    known = [*files, *_ids(collection), *_ids(register)]
    for arrival in (one for one in arrivals if one.summary is None):
        project = _owner(arrival, known, collection, register)
        findings.setdefault(project, []).extend(_refused(arrival, project, files.get(project)))
        unread.setdefault(project, arrival)
    return Picked(files, {p: a for p, a in unread.items() if p not in files}, findings)


def result_of(arrival: Arrival | None, findings: Sequence[Finding]) -> str:
    """What the Collection sheet says of a file: OK, OK with findings, Rejected, Missing, Locked or Password."""
    if arrival is None:
        return "Missing"
    if arrival.summary is not None:
        return "OK with findings" if any(finding.severity != Severity.INFO.value for finding in findings) else "OK"
    for problem in arrival.refused:
        if "password" in problem.message:
            return "Password"
        if problem.code in _HAS:
            return _HAS[problem.code]
    return "Rejected"


def _status(arrival: Arrival) -> int:
    day = None if arrival.summary is None else value(arrival.summary, "status_date")
    return NO_INSTANT if day is None else int(day)


def _newness(arrival: Arrival) -> tuple[bool, int, int, str]:
    return bool(arrival.summary and arrival.summary.plan), _status(arrival), arrival.saved, arrival.file


def form(arrival: Arrival, counts: Arrival) -> Finding:
    """A workbook without a plan beside one that has one: what is new in it is for a person to take over."""
    text = f"{arrival.file} has no plan, so the figures of {counts.file} are shown."
    fix = "Take its values over into the project's workbook, and move it out of the folder."
    return Finding(Severity.MEDIUM.value, Code.DUPLICATE_VERSION.value, "", arrival.file, text, fix)


def _duplicate(older: Arrival, newest: Arrival) -> Finding:
    if older.summary is not None and newest.summary is not None and not older.summary.plan and newest.summary.plan:
        return form(older, newest)
    if older.sha256 == newest.sha256:
        why = f"is the same file as {newest.file}, byte for byte"
    elif _status(older) == _status(newest):
        why = f"has the same status date as {newest.file}, which was saved later and counts"
    else:
        days = f"{day_text(_status(older))} before {day_text(_status(newest))}"
        why = f"is an earlier version than {newest.file}, which counts: status date {days}"
    text = f"{older.file} {why}."
    fix = "Move it out of the folder, or give it a project ID of its own."
    return Finding(Severity.MEDIUM.value, Code.DUPLICATE_VERSION.value, "", older.file, text, fix)


def _refused(arrival: Arrival, project: str, other: Arrival | None) -> list[Finding]:
    """Why a file could not be read; less grave where another version of the project can."""
    found = []
    for problem in arrival.refused:
        grave = problem.severity if other is None else Severity.MEDIUM
        text = problem.message if arrival.file in problem.message else f"{arrival.file}: {problem.message}"
        text = text[:1].upper() + text[1:] + ("" if text.endswith((".", "?", "!")) else ".")
        if other is not None:
            text += f" {other.file} counts."
        found.append(Finding(grave.value, problem.code.value, "", arrival.file, text, problem.suggestion))
    return found


def _ids(table: Collection | Projects | None) -> list[str]:
    return [] if table is None else [str(key) for key in table.id.tolist() if key]


def _owner(arrival: Arrival, known: Iterable[str], collection: Collection | None, register: Projects | None) -> str:
    """The project that an unread file is of: that expects it, that had it, or whose ID its name begins with.

    Where no known project fits, an ID like those of the others counts: `PRJ-018` in `PRJ-018 Archive.xlsx`.
    """
    name = arrival.file.rpartition("/")[2].casefold()
    for table, column in ((collection, "expected_file"), (register, "source_file")):
        for key, file in zip(_keys(table), [] if table is None else getattr(table, column).tolist(), strict=True):
            if key and file and str(file).rpartition("/")[2].casefold() == name:
                return str(key)
    fitting = [key for key in known if name.startswith(key.casefold()) and not name[len(key) : len(key) + 1].isalnum()]
    if fitting:
        return max(fitting, key=len)
    shapes = {re.sub(r"\d+", r"\\d+", re.escape(key)) for key in known if any(c.isdigit() for c in key)}
    alike = [m[0] for shape in sorted(shapes) if (m := re.match(rf"{shape}(?![^\W_])", arrival.stem, re.IGNORECASE))]
    return max(alike, key=len, default=arrival.stem)


def _keys(table: Collection | Projects | None) -> list[str | None]:
    return [] if table is None else list(table.id.tolist())
