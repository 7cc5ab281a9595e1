"""The commands of stakeholders: how they stand, drafts of messages to them, and names taken out of a workbook."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Final

import typer

from pmo_excel.core.problems import serious
from pmo_excel.hosts.exits import Json, refusals_told, say_undo, status

Workbook = Annotated[Path, typer.Argument(help="A project workbook.")]


class Kind(StrEnum):
    """How messages are written as files."""

    EML = "eml"
    TXT = "txt"


def stakeholders(
    path: Workbook,
    page: Annotated[
        Path | None,
        typer.Option("--page", "-o", help="Write the report, for the project manager: .html, .pdf, .pptx, .docx."),
    ] = None,
    as_json: Json = False,
) -> None:
    """Show where stakeholders stand, whom to see first, what is due, which promises are at risk, and who does what."""
    from pmo_excel.hosts.people_command import people_of
    from pmo_excel.hosts.printing import console, print_json, print_problems, print_rows
    from pmo_excel.hosts.report_file import write_report
    from pmo_excel.report.kinds.stakeholders import stakeholders_report

    with refusals_told(as_json):
        found = people_of(path)
        if page is not None:
            write_report(path, stakeholders_report, page, datetime.now())
    if as_json:
        print_json({**found.as_json(), "page": None if page is None else str(page)})
    else:
        over = found.overview
        shown = [
            ("Power and interest", over.grid),
            ("Engagement", over.gaps),
            ("Whom to see first", over.priorities),
            ("Less engaged than at the last snapshot", over.falling),
            ("Communications due", over.due),
            ("Expectations at risk", over.promises),
            ("RACI", over.raci),
            ("Concerns", over.concerns),
        ]
        for title, listing in shown:
            if listing.rows:
                console.print(f"\n[bold]{title}[/]")
                print_rows([listing.headers, *listing.rows])
        if not any(listing.rows for _, listing in shown):
            console.print("There is nobody in Stakeholders, and nothing is due.")
        print_problems(found.problems)
        if page is not None:
            console.print(f"page: {page}", markup=False)
    raise status(False, any(serious(problem) for problem in found.problems))


def drafts(
    path: Workbook,
    to: Annotated[Path | None, typer.Option("--to", "-o", help="A folder to write the messages to, as files.")] = None,
    kind: Annotated[Kind, typer.Option("--as", help="eml, which mail programs open as a draft, or txt.")] = Kind.EML,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show the messages; write nothing.")] = False,
    as_json: Json = False,
) -> None:
    """Draft a message for each promise at risk, on the sheet Drafts, to edit and send yourself; nothing is sent."""
    from pmo_excel.hosts.drafts_command import draft_file
    from pmo_excel.hosts.printing import console, print_json, print_problems

    with refusals_told(as_json):
        done = draft_file(path, to, kind.value, datetime.now(), dry_run=dry_run)
    if as_json:
        print_json(done.as_json())
        return
    for message in done.messages:
        console.print(f"{message['Expectation ID']}  {message['To']}  {message['Subject']}", markup=False)
    said = "would be " if dry_run else ""
    console.print(f"{len(done.messages)} drafts; {done.new} {said}new, {done.superseded} {said}superseded")
    for file in done.files:
        console.print(f"  {file}", markup=False)
    if done.copy is not None:
        say_undo(path, also="edit them on the sheet Drafts; ")
    print_problems(done.problems)


def anonymise(
    path: Annotated[Path, typer.Argument(help="A workbook.")],
    person: Annotated[str, typer.Argument(help="The name of the person who has left, as the workbook spells it.")],
    name: Annotated[str, typer.Option("--as", help="What stands there instead; the next Former n, if left out.")] = "",
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="List the cells that would change; write nothing.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Replace a person's name and e-mail address everywhere in a workbook; loads and bookings stay as they are."""
    from pmo_excel.hosts.anonymise_command import anonymise_file
    from pmo_excel.hosts.printing import console, print_json, print_problems, print_rows

    with refusals_told(as_json):
        done = anonymise_file(path, person, name, datetime.now(), dry_run=dry_run)
    if as_json:
        print_json(done.as_json())
    else:
        print_rows([["Cell", "Was", "Is"], *([f"{c.sheet}!{c.ref}", c.old, c.new] for c in done.cells)])
        said = "would become" if dry_run else "is now"
        console.print(f"{person} {said} {done.name} in {len(done.cells)} cells", markup=False)
        if done.copy is not None:
            say_undo(path)
        print_problems(done.problems)
    raise status(False, any(serious(problem) for problem in done.problems))


COMMANDS: Final = (stakeholders, drafts, anonymise)
"""In the order in which the help lists them."""
