"""What the one-page status says, and by which rules."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import numpy as np
import pytest

from pmo_excel.core.instants import instant
from pmo_excel.core.problems import Cell, Code, Problem, Severity
from pmo_excel.core.rag import Rag
from pmo_excel.governance.tables import Charter, History, Settings, Status
from pmo_excel.report.facts import plain
from pmo_excel.schedule.tables import Milestones


def test_the_title_of_a_project_on_plan_says_so(office_move: Any) -> None:
    assert plain(office_move.page().title) == "Office Move finishes 12-May-26 as planned; cost within tolerance"


def test_the_title_of_a_late_project_gives_the_days_and_the_share(late_move: Any) -> None:
    title = plain(late_move.page().title)
    assert title == (
        "Office Move finishes 27-May-26, 11 working days late, beyond tolerance; cost 7 % over budget, within tolerance"
    )


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"variance": -1.0}, "finishes 12-May-26, 1 working day early;"),
        ({"variance": 3.0}, "finishes 12-May-26, 3 working days late, within tolerance;"),
        ({"variance": float("nan")}, "finishes 12-May-26, with no baseline to compare with;"),
        ({"cost_rag": "Grey"}, "cost not judged"),
        ({"cost_rag": "R", "estimate": 114000.0}, "cost 20 % over budget, beyond tolerance"),
    ],
)
def test_the_title_follows_the_figures(office_move: Any, changes: dict[str, Any], expected: str) -> None:
    given = {
        name: np.array([value], dtype=None if isinstance(value, float) else object) for name, value in changes.items()
    }
    office_move.results["STATUS"] = office_move.results["STATUS"].replace(**given)
    assert expected in plain(office_move.page().title)


def test_the_colour_is_not_repeated_and_drivers_stand_apart(late_move: Any) -> None:
    overall, time, _ = late_move.page().strip.dimensions
    assert overall.why.text == "By Worst-of: Time R, Cost A."
    assert time.why.text == "Forecast finish 27-May-26 is 11 wd after baseline 12-May-26 (tolerance 10, amber > 5)."
    assert time.drivers.text == "Driven by 6 Fit-out +8, 8 Test & snag +3."


def test_a_reported_colour_stands_beside_the_computed_one(late_move: Any) -> None:
    page = late_move.page()
    assert page.strip.of("Overall").rag is Rag.RED
    assert page.strip.reported.rag is Rag.AMBER


@pytest.mark.parametrize("changes", [{"Override Reason": "because"}, {"Override Expires": date(2026, 4, 29)}])
def test_a_reported_colour_without_a_reason_or_past_its_day_is_not_shown(late_move: Any, changes: Any) -> None:
    names = ("Period End", "Reported RAG", "Override Reason", "Override Expires")
    kept = dict(zip(names, (date(2026, 4, 30), "G", "Weekend work is agreed now.", date(2026, 5, 31)), strict=True))
    late_move.fields(Status, kept | changes)
    page = late_move.page()
    assert page.strip.reported is None
    assert [n.code for n in page.notes] == [Code.OVERRIDE]


def test_milestones_are_those_of_the_next_90_days_and_any_that_moved(office_move: Any, late_move: Any) -> None:
    """From 31-Mar-2026 ninety days reach 29-Jun-2026: the reached charter and November's review stay out."""
    on_plan = office_move.page().milestones
    assert [m.id.text for m in on_plan.shown] == ["3", "6", "10"]
    assert [m.variance.text for m in late_move.page().milestones.shown] == ["0", "+8", "+11"]


def test_the_last_report_is_the_newest_snapshot_before_the_status_date(late_move: Any) -> None:
    line = {"Object": "Milestone", "Key": "10", "Measure": "Forecast Date"}
    days = ((date(2026, 2, 28), "2026-05-08"), (date(2026, 3, 31), "2026-05-13"), (date(2026, 4, 30), "2026-05-27"))
    late_move.rows(History, *({"Status Date": day, "Value": value, **line} for day, value in days))
    assert late_move.page().milestones.shown[2].previous.text == "13-May-26"


def test_milestones_without_cells_of_their_own_are_cited_in_the_schedule(office_move: Any) -> None:
    made = office_move.tables["Milestones"]
    office_move.tables["Milestones"] = Milestones.of(
        len(made), id=made.id, name=made.name, forecast_date=made.forecast_date, baseline_date=made.baseline_date
    )
    move = next(m for m in office_move.page().milestones.shown if m.id.text == "10")
    assert office_move.value(move.forecast.source) == date(2026, 5, 12)
    assert move.forecast.source.startswith("Schedule!")


def test_without_a_milestones_sheet_the_schedules_milestones_are_shown(office_move: Any) -> None:
    del office_move.tables["Milestones"]
    tasks = office_move.tables["Schedule"]
    kinds = tasks.task_type.copy()
    kinds[-1] = "Milestone"
    office_move.tables["Schedule"] = tasks.replace(task_type=kinds)
    assert [m.name.text for m in office_move.page().milestones.shown] == ["Move weekend"]


def test_risks_are_ordered_by_score_then_proximity_and_closed_ones_left_out(office_move: Any) -> None:
    shown, in_all = office_move.page().risks
    assert [r.id.text for r in shown] == ["R-001", "R-004", "R-002"]
    assert in_all == 4
    assert [r.overdue for r in shown] == [True, False, False]


def test_issues_are_ordered_by_severity_and_closed_ones_left_out(office_move: Any) -> None:
    shown, in_all = office_move.page().issues
    assert [i.id.text for i in shown] == ["I-002", "I-001"]
    assert in_all == 2


def test_the_finance_bar_adds_the_lines_up(office_move: Any) -> None:
    """Actual 12,500 + 9,000 and accruals 1,000 + 3,000; contingency 9,500 less 2,000 drawn."""
    money = office_move.page().finance
    figures = (money.budget.value, money.spent.value, money.estimate.value, money.contingency_left.value)
    assert figures == (95000, 25500, 96900, 7500)
    assert plain(money.message) == "Cost at completion is 2 % over budget"


def test_a_file_nine_days_old_with_a_limit_of_seven_is_stale_by_two(office_move: Any) -> None:
    """RP17 of the specification."""
    office_move.source = replace(office_move.source, produced_at=instant(datetime(2026, 4, 9, 23, 59)))
    age = office_move.page().currency
    assert (age.age, age.limit, age.stale_by) == (9, 7, 2)


def test_the_workbooks_own_limit_counts(office_move: Any) -> None:
    office_move.rows(Settings, {"Setting": "Data age limit", "Value": "30"})
    assert office_move.page().currency.limit == 30


def test_findings_are_counted_and_the_worst_is_named_by_its_place_only(office_move: Any) -> None:
    place = Cell("Resources", 7, "Standard Rate", "L7")
    office_move.problems = [
        Problem(Code.DEFAULT_USED, "the default was used", severity=Severity.LOW),
        Problem(Code.NOT_A_NUMBER, "'68 per hour' is not a number", place),
        Problem(Code.LOOP, "a loop", Cell("Schedule", 9, "Predecessors", "H9"), severity=Severity.CRITICAL),
    ]
    found = office_move.page().quality
    assert (found.high, found.other, found.worst) == (2, 1, "Schedule!H9")


def test_prince2_projects_are_reported_in_its_words(office_move: Any, late_move: Any) -> None:
    """GV12 of the specification."""
    assert (office_move.page().wording.report, late_move.page().wording.report) == ("Status report", "Highlight report")


def test_a_summary_of_more_than_60_words_is_printed_whole_and_noted(office_move: Any) -> None:
    long = " ".join(["word"] * 61)
    office_move.fields(Status, {"Executive Summary": long})
    page = office_move.page()
    assert page.summary.text == long
    assert [(n.code, n.cell.address) for n in page.notes] == [(Code.OUT_OF_RANGE, "Status!B2")]


def test_lists_are_one_item_a_line_without_their_bullets(office_move: Any) -> None:
    office_move.fields(Status, {"Achieved this Period": "- one\n• two\n3. three\n\n2026 is not a bullet\nfive"})
    achieved = office_move.page().achieved
    assert [item.text for item in achieved.shown] == ["one", "two", "three"]
    assert achieved.more == 2


def test_what_is_asked_of_the_reader_is_never_cut(office_move: Any) -> None:
    asked = [f"{number} {'a long request ' * 20}end" for number in range(5)]
    office_move.fields(Status, {"Help / Decisions Needed": "\n".join(asked)})
    assert [item.text for item in office_move.page().decisions.shown] == asked


def test_a_workbook_without_sheets_still_has_a_page_that_says_what_is_missing(blank: Callable[[], Any]) -> None:
    page = blank().page()
    assert plain(page.title) == "The project has no computed finish; cost not judged"
    assert (page.milestones, page.finance, page.risks, page.issues, page.plan) == (None,) * 5
    assert {n.cell.sheet for n in page.notes} == {"Charter", "Schedule", "Status", "Budget", "Risks", "Issues"}


def test_a_phase_with_a_task_without_dates_is_not_drawn_as_if_it_had_them(office_move: Any) -> None:
    tasks = office_move.tables["Schedule"]
    finish = tasks.finish.copy()
    finish[2] = np.iinfo(np.int64).min
    office_move.tables["Schedule"] = tasks.replace(finish=finish)
    assert "Planning: dates not computed" in office_move.page().plan.description


def test_the_same_workbook_gives_the_same_page(office_move: Any) -> None:
    assert office_move.page() == office_move.page()


def test_a_charter_without_a_budget_takes_the_budget_lines(office_move: Any) -> None:
    office_move.fields(Charter, {"Project Name": "Office Move"})
    assert office_move.page().finance.budget.source == "=SUM(Budget!C5:C7)"
