"""What must hold in every plan, and agreement with a slow reference that walks over working minutes one by one."""

from __future__ import annotations

from datetime import datetime
from functools import cache

from hypothesis import example, given
from hypothesis import strategies as st

from pmo_excel.core.instants import DAY, instant
from pmo_excel.core.problems import Code
from pmo_excel.schedule.axis import Axis
from pmo_excel.schedule.calendars import ALWAYS, STANDARD, Calendar
from pmo_excel.schedule.critical_path import dates
from pmo_excel.schedule.plan import LagUnit, Link, LinkType, Plan, Settings, plan_of

START = instant(datetime(2026, 3, 2, 8))
HOUR = 60


@st.composite
def plans(
    draw: st.DrawFn,
    calendar: Calendar = STANDARD,
    shortest: int = 0,
    types: tuple[LinkType, ...] = tuple(LinkType),
    least_lag: int = -4,
) -> Plan:
    """Up to nine tasks with links between them, without date constraints."""
    count = draw(st.integers(1, 9))
    durations = draw(st.lists(st.integers(shortest, 40), min_size=count, max_size=count))
    links = [
        Link(before, after, draw(st.sampled_from(types)), draw(st.integers(least_lag, 20)) * HOUR)
        for after in range(1, count)
        for before in draw(st.sets(st.integers(0, after - 1), max_size=3))
    ]
    ids = [f"T{row}" for row in range(count)]
    return plan_of(ids, Settings(start=START), links, [calendar], duration=[hours * HOUR for hours in durations])


def reference(plan: Plan) -> tuple[list[int], list[int], list[int]]:
    """Start, finish and total float of each task in working minutes, from the definitions of the critical path method.

    A link asks its successor to start, or end, so many minutes after its predecessor starts, or ends; tasks without a
    link at their start wait for the project; everything ends by the project's finish.
    """
    rows = range(len(plan))
    length = plan.duration
    held = {link.successor for link in plan.links if link.type in (LinkType.FS, LinkType.SS)}

    @cache
    def early(row: int) -> float:
        asked = [] if row in held else [0.0]
        for link in (link for link in plan.links if link.successor == row):
            from_end = length[link.predecessor] if link.type in (LinkType.FS, LinkType.FF) else 0
            to_end = length[row] if link.type in (LinkType.FF, LinkType.SF) else 0
            asked.append(early(link.predecessor) + from_end + link.lag - to_end)
        return max(asked)

    project = max(early(row) + length[row] for row in rows)

    @cache
    def late(row: int) -> float:
        allowed = [project - length[row]]
        for link in (link for link in plan.links if link.predecessor == row):
            from_end = length[row] if link.type in (LinkType.FS, LinkType.FF) else 0
            to_end = length[link.successor] if link.type in (LinkType.FF, LinkType.SF) else 0
            allowed.append(late(link.successor) + to_end - link.lag - from_end)
        return min(allowed)

    start = [int(early(row)) for row in rows]
    return (
        start,
        [s + int(length[row]) for row, s in zip(rows, start, strict=True)],
        [int(late(row) - early(row)) for row in rows],
    )


def working_minutes(first_day: int, days: int) -> list[int]:
    """Every minute that the Standard calendar works in, by its hours as Microsoft Project documents them."""
    return [
        day * DAY + minute
        for day in range(first_day, first_day + days)
        if (day + 3) % 7 < 5
        for minute in (*range(480, 720), *range(780, 1020))
    ]


FIRST = START // DAY - 70
MINUTES = working_minutes(FIRST, 500)
ORIGIN = MINUTES.index(START)


@given(plans(shortest=1))
def test_dates_and_float_agree_with_the_reference(plan: Plan) -> None:
    start, finish, total = reference(plan)
    found = dates(plan)
    assert list(found.start) == [MINUTES[ORIGIN + value] for value in start]
    assert list(found.finish) == [MINUTES[ORIGIN + value - 1] + 1 for value in finish]
    assert list(found.total_float) == total


def lead_over_a_night() -> Plan:
    """A milestone at the start of a Monday, and an hour's task that may begin an hour before it: on Friday at 16:00."""
    return plan_of(["M", "T"], Settings(start=START), [Link(0, 1, lag=-HOUR)], [STANDARD], duration=[0, HOUR])


@given(plans())
@example(lead_over_a_night())
def test_early_is_never_after_late_and_free_float_never_above_total_float(plan: Plan) -> None:
    """In working time: a milestone may have 17:00 as its late date where 08:00 of the next day is its early one."""
    found, axis = dates(plan), Axis(STANDARD, START)
    assert all(axis.between(e, late) >= 0 for e, late in zip(found.early_start, found.late_start, strict=True))
    assert all(axis.between(e, late) >= 0 for e, late in zip(found.early_finish, found.late_finish, strict=True))
    assert all(0 <= free <= total for free, total in zip(found.free_float, found.total_float, strict=True))


@given(plans())
def test_something_critical_ends_the_project(plan: Plan) -> None:
    found = dates(plan)
    ends = [row for row in range(len(plan)) if found.finish[row] == found.project_finish]
    assert any(found.critical[row] for row in ends)


@given(plans(shortest=1))
def test_a_critical_chain_spans_the_project(plan: Plan) -> None:
    found = dates(plan)
    row = min(row for row in range(len(plan)) if found.finish[row] == found.project_finish)
    while found.driving_predecessor[row] >= 0:
        assert found.critical[row]
        row = found.driving_predecessor[row]
    assert found.critical[row]
    assert found.start[row] == START


@given(plans(), st.data())
def test_a_loop_empties_what_waits_for_it_and_nothing_else(plan: Plan, data: st.DataObject) -> None:
    """Two more tasks wait for each other and for one of the others; some others wait for them. One waits for itself."""
    rows = len(plan)
    waiting = data.draw(st.sets(st.integers(0, rows - 1), max_size=3))
    bad = [Link(rows, rows + 1), Link(rows + 1, rows), Link(rows + 2, rows + 2)]
    bad += [Link(rows, row) for row in waiting] or [Link(data.draw(st.integers(0, rows - 1)), rows)]
    found = dates(
        plan_of(
            [*plan.id, "X", "Y", "Z"],
            plan.settings,
            [*plan.links, *bad],
            plan.calendars,
            duration=[*plan.duration, HOUR, HOUR, HOUR],
        )
    )
    unknown = {rows, rows + 1, rows + 2, *waiting}
    while more := {link.successor for link in plan.links if link.predecessor in unknown} - unknown:
        unknown |= more
    alone = dates(plan)
    assert {row for row in range(rows + 3) if not found.known[row]} == unknown
    assert all(found.start[row] == alone.start[row] for row in range(rows) if row not in unknown)
    assert {problem.code for problem in found.problems} >= {Code.LOOP, Code.SELF_LINK}


@given(plans(types=(LinkType.FS, LinkType.SS), least_lag=0), st.data())
def test_adding_a_link_never_makes_an_early_date_earlier(plan: Plan, data: st.DataObject) -> None:
    """Without leads: a first link with one may also end the wait for the project's start (Microsoft Project)."""
    if len(plan) < 2:
        return
    after = data.draw(st.integers(1, len(plan) - 1))
    before = data.draw(st.integers(0, after - 1))
    lag = data.draw(st.integers(0, 10)) * HOUR
    before_it, after_it = dates(plan), dates(plan.replace(links=[*plan.links, Link(before, after, lag=lag)]))
    assert all(one <= other for one, other in zip(before_it.early_start, after_it.early_start, strict=True))


@given(plans(), st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_nothing(plan: Plan, random: object) -> None:
    order = list(range(len(plan)))
    random.shuffle(order)  # type: ignore[attr-defined]
    at = {row: place for place, row in enumerate(order)}
    moved = plan_of(
        [plan.id[row] for row in order],
        plan.settings,
        [link._replace(predecessor=at[link.predecessor], successor=at[link.successor]) for link in plan.links],
        plan.calendars,
        duration=[plan.duration[row] for row in order],
    )
    one, other = dates(plan), dates(moved)
    for column in ("start", "finish", "late_start", "late_finish", "total_float", "free_float", "critical"):
        assert [getattr(one, column)[row] for row in order] == list(getattr(other, column))


@given(plans(calendar=ALWAYS))
def test_on_the_24_hour_calendar_dates_are_plain_arithmetic(plan: Plan) -> None:
    start, finish, total = reference(plan)
    found = dates(plan)
    assert list(found.start) == [START + value for value in start]
    assert list(found.finish) == [START + value for value in finish]
    assert list(found.total_float) == total


@given(plans(), st.integers(1, 3))
def test_children_roll_up_to_their_summary(plan: Plan, groups: int) -> None:
    """The tasks get a summary each third, without links of its own: their dates stay, and each spans its tasks."""
    rows = len(plan)
    above = plan_of(
        [*plan.id, *(f"S{group}" for group in range(groups))],
        plan.settings,
        plan.links,
        plan.calendars,
        duration=[*plan.duration, *([0] * groups)],
        parent=[*(rows + row % groups for row in range(rows)), *([-1] * groups)],
    )
    alone, found = dates(plan), dates(above)
    assert list(found.start[:rows]) == list(alone.start)
    assert list(found.total_float[:rows]) == list(alone.total_float)
    for group in range(groups):
        tasks = [row for row in range(rows) if row % groups == group]
        if tasks:
            assert found.start[rows + group] == min(found.start[row] for row in tasks)
            assert found.finish[rows + group] == max(found.finish[row] for row in tasks)


@given(plans(shortest=1))
def test_elapsed_lags_are_plain_arithmetic_before_they_reach_working_time(plan: Plan) -> None:
    links = [Link(link.predecessor, link.successor, LinkType.FS, abs(link.lag), LagUnit.ELAPSED) for link in plan.links]
    found = dates(plan.replace(links=links))
    axis = Axis(STANDARD, START)
    for link in links:
        asked = axis.next_start(found.finish[link.predecessor] + int(link.lag))
        assert found.start[link.successor] >= asked


def test_a_night_between_early_and_late_is_no_time() -> None:
    """The milestone is early on Monday at 08:00, late on Friday at 17:00: the same working minute, so no float.

    By hand: the task begins an hour before it, Friday 16:00 to 17:00; the milestone may be as late as an hour after the
    task's late start, which is 17:00 of that day. The late dates of milestones are not moved into working time (spec
    scheduling.md, 12).
    """
    found = dates(lead_over_a_night())
    friday = instant(datetime(2026, 2, 27, 17))
    assert (list(found.early_start), list(found.late_start)) == ([START, friday - HOUR], [friday, friday - HOUR])
    assert list(found.total_float) == [0, 0]
