"""What a gate may decide: Go needs evidence of all that is mandatory, Conditional go a condition for what is missing.

Source: PRINCE2 2017, "Managing a stage boundary" and "Directing a project" (authorise, authorise with conditions, hold,
premature close); stage-gate practice: Go, Conditional go, Hold, Kill, which is Stop here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from pmo_excel.core.instants import NO_INSTANT

GO, CONDITIONAL, HOLD, STOP, NOT_HELD = "Go", "Conditional go", "Hold", "Stop", "Not held"
PASSED: Final = frozenset({GO, CONDITIONAL})
OPEN: Final = frozenset({"", NOT_HELD, HOLD})
"""Outcomes after which the gate is still to be passed."""
NEXT: Final[Mapping[str, frozenset[str]]] = {
    "": frozenset({GO, CONDITIONAL, HOLD, STOP, NOT_HELD}),
    NOT_HELD: frozenset({GO, CONDITIONAL, HOLD, STOP}),
    HOLD: frozenset({GO, CONDITIONAL, HOLD, STOP}),
    CONDITIONAL: frozenset({GO, HOLD, STOP}),
    GO: frozenset(),
    STOP: frozenset(),
}
"""What may follow each outcome: Go and Stop are final."""


@dataclass(frozen=True, slots=True)
class Item:
    """One line of a gate's checklist; dates are instants.

    Attributes
    ----------
    row
        Its row in the table.
    evidence
        Whether there is a link to it.
    condition, due, owner
        What must still be done, by when and by whom.
    """

    row: int
    name: str
    mandatory: bool
    result: str
    evidence: bool
    condition: str = ""
    due: int = NO_INSTANT
    owner: str = ""

    @property
    def applies(self) -> bool:
        """Whether it counts at all."""
        return self.result != "N/A"

    @property
    def in_place(self) -> bool:
        """Whether it is there: Yes, and for a mandatory item evidence of it too."""
        return self.result == "Yes" and (self.evidence or not self.mandatory)

    @property
    def open_condition(self) -> bool:
        """Whether it has a condition that is not met."""
        return bool(self.condition) and self.applies and not self.in_place


@dataclass(frozen=True, slots=True)
class Gate:
    """A gate with its checklist and what was decided; `readable` is False where a cell of it could not be read."""

    name: str
    items: tuple[Item, ...]
    outcome: str = ""
    decided_by: str = ""
    date: int = NO_INSTANT
    readable: bool = True

    @property
    def applying(self) -> list[Item]:
        """The items that count."""
        return [item for item in self.items if item.applies]

    @property
    def missing(self) -> list[Item]:
        """Mandatory items that are not in place."""
        return [item for item in self.applying if item.mandatory and not item.in_place]

    @property
    def conditions(self) -> list[Item]:
        """Items whose condition is not met yet."""
        return [item for item in self.items if item.open_condition]

    @property
    def to_pass(self) -> bool:
        """Whether it is still to be passed."""
        return bool(self.applying) and self.outcome in OPEN

    def overdue(self, status_date: int) -> list[Item]:
        """Conditions that were due before this day."""
        return [item for item in self.conditions if item.due != NO_INSTANT and item.due < status_date]


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why an outcome is not allowed; `final` where the outcome cannot stand, else it is out of order or incomplete."""

    message: str
    suggestion: str
    item: Item | None = None
    final: bool = True


def refusals(gate: Gate, outcome: str, before: Sequence[Gate] = ()) -> list[Refusal]:
    """Everything that speaks against an outcome of a gate; `before` are the gates before it, in order."""
    if outcome not in PASSED:
        return []
    found: list[Refusal] = []
    if not gate.readable:
        found.append(Refusal(f"{gate.name} cannot be {outcome}: a cell of its checklist cannot be read", "Repair it."))
    found += _without_evidence(gate) if outcome == GO else _conditions(gate)
    found += [
        Refusal(f"{gate.name} is {outcome}, but {earlier.name} is {earlier.outcome or NOT_HELD}", fix, final=False)
        for earlier in before
        if earlier.applying and earlier.outcome not in PASSED
        for fix in ["Decide the gates in their order; set items that do not apply to N/A."]
    ]
    return found


def _without_evidence(gate: Gate) -> list[Refusal]:
    found = []
    if gate.missing:
        names = ", ".join(item.name for item in gate.missing)
        text = f"{gate.name} cannot be Go: {names} {'is' if len(gate.missing) == 1 else 'are'} not in place"
        fix = "Set the result to Yes and link the evidence, or decide Conditional go with a condition, or Hold."
        found.append(Refusal(text, fix, gate.missing[0]))
    others = [item for item in gate.conditions if item not in gate.missing]
    found += [
        Refusal(f"{gate.name} cannot be Go: the condition of {item.name} is not met", "Decide Conditional go.", item)
        for item in others
    ]
    return found


def _conditions(gate: Gate) -> list[Refusal]:
    """A condition for every mandatory item that is missing, each with a date and an owner."""
    found = []
    stated = [item for item in gate.items if item.condition]
    if not stated:
        text = f"{gate.name} is Conditional go without a condition"
        found.append(Refusal(text, "Type the Condition, its due date and who sees to it beside the item."))
    bare = [item for item in gate.missing if not item.condition] if stated else []
    if bare:
        names = ", ".join(item.name for item in bare)
        text = f"{gate.name} cannot be Conditional go: {names} {'is' if len(bare) == 1 else 'are'} missing"
        found.append(Refusal(f"{text} and no condition asks for it", "Type a Condition beside each.", bare[0]))
    for item in gate.conditions:
        needs = {"due date": item.due != NO_INSTANT, "owner": bool(item.owner)}
        lacks = [word for word, there in needs.items() if not there]
        if lacks:
            text = f"the condition of {item.name} at {gate.name} has no {' and no '.join(lacks)}"
            fix = "Type Condition Due; its owner is the Reviewer, or who has the action with Source Gate and this item."
            found.append(Refusal(text, fix, item))
    return found


def decided(gates: Sequence[Gate], name: str, outcome: str, by: str) -> tuple[Gate | None, list[Refusal]]:
    """A gate with its new outcome; None and why where it may not have it.

    Raises
    ------
    KeyError
        There is no such gate.
    """
    at = next((at for at, gate in enumerate(gates) if gate.name == name), None)
    if at is None:
        raise KeyError(name)
    gate = gates[at]
    if outcome not in NEXT[gate.outcome]:
        text = f"{name} is {gate.outcome} already, and {outcome} cannot follow"
        return None, [Refusal(text, "Go and Stop are final; take the row back by hand where it was a mistake.")]
    found = refusals(gate, outcome, gates[:at])
    if not by:
        found.append(Refusal(f"{name} needs a name of who decided", "Say who decided."))
    if found:
        return None, found
    return Gate(gate.name, gate.items, outcome, by, gate.date, gate.readable), []
