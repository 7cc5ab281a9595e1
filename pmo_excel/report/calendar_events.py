"""Milestones, gates and meetings of workbooks as events of a calendar."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Final

from pmo_excel.core.columns import is_empty
from pmo_excel.core.instants import NO_INSTANT, as_date, day_text
from pmo_excel.core.problems import Cell, Code, Problem, Severity
from pmo_excel.core.tables import Table
from pmo_excel.governance.tables import Charter, StageGates
from pmo_excel.portfolio.tables import GatePipeline, PortfolioMilestones, Projects
from pmo_excel.schedule.tables import Milestones
from pmo_excel.stakeholders.tables import Communications

MEETINGS: Final = frozenset({"Meeting", "Call", "Teams", "Workshop"})
"""Channels at which people meet."""


@dataclass(frozen=True, slots=True)
class Event:
    """One event that takes a day.

    Attributes
    ----------
    kind, project, key
        Milestone, Gate or Meeting; whose; and its ID there. The three make it the same event next time.
    day, summary, description
        What a diary shows.
    """

    kind: str
    project: str
    key: str
    day: date
    summary: str
    description: str

    @property
    def uid(self) -> str:
        """The same for the same event, whatever its day and its name."""
        told = "\0".join((self.kind, self.project, self.key))
        return f"{sha256(told.encode()).hexdigest()[:32]}@pmo-excel"


def events(tables: Mapping[str, Table], project: str) -> Iterator[Event]:
    """The events of one workbook; `project` is its ID, empty for a portfolio."""
    milestones, gates = tables.get("Milestones"), tables.get("Stage Gates")
    if isinstance(milestones, Milestones):
        yield from _milestones(milestones, project)
    if isinstance(gates, StageGates):
        yield from _gates(gates, project)
    plan = tables.get("Communications Plan")
    if isinstance(plan, Communications):
        yield from _meetings(plan, project)
    held = tables.get("Portfolio Milestones")
    if isinstance(held, PortfolioMilestones):
        yield from _of_portfolio(held)
    pipeline = tables.get("Gate Pipeline")
    if isinstance(pipeline, GatePipeline):
        yield from _pipeline(pipeline)


def _milestones(table: Milestones, project: str) -> Iterator[Event]:
    for row, key in enumerate(table.id.tolist()):
        done = table.actual_date[row] != NO_INSTANT
        day = int(table.actual_date[row] if done else table.forecast_date[row])
        if key is None or day == NO_INSTANT:
            continue
        kind = str(table.milestone_class[row] or "Milestone")
        said = [f"{kind} milestone" if kind != "Milestone" else kind, "reached" if done else "forecast"]
        if table.baseline_date[row] != NO_INSTANT:
            said.append(f"baseline {day_text(int(table.baseline_date[row]))}")
        owner = table.owner[row]
        said += [f"owner {owner}"] if owner else []
        name = str(table.name[row] or key)
        yield Event("Milestone", project, str(key), as_date(day), f"{project}: {name}", ", ".join(said))


def _gates(table: StageGates, project: str) -> Iterator[Event]:
    seen: set[str] = set()
    for row, gate in enumerate(table.gate.tolist()):
        day = int(table.gate_date[row])
        if gate is None or str(gate) in seen or day == NO_INSTANT:
            continue
        seen.add(str(gate))
        ready = table.readiness_percent[row]
        said = "" if ready != ready else f"{ready:.0%} of its items are in place"
        yield Event("Gate", project, str(gate), as_date(day), f"{project}: gate {gate}", said)


def _meetings(table: Communications, project: str) -> Iterator[Event]:
    for row, key in enumerate(table.id.tolist()):
        day = int(table.next_due[row])
        if key is None or day == NO_INSTANT or table.channel[row] not in MEETINGS:
            continue
        topic = str(table.information[row] or table.purpose[row] or key)
        said = [str(table.channel[row]), f"with {table.audience[row]}" if table.audience[row] else ""]
        said.append(str(table.frequency[row] or ""))
        text = ", ".join(part for part in said if part)
        yield Event("Meeting", project, str(key), as_date(day), f"{project}: {topic}", text)


def _of_portfolio(table: PortfolioMilestones) -> Iterator[Event]:
    columns = (table.project_id, table.milestone, table.milestone_class, table.forecast_date, table.baseline_date)
    for project, name, kind, day, baseline in zip(*(c.tolist() for c in columns), strict=True):
        if is_empty(project) or is_empty(name) or day == NO_INSTANT:
            continue
        said = str(kind or "Milestone") + (f", baseline {day_text(baseline)}" if baseline != NO_INSTANT else "")
        yield Event("Milestone", str(project), str(name), as_date(day), f"{project}: {name}", said)


def _pipeline(table: GatePipeline) -> Iterator[Event]:
    columns = (table.project_id, table.gate, table.gate_date, table.board)
    for project, gate, day, board in zip(*(c.tolist() for c in columns), strict=True):
        if is_empty(project) or is_empty(gate) or day == NO_INSTANT:
            continue
        said = str(board or "")
        yield Event("Gate", str(project), str(gate), as_date(day), f"{project}: gate {gate}", said)


def once(found: Sequence[tuple[str, Event]]) -> tuple[list[Event], list[Problem]]:
    """Each event once, by day; one that is there twice in its workbook is said, and the first is kept."""
    held: dict[str, Event] = {}
    problems = []
    for file, one in found:
        if one.uid in held:
            text = f"{one.kind} {one.key} of {one.project} is there twice; the first is in the calendar"
            problems.append(Problem(Code.DUPLICATE_KEY, text, Cell(file), "Give each its own ID.", Severity.MEDIUM))
        else:
            held[one.uid] = one
    return sorted(held.values(), key=lambda one: (one.day, one.summary, one.uid)), problems


def status_day(tables: Mapping[str, Table]) -> date | None:
    """The status date of a workbook, or the newest of a portfolio's register."""
    charter, register = tables.get("Charter"), tables.get("Portfolio Register")
    held = charter if isinstance(charter, Charter) else register if isinstance(register, Projects) else None
    days = [] if held is None else [day for day in held.status_date.tolist() if day != NO_INSTANT]
    return as_date(max(days)) if days else None
