"""Exceptions: what is forecast beyond its tolerance, and the skeleton of the report that is due then.

Facts only: why, what follows, what could be done and what that would gain. What to recommend stays for a person, who is
told which options are enough by themselves.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Final, NamedTuple

import numpy as np

from pmo_excel.core.columns import Column, Texts, Type
from pmo_excel.core.instants import NO_INSTANT, day_text
from pmo_excel.core.rag import Rag
from pmo_excel.core.tables import Table, table
from pmo_excel.governance.dimensions.basis import Basis
from pmo_excel.governance.dimensions.scope import UNDECIDED
from pmo_excel.governance.judged import address
from pmo_excel.governance.reasons import number_text
from pmo_excel.governance.status import Standing
from pmo_excel.schedule.milestones import is_milestone
from pmo_excel.schedule.recovery import Recovery
from pmo_excel.schedule.workdays import working_days_after

SHOWN: Final = 5
"""Milestones, options and changes that a report names."""
PROJECT, STAGE, PACKAGE = "Project", "Stage", "Work package"


@table("Exceptions")
class Exceptions(Table):
    """Exception reports in lines: the level and object, the heading, and what is to be said under it."""

    level: Annotated[Texts, Column("Level", "Project, Stage or Work package.")]
    object: Annotated[Texts, Column("Object", "The project, the stage or the task.")]
    section: Annotated[Texts, Column("Section", "Title, Cause, Consequence, Option, Recommendation or Lesson.")]
    text: Annotated[Texts, Column("Text", "The fact.", Type.LONG_TEXT)]
    cells: Annotated[Texts, Column("Cells", "The cells that it comes from.")]


class Said(NamedTuple):
    """One line of an exception report."""

    level: str
    object: str
    section: str
    text: str
    cells: str = ""


def exceptions(basis: Basis, found: Standing, options: Recovery | None) -> Exceptions:
    """Every exception at the level of the project, its stages and its work packages; no rows where there is none.

    Parameters
    ----------
    options
        Changes to the plan that bring its finish forward, where time is beyond tolerance.

    Source
    ------
    Managing Successful Projects with PRINCE2, appendix A, exception report: cause, consequences, options with their
    effects, recommendation, lessons.
    """
    rows = [*_project(basis, found, options), *_stages(basis), *_packages(basis)]
    made = Exceptions.of(len(rows))
    for at, row in enumerate(rows):
        made.level[at], made.object[at], made.section[at], made.text[at] = row[:4]
        made.cells[at] = row.cells or None
    return made


def beyond(found: Standing) -> list[str]:
    """The dimensions that are forecast beyond their tolerance."""
    return [d.dimension for d in found.dimensions if d.colour is Rag.RED]


def _project(basis: Basis, found: Standing, options: Recovery | None) -> Iterator[Said]:
    red = beyond(found)
    if not red:
        return
    charter = basis.sheets.charter
    name = f"{charter.id[0] or ''} {charter.name[0] or ''}".strip() if charter is not None and len(charter) else PROJECT
    yield Said(PROJECT, name, "Title", f"{name} is forecast beyond its tolerance in {', '.join(red)}.")
    for one in red:
        yield Said(PROJECT, name, "Cause", found.of(one).why, found.of(one).cells)
    for text, cells in (*_late_milestones(basis), *_required(basis), *_money(basis, found), *_delay(basis, found)):
        yield Said(PROJECT, name, "Consequence", text, cells)
    yield Said(PROJECT, name, "Option", f"Do nothing: the forecast stands, with {', '.join(red)} beyond tolerance.")
    for text, cells in (*_recovery(options), *_changes(basis)):
        yield Said(PROJECT, name, "Option", text, cells)
    yield Said(PROJECT, name, "Recommendation", _recommendation(options, red))
    yield Said(PROJECT, name, "Lesson", "To be written: what would have shown this earlier.")


def _late_milestones(basis: Basis) -> Iterator[tuple[str, str]]:
    tasks = basis.tasks
    late = [
        row
        for row in range(len(tasks))
        if tasks.id[row] and tasks.finish_variance[row] > 0 and tasks.actual_finish[row] == NO_INSTANT
    ]
    for row in [r for r in late if is_milestone(tasks, r)][:SHOWN]:
        days = number_text(float(tasks.finish_variance[row]))
        name = f"{tasks.id[row]} {tasks.name[row] or ''}".strip()
        text = f"Milestone {name} moves to {day_text(int(tasks.finish[row]))}, {days} wd late."
        yield text, address(tasks, "finish", row)


def _required(basis: Basis) -> Iterator[tuple[str, str]]:
    """Whether the day is kept by which the project is needed."""
    charter, finishes = basis.sheets.charter, basis.tasks.finish
    if charter is None or not len(charter) or not len(finishes) or (finishes == NO_INSTANT).any():
        return
    needed = int(charter.required_finish[0])
    if needed != NO_INSTANT:
        late = working_days_after(basis.calendar, needed, int(finishes.max()))
        how = f"missed by {number_text(late)} wd" if late > 0 else f"kept with {number_text(-late)} wd to spare"
        yield f"The required finish {day_text(needed)} is {how}.", address(charter, "required_finish")


def _money(basis: Basis, found: Standing) -> Iterator[tuple[str, str]]:
    cost, contingency = found.of("Cost"), basis.agreed.contingency
    if cost.forecast is None or cost.baseline is None or cost.forecast <= cost.baseline:
        return
    over = cost.forecast - cost.baseline
    against = ""
    if contingency:
        enough = "covers" if contingency >= over else "does not cover"
        against = f"; the contingency of {number_text(contingency)} {enough} it"
    yield f"It costs {number_text(over)} more than approved{against}.", cost.cells


def _delay(basis: Basis, found: Standing) -> Iterator[tuple[str, str]]:
    """What a week of delay costs the organisation, where benefits say it."""
    benefits, late = basis.sheets.benefits, found.of("Time").variance
    if benefits is None or not late or late <= 0:
        return
    worth = [row for row, value in enumerate(benefits.value_per_week.tolist()) if value == value and value > 0]
    total = float(sum(benefits.value_per_week[row] for row in worth))
    if worth:
        cells = "; ".join(filter(None, (address(benefits, "value_per_week", row) for row in worth)))
        weeks = number_text(late / 5)
        yield f"Each week of delay costs {number_text(total)} of benefits; {weeks} weeks are forecast.", cells


def _recovery(options: Recovery | None) -> Iterator[tuple[str, str]]:
    if options is None:
        return
    for row in range(min(len(options), SHOWN)):
        gain, finish = number_text(float(options.gain[row])), day_text(int(options.new_finish[row]))
        enough = "enough to be back in tolerance" if options.enough[row] else "not enough alone"
        text = (
            f"{options.option[row]}: finish {finish}, {gain} wd earlier, {enough}. "
            f"Cost: {options.cost_effect[row]}. Risk: {options.risk_effect[row]}."
        )
        yield text, ""


def _changes(basis: Basis) -> Iterator[tuple[str, str]]:
    changes = basis.sheets.changes
    if changes is None:
        return
    rows = [row for row, state in enumerate(changes.status.tolist()) if state in UNDECIDED and changes.id[row]]
    for row in rows[:SHOWN]:
        name = f"{changes.id[row]} {changes.title[row] or ''}".strip()
        text = f"Defer or reject {name}, which is {str(changes.status[row]).lower()}."
        yield text, address(changes, "status", row)


def _recommendation(options: Recovery | None, red: list[str]) -> str:
    enough = [] if options is None else [str(o) for o, yes in zip(options.option, options.enough, strict=True) if yes]
    if "Time" not in red:
        return "To be written: no option for these was worked out."
    if not enough:
        return "To be written: no single change to the plan brings the finish back within tolerance."
    return f"To be written; enough alone to be back in tolerance: {'; '.join(enough[:SHOWN])}."


def _stages(basis: Basis) -> Iterator[Said]:
    """Stages that are not complete and finish later than their tolerance allows."""
    tasks, tolerance = basis.tasks, basis.limit("Stage tolerance")
    for stage in dict.fromkeys(str(s) for s in tasks.stage.tolist() if s):
        rows = [r for r in range(len(tasks)) if tasks.stage[r] == stage and tasks.baseline_finish[r] != NO_INSTANT]
        if not rows or (tasks.finish[rows] == NO_INSTANT).any() or (tasks.actual_finish[rows] != NO_INSTANT).all():
            continue
        last, agreed = rows[int(np.argmax(tasks.finish[rows]))], rows[int(np.argmax(tasks.baseline_finish[rows]))]
        finish, baseline = int(tasks.finish[last]), int(tasks.baseline_finish[agreed])
        late = working_days_after(basis.calendar, baseline, finish)
        if late > tolerance:
            said = _said_late(f"stage {stage}", finish, baseline, late, tolerance)
            cells = "; ".join(filter(None, (address(tasks, "finish", last), address(tasks, "baseline_finish", agreed))))
            yield from _small(STAGE, stage, said, f"{tasks.id[last]} {tasks.name[last] or ''} finishes last.", cells)


def _packages(basis: Basis) -> Iterator[Said]:
    """Tasks that are not complete and finish later than the tolerance of a work package allows.

    A task that is only pushed by another one that is beyond its own tolerance is no exception of its own.
    """
    tasks = basis.tasks
    rows = {row: float(tasks.finish_variance[row]) for row in range(len(tasks)) if _open_package(basis, row)}
    keys = {str(tasks.id[row]) for row in rows}
    for row, late in rows.items():
        driver = tasks.driving_predecessor[row]
        if driver and str(driver) in keys:
            continue
        name = f"{tasks.id[row]} {tasks.name[row] or ''}".strip()
        tolerance = basis.limit("Work package tolerance")
        said = _said_late(name, int(tasks.finish[row]), int(tasks.baseline_finish[row]), late, tolerance)
        cause = (
            f"Its date is set by task {driver}, which is within tolerance." if driver else "Its own duration sets it."
        )
        yield from _small(PACKAGE, name, said, cause, address(tasks, "finish_variance", row))


def _open_package(basis: Basis, row: int) -> bool:
    """Whether a row is work that is not done and is later than its tolerance."""
    tasks = basis.tasks
    work = bool(tasks.id[row]) and tasks.task_type[row] != "Summary" and not is_milestone(tasks, row)
    done = tasks.actual_finish[row] != NO_INSTANT or tasks.percent_complete[row] >= 1
    return work and not done and bool(tasks.finish_variance[row] > basis.limit("Work package tolerance"))


def _said_late(what: str, finish: int, baseline: int, late: float, tolerance: float) -> str:
    days, limit = number_text(late), number_text(tolerance)
    return f"{what} finishes {day_text(finish)}, {days} wd after baseline {day_text(baseline)} (tolerance {limit})."


def _small(level: str, name: str, said: str, cause: str, cells: str) -> Iterator[Said]:
    """The report of a stage or work package, which goes one level up."""
    yield Said(level, name, "Title", said[:1].upper() + said[1:], cells)
    yield Said(level, name, "Cause", cause)
