"""`pmo upgrade`: a workbook with the sheets that the newest template has and it does not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from pmo_excel.core.tables import columns, declaration
from pmo_excel.governance.status import TEMPLATE_VERSION
from pmo_excel.hosts.books import opened
from pmo_excel.hosts.printing import console
from pmo_excel.refresh.template_version import FIELD, version_cell
from pmo_excel.workbook.declared import declared_sheets
from pmo_excel.workbook.patch import Edit, patch
from pmo_excel.workbook.read import Book
from pmo_excel.workbook.save import backup, save
from pmo_excel.workbook.upgrade import Upgrade, upgrade, upgraded


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a workbook lacked, and the copy of it as it was; no copy in a dry run or when it lacked no sheet."""

    path: Path
    planned: Upgrade
    copy: Path | None

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
            "lacking_columns": [{"sheet": c.sheet, "column": c.column.header} for c in self.planned.columns],
            "backup": None if self.copy is None else str(self.copy),
        }


def upgrade_file(path: Path, level: str, asked: Sequence[str], dry_run: bool, now: datetime) -> Outcome:
    """Add what a workbook lacks, in place: a backup, then the new sheets, in one step.

    Raises
    ------
    Refused
        The workbook cannot be read or written, or a level or sheet does not exist.
    """
    book = opened(path)
    names = {name.casefold(): name for name in declared_sheets()}
    planned = upgrade(book, level, [names.get(sheet.casefold(), sheet) for sheet in asked])
    cell = version_cell(book.tables.get("Charter"))
    older = [Edit(cell.sheet, cell.ref, TEMPLATE_VERSION)] if cell is not None and not _newest(book) else []
    if dry_run or not (planned.sheets or planned.shown or older):
        return Outcome(path, planned, None)
    data = upgraded(book.package, planned) if planned.sheets or planned.shown else book.package.data
    data = patch(data, older).data if older else data
    copy = backup(path, now)
    save(path, data, sha256=book.package.sha256)
    return Outcome(path, planned, copy)


def print_upgrade(outcome: Outcome, dry_run: bool) -> None:
    """What is added, or would be, and what is not."""
    planned = outcome.planned
    said = "would be added" if dry_run else "added"
    console.print(f"[bold]{outcome.path.name}[/], compared with the {planned.level.value} template:")
    for plan in planned.sheets:
        state = ", hidden" if plan.name in planned.hidden else ""
        purpose = declaration(declared_sheets()[plan.name]).purpose
        console.print(f"  sheet {plan.name} {said} ({len(_columns(plan.name))} columns{state}): {purpose}")
    for name in planned.shown:
        console.print(f"  sheet {name}, which is hidden, {'would be shown' if dry_run else 'is shown'}")
    if not (planned.sheets or planned.shown):
        console.print("  it has every sheet")
    for lacking in planned.columns:
        console.print(f"  not added: column {lacking.column.header!r} of {lacking.sheet}; type this header to have it")
    if outcome.copy is not None:
        console.print(f"  undo: the file as it was is {outcome.copy}")


def _columns(sheet: str) -> Sequence[str]:
    return list(columns(declared_sheets()[sheet]))


def _newest(book: Book) -> bool:
    """Whether the workbook says that it is of the newest template, or says nothing."""
    said = getattr(book.tables["Charter"], FIELD)[0]
    return said in (None, TEMPLATE_VERSION)
