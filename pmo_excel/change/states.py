"""The states of a change and the moves between them; what a state must have to show for itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Final

from pmo_excel.change.tables import Changes
from pmo_excel.core.instants import NO_INSTANT, day_text
from pmo_excel.core.problems import Code, Problem, Severity

RAISED: Final = "Raised"
MOVES: Final[Mapping[str, tuple[str, ...]]] = {
    "Raised": ("Under assessment", "Withdrawn"),
    "Under assessment": ("Awaiting decision", "Withdrawn"),
    "Awaiting decision": ("Approved", "Rejected", "Deferred", "Under assessment", "Withdrawn"),
    "Approved": ("Implementing", "Withdrawn"),
    "Rejected": ("Closed",),
    "Deferred": ("Under assessment", "Awaiting decision", "Withdrawn"),
    "Implementing": ("Implemented",),
    "Implemented": ("Closed",),
    "Withdrawn": ("Closed",),
    "Closed": (),
}
"""Where each state may go next: capture, examine, propose, decide, implement (PRINCE2, change control approach).

A decision of More information goes back to the assessment; a deferred change comes up again.
"""
UNDECIDED: Final = frozenset({"Raised", "Under assessment", "Awaiting decision"})
OPEN: Final = UNDECIDED | {"Approved"}
"""Not in the plan yet, and they may come into it: what is simulated together."""
IN_PLAN: Final = frozenset({"Implementing", "Implemented", "Closed"})
"""The plan holds them already, or never will; simulating them on it would say nothing."""
AGREED: Final = frozenset({"Approved", "Implementing", "Implemented"})
_DECIDED_AS: Final = {"Approved": "Approve", "Rejected": "Reject", "Deferred": "Defer"}


def state(changes: Changes, row: int) -> str:
    """The state of a change; one without a state is raised."""
    return str(changes.status[row] or RAISED)


def agreed(changes: Changes, row: int) -> bool:
    """Whether it was approved: by its state, or closed with the decision Approve."""
    said = state(changes, row)
    return said in AGREED or (said == "Closed" and changes.decision[row] == "Approve")


def refusal(now: str, wanted: str) -> str:
    """Why a change may not go from one state to another; empty where it may."""
    if wanted in MOVES[now]:
        return ""
    if now == wanted:
        return f"the change is {now} already"
    allowed = ", ".join(MOVES[now]) or "nothing: it is closed"
    return f"a change that is {now} cannot become {wanted}; next may be {allowed}"


def contradictions(changes: Changes) -> Iterator[Problem]:
    """States without what must come before them: a decision, who decided and when, the day it was done."""
    for row in range(len(changes)):
        said, decision = state(changes, row), changes.decision[row]
        if changes.id[row] is None or row in changes.wrong("status"):
            continue
        wanted = _DECIDED_AS.get(said, "Approve" if said in ("Implementing", "Implemented") else "")
        if wanted and decision != wanted and row not in changes.wrong("decision"):
            text = f"{changes.id[row]} is {said}, and its decision is {decision or 'empty'}, not {wanted}"
            fix = "Record the decision, or set the state that it is really in."
            yield _problem(changes, row, "status", text, fix)
        elif wanted and changes.decision_date[row] == NO_INSTANT and row not in changes.wrong("decision_date"):
            text = f"{changes.id[row]} was decided, and nothing says on which day"
            yield _problem(changes, row, "decision_date", text, "Type the decision's date.")
        if said in UNDECIDED and decision in _DECIDED_AS.values():
            text = f"{changes.id[row]} is {said}, but its decision says {decision}"
            yield _problem(changes, row, "status", text, "Set the state to match the decision.")
        if said == "Implemented" and changes.implemented_date[row] == NO_INSTANT:
            text = f"{changes.id[row]} is Implemented, and nothing says since when"
            yield _problem(changes, row, "implemented_date", text, "Type Implemented Date.")
        yield from _order(changes, row)


def _order(changes: Changes, row: int) -> Iterator[Problem]:
    """Dates that do not follow one another."""
    steps = [("date_raised", "raised"), ("decision_date", "decided"), ("implemented_date", "implemented")]
    there = [(name, word, int(getattr(changes, name)[row])) for name, word in steps]
    there = [step for step in there if step[2] != NO_INSTANT]
    for (_, first, before), (name, word, after) in pairwise(there):
        if after < before:
            text = f"{changes.id[row]} was {word} on {day_text(after)}, before it was {first} on {day_text(before)}"
            yield Problem(Code.DATE_ORDER, text, changes.cell(name, row), "Correct one of the dates.", Severity.MEDIUM)


def _problem(changes: Changes, row: int, name: str, text: str, fix: str) -> Problem:
    return Problem(Code.CHANGE_STATE, text, changes.cell(name, row), fix, Severity.MEDIUM)
