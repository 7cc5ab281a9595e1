"""The commands that look at a plan: its health, what comes next, what stands in the way, what is different."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated, Any, Final

import typer

from pmo_excel.core.problems import serious
from pmo_excel.hosts.exits import NOT_DONE, Json, status

PlanFile = Annotated[Path, typer.Argument(help="A project workbook, or a plan as Microsoft Project's XML.")]


def health(path: PlanFile, as_json: Json = False) -> None:
    """Check how sound a plan is: the DCMA's fourteen points and more, each with the tasks to look at."""
    answer("HEALTHTREND", path, as_json, hidden=("Definition",))


def lookahead(
    path: PlanFile,
    weeks: Annotated[float, typer.Option("--weeks", help="How far to look, in weeks.")] = 4,
    day: Annotated[
        datetime | None,
        typer.Option("--from", formats=["%Y-%m-%d"], help="From which day; the status date, or today, if left out."),
    ] = None,
    as_json: Json = False,
) -> None:
    """List what starts, finishes and falls due in the coming weeks."""
    given: dict[str, Any] = {} if day is None else {"status_date": day.date()}
    answer("LOOKAHEAD", path, as_json, default={"status_date": datetime.now().date()}, weeks=weeks, **given)


def roadblocks(path: PlanFile, as_json: Json = False) -> None:
    """List what will stop a task, before it does: the least float first."""
    answer("ROADBLOCKS", path, as_json)


def recovery(
    path: PlanFile,
    days: Annotated[float, typer.Option("--days", help="Working days that the plan must finish earlier.")],
    as_json: Json = False,
) -> None:
    """List single changes that bring the finish forward, each tried on a copy of the plan."""
    answer("RECOVERY", path, as_json, days=days)


def smoothing(path: PlanFile, as_json: Json = False) -> None:
    """List ways out of overloads that leave the finish where it is: hours to move within float, people to swap."""
    answer("SMOOTHING", path, as_json)


def diff_of_plans(old: Path, new: Path, as_json: bool) -> None:
    """Compare two versions of a plan: what people changed, and what moved because of it; for `pmo diff --plan`."""
    from pmo_excel.hosts.book_answers import before
    from pmo_excel.workbook.refused import Refused

    try:
        earlier = before(old)
    except Refused as error:
        _print(None, list(error.problems), as_json, ())
        raise typer.Exit(NOT_DONE) from error
    answer("PLANDIFF", new, as_json, known=earlier)


def snapshot(
    path: Annotated[Path, typer.Argument(help="A project workbook.")],
    restate: Annotated[
        str, typer.Option("--restate", help="Why a closed period is told anew; its snapshots stay, and it is logged.")
    ] = "",
    as_json: Json = False,
) -> None:
    """Keep today's figures in the workbook's History: forecasts and health, which trends compare with later."""
    from pmo_excel.hosts.printing import console
    from pmo_excel.hosts.snapshot_command import take_snapshot
    from pmo_excel.workbook.refused import Refused

    try:
        taken = take_snapshot(path, datetime.now(), restate)
    except Refused as error:
        _print(None, list(error.problems), as_json, ())
        raise typer.Exit(NOT_DONE) from error
    if as_json:
        _print_json({**taken.as_json(), "problems": []})
    else:
        console.print(f"{taken}\n  undo: the file as it was is {taken.copy}", markup=False)


def answer(
    name: str,
    path: Path,
    as_json: bool,
    hidden: tuple[str, ...] = (),
    known: dict[str, Any] | None = None,
    default: dict[str, Any] | None = None,
    upright: bool = False,
    **given: Any,
) -> None:
    """Ask a catalogue function about a file, and print what it says; `upright` with a line for each column."""
    from pmo_excel.core.calling import as_json as plain
    from pmo_excel.functions import CATALOGUE
    from pmo_excel.hosts.book_answers import answer_from
    from pmo_excel.workbook.refused import Refused

    try:
        got = answer_from(path, name, given, known, default).answer
    except Refused as error:
        _print(None, list(error.problems), as_json, hidden)
        raise typer.Exit(NOT_DONE) from error
    value = plain(CATALOGUE[name], got.value)
    shown = [list(line) for line in zip(*value, strict=True)] if upright and value and not as_json else value
    _print(shown, got.problems, as_json, hidden)
    raise status(got.value is None, any(serious(p) for p in got.problems))


def _print(value: Any, problems: list[Any], as_json: bool, hidden: tuple[str, ...]) -> None:
    from pmo_excel.hosts.printing import print_problems, print_rows

    if as_json:
        _print_json({"value": value, "problems": [p.as_json() for p in problems]})
        return
    if value is not None:
        print_rows(value, hidden)
    print_problems(problems)


def _print_json(value: Any) -> None:
    from pmo_excel.hosts.printing import print_json

    print_json(value)


COMMANDS: Final = (health, lookahead, roadblocks, recovery, smoothing, snapshot)
"""In the order in which the help lists them."""
