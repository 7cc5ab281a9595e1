"""The command that simulates a plan."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Final

import typer

from pmo_excel.core.problems import serious
from pmo_excel.hosts.exits import Json, not_done, status


def simulate(
    path: Annotated[Path, typer.Argument(help="A project workbook, or a plan as Microsoft Project's XML.")],
    iterations: Annotated[
        int | None, typer.Option("--iterations", help="How many runs; those of Risk Analysis, or 5000, if left out.")
    ] = None,
    seed: Annotated[int | None, typer.Option("--seed", help="The same seed gives the same runs.")] = None,
    html: Annotated[Path | None, typer.Option("--html", help="Write a page with charts as well.")] = None,
    as_json: Json = False,
) -> None:
    """Draw the plan many times with its ranges and risks: dates by percentile, and what they depend on.

    Ctrl+C ends it with what there is so far.
    """
    from datetime import datetime

    from pmo_excel.hosts.printing import console, print_json, print_problems
    from pmo_excel.hosts.simulate_command import print_simulation, simulated_file, write_page
    from pmo_excel.workbook.refused import Refused

    try:
        done = simulated_file(path, iterations, seed, quiet=as_json)
        page = write_page(done, html, datetime.now()) if html is not None else None
    except Refused as error:
        raise not_done(error.problems, as_json, percentiles=None) from error
    if as_json:
        print_json(done.as_json())
    else:
        print_simulation(done)
        print_problems(done.problems)
        if page is not None:
            console.print(f"written: {page}")
    found = any(serious(p) for p in done.problems)
    raise status(done.percentiles is None and not found, found)  # what is wrong in the plan is a finding, as in check


COMMANDS: Final = (simulate,)
"""In the order in which the help lists them."""
