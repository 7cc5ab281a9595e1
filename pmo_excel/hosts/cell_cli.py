"""The commands that look into a workbook and write single cells: what headers mean, what differs, and undo."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from pmo_excel.core.problems import serious
from pmo_excel.hosts.exits import Json, refusals_told, status
from pmo_excel.hosts.plan_cli import diff_of_plans
from pmo_excel.hosts.printing import console, print_json, print_patch


def undo(
    path: Annotated[Path, typer.Argument(help="A workbook that a command of ours wrote.")],
    anyway: Annotated[bool, typer.Option("--anyway", help="Also where it was changed since by somebody.")] = False,
    live: Annotated[bool, typer.Option("--live", help="In a workbook that is open in Excel, its cells.")] = False,
    as_json: Json = False,
) -> None:
    """Take a workbook back to what it was before our last write; the state that is undone is kept."""
    from rich.markup import escape

    from pmo_excel.hosts.fix_command import undo as undone

    if live:
        _undo_live(path, as_json)
        return
    with refusals_told(as_json):
        step = undone(path, datetime.now(), anyway)
    if as_json:
        print_json({**step.as_json(), "problems": []})
    else:
        console.print(
            f"[bold]{escape(path.name)}[/] is as it was before; what was undone is kept as {escape(str(step.kept))}"
        )


def _undo_live(path: Path, as_json: bool) -> None:
    from rich.markup import escape

    from pmo_excel.hosts.live.refreshing import undo_open

    with refusals_told(as_json):
        written = undo_open(path)
    if as_json:
        print_json({"file": str(path), "written": written.as_json(), "problems": []})
    else:
        console.print(
            f"[bold]{escape(path.name)}[/]: {written.cells} cells in {written.program} hold again what they held"
        )


def diff(
    before: Annotated[Path, typer.Argument(help="The older version.")],
    after: Annotated[Path, typer.Argument(help="The newer version.")],
    computed: Annotated[bool, typer.Option("--computed", help="Compare computed columns too.")] = False,
    plan: Annotated[
        bool, typer.Option("--plan", help="Compare the plans: what people changed, and what moved because of it.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Compare two versions of a workbook by meaning: which record changed in what, wherever it stands.

    Files of other programs are compared as plans.
    """
    from pmo_excel.hosts.diff_command import differences, print_differences
    from pmo_excel.hosts.workbook_endings import WORKBOOKS

    if plan or not {before.suffix.lower(), after.suffix.lower()} <= set(WORKBOOKS):
        diff_of_plans(before, after, as_json)
        return
    with refusals_told(as_json, differences=[]):
        found = differences(before, after, computed)
    if as_json:
        print_json({"differences": [one.as_json() for one in found], "problems": []})
    else:
        print_differences(found)


def support_bundle(
    path: Annotated[Path, typer.Argument(help="A workbook.")],
    to: Annotated[Path | None, typer.Option("--to", "-o", help="The bundle; beside the workbook if left out.")] = None,
    as_json: Json = False,
) -> None:
    """Write what a help desk needs to know of a workbook into one file: versions, structure, log; none of its cells."""
    from pmo_excel.hosts.support_command import support_bundle as bundle

    now = datetime.now()
    with refusals_told(as_json):
        made = bundle(path, to or path.with_name(f"pmo support {now:%Y%m%d-%H%M%S}.zip"), now)
    if as_json:
        print_json({"bundle": str(made), "problems": []})
    else:
        console.print(f"Made {made}. It holds no cells; read it before you send it.", markup=False)


def map_headers(
    path: Annotated[Path, typer.Argument(help="A workbook.")],
    accept: Annotated[bool, typer.Option("--accept", help="Remember the mapping as it is shown.")] = False,
    say: Annotated[
        list[str] | None, typer.Option("--set", help="HEADER=COLUMN, or TABLE!HEADER=COLUMN; HEADER= leaves it out.")
    ] = None,
    sheet: Annotated[list[str] | None, typer.Option("--sheet", help="TABLE=SHEET, as in Schedule=Plan.")] = None,
    dates: Annotated[list[str] | None, typer.Option("--dates", help="DMY or MDY, for dates typed as text.")] = None,
    forget: Annotated[bool, typer.Option("--forget", help="Forget all answers about this workbook.")] = False,
    as_json: Json = False,
) -> None:
    """Show how a workbook's headers are understood, and remember your answers; the workbook is not touched."""
    from pmo_excel.hosts.map_command import Answers, mapping, print_mapping

    with refusals_told(as_json, headers=[]):
        found, place = mapping(path, Answers(accept, say or (), sheet or (), dates or (), forget))
    if as_json:
        kept = None if place is None else str(place)
        print_json({"headers": [one.as_json() for one in found], "remembered": kept, "problems": []})
    else:
        print_mapping(found, place)


def patch_cells(
    book: Annotated[Path, typer.Argument(help="An Excel workbook.")],
    cells: Annotated[
        list[str] | None,
        typer.Argument(help="SHEET!CELL VALUE, again and again: a number, 2026-03-31, TRUE, text, ''."),
    ] = None,
    formula: Annotated[bool, typer.Option("--formula", help="Values that begin with = are formulas.")] = False,
    text: Annotated[bool, typer.Option("--text", help="Every value is text.")] = False,
    rows: Annotated[
        list[str] | None,
        typer.Option("--rows", help="Rows to add at a table's end, or to take away: tblTasks=3, Plan!A1:F20=-2."),
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would change; write nothing.")] = False,
    as_json: Json = False,
) -> None:
    """Write single cells of a workbook and leave every other byte of it as it was; the file as it was is kept."""
    from pmo_excel.hosts.patch_command import PatchOutcome, asked_edits, asked_growths, patch_file

    growths, unclear = asked_growths(rows or ())
    edits: list[Any] = []
    if cells or not rows:
        edits, wrong = asked_edits(cells or (), formulas=formula, as_text=text)
        unclear = wrong + unclear
    outcome = PatchOutcome(book, unclear)
    if not unclear:
        outcome = patch_file(book, edits, growths, datetime.now(), dry_run=dry_run)
    if as_json:
        print_json(outcome.as_json())
    else:
        print_patch(outcome, dry_run)
    raise status(outcome.patched is None, any(serious(p) for p in outcome.problems))


def respell(
    book: Annotated[Path, typer.Argument(help="An Excel workbook with functions of ours in its formulas.")],
    program: Annotated[str, typer.Option("--for", help="Who is to compute them: excel, officejs or libreoffice.")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would change; write nothing.")] = False,
    as_json: Json = False,
) -> None:
    """Move a workbook's formulas to another program, each of which has its own name for the same function in files."""
    from pmo_excel.hosts.respell_command import PROGRAMS
    from pmo_excel.hosts.respell_command import respell as respelled

    if program not in PROGRAMS:
        raise typer.BadParameter(f"--for takes {', '.join(PROGRAMS)}")
    with refusals_told(as_json):
        done = respelled(book, program, datetime.now(), dry_run)
    if as_json:
        print_json({**done.as_json(), "problems": []})
    else:
        console.print(str(done) + (f"\n  undo: pmo undo {book}" if done.copy else ""), highlight=False)


def open_book(
    command: Annotated[str, typer.Argument(help="refresh, check, whatif, snapshot, report or publish.")],
) -> None:
    """Serve a button of LibreOffice: it says on standard input what its open workbook holds, and writes what we say."""
    from pmo_excel.hosts.libreoffice.desk import COMMANDS, serve

    if command not in COMMANDS:
        raise typer.BadParameter(f"there are {', '.join(COMMANDS)}")
    serve(command)


def add_to(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    app.command()(undo)
    app.command()(diff)
    app.command("map")(map_headers)
    app.command("patch", context_settings={"ignore_unknown_options": True})(patch_cells)
    app.command("support-bundle")(support_bundle)
    app.command()(respell)
    app.command("open-book", hidden=True)(open_book)
