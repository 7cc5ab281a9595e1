"""The commands of change control: what changes would do, their next state, the plan with them, who is told."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pmo_excel.core.problems import serious
from pmo_excel.hosts.exits import Json, refusals_told, say_undo, status
from pmo_excel.hosts.plan_cli import answer

if TYPE_CHECKING:
    from pmo_excel.hosts.change_command import Tried

change = typer.Typer(
    help="Try changes on a copy of the plan, decide them, bring them into the plan, tell people.", no_args_is_help=True
)
Workbook = Annotated[Path, typer.Argument(help="A project workbook.")]
ChangeId = Annotated[str, typer.Argument(help="The change, as in CR-004.")]
By = Annotated[str, typer.Option("--by", help="Who does or decides it; kept in Audit.")]


@change.command("impact")
def impact(
    path: Workbook,
    ids: Annotated[
        list[str] | None, typer.Argument(help="Changes, as in CR-004; all that are not in the plan, if left out.")
    ] = None,
    page: Annotated[
        Path | None, typer.Option("--html", "-o", help="Write the change impact sheet: .html, .pdf, .pptx, .docx.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Show what changes would do, alone and together, and who may decide; the workbook is only read."""
    from functools import partial

    from pmo_excel.hosts.change_command import impacts
    from pmo_excel.hosts.printing import console, print_json, print_problems
    from pmo_excel.hosts.report_file import write_report
    from pmo_excel.report.kinds.change import change_report

    with refusals_told(as_json, changes=[]):
        tried = impacts(path, ids or [])
        if page is not None:
            write_report(path, partial(change_report, only=ids or ()), page, datetime.now())
    if as_json:
        print_json({**tried.as_json(), "page": None if page is None else str(page)})
    else:
        _print(tried)
        if page is not None:
            console.print(f"page: {page}", markup=False)
        print_problems(tried.problems)
    raise status(False, any(serious(p) for p in tried.problems))


def _print(tried: Tried) -> None:
    from rich.markup import escape

    from pmo_excel.hosts.change_command import rows
    from pmo_excel.hosts.printing import console, print_rows

    for one in tried.facts:
        console.print(f"[bold]{escape(one.id)}[/] {escape(one.title)} ({one.state}): {escape(one.message)}")
        if one.impact is None:
            continue
        print_rows(rows("IMPACTREASONS", one.impact))
        if one.authority is not None:
            console.print(f"  who may decide: {one.authority.level} ({one.authority.why})", markup=False)
        console.print(f"  touches {escape(str(one.disruption.because[0] or 'nobody that is known'))}\n")
    if not tried.facts:
        console.print("no change that the plan does not hold has lines in Change Lines")
    if len(tried.together) > 2:
        print_rows(rows("CUMULATIVEFLOAT", tried.together))
    if tried.budget is not None:
        print_rows(rows("CHANGEBUDGET", tried.budget))


@change.command("apply")
def apply(
    path: Workbook,
    change_id: ChangeId,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="List the cells that would be written; write nothing.")
    ] = False,
    no_baseline: Annotated[bool, typer.Option("--no-baseline", help="Take no baseline.")] = False,
    no_budget: Annotated[bool, typer.Option("--no-budget", help="Add no lines to Budget.")] = False,
    told: Annotated[
        Path | None, typer.Option("--notices", help="Folder for drafts to everybody whom it affects.")
    ] = None,
    by: By = "",
    as_json: Json = False,
) -> None:
    """Bring an approved change into the plan: its lines, its cost, and a baseline that names it; earlier ones stay."""
    from rich.markup import escape

    from pmo_excel.hosts.change_apply import How, apply_change
    from pmo_excel.hosts.change_drafts import draft_notices, write_drafts
    from pmo_excel.hosts.printing import console, print_changes, print_json, print_problems

    how = How(not no_baseline, not no_budget, by)
    with refusals_told(as_json):
        drafted = draft_notices(path, change_id) if told is not None else None  # before the plan holds the change
        done = apply_change(path, change_id, datetime.now(), how, dry_run)
        if drafted is not None and told is not None and not dry_run:
            write_drafts(drafted, told)
    if as_json:
        print_json(done.as_json())
    else:
        verb = "would change" if dry_run else "changed"
        console.print(f"[bold]{escape(path.name)}[/]: {escape(done.change)}: {len(done.cells)} cells {verb}")
        print_changes(done.cells)
        if done.baseline is not None:
            many = f"{len(done.changed_tasks)} of its rows name {done.change}: {', '.join(done.changed_tasks)}"
            console.print(f"  baseline {done.baseline} {'would be' if dry_run else 'was'} taken; {many}", markup=False)
        print_problems(done.remarks)
        if drafted is not None:
            console.print(f"  {len(drafted.drafts)} drafts {'would be' if dry_run else 'are'} in {told}")
        if done.copy is not None:
            say_undo(path, done.copy)
    raise status(False, False)


@change.command("move")
def move(
    path: Workbook,
    change_id: ChangeId,
    to: Annotated[str, typer.Argument(help="The state, as in Under assessment.")],
    by: By = "",
    why: Annotated[str, typer.Option("--why", help="The reason; kept in Audit.")] = "",
    as_json: Json = False,
) -> None:
    """Take a change to its next state; moves that leave out a step are refused."""
    from rich.markup import escape

    from pmo_excel.hosts.change_move import move_change
    from pmo_excel.hosts.printing import console, print_changes, print_json

    with refusals_told(as_json):
        done = move_change(path, change_id, to, datetime.now(), by, why)
    if as_json:
        print_json(done.as_json())
    else:
        console.print(f"[bold]{escape(path.name)}[/]: {escape(done.change)} is {done.after} now, and was {done.before}")
        print_changes(done.cells)
        say_undo(path, done.copy)


@change.command("notices")
def notices(
    path: Workbook,
    change_id: ChangeId,
    folder: Annotated[Path | None, typer.Option("--to", "-o", help="Folder for a .txt and an .eml of each.")] = None,
    as_json: Json = False,
) -> None:
    """Draft a notice to everybody whom a change affects, to be edited and sent by you."""
    from rich.markup import escape

    from pmo_excel.hosts.change_drafts import draft_notices, write_drafts
    from pmo_excel.hosts.printing import console, print_json

    with refusals_told(as_json):
        done = draft_notices(path, change_id)
        if folder is not None:
            done = write_drafts(done, folder)
    if as_json:
        print_json(done.as_json())
        return
    for draft in done.drafts:
        console.print(f"[bold]{escape(draft.name)}[/] {escape(draft.email or '(no e-mail is known)')}")
        console.print(escape(draft.text) if folder is None else f"  {draft.files[1]}")
    if not done.drafts:
        console.print(f"{done.facts.id} affects nobody who is known", markup=False)


@change.command("figures")
def figures(
    path: Workbook,
    by_month: Annotated[bool, typer.Option("--by-month", help="Raised, decided and open, month by month.")] = False,
    as_json: Json = False,
) -> None:
    """Tell how many changes are open, how old, how long decisions take, and how many there are of each type."""
    answer(
        "CHANGETREND" if by_month else "CHANGEMEASURES", path, as_json, default={"status_date": datetime.now().date()}
    )


def add_to(app: typer.Typer) -> None:
    """Add the commands to `pmo`."""
    app.add_typer(change, name="change")
