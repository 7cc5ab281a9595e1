"""Earned value through the catalogue. Expected values: fixture FX-EVM, worked from ANSI/EIA-748."""

from __future__ import annotations

import pytest

from pmo_excel.core.problems import Code
from pmo_excel.functions import ask

PV, EV, AC, BAC = 200_000, 180_000, 210_000, 500_000


@pytest.mark.parametrize(
    ("name", "arguments", "expected"),
    [
        ("SV", (EV, PV), -20_000),
        ("CV", (EV, AC), -30_000),
        ("SPI", (EV, PV), 0.9),
        ("CPI", (EV, AC), 0.857142857),
        ("EAC", (BAC, EV, AC), 583_333.33),
        ("EAC", (BAC, EV, AC, PV, "Atypical"), 530_000),
        ("EAC", (BAC, EV, AC, PV, "CPIxSPI"), 624_814.81),
        ("EAC", (BAC, EV, AC, PV, "weighted"), 579_636.96),
        ("ETC", (BAC, EV, AC), 373_333.33),
        ("ETC", (BAC, EV, AC, PV, "CPI×SPI"), 414_814.81),
        ("VAC", (BAC, EV, AC), -83_333.33),
        ("VAC", (BAC, EV, AC, PV, "Weighted"), -79_636.96),
        ("TCPI", (BAC, EV, AC), 1.1034),
        ("TCPI", (BAC, EV, AC, 583_333.33), 0.8571),
    ],
)
def test_earned_value_agrees_with_the_fixture(name: str, arguments: tuple[object, ...], expected: float) -> None:
    assert ask(name, *arguments).value == pytest.approx(expected, abs=0.005 if abs(expected) > 10 else 5e-5)


@pytest.mark.parametrize(
    ("name", "arguments", "said"),
    [
        ("CPI", (100, 0), "AC is 0"),
        ("SPI", (100, 0), "PV is 0"),
        ("EAC", (500, 0, 100), "nothing is earned yet"),
        ("EAC", (500, 100, 0), "AC is 0"),
        ("EAC", (500, 100, 100, None, "Weighted"), "needs the planned value"),
        ("TCPI", (100, 50, 120), "not achievable"),
    ],
)
def test_what_is_undefined_is_empty_and_says_why(name: str, arguments: tuple[object, ...], said: str) -> None:
    answer = ask(name, *arguments)
    assert answer.value is None
    assert [p.code for p in answer.problems] == [Code.UNDEFINED]
    assert said in answer.problems[0].message


def test_a_budget_line_costs_what_is_spent_and_what_is_forecast() -> None:
    """By hand: 40 + 5 + 70 = 115 over 100 (15 % over: red at 10 %); 60 with nothing forecast ends on its 80."""
    lines = [
        ["Cost Line ID", "Budget", "Actual to Date", "Accrual", "Forecast to Complete"],
        ["C-1", 100, 40, 5, 70],
        ["C-2", 80, 60, None, None],
        ["C-3", 50, 70, None, None],
        ["C-4", 50, "forty", None, None],
    ]
    made = ask("COSTLINES", lines).value
    assert made.estimate_at_completion.tolist()[:3] == [115, 80, 70]
    assert made.variance_at_completion.tolist()[:3] == [-15, 0, -20]
    assert made.cost_rag.tolist() == ["R", "G", "R", None]
