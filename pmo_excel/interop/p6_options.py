"""How Primavera P6 schedules a plan, as far as the engine has the option; and a word about each that it has not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Final

from pmo_excel.core.instants import NO_INSTANT
from pmo_excel.core.problems import Cell, Code, Problem, Severity
from pmo_excel.schedule.plan import LagCalendar, LagUnit, LinkType, Plan, StatusRule
from pmo_excel.schedule.progress import finished, started

_MANDATORY: Final = frozenset({"MUST_START_ON", "MUST_FINISH_ON"})
_LATE: Final = frozenset({"START_ON", "FINISH_ON", "START_NO_LATER_THAN", "FINISH_NO_LATER_THAN"})
_NOT_HERE: Final = "The dates can differ; see the comparison with the source."


def scheduled_as_p6(plan: Plan, project: Any, sheet: str) -> tuple[Plan, list[Problem]]:
    """The plan with the options of its Primavera P6 project (`org.mpxj.ProjectFile`), and those that are not honoured.

    Work that is left lies behind the data date, after unfinished predecessors (retained logic); lags are counted on
    the predecessor's calendar unless the project says otherwise; only mandatory dates win over links.

    Source
    ------
    Oracle, Primavera P6 Professional help, "Schedule options"; `SCHEDOPTIONS` in its XER data map.
    """
    options = project.getProjectProperties()
    kinds = {str(task.getUniqueID()): str(task.getConstraintType()) for task in project.getTasks()}
    used = set(kinds.values())
    limit = options.getCriticalSlackLimit()
    settings = replace(
        plan.settings,
        status_rule=StatusRule.AFTER_STATUS_DATE,
        status_date=plan.settings.start if plan.settings.status_date == NO_INSTANT else plan.settings.status_date,
        honor_constraints=bool(used & _MANDATORY) and not used & _LATE,
        deadline_caps_late_finish=False,
        critical_float_limit=_minutes(limit, project) if limit is not None else 0,
        multiple_critical_paths=bool(options.getMakeOpenEndedActivitiesCritical()),
        milestones_in_working_time=True,
        lag_calendar=_lag_calendar(str(options.getRelationshipLagCalendar())),
    )
    changed = plan.replace(settings=settings, assignments=_by_resource(plan, project))
    if str(options.getRelationshipLagCalendar()) == "TWENTY_FOUR_HOUR":
        changed = changed.replace(
            links=[link._replace(unit=LagUnit.ELAPSED) if link.unit is LagUnit.WORKING else link for link in plan.links]
        )
    return changed, list(_not_honoured(changed, options, kinds, sheet))


def _minutes(duration: Any, project: Any) -> float:
    unit = type(duration.getUnits()).MINUTES
    return float(duration.convertUnits(unit, project.getProjectProperties()).getDuration())


def _lag_calendar(said: str) -> LagCalendar:
    return LagCalendar.SUCCESSOR if said == "SUCCESSOR" else LagCalendar.PREDECESSOR


def _by_resource(plan: Plan, project: Any) -> list[Any]:
    """Assignments set the dates of resource-dependent activities only."""
    resource = {
        str(task.getUniqueID()) for task in project.getTasks() if str(task.getActivityType()) == "RESOURCE_DEPENDENT"
    }
    return [each for each in plan.assignments if plan.id[each.row] in resource]


def _not_honoured(plan: Plan, options: Any, kinds: dict[str, str], sheet: str) -> Iterator[Problem]:
    cell = Cell(sheet, None, "SCHEDOPTIONS")

    def problem(text: str, severity: Severity = Severity.MEDIUM) -> Problem:
        return Problem(Code.NOT_CARRIED, text, cell, _NOT_HERE, severity)

    rule = str(options.getSchedulingProgressedActivities())
    begun = [row for row in range(len(plan)) if started(plan, row) and not finished(plan, row)]
    if rule in ("PROGRESS_OVERRIDE", "ACTUAL_DATES") and begun:
        words = rule.replace("_", " ").lower()
        yield problem(f"the plan was scheduled with {words}; here with retained logic ({len(begun)} tasks in progress)")
    apart = [
        link for link in plan.links if link.lag and plan.calendar[link.predecessor] != plan.calendar[link.successor]
    ]
    if str(options.getRelationshipLagCalendar()) == "PROJECT_DEFAULT" and apart:
        yield problem(f"lags count on the project's calendar there, here on the predecessor's ({len(apart)} links)")
    if str(options.getCriticalActivityType()) == "LONGEST_PATH":
        yield problem("critical is the longest path there; here what has no more float than the limit", Severity.LOW)
    late = sum(kind in _LATE for kind in kinds.values())
    mandatory = sum(kind in _MANDATORY for kind in kinds.values())
    if mandatory and late:
        yield problem(f"{mandatory} mandatory dates win over links there; here links go first")
    if options.getMustFinishBy() is not None:
        yield problem(f"the project must finish by {options.getMustFinishBy()}; floats here are to its own finish")
    slow = sum(kind == "AS_LATE_AS_POSSIBLE" for kind in kinds.values())
    if slow:
        yield problem(f"{slow} tasks as late as possible use up their free float there, here their total float")
    yield from _of_progress(plan, begun, problem)


def _of_progress(plan: Plan, begun: list[int], problem: Any) -> Iterator[Problem]:
    """Where retained logic itself is another one: what hangs on tasks in progress or done out of sequence."""
    open_rows = set(begun)
    starts = [
        link
        for link in plan.links
        if link.type in (LinkType.SS, LinkType.SF)
        and link.predecessor in open_rows
        and not finished(plan, link.successor)
    ]
    if starts:
        yield problem(
            f"{len(starts)} links from the start of a task in progress hold to where its work goes on there, here to "
            "its actual start"
        )
    early = {
        link.successor
        for link in plan.links
        if link.type in (LinkType.FS, LinkType.FF)
        and finished(plan, link.successor)
        and not finished(plan, link.predecessor)
    }
    if early:
        yield problem(
            f"{len(early)} tasks were finished before a predecessor; there the predecessor still holds their "
            "successors, here it does not"
        )
