"""Plans that MPXJ reads (Project's own files, Primavera P6, GanttProject, …) as a plan and as rows of a workbook."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, Final

from pmo_excel.core.instants import DAY, NO_INSTANT, as_date, instant
from pmo_excel.core.problems import Cell, Code, Problem, Severity
from pmo_excel.interop.imported import Imported, Row
from pmo_excel.interop.mpxj_file import Converted, converted
from pmo_excel.interop.mpxj_losses import losses
from pmo_excel.interop.mspdi import read
from pmo_excel.interop.mspdi_import import import_mspdi
from pmo_excel.interop.p6_options import scheduled_as_p6
from pmo_excel.interop.typed_starts import held_where_put
from pmo_excel.schedule.plan import Plan

_P6: Final = frozenset({"XER", "PMXML"})
_MICROSOFT: Final = frozenset({"MPP", "MPT", "MPX", "MSPDI", "MPD"})
_NO_ID: Final = frozenset(";,\n\r")


def import_plan(path: Path, program: str) -> tuple[Imported | None, list[Problem]]:
    """The plan in a file that MPXJ reads, as rows of a workbook; None, and why, where it cannot be read."""
    found = converted(path)
    if isinstance(found, Problem):
        return None, [found]
    noted: list[Problem] = []

    def adapted(plan: Plan) -> Plan:
        changed, more = _as_there(plan, found, path.name)
        noted.extend(more)
        return changed

    imported, problems = import_mspdi(found.xml, program, adapted=adapted, ids=_ids(found.project))
    if imported is None:
        return None, problems
    parts, lost = losses(found.project, path.name)
    every = [*found.problems, *noted, *lost, *problems]
    content = _with_status_day(imported.content, found) if _kind(found) in _P6 else imported.content
    made = replace(imported, content=content, parts=[*imported.parts, *parts], problems=every)
    return made, every


def read_plan(path: Path) -> tuple[Plan | None, list[Problem]]:
    """The plan in a file that MPXJ reads, with its times of day; None, and why, where it cannot be read."""
    found = converted(path)
    if isinstance(found, Problem):
        return None, [found]
    plan, problems = read(found.xml)
    if plan is None:
        return None, problems
    plan, noted = _as_there(plan, found, path.name)
    names = _ids(found.project)
    _, lost = losses(found.project, path.name)
    return plan.replace(id=[names.get(uid, uid) for uid in plan.id]), [*found.problems, *noted, *lost, *problems]


def _kind(found: Converted) -> str:
    return str(found.project.getProjectProperties().getFileType())


def _as_there(plan: Plan, found: Converted, sheet: str) -> tuple[Plan, list[Problem]]:
    """The plan scheduled as its own program does."""
    if _kind(found) in _MICROSOFT:
        return plan, []
    if _kind(found) not in _P6:
        return _put(plan, found, sheet)
    plan, empty = _without_empty_levels(plan, found.project, sheet)
    plan, efforts = _levels_of_effort(plan, found.project, sheet)
    plan, options = scheduled_as_p6(plan, found.project, sheet)
    return plan, [*empty, *efforts, *options]


def _put(plan: Plan, found: Converted, sheet: str) -> tuple[Plan, list[Problem]]:
    starts = {str(task.getUniqueID()): _instant(task.getStart()) for task in found.project.getTasks()}
    plan, held = held_where_put(plan, [starts.get(uid, NO_INSTANT) for uid in plan.id])
    if not held:
        return plan, []
    text = f"{held} tasks stay where they were put, without a link or a constraint that holds them there"
    fix = "They got the constraint Start no earlier than; link them to what they wait for."
    return plan, [Problem(Code.NOT_CARRIED, text, Cell(sheet, None, "Constraint Type"), fix, Severity.INFO)]


def _without_empty_levels(plan: Plan, project: Any, sheet: str) -> tuple[Plan, list[Problem]]:
    """A level of the breakdown without activities is no task."""
    levels = {str(task.getUniqueID()) for task in project.getTasks() if task.getSummary()}
    above = set(plan.parent)
    empty = {row for row, uid in enumerate(plan.id) if uid in levels and row not in above}
    if not empty:
        return plan, []
    text = f"{len(empty)} levels of the breakdown without activities were not carried over"
    active = [on and row not in empty for row, on in enumerate(plan.active)]
    return plan.replace(active=active), [Problem(Code.NOT_CARRIED, text, Cell(sheet), severity=Severity.INFO)]


def _levels_of_effort(plan: Plan, project: Any, sheet: str) -> tuple[Plan, list[Problem]]:
    """A level of effort lasts as long as what it goes with; it stands on the dates that it has."""
    efforts = {
        str(task.getUniqueID()): (_instant(task.getStart()), _instant(task.getFinish()))
        for task in project.getTasks()
        if str(task.getActivityType()) in ("LEVEL_OF_EFFORT", "HAMMOCK")
    }
    if not efforts:
        return plan, []
    rows = [efforts.get(uid) for uid in plan.id]
    changed = plan.replace(
        manual=[on or of is not None for on, of in zip(plan.manual, rows, strict=True)],
        manual_start=[of[0] if of else own for own, of in zip(plan.manual_start, rows, strict=True)],
        manual_finish=[of[1] if of else own for own, of in zip(plan.manual_finish, rows, strict=True)],
    )
    text = f"{len(efforts)} level-of-effort activities stand on their dates; they do not follow their links here"
    fix = "Move them by hand when the work that they go with moves."
    return changed, [Problem(Code.NOT_CARRIED, text, Cell(sheet), fix, Severity.LOW)]


def _instant(moment: Any) -> float:
    """The instant of a `java.time.LocalDateTime`; `NO_INSTANT` for null."""
    return NO_INSTANT if moment is None else instant(datetime.fromisoformat(str(moment)))


def _ids(project: Any) -> Mapping[str, str]:
    """By unique ID: the activity's own ID, as people know it, where every one has another and it can be a reference."""
    own = {str(t.getUniqueID()): str(t.getActivityID()) for t in project.getTasks() if t.getActivityID() is not None}
    if not own or not _distinct(own.values()):
        return {}
    others = {str(t.getUniqueID()) for t in project.getTasks()} - own.keys()
    taken = {name.casefold() for name in own.values()}
    return own | {uid: f"WBS-{uid}" for uid in others if f"wbs-{uid}" not in taken}


def _distinct(names: Iterable[str]) -> bool:
    found = [name.strip().casefold() for name in names]
    return all(found) and len(set(found)) == len(found) and not any(_NO_ID & set(name) for name in found)


def _with_status_day(content: Mapping[str, Any], found: Converted) -> dict[str, Any]:
    """The data date of P6 is when the work that is left begins; our status date is the last day before it."""
    data_date = _instant(found.project.getProjectProperties().getStatusDate())
    if data_date == NO_INSTANT:
        return dict(content)
    return {**content, "Charter": [_charter(row, int(data_date)) for row in content["Charter"]]}


def _charter(row: Row, data_date: int) -> Row:
    day = as_date(data_date)
    last: date = day - timedelta(days=1) if data_date % DAY <= DAY // 2 else day
    return row | {"Status Date": last}
