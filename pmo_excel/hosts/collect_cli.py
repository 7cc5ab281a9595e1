"""The command that collects the workbooks of projects into the portfolio workbook."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pmo_excel.hosts.exits import Json, not_done, status

if TYPE_CHECKING:
    from pmo_excel.hosts.collect_command import Outcome
    from pmo_excel.hosts.collect_files import Found


class By(StrEnum):
    """What colours are rolled up by."""

    WHOLE = "whole"
    PORTFOLIO = "portfolio"
    PROGRAMME = "programme"
    SPONSOR = "sponsor"
    MANAGER = "project manager"
    TYPE = "project type"


def collect(
    sources: Annotated[list[str], typer.Argument(help="Folders of workbooks, workbooks, or a SharePoint site.")],
    portfolio: Annotated[
        Path, typer.Option("--portfolio", "-o", help="The portfolio workbook; made where there is none.")
    ],
    by: Annotated[By, typer.Option("--by", help="Roll colours up by this.")] = By.PROGRAMME,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="List what would change; write nothing.")] = False,
    workers: Annotated[int, typer.Option("--workers", min=0, help="Processes that read; 0: one for each core.")] = 0,
    cluster: Annotated[str, typer.Option("--cluster", help="Address of a Dask cluster whose workers read.")] = "",
    timeout: Annotated[float, typer.Option("--timeout", min=1, help="Seconds that one workbook may take.")] = 60,
    anew: Annotated[bool, typer.Option("--anew", help="Read every workbook, known or not.")] = False,
    library: Annotated[str, typer.Option("--library", help="The site's library with the workbooks.")] = "Documents",
    at: Annotated[
        datetime | None,
        typer.Option("--at", formats=["%Y-%m-%d", "%Y-%m-%dT%H:%M"], help="The moment that lateness is counted to."),
    ] = None,
    as_json: Json = False,
) -> None:
    """Collect project workbooks into the portfolio workbook; says who is late, and drafts reminders. Sends nothing."""
    from pmo_excel.hosts.collect_command import Asked
    from pmo_excel.hosts.collect_command import collect as collected
    from pmo_excel.hosts.collect_files import How
    from pmo_excel.hosts.printing import print_json, progress
    from pmo_excel.workbook.refused import Refused

    how = How(workers, cluster, timeout, anew)
    try:
        found = [one for url in sources if "://" in url for one in _on_site(url, library)]
        paths = [Path(source) for source in sources if "://" not in source]
        asked = Asked(paths, portfolio, at or datetime.now(), how, by.title(), dry_run, found)
        with progress(by_itself=False) as bar:
            task = bar.add_task("Collecting", total=None)

            def step(done: int, of: int) -> None:
                bar.update(task, completed=done, total=of)
                bar.refresh()

            outcome = collected(asked, step)
    except Refused as error:
        raise not_done(error.problems, as_json) from error
    if as_json:
        print_json(outcome.as_json())
    else:
        _print(outcome)
    raise status(not outcome.collected.projects, outcome.serious)


def _on_site(url: str, library: str) -> list[Found]:
    from pmo_excel.hosts.collect_site import on_site  # a client of the web: only where there is an address

    return [*on_site(url, library)]


def _print(outcome: Outcome) -> None:
    """Who has sent what, the colours, and what was written."""
    from rich.markup import escape

    from pmo_excel.hosts.collect_printing import lines, rollup_rows, submission_rows
    from pmo_excel.hosts.printing import console, print_problems, print_rows

    print_rows(submission_rows(outcome))
    console.print()
    print_rows(rollup_rows(outcome))
    console.print()
    for line in lines(outcome):
        console.print(escape(line))
    print_problems(outcome.reading.skipped)
    print_problems(outcome.problems)


COMMANDS = (collect,)
"""In the order in which the help lists them."""
