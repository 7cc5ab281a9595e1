"""The commands of the risk register: what it comes to, and a risk moved to its next state."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pmo_excel.core.problems import serious
from pmo_excel.hosts.exits import FINE, Json, refusals_told, say_undo, status

if TYPE_CHECKING:
    from pmo_excel.hosts.risk_summary import RiskSummary

risk = typer.Typer(help="Move a risk to its next state; one that has occurred becomes an issue.", no_args_is_help=True)

Workbook = Annotated[Path, typer.Argument(help="A project workbook.")]
RiskId = Annotated[str, typer.Argument(help="The risk's ID, as in R-007.")]
Day = Annotated[
    datetime | None,
    typer.Option("--date", formats=["%Y-%m-%d"], help="The day; the status date, or today, if left out."),
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Show the cells; write nothing.")]


def risks(
    path: Workbook,
    page: Annotated[Path | None, typer.Option("--page", "-o", help="Write a page with the matrix.")] = None,
    as_json: Json = False,
) -> None:
    """Tell what the register comes to: open risks, exposure, contingency, what responses are worth, and prompts."""
    from pmo_excel.hosts.printing import console, print_json
    from pmo_excel.hosts.risk_summary import risk_summary, write_page

    with refusals_told(as_json):
        made = risk_summary(path)
        if page is not None:
            write_page(made, page, datetime.now())
    if as_json:
        print_json({**made.as_json(), "page": None if page is None else str(page)})
    else:
        _print(made)
        if page is not None:
            console.print(f"page: {page}", markup=False)
    raise status(False, any(serious(p) for p in made.problems))


_TITLES = {
    "register": "Register",
    "exposure": "Exposure",
    "contingency": "Contingency",
    "funding": "What the open risks may cost",
    "worth": "What responses are worth",
    "burn_down": "Exposure by date",
    "prompts": "What the plan suggests to ask about",
}


def _print(made: RiskSummary) -> None:
    from pmo_excel.hosts.printing import console, print_problems, print_rows

    for part, title in _TITLES.items():
        rows = made.rows(part)
        if rows is not None and len(rows) > 1:
            console.print(f"[bold]{title}[/]")
            print_rows(rows)
            console.print()
    print_problems(made.problems)


@risk.command("occurred")
def occurred(
    path: Workbook,
    risk_id: RiskId,
    owner: Annotated[str, typer.Option("--owner", help="Who deals with the issue; else who owns the response.")] = "",
    day: Day = None,
    dry_run: DryRun = False,
    as_json: Json = False,
) -> None:
    """Make a risk that has happened an issue: a row in Issues with the risk as its source, and the risk's state."""
    _move(path, risk_id, "Occurred", day, dry_run, as_json, owner)


@risk.command("state")
def state(
    path: Workbook,
    risk_id: RiskId,
    to: Annotated[str, typer.Argument(help="Open, Responding, Occurred or Closed.")],
    day: Day = None,
    dry_run: DryRun = False,
    as_json: Json = False,
) -> None:
    """Move a risk to its next state: Draft, Open, Responding, then Closed or Occurred; other steps are refused."""
    _move(path, risk_id, to, day, dry_run, as_json)


def _move(
    path: Path, risk_id: str, to: str, day: datetime | None, dry_run: bool, as_json: bool, owner: str = ""
) -> None:
    from pmo_excel.hosts.printing import console, print_changes, print_json
    from pmo_excel.hosts.risk_command import Step, move

    step = Step(risk_id, to, None if day is None else day.date(), owner)
    with refusals_told(as_json):
        made = move(path, step, datetime.now(), dry_run)
    if as_json:
        print_json({**made.as_json(), "problems": []})
    else:
        console.print(f"{made}{' (nothing is written)' if dry_run else ''}", markup=False)
        print_changes(made.changes)
        if made.copy is not None:
            say_undo(path)
    raise typer.Exit(FINE)


def add_to(app: typer.Typer) -> None:
    """Enter the commands into the command line."""
    app.command()(risks)
    app.add_typer(risk, name="risk")
