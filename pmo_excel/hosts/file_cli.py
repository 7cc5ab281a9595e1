"""The commands that make workbooks and bring plans from and to other programs."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from pmo_excel.hosts.exits import NOT_DONE, Json, refusals_told
from pmo_excel.hosts.printing import console, errors, print_json, print_problems

new = typer.Typer(help="Make a new workbook from a template.", no_args_is_help=True)


@new.command("project")
def new_project(
    path: Annotated[Path, typer.Argument(help="The workbook to make.")],
    project_id: Annotated[str, typer.Option("--id", help="Project ID, as in PRJ-014.")] = "",
    name: Annotated[str, typer.Option("--name", help="Project name.")] = "",
    manager: Annotated[str, typer.Option("--manager", help="Project manager.")] = "",
    level: Annotated[str, typer.Option("--level", help="Light, Standard or Structured; Light if left out.")] = "",
    method: Annotated[
        str, typer.Option("--method", help="PRINCE2, PMBOK, Hybrid, Agile or Light: its stages, gates and products.")
    ] = "",
    lessons: Annotated[
        list[Path] | None, typer.Option("--lessons", help="Workbooks, folders or a portfolio with lessons to show.")
    ] = None,
    tags: Annotated[list[str] | None, typer.Option("--tag", help="A tag of lessons that fit, as in supplier.")] = None,
    show: Annotated[list[str] | None, typer.Option("--show", help="A sheet to show beyond those of the level.")] = None,
) -> None:
    """Make an empty project workbook."""
    from pmo_excel.hosts.new_command import Lessons, new_project_file
    from pmo_excel.workbook.refused import Refused

    charter = {"Project ID": project_id, "Project Name": name, "Project Manager": manager}
    try:
        wanted = Lessons(lessons, tags or []) if lessons else None
        problems = new_project_file(path, level, charter, show or (), method, wanted)
    except Refused as error:
        print_problems(error.problems)
        raise typer.Exit(NOT_DONE) from error
    console.print(f"Made {path}. Open it, fill in Charter and Schedule, then run: pmo refresh {path}", markup=False)
    print_problems(problems)


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
    console.print(f"Made {path}. Open it, and begin on the Start sheet.", markup=False)


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

    with refusals_told(as_json):
        outcome = upgrade_file(path, level, sheet or [], dry_run, datetime.now())
    if as_json:
        print_json({**outcome.as_json(), "problems": []})
    else:
        print_upgrade(outcome, dry_run)


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


def export(
    book: Annotated[Path, typer.Argument(help="A project workbook.")],
    to: Annotated[Path | None, typer.Option("--to", "-o", help="The file to make; beside it if left out.")] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace what is there already; a copy is kept.")] = False,
    as_json: Json = False,
) -> None:
    """Write a workbook's plan with its dates as Microsoft Project XML; what that does not hold is listed."""
    from pmo_excel.hosts.export_command import run_export

    raise typer.Exit(run_export(book, to, force, as_json))


def add_to(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    app.add_typer(new, name="new")
    app.command()(upgrade)
    app.command("import")(import_)
    app.command()(export)
