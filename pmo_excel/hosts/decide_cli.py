"""The commands that decide on a portfolio, and those that hand it on: to Power BI, and to diaries."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from pmo_excel.core.problems import serious
from pmo_excel.hosts.exits import Json, not_done, status

Portfolio = Annotated[Path, typer.Argument(help="A portfolio workbook; it is read, never written.")]


def select(
    path: Portfolio,
    budget: Annotated[float | None, typer.Option("--budget", help="What may be spent, instead of the sheet's.")] = None,
    capacity: Annotated[str, typer.Option("--capacity", help="People: 14, or 'Analyst 4; Engineer 6'.")] = "",
    scenario: Annotated[str, typer.Option("--scenario", help="A row of Selection; the first if left out.")] = "",
    must: Annotated[str, typer.Option("--must", help="Done in any case, as in 'P2; P5'.")] = "",
    exclude: Annotated[str, typer.Option("--exclude", help="One of them at most, as in 'P3, P4'.")] = "",
    depends: Annotated[str, typer.Option("--depends", help="As in 'P6 needs P1'.")] = "",
    frontier: Annotated[bool, typer.Option("--frontier", help="Also the best score for each budget.")] = False,
    page: Annotated[Path | None, typer.Option("--page", "-o", help="Write a page with the frontier.")] = None,
    as_json: Json = False,
) -> None:
    """Choose the projects with the highest score within budget and capacity, exactly; say why others are not in it."""
    from pmo_excel.hosts.printing import console, print_json, print_problems, print_rows
    from pmo_excel.hosts.select_command import Limits, chosen
    from pmo_excel.workbook.refused import Refused

    try:
        limits = Limits(scenario, budget, capacity, must, exclude, depends)
        made = chosen(path, limits, frontier or page is not None)
        if page is not None:
            from pmo_excel.hosts.select_page import write_page

            write_page(path, made, page, datetime.now())
    except Refused as error:
        raise not_done(error.problems, as_json, value=None) from error
    if as_json:
        print_json({**made.as_json(), "page": None if page is None else str(page)})
    else:
        console.print(f"[bold]{made.scenario}[/]")
        for rows in (made.as_json()["value"], made.as_json()["frontier"]):
            if rows:
                print_rows(rows)
        print_problems(made.problems)
        if page is not None:
            console.print(f"page: {page}")
    raise status(made.table is None, any(serious(p) for p in made.problems))


def scenario(
    path: Portfolio,
    stop: Annotated[list[str] | None, typer.Option("--stop", help="A project to stop.")] = None,
    defer: Annotated[list[str] | None, typer.Option("--defer", help="Project and time, as in 'P4 1q'.")] = None,
    accelerate: Annotated[list[str] | None, typer.Option("--accelerate", help="As in 'P5 2m'.")] = None,
    as_json: Json = False,
) -> None:
    """Show what stopping, deferring or speeding up projects changes: people by quarter, money, score and objectives."""
    from pmo_excel.core.calling import as_json as plain
    from pmo_excel.functions import CATALOGUE
    from pmo_excel.hosts.printing import print_json, print_problems, print_rows
    from pmo_excel.hosts.select_command import tried
    from pmo_excel.workbook.refused import Refused

    asked = [f"{verb} {text}" for verb, said in _verbs(stop, defer, accelerate) for text in said]
    try:
        made, problems = tried(path, asked)
    except Refused as error:
        raise not_done(error.problems, as_json, value=None) from error
    value = plain(CATALOGUE["SCENARIO"], made)
    if as_json:
        print_json({"actions": asked, "value": value, "problems": [p.as_json() for p in problems]})
    else:
        if value is not None:
            print_rows(value)
        print_problems(problems)
    raise status(made is None, any(serious(p) for p in problems))


def _verbs(
    stop: list[str] | None, defer: list[str] | None, accelerate: list[str] | None
) -> list[tuple[str, list[str]]]:
    return [("stop", stop or []), ("defer", defer or []), ("accelerate", accelerate or [])]


def star(
    path: Annotated[Path, typer.Argument(help="A folder of project workbooks, or a portfolio workbook.")],
    folder: Annotated[Path, typer.Option("--folder", "-o", help="The folder that the tables are written to.")],
    kind: Annotated[str, typer.Option("--format", help="csv or parquet.")] = "csv",
    as_json: Json = False,
) -> None:
    """Write star tables for Power BI: dimensions with unique keys, facts that refer to them, and a date table."""
    from pmo_excel.hosts.printing import console, print_json, print_problems
    from pmo_excel.hosts.star_command import star as made_of
    from pmo_excel.hosts.star_command import write_star
    from pmo_excel.workbook.refused import Refused

    try:
        made = made_of(path)
        files = write_star(made, folder, kind)
    except Refused as error:
        raise not_done(error.problems, as_json, tables=[]) from error
    if as_json:
        print_json(made.as_json(files))
    else:
        for table in made.tables:
            console.print(f"{table.name}: {len(table.rows):,} rows")
        console.print(f"{len(files)} files in {folder}")
        print_problems(made.problems)
    raise status(False, any(serious(p) for p in made.problems))


def calendar(
    path: Annotated[Path, typer.Argument(help="A project or portfolio workbook, or a folder of project workbooks.")],
    output: Annotated[Path, typer.Option("--output", "-o", help="The .ics file; one of before is brought up to date.")],
    as_json: Json = False,
) -> None:
    """Write milestones, gates and meetings as iCalendar; importing it again updates diaries and doubles nothing."""
    from pmo_excel.hosts.calendar_command import make_calendar
    from pmo_excel.hosts.printing import console, print_json, print_problems
    from pmo_excel.workbook.refused import Refused

    try:
        made = make_calendar(path, output, datetime.now())
    except Refused as error:
        raise not_done(error.problems, as_json, file=None) from error
    if as_json:
        print_json(made.as_json())
    else:
        console.print(str(made))
        print_problems(made.problems)
    raise status(False, any(serious(p) for p in made.problems))


def add_to(app: typer.Typer) -> None:
    """Enter the commands into the command line."""
    app.command()(select)
    app.command()(scenario)
    app.command()(star)
    app.command()(calendar)
