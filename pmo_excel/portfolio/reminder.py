"""Reminders to those who have not sent what is needed: one for each person, to be read and sent by a person."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from pmo_excel.core.instants import NO_INSTANT, as_datetime, day_text
from pmo_excel.core.person_names import same_name
from pmo_excel.portfolio.collected import Collected
from pmo_excel.portfolio.projects import Project
from pmo_excel.portfolio.submission import Submission
from pmo_excel.portfolio.summary import Summary, value
from pmo_excel.portfolio.tables import Projects

NOBODY: Final = "Project manager"
"""Who is written to where nobody is named."""
_LISTED: Final = 5
"""Findings of one project that a reminder names."""


@dataclass(frozen=True, slots=True)
class Reminder:
    """A draft.

    Attributes
    ----------
    to, address
        The person, and their e-mail address where a workbook says it; else empty.
    projects
        The projects that it is about.
    """

    to: str
    address: str
    subject: str
    body: str
    projects: tuple[str, ...]


def reminders(made: Collected, register: Projects) -> list[Reminder]:
    """A draft for each project manager of whom something is needed; one for all their projects.

    Parameters
    ----------
    register
        The register as it is collected, for the names.
    """
    addresses = _addresses(project.summary for project in made.projects)
    names = {str(key): row for row, key in enumerate(register.id.tolist())}
    people: dict[str, list[Project]] = {}
    for project in made.projects:
        if project.to_chase:
            row = names.get(project.id)
            manager = None if row is None else register.project_manager[row]
            people.setdefault(str(manager or NOBODY), []).append(project)
    drafts = []
    for who, projects in people.items():
        named = [f"{p.id} {register.name[names[p.id]] or ''}".strip() if p.id in names else p.id for p in projects]
        subject = "Project report: " + "; ".join(named)
        body = _body(who, projects, named)
        drafts.append(Reminder(who, addresses.get(same_name(who), ""), subject, body, tuple(p.id for p in projects)))
    return drafts


def _addresses(summaries: Iterable[Summary | None]) -> Mapping[str, str]:
    """E-mail addresses by name, from the people whom workbooks list."""
    found: dict[str, str] = {}
    for made in summaries:
        people = None if made is None else made.people.resources
        if people is not None:
            for name, address in zip(people.name.tolist(), people.email.tolist(), strict=True):
                if name and address and "\n" not in address and "\r" not in address:
                    found.setdefault(same_name(name), str(address))
    return found


def _body(who: str, projects: Sequence[Project], named: Sequence[str]) -> str:
    lines = [f"Dear {who},", ""]
    for project, name in zip(projects, named, strict=True):
        lines += [f"{name}: {_needed(project)}", *_last_values(project), ""]
    lines += [
        "Save the workbook where it always is; nothing else is needed. If something keeps you from it, say so.",
        "",
    ]
    return "\n".join([*lines, "Thank you."])


def _needed(project: Project) -> str:
    due = f"It was due {_moment(project.due)}."
    if project.how is Submission.MISSING:
        return f"the workbook has not arrived. {due}"
    if project.how is Submission.DEFECTIVE and project.summary is None:
        return f"the workbook arrived and cannot be read: {_first(project)}"
    if project.how is Submission.DEFECTIVE and project.carried:
        return f"the workbook arrived and cannot be read: {_first(project)}"
    if project.how is Submission.DEFECTIVE:
        serious = [finding for finding in project.findings if finding.serious]
        shown = "".join(f"\n  - {finding.place}: {finding.message}" for finding in serious[:_LISTED])
        more = f"\n  - and {len(serious) - _LISTED} more" if len(serious) > _LISTED else ""
        return f"figures are missing because of cells that cannot be used.{shown}{more}"
    day = None if project.summary is None else value(project.summary, "status_date")
    return f"the status date is {'missing' if day is None else day_text(int(day))}. Please bring it up to date. {due}"


def _first(project: Project) -> str:
    serious = next((finding for finding in project.findings if finding.serious), None)
    return "see Findings." if serious is None else f"{serious.message} {serious.suggested_fix}".strip()


def _last_values(project: Project) -> list[str]:
    """What is known of the project from its last workbook."""
    if project.summary is None:
        return []
    day = value(project.summary, "status_date")
    rag, finish = value(project.summary, "overall_rag_computed"), value(project.summary, "forecast_finish")
    done = value(project.summary, "percent_complete")
    said = [
        f"status date {day_text(int(day))}" if day is not None else "",
        f"overall {rag}" if rag else "",
        f"forecast finish {day_text(int(finish))}" if finish is not None else "",
        f"{done:.0%} complete" if done is not None else "",
    ]
    known = ", ".join(part for part in said if part)
    return [f"  Last known: {known}."] if known else []


def _moment(at: int) -> str:
    return "some time ago" if at == NO_INSTANT else f"{as_datetime(at):%A} {day_text(at)} {as_datetime(at):%H:%M}"
