"""The command line `pmo`: every command says what it did, and exits 0 fine, 1 findings of severity High, 2 not done."""

from __future__ import annotations

import gc
import os
import sys
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from pmo_excel import __version__
from pmo_excel.core.problems import Problem, serious
from pmo_excel.hosts import (
    cell_cli,
    change_cli,
    collect_cli,
    cost_cli,
    decide_cli,
    file_cli,
    governance_cli,
    level_cli,
    load_cli,
    pack_cli,
    people_cli,
    plan_cli,
    plugin_cli,
    report_cli,
    risk_cli,
    serve_cli,
    simulate_cli,
    site_cli,
    status_cli,
)
from pmo_excel.hosts.exits import FINE, NOT_DONE, Json, Paths, not_done, status
from pmo_excel.hosts.printing import (
    console,
    errors,
    fix_of,
    print_json,
    print_outcome,
    print_problems,
    progress,
    summary,
)

if TYPE_CHECKING:  # the workbook reader is loaded by the commands that read workbooks
    from pmo_excel.hosts.books import Outcome

app = typer.Typer(
    help="A project management office's engine inside the Excel workbooks it already uses.",
    no_args_is_help=True,
    rich_markup_mode="rich",
    context_settings={"help_option_names": ["-h", "--help"]},
    pretty_exceptions_enable=False,
)


@app.callback(invoke_without_command=True)
def root(version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False) -> None:
    """What stands before any command."""
    if version:
        console.print(__version__)
        raise typer.Exit


@app.command()
def check(
    paths: Paths,
    apply: Annotated[
        list[str] | None, typer.Option("--apply", help="Apply the fix of the finding with this ID, from --json.")
    ] = None,
    apply_all: Annotated[bool, typer.Option("--apply-all", help="Apply every fix that is offered.")] = False,
    today: Annotated[
        datetime | None, typer.Option("--today", formats=["%Y-%m-%d"], help="The day that ages are counted to.")
    ] = None,
    links: Annotated[
        str, typer.Option("--links", help="Address of a SharePoint site: test links that lead to it.")
    ] = "",
    as_json: Json = False,
) -> None:
    """List everything that is wrong in workbooks, with the cell and what to do; writes only fixes that you apply."""
    from rich.markup import escape

    from pmo_excel.hosts.books import checked, workbooks
    from pmo_excel.hosts.folder_check import among_files

    found, problems = workbooks(paths)
    if apply or apply_all:
        _apply(found, apply or [], apply_all, as_json)
    with progress() as bar:
        outcomes = [checked(path) for path in bar.track(found, description="Checking")]
    outcomes = among_files(outcomes, today or datetime.now())
    if links:
        from pmo_excel.hosts.link_check import links_tested

        test = links_tested(outcomes, links)
        outcomes, problems = test.outcomes, [*problems, *test.problems]
    if as_json:
        files = [{"file": str(o.path), "problems": [p.as_json() for p in o.problems]} for o in outcomes]
        print_json({"files": files, "problems": [p.as_json() for p in problems]})
    else:
        for outcome in outcomes:
            console.print(f"[bold]{escape(outcome.path.name)}[/]: {summary(outcome.problems) or 'no findings'}")
            print_problems(outcome.problems)
        if links:
            console.print(str(test))
        print_problems(problems)
    raise status(any(serious(p) for p in problems) or any(o.failed for o in outcomes), any(o.serious for o in outcomes))


def _apply(paths: list[Path], ids: list[str], all_of_them: bool, as_json: bool) -> None:
    """Apply fixes and leave; several workbooks only with --apply-all, for an ID is of one workbook."""
    from rich.markup import escape

    from pmo_excel.hosts.fix_command import Fixed, apply_fixes
    from pmo_excel.workbook.refused import Refused

    fixed: list[Fixed] = []
    problems: list[Problem] = []
    for path in paths:
        try:
            fixed.append(apply_fixes(path, ids, all_of_them, datetime.now()))
        except Refused as error:
            problems += error.problems
    if as_json:
        print_json({"files": [one.as_json() for one in fixed], "problems": [p.as_json() for p in problems]})
    else:
        for one in fixed:
            console.print(f"[bold]{escape(one.path.name)}[/]: {len(one.applied)} fixes applied")
            for problem in one.applied:
                console.print(f"  {problem.cell.address}: {fix_of(problem)}", markup=False)
            if one.copy:
                console.print(f"  undo: pmo undo {one.path}", markup=False)
        print_problems(problems)
    raise typer.Exit(NOT_DONE if problems else FINE)


class Results(StrEnum):
    """Where results go that have no column in a user's own template."""

    SHEET = "sheet"
    COLUMNS = "columns"


@app.command()
def refresh(
    paths: Paths,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="List the cells that would change; write nothing.")
    ] = False,
    results: Annotated[
        Results | None,
        typer.Option("--results", help="Results without a column: on an added sheet, or left out. Remembered."),
    ] = None,
    live: Annotated[
        bool, typer.Option("--live", help="Into workbooks that are open in Excel; nothing is saved there.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Compute every computed column and write only the cells that change; the file as it was is kept beside it."""
    from pmo_excel.hosts.books import checked, refresh_file, workbooks

    if live:
        from pmo_excel.hosts.live.refreshing import refresh_open

        outcomes = [refresh_open(path, datetime.now(), results or "", dry_run) for path in paths]
        _print_refreshed(outcomes, [], dry_run, as_json)
    found, problems = workbooks(paths)
    with progress() as bar:
        outcomes = [
            checked(path, results or "") if dry_run else refresh_file(path, datetime.now(), results or "")
            for path in bar.track(found, description="Refreshing")
        ]
    _print_refreshed(outcomes, problems, dry_run, as_json)


def _print_refreshed(outcomes: list[Outcome], problems: list[Problem], dry_run: bool, as_json: bool) -> NoReturn:
    """Print what a refresh did, and leave."""
    if as_json:
        print_json({"files": [o.as_json() for o in outcomes], "problems": [p.as_json() for p in problems]})
    else:
        for outcome in outcomes:
            print_outcome(outcome, dry_run)
        print_problems(problems)
    raise status(any(serious(p) for p in problems) or any(o.failed for o in outcomes), any(o.serious for o in outcomes))


@app.command()
def schedule(
    path: Annotated[Path, typer.Argument(help="A project workbook, or a Microsoft Project XML file.")],
    as_json: Json = False,
) -> None:
    """Compute a plan's dates, float and critical path; nothing is written."""
    from pmo_excel.hosts.schedule_command import print_schedule, scheduled_rows
    from pmo_excel.workbook.refused import Refused

    try:
        rows, problems = scheduled_rows(path)
    except Refused as error:
        rows, problems = None, list(error.problems)
    if as_json:
        print_json({"tasks": rows or [], "problems": [p.as_json() for p in problems]})
    else:
        if rows is not None:
            print_schedule(rows)
        print_problems(problems)
    raise status(rows is None, any(serious(p) for p in problems))


@app.command()
def baseline(
    path: Annotated[Path, typer.Argument(help="A project workbook.")],
    name: Annotated[str, typer.Option("--name", help="What it is called, as in Approved at gate 2.")],
    by: Annotated[str, typer.Option("--by", help="Who agreed it.")],
    number: Annotated[int | None, typer.Option("--number", help="0 to 10; the next one if left out.")] = None,
    date: Annotated[
        datetime | None, typer.Option("--date", formats=["%Y-%m-%d"], help="The day; the status date if left out.")
    ] = None,
    change: Annotated[str, typer.Option("--change", help="The approved change behind it, as in CR-004.")] = "",
    as_json: Json = False,
) -> None:
    """Agree the plan as it stands: append it to the baselines, and compare the plan with it from now on."""
    from pmo_excel.hosts.baseline_command import Request, take_baseline
    from pmo_excel.workbook.refused import Refused

    try:
        taken = take_baseline(path, Request(name, by, number, date, change), datetime.now())
    except Refused as error:
        raise not_done(error.problems, as_json) from error
    if as_json:
        print_json({**taken.as_json(), "problems": []})
    else:
        console.print(f"{taken}\n  undo: the file as it was is {taken.copy}", markup=False)


@app.command()
def functions(as_json: Json = False) -> None:
    """List the functions that work in cells, on the command line and from Python."""
    from pmo_excel.hosts.function_list import function_list, print_functions

    if as_json:
        print_json({"functions": function_list()})
    else:
        print_functions()


@app.command()
def call(
    name: Annotated[str, typer.Argument(help="The function, as in SCHEDULE or PMO.SCHEDULE.")] = "",
    stream: Annotated[bool, typer.Option("--stream", help="Stay up: one JSON line in, one out.")] = False,
    book: Annotated[
        Path | None, typer.Option("--book", help="A workbook that gives the arguments which the input does not.")
    ] = None,
) -> None:
    """Call a function: one JSON object of arguments on standard input, one JSON object on standard output."""
    from pmo_excel.hosts.call_command import answered, streamed

    if stream:
        for reply in streamed(sys.stdin):
            print(reply, flush=True)
        return
    if not name:
        errors.print("pmo call needs the name of a function; `pmo functions` lists them.")
        raise typer.Exit(NOT_DONE)
    text = "" if book is not None and sys.stdin.isatty() else sys.stdin.read()
    answer, understood = answered(name, text, book)
    print_json(answer)
    raise typer.Exit(FINE if understood else NOT_DONE)


@app.command()
def demo(
    folder: Annotated[Path, typer.Argument(help="Where to write it.")] = Path("pmo-demo"),
    no_open: Annotated[bool, typer.Option("--no-open", help="Do not open the browser.")] = False,
    no_serve: Annotated[bool, typer.Option("--no-serve", help="Publish, then stop the site again.")] = False,
    port: Annotated[int, typer.Option(help="Port of the local site; 0 takes a free one.")] = 0,
) -> None:
    """Do the main job on a sample portfolio: compute, report, publish to a local SharePoint site, say what to open."""
    from pmo_excel.hosts.demo import run_demo

    raise typer.Exit(run_demo(folder, open_browser=not no_open, keep_serving=not no_serve, port=port))


for _group in (
    plan_cli,
    level_cli,
    load_cli,
    pack_cli,
    cost_cli,
    simulate_cli,
    report_cli,
    people_cli,
    governance_cli,
    status_cli,
    collect_cli,
):
    for _command in _group.COMMANDS:
        app.command()(_command)
cell_cli.add_to(app)
file_cli.add_to(app)
site_cli.add_to(app)
serve_cli.add_to(app)
plugin_cli.add_to(app)
risk_cli.add_to(app)
change_cli.add_to(app)
decide_cli.add_to(app)


def main() -> None:
    """The entry point of the command `pmo`."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8")  # a Windows console may say cp1252, which has no ≤ or →
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # numpy would start threads for matrices, and we have none
    gc.set_threshold(100_000)  # a command makes many objects, keeps them and ends; looking for garbage is a tenth of it
    try:
        app()
    except Exception as error:
        from pmo_excel.hosts.log_file import log_crash

        place = log_crash(error, datetime.now())
        errors.print(f"pmo stopped on an error of its own ({type(error).__name__}); what it writes, it writes whole.")
        errors.print(f"Where it stopped is noted in {place}; all of it shows with PMO_DEBUG=1.", markup=False)
        errors.print("For a help desk: pmo support-bundle FILE.")
        if os.environ.get("PMO_DEBUG"):
            raise
        raise SystemExit(NOT_DONE) from None


if __name__ == "__main__":
    main()
