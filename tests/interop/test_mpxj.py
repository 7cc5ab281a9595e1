"""Plans read by MPXJ. The dates to agree with are those of the other program: MPXJ's own schedulers, or the file.

MPXJ 16.10 schedules generated plans as Primavera P6 (`PrimaveraScheduler`) or as Microsoft Project
(`MicrosoftScheduler`), and its writers write them; none of that is our code.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

import pmo_excel.functions  # noqa: F401 -- declares the sheets
from pmo_excel.core.instants import as_datetime, instant
from pmo_excel.core.problems import Problem, Severity
from pmo_excel.hosts.schedule_command import scheduled_rows
from pmo_excel.interop import formats
from pmo_excel.interop.differences import compared
from pmo_excel.interop.imported import Imported, Reason
from pmo_excel.interop.java import java
from pmo_excel.schedule.calendars import STANDARD
from pmo_excel.schedule.critical_path import dates
from pmo_excel.schedule.plan import Constraint, LagCalendar, Plan, StatusRule
from pmo_excel.workbook.content import Content
from tests.interop.mpxj_plans import Maker

pytestmark = pytest.mark.live
SAMPLES = Path(__file__).parent / "samples"


@pytest.fixture(scope="module")
def maker() -> Maker:
    """MPXJ with its Java machine; skipped, naming what is missing, where there is none."""
    bridge = java(Path("test"))
    if isinstance(bridge, Problem):
        pytest.skip(str(bridge))
    return Maker(bridge)


def source_dates(file: Any) -> dict[str, tuple[datetime, datetime]]:
    """The start and finish of each activity in MPXJ's plan, by activity ID."""
    return {
        str(task.getActivityID()): (
            datetime.fromisoformat(str(task.getStart())),
            datetime.fromisoformat(str(task.getFinish())),
        )
        for task in file.getTasks()
        if not task.hasChildTasks()
    }


def our_dates(plan: Plan) -> dict[str, tuple[datetime, datetime]]:
    got = dates(plan)
    leaves = set(range(len(plan))) - set(plan.parent)
    return {plan.id[r]: (as_datetime(int(got.start[r])), as_datetime(int(got.finish[r]))) for r in sorted(leaves)}


def read(path: Path) -> tuple[Plan, Imported, list[Problem]]:
    plan, problems = formats.read_plan(path)
    imported, same = formats.read_rows(path)
    assert plan is not None, problems
    assert imported is not None
    Content.of(imported.content)  # every header is declared
    assert {p.message for p in problems} <= {p.message for p in same}
    return plan, imported, same


@pytest.mark.parametrize("kind", ["XER", "PMXML"])
@pytest.mark.parametrize(("seed", "progress"), [(1, False), (3, True)])
def test_500_tasks_of_p6_have_its_dates_to_the_minute(
    maker: Maker, tmp_path: Path, kind: str, seed: int, progress: bool
) -> None:
    """Two calendars, lags on the predecessor's, imposed dates, and with progress the data date and retained logic."""
    file = maker.scheduled(maker.plan(500, seed))
    if progress:
        maker.progressed(file, seed)
        maker.scheduled(file)
    suffix = ".xer" if kind == "XER" else ".xml"
    path = maker.write(file, tmp_path / f"p{suffix}", kind)
    found = formats.format_of(path)
    assert found is not None
    assert found.name == ("Primavera P6 XER" if kind == "XER" else "Primavera P6 XML")
    plan, imported, problems = read(path)
    ours, theirs = our_dates(plan), source_dates(file)
    assert len(theirs) == 500
    assert {key: ours[key] for key in theirs} == theirs
    assert plan.settings.status_rule is StatusRule.AFTER_STATUS_DATE
    assert plan.settings.lag_calendar is LagCalendar.PREDECESSOR
    assert not any(p.severity in (Severity.HIGH, Severity.CRITICAL) for p in problems)
    settings = {row["Setting"]: row.get("Value") for row in imported.content["Settings"]}
    assert (settings["Uncompleted work"], settings["Constraints"]) == ("After status date", "Links first")
    day = imported.content["Charter"][0]["Status Date"]
    assert (day.month, day.day) == ((6, 14) if progress else (3, 1))  # the last day before the data date
    assert Reason.LAG_CALENDAR in {stage.reason for stage in imported.stages}


def test_dates_that_a_workbook_does_not_keep_have_their_reason(maker: Maker, tmp_path: Path) -> None:
    """A workbook counts lags on the task's own calendar; nothing else parts it from P6 but what follows from that."""
    path = maker.write(maker.scheduled(maker.plan(100, 1)), tmp_path / "p.xer", "XER")
    _, imported, _ = read(path)
    found = compared(imported, imported.stages[-1].dates, STANDARD)
    assert found.compared > 100
    assert found.differing
    assert set(found.by_reason) <= {Reason.LAG_CALENDAR, Reason.MILESTONE, Reason.UPSTREAM, Reason.BELOW}


def test_what_p6_has_and_we_have_not_is_told(maker: Maker, tmp_path: Path) -> None:
    file = maker.plan(12, 5, calendars=False, constraints=False)
    tasks = [task for task in file.getTasks() if not task.hasChildTasks()]
    kinds = maker._of("ConstraintType")
    tasks[0].setConstraintType(kinds.MUST_START_ON)
    tasks[0].setConstraintDate(maker.moment(2026, 3, 9, 8, 0))
    tasks[1].setConstraintType(kinds.START_NO_LATER_THAN)
    tasks[1].setConstraintDate(maker.moment(2026, 3, 9, 8, 0))
    tasks[1].setSecondaryConstraintType(kinds.FINISH_NO_LATER_THAN)
    tasks[1].setSecondaryConstraintDate(maker.moment(2026, 5, 9, 17, 0))
    tasks[2].setExpectedFinish(maker.moment(2026, 5, 9, 17, 0))
    options = file.getProjectProperties()
    options.setMustFinishBy(maker.moment(2026, 9, 1, 17, 0))
    options.setCriticalActivityType(maker._of("CriticalActivityType").LONGEST_PATH)
    path = maker.write(maker.scheduled(file), tmp_path / "p.xer", "XER")
    _, imported, problems = read(path)
    said = " ".join(problem.message for problem in problems)
    for words in (
        "mandatory dates win",
        "must finish by",
        "longest path",
        "secondary constraints",
        "expected finishes",
    ):
        assert words in said
    assert {"Secondary constraints", "Expected finishes"} <= {part.path for part in imported.parts}


def test_options_of_p6_that_the_engine_has_are_taken(maker: Maker, tmp_path: Path) -> None:
    file = maker.plan(12, 5, calendars=False, constraints=False)
    options = file.getProjectProperties()
    options.setRelationshipLagCalendar(maker._of("RelationshipLagCalendar").SUCCESSOR)
    options.setCriticalSlackLimit(maker.hours(16))
    options.setMakeOpenEndedActivitiesCritical(True)
    plan, _, _ = read(maker.write(maker.scheduled(file), tmp_path / "p.xer", "XER"))
    assert plan.settings.lag_calendar is LagCalendar.SUCCESSOR
    assert plan.settings.critical_float_limit == 960
    assert plan.settings.multiple_critical_paths


def test_a_plan_of_ganttproject_has_its_dates(maker: Maker) -> None:
    """The days are those that the file has (samples/SOURCE.md); links from tasks inside of a summary count, too."""
    plan, imported, problems = read(SAMPLES / "house.gan")
    ours = our_dates(plan)
    assert [start.date().isoformat() for start, _ in ours.values()] == [
        "2026-03-02",
        "2026-03-09",
        "2026-03-25",
        "2026-03-18",
        "2026-03-20",
        "2026-04-07",
    ]
    assert [task.start // 1440 for task in imported.tasks if task.id in ours] == [
        instant(start) // 1440 for start, _ in ours.values()
    ]
    assert len(plan.links) == 2
    assert plan.constraint.count(Constraint.SNET) == 3
    assert imported.content["Charter"][0]["Project Name"] == "House"
    assert imported.content["Schedule"][3]["Notes"] == "Brick"
    assert any("where they were put" in problem.message for problem in problems)


@pytest.mark.parametrize(("kind", "suffix"), [("MPX", ".mpx"), ("PLANNER", ".planner")])
def test_other_kinds_have_the_dates_of_their_scheduler(maker: Maker, tmp_path: Path, kind: str, suffix: str) -> None:
    """Milestones are left out: MPXJ has them at 08:00 of the next day, Microsoft Project and we at 17:00."""
    file = maker.plan(60, 7, calendars=False, constraints=False)
    path = maker.write(maker.scheduled(file, "MicrosoftScheduler"), tmp_path / f"p{suffix}", kind)
    plan, _, _ = read(path)
    tasks = [t for t in file.getTasks() if not t.hasChildTasks() and t.getDuration().getDuration()]
    theirs = {str(task.getName()): str(task.getStart())[:10] for task in tasks}
    assert len(theirs) > 50
    got = dates(plan)
    ours = {plan.name[r]: as_datetime(int(got.start[r])).date().isoformat() for r in range(len(plan))}
    assert {name: ours[name] for name in theirs} == theirs


def test_a_file_of_projectlibre_is_the_xml_inside_it(maker: Maker, tmp_path: Path) -> None:
    """A .pod file is a Java object, a separator, and the plan as Microsoft Project's XML (`ProjectLibreReader`)."""
    file = maker.scheduled(maker.plan(20, 9, calendars=False, constraints=False), "MicrosoftScheduler")
    xml = maker.write(file, tmp_path / "p.xml", "MSPDI").read_bytes()
    pod = tmp_path / "p.pod"
    pod.write_bytes(b"\xac\xed\x00\x05" + bytes(600) + b"@@@@@@@@@@ProjectLibreSeparator_MSXML@@@@@@@@@@" + xml)
    inside, _ = formats.read_plan(tmp_path / "p.xml")
    plan, _, _ = read(pod)
    assert inside is not None
    assert list(our_dates(plan).values()) == list(our_dates(inside).values())


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.xer", b"ERMHDR\t19.12\n%T\tPROJECT\n%F\tproj_id\n%R\tx\n%E\n"),
        ("b.mpp", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 5000),
        ("c.gan", b'<?xml version="1.0"?><project name="&lol;"'),
        ("d.pod", b"\xac\xed\x00\x05" + b"junk" * 200),
        ("e.pp", b"SQLite format 3\0" + bytes(2000)),
        ("f.mpx", b"MPX,Microsoft Project,4.0,ANSI\n30,\x00\xff\n"),
        ("g.xml", b'<?xml version="1.0"?><APIBusinessObjects xmlns="http://x"><Project><Id>'),
        ("h.mpp", b""),
    ],
)
def test_a_broken_file_is_one_problem(maker: Maker, tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    rows, problems = scheduled_rows(tmp_path / name)
    assert rows is None
    assert [problem.severity for problem in problems] == [Severity.CRITICAL]
    assert "Exception" not in str(problems[0])
    assert "\n" not in str(problems[0])
