"""Leveling real plans: what PMO.LEVEL answers is looked at with the other functions, SCHEDULE and OVERALLOCATIONS."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmo_excel.core.calling import as_json
from pmo_excel.functions import CATALOGUE, ask
from pmo_excel.resources.leveling import optimum
from pmo_excel.resources.leveling.leveled_table import Wishes

Rows = list[list[Any]]
HEADERS = ["Task ID", "Duration (wd)", "Predecessors", "Priority (level)", "Constraint Type", "Constraint Date"]
PEOPLE: Rows = [["Resource ID", "Capacity %", "Calendar"], ["Ana", 1, ""], ["Bo", 0.5, ""], ["Cy", 1, "Four days"]]
CALENDARS: Rows = [
    ["Calendar Name", "Mon (h)", "Tue (h)", "Wed (h)", "Thu (h)", "Fri (h)"],
    ["Four days", 8, 8, 0, 8, 8],
]
LEAVE: Rows = [["Resource ID", "From", "To"], ["Ana", "2026-03-05", "2026-03-10"]]
START = "2026-03-02"
HOLIDAYS = ["2026-04-03"]


def rows_of(name: str, *args: Any, **more: Any) -> list[dict[str, Any]]:
    value = as_json(CATALOGUE[name], ask(name, *args, **more).value)
    return [dict(zip(value[0], row, strict=True)) for row in value[1:]]


def leveled(tasks: Rows, assignments: Rows, **more: Any) -> list[dict[str, Any]]:
    given_: dict[str, Any] = {"leave": LEAVE, "holidays": HOLIDAYS, "calendars": CALENDARS, "start": START}
    return rows_of("LEVEL", tasks, assignments, PEOPLE, **(given_ | more))


def held(tasks: Rows, at: list[dict[str, Any]]) -> Rows:
    """The plan with each levelled start typed as a constraint; milestones stay where their links put them."""
    kept = [
        [*row[:4], "Start no earlier than", one["Levelled Start"]] if row[1] else row
        for row, one in zip(tasks[1:], at, strict=True)
    ]
    return [HEADERS, *kept]


@st.composite
def plans(draw: st.DrawFn) -> tuple[Rows, Rows]:
    count = draw(st.integers(2, 9))
    tasks: Rows = [HEADERS]
    assignments: Rows = [["Task ID", "Resource ID", "Units %", "Work (h)"]]
    for k in range(1, count + 1):
        links = [
            f"{j}{draw(st.sampled_from(['FS', 'SS', 'FF', 'SF']))}{draw(st.sampled_from(['', '+1d', '+2ed', '-1d']))}"
            for j in range(1, k)
            if draw(st.integers(0, 3)) == 0
        ]
        priority = draw(st.sampled_from(["", 200, 800]))
        tasks.append([str(k), draw(st.integers(0, 5)), "; ".join(links), priority, "", ""])
        if tasks[k][1] and draw(st.integers(0, 3)):
            who = draw(st.sampled_from(["Ana", "Bo", "Cy"]))
            units = draw(st.sampled_from([0.2, 0.3, 0.5])) if who == "Bo" else draw(st.sampled_from([0.3, 0.5, 1]))
            by_work = draw(st.booleans())
            assignments.append([str(k), who, "" if by_work else units, 3 if by_work else ""])
    return tasks, assignments


@given(plans())
def test_a_leveled_plan_keeps_links_and_capacity_and_leveling_it_again_changes_nothing(plan: tuple[Rows, Rows]) -> None:
    tasks, assignments = plan
    answer = ask("LEVEL", tasks, assignments, PEOPLE, LEAVE, HOLIDAYS, CALENDARS, START)
    if [p for p in answer.problems if p.code == "OVERALLOCATED"]:
        return
    headers, *values = as_json(CATALOGUE["LEVEL"], answer.value)
    at = [dict(zip(headers, row, strict=True)) for row in values]
    again = held(tasks, at)
    dated = rows_of("SCHEDULE", again, START, HOLIDAYS, CALENDARS)
    assert [(d["Start"], d["Finish"]) for d in dated] == [(d["Levelled Start"], d["Levelled Finish"]) for d in at]
    ranges = [["Task ID", "Start", "Finish"], *([d["Task ID"], d["Levelled Start"], d["Levelled Finish"]] for d in at)]
    if len(assignments) > 1:
        more = {"tasks": ranges, "leave": LEAVE, "holidays": HOLIDAYS, "calendars": CALENDARS}
        assert rows_of("OVERALLOCATIONS", assignments, PEOPLE, **more) == []
    twice = leveled(again, assignments)
    assert [(d["Levelled Start"], d["Because"]) for d in twice] == [(d["Levelled Start"], None) for d in at]
    assert all(d["Because"] for d in at if d["Delay (wd)"])


@given(plans())
def test_within_float_the_project_finishes_when_it_would(plan: tuple[Rows, Rows]) -> None:
    tasks, assignments = plan
    at = leveled(tasks, assignments, within_float=True)
    before = rows_of("SCHEDULE", tasks, START, HOLIDAYS, CALENDARS)
    assert max(d["Levelled Finish"] for d in at) == max(d["Finish"] for d in before)


TWO: Rows = [
    ["Task ID", "Task Name", "Duration (wd)", "Predecessors"],
    ["1", "Dig", 3, ""],
    ["2", "Fill", 2, ""],
    ["3", "Lay", 4, "1"],
]
BOTH: Rows = [["Task ID", "Resource ID", "Units %"], ["1", "Bo", 0.5], ["2", "Bo", 0.5]]


def test_six_sixths_of_a_person_are_one_person() -> None:
    tasks: Rows = [HEADERS, *([str(k), 2, "", "", "", ""] for k in range(1, 8))]
    at = leveled(tasks, [BOTH[0], *([str(k), "Ana", 1 / 6] for k in range(1, 8))], leave=None)
    assert sorted(d["Levelled Start"] for d in at) == ["2026-03-02"] * 6 + ["2026-03-04"]


def test_the_search_finds_what_no_single_rule_does() -> None:
    """Four tasks on one person and a half: 3 and 5 need half of it for 4 days, 1 and 2 all for 2: eight days, by hand.

    Six days are taken by 1 and 2 (4 days, one after the other) and 3 beside 5 (4 days): 8 days is the least there is.
    """
    tasks: Rows = [HEADERS, ["1", 2, "", "", "", ""], ["2", 2, "", "", "", ""], ["3", 4, "", "", "", ""]]
    tasks.append(["5", 4, "", "", "", ""])
    booked = [BOTH[0], ["1", "Ana", 1], ["2", "Ana", 1], ["3", "Ana", 0.5], ["5", "Ana", 0.5]]
    at = leveled(tasks, booked, leave=None)
    assert max(d["Levelled Finish"] for d in at) == "2026-03-11"


def test_the_one_with_less_float_goes_first() -> None:
    """Both want Bo from 2 March; Dig has 0 d of float, Fill 5 d: Fill waits until Thursday, 5 March."""
    one, two, _ = leveled(TWO, BOTH)
    assert one["Levelled Start"] == "2026-03-02"
    assert two["Levelled Start"] == "2026-03-05"
    assert (
        two["Because"] == "Waits for Bo: 1 Dig has them at 50% until 04-Mar-26 and goes first: float 0 d against 5 d."
    )


def test_what_has_begun_stays_and_keeps_its_people() -> None:
    """Fill began on Monday and is half done: the rest lies behind the status date, and Dig waits."""
    tasks: Rows = [[*TWO[0], "Actual Start", "% Complete", "Priority (level)"]]
    tasks += [[*TWO[1], "", 0, 900], [*TWO[2], "2026-03-02", 0.5, 100]]
    one, two = leveled(tasks, BOTH, status_date="2026-03-02")
    assert (two["Levelled Start"], two["Levelled Finish"]) == ("2026-03-02", "2026-03-03")
    assert one["Levelled Start"] == "2026-03-04"
    assert "has begun or is fixed, so it stays" in one["Because"]


def test_nobody_begins_while_away() -> None:
    """Ana is away from Thursday 5 to Tuesday 10 March: what would begin on the 5th begins on the 11th."""
    tasks: Rows = [HEADERS, ["1", 2, "", "", "Start no earlier than", "2026-03-05"]]
    (one,) = leveled(tasks, [["Task ID", "Resource ID", "Units %"], ["1", "Ana", 1]])
    assert one["Levelled Start"] == "2026-03-11"
    assert one["Because"] == "Waits for Ana, who is away until 10-Mar-26."


def test_outside_the_window_nothing_is_put_right() -> None:
    assert [d["Delay (wd)"] for d in leveled(TWO, BOTH, date_from="2026-03-16")] == [0, 0, 0]


def test_more_than_anybody_has_is_reported_not_put_off() -> None:
    answer = ask(
        "LEVEL",
        TWO,
        [["Task ID", "Resource ID", "Units %"], ["1", "Bo", 0.8]],
        PEOPLE,
        calendars=CALENDARS,
        start=START,
    )
    assert [p.code for p in answer.problems] == ["OVERALLOCATED"]


@pytest.mark.parametrize(
    ("assignment", "code"),
    [(["1", "Nobody", 1], "UNKNOWN_RESOURCE"), (["9", "Bo", 1], "UNKNOWN_TASK"), (["1", "Bo", ""], "MISSING_VALUE")],
)
def test_an_assignment_that_says_too_little_is_reported(assignment: list[Any], code: str) -> None:
    answer = ask("LEVEL", TWO, [BOTH[0], assignment], PEOPLE, calendars=CALENDARS, start=START)
    assert [p.code for p in answer.problems] == [code]


def test_a_task_without_dates_has_no_levelled_ones() -> None:
    tasks: Rows = [TWO[0], ["1", "Dig", 3, "2"], ["2", "Fill", 2, "1"]]
    assert [d["Levelled Start"] for d in leveled(tasks, BOTH)] == [None, None]


def test_who_joins_later_is_waited_for() -> None:
    people: Rows = [["Resource ID", "Available From"], ["Dee", "2026-03-09"]]
    one = rows_of("LEVEL", TWO, [BOTH[0], ["1", "Dee", 1]], people, start=START)[0]
    assert one["Levelled Start"] == "2026-03-09"
    assert one["Because"] == "Waits until Dee has time for it, after 06-Mar-26."


FIVE: Rows = [HEADERS, *([str(k), days, "", "", "", ""] for k, days in enumerate((3, 3, 2, 2, 2), 1))]
HALVES: Rows = [BOTH[0], *([str(k), "Ana", 0.5] for k in range(1, 6))]


def test_the_optimum_is_proven_and_said() -> None:
    """Five halves of a person for 3, 3, 2, 2 and 2 days are 12 half days: 6 days, as 3 + 3 beside 2 + 2 + 2."""
    answer = ask("LEVEL", FIVE, HALVES, PEOPLE, start=START, optimal=True, seconds=30)
    headers, *values = as_json(CATALOGUE["LEVEL"], answer.value)
    assert max(row[headers.index("Levelled Finish")] for row in values) == "2026-03-09"
    (said,) = [p for p in answer.problems if p.code == "OPTIMUM"]
    assert said.message.endswith("no plan is better: 6 working days to the finish is proven to be the least")


def test_without_the_solver_the_optimum_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(optimum, "find_spec", lambda name: None)
    answer = ask("LEVEL", FIVE, HALVES, PEOPLE, start=START, optimal=True)
    assert answer.value is None
    assert [(p.code, p.severity.value) for p in answer.problems] == [("OPTIMUM", "High")]
    assert 'pip install "pmo-excel[ortools]"' in answer.problems[0].suggestion


def test_no_clock_is_looked_at_unless_a_time_is_given(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same answer on a slow machine: on one whose clock jumps by an hour at each look, too."""
    usual = leveled(FIVE, HALVES, leave=None)
    as_asked = Wishes.limits.fget
    monkeypatch.setattr(Wishes, "limits", property(lambda self: replace(as_asked(self), clock=jumping())))
    assert leveled(FIVE, HALVES, leave=None) == usual
    assert leveled(FIVE, HALVES, leave=None, schedules=200) == leveled(FIVE, HALVES, leave=None, schedules=200)


def jumping() -> Callable[[], float]:
    looks = itertools.count()
    return lambda: 3600.0 * next(looks)


def test_who_grows_into_the_work_has_less_time_at_first() -> None:
    """Ana has half of her time until Friday 6 March: a task that needs her whole begins on Monday 9."""
    terms: Rows = [
        ["Resource ID", "Valid From", "Capacity %"],
        ["Ana", "2026-01-01", 0.5],
        ["Ana", "2026-03-09", 1],
    ]
    one = leveled(TWO, [BOTH[0], ["1", "Ana", 1]], leave=None, terms=terms)[0]
    assert one["Levelled Start"] == "2026-03-09"


def test_dates_of_leveling_across_projects_stay_until_the_plan_outgrows_them() -> None:
    tasks: Rows = [[*TWO[0], "Levelled Start", "Levelled Finish"]]
    tasks += [[*TWO[1], "2026-03-09", "2026-03-11"], [*TWO[2], "", ""], [*TWO[3], "2026-03-03", "2026-03-06"]]
    answer = ask("LEVEL", tasks, BOTH, PEOPLE, start=START, levelled_dates="Across projects")
    headers, *values = as_json(CATALOGUE["LEVEL"], answer.value)
    assert [row[headers.index("Levelled Start")] for row in values] == ["2026-03-09", None, "2026-03-03"]
    assert [(p.code, p.cell.row) for p in answer.problems] == [("STALE", 3), ("STALE", 4)]


def test_who_has_no_known_hours_leaves_what_rests_on_them_without_levelled_dates() -> None:
    """Bo's capacity cannot be read: Dig and Lay, which follows it, are not known; Fill, for Ana, is."""
    people: Rows = [["Resource ID", "Capacity %"], ["Ana", 1], ["Bo", "half"]]
    answer = ask("LEVEL", TWO, [BOTH[0], ["1", "Bo", 0.5], ["2", "Ana", 1]], people, start=START)
    headers, *values = as_json(CATALOGUE["LEVEL"], answer.value)
    assert [row[headers.index("Levelled Start")] for row in values] == [None, "2026-03-02", None]
    assert "NOT_A_NUMBER" in [p.code for p in answer.problems]
