"""The commands of status and control: colours with their reasons, exceptions, the audit log, evidence, watermelons."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated, Final

import typer

from pmo_excel.core.problems import Problem, serious
from pmo_excel.hosts.exits import Json, Paths, not_done, status
from pmo_excel.hosts.plan_cli import answer

Workbook = Annotated[Path, typer.Argument(help="A project workbook.")]


def rag(
    path: Workbook,
    figures: Annotated[bool, typer.Option("--figures", help="Every figure of the reasons, with its cell.")] = False,
    lines: Annotated[bool, typer.Option("--lines", help="Why each cost line, benefit, … has its colour.")] = False,
    as_json: Json = False,
) -> None:
    """Tell the colour of each dimension of a project's status, and why."""
    if figures or lines:
        answer("RAGFIGURES" if figures else "RAGREASONS", path, as_json)
    from pmo_excel.hosts.printing import print_json, print_problems, print_rows
    from pmo_excel.hosts.rag_command import dimensions
    from pmo_excel.workbook.refused import Refused

    try:
        rows, problems = dimensions(path)
    except Refused as error:
        raise not_done(error.problems, as_json, value=None) from error
    if as_json:
        print_json({"value": rows, "problems": [p.as_json() for p in problems]})
    else:
        print_rows(rows)
        print_problems(problems)
    raise status(False, any(serious(p) for p in problems))


def since(path: Workbook, as_json: Json = False) -> None:
    """List what changed since the last snapshot, and nothing else."""
    answer("CHANGESSINCE", path, as_json)


def exception(path: Workbook, as_json: Json = False) -> None:
    """Write the skeleton of an exception report where something is forecast beyond its tolerance."""
    answer("EXCEPTION", path, as_json)


def watermelons(
    paths: Paths,
    periods: Annotated[float, typer.Option("--periods", help="Reports in a row from which it is listed.")] = 2,
    as_json: Json = False,
) -> None:
    """List, for the PMO alone, who reports better than is computed: projects running, and people as a rule."""
    from pmo_excel.hosts.printing import print_json, print_problems, print_rows
    from pmo_excel.hosts.watermelon_command import watermelons_in

    found = watermelons_in(paths, periods)
    if as_json:
        print_json(
            {"projects": found.projects, "people": found.people, "problems": [p.as_json() for p in found.problems]}
        )
    else:
        print_rows(found.projects)
        print_rows(found.people)
        print_problems(found.problems)
    raise status(not found.read, any(serious(p) for p in found.problems))


def audit(
    paths: Paths,
    roll: Annotated[bool, typer.Option("--roll", help="Move older lines of a long log beside the workbook.")] = False,
    as_json: Json = False,
) -> None:
    """Check the chain of the audit log: a line that was altered, moved or removed is told."""
    from pmo_excel.hosts import audit_command
    from pmo_excel.hosts.books import workbooks
    from pmo_excel.hosts.printing import console, print_json, print_problems
    from pmo_excel.workbook.refused import Refused

    found, problems = workbooks(paths)
    states: list[audit_command.Audited] = []
    refusals: list[Problem] = [*problems]
    for path in found:
        try:
            states.append(audit_command.roll(path, datetime.now()) if roll else audit_command.audit_file(path))
        except Refused as error:
            refusals += error.problems
    if as_json:
        print_json({"files": [one.as_json() for one in states], "problems": [p.as_json() for p in refusals]})
    else:
        for one in states:
            console.print(str(one))
            print_problems(one.problems)
        print_problems(refusals)
    raise status(bool(refusals), any(not one.holds for one in states))


def evidence(
    path: Workbook,
    to: Annotated[Path | None, typer.Option("--to", "-o", help="The archive; beside the workbook if left out.")] = None,
    as_json: Json = False,
) -> None:
    """Pack what the colours rest on, for an auditor: inputs, rules, results, reasons with cells, the audit log."""
    from pmo_excel.hosts.evidence_command import write_evidence
    from pmo_excel.hosts.printing import console, print_json
    from pmo_excel.workbook.refused import Refused

    try:
        packed = write_evidence(path, to or path.with_name(f"{path.stem} evidence.zip"), datetime.now())
    except Refused as error:
        raise not_done(error.problems, as_json) from error
    if as_json:
        print_json({**packed.as_json(), "problems": []})
    else:
        console.print(str(packed))


COMMANDS: Final = (rag, since, exception, audit, evidence, watermelons)
"""In the order in which the help lists them."""
