"""`pmo publish`: what workbooks hold, planned and applied to a SharePoint site."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from rich.markup import escape

from pmo_excel.core.instants import NO_INSTANT, as_date, day_text
from pmo_excel.core.problems import Cell, Code, Problem, Severity
from pmo_excel.governance.tables import Charter, Status
from pmo_excel.hosts.books import Outcome as BookOutcome
from pmo_excel.hosts.books import checked, workbooks
from pmo_excel.hosts.printing import console, print_json, print_problems, progress
from pmo_excel.hosts.report_command import page_of
from pmo_excel.hosts.review_books import DECISIONS, Reviewing, all_choices, written_anew
from pmo_excel.hosts.review_choices import Decided
from pmo_excel.hosts.state_folder import state_folder
from pmo_excel.report.html import html
from sharepoint.apply import Outcome, Progress
from sharepoint.auth import sign_in_from
from sharepoint.decisions import Decisions
from sharepoint.documents import Document
from sharepoint.errors import SharePointError
from sharepoint.journal import Journal
from sharepoint.lists import publication
from sharepoint.plan import Plan
from sharepoint.publish import apply_publication
from sharepoint.site import Site
from sharepoint.token_cache import token_cache
from sharepoint.wanted import ListSpec, ProjectRows

REPORTS = "Reports"

Part = tuple[ListSpec, ProjectRows]


@dataclass(slots=True)
class Publication:
    """What publishing would do or did, and everything there is to say about it."""

    plan: Plan | None = None
    outcome: Outcome | None = None
    problems: list[Problem] = field(default_factory=list)
    decided: list[Decided] = field(default_factory=list)

    @property
    def failed(self) -> bool:
        """Whether the site could not be read, or did not take everything."""
        return self.plan is None or (self.outcome is not None and not self.outcome.complete)

    @property
    def summary(self) -> str:
        """The last line of the outcome, or of the plan."""
        lines = self.outcome.lines() if self.outcome else self.plan.lines() if self.plan else ["nothing"]
        return lines[-1]


def saved_at(path: Path) -> datetime:
    """When the workbook was saved: a page made from the same file is the same page, so it is not published again."""
    return datetime.fromtimestamp(path.stat().st_mtime)


def publication_plan(paths: Iterable[Path], url: str, state: Path | None = None) -> Publication:
    """What publishing these workbooks would do; nothing is written."""
    return _publish(paths, url, state or state_folder(), saved_at, lambda plan, site, journal: None)


def published(
    paths: Iterable[Path],
    url: str,
    allow_removals: bool = False,
    state: Path | None = None,
    made: Callable[[Path], datetime] = saved_at,
) -> Publication:
    """Publish these workbooks: their rows to lists, their status pages to the library."""
    with progress() as bar:
        task = bar.add_task("Publishing", total=None)

        def show(done: Progress) -> None:
            bar.update(task, completed=done.done, total=done.total, description=f"Publishing {done.what}")

        def apply(plan: Plan, site: Site, journal: Journal) -> Outcome:
            return apply_publication(plan, site, journal, show, allow_removals)

        return _publish(paths, url, state or state_folder(), made, apply, carry_out=True)


Step = Callable[[Plan, Site, Journal], Outcome | None]


def _publish(
    paths: Iterable[Path],
    url: str,
    state: Path,
    made: Callable[[Path], datetime],
    step: Step,
    carry_out: bool = False,
) -> Publication:
    result = Publication()
    found, result.problems = workbooks(paths)
    outcomes = [checked(path) for path in found]
    lists, documents = _content(outcomes, made, result.problems)
    if not lists:
        return result
    try:
        sign_in = sign_in_from(os.environ, url, token_cache(state) if os.environ.get("PMO_TENANT") else None)
        site = Site(url, sign_in)
        with Journal(state / "journal.sqlite") as journal, Decisions(state / DECISIONS) as decisions:
            on = Reviewing(site, journal, decisions)
            result.plan = on.plan(lists, documents)
            earlier = decisions.choices(result.plan, on.reads) if carry_out else {}
            result.decided = on.decide(outcomes, result.plan, datetime.now(), dry_run=not carry_out)
            result.problems += [problem for one in result.decided for problem in one.problems]
            choices = all_choices(earlier, result.decided) if carry_out else {}
            if choices or any(one.copy is not None for one in result.decided):
                lists, documents = _content(written_anew(outcomes, result.decided), made, [])
                result.plan = on.plan(lists, documents, choices)
            result.problems += result.plan.problems
            result.outcome = step(result.plan, site, journal)
            if result.outcome is not None and result.outcome.complete:
                decisions.carried_out(choices, on.reads)
    except SharePointError as error:
        result.plan = None
        result.problems.append(Problem(Code.SHAREPOINT, str(error), Cell(url), error.next_step, Severity.CRITICAL))
        return result
    if result.outcome is not None:
        result.problems += result.outcome.problems
    return result


def _content(
    outcomes: Sequence[BookOutcome], made: Callable[[Path], datetime], problems: list[Problem]
) -> tuple[list[Part], list[Document]]:
    """Rows and documents of every workbook that can be read and says which project it is."""
    lists: list[Part] = []
    documents = []
    for outcome in outcomes:
        if outcome.refresh is None:
            problems += outcome.problems
            continue
        charter = outcome.refresh.tables.get("Charter")
        project = charter.id[0] if isinstance(charter, Charter) and len(charter) else None
        if project is None or not isinstance(charter, Charter):
            text = "the workbook does not say which project it is, so it is not published"
            cell = Cell(outcome.path.name, None, "Project ID")
            problems.append(Problem(Code.MISSING_VALUE, text, cell, "Type the Project ID in the Charter."))
            continue
        status = outcome.refresh.tables.get("Status")
        tables = list(outcome.refresh.tables.values())
        lists += publication(charter, tables, status if isinstance(status, Status) else None)
        documents.append(_document(charter, outcome, made(outcome.path)))
    return lists, documents


def _document(charter: Charter, outcome: BookOutcome, made: datetime) -> Document:
    page = page_of(outcome, made)
    if page is None:
        raise ValueError(f"{outcome.path.name} was not computed")
    project, day = str(charter.id[0]), int(charter.status_date[0])
    as_of = None if day == NO_INSTANT else as_date(day)
    when = "" if as_of is None else f" as of {day_text(day)}"
    comment = f"Project status{when}"
    name = f"{project} status.html"
    return Document(project, name, html(page).encode(), REPORTS, f"{project} project status", "", as_of, comment)


def print_plan(result: Publication, as_json: bool) -> None:
    """A plan for people or programs."""
    if as_json:
        plan = result.plan.as_json() if result.plan else None
        choices = [one.as_json() for one in result.decided]
        print_json({"plan": plan, "choices": choices, "problems": [p.as_json() for p in result.problems]})
        return
    _print_choices(result, "first, as chosen")
    for line in result.plan.lines() if result.plan else []:
        console.print(escape(line))
    print_problems(result.problems)


def print_outcome(result: Publication, as_json: bool) -> None:
    """An outcome for people or programs."""
    if as_json:
        done = dict(result.outcome.done) if result.outcome else {}
        print_json(
            {
                "done": done,
                "choices": [one.as_json() for one in result.decided],
                "unchanged": result.outcome.unchanged if result.outcome else 0,
                "requests": result.outcome.requests if result.outcome else 0,
                "problems": [p.as_json() for p in result.problems],
            }
        )
        return
    _print_choices(result, "chosen")
    for line in result.outcome.lines() if result.outcome else []:
        console.print(escape(line))
    print_problems(result.problems)


def _print_choices(result: Publication, what: str) -> None:
    for one in result.decided:
        for line in one.lines:
            console.print(escape(f"{what}: {one.path.name}: {line}"))
