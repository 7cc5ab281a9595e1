"""The commands of leveling: one workbook by itself, or several whose people are the same."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from pmo_excel.core.problems import Cell, Code, Problem, Severity, serious
from pmo_excel.hosts.exits import Json, Paths, not_done, status
from pmo_excel.hosts.plan_cli import answer

if TYPE_CHECKING:
    from pmo_excel.hosts.books import Outcome
    from pmo_excel.hosts.level_command import Asked, LeveledFiles

LISTED: Final = 40
"""Moved tasks that are printed."""


class Objective(StrEnum):
    """What is best across projects."""

    DELAY = "delay"
    MAKESPAN = "makespan"
    PRIORITY = "priority"


Portfolio = Annotated[Path | None, typer.Option("--portfolio", help="A portfolio workbook whose Resource Pool leads.")]
Ranks = Annotated[
    list[str] | None,
    typer.Option("--priority", help="Another project priority than the Charter's: PRJ-014=1 (1 is first, 5 last)."),
]
Seconds = Annotated[float | None, typer.Option("--seconds", min=0, help="Time for the search, at most.")]
Schedules = Annotated[
    int | None,
    typer.Option("--schedules", min=1, help="End after so many schedules: the same number, the same answer."),
]


def level(
    paths: Paths,
    objective: Annotated[
        Objective,
        typer.Option("--objective", help="Across projects: weighted delay, last finish, or strictly by priority."),
    ] = Objective.DELAY,
    within_float: Annotated[
        bool, typer.Option("--within-float", help="Only as far as each project's finish stays.")
    ] = False,
    optimal: Annotated[
        bool, typer.Option("--optimal", help="Look for the optimum and say how far off the plan is (needs OR-Tools).")
    ] = False,
    seconds: Seconds = None,
    schedules: Schedules = None,
    date_from: Annotated[
        datetime | None, typer.Option("--from", formats=["%Y-%m-%d"], help="First day that is put right.")
    ] = None,
    date_to: Annotated[
        datetime | None, typer.Option("--to", formats=["%Y-%m-%d"], help="Last day that is put right.")
    ] = None,
    booking: Annotated[str, typer.Option("--booking", help="Hard, Soft or All: the bookings that count.")] = "Hard",
    priority: Ranks = None,
    portfolio: Portfolio = None,
    write: Annotated[
        bool, typer.Option("--write", help="Write the Levelled columns of each workbook; a backup is kept.")
    ] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="List the cells that --write would change.")] = False,
    page: Annotated[Path | None, typer.Option("--page", "-o", help="Write a page with every move and why.")] = None,
    as_json: Json = False,
) -> None:
    """Show when tasks can start with the people there are, of one workbook or of several that share people, and why.

    Each task that moves says whose task went first and by which rule. Nothing is written without --write. Ctrl+C ends
    the search and keeps the best plan so far.
    """
    window = {"date_from": date_from and date_from.date(), "date_to": date_to and date_to.date()}
    alone = len(paths) == 1 and not paths[0].is_dir() and portfolio is None
    if alone and not (write or dry_run or page):
        given: dict[str, Any] = {name: day for name, day in window.items() if day is not None}
        given |= {name: value for name, value in {"seconds": seconds, "schedules": schedules}.items() if value}
        answer("LEVEL", paths[0], as_json, known={"levelled_dates": "This workbook"}, **_options(given, locals()))
        return
    from pmo_excel.hosts.level_command import Asked, instant_of
    from pmo_excel.resources.leveling.together import Objective as Best

    asked = Asked(
        Best(objective.value),
        _booking(booking, as_json),
        within_float,
        instant_of(date_from),
        instant_of(date_to),
        seconds,
        schedules,
        optimal,
        _ranks(priority or [], as_json),
    )
    _across(paths, portfolio, asked, page, write and not dry_run, dry_run, as_json)


def _options(given: dict[str, Any], said: dict[str, Any]) -> dict[str, Any]:
    return {**given, **{name: said[name] for name in ("within_float", "optimal", "booking")}}


def _across(
    paths: list[Path],
    portfolio: Path | None,
    asked: Asked,
    page: Path | None,
    write: bool,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Level several workbooks; write what is to be written; print."""
    from pmo_excel.core.instants import instant
    from pmo_excel.hosts.level_command import leveled_files, write_page
    from pmo_excel.hosts.level_writing import write_levels
    from pmo_excel.hosts.printing import console, print_json, print_outcome
    from pmo_excel.resources.leveling.optimum import MissingSolverError
    from pmo_excel.workbook.refused import Refused

    now = datetime.now()
    try:
        with _told() as (progress, cancelled):
            made = leveled_files(paths, portfolio, asked, progress, cancelled)
        if page is not None and made.found is not None:
            write_page(made, page, instant(now))
    except MissingSolverError as missing:
        raise not_done([Problem(Code.OPTIMUM, str(missing), Cell("--optimal"), missing.fix)], as_json) from missing
    except Refused as error:
        raise not_done(error.problems, as_json) from error
    outcomes: list[Outcome] = []
    if (write or dry_run) and made.found is not None:
        tables = made.found.tasks
        outcomes = [write_levels(made.files.books[name], tables[name], now, dry_run) for name in tables]
    if as_json:
        print_json({**made.as_json(outcomes), "page": None if page is None else str(page)})
    else:
        _print(made)
        if page is not None and made.found is not None:
            console.print(f"page: {page}", markup=False)
        for outcome in outcomes:
            print_outcome(outcome, dry_run)
    failed = made.files.failed or not made.files.files or any(outcome.failed for outcome in outcomes)
    raise status(failed, any(serious(p) for p in made.all_problems))


@contextmanager
def _told() -> Iterator[tuple[Any, Any]]:
    """Say on the terminal how good the best plan is, and hear Ctrl+C."""
    from pmo_excel.hosts.cancel import cancelable
    from pmo_excel.hosts.printing import progress

    with progress() as bar, cancelable() as cancelled:
        task = bar.add_task("Leveling; Ctrl+C keeps the best so far", total=None)

        def tell(step: Any) -> None:
            text = f"Leveling: {step.cost:,.1f} days after {step.seconds:.1f} s; Ctrl+C keeps the best so far"
            bar.update(task, description=text)

        yield tell, cancelled


def _print(made: LeveledFiles) -> None:
    """Each project's delay, the tasks that move, and what is to be said of each file."""
    from pmo_excel.hosts.level_command import row_lists
    from pmo_excel.hosts.pool_files import in_file
    from pmo_excel.hosts.printing import console, print_problems, print_rows

    if made.found is not None:
        print_rows(row_lists(made.found.delays))
        moved = row_lists(made.found.moved)
        if len(moved) > 1:
            console.print("\n[bold]Tasks that move[/]")
            print_rows(moved[: LISTED + 1], ("Went First", "Rule"))
        if len(moved) > LISTED + 1:
            console.print(f"… and {len(moved) - LISTED - 1} more tasks; --json lists them all.")
        if made.cancelled:
            console.print("Ended by Ctrl+C: the best plan until then.")
    for file, problems in made.problems.items():
        print_problems(in_file(problem, file) for problem in problems)


def fairshare(
    paths: Paths,
    priority: Ranks = None,
    portfolio: Portfolio = None,
    seconds: Seconds = None,
    schedules: Schedules = None,
    as_json: Json = False,
) -> None:
    """List what each request, with soft bookings, would cost the others who share its people: tasks, or projects."""
    if len(paths) == 1 and not paths[0].is_dir() and portfolio is None:
        answer("FAIRSHARE", paths[0], as_json)
        return
    from pmo_excel.hosts.level_command import Asked, row_lists, shared_files
    from pmo_excel.hosts.pool_files import in_file
    from pmo_excel.hosts.printing import console, print_json, print_problems, print_rows
    from pmo_excel.hosts.records import records

    asked = Asked(seconds=seconds, schedules=schedules, ranks=_ranks(priority or [], as_json))
    made, said, failed = shared_files(paths, portfolio, asked)
    listed = [in_file(problem, file) for file, problems in said.items() for problem in problems]
    if as_json:
        rows = [] if made is None else records(made)
        print_json({"requests": rows, "problems": [problem.as_json() for problem in listed]})
    else:
        if made is not None and len(made):
            print_rows(row_lists(made))
        elif made is not None:
            console.print("No project asks for people with soft bookings.")
        print_problems(listed)
    raise status(failed, any(serious(problem) for problem in listed))


def _ranks(texts: list[str], as_json: bool) -> dict[str, int]:
    """Priorities of projects as typed: PRJ-014=1."""
    found = {}
    for text in texts:
        name, _, rank = text.partition("=")
        if not name.strip() or rank.strip() not in {"1", "2", "3", "4", "5"}:
            said = f"{text!r} is not a project and a priority"
            problem = Problem(Code.ARGUMENT, said, Cell("--priority"), "Write PRJ-014=1.", Severity.CRITICAL)
            raise not_done([problem], as_json)
        found[name.strip()] = int(rank)
    return found


def _booking(text: str, as_json: bool) -> str:
    named = {"hard": "Hard", "soft": "Soft", "all": "All"}.get(text.casefold())
    if named is None:
        problem = Problem(
            Code.ARGUMENT, f"{text!r} is no booking", Cell("--booking"), "Write Hard, Soft or All.", Severity.CRITICAL
        )
        raise not_done([problem], as_json)
    return named


COMMANDS: Final = (level, fairshare)
"""In the order in which the help lists them."""
