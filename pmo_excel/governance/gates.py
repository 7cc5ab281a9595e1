"""The gates of a workbook: their checklists read from the sheet, how ready each is, what is wrong with decisions."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated, Final

import numpy as np

from pmo_excel.core.columns import Column, Flags, Instants, Numbers, Texts, Type
from pmo_excel.core.instants import DAY, NO_INSTANT, day_text
from pmo_excel.core.problems import Code, Problem, Severity
from pmo_excel.core.tables import Table, table
from pmo_excel.governance.gate_rules import GO, OPEN, PASSED, Gate, Item, refusals
from pmo_excel.governance.tables import Actions, StageGates
from pmo_excel.schedule.calendars import Calendar
from pmo_excel.schedule.tables import Schedule
from pmo_excel.schedule.workdays import working_days_after


@table("Stage Gates")
class GateReadiness(Table):
    """The checklist's rows; the first one of each gate says how ready the gate is."""

    gate: Annotated[Texts, Column("Gate", "The gate, as in the checklist.")]
    readiness: Annotated[Numbers, Column("Readiness %", "Items in place.", Type.PERCENT, unit="fraction")]
    missing_mandatory: Annotated[Texts, Column("Missing Mandatory", "Mandatory items not in place.")]


@table("Gates")
class GateSummary(Table):
    """Gates in order, one row each."""

    gate: Annotated[Texts, Column("Gate", "The gate.")]
    verdict: Annotated[Texts, Column("Verdict", "Ready, what is missing, or what was decided.", Type.LONG_TEXT)]
    items: Annotated[Numbers, Column("Items", "Items that apply.", Type.NUMBER)]
    in_place: Annotated[Numbers, Column("In Place", "Items that are there.", Type.NUMBER)]
    readiness: Annotated[Numbers, Column("Readiness %", "Their share.", Type.PERCENT, unit="fraction")]
    missing_mandatory: Annotated[Texts, Column("Missing Mandatory", "Mandatory items not in place.")]
    missing_other: Annotated[Texts, Column("Missing Other", "Other items not in place.")]
    planned: Annotated[Instants, Column("Planned Date", "As typed in the checklist.", Type.DATE)]
    forecast: Annotated[Instants, Column("Forecast Date", "Finish of the gate's milestone in the plan.", Type.DATE)]
    slip: Annotated[Numbers, Column("Slip (wd)", "Forecast after planned.", Type.NUMBER, unit="working days")]
    days_to_gate: Annotated[
        Numbers, Column("Days to Gate (wd)", "From the status date.", Type.NUMBER, unit="working days")
    ]
    outcome: Annotated[Texts, Column("Outcome", "What was decided.")]
    decided_by: Annotated[Texts, Column("Decided By", "Who decided.")]
    conditions_open: Annotated[Texts, Column("Conditions Open", "Each with its owner and due date.", Type.LONG_TEXT)]
    conditions_overdue: Annotated[Numbers, Column("Conditions Overdue", "How many.", Type.NUMBER)]
    next_gate: Annotated[Flags, Column("Next", "Yes for the gate to pass next.", Type.YES_NO)]


def read_gates(gates: StageGates, actions: Actions | None = None) -> list[Gate]:
    """The gates in the order of the sheet; outcome, name and date are the first that a row of the gate has.

    A condition's owner is who has the action from that gate's item, else the item's reviewer.
    """
    rows: dict[str, list[int]] = {}
    for row, name in enumerate(gates.gate.tolist()):
        if name:
            rows.setdefault(name, []).append(row)
    items = _items(gates, _owners(actions))
    unread = gates.wrong("result") | gates.wrong("mandatory") | gates.wrong("gate_outcome")
    return [
        Gate(
            name,
            tuple(items[row] for row in listed),
            str(_first(gates.gate_outcome, listed) or ""),
            str(_first(gates.decided_by, listed) or ""),
            next((int(d) for d in gates.gate_date[listed].tolist() if d != NO_INSTANT), NO_INSTANT),
            not unread & set(listed),
        )
        for name, listed in rows.items()
    ]


def _owners(actions: Actions | None) -> Mapping[str, str]:
    if actions is None:
        return {}
    listed = zip(actions.source.tolist(), actions.source_id.tolist(), actions.owner.tolist(), strict=True)
    return {str(item): str(owner) for source, item, owner in listed if source == "Gate" and item and owner}


_ITEM: Final = (
    *("item_no", "checklist_item", "mandatory", "result"),
    *("evidence_link", "condition", "condition_due", "reviewer"),
)


def _items(gates: StageGates, owners: Mapping[str, str]) -> list[Item]:
    """Every row as an item."""
    rows = zip(*(getattr(gates, field).tolist() for field in _ITEM), strict=True)
    return [
        Item(
            row,
            str(text or number or f"row {row + 1}"),
            bool(must),
            str(result or ""),
            bool(evidence),
            str(condition or ""),
            due,
            owners.get(str(number)) or str(reviewer or ""),
        )
        for row, (number, text, must, result, evidence, condition, due, reviewer) in enumerate(rows)
    ]


def _first(values: Texts, rows: Sequence[int]) -> object:
    return next((value for value in values[rows].tolist() if value), None)


def gate_readiness(gates: StageGates) -> GateReadiness:
    """The share of each gate's items that are in place, on the gate's first row, and the mandatory ones that are not.

    An item that does not apply (N/A) counts for nothing; a gate of such items only, or with a cell that could not be
    read, has no readiness.
    """
    made = GateReadiness.of(len(gates), gate=gates.gate)
    for gate in read_gates(gates):
        first = gate.items[0].row
        if gate.readable:
            made.readiness[first] = _share(gate)
            made.missing_mandatory[first] = _names(gate.missing, "; ")
    return made


def _share(gate: Gate) -> float:
    applying = gate.applying
    return sum(item.in_place for item in applying) / len(applying) if applying else float("nan")


def _names(items: Sequence[Item], between: str = ", ") -> str | None:
    return between.join(item.name for item in items) or None


def decision_problems(gates: StageGates, actions: Actions | None, status_date: int | None) -> Iterator[Problem]:
    """Decisions that cannot stand, contradict each other or came out of order, and conditions that are overdue."""
    held = read_gates(gates, actions)
    for at, gate in enumerate(held):
        rows = [item.row for item in gate.items]
        said = [(row, str(gates.gate_outcome[row])) for row in rows if gates.gate_outcome[row]]
        place = said[0][0] if said else rows[0]
        if len({outcome for _, outcome in said}) > 1:
            listed = " and ".join(dict.fromkeys(outcome for _, outcome in said))
            cell = gates.cell("gate_outcome", said[1][0])
            yield Problem(Code.GATE, f"{gate.name} has two outcomes, {listed}; the first counts", cell, "Keep one.")
        for refusal in refusals(gate, gate.outcome, held[:at]):
            severity = Severity.HIGH if refusal.final else Severity.MEDIUM
            cell = gates.cell("gate_outcome", place)
            yield Problem(Code.GATE, refusal.message, cell, refusal.suggestion, severity)
        if gate.outcome and gate.outcome not in OPEN and not gate.decided_by:
            text = f"{gate.name} is {gate.outcome}, and nobody is named who decided"
            cell = gates.cell("decided_by", place)
            yield Problem(Code.GATE, text, cell, "Type who decided in Decided By.", Severity.MEDIUM)
        if gate.outcome in PASSED and status_date is not None:
            yield from _overdue(gates, gate, status_date)


def _overdue(gates: StageGates, gate: Gate, status_date: int) -> Iterator[Problem]:
    for item in gate.overdue(status_date // DAY * DAY):
        late = status_date // DAY - item.due // DAY
        days = "1 day" if late == 1 else f"{late} days"
        when = f"was due on {day_text(item.due)}, {days} ago"
        text = f"the condition of {item.name} at {gate.name} {when}: {item.condition}"
        fix = f"Ask {item.owner or 'its owner'}; when it is met, set the result to Yes and link the evidence."
        yield Problem(Code.GATE, text, gates.cell("condition_due", item.row), fix, Severity.MEDIUM)


def gate_summary(
    gates: StageGates,
    tasks: Schedule | None,
    actions: Actions | None,
    status_date: int | None,
    calendar: Calendar,
) -> GateSummary:
    """How ready each gate is, what was decided, which conditions are open, and when it will come by the plan."""
    held = read_gates(gates, actions)
    made = GateSummary.of(len(held))
    upcoming = next((at for at, gate in enumerate(held) if gate.to_pass), None)
    for at, gate in enumerate(held):
        made.gate[at], made.outcome[at], made.decided_by[at] = gate.name, gate.outcome or None, gate.decided_by or None
        made.verdict[at] = verdict(gate, status_date)
        made.planned[at], made.forecast[at] = gate.date, _milestone(gate.name, tasks)
        made.next_gate[at] = at == upcoming
        _dates(made, at, status_date, calendar)
        overdue = gate.overdue(status_date // DAY * DAY) if status_date is not None else []
        made.conditions_open[at] = "; ".join(map(_condition, gate.conditions)) or None
        made.conditions_overdue[at] = len(overdue) if status_date is not None else np.nan
        if gate.readable:
            _count(made, at, gate)
    return made


def _count(made: GateSummary, at: int, gate: Gate) -> None:
    applying = gate.applying
    made.items[at], made.in_place[at] = len(applying), sum(item.in_place for item in applying)
    made.readiness[at] = _share(gate)
    made.missing_mandatory[at] = _names(gate.missing, "; ")
    made.missing_other[at] = _names([i for i in applying if not i.mandatory and not i.in_place], "; ")


def _dates(made: GateSummary, at: int, status_date: int | None, calendar: Calendar) -> None:
    planned, forecast = int(made.planned[at]), int(made.forecast[at])
    if NO_INSTANT not in (planned, forecast):
        made.slip[at] = working_days_after(calendar, planned, forecast)
    comes = planned if forecast == NO_INSTANT else forecast
    if status_date is not None and comes != NO_INSTANT and made.outcome[at] not in PASSED:
        made.days_to_gate[at] = working_days_after(calendar, status_date, comes)


def _condition(item: Item) -> str:
    due = f", due {day_text(item.due)}" if item.due != NO_INSTANT else ""
    return f"{item.condition} ({item.owner or 'no owner'}{due})"


def verdict(gate: Gate, status_date: int | None = None) -> str:
    """One sentence: Ready, Not ready with what is missing, or the decision and what is open of it."""
    if not gate.readable:
        return "Not known: a cell of the checklist cannot be read"
    if gate.outcome and gate.outcome not in OPEN:
        final = [one for one in refusals(gate, gate.outcome) if one.final]
        if final:
            return f"{gate.outcome} cannot stand: {final[0].message}"
        late = len(gate.overdue(status_date // DAY * DAY)) if status_date is not None else 0
        left = len(gate.conditions)
        open_ones = f": {left} condition{'' if left == 1 else 's'} open, {late} overdue" if left else ""
        return gate.outcome + (open_ones if gate.outcome != GO else "")
    if not gate.applying:
        return "No item applies"
    return f"Not ready: {_names(gate.missing)}" if gate.missing else "Ready"


def _milestone(gate: str, tasks: Schedule | None) -> int:
    """The finish of the milestone that is named after the gate: by its name, or its number as a word of its own."""
    if tasks is None:
        return NO_INSTANT
    number = re.compile(rf"(?<!\w){re.escape(gate.split()[0])}(?!\w)", re.IGNORECASE)
    for name, kind, duration, finish in zip(
        tasks.name.tolist(), tasks.task_type.tolist(), tasks.duration.tolist(), tasks.finish.tolist(), strict=True
    ):
        milestone = kind == "Milestone" or (not kind and str(duration) in ("0", "0.0"))
        if milestone and name and number.search(name):
            return int(finish)
    return NO_INSTANT
