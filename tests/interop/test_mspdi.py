"""Plans in the XML of Microsoft Project, written by hand after its schema; and the real cases beside the project."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from pmo_excel.core.instants import DAY, as_datetime, instant
from pmo_excel.core.problems import Code
from pmo_excel.interop.calendar_rows import kept_calendar
from pmo_excel.interop.mspdi import read
from pmo_excel.schedule.calendars import STANDARD
from pmo_excel.schedule.critical_path import dates
from pmo_excel.schedule.plan import Assignment, Constraint, LagUnit, LinkType, Plan
from pmo_excel.schedule.rows import as_rows
from tests.interop.files import calendar, link, project, task


def plan_of_file(content: bytes) -> Plan:
    plan, problems = read(content)
    assert plan is not None
    assert not problems
    return plan


def test_tasks_links_and_lags_are_read() -> None:
    tasks = task(0, level=0) + task(1) + task(2, inside=link(1, 3, -4800)) + task(3, inside=link(2, 0, 50, 19))
    plan = plan_of_file(project(tasks + task(4, inside=link(3, 2, 14400, 8))))
    assert plan.id == ["1", "2", "3", "4"]
    assert [(x.type, x.lag, x.unit) for x in plan.links] == [
        (LinkType.SS, -480, LagUnit.WORKING),
        (LinkType.FF, 50, LagUnit.PERCENT),
        (LinkType.SF, 1440, LagUnit.ELAPSED),
    ]
    assert plan.calendars[0].same_times(STANDARD)


@pytest.mark.parametrize(
    ("form", "unit"),
    [(19, LagUnit.PERCENT), (20, LagUnit.ELAPSED_PERCENT), (51, LagUnit.PERCENT), (52, LagUnit.ELAPSED_PERCENT)],
)
def test_percent_lags_are_told_from_elapsed_ones(form: int, unit: LagUnit) -> None:
    """Microsoft, Project XML Data Interchange Schema, LagFormat: 19 %, 20 e%, 51 %?, 52 e%?."""
    plan = plan_of_file(project(task(1) + task(2, inside=link(1, 1, 50, form))))
    assert plan.links[0].unit is unit


def test_a_night_shift_crosses_midnight_and_comes_back_from_the_rows_of_a_sheet() -> None:
    """The Night Shift calendar of Microsoft Project, Monday 23:00 to Saturday 08:00; a task of 12 hours.

    From Monday 23:00: to 03:00, 04:00 to 08:00 on Tuesday are 8 hours; the other 4 from Tuesday 23:00 to 03:00.
    """
    evening = "<WorkingTime><FromTime>23:00:00</FromTime><ToTime>00:00:00</ToTime></WorkingTime>"
    morning = """<WorkingTime><FromTime>00:00:00</FromTime><ToTime>03:00:00</ToTime></WorkingTime>
    <WorkingTime><FromTime>04:00:00</FromTime><ToTime>08:00:00</ToTime></WorkingTime>"""
    times = {1: "", 2: evening, **dict.fromkeys(range(3, 7), morning + evening), 7: morning}
    week = "".join(
        f"<WeekDay><DayType>{number}</DayType><DayWorking>{bool(inside):d}</DayWorking>"
        f"<WorkingTimes>{inside}</WorkingTimes></WeekDay>"
        for number, inside in times.items()
    )
    plan = plan_of_file(project(task(1, "PT12H0M0S"), calendars=calendar(1, "Night Shift", week=week)))
    found = dates(plan)
    assert as_datetime(found.start[0]) == datetime(2026, 3, 2, 23)
    assert as_datetime(found.finish[0]) == datetime(2026, 3, 4, 3)
    assert kept_calendar(plan.calendars[0]).same_times(plan.calendars[0])


def test_the_namespace_may_be_missing() -> None:
    assert plan_of_file(project(task(1), namespace="")).duration == [480]


def test_the_outline_makes_summaries_and_blank_rows_are_left_out() -> None:
    blank = "<Task><UID>9</UID><ID>9</ID><IsNull>1</IsNull></Task>"
    plan = plan_of_file(project(task(1) + task(2, level=2) + blank + task(3, level=3) + task(4)))
    assert plan.parent == [-1, 0, 1, -1]


def test_constraints_progress_and_manual_dates_are_read() -> None:
    inside = """<ConstraintType>7</ConstraintType><ConstraintDate>2026-03-06T17:00:00</ConstraintDate>
    <Deadline>2026-03-09T17:00:00</Deadline><PercentComplete>25</PercentComplete>
    <ActualStart>2026-03-02T08:00:00</ActualStart><Resume>2026-03-03T09:30:30</Resume>
    <RemainingDuration>PT6H0M0S</RemainingDuration><Manual>1</Manual><ManualStart>2026-03-02T08:00:00</ManualStart>"""
    plan = plan_of_file(project(task(1, inside=inside)))
    assert plan.constraint == [Constraint.FNLT]
    assert plan.constraint_date == [instant(datetime(2026, 3, 6, 17))]
    assert plan.deadline == [instant(datetime(2026, 3, 9, 17))]
    assert plan.percent_complete == [0.25]
    assert plan.remaining_duration == [360]
    assert plan.resume == [instant(datetime(2026, 3, 3, 9, 30)) + 0.5]
    assert plan.manual == [True]


def test_project_options_become_settings() -> None:
    head = """<HonorConstraints>0</HonorConstraints><CriticalSlackLimit>2</CriticalSlackLimit>
    <MinutesPerDay>420</MinutesPerDay><MultipleCriticalPaths>1</MultipleCriticalPaths>
    <ScheduleFromStart>0</ScheduleFromStart><FinishDate>2026-05-12T17:00:00</FinishDate>"""
    settings = plan_of_file(project(task(1), head)).settings
    assert not settings.honor_constraints
    assert settings.critical_float_limit == 840
    assert settings.multiple_critical_paths
    assert settings.schedule_from_finish
    assert settings.finish == instant(datetime(2026, 5, 12, 17))
    assert settings.deadline_caps_late_finish


def test_an_elapsed_duration_format_makes_an_elapsed_task() -> None:
    content = project(task(1, "PT24H0M0S")).replace(b"<DurationFormat>7<", b"<DurationFormat>8<")
    assert plan_of_file(content).elapsed == [True]


def day_of(year: int, month: int, day: int) -> int:
    return instant(datetime(year, month, day)) // DAY


@pytest.mark.parametrize(
    ("inside", "off", "on"),
    [
        ("<Type>1</Type>", [(2026, 3, 2), (2026, 3, 31)], [(2026, 4, 1)]),
        ("<Type>2</Type><Month>2</Month><MonthDay>17</MonthDay>", [(2026, 3, 17)], [(2026, 3, 18)]),
        (
            "<Type>5</Type><Period>1</Period><MonthItem>4</MonthItem><MonthPosition>1</MonthPosition>",
            [(2026, 3, 9)],
            [(2026, 3, 2), (2026, 3, 16)],
        ),
        ("<Type>6</Type><Period>1</Period><DaysOfWeek>4</DaysOfWeek>", [(2026, 3, 3), (2026, 3, 31)], [(2026, 3, 4)]),
        ("<Type>7</Type><Period>7</Period>", [(2026, 3, 2), (2026, 3, 9)], [(2026, 3, 3)]),
    ],
    ids=["daily", "yearly", "second Monday of a month", "every Tuesday", "every seven days"],
)
def test_exceptions_recur_as_the_schema_says(
    inside: str, off: list[tuple[int, int, int]], on: list[tuple[int, int, int]]
) -> None:
    """March 2026 begins on a Sunday; its second Monday is the 9th."""
    exception = f"""<Exceptions><Exception><EnteredByOccurrences>0</EnteredByOccurrences><TimePeriod>
    <FromDate>2026-03-02T00:00:00</FromDate><ToDate>2026-03-31T23:59:00</ToDate></TimePeriod>{inside}
    <DayWorking>0</DayWorking></Exception></Exceptions>"""
    plan = plan_of_file(project(task(1), calendars=calendar(1, "Standard", exception)))
    times = plan.calendars[0]
    assert all(not times.days(day, day)[0] for day in (day_of(*parts) for parts in off))
    assert all(times.days(day, day)[0] for day in (day_of(*parts) for parts in on))


def test_a_resource_calendar_has_the_holidays_of_its_base_calendar_and_its_own_hours() -> None:
    holiday = """<Exceptions><Exception><TimePeriod><FromDate>2026-03-02T00:00:00</FromDate>
    <ToDate>2026-03-02T23:59:00</ToDate></TimePeriod><Type>1</Type><DayWorking>0</DayWorking></Exception></Exceptions>"""
    tuesday = """<WeekDay><DayType>3</DayType><DayWorking>1</DayWorking><WorkingTimes>
    <WorkingTime><FromTime>22:00:00</FromTime><ToTime>00:00:00</ToTime></WorkingTime></WorkingTimes></WeekDay>"""
    rest = """<Resources><Resource><UID>5</UID><Type>1</Type><CalendarUID>2</CalendarUID></Resource></Resources>
    <Assignments><Assignment><TaskUID>1</TaskUID><ResourceUID>5</ResourceUID><Units>0.5</Units><Work>PT4H0M0S</Work>
    </Assignment></Assignments>"""
    calendars = calendar(1, "Standard", holiday) + calendar(2, "Ana", base=1, week=tuesday)
    plan = plan_of_file(project(task(1), calendars=calendars, rest=rest))
    assert plan.assignments == [Assignment(0, 1, 480)]
    assert plan.calendars[1].days(day_of(2026, 3, 2), day_of(2026, 3, 4)) == [
        (),
        ((1320, 1440),),
        ((480, 720), (780, 1020)),
    ]
    found = dates(plan)
    assert as_datetime(found.start[0]) == datetime(2026, 3, 3, 22)


def test_a_link_to_another_file_is_left_out_and_reported() -> None:
    plan, problems = read(project(task(1, inside=link(77))))
    assert plan is not None
    assert not plan.links
    assert [p.code for p in problems] == [Code.NOT_CARRIED]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><Project>&e;</Project>', Code.FILE_REFUSED),
        (b"<Project>", Code.FILE),
        (b"<Gantt/>", Code.FILE),
        (b"", Code.FILE),
    ],
    ids=["entities", "cut off", "another program's", "empty"],
)
def test_what_is_no_plan_is_refused_with_a_reason(content: bytes, code: Code) -> None:
    plan, problems = read(content)
    assert plan is None
    assert [p.code for p in problems] == [code]


def test_a_missing_file_is_a_problem(tmp_path: Path) -> None:
    assert read(tmp_path / "none.xml")[1][0].code is Code.FILE


FIELDS = ("start", "finish", "late_finish", "total_float_minutes", "critical")
AGREEMENT = {"A": 99.5, "B": 99.0, "C": 99.0, "D1": 95.0, "D2": 80.0}
"""Percent of leaf tasks whose five values must all be those that Microsoft Project stored, to the minute, by class."""

DATES_OF_D2 = {"start": 85.0, "finish": 80.0}
"""The same for single values of D2: docs/microsoft-project-dates.md says what differs, and why."""


class Agreement:
    """Leaf tasks by class: how many there are and how many agree; and single values of class D2 that do."""

    def __init__(self, cases: Iterable[Path]) -> None:
        self.right, self.total, self.single = Counter[str](), Counter[str](), Counter[str]()
        for file in cases:
            self._count(json.loads(file.read_text()), file.with_suffix(".xml"))

    def _count(self, case: Any, file: Path) -> None:
        plan, _ = read(file)
        assert plan is not None
        found = {row["id"]: row for row in as_rows(plan, dates(plan))}
        for uid, stored in case["tasks"].items():
            agree = {name for name in FIELDS if _same(found[uid][name], stored[name])}
            self.total[case["subclass"]] += 1
            self.right[case["subclass"]] += len(agree) == len(FIELDS)
            if case["subclass"] == "D2":
                self.single.update(agree)

    def percent(self, kind: str) -> float:
        return 100 * self.right[kind] / self.total[kind]


def cases(shared: Path) -> list[Path]:
    return sorted((shared / "data/msp/cases").glob("*.json"))


def test_plain_real_plans_agree_with_microsoft_project(shared: Path) -> None:
    """Those of class A that have 100 to 350 kB."""
    plain = [file for file in cases(shared) if json.loads(file.read_text())["subclass"] == "A"]
    found = Agreement(file for file in plain if 100_000 < file.with_suffix(".xml").stat().st_size < 350_000)
    assert found.total["A"] > 300
    assert found.percent("A") >= AGREEMENT["A"]


@pytest.mark.live
def test_real_plans_agree_with_microsoft_project(shared: Path) -> None:
    """92 files, their own licences; classes and sources are in each case. Nothing is left out."""
    found = Agreement(cases(shared))
    assert sum(found.total.values()) == 7483
    for kind, least in AGREEMENT.items():
        assert found.percent(kind) >= least, kind
    for name, least in DATES_OF_D2.items():
        assert 100 * found.single[name] / found.total["D2"] >= least, name


def _same(ours: Any, stored: Any) -> bool:
    return bool(ours == (stored[:16] if isinstance(stored, str) else stored))
