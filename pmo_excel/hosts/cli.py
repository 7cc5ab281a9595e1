"""The command line `pmo`: every command says what it did, and exits 0 fine, 1 findings of severity High, 2 not done."""

from __future__ import annotations

import sys
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from pmo_excel import __version__
from pmo_excel.core.problems import Problem, serious
from pmo_excel.hosts.exits import FINE, NOT_DONE, Json, status
from pmo_excel.hosts.plan_cli import COMMANDS, diff_of_plans
from pmo_excel.hosts.printing import (
    console,
    errors,
    fix_of,
    print_json,
    print_outcome,
    print_patch,
    print_problems,
    progress,
    summary,
)

app = typer.Typer(
    help="A project management office's engine inside the Excel workbooks it already uses.",
    no_args_is_help=True,
    rich_markup_mode="rich",
    context_settings={"help_option_names": ["-h", "--help"]},
    pretty_exceptions_enable=False,
)
new = typer.Typer(help="Make a new workbook from a template.", no_args_is_help=True)
publish = typer.Typer(help="Publish results to a SharePoint site: read the plan, then apply it.", no_args_is_help=True)
sharepoint = typer.Typer(help="The local SharePoint site, to try everything without a tenant.", no_args_is_help=True)
app.add_typer(new, name="new")
app.add_typer(publish, name="publish")
app.add_typer(sharepoint, name="sharepoint")

Paths = Annotated[list[Path], typer.Argument(help="Workbooks, or folders of workbooks.")]


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
    as_json: Json = False,
) -> None:
    """List everything that is wrong in workbooks, with the cell and what to do; writes only fixes that you apply."""
    from pmo_excel.hosts.books import checked, workbooks
    from pmo_excel.hosts.folder_check import among_files

    found, problems = workbooks(paths)
    if apply or apply_all:
        _apply(found, apply or [], apply_all, as_json)
    with progress() as bar:
        outcomes = [checked(path) for path in bar.track(found, description="Checking")]
    outcomes = among_files(outcomes, today or datetime.now())
    if as_json:
        files = [{"file": str(o.path), "problems": [p.as_json() for p in o.problems]} for o in outcomes]
        print_json({"files": files, "problems": [p.as_json() for p in problems]})
    else:
        for outcome in outcomes:
            console.print(f"[bold]{outcome.path.name}[/]: {summary(outcome.problems) or 'no findings'}")
            print_problems(outcome.problems)
        print_problems(problems)
    raise status(any(serious(p) for p in problems) or any(o.failed for o in outcomes), any(o.serious for o in outcomes))


def _apply(paths: list[Path], ids: list[str], all_of_them: bool, as_json: bool) -> None:
    """Apply fixes and leave; several workbooks only with --apply-all, for an ID is of one workbook."""
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
            console.print(f"[bold]{one.path.name}[/]: {len(one.applied)} fixes applied")
            for problem in one.applied:
                console.print(f"  {problem.cell.address}: {fix_of(problem)}")
            if one.copy:
                console.print(f"  undo: pmo undo {one.path}")
        print_problems(problems)
    raise typer.Exit(NOT_DONE if problems else FINE)


@app.command()
def undo(
    path: Annotated[Path, typer.Argument(help="A workbook that a command of ours wrote.")],
    anyway: Annotated[bool, typer.Option("--anyway", help="Also where it was changed since by somebody.")] = False,
    as_json: Json = False,
) -> None:
    """Take a workbook back to what it was before our last write; the state that is undone is kept."""
    from pmo_excel.hosts.fix_command import undo as undone
    from pmo_excel.workbook.refused import Refused

    try:
        step = undone(path, datetime.now(), anyway)
    except Refused as error:
        if as_json:
            print_json({"problems": [p.as_json() for p in error.problems]})
        else:
            print_problems(error.problems)
        raise typer.Exit(NOT_DONE) from error
    if as_json:
        print_json({**step.as_json(), "problems": []})
    else:
        console.print(f"[bold]{path.name}[/] is as it was before; what was undone is kept as {step.kept}")


@app.command()
def diff(
    before: Annotated[Path, typer.Argument(help="The older version.")],
    after: Annotated[Path, typer.Argument(help="The newer version.")],
    computed: Annotated[bool, typer.Option("--computed", help="Compare computed columns too.")] = False,
    plan: Annotated[
        bool, typer.Option("--plan", help="Compare the plans: what people changed, and what moved because of it.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Compare two versions of a workbook by meaning: which record changed in what, wherever it stands.

    Files of other programs are compared as plans.
    """
    from pmo_excel.hosts.books import WORKBOOKS
    from pmo_excel.hosts.diff_command import differences, print_differences
    from pmo_excel.workbook.refused import Refused

    if plan or not {before.suffix.lower(), after.suffix.lower()} <= set(WORKBOOKS):
        diff_of_plans(before, after, as_json)
        return
    try:
        found = differences(before, after, computed)
    except Refused as error:
        if as_json:
            print_json({"differences": [], "problems": [p.as_json() for p in error.problems]})
        else:
            print_problems(error.problems)
        raise typer.Exit(NOT_DONE) from error
    if as_json:
        print_json({"differences": [one.as_json() for one in found], "problems": []})
    else:
        print_differences(found)


@app.command("map")
def map_headers(
    path: Annotated[Path, typer.Argument(help="A workbook.")],
    accept: Annotated[bool, typer.Option("--accept", help="Remember the mapping as it is shown.")] = False,
    say: Annotated[
        list[str] | None, typer.Option("--set", help="HEADER=COLUMN, or TABLE!HEADER=COLUMN; HEADER= leaves it out.")
    ] = None,
    sheet: Annotated[list[str] | None, typer.Option("--sheet", help="TABLE=SHEET, as in Schedule=Plan.")] = None,
    dates: Annotated[list[str] | None, typer.Option("--dates", help="DMY or MDY, for dates typed as text.")] = None,
    forget: Annotated[bool, typer.Option("--forget", help="Forget all answers about this workbook.")] = False,
    as_json: Json = False,
) -> None:
    """Show how a workbook's headers are understood, and remember your answers; the workbook is not touched."""
    from pmo_excel.hosts.map_command import Answers, mapping, print_mapping
    from pmo_excel.workbook.refused import Refused

    try:
        found, place = mapping(path, Answers(accept, say or (), sheet or (), dates or (), forget))
    except Refused as error:
        if as_json:
            print_json({"headers": [], "problems": [p.as_json() for p in error.problems]})
        else:
            print_problems(error.problems)
        raise typer.Exit(NOT_DONE) from error
    if as_json:
        kept = None if place is None else str(place)
        print_json({"headers": [one.as_json() for one in found], "remembered": kept, "problems": []})
    else:
        print_mapping(found, place)


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
    as_json: Json = False,
) -> None:
    """Compute every computed column and write only the cells that change; the file as it was is kept beside it."""
    from pmo_excel.hosts.books import checked, refresh_file, workbooks

    found, problems = workbooks(paths)
    with progress() as bar:
        outcomes = [
            checked(path, results or "") if dry_run else refresh_file(path, datetime.now(), results or "")
            for path in bar.track(found, description="Refreshing")
        ]
    if as_json:
        print_json({"files": [o.as_json() for o in outcomes], "problems": [p.as_json() for p in problems]})
    else:
        for outcome in outcomes:
            print_outcome(outcome, dry_run)
        print_problems(problems)
    raise status(any(serious(p) for p in problems) or any(o.failed for o in outcomes), any(o.serious for o in outcomes))


@app.command("patch", context_settings={"ignore_unknown_options": True})
def patch_cells(
    book: Annotated[Path, typer.Argument(help="An Excel workbook.")],
    cells: Annotated[
        list[str] | None,
        typer.Argument(help="SHEET!CELL VALUE, again and again: a number, 2026-03-31, TRUE, text, ''."),
    ] = None,
    formula: Annotated[bool, typer.Option("--formula", help="Values that begin with = are formulas.")] = False,
    text: Annotated[bool, typer.Option("--text", help="Every value is text.")] = False,
    rows: Annotated[
        list[str] | None,
        typer.Option("--rows", help="Rows to add at a table's end, or to take away: tblTasks=3, Plan!A1:F20=-2."),
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would change; write nothing.")] = False,
    as_json: Json = False,
) -> None:
    """Write single cells of a workbook and leave every other byte of it as it was; the file as it was is kept."""
    from pmo_excel.hosts.patch_command import PatchOutcome, asked_edits, asked_growths, patch_file

    growths, unclear = asked_growths(rows or ())
    edits: list[Any] = []
    if cells or not rows:
        edits, wrong = asked_edits(cells or (), formulas=formula, as_text=text)
        unclear = wrong + unclear
    outcome = PatchOutcome(book, unclear)
    if not unclear:
        outcome = patch_file(book, edits, growths, datetime.now(), dry_run=dry_run)
    if as_json:
        print_json(outcome.as_json())
    else:
        print_patch(outcome, dry_run)
    raise status(outcome.patched is None, any(serious(p) for p in outcome.problems))


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
        if as_json:
            print_json({"problems": [p.as_json() for p in error.problems]})
        else:
            print_problems(error.problems)
        raise typer.Exit(NOT_DONE) from error
    if as_json:
        print_json({**taken.as_json(), "problems": []})
    else:
        console.print(f"{taken}\n  undo: the file as it was is {taken.copy}")


@app.command()
def report(
    paths: Paths,
    to: Annotated[
        Path | None, typer.Option("--to", "-o", help="Folder for the pages; beside the workbook if left out.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Write the one-page project status of each workbook as a page that opens in any browser and prints on A4."""
    from pmo_excel.hosts.report_command import write_pages

    pages, problems = write_pages(paths, to, datetime.now())
    if as_json:
        print_json({"pages": [str(p.path) for p in pages], "problems": [p.as_json() for p in problems]})
    else:
        for page in pages:
            console.print(f"[bold]{page.workbook.name}[/] → {page.path}")
        print_problems(problems)
    raise status(
        len(pages) == 0 or any(not p.cell.ref and serious(p) for p in problems), any(serious(p) for p in problems)
    )


@app.command("import")
def import_(
    source: Annotated[
        Path | None, typer.Argument(help="A file of another program, as of Microsoft Project (XML).")
    ] = None,
    to: Annotated[
        Path | None, typer.Option("--to", "-o", help="The workbook to make; beside the file if left out.")
    ] = None,
    level: Annotated[str, typer.Option("--level", help="Light, Standard or Structured.")] = "Light",
    force: Annotated[bool, typer.Option("--force", help="Replace what is there already; a copy is kept.")] = False,
    verify: Annotated[
        Path | None, typer.Option("--verify", help="Check this certificate and its files; nothing is made.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Make a project workbook from a file of another program, with a page of date differences and a certificate."""
    from pmo_excel.hosts.migration_command import run_import, run_verify

    if verify is not None:
        raise typer.Exit(run_verify(verify, source, to, as_json))
    if source is None:
        errors.print("pmo import needs a file, or --verify with a certificate.")
        raise typer.Exit(NOT_DONE)
    raise typer.Exit(run_import(source, to, level, force, as_json))


@app.command()
def export(
    book: Annotated[Path, typer.Argument(help="A project workbook.")],
    to: Annotated[Path | None, typer.Option("--to", "-o", help="The file to make; beside it if left out.")] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace what is there already; a copy is kept.")] = False,
    as_json: Json = False,
) -> None:
    """Write a workbook's plan with its dates as Microsoft Project XML; what that does not hold is listed."""
    from pmo_excel.hosts.export_command import run_export

    raise typer.Exit(run_export(book, to, force, as_json))


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


@new.command("project")
def new_project(
    path: Annotated[Path, typer.Argument(help="The workbook to make.")],
    project_id: Annotated[str, typer.Option("--id", help="Project ID, as in PRJ-014.")] = "",
    name: Annotated[str, typer.Option("--name", help="Project name.")] = "",
    manager: Annotated[str, typer.Option("--manager", help="Project manager.")] = "",
    level: Annotated[str, typer.Option("--level", help="Light, Standard or Structured.")] = "Light",
    show: Annotated[list[str] | None, typer.Option("--show", help="A sheet to show beyond those of the level.")] = None,
) -> None:
    """Make an empty project workbook."""
    from pmo_excel.hosts.new_command import new_project_file
    from pmo_excel.workbook.refused import Refused

    try:
        new_project_file(
            path, level, {"Project ID": project_id, "Project Name": name, "Project Manager": manager}, show or ()
        )
    except Refused as error:
        print_problems(error.problems)
        raise typer.Exit(NOT_DONE) from error
    console.print(f"Made {path}. Open it, fill in Charter and Schedule, then run: pmo refresh {path}")


@new.command("portfolio")
def new_portfolio(path: Annotated[Path, typer.Argument(help="The workbook to make.")]) -> None:
    """Make an empty portfolio workbook."""
    from pmo_excel.hosts.new_command import new_portfolio_file
    from pmo_excel.workbook.refused import Refused

    try:
        new_portfolio_file(path)
    except Refused as error:
        print_problems(error.problems)
        raise typer.Exit(NOT_DONE) from error
    console.print(f"Made {path}. Open it, and begin on the Start sheet.")


@app.command()
def upgrade(
    path: Annotated[Path, typer.Argument(help="A project workbook.")],
    level: Annotated[str, typer.Option("--level", help="Light, Standard or Structured; its own if left out.")] = "",
    sheet: Annotated[
        list[str] | None, typer.Option("--sheet", help="A sheet to add beyond those of the level.")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="List what would be added; write nothing.")] = False,
    as_json: Json = False,
) -> None:
    """Add the sheets that the template has and the workbook has not; nothing that is there is changed."""
    from pmo_excel.hosts.upgrade_command import print_upgrade, upgrade_file
    from pmo_excel.workbook.refused import Refused

    try:
        outcome = upgrade_file(path, level, sheet or [], dry_run, datetime.now())
    except Refused as error:
        if as_json:
            print_json({"problems": [p.as_json() for p in error.problems]})
        else:
            print_problems(error.problems)
        raise typer.Exit(NOT_DONE) from error
    if as_json:
        print_json({**outcome.as_json(), "problems": []})
    else:
        print_upgrade(outcome, dry_run)


for _command in COMMANDS:
    app.command()(_command)


@publish.command("plan")
def publish_plan(
    paths: Paths,
    site: Annotated[str, typer.Option("--site", help="Address of the SharePoint site.", envvar="PMO_SITE")],
    as_json: Json = False,
) -> None:
    """Show what publishing would do to the site; nothing is written."""
    from pmo_excel.hosts.publish_command import print_plan, publication_plan

    result = publication_plan(paths, site)
    print_plan(result, as_json)
    raise status(result.failed, any(serious(p) for p in result.problems))


@publish.command("apply")
def publish_apply(
    paths: Paths,
    site: Annotated[str, typer.Option("--site", help="Address of the SharePoint site.", envvar="PMO_SITE")],
    allow_removals: Annotated[bool, typer.Option("--allow-removals", help="Mark many rows as removed.")] = False,
    as_json: Json = False,
) -> None:
    """Publish results and status pages to the site."""
    from pmo_excel.hosts.publish_command import print_outcome as print_published
    from pmo_excel.hosts.publish_command import published

    result = published(paths, site, allow_removals)
    print_published(result, as_json)
    raise status(result.failed, any(serious(p) for p in result.problems))


@sharepoint.command("serve")
def sharepoint_serve(
    port: Annotated[int, typer.Option(help="Port; 0 takes a free one.")] = 8765,
    data: Annotated[Path, typer.Option(help="Where the site keeps what it holds.")] = Path("pmo-site"),
    site: Annotated[str, typer.Option(help="The site's path.")] = "/sites/pmo",
) -> None:
    """Start the local SharePoint site; stop it with Ctrl+C."""
    from sharepoint.local import serve

    serve(data, port, site)


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


def main() -> None:
    """The entry point of the command `pmo`."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8")  # a Windows console may say cp1252, which has no ≤ or →
    app()


if __name__ == "__main__":
    main()
