"""The commands of money: earned value, why the estimate moved, cash flow, and the finance system's actual costs."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated, Any, Final

import typer

from pmo_excel.core.problems import serious
from pmo_excel.hosts.exits import NOT_DONE, Json, say_undo, status
from pmo_excel.hosts.plan_cli import answer

Workbook = Annotated[Path, typer.Argument(help="A project workbook.")]


def evm(
    path: Workbook,
    level: Annotated[int, typer.Option("--wbs-level", help="Depth of the breakdown; 0: the whole project.")] = 0,
    as_json: Json = False,
) -> None:
    """Tell the earned value of a project, or of each part of it: every measure, and why one is empty."""
    answer("EVM", path, as_json, default=_today(), wbs_level=level, upright=True)


def eac(
    path: Workbook,
    before: Annotated[
        Path | None, typer.Option("--before", help="An earlier version; the last snapshot, if left out.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Tell why the estimate at completion moved: which lines, by how much, because of which change."""
    from pmo_excel.hosts.book_answers import earlier_estimates
    from pmo_excel.hosts.printing import print_json, print_problems
    from pmo_excel.workbook.refused import Refused

    known: dict[str, Any] = {}
    if before is not None:
        try:
            known = {"before": earlier_estimates(before)}
        except Refused as error:
            if as_json:
                print_json({"value": None, "problems": [p.as_json() for p in error.problems]})
            else:
                print_problems(error.problems)
            raise typer.Exit(NOT_DONE) from error
    answer("EACCHANGE", path, as_json, known=known)


def cashflow(
    path: Workbook,
    period: Annotated[str, typer.Option("--by", help="Month, Quarter or Year.")] = "Month",
    as_json: Json = False,
) -> None:
    """List budget, forecast and commitments by month, quarter or year, with the periods of the fiscal year."""
    answer("CASHFLOW", path, as_json, period=period)


def finance(
    path: Workbook,
    extract: Annotated[Path, typer.Argument(help="The finance system's entries: CSV or Excel.")],
    rates: Annotated[Path | None, typer.Option("--rates", help="Exchange rates: Currency, Date, Rate.")] = None,
    write: Annotated[bool, typer.Option("--write", help="Write the sums to Actual to Date.")] = False,
    as_json: Json = False,
) -> None:
    """Compare the budget with an extract of the finance system; with --write, take its actual costs over."""
    from pmo_excel.core.calling import as_json as plain
    from pmo_excel.functions import CATALOGUE
    from pmo_excel.hosts.finance_command import reconcile_file
    from pmo_excel.hosts.printing import console, print_json, print_problems, print_rows
    from pmo_excel.workbook.refused import Refused

    try:
        done = reconcile_file(path, extract, rates, datetime.now(), write=write)
    except Refused as error:
        if as_json:
            print_json({"file": str(path), "value": None, "problems": [p.as_json() for p in error.problems]})
        else:
            print_problems(error.problems)
        raise typer.Exit(NOT_DONE) from error
    if as_json:
        print_json(done.as_json())
    else:
        if done.value is not None:
            print_rows(plain(CATALOGUE["RECONCILE"], done.value))
        print_problems(done.problems)
        said = "written" if done.copy else "would be written" if done.cells else "to be written"
        console.print(f"{len(done.cells)} cells of Actual to Date {said}")
        if done.copy:
            say_undo(path, done.copy, also=f"next: pmo refresh {path}\n  ")
    raise status(done.value is None, any(serious(p) for p in done.problems))


def _today() -> dict[str, Any]:
    """The status date where the Charter has none."""
    return {"status_date": datetime.now().date()}


COMMANDS: Final = (evm, eac, cashflow, finance)
"""In the order in which the help lists them."""
