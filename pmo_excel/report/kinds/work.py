"""What was worked on and what comes next: work packages and products by their state."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from pmo_excel.core.instants import DAY, NO_INSTANT
from pmo_excel.governance.reasons import rag_of
from pmo_excel.governance.tables import Deliverables
from pmo_excel.report.document import NOT_HERE, Entry, Grid, GridColumn, Text, entry, letter, said
from pmo_excel.report.facts import NOTHING, Evidence, Fact, fact, shortened
from pmo_excel.report.kinds.listing import LONGEST, Shown, kept, listing
from pmo_excel.report.kinds.period import Period
from pmo_excel.schedule.milestones import is_milestone
from pmo_excel.schedule.tables import Schedule

_COLUMNS: Final = (
    GridColumn("Work package", 3.1),
    GridColumn("State", 1.35),
    GridColumn("Start", 1.0, "right"),
    GridColumn("Finish", 1.0, "right"),
    GridColumn("Variance (wd)", 0.9, "right"),
    GridColumn("RAG", 0.6, "middle"),
)
_PRODUCTS: Final = (
    Shown("Product", "name", 3.0, named_by="id"),
    Shown("Status", "deliverable_status", 1.1),
    Shown("Planned", "planned_approval", 1.0, "right"),
    Shown("Approved", "actual_approval", 1.0, "right"),
    Shown("Approver", "approver", 1.2),
)
_SHORT: Final = _PRODUCTS[:4]
_REVIEWED: Final = (
    *_PRODUCTS[:2],
    Shown("Quality method", "quality_method", 1.3),
    Shown("Reviewer", "reviewer", 1.2),
    _PRODUCTS[4],
    *_PRODUCTS[2:4],
)
SHOWN: Final = 4
COMPLETED, EXECUTING, PENDING, TO_FINISH, TO_START = "Completed", "In execution", "Pending", "To finish", "To start"
_APPROVED: Final = "Approved"
_OVER: Final = frozenset({"Superseded"})

State = Callable[[Schedule, int], str]


def period_text(over: Period | None) -> Text:
    """The period that a report is about."""
    return Text(said("Period"), (over.said,) if over else ())


def done(evidence: Evidence, over: Period | None, heading: str, limit: int = SHOWN) -> Grid:
    """Work packages that were completed in the period, are in execution, or should have begun."""
    if over is None:
        return Grid(said(heading), _COLUMNS, ())

    def state(tasks: Schedule, row: int) -> str:
        if tasks.actual_finish[row] != NO_INSTANT:
            return COMPLETED if over.holds(int(tasks.actual_finish[row])) else ""
        if tasks.actual_start[row] != NO_INSTANT:
            return EXECUTING
        agreed = int(tasks.baseline_start[row])
        return PENDING if agreed != NO_INSTANT and agreed // DAY <= over.last // DAY else ""

    note = "completed in the period, in execution, or due to have begun"
    return _packages(evidence, heading, state, note, (COMPLETED, EXECUTING, PENDING), limit)


def planned(evidence: Evidence, over: Period | None, heading: str, limit: int = SHOWN) -> Grid:
    """Work packages that start or finish in the next period."""
    if over is None:
        return Grid(said(heading), _COLUMNS, ())

    def state(tasks: Schedule, row: int) -> str:
        if tasks.actual_finish[row] != NO_INSTANT:
            return ""
        if over.next_holds(int(tasks.finish[row])):
            return TO_FINISH
        return TO_START if over.next_holds(int(tasks.start[row])) else ""

    return _packages(evidence, heading, state, "by finish", (TO_FINISH, TO_START), limit)


def beyond_tolerance(evidence: Evidence) -> Grid:
    """Work packages that are not done and whose colour is not green, the latest first."""

    def state(tasks: Schedule, row: int) -> str:
        open_now = tasks.actual_finish[row] == NO_INSTANT
        return EXECUTING if open_now and tasks.rag[row] in ("R", "A") else ""

    return _packages(evidence, "Work package tolerance", state, "red and amber", (EXECUTING,))


def of_stage(evidence: Evidence, stage: str, heading: str) -> Grid:
    """Every work package of a stage."""

    def state(tasks: Schedule, row: int) -> str:
        if not stage or str(tasks.stage[row] or "") != stage:
            return ""
        if tasks.actual_finish[row] != NO_INSTANT:
            return COMPLETED
        return EXECUTING if tasks.actual_start[row] != NO_INSTANT else PENDING

    return _packages(evidence, heading, state, "actual dates where they are known", (COMPLETED, EXECUTING, PENDING), 14)


def products_of(evidence: Evidence, over: Period | None, limit: int = SHOWN) -> Grid:
    """Products completed in the period, and those that are planned."""
    return products(evidence, "Products completed and planned", over, limit)


def products(evidence: Evidence, heading: str, over: Period | None = None, limit: int = 14) -> Grid:
    """Products approved in a period, and those that are planned and not begun; all of them without a period."""
    return listing(
        evidence.table(Deliverables),
        heading,
        _REVIEWED if over is None else _SHORT,
        keep=None if over is None else lambda given, row: _current(given, row, over),
        order=lambda given, row: (given.planned_approval[row] == NO_INSTANT, int(given.planned_approval[row])),
        limit=limit,
        note="by planned approval",
    )


def _current(given: Deliverables, row: int, over: Period) -> bool:
    """Whether a product was approved in the period, or is still to be."""
    if given.deliverable_status[row] == _APPROVED:
        return over.holds(int(given.actual_approval[row]))
    return given.deliverable_status[row] not in _OVER


def _packages(
    evidence: Evidence, heading: str, state: State, note: str, order: tuple[str, ...], limit: int = SHOWN
) -> Grid:
    tasks = evidence.table(Schedule)
    if tasks is None:
        return Grid(said(heading), _COLUMNS, (), note, absent=NOT_HERE)
    states = {row: state(tasks, row) for row in kept(tasks) if _work(tasks, row)}
    found = sorted(
        (row for row, word in states.items() if word),
        key=lambda row: (order.index(states[row]), int(tasks.finish[row])),
    )
    rows = tuple(_row(tasks, row, states[row]) for row in found[:limit])
    more = f"{len(found) - limit} more in the sheet {tasks.origin.sheet}" if len(found) > limit else ""
    return Grid(said(heading), _COLUMNS, rows, note, more)


def _work(tasks: Schedule, row: int) -> bool:
    return tasks.task_type[row] != "Summary" and not is_milestone(tasks, row)


def _row(tasks: Schedule, row: int, state: str) -> tuple[Entry, ...]:
    start, finish = fact(tasks, "actual_start", row), fact(tasks, "actual_finish", row)
    colour = fact(tasks, "rag", row)
    return (
        Entry(said(fact(tasks, "id", row), " ", shortened(fact(tasks, "name", row), LONGEST))),
        entry(Fact(state)),
        entry(start if start.known else fact(tasks, "start", row)),
        entry(finish if finish.known else fact(tasks, "finish", row)),
        entry(fact(tasks, "finish_variance", row)),
        letter(rag_of(colour.text) if colour.known else None, colour if colour.known else NOTHING),
    )
