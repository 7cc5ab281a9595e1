"""How values are printed and cited."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from pmo_excel.core.tables import Origin
from pmo_excel.cost.tables import Budget
from pmo_excel.report.facts import Fact, fact, money_text, printed, shortened, signed_text, total
from pmo_excel.stakeholders.tables import Stakeholders


@pytest.mark.parametrize(
    ("value", "text"), [(95000, "95,000"), (-1250.4, "−1,250"), (-0.2, "0"), (1234567.5, "1,234,568"), (0, "0")]
)
def test_money_has_whole_units_separators_and_a_true_minus(value: float, text: str) -> None:
    assert money_text(value) == text


@pytest.mark.parametrize(("value", "text"), [(10, "+10"), (0, "0"), (-3, "−3"), (0.5, "+0.5")])
def test_a_variance_has_its_sign(value: float, text: str) -> None:
    assert signed_text(value) == text


def test_a_private_column_is_never_printed() -> None:
    people = Stakeholders.of(1, attitude_notes=np.array(["burned by the last move"], dtype=object))
    with pytest.raises(ValueError, match="private"):
        fact(people, "attitude_notes")


def _budget(**more: Any) -> Budget:
    origin = Origin("Budget", (5, 6, 8), {"actual_to_date": "I"}, {"actual_to_date": "Actual to Date"}, **more)
    return Budget.of(3, origin, actual_to_date=np.array([100.0, np.nan, 20.0]))


def test_a_total_is_cited_as_the_formula_that_gives_it() -> None:
    assert total(_budget(), "actual_to_date") == Fact("120", 120.0, "=SUM(Budget!I5:I8)")


def test_a_total_over_a_cell_that_cannot_be_read_is_unknown() -> None:
    assert not total(_budget(wrong={"actual_to_date": frozenset({1})}), "actual_to_date").known


def test_a_long_text_is_cut_at_a_word_and_keeps_its_cell() -> None:
    given = Fact("Solution architect is the only one who knows", "…", "Risks!C5")
    assert shortened(given, 22) == Fact("Solution architect is…", "…", "Risks!C5")
    assert shortened(given, 44) is given


def test_signs_that_turn_the_reading_direction_and_control_characters_are_left_out() -> None:
    assert printed("invoice\u202excod.exe\x00\x07\n2") == "invoicexcod.exe\n2"
