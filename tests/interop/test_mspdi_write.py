"""Plans written as Microsoft Project's XML: what is read from a file is what was written."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from lxml import etree

from pmo_excel.interop.mspdi import read
from pmo_excel.interop.mspdi_details import Details, details
from pmo_excel.interop.mspdi_schema import ASSIGNMENT, CALENDAR, LINK, PROJECT, RESOURCE, TASK
from pmo_excel.interop.mspdi_write import write_mspdi
from pmo_excel.interop.mspdi_xml import children, local_name, root_of
from pmo_excel.schedule.critical_path import Dates, dates
from pmo_excel.schedule.plan import NO_DURATION, Plan, Settings
from tests.interop.files import calendar, link, project, task
from tests.interop.plans import plans

PLAN_COLUMNS = [f.name for f in fields(Plan) if f.name != "where"]


def unequal(one: Plan, other: Plan) -> list[str]:
    """The columns in which two plans differ."""
    return [name for name in PLAN_COLUMNS if list_of(one, name) != list_of(other, name)]


def list_of(plan: Plan, name: str) -> Any:
    value = getattr(plan, name)
    return value if isinstance(value, Settings) else list(value)


def written(plan: Plan, with_dates: Dates | None = None, of: Details | None = None) -> bytes:
    return write_mspdi(plan, with_dates, of or Details())[0]


def read_back(content: bytes) -> Plan:
    plan, _ = read(content)
    assert plan is not None
    return plan


def details_in(content: bytes) -> Details:
    found = details(content)
    assert isinstance(found, Details)
    return found


@given(plans())
def test_a_plan_that_is_written_and_read_is_the_same_plan(plan: Plan) -> None:
    assert unequal(plan, read_back(written(plan))) == []


@given(plans())
@settings(max_examples=15)
def test_computed_dates_go_with_the_plan_and_change_nothing_of_it(plan: Plan) -> None:
    computed = dates(plan)
    again = read_back(written(plan, computed))
    assert unequal(plan, again) == []
    assert dates(again).start == computed.start
    assert dates(again).finish == computed.finish


@given(plans())
@settings(max_examples=10)
def test_writing_what_was_read_from_our_own_file_gives_the_same_bytes(plan: Plan) -> None:
    first = written(plan)
    assert written(read_back(first), None, details_in(first)) == first


RICH = project(
    task(0, level=0)
    + """<Task><UID>7</UID><ID>1</ID><Name>Build</Name><WBS>A</WBS><OutlineLevel>1</OutlineLevel><Summary>1</Summary>
    <Duration>PT40H0M0S</Duration></Task>"""
    + task(
        3,
        "PT16H0M0S",
        """<Notes>It's &lt;late&gt; &amp; =1+1</Notes><Contact>Ana</Contact><Hyperlink>x</Hyperlink>
        <Baseline><Number>0</Number><Start>2026-03-02T08:00:00</Start><Finish>2026-03-03T17:00:00</Finish>
        <Duration>PT16H0M0S</Duration><Work>PT16H0M0S</Work><Cost>120000</Cost></Baseline>
        <Baseline><Number>10</Number><Start>2026-03-03T08:00:00</Start><Finish>2026-03-04T17:00:00</Finish></Baseline>
        <ExtendedAttribute><FieldID>188743731</FieldID><Value>own text</Value></ExtendedAttribute>""",
        2,
    )
    + "<Task><UID>90</UID><ID>3</ID><IsNull>1</IsNull></Task>"
    + task(9, "PT24H0M0S", link(3, 1, 9600, 9) + link(77), 2).replace("<DurationFormat>7", "<DurationFormat>9"),
    """<Title>Works</Title><Manager>Ana Keller</Manager><CurrencyCode>CHF</CurrencyCode><ExtendedAttributes>
    <ExtendedAttribute><FieldID>188743731</FieldID><FieldName>Text1</FieldName><Alias>Mine</Alias></ExtendedAttribute>
    </ExtendedAttributes><Views><View><Name>Gantt</Name></View></Views>""",
    calendar(
        1,
        "Standard",
        """<Exceptions><Exception><EnteredByOccurrences>0</EnteredByOccurrences><TimePeriod>
        <FromDate>2026-04-03T00:00:00</FromDate><ToDate>2026-04-03T23:59:00</ToDate></TimePeriod>
        <Name>Good Friday</Name><Type>1</Type><DayWorking>0</DayWorking></Exception></Exceptions>
        <WorkWeeks><WorkWeek><TimePeriod><FromDate>2026-07-01T00:00:00</FromDate><ToDate>2026-07-31T23:59:00</ToDate>
        </TimePeriod><Name>Summer</Name><WeekDays><WeekDay><DayType>6</DayType><DayWorking>0</DayWorking></WeekDay>
        </WeekDays></WorkWeek></WorkWeeks>""",
    ),
    """<Resources><Resource><UID>5</UID><Name>Ana</Name><Type>1</Type><StandardRate>68</StandardRate></Resource>
    </Resources><Assignments><Assignment><UID>1</UID><TaskUID>3</TaskUID><ResourceUID>5</ResourceUID>
    <Units>0.5</Units><Work>PT8H0M0S</Work></Assignment></Assignments>""",
)
"""A summary with two tasks, a blank row between them, a link to another file, notes, baselines, a holiday, a person."""


def test_what_a_file_holds_beside_its_plan_is_written_again() -> None:
    plan, of = read_back(RICH), details_in(RICH)
    content, problems = write_mspdi(plan, None, of)
    again = details_in(content)
    assert unequal(plan, read_back(content)) == []
    for name, children_of in (("3", ("Notes", "Contact", "Hyperlink")), ("9", ("DurationFormat",))):
        for child in children_of:
            assert again.tasks[name].fields[child] == of.tasks[name].fields[child]
    assert again.tasks["3"].parts("Baseline") == of.tasks["3"].parts("Baseline")
    assert again.tasks["3"].parts("ExtendedAttribute") == of.tasks["3"].parts("ExtendedAttribute")
    assert again.definitions == of.definitions
    assert [set(c.source.children) for c in again.calendars if c.source] == [
        set(c.source.children) for c in of.calendars if c.source
    ]
    assert [set(a.children) for a in again.assignments] == [set(a.children) for a in of.assignments]
    assert [set(r.children) for r in again.resources] == [set(r.children) for r in of.resources]
    assert list(again.tasks) == ["0", "7", "3", "90", "9"]
    assert [p.message for p in problems] == ["Views is not part of the format and was left out"]


def test_links_keep_the_unit_of_their_lag_and_those_to_other_files_stay() -> None:
    """A lag of two weeks is shown in weeks, format 9; the link to UID 77 waits for a file that is not here."""
    again = details_in(written(read_back(RICH), None, details_in(RICH)))
    links = [part.fields for part in again.tasks["9"].parts("PredecessorLink")]
    assert [(of["PredecessorUID"], of["LinkLag"], of["LagFormat"]) for of in links] == [
        ("3", "9600", "9"),
        ("77", "0", "7"),
    ]


def test_a_changed_plan_wins_over_the_file_it_came_from() -> None:
    plan = read_back(RICH).replace(duration=[NO_DURATION, 480, 960], name=["Build", "Dig", "Pave"])
    again = read_back(written(plan, None, details_in(RICH)))
    assert unequal(plan, again) == []


SEQUENCES = (
    ((), PROJECT),
    (("Calendars", "Calendar"), CALENDAR),
    (("Tasks", "Task"), TASK),
    (("Tasks", "Task", "PredecessorLink"), LINK),
    (("Resources", "Resource"), RESOURCE),
    (("Assignments", "Assignment"), ASSIGNMENT),
)


def out_of_order(content: bytes) -> list[str]:
    """The elements that do not stand in the order of the schema."""
    root = root_of(content)
    assert isinstance(root, etree._Element)
    found = []
    for path, order in SEQUENCES:
        for element in children(root, *path) if path else [root]:
            places = [order.index(local_name(child)) for child in element]
            if places != sorted(places):
                found.append("/".join(path))
    return found


def test_elements_stand_in_the_order_of_the_schema() -> None:
    plan = read_back(RICH)
    assert out_of_order(written(plan, dates(plan), details_in(RICH))) == []


def real_files(shared: Path) -> list[Path]:
    return sorted((shared / "data/msp/cases").glob("*.xml"))


def test_one_in_twenty_real_files_comes_back_with_every_column_and_every_date(shared: Path) -> None:
    for file in real_files(shared)[::20]:
        comes_back(file)


@pytest.mark.live
def test_all_real_files_come_back_with_every_column_and_every_date(shared: Path) -> None:
    """92 files of Microsoft Project; none is left out. Starts no program, but takes ten seconds."""
    files = real_files(shared)
    assert len(files) == 92
    for file in files:
        comes_back(file)


def comes_back(file: Path) -> None:
    """Read, written with our dates, read: equal by column, with what stands beside the plan."""
    content = file.read_bytes()
    plan, of = read_back(content), details_in(content)
    computed = dates(plan)
    again = written(plan, computed, of)
    assert out_of_order(again) == [], file.name
    plan_again = read_back(again)
    assert unequal(plan, plan_again) == [], file.name
    assert (dates(plan_again).start, dates(plan_again).finish) == (computed.start, computed.finish), file.name
    assert beside(details_in(again)) == beside(of), file.name


def beside(of: Details) -> list[object]:
    """Resources, assignments, baselines, notes and own fields, in no order of their elements."""
    tasks = {
        uid: (
            task.fields.get("Notes"),
            [sorted(part.fields.items()) for part in task.parts("Baseline")],
            [part.fields for part in task.parts("ExtendedAttribute")],
        )
        for uid, task in of.tasks.items()
    }
    lists = [[frozenset(part.children) for part in parts] for parts in (of.resources, of.assignments)]
    return [tasks, *lists, of.definitions, [(c.uid, c.calendar, c.base, c.source) for c in of.calendars]]
