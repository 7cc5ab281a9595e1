"""`pmo publish`: what workbooks hold, planned and applied to a SharePoint site."""

from __future__ import annotations

from collections import Counter
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
from pmo_excel.hosts.printing import console, print_json, print_problems, print_rows, progress
from pmo_excel.hosts.report_command import page_of
from pmo_excel.hosts.review_books import DECISIONS, Part, Reviewing, all_choices, written_anew
from pmo_excel.hosts.review_choices import Decided
from pmo_excel.hosts.site_connection import JOURNAL, connected, no_site
from pmo_excel.hosts.snapshot_command import allowed
from pmo_excel.hosts.state_folder import state_folder
from pmo_excel.report.html import html
from pmo_excel.workbook.refused import Refused
from sharepoint.actions import Conflict
from sharepoint.actions import as_json as action_json
from sharepoint.apply import Outcome, Progress
from sharepoint.decisions import Decisions
from sharepoint.documents import Document
from sharepoint.errors import SharePointError
from sharepoint.journal import Journal
from sharepoint.lists import PROJECTS, publication
from sharepoint.plan import Plan
from sharepoint.publish import apply_publication
from sharepoint.site import Site
from sharepoint.summary import VERBS
from sharepoint.waiting import CancelledError

REPORTS = "Reports"


@dataclass(slots=True)
class Publication:
    """What publishing would do or did, and everything there is to say about it.

    Attributes
    ----------
    offline
        There was no connection to the site, or it broke off.
    """

    plan: Plan | None = None
    outcome: Outcome | None = None
    problems: list[Problem] = field(default_factory=list)
    offline: bool = False
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


def publication_plan(
    paths: Iterable[Path], url: str, state: Path | None = None, recycle_removed: bool = False
) -> Publication:
    """What publishing these workbooks would do; nothing is written."""
    state = state or state_folder()
    return published_to(paths, url, state, saved_at, lambda plan, site, journal: None, recycle=recycle_removed)


def published(
    paths: Iterable[Path],
    url: str,
    allow_removals: bool = False,
    state: Path | None = None,
    made: Callable[[Path], datetime] = saved_at,
    connect: Callable[[str, Path], Site] | None = None,
    recycle_removed: bool = False,
) -> Publication:
    """Publish these workbooks: their rows to lists, their status pages to the library.

    Parameters
    ----------
    allow_removals
        Go on where a plan that removes much would stop.
    recycle_removed
        Put items that an earlier publish marked Removed into the site's recycle bin.
    """
    with progress() as bar:
        task = bar.add_task("Publishing", total=None)

        def show(done: Progress) -> None:
            bar.update(task, completed=done.done, total=done.total, description=f"Publishing {done.what}")

        def apply(plan: Plan, site: Site, journal: Journal) -> Outcome:
            return apply_publication(plan, site, journal, show, allow_removals)

        state = state or state_folder()
        return published_to(paths, url, state, made, apply, connect or connected, recycle_removed, carry_out=True)


def not_allowed(outcomes: Iterable[BookOutcome]) -> list[Problem]:
    """Why the person at the keyboard may not publish these workbooks, by the roles in their Settings."""
    found: list[Problem] = []
    for outcome in outcomes:
        try:
            allowed(outcome.refresh.tables if outcome.refresh else {}, "publish")
        except Refused as error:
            found += error.problems
    return found


Step = Callable[[Plan, Site, Journal], Outcome | None]


def published_to(
    paths: Iterable[Path],
    url: str,
    state: Path,
    made: Callable[[Path], datetime],
    step: Step,
    connect: Callable[[str, Path], Site] = connected,
    recycle: bool = False,
    carry_out: bool = False,
) -> Publication:
    """Plan what these workbooks hold for a site, and do with the plan what `step` does.

    Parameters
    ----------
    recycle
        Put items that an earlier publish marked Removed into the recycle bin.
    carry_out
        Write what people chose on the review sheets into their workbooks first.
    """
    result = Publication()
    found, result.problems = workbooks(paths)
    outcomes = [checked(path) for path in found]
    if carry_out and (kept_out := not_allowed(outcomes)):
        result.problems += kept_out
        return result
    lists, documents = content(outcomes, made, result.problems)
    if not lists:
        return result
    try:
        site = connect(url, state)
        with Journal(state / JOURNAL) as journal, Decisions(state / DECISIONS) as decisions:
            result.problems += _damaged(journal)
            on = Reviewing(site, journal, decisions, recycle)
            result.plan = on.plan(lists, documents)
            earlier = decisions.choices(result.plan, on.reads) if carry_out else {}
            result.decided = on.decide(outcomes, result.plan, datetime.now(), dry_run=not carry_out)
            result.problems += [problem for one in result.decided for problem in one.problems]
            choices = all_choices(earlier, result.decided) if carry_out else {}
            if choices or any(one.copy is not None for one in result.decided):
                lists, documents = content(written_anew(outcomes, result.decided), made, [])
                result.plan = on.plan(lists, documents, choices)
            result.problems += result.plan.problems
            result.outcome = step(result.plan, site, journal)
            if result.outcome is not None and result.outcome.complete:
                decisions.carried_out(choices, on.reads)
    except SharePointError as error:
        result.plan = None
        result.offline = error.retry and error.status is None
        result.problems.append(no_site(url, error))
        return result
    except (KeyboardInterrupt, CancelledError):
        result.plan = None
        text = "publishing was stopped; what had been sent is on the site and in the journal"
        again = "Publish again: it goes on from there, and nothing is doubled."
        result.problems.append(Problem(Code.SHAREPOINT, text, Cell(url), again, Severity.HIGH))
        return result
    if result.outcome is not None:
        result.problems += result.outcome.problems
    return result


def _damaged(journal: Journal) -> list[Problem]:
    if journal.damaged is None:
        return []
    text = f"the journal of earlier publishes could not be read; it was put aside as {journal.damaged.name}"
    step = (
        "Nothing is lost on the site; read the plan, because edits made there are told from what the site itself says."
    )
    return [Problem(Code.FILE, text, Cell(journal.damaged.name), step, Severity.MEDIUM)]


def content(
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
    period = _period(outcome)
    as_of = None if day == NO_INSTANT else as_date(day)
    when = [f"period {period}" if period else "", "" if as_of is None else f"as of {day_text(day)}"]
    return Document(
        project,
        f"{project} status.html",
        html(page).encode(),
        REPORTS,
        title=f"{project} project status",
        period=period,
        as_of=as_of,
        comment=", ".join(["Project status", *(part for part in when if part)]),
        kind="Project status",
        snapshot=f"{outcome.path.name} ({outcome.sha256[:12]})",
        linked_from=PROJECTS.title,
    )


def _period(outcome: BookOutcome) -> str:
    """The month that is reported on, `2026-03`, which sorts and groups; empty where the period has no end yet."""
    status = outcome.refresh.tables.get("Status") if outcome.refresh else None
    if not isinstance(status, Status) or not len(status) or int(status.period_end[0]) == NO_INSTANT:
        return ""
    return f"{as_date(int(status.period_end[0])):%Y-%m}"


SHOWN = 20
"""Lines of a plan for each kind of action on each list, unless every line is asked for; of conflicts always all."""


def print_plan(result: Publication, as_json: bool, every_line: bool = False) -> None:
    """A plan for people or programs."""
    if as_json:
        plan = result.plan.as_json() if result.plan else None
        choices = [one.as_json() for one in result.decided]
        print_json({"plan": plan, "choices": choices, "problems": [p.as_json() for p in result.problems]})
        return
    _print_choices(result, "first, as chosen")
    if result.plan:
        _print_plan(result.plan, every_line)
    print_problems(result.problems)


def _print_plan(plan: Plan, every_line: bool) -> None:
    """First what would become of each list, by list and by column; then each action; the sum last."""
    told = plan.summary()
    verbs = [*dict.fromkeys(VERBS.values()), "unchanged"]
    print_rows([["List", *verbs], *([each.title, *(each.counts[verb] for verb in verbs)] for each in told)])
    for each in told:
        for line in each.lines():
            console.print(escape(f"{each.title}: {line}"))
    shown: Counter[tuple[str, str]] = Counter()
    for action in plan.actions:
        kind = (action.list, type(action).__name__)
        shown[kind] += 1
        if every_line or shown[kind] <= SHOWN or isinstance(action, Conflict):
            console.print(escape(str(action)))
    for (title, verb), count in shown.items():
        if count > SHOWN and not every_line and verb != Conflict.__name__:
            console.print(escape(f"… and {count - SHOWN:,} more {verb} in {title}; --all shows them"))
    for line in (*map(str, plan.guards), plan.lines()[-1]):
        console.print(escape(line))


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
                "conflicts": [action_json(each) for each in result.outcome.conflicts] if result.outcome else [],
                "replaced": result.outcome.replaced if result.outcome else [],
                "stopped": [str(guard) for guard in result.outcome.stopped] if result.outcome else [],
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
