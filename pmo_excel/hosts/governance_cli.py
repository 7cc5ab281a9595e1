"""The commands of governance: gates and their decisions, approvals, what projects lack, lessons that fit."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated, Any, Final

import typer

from pmo_excel.core.problems import Code, Problem, Severity, serious
from pmo_excel.hosts.exits import Json, Paths, not_done, refusals_told, say_undo, status
from pmo_excel.hosts.plan_cli import answer

Workbook = Annotated[Path, typer.Argument(help="A project workbook.")]


def gates(
    path: Workbook,
    decide: Annotated[str, typer.Option("--decide", help="A gate to decide, as in G2.")] = "",
    outcome: Annotated[str, typer.Option("--outcome", help="Go, Conditional go, Hold, Stop or Not held.")] = "",
    by: Annotated[str, typer.Option("--by", help="Who decided.")] = "",
    as_json: Json = False,
) -> None:
    """Tell how ready each gate is, what is missing, and which conditions are open; or write a gate's decision."""
    if not decide:
        hidden = ("Items", "In Place", "Missing Mandatory", "Slip (wd)", "Decided By")
        answer("GATEREADINESS", path, as_json, hidden=hidden, default={"status_date": datetime.now().date()})
    from pmo_excel.hosts.gates_command import decide as write_decision
    from pmo_excel.hosts.printing import console, print_json

    with refusals_told(as_json):
        done = write_decision(path, decide, outcome, by, datetime.now())
    if as_json:
        print_json({**done.as_json(), "problems": []})
    else:
        console.print(str(done), markup=False)
        say_undo(path, done.copy)


def approve(
    path: Workbook,
    what: Annotated[str, typer.Argument(help="Charter, or the ID of a deliverable or benefit, as in P-01.")],
    by: Annotated[str, typer.Option("--by", help="Who approved it.")],
    version: Annotated[str, typer.Option("--version", help="Which version; its own or the next if left out.")] = "",
    date: Annotated[
        datetime | None, typer.Option("--date", formats=["%Y-%m-%d"], help="The day; today if left out.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Keep who approved what: when its text is changed later, the approval lapses and says what was changed."""
    from pmo_excel.hosts.approve_command import approve as write_approval
    from pmo_excel.hosts.printing import console, print_json

    now = datetime.now()
    with refusals_told(as_json):
        done = write_approval(path, what, by, version, date or now, now)
    if as_json:
        print_json({**done.as_json(), "problems": []})
    else:
        console.print(str(done), markup=False)
        say_undo(path, done.copy)


def compliance(
    paths: Paths,
    page: Annotated[Path | None, typer.Option("--output", "-o", help="Write the matrix as a page (.html).")] = None,
    as_json: Json = False,
) -> None:
    """List which project lacks what: required products by project, from their methods, levels and stages."""
    from pmo_excel.hosts.compliance_command import failed, matrix, print_matrix, write_page
    from pmo_excel.hosts.printing import console, print_json, print_problems

    made = matrix(paths)
    with refusals_told(as_json):
        if page is not None:
            write_page(made, page, datetime.now())
    if as_json:
        print_json({**made.as_json(), "page": None if page is None else str(page)})
    else:
        print_matrix(made)
        if page is not None:
            console.print(f"page: {page}", markup=False)
        print_problems(made.problems)
    raise status(failed(made), any(project.missing for project in made.projects))


def lessons(
    paths: Paths,
    tags: Annotated[list[str] | None, typer.Option("--tag", help="A tag that is asked for, as in supplier.")] = None,
    book: Annotated[
        Path | None, typer.Option("--for", help="The project's workbook: what fits its charter and risks.")
    ] = None,
    write: Annotated[bool, typer.Option("--write", help="Write them into that workbook's Charter.")] = False,
    as_json: Json = False,
) -> None:
    """List lessons of other projects that fit one, and why: from workbooks, folders or a portfolio's library."""
    from pmo_excel.core.calling import as_json as plain
    from pmo_excel.functions import CATALOGUE
    from pmo_excel.hosts import lessons_command as command
    from pmo_excel.hosts.printing import console, print_json, print_problems, print_rows

    if write and book is None:
        problem = Problem(Code.ARGUMENT, "--write needs the workbook to write into", suggestion="Name it with --for.")
        raise not_done([problem], as_json)
    with refusals_told(as_json):
        found = command.offered(paths, tags or [], book)
        if write and book is not None:
            found = command.write_lessons(found, book, datetime.now())
    if as_json:
        print_json(command.as_json(found))
    else:
        print_rows(plain(CATALOGUE["LESSONS"], found.found), hidden=("Score",))
        console.print(f"{len(found.found)} of {found.searched} lessons fit")
        if found.copy and book is not None:
            say_undo(book, found.copy, also="written to Charter; ")
        print_problems(found.problems)
    raise status(any(problem.severity is Severity.CRITICAL for problem in found.problems), False)


def meeting(
    path: Workbook,
    last: Annotated[
        datetime | None, typer.Option("--last", formats=["%Y-%m-%d"], help="The day of the last meeting.")
    ] = None,
    as_json: Json = False,
) -> None:
    """List what a meeting begins with: agenda, decisions to be made, actions carried over with their age, new ones."""
    given: dict[str, Any] = {} if last is None else {"last_meeting": last.date()}
    answer("MEETINGPACK", path, as_json, default={"status_date": datetime.now().date()}, **given)


def minutes(
    path: Workbook,
    text: Annotated[Path, typer.Argument(help="The minutes: lines such as Action: what; who; 27-Mar-2026.")],
    forum: Annotated[str, typer.Option("--forum", help="The meeting, for decisions.")] = "",
    date: Annotated[
        datetime | None, typer.Option("--date", formats=["%Y-%m-%d"], help="The day of the meeting; today if left out.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Take the actions and decisions of minutes into the logs; what is there already is not taken in again."""
    from pmo_excel.hosts.minutes_command import take_minutes
    from pmo_excel.hosts.printing import console, print_json, print_problems

    now = datetime.now()
    with refusals_told(as_json):
        done = take_minutes(path, text, forum, date or now, now)
    if as_json:
        print_json(done.as_json())
    else:
        console.print(str(done), markup=False)
        if done.copy:
            say_undo(path, done.copy)
        print_problems(done.problems)
    raise status(False, any(serious(problem) for problem in done.problems))


COMMANDS: Final = (gates, approve, compliance, lessons, meeting, minutes)
"""In the order in which the help lists them."""
