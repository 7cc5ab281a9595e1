"""Colours of conditional formats are said not to be read; rules over a cell's own letter are no matter."""

from __future__ import annotations

from typing import Any

import pytest

from pmo_excel.core.problems import Code
from pmo_excel.workbook.templates_folder import templates_folder
from tests.refresh.own_template import HEADERS, ROWS, own
from tests.refresh.workbooks import book_of, make


def found(rule: dict[str, Any], colour: str) -> list[str]:
    """What is said of colours in a plan whose last column a rule paints."""

    def paint(book: Any, plan: Any) -> None:
        plan.conditional_format("J5:J9", {**rule, "format": book.add_format({"bg_color": colour})})

    plan = book_of(own(rows=ROWS, headers=HEADERS, change=paint))
    return [p.message for p in plan.problems if p.code is Code.COLOUR_ONLY]


def test_a_rule_over_other_cells_is_said_once() -> None:
    said = found({"type": "formula", "criteria": "=$F5<0.5"}, "#FF0000")
    assert said == ["a conditional format may colour 5 empty cells (R); a colour alone is not read"]


@pytest.mark.parametrize(
    ("rule", "colour"),
    [
        ({"type": "cell", "criteria": "==", "value": '"R"'}, "#FF0000"),
        ({"type": "formula", "criteria": "=$F5<0.5"}, "#E8F0F8"),
    ],
)
def test_rules_over_the_letter_itself_and_pale_bands_say_nothing(rule: dict[str, Any], colour: str) -> None:
    assert found(rule, colour) == []


def test_our_own_templates_are_not_doubted() -> None:
    for data in (make(), (templates_folder() / "Project (Structured).xlsx").read_bytes()):
        assert Code.COLOUR_ONLY not in {p.code for p in book_of(data).problems}
