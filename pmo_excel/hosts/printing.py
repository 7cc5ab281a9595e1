"""What the command line shows people: findings, changes and tables; plain text when it is not a terminal."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, Final

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table as RichTable

from pmo_excel.core.problems import Problem, Severity

if TYPE_CHECKING:  # a command that prints no changes need not load what makes them
    from pmo_excel.hosts.books import Outcome
    from pmo_excel.hosts.patch_command import PatchOutcome
    from pmo_excel.refresh import CellChange

PIPE_WIDTH: Final = 200
"""Columns of a table that is not printed on a terminal, so that nothing is cut off."""

CELLS_SHOWN: Final = 50
"""Cells of a patch that are printed one by one."""

console: Final = Console(highlight=False, soft_wrap=True, width=None if sys.stdout.isatty() else PIPE_WIDTH)
errors: Final = Console(stderr=True, highlight=False, soft_wrap=True)

_STYLES: Final = {
    Severity.CRITICAL: "bold red",
    Severity.HIGH: "red",
    Severity.MEDIUM: "yellow",
    Severity.LOW: "cyan",
    Severity.INFO: "dim",
}


def print_json(value: Any) -> None:
    """JSON on standard output, for programs."""
    print(json.dumps(value, ensure_ascii=False, allow_nan=False))


def progress(by_itself: bool = True) -> Progress:
    """A progress bar on standard error; nothing where that is not a terminal.

    Parameters
    ----------
    by_itself
        Drawn by a thread of its own; not where processes are started meanwhile, which must not copy a thread's locks.
    """
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    return Progress(*columns, console=errors, transient=True, disable=not errors.is_terminal, auto_refresh=by_itself)


def print_problems(problems: Iterable[Problem], limit: int = 0) -> None:
    """One finding a line: severity, place, what was found, what to do."""
    listed = list(problems)
    for problem in listed[: limit or None]:
        style = _STYLES[problem.severity]
        errors.print(f"  [{style}]{problem.severity.value:8}[/] {escape(str(problem))}")
        if problem.fix is not None:
            errors.print(f"           [dim]fix {problem.id}: {escape(fix_of(problem))}[/]")
    if limit and len(listed) > limit:
        errors.print(f"  … and {len(listed) - limit} more; `pmo check FILE` lists them all.")


def fix_of(problem: Problem) -> str:
    """A finding's fix as people read it: what the cell holds, and what it would hold."""
    from pmo_excel.refresh.values import shown

    return "" if problem.fix is None else f"{shown(problem.fix.old)} → {shown(problem.fix.new)}"


def print_changes(changes: Sequence[CellChange], limit: int = 0) -> None:
    """The cells that change, sheet by sheet, with the reason."""
    from pmo_excel.refresh.values import shown

    table = RichTable("Cell", "Column", "Row", "Now", "Becomes", "Because", box=None, pad_edge=False)
    for change in changes[: limit or None]:
        cell = change.cell
        parts = (cell.address, cell.column, change.key, shown(change.old), shown(change.new), change.because)
        table.add_row(*(escape(str(part)) for part in parts))
    console.print(table)
    if limit and len(changes) > limit:
        console.print(f"… and {len(changes) - limit} more cells.")


def print_rows(rows: Sequence[Sequence[Any]], hidden: Sequence[str] = ()) -> None:
    """A function's table, its headers in the first row, without the columns that are hidden."""
    shown_at = [at for at, header in enumerate(rows[0]) if header not in hidden]
    table = RichTable(*(escape(str(rows[0][at])) for at in shown_at), box=None, pad_edge=False)
    for row in rows[1:]:
        table.add_row(*(escape(_plain(row[at])) for at in shown_at))
    console.print(table)


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if value is None:
        return "–"
    if isinstance(value, float):
        return f"{value:,.2f}".removesuffix(".00") if abs(value) >= 1000 else f"{value:.4g}"
    return str(value)


def print_outcome(outcome: Outcome, dry_run: bool) -> None:
    """What a refresh did to one file, and the proof of what it left alone."""
    name = escape(outcome.path.name)
    if outcome.failed:
        errors.print(f"[red]{name}: not refreshed[/]")
        print_problems(outcome.problems)
        return
    changes = outcome.refresh.seen if outcome.refresh else ()
    sheets = len({change.cell.sheet for change in changes})
    if dry_run:
        console.print(f"[bold]{name}[/]: {len(changes)} cells in {sheets} sheets would change")
        print_changes(changes)
    elif outcome.live is not None:
        console.print(f"[bold]{name}[/]: {len(changes)} cells in {sheets} sheets changed in {outcome.live.program}")
        console.print(f"  nothing is saved yet; undo: pmo undo {name} --live")
    elif outcome.patched is None:
        console.print(f"[bold]{name}[/]: up to date, nothing changed")
    else:
        kept = f"{outcome.patched.identical} parts of the file are byte for byte as they were"
        console.print(f"[bold]{name}[/]: {len(changes)} cells in {sheets} sheets changed; {kept}")
        console.print(f"  undo: the file as it was is {escape(str(outcome.copy))}")
    done = outcome.refresh.accepted if outcome.refresh else ()
    for problem in done:
        console.print(f"  accepted: {escape(problem.cell.address)} {escape(fix_of(problem))}")
    counted = summary(outcome.problems)
    if counted:
        console.print(f"  findings: {counted}")


def print_patch(outcome: PatchOutcome, dry_run: bool) -> None:
    """The cells that were written, and the proof of what was left alone."""
    from pmo_excel.refresh.values import shown

    name, proof = escape(outcome.path.name), outcome.patched
    if proof is None:
        errors.print(f"[red]{name}: nothing written[/]")
    elif not proof.changed:
        console.print(f"[bold]{name}[/]: its cells hold that already, nothing changed")
    else:
        done = "would change" if dry_run else "changed"
        console.print(f"[bold]{name}[/]: {len(outcome.cells)} cells {done}")
        table = RichTable("Cell", "Was", "Is", box=None, pad_edge=False)
        for parts in [cell.as_json() for cell in outcome.cells[:CELLS_SHOWN]]:
            table.add_row(*(escape(shown(parts[key])) for key in ("cell", "old", "new")))
        console.print(table)
        if len(outcome.cells) > CELLS_SHOWN:
            console.print(f"… and {len(outcome.cells) - CELLS_SHOWN} more cells; --json lists them all.")
        console.print(f"  parts of the file {done}: {', '.join((*proof.changed, *proof.removed))}")
        console.print(f"  {proof.identical} parts are byte for byte as they were")
        if outcome.copy is not None:
            console.print(f"  undo: the file as it was is {escape(str(outcome.copy))}")
    print_problems(outcome.problems)


def summary(problems: Iterable[Problem]) -> str:
    """`2 High, 1 Medium`, the worst first; empty when there is none."""
    counts = dict.fromkeys(Severity, 0)
    for problem in problems:
        counts[problem.severity] += 1
    return ", ".join(f"{count} {severity.value}" for severity, count in counts.items() if count)
