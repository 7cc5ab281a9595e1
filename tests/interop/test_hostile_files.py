"""Files of Microsoft Project that are damaged or made to harm: problems, never a crash, a hang or a file elsewhere."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from pmo_excel.core.problems import Code, Severity
from pmo_excel.interop.differences import compared
from pmo_excel.interop.fitting import fitting
from pmo_excel.interop.mspdi import read
from pmo_excel.interop.mspdi_details import details
from pmo_excel.interop.mspdi_import import import_mspdi
from pmo_excel.interop.mspdi_write import write_mspdi
from pmo_excel.schedule.critical_path import dates
from tests.hosts.test_import import PLAN
from tests.interop.files import calendar, link, project, task
from tests.interop.test_mspdi_write import RICH
from tests.made import built

VALUES = [
    *("", "0", "-1", "1", "7", "99999999999999999999", "1e308", "-1e308", "nan", "inf", "x", "١٢", "1.5", "true"),
    *(
        "PT0H0M0S",
        "PT99999999999H0M0S",
        "-PT8H0M0S",
        "P1Y2M3DT4H5M6S",
        "PTH",
        "2026-03-02T08:00:00",
        "0001-01-01T00:00:00",
    ),
    *("9999-12-31T23:59:59", "2026-13-45T99:99:99", "2026-03-02T08:00:00+14:00", "2026-03-02", "08:00", "24:00:00"),
    *("00:00:00", "99:99:99", "-8:-8", "a:b", "=1+1", "<", "\\u0000", "x" * 40_000),
]
SEEDS = [RICH, PLAN]


def everything(content: bytes) -> None:
    """All that is ever done with a file."""
    plan, problems = read(content)
    assert plan is not None or problems[0].severity is Severity.CRITICAL
    imported, said = import_mspdi(content)
    assert (imported is None) == (plan is None)
    if plan is None or imported is None:
        return
    got = dates(plan)
    assert len(got.start) == len(plan)
    of = details(content)
    assert not isinstance(of, tuple)
    again, _ = write_mspdi(plan, got, of)  # type: ignore[arg-type]
    assert read(again)[0] is not None
    rows, _ = fitting(imported.content)
    ours = {task.id: (task.start, task.finish) for task in imported.tasks}
    compared(imported, ours, plan.calendars[0])
    if len(content) % 7 == 0:
        built("Light", rows)
    assert all(str(problem) for problem in said)


def mutated(seed: bytes, chance: random.Random) -> bytes:
    """The file with one to three elements of other text, gone, doubled, or elsewhere."""
    root = etree.fromstring(seed)
    for _ in range(chance.randint(1, 3)):
        inner = [e for e in root.iter() if e is not root]
        if not inner:
            break
        victim, other = chance.choice(inner), chance.choice(inner)
        parent = victim.getparent()
        how = chance.randint(0, 5)
        if how <= 2:
            for child in list(victim) if how == 2 else ():
                victim.remove(child)
            if not len(victim):
                victim.text = chance.choice([v for v in VALUES if "\\" not in v])
        elif how == 3:
            parent.remove(victim)
        elif how == 4:
            parent.append(etree.fromstring(etree.tostring(victim)))
        elif victim not in other.iterancestors() and other is not victim and victim is not other.getparent():
            other.append(victim)
    return etree.tostring(root)


@given(st.integers(0, 2**32))
def test_a_damaged_file_never_crashes_anything(seed: int) -> None:
    chance = random.Random(seed)
    everything(mutated(chance.choice(SEEDS), chance))


@pytest.mark.parametrize("cut", range(50, len(PLAN) - 1, 397))
def test_a_file_that_was_cut_off_is_refused(cut: int) -> None:
    plan, problems = read(PLAN[:cut])
    assert plan is None
    assert [p.code for p in problems] == [Code.FILE]


LAUGHS = b"".join(b'<!ENTITY l%d "%s">' % (at, b"&l%d;" % (at - 1) * 10) for at in range(1, 10))
BOMBS = {
    "billion laughs": b'<!DOCTYPE p [<!ENTITY l0 "ha">%s]><Project><Title>&l9;</Title></Project>' % LAUGHS,
    "in an attribute": b'<!DOCTYPE p [<!ENTITY l0 "ha">%s]><Project a="&l9;"/>' % LAUGHS,
    "a file": b'<!DOCTYPE p [<!ENTITY f SYSTEM "file:///etc/passwd">]><Project><Title>&f;</Title></Project>',
    "an address": b'<!DOCTYPE p SYSTEM "http://127.0.0.1:9/x.dtd"><Project><Title>x</Title></Project>',
    "a parameter": b'<!DOCTYPE p [<!ENTITY % f SYSTEM "file:///etc/passwd">%f;]><Project/>',
}


@pytest.mark.parametrize("content", BOMBS.values(), ids=BOMBS.keys())
def test_document_types_and_entities_are_refused(content: bytes) -> None:
    plan, problems = read(content)
    assert plan is None
    assert problems[0].severity is Severity.CRITICAL


def test_nesting_without_end_is_refused() -> None:
    content = b"<Project>" + b"<Tasks>" * 5000 + b"</Tasks>" * 5000 + b"</Project>"
    assert read(content)[0] is None


def test_calendars_based_on_each_other_end() -> None:
    everything(project(task(1), calendars=calendar(1, "A", base=2, week="") + calendar(2, "B", base=1, week="")))
    everything(project(task(1), calendars=calendar(1, "A", base=1)))


def test_tasks_linked_in_a_loop_are_problems() -> None:
    content = project(task(1, inside=link(2)) + task(2, inside=link(1)) + task(3))
    everything(content)
    plan, _ = read(content)
    assert plan is not None
    got = dates(plan)
    assert [p.code for p in got.problems] == [Code.LOOP]
    assert got.start[2] > 0


def test_two_tasks_of_one_uid_are_told_and_the_first_is_kept() -> None:
    plan, problems = read(project(task(1) + task(1, "PT16H0M0S") + task(2, inside=link(1))))
    assert plan is not None
    assert (plan.id, plan.duration) == (["1", "2"], [480, 480])
    assert [(p.code, p.severity) for p in problems] == [(Code.DUPLICATE_KEY, Severity.HIGH)]


@pytest.mark.parametrize(
    ("inside", "code", "what"),
    [
        (
            "<ConstraintDate>32 March</ConstraintDate>",
            Code.NOT_A_DATE,
            "ConstraintDate of the task Task 1 is '32 March'",
        ),
        ("<Deadline>0001-01-01T00:00:00</Deadline>", Code.NOT_A_DATE, "in the years 1950 to 2199"),
        ("<RemainingDuration>8h</RemainingDuration>", Code.NOT_A_NUMBER, "not a duration as PT8H0M0S"),
        ("<PercentComplete>nan</PercentComplete>", Code.NOT_A_NUMBER, "PercentComplete of the task Task 1 is 'nan'"),
        ("<LevelingDelay>1e300</LevelingDelay>", Code.NOT_A_NUMBER, "it is taken as empty"),
        (link(1).replace("<LinkLag>0", "<LinkLag>soon"), Code.NOT_A_NUMBER, "LinkLag of the task Task 1 is 'soon'"),
    ],
    ids=["date", "year", "duration", "percent", "number", "lag"],
)
def test_a_value_that_cannot_be_read_is_told_with_its_task(inside: str, code: Code, what: str) -> None:
    plan, problems = read(project(task(1, inside=inside)))
    assert plan is not None
    told = next(p for p in problems if p.code is code)
    assert what in told.message
    assert told.cell.row == 1


def test_a_time_of_day_that_cannot_be_read_is_told() -> None:
    _, problems = read(project(task(1), calendars=calendar(1, "Odd").replace("13:00:00", "lunch", 1)))
    assert any("FromTime of the calendar Odd is 'lunch'" in p.message for p in problems)


def test_a_hundred_thousand_characters_of_one_value_are_shown_in_short() -> None:
    _, problems = read(project(task(1, "x" * 100_000)))
    assert max(len(str(p)) for p in problems) < 300
