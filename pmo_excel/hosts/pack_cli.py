"""The command that assembles the pack of a meeting."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from pmo_excel.hosts.exits import Json, not_done, status
from pmo_excel.hosts.report_options import OldFigures, Stale, Template, To


class Readers(StrEnum):
    """Whom a pack is for."""

    BOARD = "Board"
    SPONSOR = "Sponsor"
    TEAM = "Team"
    PMO = "PMO"


def pack(
    where: Annotated[Path, typer.Argument(help="A portfolio's workbook, or the folder that it is in.")],
    audience: Annotated[
        Readers, typer.Option("--audience", "-a", case_sensitive=False, help="Whose pages it has.")
    ] = Readers.BOARD,
    to: To = "html",
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="A file, or a folder; beside the portfolio if left out.")
    ] = None,
    template: Template = None,
    stale: OldFigures = Stale.STAMP,
    as_json: Json = False,
) -> None:
    """Assemble the pack of a steering committee: decisions first, only pages for its readers, at most eight."""
    from pmo_excel.core.problems import serious
    from pmo_excel.hosts.pack_command import PackAsked, make_pack
    from pmo_excel.hosts.printing import console, print_json, print_problems, progress
    from pmo_excel.report.document import Audience
    from pmo_excel.workbook.refused import Refused

    asked = PackAsked(where, Audience(audience.value), to, output, template, stale)
    with progress() as bar:
        task = bar.add_task("Reading workbooks", total=None)
        try:
            made = make_pack(asked, datetime.now(), lambda done, of: bar.update(task, completed=done, total=of))
        except Refused as error:
            bar.stop()
            raise not_done(error.problems, as_json, files=[]) from error
    if as_json:
        print_json(made.as_json())
    else:
        for path in made.files:
            console.print(f"[bold]{made.report.name}[/], {made.pages} pages → {path}")
        if made.recipients:
            console.print("For " + "; ".join(f"{who.name} <{who.email}>" for who in made.recipients))
        print_problems(made.problems)
    raise status(not made.files, any(serious(problem) for problem in made.problems))


COMMANDS = (pack,)
