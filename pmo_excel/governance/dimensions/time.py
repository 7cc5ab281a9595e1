"""Status in time: the forecast finish against the baseline's, what the plan earns, and float on gates."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from pmo_excel.core.instants import DAY, NO_INSTANT, day_text
from pmo_excel.core.rag import Rag, rag
from pmo_excel.governance.dimensions.basis import Basis
from pmo_excel.governance.dimensions.indices import index_measure
from pmo_excel.governance.drivers import Driver, finish_drivers, last_task
from pmo_excel.governance.judged import Cited, Judged, Measure, address, grey, judged
from pmo_excel.governance.reasons import number_text, time_said
from pmo_excel.schedule.outline import parents
from pmo_excel.schedule.tables import Schedule
from pmo_excel.schedule.workdays import working_days, working_days_after


def time_status(basis: Basis) -> Judged:
    """Status in time; grey where a finish or the baseline is not known, blue when every task is complete."""
    tasks = basis.tasks
    if not len(tasks):
        return grey("Time", "the schedule has no tasks", "Type the plan in the Schedule sheet.")
    unknown = int((tasks.finish == NO_INSTANT).sum())
    if unknown:
        whose = "1 task has" if unknown == 1 else f"{unknown} tasks have"
        return grey("Time", f"{whose} no computed finish", "Repair the findings of the Schedule sheet.")
    forecast = int(tasks.finish.max())
    if not (tasks.baseline_finish != NO_INSTANT).any():
        found = grey("Time", "the plan has no baseline to compare with", "Set a baseline.")
        return found._replace(forecast=forecast)
    measure = _finish(basis)
    done = _complete(tasks)
    if done:
        measure = measure._replace(said=measure.said.replace("forecast finish", "complete, finish"), colour=Rag.BLUE)
    more = [] if done else [*index_measure(basis, "SPI(t)"), *_gates(basis)]
    baseline = int(tasks.baseline_finish.max())
    return judged("Time", [measure, *more])._replace(baseline=baseline, forecast=forecast)


def _finish(basis: Basis) -> Measure:
    tasks, terms = basis.tasks, basis.agreed
    last = last_task(tasks)
    agreed = int(np.argmax(tasks.baseline_finish))
    baseline, forecast = int(tasks.baseline_finish[agreed]), int(tasks.finish[last])
    late = float(working_days_after(basis.calendar, baseline, forecast))
    tolerance, of_tolerance = _tolerance(basis, baseline)
    trigger = basis.cited_term("Amber Trigger (% of tolerance)", terms.amber_trigger, True, "Amber trigger")
    amber = terms.amber_trigger * tolerance
    drivers = finish_drivers(tasks, last) if late > 0 else []
    cited = (
        Cited("Forecast Finish", day_text(forecast), forecast, address(tasks, "finish", last), True),
        Cited("Working days between", number_text(abs(late)), abs(late)),
        Cited("Baseline Finish", day_text(baseline), baseline, address(tasks, "baseline_finish", agreed), True),
        of_tolerance,
        Cited("Amber from", number_text(amber), amber),
        trigger,
        *(_cited_driver(tasks, driver) for driver in drivers),
    )
    said = time_said(baseline, forecast, late, tolerance, terms.amber_trigger)
    named = tuple(f"{tasks.id[d.row]} {tasks.name[d.row] or ''} +{number_text(d.share)}" for d in drivers)
    return Measure(said, rag(late, tolerance, terms.amber_trigger), late, tolerance, cited, named)


def _cited_driver(tasks: Schedule, driver: Driver) -> Cited:
    """A driver's own days: its variance less that of the task before it, and the cells of both."""
    cell = address(tasks, "finish_variance", driver.row)
    if cell and driver.before is not None:
        cell = f"={cell}-{address(tasks, 'finish_variance', driver.before)}"
    return Cited(f"Driver {tasks.id[driver.row]}", number_text(driver.share), driver.share, cell)


def _tolerance(basis: Basis, baseline: int) -> tuple[float, Cited]:
    """The agreed days, or the share of the baseline's duration where that is more."""
    agreed = basis.agreed.tolerance_days
    share = basis.limit("Time tolerance share")
    starts = basis.tasks.baseline_start[basis.tasks.baseline_start != NO_INSTANT]
    length = working_days(basis.calendar, int(starts.min()) // DAY * DAY, baseline) if share and len(starts) else 0
    if share * length > agreed:
        return share * length, basis.cited_limit("Time tolerance share")._replace(text=number_text(share * length))
    return agreed, basis.cited_term("Tolerance Time (wd)", agreed, False, "Time tolerance")


def _gates(basis: Basis) -> Iterator[Measure]:
    """A gate with negative float is red: it cannot be held on the date that it must."""
    gates, tasks = basis.sheets.milestones, basis.tasks
    if gates is None:
        return
    pairs = zip(gates.id.tolist(), gates.milestone_class.tolist(), strict=True)
    named = {str(key) for key, kind in pairs if key and kind == "Gate"}
    for row, key in enumerate(tasks.id.tolist()):
        short = float(tasks.total_float[row])
        if str(key) in named and short < 0 and tasks.actual_finish[row] == NO_INSTANT:
            cell = Cited("Total Float (wd)", number_text(-short), short, address(tasks, "total_float", row))
            said = f"gate {key} {tasks.name[row] or ''} has {number_text(-short)} wd less than no float"
            yield Measure(said.replace("  ", " "), Rag.RED, -short, 0, (cell,))


def _complete(tasks: Schedule) -> bool:
    """Whether every task but the summaries is done."""
    above = {row for row in parents(tasks.wbs.tolist()) if row >= 0}
    kinds = tasks.task_type.tolist()
    own = [row for row in range(len(tasks)) if row not in above and kinds[row] != "Summary" and tasks.id[row]]
    done = (tasks.percent_complete >= 1) | (tasks.actual_finish != NO_INSTANT)
    return bool(own) and bool(done[own].all())
