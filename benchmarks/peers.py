"""Other programs that schedule the same plans: networkx, whose graph algorithms planners use, and MPXJ.

networkx has no scheduler: both passes are written here over its `MultiDiGraph` in its own topological order, as
people do; a `DiGraph` would merge the parallel links that real plans have. MPXJ's `MicrosoftScheduler` is the open
program that aims at Microsoft Project's dates (the extra `mpp`, and Java).
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, Final, NamedTuple

from benchmarks.plans import START, Columns
from pmo_excel.core.instants import instant
from pmo_excel.schedule.axis import Axis
from pmo_excel.schedule.dates import Dates
from pmo_excel.schedule.plan import Plan

FROM_FINISH: Final = (0, 2)
TO_FINISH: Final = (2, 3)


class Peer(NamedTuple):
    """Another program with a plan loaded.

    Attributes
    ----------
    schedule
        Schedules the plan; this alone is timed.
    disagreements
        How many tasks have other dates than ours, after `schedule`.
    """

    name: str
    schedule: Callable[[], None]
    disagreements: Callable[[Plan, Dates], int]


class MissingError(Exception):
    """What a peer needs is not installed, or it does not take such plans; the message says which."""


def networkx_peer(given: Columns) -> Peer:
    """Both passes over a graph, in working minutes from the project's start."""
    if len(given.calendars) > 1:
        raise MissingError("networkx: passes on one calendar only")
    try:
        import networkx
    except ImportError:
        raise MissingError("networkx: not installed") from None
    graph = networkx.MultiDiGraph()
    graph.add_nodes_from(range(len(given.duration)))
    links = zip(*(c.tolist() for c in (given.predecessor, given.successor, given.type, given.lag)), strict=True)
    graph.add_edges_from((before, after, {"type": kind, "lag": lag}) for before, after, kind, lag in links)
    length = given.duration.tolist()
    early, late = [0] * len(length), [0] * len(length)

    def schedule() -> None:
        order = list(networkx.topological_sort(graph))
        for task in order:
            asked = [
                early[before]
                + link["lag"]
                + (length[before] if link["type"] in FROM_FINISH else 0)
                - (length[task] if link["type"] in TO_FINISH else 0)
                for before, _, link in graph.in_edges(task, data=True)
            ]
            if not any(link["type"] < 2 for _, _, link in graph.in_edges(task, data=True)):
                asked.append(0)
            early[task] = max(asked)
        finish = max(start + minutes for start, minutes in zip(early, length, strict=True))
        for task in reversed(order):
            allowed = [
                late[after]
                - link["lag"]
                - (length[task] if link["type"] in FROM_FINISH else 0)
                + (length[after] if link["type"] in TO_FINISH else 0)
                for _, after, link in graph.out_edges(task, data=True)
            ]
            late[task] = min([*allowed, finish - length[task]])

    def disagreements(plan: Plan, dates: Dates) -> int:
        axis = Axis(plan.calendars[0], plan.settings.start)
        wanted = [axis.between(plan.settings.start, start) for start in dates.start]
        both = zip(wanted, early, dates.total_float, (b - a for a, b in zip(early, late, strict=True)), strict=True)
        return sum(start != one or slack != other for start, one, slack, other in both)

    return Peer("networkx", schedule, disagreements)


def mpxj_peer(given: Columns) -> Peer:
    """The plan in MPXJ's own objects, in a virtual machine that stays up."""
    file, tasks = _mpxj_plan(given)
    from org.mpxj.cpm import MicrosoftScheduler

    start = file.getProjectProperties().getStartDate()

    def schedule() -> None:
        MicrosoftScheduler().schedule(file, start)

    def disagreements(plan: Plan, dates: Dates) -> int:
        """A milestone at 17:00, as in Microsoft Project, is the next 08:00 in MPXJ: no working time lies between."""
        axes = [Axis(each, plan.settings.start) for each in plan.calendars]
        count = 0
        for row, task in enumerate(tasks):
            axis = axes[max(plan.calendar[row], 0)]
            ours, theirs = (
                (dates.start[row], dates.finish[row]),
                (_instant(task.getStart()), _instant(task.getFinish())),
            )
            count += ours != theirs and (plan.duration[row] > 0 or axis.between(ours[0], theirs[0]) != 0)
        return count

    return Peer("MPXJ", schedule, disagreements)


def _instant(java_time: Any) -> int:
    return instant(datetime.fromisoformat(str(java_time)[:16]))


def _mpxj_plan(given: Columns) -> tuple[Any, list[Any]]:
    _start_java()
    from java.time import LocalDateTime
    from org.mpxj import Duration, ProjectFile, Relation, RelationType, TimeUnit

    types = (RelationType.FINISH_START, RelationType.START_START, RelationType.FINISH_FINISH, RelationType.START_FINISH)
    file = ProjectFile()
    calendars = [_mpxj_calendar(file, each, first=not at) for at, each in enumerate(given.calendars)]
    file.setDefaultCalendar(calendars[0])
    file.getProjectProperties().setStartDate(LocalDateTime.parse(START.isoformat()))
    tasks = []
    for number, (minutes, calendar) in enumerate(zip(given.duration.tolist(), given.calendar.tolist(), strict=True), 1):
        task = file.addTask()
        task.setName(f"Task {number}")
        length = Duration.getInstance(minutes, TimeUnit.MINUTES)
        task.setDuration(length)
        task.setRemainingDuration(length)
        task.setActualDuration(Duration.getInstance(0, TimeUnit.MINUTES))
        if calendar > 0:
            task.setCalendar(calendars[calendar])
        tasks.append(task)
    links = zip(*(c.tolist() for c in (given.predecessor, given.successor, given.type, given.lag)), strict=True)
    for before, after, kind, lag in links:
        waits = Duration.getInstance(lag, TimeUnit.MINUTES)
        tasks[after].addPredecessor(Relation.Builder().predecessorTask(tasks[before]).type(types[kind]).lag(waits))
    return file, tasks


def _start_java() -> None:
    try:
        import jpype
        import jpype.imports
        import mpxj  # noqa: F401 -- puts its jars on the class path
    except ImportError:
        raise MissingError("MPXJ: the extra `mpp` is not installed") from None
    if not jpype.isJVMStarted():
        try:
            jpype.startJVM("-Xss512m", "-Xmx6g", convertStrings=False)
        except jpype.JVMNotFoundException:
            raise MissingError("MPXJ: Java is not installed") from None


def _mpxj_calendar(file: Any, calendar: Any, first: bool) -> Any:
    from java.time import DayOfWeek, LocalDate, LocalTime
    from org.mpxj import LocalTimeRange

    made = file.addCalendar()
    made.setName(calendar.name)
    for at, hours in enumerate(calendar.week):
        day = DayOfWeek.of(at + 1)
        made.setWorkingDay(day, bool(hours))
        ranges = made.addCalendarHours(day)
        for start, finish in hours:
            ranges.add(LocalTimeRange(LocalTime.of(*divmod(start, 60)), LocalTime.of(*divmod(finish, 60))))
    for exception in calendar.exceptions:
        made.addCalendarException(LocalDate.ofEpochDay(exception.first), LocalDate.ofEpochDay(exception.last))
    return made
