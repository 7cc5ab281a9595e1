"""Prompts: what in the plan and its registers should be asked about as a risk, with the cells that show it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Annotated, Final, NamedTuple

from pmo_excel.core.columns import Column, Numbers, Texts, Type
from pmo_excel.core.instants import NO_INSTANT, day_text
from pmo_excel.core.problems import Cell
from pmo_excel.core.tables import Table, table
from pmo_excel.risk.beside import GateDates, GivenByOthers, TakenForGranted
from pmo_excel.risk.sizes import SETTLED
from pmo_excel.risk.tables import Risks
from pmo_excel.schedule.beside import GateSlots
from pmo_excel.schedule.plan import Constraint
from pmo_excel.schedule.progress import finished, remaining
from pmo_excel.schedule.roadblock import calendar_of, day_of, days_of_float
from pmo_excel.schedule.roadblocks import Staffing
from pmo_excel.schedule.roadblocks_outside import of_gate, slots
from pmo_excel.schedule.scheduling import Scheduled
from pmo_excel.schedule.tables import Schedule
from pmo_excel.schedule.workdays import working_days_after

SHOWN: Final = 12
"""Cells that a prompt names one by one."""
_OVER: Final = frozenset({"delivered", "withdrawn", "closed"})
_DOES: Final = {"provider": "delivers it", "receiver": "waits for it here"}
_LATEST: Final = frozenset({Constraint.FNLT, Constraint.MFO})


class Prompt(NamedTuple):
    """One thing to ask about: of which kind, the rows of the plan, how many days, in words, and where it stands."""

    kind: str
    rows: Sequence[int]
    days: float
    text: str
    cells: Sequence[Cell]


@table("Prompts")
class Prompts(Table):
    """What should be asked about as a risk."""

    kind: Annotated[Texts, Column("Kind", "Which sort of risk it may be.")]
    prompt: Annotated[Texts, Column("Prompt", "What it is, in one sentence.", Type.LONG_TEXT)]
    days: Annotated[Numbers, Column("Days", "That hang on it, or that are left.", Type.NUMBER, unit="working days")]
    task_ids: Annotated[Texts, Column("Task IDs", "The tasks.", Type.LONG_TEXT)]
    cells: Annotated[Texts, Column("Cells", "Where it shows.", Type.LONG_TEXT)]
    risk_ids: Annotated[Texts, Column("Risk IDs", "Open risks that are linked to these tasks.")]


@dataclass(frozen=True, slots=True)
class Around:
    """What is known around the plan; whatever of it is there."""

    staffing: Staffing = field(default_factory=Staffing)
    dependencies: GivenByOthers | None = None
    gates: GateSlots | None = None
    milestones: GateDates | None = None
    assumptions: TakenForGranted | None = None
    risks: Risks | None = None


def prompts(tasks: Schedule, done: Scheduled, around: Around, near_critical: float, single_person: float) -> Prompts:
    """Prompts by kind, in the order of the workbook.

    One person who has alone the critical work of half of the days or more; gates without float before them; contract
    dates with little float, or which no risk is linked to; what others give without somebody who answers for it;
    assumptions that proved false and are no risk.

    Parameters
    ----------
    near_critical
        Float up to which a contract date is close [working days].
    single_person
        Share of the critical days on one person from which it is named.
    """
    summaries = set(done.plan.parent)
    rows = [r for r in range(len(done.plan)) if done.dates.known[r] and r not in summaries]
    rows = [r for r in rows if not finished(done.plan, r)]
    linked = _linked(around.risks)
    found = [
        *_single_person(tasks, done, rows, around.staffing, single_person),
        *_gates(tasks, done, rows, around),
        *_contracts(tasks, done, rows, around, near_critical, linked),
        *_dependencies(done, around.dependencies),
        *_assumptions(around.assumptions),
    ]
    made = Prompts.of(len(found))
    for at, one in enumerate(found):
        ids = [done.plan.id[row] for row in one.rows]
        known = dict.fromkeys(risk for key in ids for risk in linked.get(key.casefold(), ()))
        places = [cell.address for cell in one.cells[:SHOWN]] + ["…"] * (len(one.cells) > SHOWN)
        made.kind[at], made.prompt[at], made.days[at] = one.kind, one.text, one.days
        made.task_ids[at], made.cells[at] = "; ".join(ids) or None, "; ".join(places) or None
        made.risk_ids[at] = "; ".join(known) or None
    return made


def _linked(risks: Risks | None) -> dict[str, list[str]]:
    """Open risks by the task, in lower case, that they are linked to."""
    found: dict[str, list[str]] = {}
    if risks is not None:
        columns = (risks.id.tolist(), risks.linked_task_ids.tolist(), risks.status.tolist())
        for key, listed, status in zip(*columns, strict=True):
            for task in str(listed or "").split(";") if key and status not in SETTLED else ():
                found.setdefault(task.strip().casefold(), []).append(str(key))
    return found


def _single_person(
    tasks: Schedule, done: Scheduled, rows: Sequence[int], staffing: Staffing, share: float
) -> Iterator[Prompt]:
    """`single point of failure on critical path: 40 of 50 d`."""
    plan, per_day = done.plan, done.plan.settings.minutes_per_day
    critical = [r for r in rows if done.dates.critical[r] and not plan.elapsed[r]]
    days = {row: remaining(plan, row) / per_day for row in critical}
    whole = sum(days.values())
    names, assigned, roles = staffing.names(), staffing.assigned(), staffing.roles()
    alone: dict[str, list[int]] = {}
    spelled: dict[str, str] = {}
    for row in critical:
        owners = [name.strip() for name in str(tasks.owner[row] or "").split(";") if name.strip()]
        people = [who for who in assigned.get(plan.id[row].casefold(), ()) if who not in roles]
        called = dict.fromkeys(names.get(who, who) for who in people) or dict.fromkeys(n.casefold() for n in owners)
        if len(called) == 1 and days[row] > 0:
            key = next(iter(called))
            alone.setdefault(key, []).append(row)
            spelled.setdefault(key, next((n for n in owners if n.casefold() == key), key.title()))
    for key, theirs in alone.items():
        held = sum(days[row] for row in theirs)
        if held >= share * whole > 0:
            text = f"single point of failure on critical path: {held:g} of {whole:g} d, all on {spelled[key]}"
            yield Prompt("Single person", theirs, held, text, [_place(tasks, "owner", row) for row in theirs])


def _gates(tasks: Schedule, done: Scheduled, rows: Sequence[int], around: Around) -> Iterator[Prompt]:
    """Gates that are reached on their day or later; those without a day of their own, when they have no float."""
    plan = done.plan
    planned = slots(around.gates) if around.gates is not None else []
    classes = _classes(around.milestones)
    for row in rows:
        if not plan.milestone[row]:
            continue
        held = next(((gate, day) for gate, day in planned if of_gate(plan.name[row], gate)), None)
        cells = [_place(tasks, "finish", row)]
        if held is not None:
            margin = working_days_after(calendar_of(plan, row), day_of(done.dates.finish[row]), held[1])
            if margin <= 0:
                late = f"{-margin} d after it" if margin else "on that day"
                text = f"no float before {held[0]} on {day_text(held[1])}: {_named(tasks, done, row)} is reached {late}"
                yield Prompt("Gate", [row], margin, text, cells)
        elif classes.get(plan.id[row].casefold()) == "Gate" and days_of_float(done, row) <= 0:
            days = days_of_float(done, row)
            text = f"no float before the gate {_named(tasks, done, row)} on {day_text(day_of(done.dates.finish[row]))}"
            yield Prompt("Gate", [row], days, text, cells)


def _contracts(
    tasks: Schedule,
    done: Scheduled,
    rows: Sequence[int],
    around: Around,
    near_critical: float,
    linked: dict[str, list[str]],
) -> Iterator[Prompt]:
    """Contract dates that are close, or that no risk is linked to; and contract milestones without a date."""
    plan, classes = done.plan, _classes(around.milestones)
    for row in rows:
        if classes.get(plan.id[row].casefold()) != "Contract":
            continue
        name = _named(tasks, done, row)
        agreed = int(plan.deadline[row])
        if agreed == NO_INSTANT and plan.constraint[row] in _LATEST:
            agreed = int(plan.constraint_date[row])
        if agreed == NO_INSTANT:
            text = f"{name} is a contract milestone without a contract date: type it as its Deadline"
            yield Prompt("Contract date", [row], float("nan"), text, [_place(tasks, "deadline", row)])
            continue
        margin = working_days_after(calendar_of(plan, row), day_of(done.dates.finish[row]), day_of(agreed - 1))
        if margin <= near_critical or plan.id[row].casefold() not in linked:
            left = f"{margin} d before" if margin >= 0 else f"{-margin} d after"
            text = f"{name} is reached {left} its contract date {day_text(day_of(agreed - 1))}"
            yield Prompt(
                "Contract date", [row], margin, text, [_place(tasks, "deadline", row), _place(tasks, "finish", row)]
            )


def _dependencies(done: Scheduled, dependencies: GivenByOthers | None) -> Iterator[Prompt]:
    """What others are to give, and nobody is named who gives it or who waits for it."""
    if dependencies is None:
        return
    rows = {key.casefold(): row for row, key in enumerate(done.plan.id)}
    of = dependencies
    for row in range(len(of)):
        over = str(of.dependency_status[row] or "").casefold() in _OVER
        if over or str(of.direction[row] or "").casefold() == "give" or not (of.id[row] or of.what[row]):
            continue
        missing = [name for name in ("provider", "receiver") if getattr(of, name)[row] is None and of.has(name)]
        if missing:
            what = " ".join(str(part) for part in (of.id[row], of.what[row]) if part)
            who = " or ".join(_DOES[name] for name in missing)
            text = f"external dependency without owner: {what}; nobody is named who {who}"
            task = rows.get(str(of.linked_task_id[row] or "").casefold())
            days = float("nan") if task is None or not done.dates.known[task] else days_of_float(done, task)
            cells = [of.cell(name, row) for name in missing]
            yield Prompt("External dependency", [] if task is None else [task], days, text, cells)


def _assumptions(assumptions: TakenForGranted | None) -> Iterator[Prompt]:
    if assumptions is not None:
        for row, result in enumerate(assumptions.validation_result.tolist()):
            if str(result or "").casefold() == "invalid" and assumptions.risk_id[row] is None:
                text = f"{assumptions.id[row]} proved false and is no risk yet: {assumptions.statement[row]}"
                yield Prompt("Assumption", [], float("nan"), text, [assumptions.cell("risk_id", row)])


def _classes(milestones: GateDates | None) -> dict[str, str]:
    if milestones is None:
        return {}
    pairs = zip(milestones.id.tolist(), milestones.milestone_class.tolist(), strict=True)
    return {str(key).casefold(): str(kind) for key, kind in pairs if key and kind}


def _place(tasks: Schedule, name: str, row: int) -> Cell:
    """A cell of the plan; that of the task's ID, where the sheet has no such column."""
    return tasks.cell(name if tasks.has(name) else "id", row)


def _named(tasks: Schedule, done: Scheduled, row: int) -> str:
    name = tasks.name[row]
    return f"{done.plan.id[row]} {name}" if name else done.plan.id[row]
