"""`pmo publish review`: what people changed on the site, asked on the review sheet of each workbook."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from rich.markup import escape

from pmo_excel.core.problems import Cell, Code, Problem, Severity
from pmo_excel.hosts.books import Outcome, checked, workbooks
from pmo_excel.hosts.printing import console, print_json, print_problems
from pmo_excel.hosts.review_books import by_project, lists_of, project_of
from pmo_excel.hosts.review_sheet import Reviewed, ask
from pmo_excel.hosts.site_connection import no_site, reviewing
from pmo_excel.hosts.state_folder import state_folder
from pmo_excel.workbook.refused import Refused
from sharepoint.errors import SharePointError
from sharepoint.intake import Made, made_by
from sharepoint.questions import Asked, Question
from sharepoint.site import Site


@dataclass(slots=True)
class Review:
    """What there is to decide, and the workbooks in which it was asked."""

    questions: list[Question] = field(default_factory=list)
    reviewed: list[Reviewed] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    failed: bool = False


def review(
    paths: Iterable[Path], url: str, now: datetime, state: Path | None = None, *, dry_run: bool = False
) -> Review:
    """Read the site and ask in each workbook what only a person can decide; nothing is written to the site."""
    result = Review()
    found, result.problems = workbooks(paths)
    outcomes = [checked(path) for path in found]
    lists = lists_of(outcomes, result.problems)
    try:
        with reviewing(url, state or state_folder()) as there:
            result.questions = _with_authors(there.site, there.questions(there.plan(lists, ())))
    except SharePointError as error:
        result.failed = True
        result.problems.append(no_site(url, error))
        return result
    result.problems += [_unclaimed(question) for question in result.questions if not question.project]
    for outcome in () if dry_run else outcomes:
        _ask(outcome, by_project(result.questions), now, result)
    return result


def _ask(outcome: Outcome, asked: dict[str, list[Question]], now: datetime, result: Review) -> None:
    project = project_of(outcome)
    if project is None:
        return
    try:
        result.reviewed.append(ask(outcome.path, asked.get(project, []), now))
    except Refused as error:
        result.failed = True
        result.problems += error.problems


def _with_authors(site: Site, found: Sequence[Question]) -> list[Question]:
    """The questions with who made each new item: the last to edit it may be another."""
    new = [question for question in found if question.asked is Asked.NEW]
    if not new:
        return list(found)
    titles = list(dict.fromkeys(question.spec.title for question in new))
    holders = site.describe(titles).lists
    made: dict[tuple[str, int], Made] = {}
    for title in titles:
        holder = holders[title]
        if holder is not None:
            numbers = [question.item for question in new if question.spec.title == title]
            made |= {(title, number): one for number, one in made_by(site, holder, numbers).items()}
    return [
        replace(one, author=made[key].author, time=made[key].created)
        if (key := (one.spec.title, one.item)) in made and one.asked is Asked.NEW
        else one
        for one in found
    ]


def _unclaimed(question: Question) -> Problem:
    text = f"{question.object_key} was made on the site by {question.who} and does not say which project it belongs to"
    return Problem(Code.MISSING_VALUE, text, Cell(question.url), "Type its Project ID there.", Severity.MEDIUM)


def print_review(result: Review, as_json: bool) -> None:
    """What there is to decide, for people or programs."""
    if as_json:
        print_json(
            {
                "questions": [_as_json(question) for question in result.questions],
                "workbooks": [one.as_json() for one in result.reviewed],
                "problems": [problem.as_json() for problem in result.problems],
            }
        )
        return
    for question in result.questions:
        console.print(escape(str(question)))
    for one in result.reviewed:
        console.print(f"[bold]{escape(str(one))}[/]")
    if not result.questions and not result.failed:
        console.print("Nobody changed anything on the site that is to be decided.")
    print_problems(result.problems)


def _as_json(question: Question) -> dict[str, Any]:
    last, workbook, site = question.told
    return {
        "what": question.asked.value,
        "project": question.project,
        "object": question.object_key,
        "field": question.title,
        "last": last,
        "workbook": workbook,
        "site": site,
        "author": question.author,
        "time": question.time,
        "url": question.url,
    }
