"""A plan written by TaskJuggler 3.7.1 (see samples/SOURCE.md): its dates are those of TaskJuggler, and nothing is done.

By hand: 10 days of work from 2 March end on Friday 13th; 21 calendar days later it is 3 April (the export has no
holidays); 12 working days after two calendar days end on Thursday 2 April.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

from pmo_excel.core.instants import NO_INSTANT, as_datetime
from pmo_excel.interop import formats
from pmo_excel.schedule.critical_path import dates

SAMPLE = Path(__file__).parent / "samples" / "taskjuggler_office.xml"


def test_planned_dates_are_not_taken_for_actual_ones() -> None:
    plan, _ = formats.read_plan(SAMPLE)
    assert plan is not None
    assert set(plan.actual_start) == set(plan.actual_finish) == {NO_INSTANT}
    assert not any(plan.manual)


def test_tasks_end_on_the_days_of_taskjuggler() -> None:
    imported, problems = formats.read_rows(SAMPLE)
    plan, _ = formats.read_plan(SAMPLE)
    assert imported is not None
    assert imported.program == "TaskJuggler"
    assert plan is not None
    assert not any(p.severity.value in ("High", "Critical") for p in problems)
    there = [as_datetime(int(task.finish)).date() for task in imported.tasks]
    here = [as_datetime(int(at)).date() for at in dates(plan).finish]
    assert there == [date(2026, 4, 3), date(2026, 3, 13), date(2026, 4, 3), date(2026, 4, 2), date(2026, 4, 3)]
    assert here == there


def test_the_rows_have_durations_and_links() -> None:
    imported, _ = formats.read_rows(SAMPLE)
    assert imported is not None
    rows = imported.content["Schedule"]
    assert [row.get("Duration (wd)") for row in rows] == [None, 10, 15, 12, 0]
    assert [row.get("Predecessors") for row in rows] == [None, None, "2", "2", "3; 4"]
    assert not any("Actual Finish" in row for row in rows)
