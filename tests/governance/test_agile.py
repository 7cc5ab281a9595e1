"""GV13: sprints until a release, against a search sprint by sprint, and the colour that follows."""

from __future__ import annotations

from datetime import date
from math import erf, sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmo_excel.core.instants import as_date
from pmo_excel.governance.agile import Velocity, sprints_left, velocity
from tests.made import workbook
from tests.refresh.workbooks import CHARTER, TASKS, book_of, refresh, typed


def done_by(sprints: int, remaining: float, mean: float, deviation: float) -> float:
    """The probability that so many sprints are enough, by the error function."""
    return 0.5 * (1 + erf((sprints * mean - remaining) / (deviation * sqrt(2 * sprints))))


@given(st.integers(1, 300), st.integers(5, 40), st.floats(0.5, 12), st.sampled_from((0.1, 0.25, 0.5, 0.8, 0.9, 0.99)))
def test_it_is_the_first_sprint_with_the_confidence(remaining: int, mean: int, spread: float, share: float) -> None:
    found = sprints_left(remaining, Velocity(mean, spread), share)
    assert found is not None
    assert done_by(found, remaining, mean, spread) >= share - 1e-6
    assert found == 1 or done_by(found - 1, remaining, mean, spread) < share + 1e-6


def test_the_example_of_the_specification() -> None:
    """Mean 20, deviation 4, 120 points: 6 sprints at P50, 7 at P80; nothing left needs no sprint."""
    speed = Velocity(20, 4)
    assert [sprints_left(120, speed, share) for share in (0.5, 0.8)] == [6, 7]
    assert sprints_left(0, speed, 0.8) == 0
    assert sprints_left(120, speed, 0.8, added=20) is None
    assert velocity([16, 20, 24]) == speed
    assert velocity([20]) == Velocity(20, None)
    assert velocity([]) is None


SPRINTS = [
    {"Iteration ID": f"S-0{n}", "Sprint Start": start, "Sprint Finish": end, "Done Points": points, "Total Scope": 180}
    for n, start, end, points in (
        (1, date(2026, 3, 2), date(2026, 3, 15), 16),
        (2, date(2026, 3, 16), date(2026, 3, 29), 20),
        (3, date(2026, 3, 30), date(2026, 4, 12), 24),
    )
]


@pytest.fixture(scope="module")
def agile() -> bytes:
    charter = CHARTER | {"Required Finish": date(2026, 7, 10), "Tolerance Time (wd)": 10}
    return workbook("Light", {"Charter": [charter], "Schedule": TASKS, "Iterations": SPRINTS})


def test_the_sheet_has_the_forecast_and_its_reason(agile: bytes) -> None:
    """By hand: 7 sprints of 14 days after 12-Apr end on Sunday 19-Jul; from Friday 10-Jul that is 5 working days."""
    table = refresh(agile)[0].tables["Iterations"]
    assert (table.sprints_p50[2], table.sprints_p80[2], table.remaining[2]) == (6, 7, 120)
    assert as_date(int(table.release_p80[2])) == date(2026, 7, 19)
    assert table.rag[2] == "G"
    assert table.why[2] == (
        "Release GREEN: P80 19-Jul-26 is 5 wd after the required 10-Jul-26 (tolerance 10, amber > 5); "
        "120 points left at 20 ± 4 points a sprint."
    )


def test_a_tolerance_or_a_setting_that_changes_changes_the_colour(agile: bytes) -> None:
    """5 working days late is red at a tolerance of 4; of the latest sprint alone there is no spread and no P80."""
    book = book_of(agile)
    tighter = typed(agile, "Charter", book.tables["Charter"].cell("tolerance_time", 0).ref, 4)
    assert refresh(tighter)[0].tables["Iterations"].rag[2] == "R"
    settings = book.tables["Settings"]
    at = settings.name.tolist().index("Velocity sprints")
    last = refresh(typed(agile, "Settings", settings.cell("value", at).ref, 1))[0].tables["Iterations"]
    assert (last.velocity[2], last.sprints_p50[2], last.rag[2]) == (24, 5, None)


def test_points_that_cannot_be_read_leave_no_figures_after_them(agile: bytes) -> None:
    cell = book_of(agile).tables["Iterations"].cell("done_points", 1)
    table = refresh(typed(agile, "Iterations", cell.ref, "a few"))[0].tables["Iterations"]
    assert table.done_to_date[0] == 16
    assert np.isnan(table.remaining[1:]).all()
    assert table.rag.tolist() == [None, None, None]
