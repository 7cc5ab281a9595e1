"""One-step fixes of findings, applied when a person says so, and the last write of ours undone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from pmo_excel.core.problems import Cell, Code, Problem
from pmo_excel.hosts.books import read_file, saved, written
from pmo_excel.hosts.log_file import log
from pmo_excel.hosts.memory_file import remember, remembered
from pmo_excel.refresh import refreshed
from pmo_excel.workbook.patch import Edit, Patched, patch_showing_dates
from pmo_excel.workbook.refused import refused
from pmo_excel.workbook.save import backups, create, save


@dataclass(frozen=True, slots=True)
class Fixed:
    """What was applied to a workbook: the findings whose fixes were, the proof, and the backup."""

    path: Path
    applied: Sequence[Problem]
    patched: Patched | None
    copy: Path | None

    def as_json(self) -> dict[str, Any]:
        """The fixes as programs read them."""
        return {
            "file": str(self.path),
            "applied": [problem.as_json() for problem in self.applied],
            "written": None if self.patched is None else written(self.patched),
            "backup": None if self.copy is None else str(self.copy),
        }


def apply_fixes(path: Path, ids: Sequence[str], all_of_them: bool, now: datetime) -> Fixed:
    """Apply the fixes of some findings, or of all that have one: a backup, then only their cells, in one step.

    Raises
    ------
    Refused
        The workbook cannot be read or written, or a finding is not there or has no fix; then nothing is written.
    """
    package, book, memory = read_file(path)
    fixable = {p.id: p for p in refreshed(book, memory.fingerprints).problems if p.fix is not None}
    unknown = [one for one in ids if one not in fixable]
    if unknown:
        raise refused(
            f"{path.name} has no finding {unknown[0]!r} with a fix; nothing was applied",
            "List them with their IDs: pmo check FILE --json.",
            code=Code.ARGUMENT,
        )
    chosen = list(fixable.values()) if all_of_them else [fixable[one] for one in dict.fromkeys(ids)]
    if not chosen:
        return Fixed(path, (), None, None)
    edits = [Edit(p.cell.sheet, p.cell.ref, p.fix.new) for p in chosen if p.fix is not None]
    patched = patch_showing_dates(package, edits)
    copy = saved(path, package, patched.data, memory, memory.fingerprints, now)
    log(path, now, "fixes applied", chosen, cells=len(patched.cells), backup=copy.name)
    return Fixed(path, chosen, patched, copy)


@dataclass(frozen=True, slots=True)
class Undone:
    """A workbook as it was before our last write, and where the state that was undone is kept."""

    path: Path
    restored: Path
    kept: Path

    def as_json(self) -> dict[str, Any]:
        """The step back as programs read it."""
        return {"file": str(self.path), "restored": self.restored.name, "kept": str(self.kept)}


def undo(path: Path, now: datetime, anyway: bool = False) -> Undone:
    """Take a workbook back to what it was before our last write; again takes it one more write back.

    Parameters
    ----------
    anyway
        Also where somebody changed the workbook since; the file as it is now is kept in either case.

    Raises
    ------
    Refused
        There is no earlier state, the workbook was changed since, or it cannot be written.
    """
    memory = remembered(path)
    copies = backups(path)
    if not copies:
        raise refused(f"{path.name} has no earlier state to go back to", "Nothing was changed.", code=Code.FILE)
    copy = copies[0]
    step = next((one for one in memory.steps if one.backup == copy.name), None)
    now_there = path.read_bytes()
    digest = sha256(now_there).hexdigest()
    if not anyway and (step is None or step.sha256 != digest):
        raise refused(
            f"{path.name} was changed after our last write, and going back would lose that",
            f"To go back all the same: pmo undo FILE --anyway. The earlier state is {copy}.",
            code=Code.CONFLICT,
            cell=Cell(path.name),
        )
    kept = _free(copy.parent / f"{path.stem} undone {now:%Y%m%d-%H%M%S}{path.suffix}")
    create(kept, now_there)
    save(path, copy.read_bytes(), sha256=digest)
    if step is not None:
        others = tuple(one for one in memory.steps if one.backup != copy.name)
        remember(path, replace(memory, fingerprints=step.fingerprints, steps=others))
    copy.unlink()
    log(path, now, "undone", backup=copy.name)
    return Undone(path, copy, kept)


def _free(path: Path) -> Path:
    found, number = path, 2
    while found.exists():
        found, number = path.with_name(f"{path.stem}-{number}{path.suffix}"), number + 1
    return found
