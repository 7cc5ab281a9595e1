"""Plans over time: differences, look-ahead, recovery, float paths and roadblocks, on plans of up to eight tasks."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tests.schedule.office_sheet import HOLIDAYS, START, office, table_of

HEADERS = ["Task ID", "Task Name", "Duration (wd)", "Predecessors"]
Links = dict[tuple[str, str], tuple[str, int]]
"""Type and lag in days by predecessor and successor."""


@st.composite
def plans(draw: st.DrawFn) -> tuple[dict[str, int], Links]:
    """Durations in days by task, and links forward between them."""
    count = draw(st.integers(2, 8))
    days = {f"T{n}": draw(st.integers(0, 12)) for n in range(count)}
    links: Links = {}
    for after in range(1, count):
        for before in draw(st.sets(st.integers(0, after - 1), max_size=2)):
            links[f"T{before}", f"T{after}"] = (
                draw(st.sampled_from(("FS", "FS", "SS", "FF"))),
                draw(st.integers(-2, 6)),
            )
    return days, links


def sheet(days: dict[str, int], links: Links) -> list[list[Any]]:
    """The plan as a range."""
    typed = {key: [] for key in days}
    for (before, after), (kind, lag) in links.items():
        typed[after].append(f"{before}{kind}{lag:+d}d" if lag else f"{before}{kind}")
    return [HEADERS, *([key, f"Task {key}", days[key], "; ".join(typed[key])] for key in days)]


def finish(days: dict[str, int], links: Links) -> date:
    rows = table_of("SCHEDULE", tasks=sheet(days, links), start=START)
    return max(date.fromisoformat(row["Finish"]) for row in rows)


def working_days_between(earlier: date, later: date) -> int:
    return sum((earlier + timedelta(n + 1)).weekday() < 5 for n in range((later - earlier).days))


@given(plan=plans())
def test_a_plan_does_not_differ_from_itself_however_it_is_written(plan: tuple[dict[str, int], Links]) -> None:
    rows = sheet(*plan)
    again = [
        [HEADERS[n] for n in (3, 0, 2, 1)],
        *([row[3].replace("; ", ";"), row[0], f"{row[2]} d", row[1]] for row in reversed(rows[1:])),
    ]
    assert table_of("PLANDIFF", tasks_before=rows, tasks_after=again, start=START) == []


@given(plan=plans(), data=st.data())
def test_differences_mirror_each_other_and_only_causes_start_them(
    plan: tuple[dict[str, int], Links], data: st.DataObject
) -> None:
    days, links = plan
    key = data.draw(st.sampled_from(sorted(days)))
    longer = {**days, key: days[key] + data.draw(st.integers(1, 9))}
    before, after = sheet(days, links), sheet(longer, links)
    found = table_of("PLANDIFF", tasks_before=before, tasks_after=after, start=START)
    back = table_of("PLANDIFF", tasks_before=after, tasks_after=before, start=START)
    causes = [row for row in found if row["Cause or Consequence"] == "Cause"]
    assert [(row["Task ID"], row["Kind"], row["Column"]) for row in causes] == [(key, "changed", "Duration (wd)")]
    turned = [{**row, "Before": row["After"], "After": row["Before"]} for row in back]
    assert sorted(map(str, turned)) == sorted(map(str, found))


def test_a_renamed_task_is_neither_added_nor_removed() -> None:
    renamed = office()
    renamed[6] = ["6", "Fit out both floors", 20, "3; 4"]
    found = table_of("PLANDIFF", tasks_before=office(), tasks_after=renamed, start=START)
    assert [(row["Task ID"], row["Kind"], row["Column"], row["Cause or Consequence"]) for row in found] == [
        ("6", "changed", "Task Name", "Moves no date")
    ]


def test_a_removed_holiday_is_the_cause_of_what_moves() -> None:
    """Fixture A.1: without the two holidays the office move is finished on 8-May-2026, not on 12-May."""
    found = table_of(
        "PLANDIFF",
        tasks_before=office(),
        tasks_after=office(),
        start=START,
        holidays=["2026-12-25"],
        holidays_before=[*HOLIDAYS, "2026-12-25"],
    )
    causes = [row for row in found if row["Cause or Consequence"] == "Cause"]
    assert [(row["Task ID"], row["Column"], row["Before"], row["After"]) for row in causes] == [
        ("Project", "Holidays", "2026-04-03; 2026-04-06", None)
    ]
    assert (found[-1]["Column"], found[-1]["Before"], found[-1]["After"]) == ("Finish", "2026-05-12", "2026-05-08")


@given(plan=plans(), days=st.integers(1, 4))
def test_a_recovery_option_that_is_applied_gains_what_it_says(plan: tuple[dict[str, int], Links], days: int) -> None:
    lengths, links = plan
    now = finish(lengths, links)
    for option in table_of("RECOVERY", tasks=sheet(lengths, links), days=days, start=START):
        key, cut = option["Task ID"], int(option["Change (wd)"])
        shorter, changed = dict(lengths), dict(links)
        if option["Kind"] == "Crash":
            shorter[key] -= cut
        else:
            words = option["Option"].split()
            before = words[words.index("after" if option["Kind"] == "Drop lag" else "with") + 1]
            kind, lag = links[before, key]
            changed[before, key] = (kind, lag - cut)
        new = finish(shorter, changed)
        assert new.isoformat() == option["New Finish"]
        assert working_days_between(new, now) == option["Gain (wd)"] > 0
        assert option["Enough"] == (option["Gain (wd)"] >= days)


@given(plan=plans())
def test_the_first_float_path_is_critical_and_every_task_lies_on_one_path(plan: tuple[dict[str, int], Links]) -> None:
    rows = sheet(*plan)
    paths = table_of("FLOATPATHS", tasks=rows, start=START, paths=100)
    critical = {row["Task ID"] for row in table_of("SCHEDULE", tasks=rows, start=START) if row["Critical"]}
    first = [row for row in paths if row["Float Path"] == 1]
    assert {row["Task ID"] for row in first} <= critical
    assert sorted(row["Path Order"] for row in first) == list(range(1, len(first) + 1))
    assert all(row["Float Path"] is not None for row in paths)
    least = [
        min(r["Total Float (wd)"] for r in paths if r["Float Path"] == n) for n in {r["Float Path"] for r in paths}
    ]
    assert least[0] == min(least)


@given(plan=plans(), weeks=st.lists(st.integers(1, 3), min_size=1, max_size=4))
def test_look_aheads_one_after_the_other_are_one_long_look_ahead(
    plan: tuple[dict[str, int], Links], weeks: list[int]
) -> None:
    """Each begins on the day after the one before it ends; the dates are those typed, so that none of them moves."""
    rows = sheet(*plan)
    dated = table_of("SCHEDULE", tasks=rows, start=START)
    tasks = [
        [*HEADERS, "Start", "Finish"],
        *([*row, d["Start"], d["Finish"]] for row, d in zip(rows[1:], dated, strict=True)),
    ]
    day, parts = date(2026, 2, 27), []
    for each in weeks:
        parts += table_of(
            "LOOKAHEAD", tasks=tasks, status_date=day.isoformat(), weeks=each, start=START, holidays=HOLIDAYS
        )
        day += timedelta(weeks=each)
    whole = table_of(
        "LOOKAHEAD", tasks=tasks, status_date="2026-02-27", weeks=sum(weeks), start=START, holidays=HOLIDAYS
    )
    shown = ("Date", "Event", "Task ID")
    assert [[row[h] for h in shown] for row in parts] == [[row[h] for h in shown] for row in whole]


def test_dates_that_are_empty_are_those_of_the_plan() -> None:
    """A workbook that was never refreshed has the columns Start and Finish, and nothing in them."""
    empty = office(Start={}, Finish={})
    arguments: dict[str, Any] = {"status_date": "2026-03-30", "weeks": 2, "start": START, "holidays": HOLIDAYS}
    assert table_of("LOOKAHEAD", tasks=empty, **arguments) == table_of("LOOKAHEAD", tasks=office(), **arguments) != []


def test_near_critical_tasks_are_those_within_the_threshold() -> None:
    """Feature SC10: with a threshold of 5 days, tasks 4 and 9."""
    found = table_of("FLOATPATHS", tasks=office(), start=START, holidays=HOLIDAYS, near_critical=5)
    assert [row["Task ID"] for row in found if row["Float Band"] == "Near-critical"] == ["4", "9"]
    assert [row["Task ID"] for row in found if row["Float Path"] == 1] == ["1", "2", "3", "6", "8", "10"]


def test_a_slip_that_has_used_up_the_float_is_a_roadblock() -> None:
    """Task 9 ends 2 working days after 1-May, agreed; it has 5 days of float. Task 7 slipped too, but has 8."""
    agreed = office(
        Owner=dict.fromkeys(map(str, range(1, 11)), "Ana"), Baseline_Finish={"9": "2026-05-01", "7": "2026-04-27"}
    )
    found = table_of("ROADBLOCKS", tasks=agreed, start=START, holidays=HOLIDAYS)
    assert [(row["Task ID"], row["Kind"], row["Roadblock"]) for row in found] == [
        ("9", "Low float", "9 is 2 wd later than its baseline, 5 float")
    ]
