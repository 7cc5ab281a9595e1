"""The commands that write reports."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from pmo_excel.hosts.exits import Json, Paths, not_done, status
from pmo_excel.hosts.report_options import OldFigures, Stale, Template, To


def report(
    paths: Paths,
    kind: Annotated[
        list[str] | None,
        typer.Option("--kind", "-k", help="Which report, as `pmo kinds` lists them; several by commas."),
    ] = None,
    to: To = "html",
    folder: Annotated[
        Path | None, typer.Option("--folder", "-o", help="Folder for the reports; beside the workbook if left out.")
    ] = None,
    template: Template = None,
    stale: OldFigures = Stale.STAMP,
    as_json: Json = False,
) -> None:
    """Write reports of workbooks: pages for a browser that print on A4, PDF, PowerPoint, Word or Excel."""
    from pmo_excel.core.problems import serious
    from pmo_excel.hosts.printing import console, print_json, print_problems
    from pmo_excel.hosts.report_command import Wanted, wanted, write_reports
    from pmo_excel.workbook.refused import Refused

    try:
        asked: Wanted = wanted(kind or ["status", "portfolio"], to, template, stale)
    except Refused as error:
        raise not_done(error.problems, as_json) from error
    files, problems = write_reports(paths, asked, folder, datetime.now())
    if as_json:
        print_json({"reports": [one.as_json() for one in files], "problems": [p.as_json() for p in problems]})
    else:
        for one in files:
            console.print(f"[bold]{one.workbook.name}[/] {one.kind} → {one.path}")
        print_problems(problems)
    raise status(
        len(files) == 0 or any(not p.cell.ref and serious(p) for p in problems), any(serious(p) for p in problems)
    )


def kinds(as_json: Json = False) -> None:
    """List the kinds of reports, what each is made of, and its formats."""
    from pmo_excel.hosts.printing import console, print_json
    from pmo_excel.report.kinds.catalogue import KINDS
    from pmo_excel.report.kinds.portfolio.catalogue import PORTFOLIO_KINDS

    every = (*KINDS.values(), *PORTFOLIO_KINDS.values())
    if as_json:
        given = [{"kind": k.name, "help": k.help, "workbook": k.workbook, "formats": k.formats} for k in every]
        print_json({"kinds": given})
        return
    for kind in every:
        console.print(f"[bold]{kind.name}[/] ({kind.workbook}): {kind.help} {', '.join(kind.formats)}")


COMMANDS = (report, kinds)
