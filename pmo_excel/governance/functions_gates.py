"""The catalogue entries of gates."""

from __future__ import annotations

from typing import Annotated

from pmo_excel.core.catalogue import Answer, Arg, Date, function
from pmo_excel.governance.functions import CalendarRange, HolidayRange
from pmo_excel.governance.gates import GateReadiness, GateSummary, decision_problems, gate_readiness, gate_summary
from pmo_excel.governance.tables import Actions, StageGates
from pmo_excel.schedule.named_calendars import project_calendar
from pmo_excel.schedule.tables import Schedule

GateRange = Annotated[StageGates, Arg("The gate checklist", needs=("Gate", "Checklist Item", "Mandatory", "Result"))]
ActionRange = Annotated[
    Actions | None, Arg("The action log: who sees to the conditions", needs=("Source", "Source ID", "Action Owner"))
]
StatusDate = Annotated[Date | None, Arg("Status date, for what is overdue", source="Charter.Status Date")]


@function("GATES", example="=PMO.GATES('Stage Gates'!A4:O40)")
def gates_function(
    gates: GateRange, actions: ActionRange = None, status_date: StatusDate = None
) -> GateReadiness | Answer:
    """How ready each gate is, on its first row: the share of its items in place, and the mandatory ones that are not.

    An item is in place when its result is Yes; a mandatory one when there is evidence of it too. Decisions that the
    checklist does not allow, and conditions that are incomplete or overdue, are findings.
    """
    return Answer(gate_readiness(gates), list(decision_problems(gates, actions, status_date)))


@function("GATEREADINESS", example="=PMO.GATEREADINESS('Stage Gates'!A4:O40; Schedule!A4:AK60)")
def gatereadiness(
    gates: GateRange,
    tasks: Annotated[
        Schedule | None,
        Arg("The schedule, for when the gate comes", needs=("Task ID", "Task Name", "Finish"), reads=("Finish",)),
    ] = None,
    actions: ActionRange = None,
    status_date: StatusDate = None,
    holidays: HolidayRange = None,
    calendars: CalendarRange = None,
) -> GateSummary | Answer:
    """How ready each gate is now, in one row each: what is missing, what was decided, which conditions are open.

    The verdict is Ready, `Not ready:` with the mandatory items that are missing, or the decision. The forecast date is
    the finish of the milestone that has the gate's number in its name.
    """
    summary = gate_summary(gates, tasks, actions, status_date, project_calendar(holidays, calendars))
    return Answer(summary, list(decision_problems(gates, actions, status_date)))
