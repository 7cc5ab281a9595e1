"""`pmo gates --decide`: a gate's decision written into its workbook, where its checklist allows it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from pmo_excel.core.instants import instant
from pmo_excel.core.lists import LISTS, matched
from pmo_excel.core.problems import Cell, Code, Problem, Severity
from pmo_excel.governance.gate_rules import Gate, Refusal, decided
from pmo_excel.governance.gates import read_gates
from pmo_excel.governance.tables import Actions, StageGates
from pmo_excel.hosts.books import read_file, saved, with_changes, written
from pmo_excel.hosts.who import who
from pmo_excel.refresh import CellChange
from pmo_excel.refresh.audit_log import Stamp
from pmo_excel.workbook.patch import Patched
from pmo_excel.workbook.refused import Refused, refused


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision that was written: the gate as it is now, the proof of the write and the backup."""

    path: Path
    gate: Gate
    patched: Patched
    copy: Path

    def as_json(self) -> dict[str, Any]:
        """The decision as programs read it."""
        return {
            "file": str(self.path),
            "gate": self.gate.name,
            "outcome": self.gate.outcome,
            "decided_by": self.gate.decided_by,
            "written": written(self.patched),
            "backup": str(self.copy),
        }

    def __str__(self) -> str:
        return f"{self.path.name}: {self.gate.name} is {self.gate.outcome}, decided by {self.gate.decided_by}"


def decide(path: Path, name: str, outcome: str, by: str, now: datetime) -> Decided:
    """Write a gate's outcome and who decided, and what a refresh computes from it, in one step after a backup.

    Raises
    ------
    Refused
        The workbook cannot be read or written, has no such gate, or its checklist does not allow the outcome.
    """
    package, book, memory = read_file(path)
    table, actions = book.tables.get("Stage Gates"), book.tables.get("Actions")
    if not isinstance(table, StageGates):
        fix = f"Add it with pmo upgrade {path.name} --sheet 'Stage Gates'."
        raise refused(f"{path.name} has no sheet 'Stage Gates'", fix, code=Code.MISSING_TABLE, cell=Cell("Stage Gates"))
    gates = read_gates(table, actions if isinstance(actions, Actions) else None)
    gate = _gate(gates, name)
    chosen, refusals = decided(gates, gate.name, _outcome(outcome), by)
    row = next((i.row for i in gate.items if table.gate_outcome[i.row]), gate.items[0].row)
    if chosen is None:
        raise Refused([_problem(table, row, refusal) for refusal in refusals])
    values = {"gate_outcome": chosen.outcome, "decided_by": chosen.decided_by}
    lacking = [field for field in values if not table.has(field)]
    if lacking:
        cell = table.cell(lacking[0], row)
        raise refused(f"the column {cell.column!r} is missing", f"Add it with pmo upgrade {path.name}.", cell=cell)
    cells = {field: table.cell(field, row) for field in values}
    changes = [
        CellChange(cell, str(table.gate[row]), getattr(table, field)[row], values[field], "pmo gates")
        for field, cell in cells.items()
    ]
    patched = with_changes(package, book, changes, [], Stamp(who(), instant(now), "pmo gates"))
    copy = saved(path, package, patched.data, memory, memory.fingerprints, now)
    return Decided(path, chosen, patched, copy)


def _gate(gates: list[Gate], name: str) -> Gate:
    """The gate of this name or number."""
    said = name.casefold()
    found = [gate for gate in gates if gate.name.casefold() == said or gate.name.casefold().split()[0] == said]
    if len(found) == 1:
        return found[0]
    listed = ", ".join(gate.name for gate in gates) or "none"
    raise refused(f"there is no gate {name!r}", f"The gates are {listed}.", code=Code.ARGUMENT)


def _outcome(said: str) -> str:
    outcome = "Stop" if said.casefold() == "kill" else matched(said, LISTS["GateOutcome"])
    if outcome is None:
        listed = ", ".join(LISTS["GateOutcome"])
        raise refused(f"there is no outcome {said!r}", f"Use one of: {listed}.", code=Code.ARGUMENT)
    return outcome


def _problem(table: StageGates, row: int, refusal: Refusal) -> Problem:
    place = table.cell("gate_outcome", row)
    return Problem(Code.GATE, refusal.message, place, refusal.suggestion, Severity.CRITICAL)
