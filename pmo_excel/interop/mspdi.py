"""Microsoft Project's XML (MSPDI) as a plan: tasks, links, constraints, progress, calendars and project options.

What Microsoft Project computes is not read but for tasks whose dates are entered; the engine computes it again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

from lxml import etree

from pmo_excel.core.instants import NO_INSTANT
from pmo_excel.core.problems import Cell, Code, Problem, Severity
from pmo_excel.interop.mspdi_assignments import Work, work_by_task
from pmo_excel.interop.mspdi_calendars import calendars
from pmo_excel.interop.mspdi_checks import untold, wrong_values
from pmo_excel.interop.mspdi_xml import (
    ELAPSED_FORMATS,
    children,
    exact_moment,
    fields,
    flag,
    lag_unit,
    local_name,
    minutes,
    moment,
    number,
    root_of,
    whole,
)
from pmo_excel.schedule.axis import SHIFT, TICKS, Axis
from pmo_excel.schedule.calendars import STANDARD, Calendar, common_time
from pmo_excel.schedule.plan import (
    NO_DURATION,
    PERCENTS,
    Assignment,
    Constraint,
    LagUnit,
    Link,
    LinkType,
    Plan,
    Settings,
    plan_of,
)

_CONSTRAINTS: Final = (
    Constraint.ASAP,
    Constraint.ALAP,
    Constraint.MSO,
    Constraint.MFO,
    Constraint.SNET,
    Constraint.SNLT,
    Constraint.FNET,
    Constraint.FNLT,
)
_LINK_TYPES: Final = (LinkType.FF, LinkType.FS, LinkType.SF, LinkType.SS)


class _Task(NamedTuple):
    of: dict[str, str]
    links: list[dict[str, str]]


def read(source: Path | str | bytes) -> tuple[Plan | None, list[Problem]]:
    """The plan in an MSPDI file, and what is wrong in it; no plan when it cannot be read at all.

    Task UIDs are the IDs. The project's own summary (UID 0) and blank rows are left out.
    """
    root = root_of(source)
    if isinstance(root, Problem):
        return None, [root]
    sheet = "" if isinstance(source, bytes) else Path(source).name
    project = fields(root)
    known = calendars(root)
    listed = _tasks(root)
    lost = dict(untold([task.of for task in listed], sheet))
    tasks = [task for at, task in enumerate(listed) if at not in lost and _wanted(task)]
    rows = {task.of["UID"]: row for row, task in enumerate(tasks)}
    start = moment(project.get("StartDate"))
    places = _Places(known, known.get(whole(project.get("CalendarUID"), -1), STANDARD), max(start, 0))
    problems = [*lost.values(), *wrong_values(root, sheet)]
    links = _links(tasks, rows, sheet, problems)
    columns = _columns(tasks, places)
    work = _assignments(tasks, work_by_task(root), places, columns["calendar"])
    plan = plan_of(
        [task.of["UID"] for task in tasks],
        _settings(project),
        links,
        places.used,
        assignments=work,
        where=lambda row, column: Cell(sheet, whole(tasks[row].of.get("ID"), row + 1), column),
        **columns,
    )
    return plan, problems


def _tasks(root: etree._Element) -> list[_Task]:
    found = []
    for element in children(root, "Tasks", "Task"):
        links = [fields(child) for child in element if local_name(child) == "PredecessorLink"]
        found.append(_Task(fields(element), links))
    return found


def _wanted(task: _Task) -> bool:
    """Neither a blank row nor the summary of the whole project."""
    return "UID" in task.of and task.of["UID"] != "0" and not flag(task.of.get("IsNull"))


def _settings(project: dict[str, str]) -> Settings:
    day = whole(project.get("MinutesPerDay"), 480) or 480
    from_finish = project.get("ScheduleFromStart") == "0"
    return Settings(
        start=moment(project.get("StartDate")),
        finish=moment(project.get("FinishDate")) if from_finish else NO_INSTANT,
        schedule_from_finish=from_finish,
        status_date=moment(project.get("StatusDate")),
        honor_constraints=flag(project.get("HonorConstraints", "1")),
        deadline_caps_late_finish=True,
        critical_float_limit=whole(project.get("CriticalSlackLimit"), 0) * day,
        multiple_critical_paths=flag(project.get("MultipleCriticalPaths")),
        minutes_per_day=day,
        minutes_per_week=whole(project.get("MinutesPerWeek"), 2400) or 2400,
        days_per_month=whole(project.get("DaysPerMonth"), 20) or 20,
    )


class _Places:
    """The calendars that the plan uses, the project's first; calendars with the same times share a place."""

    def __init__(self, known: dict[int, Calendar], project: Calendar, origin: int) -> None:
        self.used: list[Calendar] = [project]
        self._known = known
        self._origin = origin
        self._axes: dict[int, Axis] = {}

    def of(self, uid: int) -> int:
        """The place of a calendar by UID; 0, the project's, when there is none of that UID."""
        calendar = self._known.get(uid)
        if calendar is None or not calendar.works:
            return 0
        return self.place(calendar)

    def with_task_calendar(self, uid: int, task: int) -> int:
        """The place of a resource's calendar, of its common time with the task calendar where there is one."""
        own = self.of(uid)
        if task < 0 or task == own:
            return own
        both = common_time(self.used[own], self.used[task])
        return self.place(both) if both.works else task

    def axis(self, place: int) -> Axis:
        """The axis of a calendar that is used."""
        if place not in self._axes:
            self._axes[place] = Axis(self.used[place], self._origin)
        return self._axes[place]

    def place(self, calendar: Calendar) -> int:
        """The place of a calendar, a new one when its times are not there yet."""
        for place, used in enumerate(self.used):
            if used.same_times(calendar):
                return place
        self.used.append(calendar)
        return len(self.used) - 1


def _columns(tasks: list[_Task], places: _Places) -> dict[str, list[Any]]:
    """The columns of the plan, without links."""
    rows = [task.of for task in tasks]
    left = [minutes(of.get("RemainingDuration")) for of in rows]
    return {
        "name": [of.get("Name", "") for of in rows],
        "duration": [_duration(of) for of in rows],
        "elapsed": [whole(of.get("DurationFormat"), 7) in ELAPSED_FORMATS for of in rows],
        "parent": _parents([whole(of.get("OutlineLevel"), 1) for of in rows]),
        "milestone": [flag(of.get("Milestone")) for of in rows],
        "calendar": [_calendar(of, places) for of in rows],
        "constraint": [_constraint(of) for of in rows],
        "constraint_date": [moment(of.get("ConstraintDate")) for of in rows],
        "deadline": [moment(of.get("Deadline")) for of in rows],
        "actual_start": [exact_moment(of.get("ActualStart")) for of in rows],
        "actual_finish": [exact_moment(of.get("ActualFinish")) for of in rows],
        "resume": [exact_moment(of.get("Resume")) for of in rows],
        "remaining_duration": [NO_DURATION if m is None else m for m in left],
        "percent_complete": [number(of.get("PercentComplete"), 0.0) / 100 for of in rows],
        "manual": [flag(of.get("Manual")) for of in rows],
        "manual_start": [_entered(of, "Start") for of in rows],
        "manual_finish": [_entered(of, "Finish") for of in rows],
        "active": [flag(of.get("Active", "1")) for of in rows],
        "external": [flag(of.get("ExternalTask")) for of in rows],
        "leveling_delay": [whole(of.get("LevelingDelay"), 0) / 10 for of in rows],
    }


def _assignments(
    tasks: list[_Task], work_of: Mapping[str, list[Work]], places: _Places, calendar: Sequence[int]
) -> list[Assignment]:
    """Assignments of work resources, on the calendars of the resources.

    With a task calendar, work is done in the common time of both, or by the task calendar alone where the task says so.
    """
    found = []
    for row, task in enumerate(tasks):
        work = work_of.get(task.of["UID"], ())
        if not work or flag(task.of.get("Summary")):
            continue
        if calendar[row] >= 0 and flag(task.of.get("IgnoreResourceCalendar")):
            continue
        for each in work:
            place = places.with_task_calendar(each.calendar, calendar[row])
            found.append(Assignment(row, place, _extent(each, places.axis(place)), each.delay, each.leveling_delay))
    return found


def _extent(work: Work, axis: Axis) -> float:
    """Working minutes from the first to the last work of an assignment.

    Work by units; more where the file shows that the work is split or contoured, which a move of the task keeps.
    """
    if work.start == NO_INSTANT or work.finish == NO_INSTANT:
        return work.duration
    stored = (axis.key(work.finish) >> SHIFT) - (axis.key(work.start) >> SHIFT)
    return max(work.duration, stored / TICKS)


def _duration(of: dict[str, str]) -> float:
    length = minutes(of.get("Duration"))
    return NO_DURATION if length is None or length < 0 else length


def _calendar(of: dict[str, str], places: _Places) -> int:
    uid = whole(of.get("CalendarUID"), -1)
    return -1 if uid < 0 else places.of(uid)


def _constraint(of: dict[str, str]) -> Constraint:
    kind = whole(of.get("ConstraintType"), 0)
    return _CONSTRAINTS[kind] if 0 <= kind < len(_CONSTRAINTS) else Constraint.ASAP


def _entered(of: dict[str, str], end: str) -> float:
    """The date entered for a manual task; without one, where dates are not computed, the one that the task has."""
    entered = exact_moment(of.get(f"Manual{end}"))
    held = flag(of.get("Manual")) or flag(of.get("ExternalTask")) or not flag(of.get("Active", "1"))
    return exact_moment(of.get(end)) if entered == NO_INSTANT and held else entered


def _parents(levels: list[int]) -> list[int]:
    """The row above each row, by outline level."""
    above: list[tuple[int, int]] = []
    found = []
    for row, level in enumerate(levels):
        while above and above[-1][0] >= level:
            above.pop()
        found.append(above[-1][1] if above else -1)
        above.append((level, row))
    return found


def _links(tasks: list[_Task], rows: dict[str, int], sheet: str, problems: list[Problem]) -> list[Link]:
    found = []
    for row, task in enumerate(tasks):
        for of in task.links:
            before = rows.get(of.get("PredecessorUID", ""))
            if before is None:
                problems.append(_left_out(task, of, Cell(sheet, whole(task.of.get("ID"), row + 1), "Predecessors")))
                continue
            kind = whole(of.get("Type"), 1)
            lag, unit = _lag(of)
            found.append(Link(before, row, _LINK_TYPES[kind] if 0 <= kind < 4 else LinkType.FS, lag, unit))
    return found


def _lag(of: dict[str, str]) -> tuple[float, LagUnit]:
    """The lag of a link: a percentage, or tenths of minutes in working or elapsed time."""
    lag, unit = whole(of.get("LinkLag"), 0), lag_unit(whole(of.get("LagFormat"), 7))
    return lag if unit in PERCENTS else lag / 10, unit


def _left_out(task: _Task, of: dict[str, str], cell: Cell) -> Problem:
    name = task.of.get("Name", "")
    where = of.get("CrossProjectName") or f"task UID {of.get('PredecessorUID')}"
    text = f"{name} waits for {where}, which is not in this file"
    return Problem(Code.NOT_CARRIED, text, cell, "The link is left out; give the task a start date.", Severity.MEDIUM)
