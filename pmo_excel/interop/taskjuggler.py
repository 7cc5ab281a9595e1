"""TaskJuggler's export in the XML of Microsoft Project (`formats mspxml`), which says every task twice as done.

It writes the planned dates also as actual ones, as a constraint and as typed by hand, and no durations; taken at its
word, a plan of which nothing has begun would be finished.

Source
------
TaskJuggler 3.7.1, `reports/MspXmlRE.rb`.
"""

from __future__ import annotations

from pathlib import Path

from pmo_excel.core.instants import NO_INSTANT
from pmo_excel.core.problems import Cell, Code, Problem, Severity
from pmo_excel.interop.imported import Imported
from pmo_excel.interop.mspdi import read
from pmo_excel.interop.mspdi_import import import_mspdi
from pmo_excel.interop.typed_starts import held_where_put
from pmo_excel.schedule.axis import Axis
from pmo_excel.schedule.plan import Constraint, Plan


def import_plan(path: Path) -> tuple[Imported | None, list[Problem]]:
    """The plan as rows of a workbook; None, and why, where it cannot be read."""
    return import_mspdi(path, "TaskJuggler", adapted=_as_planned)


def read_plan(path: Path) -> tuple[Plan | None, list[Problem]]:
    """The plan with its times of day; None, and why, where it cannot be read."""
    plan, problems = read(path)
    if plan is None:
        return None, problems
    text = "durations are the working time between the dates; tasks without a link stay where they were put"
    note = Problem(Code.NOT_CARRIED, text, Cell(path.name), severity=Severity.INFO)
    return _as_planned(plan), [*problems, note]


def _as_planned(plan: Plan) -> Plan:
    """The plan with progress only where a percentage says so, and with durations in place of dates."""
    axis = Axis(plan.calendars[0], max(plan.settings.start, 0))
    begun, done = [p > 0 for p in plan.percent_complete], [p >= 1 for p in plan.percent_complete]
    starts, rows = list(plan.manual_start), range(len(plan))
    dated = [starts[r] != NO_INSTANT and plan.manual_finish[r] != NO_INSTANT for r in rows]
    length = [
        axis.between(int(starts[r]), int(plan.manual_finish[r])) if dated[r] and not plan.milestone[r] else 0
        for r in rows
    ]
    changed = plan.replace(
        duration=length,
        manual=[False] * len(plan),
        constraint=[Constraint.ASAP] * len(plan),
        constraint_date=[NO_INSTANT] * len(plan),
        actual_start=[value if on else NO_INSTANT for value, on in zip(plan.actual_start, begun, strict=True)],
        actual_finish=[value if on else NO_INSTANT for value, on in zip(plan.actual_finish, done, strict=True)],
        assignments=(),
    )
    return held_where_put(changed, starts)[0]
