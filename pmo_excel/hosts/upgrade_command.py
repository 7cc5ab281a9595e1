"""`pmo upgrade`: a workbook with the sheets and columns that the newest template has and it does not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from rich.markup import escape

from pmo_excel.core.problems import quoted
from pmo_excel.core.tables import columns, declaration
from pmo_excel.governance.status import TEMPLATE_VERSION
from pmo_excel.hosts.books import opened
from pmo_excel.hosts.printing import console
from pmo_excel.refresh.template_version import is_older, version_cell
from pmo_excel.workbook.declared import declared_sheets
from pmo_excel.workbook.patch import Edit, patch
from pmo_excel.workbook.save import backup, save
from pmo_excel.workbook.upgrade import Upgrade, said_anew, upgrade, upgraded


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a workbook lacked, and the copy of it as it was; no copy in a dry run or when nothing was added.

    `said` are the cells that say its new level.
    """

    path: Path
    planned: Upgrade
    copy: Path | None
    said: Sequence[Edit] = ()

    def as_json(self) -> dict[str, Any]:
        """The outcome as programs read it."""
        planned = self.planned
        return {
            "file": str(self.path),
            "level": self.planned.level.value,
            "sheets": [
                {"sheet": plan.name, "columns": len(_columns(plan.name)), "hidden": plan.name in self.planned.hidden}
                for plan in self.planned.sheets
            ],
            "shown": list(planned.shown),
            "columns": [{"sheet": c.sheet, "column": c.column.header} for c in planned.columns if not c.why_not],
            "not_added": [
                {"sheet": c.sheet, "column": c.column.header, "why": c.why_not} for c in planned.columns if c.why_not
            ],
            "level_said": [f"{quoted(edit.sheet)}!{edit.ref}" for edit in self.said],
            "backup": None if self.copy is None else str(self.copy),
        }


def upgrade_file(path: Path, level: str, asked: Sequence[str], dry_run: bool, now: datetime) -> Outcome:
    """Add what a workbook lacks, in place: a backup, then the new sheets and columns, in one step.

    Raises
    ------
    Refused
        The workbook cannot be read or written, or a level or sheet does not exist.
    """
    book = opened(path)
    names = {name.casefold(): name for name in declared_sheets()}
    planned = upgrade(book, level, [names.get(sheet.casefold(), sheet) for sheet in asked])
    charter = book.tables.get("Charter")
    cell = version_cell(charter) if is_older(charter) else None
    version = [Edit(cell.sheet, cell.ref, TEMPLATE_VERSION)] if cell is not None else []
    said, links = said_anew(book, planned) if level else ([], [])
    if dry_run or (planned.empty and not version and not said):
        return Outcome(path, planned, None, said)
    data = book.package.data if planned.empty else upgraded(book.package, planned)
    data = patch(data, [*version, *said], links=links).data if version or said else data
    copy = backup(path, now)
    save(path, data, sha256=book.package.sha256)
    return Outcome(path, planned, copy, said)


def print_upgrade(outcome: Outcome, dry_run: bool) -> None:
    """What is added, or would be, and what is not."""
    planned = outcome.planned
    said = "would be added" if dry_run else "added"
    console.print(f"[bold]{escape(outcome.path.name)}[/], compared with the {planned.level.value} template:")
    for plan in planned.sheets:
        state = ", hidden" if plan.name in planned.hidden else ""
        purpose = declaration(declared_sheets()[plan.name]).purpose
        console.print(f"  sheet {plan.name} {said} ({len(_columns(plan.name))} columns{state}): {purpose}")
    for name in planned.shown:
        console.print(f"  sheet {name}, which is hidden, {'would be shown' if dry_run else 'is shown'}")
    if not (planned.sheets or planned.shown):
        console.print("  it has every sheet")
    for lacking in planned.columns:
        column = f"column {lacking.column.header!r} of {lacking.sheet}"
        if lacking.why_not:
            console.print(f"  not added: {escape(column)}: {lacking.why_not}; type this header in the table to have it")
        else:
            console.print(f"  {escape(column)} {said} at the right of its table: {lacking.column.help}")
    if outcome.said:
        sheets = " and ".join(dict.fromkeys(edit.sheet for edit in outcome.said))
        console.print(f"  {sheets} {'would say' if dry_run else 'say'} that its level is {planned.level.value}")
    if outcome.copy is not None:
        console.print(f"  undo: the file as it was is {escape(str(outcome.copy))}")


def _columns(sheet: str) -> Sequence[str]:
    return list(columns(declared_sheets()[sheet]))
