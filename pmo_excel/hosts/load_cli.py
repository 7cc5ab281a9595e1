"""The commands that look at people across workbooks: loads, and what a change would do to them."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pmo_excel.core.problems import serious
from pmo_excel.hosts.exits import Json, Paths, not_done, refusals_told, status

if TYPE_CHECKING:
    from pmo_excel.hosts.load_command import Loaded


class By(StrEnum):
    """What loads are added up by."""

    PERSON = "person"
    ROLE = "role"
    TEAM = "team"


class Period(StrEnum):
    """How long each period is."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"


class Booking(StrEnum):
    """Which bookings count."""

    HARD = "hard"
    SOFT = "soft"
    ALL = "all"
    EXPECTED = "expected"


def load(
    paths: Paths,
    by: Annotated[By, typer.Option("--by", help="Add up by person, role or team.")] = By.PERSON,
    period: Annotated[Period, typer.Option("--period", help="By day, week or month.")] = Period.WEEK,
    booking: Annotated[
        Booking, typer.Option("--booking", help="Bookings that count; expected: soft ones by their probability.")
    ] = Booking.ALL,
    portfolio: Annotated[
        Path | None, typer.Option("--portfolio", help="A portfolio workbook whose Resource Pool leads.")
    ] = None,
    fill: Annotated[
        bool,
        typer.Option("--fill", help="Write the portfolio's Capacity, next 8 weeks and single points."),
    ] = False,
    today: Annotated[
        datetime | None, typer.Option("--today", formats=["%Y-%m-%d"], help="The day from which 8 weeks are counted.")
    ] = None,
    page: Annotated[Path | None, typer.Option("--page", "-o", help="Write a page with the heatmap.")] = None,
    as_json: Json = False,
) -> None:
    """Show how busy everybody is across workbooks, with the split by project, and the days that are too much."""
    from rich.markup import escape

    from pmo_excel.hosts.load_command import Asked, fill_capacity, loaded, write_page
    from pmo_excel.hosts.printing import console, print_json, print_problems

    if fill and portfolio is None:
        raise typer.BadParameter("--fill needs the workbook: --portfolio FILE")
    made = loaded(paths, portfolio, Asked(period.capitalize(), by.capitalize(), booking.capitalize()))
    now = datetime.now()
    with refusals_told(as_json):
        if page is not None and made.loads is not None:
            write_page(made, page, now)
        filled = fill_capacity(made, portfolio, now, today) if fill and portfolio and made.loads is not None else None
    if as_json:
        print_json({**made.as_json(), "page": None if page is None else str(page)})
    else:
        _print(made)
        if page is not None and made.loads is not None:
            console.print(f"page: {page}", markup=False)
        if filled is not None:
            undo = f"; undo: the file as it was is {filled.copy}" if filled.copy else ""
            console.print(f"[bold]{escape(filled.path.name)}[/]: {filled.rows} rows in Capacity{escape(undo)}")
            print_problems(filled.problems)
    raise status(made.files.failed or made.loads is None, any(serious(p) for p in made.all_problems))


def _print(made: Loaded) -> None:
    """The loads, the days over capacity, and what is to be said of each file."""
    from pmo_excel.core.calling import as_json
    from pmo_excel.functions import CATALOGUE
    from pmo_excel.hosts.pool_files import in_file
    from pmo_excel.hosts.printing import console, print_problems, print_rows

    if made.loads is not None:
        if not len(made.loads.balance):
            console.print("Nothing is booked.")
        else:
            hidden = () if made.asked.by == "Person" else ("Resource Name",)
            print_rows(as_json(CATALOGUE["CAPACITY"], made.loads.balance), hidden)
        if len(made.loads.overallocations):
            rows = as_json(CATALOGUE["OVERALLOCATIONS"], made.loads.overallocations)
            console.print("\n[bold]Days over capacity[/]")
            print_rows(rows[: LISTED + 1])
            if len(rows) > LISTED + 1:
                console.print(f"… and {len(rows) - LISTED - 1} more days; --json lists them all.")
        short = made.loads.demand.gap > 1e-6
        if short.any():
            console.print("\n[bold]Demand by role[/]")
            print_rows(as_json(CATALOGUE["DEMAND"], made.loads.demand))
    for file, problems in made.problems.items():
        print_problems(in_file(problem, file) for problem in problems)


def whatif(
    paths: Paths,
    delay: Annotated[
        list[str] | None, typer.Option("--delay", help='A project or task and how long: "PRJ-014 2w", "PRJ-014/12 5d".')
    ] = None,
    add_hire: Annotated[
        list[str] | None,
        typer.Option("--add-hire", help='Somebody new: "Network engineer; from 2026-04-01; 80%; 65".'),
    ] = None,
    cut_budget: Annotated[
        list[str] | None, typer.Option("--cut-budget", help='A project and how much: "PRJ-014 10%", "PRJ-014 50000".')
    ] = None,
    period: Annotated[Period, typer.Option("--period", help="Hours by day, week or month.")] = Period.WEEK,
    to: Annotated[
        Path | None, typer.Option("--to", "-o", help="Write the differences: a page (.html) or a workbook (.xlsx).")
    ] = None,
    as_json: Json = False,
) -> None:
    """Try a delay, a hire or a smaller budget on a copy, and list what would be different; no workbook is changed."""
    from pmo_excel.hosts.printing import console, print_json, print_problems, print_rows
    from pmo_excel.hosts.whatif_command import rows_of_delta, said, scenario_from, tried, write_delta

    scenario = scenario_from(delay or [], add_hire or [], cut_budget or [])
    if isinstance(scenario, list):
        raise not_done(scenario, as_json, differences=[])
    made = tried(paths, scenario, period.capitalize())
    with refusals_told(as_json):
        if to is not None and made.delta is not None:
            write_delta(made, to, datetime.now())
    if as_json:
        print_json(made.as_json())
    else:
        for line in said(made.scenario):
            console.print(f"[bold]What if[/] {line}?")
        if made.delta is not None and len(made.delta):
            print_rows(rows_of_delta(made.delta))
        elif made.delta is not None:
            console.print("Nothing would be different.")
        if to is not None and made.delta is not None:
            console.print(f"written: {to}", markup=False)
        print_problems(made.problems)
    raise status(made.delta is None, any(serious(p) for p in made.problems))


def timesheets(
    path: Annotated[Path, typer.Argument(help="A project workbook.")],
    hours: Annotated[Path, typer.Argument(help="Hours worked: .csv or .xlsx with resource, task, date and hours.")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Compare with the plan; write nothing.")] = False,
    as_json: Json = False,
) -> None:
    """Take in hours worked, and compare them with the plan; what is there already is not taken twice."""
    from rich.markup import escape

    from pmo_excel.core.calling import as_json as plain
    from pmo_excel.functions import CATALOGUE
    from pmo_excel.hosts.printing import console, print_json, print_problems, print_rows
    from pmo_excel.hosts.timesheet_command import import_timesheets

    with refusals_told(as_json):
        made = import_timesheets(path, hours, dry_run, datetime.now())
    if as_json:
        print_json(made.as_json())
    else:
        done = "would be added" if dry_run else "added"
        console.print(f"[bold]{escape(path.name)}[/]: {made.added} rows {done}, {made.there} were there already")
        if made.copy is not None:
            console.print(f"  undo: the file as it was is {made.copy}", markup=False)
        if made.actuals is not None:
            print_rows(plain(CATALOGUE["ACTUALS"], made.actuals))
        print_problems(made.problems)
    raise status(False, any(serious(p) for p in made.problems))


LISTED = 20
"""Days over capacity that are printed one by one."""

COMMANDS = (load, whatif, timesheets)
"""In the order in which the help lists them."""
