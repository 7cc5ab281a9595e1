"""ST7: the RACI chart checked."""

from __future__ import annotations

from typing import Any

import pytest

from pmo_excel.core.calling import as_json
from pmo_excel.core.problems import Severity
from pmo_excel.functions import CATALOGUE, ask

HEADERS = ["Activity", "Sponsor", "Project Manager", "Team"]


def checked(*rows: list[Any], headers: list[str] = HEADERS, **more: Any) -> tuple[list[str], list[tuple[str, str]]]:
    """The checks by row, and the problems as severity and message."""
    got = ask("RACICHECK", [headers, *rows], **more)
    value = as_json(CATALOGUE["RACICHECK"], got.value)
    return [row[1] for row in value[1:]], [(p.severity.value, p.message) for p in got.problems]


@pytest.mark.parametrize(
    ("letters", "wrong"),
    [
        (["A", "R", "C"], ""),
        (["", "A/R", ""], ""),
        (["", "R", ""], "no A"),
        (["A", "A", "R"], "2 A (Sponsor, Project Manager)"),
        (["A/R", "A", ""], "2 A (Sponsor, Project Manager)"),
        (["A", "C", "I"], "no R"),
        (["", "", ""], "no A. Error: nobody does it"),
    ],
)
def test_st7_each_row_has_one_a_and_an_r(letters: list[str], wrong: str) -> None:
    checks, problems = checked(["Plan", *letters])
    assert (checks == ["OK"]) if not wrong else (wrong in checks[0] and checks[0].startswith("Error: "))
    assert bool(wrong) == any(severity == "High" for severity, _ in problems)


def test_st7_a_role_that_answers_for_more_rows_than_the_limit_is_a_warning() -> None:
    rows = [[f"Row {n}", "A", "R", "I"] for n in range(3)] + [["Other", "", "A/R", ""]]
    checks, problems = checked(*rows, accountable_limit=2)
    assert checks == ["Warning: Sponsor answers for 3 rows, more than 2."] * 3 + ["OK"]
    assert [p for p in problems if p[0] == "Medium"] == [("Medium", "Sponsor answers for 3 rows, more than 2")]
    assert checked(*rows, accountable_limit=3)[0] == ["OK"] * 4


def test_st7_a_role_that_answers_for_every_row_is_a_warning() -> None:
    checks, _ = checked(["One", "A", "R", ""], ["Two", "A", "R", ""])
    assert checks == ["Warning: Sponsor answers for every row."] * 2


def test_st7_a_role_that_is_no_stakeholder_is_a_warning() -> None:
    """Sponsor is a group of the register, Project Manager a title, Team neither."""
    register = [
        ["Stakeholder ID", "Name", "Role / Title", "Group"],
        ["S-1", "Helen Marsh", "Finance Director", "Sponsor"],
        ["S-2", "Ana Keller", "project manager", "Internal"],
    ]
    _, problems = checked(["Plan", "A", "R", "R"], stakeholders=register)
    assert problems == [("Medium", "Team is not in the stakeholder register")]
    assert checked(["Plan", "A", "R", "R"], stakeholders=register[:1])[1] == []


def test_st7_many_consulted_and_nobody_else_is_said() -> None:
    headers = ["Activity", "Sponsor", "Project Manager", "CFO", "CTO", "Legal", "Works council"]
    checks, problems = checked(["Plan", "A", "R", "C", "C", "C", "C"], headers=headers)
    assert checks == ["Warning: 4 are consulted, more than 3: I for who is only told."]
    assert {severity for severity, _ in problems} == {"Medium", "Low"}  # Low: four roles that do nothing


def test_a_row_with_a_cell_that_is_no_letter_is_not_checked_and_the_others_are() -> None:
    got = ask(
        "RACICHECK",
        [[*HEADERS, "CFO"], ["One", "A", "R", "X", ""], ["Two", "A", "R", "", "?"], ["3", "A", "R", "", "C"]],
    )
    assert got.value.check.tolist() == [None, None, "OK"]
    serious = [(p.code.value, p.cell.address) for p in got.problems if p.severity is Severity.HIGH]
    assert ("NOT_A_CHOICE", "raci!E3") in serious
    idle = [p.cell.address for p in got.problems if p.severity is Severity.LOW]
    assert idle == ["raci!E1"]  # the CFO is only consulted
    assert any(cell == "raci!D2" for _, cell in serious)
