"""ST9, ST10: the ledger of expectations, its states and its early warning."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pmo_excel.core.calling import as_json
from pmo_excel.core.headers import Grid
from pmo_excel.core.instants import DAY, instant
from pmo_excel.core.reading import read
from pmo_excel.functions import CATALOGUE, ask
from pmo_excel.schedule.calendars import STANDARD
from pmo_excel.stakeholders.expectations import Beside, Now, expectations
from pmo_excel.stakeholders.ledger import MET, MISSED, SETTLED, may_become
from pmo_excel.stakeholders.promised import Delivery, Finishes
from pmo_excel.stakeholders.tables import Expectations

PEOPLE = [["Stakeholder ID", "Name", "Power (1-5)", "Interest (1-5)"], ["S-1", "CFO", 5, 4]]


def ledger(*rows: dict[str, Any]) -> list[list[Any]]:
    """Promises to the CFO about task 10, as a range."""
    usual = {"Stakeholder ID": "S-1", "Measure": "Milestone date", "Linked ID": "10", "Told On": "2026-03-01"}
    full = [{"Expectation ID": f"EX-{at}"} | usual | row for at, row in enumerate(rows, start=1)]
    headers = list(dict.fromkeys(key for row in full for key in row))
    return [headers, *([row.get(h, "") for h in headers] for row in full)]


def standing(*rows: dict[str, Any], **more: Any) -> tuple[list[list[Any]], list[str]]:
    """Status, why, gap and confidence of each promise, and what is said besides."""
    finish = more.pop("finish", "2026-05-12")
    plan = more.pop("tasks", [["Task ID", "Finish"], ["10", finish]])
    got = ask("EXPECTATIONLEDGER", ledger(*rows), plan, stakeholders=PEOPLE, **more)
    return [row[1:] for row in as_json(CATALOGUE["EXPECTATIONLEDGER"], got.value)[1:]], [
        p.message for p in got.problems
    ]


def test_st9_a_promise_that_the_forecast_keeps_is_kept_so_far() -> None:
    found, problems = standing({"Promised Date": "2026-05-12"})
    assert found == [["Kept so far", "Kept so far: forecast 12-May, promised 12-May", 0, None]]
    assert problems == []


def test_st10_a_promise_that_the_forecast_breaks_is_at_risk_and_says_whom_it_concerns() -> None:
    found, _ = standing({"Promised Date": "2026-05-12", "Told Via": "E-mail"}, finish="2026-05-13")
    assert found == [["At risk", "At risk: 1 wd late, told 1-Mar by e-mail, manage closely", 1, None]]


@pytest.mark.parametrize(
    ("actual", "today", "status"),
    [
        ("2026-05-12", "2026-05-20", "Met"),
        ("2026-05-13", "2026-05-20", "Missed"),
        ("", "2026-05-12", "At risk"),
        ("", "2026-05-13", "Missed"),
    ],
)
def test_st9_a_promise_is_met_or_missed_by_its_day(actual: str, today: str, status: str) -> None:
    plan = [["Task ID", "Finish", "Actual Finish"], ["10", "2026-05-14", actual]]
    found, _ = standing({"Promised Date": "2026-05-12"}, tasks=plan, status_date=today)
    assert found[0][0] == status


def test_st9_a_newer_promise_with_a_reason_replaces_the_older_one() -> None:
    old, new = {"Promised Date": "2026-05-12"}, {"Promised Date": "2026-05-20", "Told On": "2026-04-01"}
    found, problems = standing(old, new | {"Reset Reason": "Supplier insolvent"}, finish="2026-05-19")
    assert [row[0] for row in found] == ["Withdrawn", "Kept so far"]
    assert found[0][1] == "Withdrawn: replaced by EX-2, Supplier insolvent"
    assert problems == []


def test_st9_a_newer_promise_without_a_reason_replaces_nothing() -> None:
    old, new = {"Promised Date": "2026-05-12"}, {"Promised Date": "2026-05-20", "Told On": "2026-04-01"}
    found, problems = standing(new, old, finish="2026-05-19")
    assert [row[0] for row in found] == ["Kept so far", "At risk"]
    assert problems == ["EX-1 promises again what EX-2 promised; without a reason both count"]


def test_st9_a_promise_alone_with_a_reason_is_withdrawn() -> None:
    found, _ = standing({"Promised Date": "2026-05-12", "Reset Reason": "No longer wanted"})
    assert found[0][:2] == ["Withdrawn", "Withdrawn: No longer wanted"]


HISTORY = ["Status Date", "Object", "Key", "Measure", "Value"]


def test_st9_a_promise_that_was_rewritten_counts_as_it_was_recorded() -> None:
    history = [HISTORY, ["2026-03-31", "Expectation", "EX-1", "Promised Date", "2026-05-12"]]
    found, problems = standing({"Promised Date": "2026-05-20"}, finish="2026-05-14", history=history)
    assert found[0][0] == "At risk"
    assert found[0][2] == 2  # from Tuesday 12 to Thursday 14 May
    assert problems[0].startswith("EX-1 was promised for 12-May-26 in the last snapshot; 20-May-26 replaces it")


def test_st9_what_was_missed_is_not_met_afterwards() -> None:
    history = [HISTORY, ["2026-05-31", "Expectation", "EX-1", "Expectation Status", "Missed"]]
    plan = [["Task ID", "Actual Finish"], ["10", "2026-05-11"]]
    found, problems = standing({"Promised Date": "2026-05-12"}, tasks=plan, history=history)
    assert found[0][0] == "Missed"
    assert problems == ["EX-1 was Missed at the last snapshot and cannot become Met"]


def test_a_product_is_delivered_with_the_last_of_its_tasks() -> None:
    plan = [["Task ID", "Deliverable ID", "Finish"], ["1", "P-01", "2026-05-04"], ["2", "P-01", "2026-05-08"]]
    found, _ = standing({"Measure": "Scope item", "Linked ID": "P-01", "Promised Date": "2026-05-07"}, tasks=plan)
    assert found[0][::2] == ["At risk", 1]
    found, _ = standing(
        {"Measure": "Scope item", "Linked ID": "P-01", "Promised Date": "2026-05-07"},
        tasks=[*plan, ["3", "P-01", ""]],
    )
    assert found[0][0] is None


def test_costs_and_benefits_are_compared_with_their_forecasts() -> None:
    """C-1: 1,050 against 1,000. B-1 (more is better): 55 of 60. B-2 falls from 180 to 60: 55 is better than 60."""
    budget = [["Cost Line ID", "Actual to Date", "EAC"], ["C-1", 200, 1050], ["C-2", 600, 700]]
    benefits = [
        ["Benefit ID", "Baseline Value", "Target Value", "Forecast Value"],
        ["B-1", 0, 60, 55],
        ["B-2", 180, 60, 55],
    ]
    found, _ = standing(
        {"Measure": "Cost", "Linked ID": "C-1", "Promised Value": 1000},
        {"Measure": "Cost", "Linked ID": "C-2", "Promised Value": 500},
        {"Measure": "Cost", "Linked ID": "", "Promised Value": 2000},
        {"Measure": "Benefit", "Linked ID": "B-1", "Promised Value": 60},
        {"Measure": "Benefit", "Linked ID": "B-2", "Promised Value": 60},
        budget=budget,
        benefits=benefits,
    )
    assert [(row[0], row[2]) for row in found] == [
        ("At risk", 50),
        ("Missed", 200),
        ("Kept so far", -250),
        ("At risk", 5),
        ("Kept so far", -5),
    ]
    assert found[0][1] == "At risk: 50 over, told 1-Mar-26, manage closely"


def simulated(finishes: Sequence[int], promised: str, **more: Any) -> tuple[Any, ...]:
    """How a promise stands whose task finishes so in a simulation, forecast for 21 April."""
    promises, problems = read(Expectations, Grid("Expectations", *_head(ledger({"Promised Date": promised}))))
    assert problems == [p for p in problems if p.code.value == "MISSING_COLUMN"]
    task = {"10": Finishes(*np.unique(np.array(finishes, dtype=np.int64), return_counts=True))}
    made, _ = expectations(
        promises,
        Now({"10": Delivery(instant(date(2026, 4, 21)))}, Beside(**more), simulated=task, calendar=STANDARD),
    )
    return made.status[0], made.because[0], float(made.confidence[0])


def _head(rows: list[list[Any]]) -> tuple[list[Any], list[list[Any]]]:
    return rows[0], rows[1:]


def test_st10_a_date_with_less_confidence_than_wanted_is_warned_of() -> None:
    """FX-SRA3: 52 of 100 runs finish by 28 April, 82 by 1 May."""
    by = {date(2026, 4, 22): 10, date(2026, 4, 28): 42, date(2026, 5, 1): 30, date(2026, 5, 5): 18}
    finishes = [instant(day) for day, count in by.items() for _ in range(count)]
    assert simulated(finishes, "2026-04-28") == ("Kept so far", "Warning: 52 % confidence; P80 is 1-May", 0.52)
    assert simulated(finishes, "2026-05-01")[:2] == (
        "Kept so far",
        "Kept so far: forecast 21-Apr, promised 1-May, 82 % confidence",
    )
    assert simulated(finishes, "2026-04-28", wanted=0.5)[1].startswith("Kept so far")
    assert simulated(finishes, "2026-04-20")[:2] == (
        "At risk",
        "At risk: 1 wd late, told 1-Mar; 0 % confidence, P80 is 1-May",
    )


def test_st10_a_day_of_80_percent_without_the_runs_behind_it_is_warned_of_too() -> None:
    """A plan that was simulated before holds the day alone."""
    promises, _ = read(Expectations, Grid("Expectations", *_head(ledger({"Promised Date": "2026-04-28"}))))
    there = Delivery(instant(date(2026, 4, 21)), p80=instant(date(2026, 5, 1)))
    made, _ = expectations(promises, Now({"10": there}))
    assert (made.status[0], made.because[0]) == ("Kept so far", "Warning: P80 is 1-May")
    assert np.isnan(made.confidence[0])


@given(st.lists(st.integers(0, 40), min_size=1, max_size=30), st.integers(0, 40))
@settings(max_examples=40, deadline=None)
def test_confidence_is_the_share_of_runs_and_p80_the_first_day_that_80_percent_keep(days: list[int], day: int) -> None:
    start = instant(date(2026, 4, 1))
    _, because, sure = simulated(
        [start + d * DAY for d in days], date.fromordinal(date(2026, 4, 1).toordinal() + day).isoformat()
    )
    assert sure == pytest.approx(sum(d <= day for d in days) / len(days))
    p80 = min(d for d in days if sum(other <= d for other in days) >= 0.8 * len(days) - 1e-9)
    assert ("P80" in because) == (p80 > day)


@given(st.data())
@settings(max_examples=40, deadline=None)
def test_st9_states_that_are_settled_are_never_left(data: st.DataObject) -> None:
    """Reports week by week, with any forecast and any correction of the past: each snapshot keeps what was said."""
    day, history = instant(date(2026, 3, 2)), [HISTORY]
    before: str | None = None
    for _ in range(data.draw(st.integers(2, 6))):
        day += 7 * DAY
        there = Delivery(day + data.draw(st.integers(-30, 30)) * DAY, data.draw(st.booleans()))
        reason = data.draw(st.sampled_from(["", "", "", "Dropped"]))
        promises, _ = read(
            Expectations, Grid("Expectations", *_head(ledger({"Promised Date": "2026-03-31", "Reset Reason": reason})))
        )
        snapshots = ask_history(history)
        made, problems = expectations(promises, Now({"10": there}, Beside(history=snapshots), status_date=day))
        status = made.status[0]
        assert before not in SETTLED or status == before
        assert may_become(before, status)
        raw = _state(there, day) if not reason else "Withdrawn"
        assert (status != raw) == any("cannot become" in p.message for p in problems)
        history.append([_iso(day), "Expectation", "EX-1", "Expectation Status", status])
        before = status


def _state(there: Delivery, day: int) -> str:
    """The state by itself, in the words of definitions 3.6, for a promise of 31 March."""
    promised = instant(date(2026, 3, 31))
    assert there.day is not None
    if there.done:
        return MET if there.day <= promised else MISSED
    return MISSED if day > promised else "At risk" if there.day > promised else "Kept so far"


def _iso(day: int) -> str:
    return date.fromordinal(date(1970, 1, 1).toordinal() + day // DAY).isoformat()


def ask_history(rows: list[list[Any]]) -> Any:
    """History as the functions read it."""
    from pmo_excel.schedule.snapshots import Snapshots

    return read(Snapshots, Grid("History", *_head(rows)))[0]
