"""The commands of governance: gates and their decisions, approvals, what projects lack, lessons that fit."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated, Final

import typer

from pmo_excel.hosts.exits import Json, not_done
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
    from pmo_excel.workbook.refused import Refused

    try:
        done = write_decision(path, decide, outcome, by, datetime.now())
    except Refused as error:
        raise not_done(error.problems, as_json) from error
    if as_json:
        print_json({**done.as_json(), "problems": []})
    else:
        console.print(f"{done}\n  undo: pmo undo {path}; the file as it was is {done.copy}")


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
    from pmo_excel.workbook.refused import Refused

    now = datetime.now()
    try:
        done = write_approval(path, what, by, version, date or now, now)
    except Refused as error:
        raise not_done(error.problems, as_json) from error
    if as_json:
        print_json({**done.as_json(), "problems": []})
    else:
        console.print(f"{done}\n  undo: pmo undo {path}; the file as it was is {done.copy}")


COMMANDS: Final = (gates, approve)
"""In the order in which the help lists them."""
