"""Headers that people write in their own way: taken where certain, asked about where alike, no silent guess."""

from __future__ import annotations

import pytest

from pmo_excel.core.headers import Grid, Said, match_headers, matched
from pmo_excel.core.problems import Code
from pmo_excel.core.similar_headers import SURE, alike
from pmo_excel.core.tables import columns
from pmo_excel.governance.tables import Charter
from pmo_excel.risk.beside import RiskIssues
from pmo_excel.risk.tables import Risks
from pmo_excel.schedule.beside import People
from pmo_excel.schedule.tables import Schedule


@pytest.mark.parametrize(
    ("found", "known"),
    [
        ("proj. mgr", "project manager"),
        ("projct manager", "project manager"),
        ("manager project", "project manager"),
        ("task descr.", "task description"),
        ("projekt-leiter", "projektleiter"),
        ("chef projet", "chef de projet"),
    ],
)
def test_abbreviations_typing_errors_and_word_order_are_alike(found: str, known: str) -> None:
    assert alike(found, known) >= SURE


@pytest.mark.parametrize(
    ("found", "known"),
    [
        ("actual start", "start"),
        ("baseline finish", "actual finish"),
        ("start", "state"),
        ("date", "rate"),
        ("impact cost", "impact time"),
        ("total float", "free float"),
        ("owner", "other"),
    ],
)
def test_headers_that_mean_different_things_are_not_alike(found: str, known: str) -> None:
    assert alike(found, known) < SURE


def test_a_header_much_like_a_known_one_is_used_and_asked_about() -> None:
    match = matched(Schedule, Grid("Plan", ("ID", "Task", "Predecesors"), (), header_row=4, said=Said()))
    assert match.where["predecessors"] == 2
    (question,) = match.problems
    assert question.code is Code.HEADER_GUESSED
    assert question.cell.ref == "C4"
    assert "%" in question.message
    assert "pmo map" in question.suggestion


def test_where_nobody_can_be_asked_nothing_is_guessed() -> None:
    where, problems = match_headers(Schedule, Grid("Plan", ("ID", "Task", "Predecesors"), ()))
    assert "predecessors" not in where
    assert problems == []


def test_a_computed_column_is_never_guessed_for_results_would_be_written_there() -> None:
    match = matched(Schedule, Grid("Plan", ("ID", "Task", "Finsh"), (), said=Said()))
    assert "finish" not in match.where
    assert match.problems[0].code is Code.HEADER_GUESSED


def test_what_a_person_said_goes_first() -> None:
    said = Said(headers={"Swarm #": "Owner", "Task": ""})
    match = matched(Schedule, Grid("Plan", ("ID", "Task", "Activity", "Swarm #"), (), said=said))
    assert match.where["owner"] == 3
    assert match.where["name"] == 2


def test_a_remembered_column_that_is_gone_is_a_finding() -> None:
    said = Said(headers={"Swarm #": "Owner"})
    problems = matched(Schedule, Grid("Plan", ("ID", "Task"), (), said=said)).problems
    assert [p.code for p in problems] == [Code.MISSING_COLUMN]
    assert "'Swarm #', which holds Owner, is gone" in problems[0].message


@pytest.mark.parametrize("cls", [Charter, Risks, Schedule])
def test_declared_headers_are_never_guessed(cls: type) -> None:
    headers = [column.header for column in columns(cls).values()]
    match = matched(cls, Grid("S", headers, (), said=Said()))
    assert match.guesses == {}
    assert len(match.where) == len(headers)


def test_a_table_of_some_columns_of_a_sheet_answers_to_the_sheets_spellings() -> None:
    where, problems = match_headers(RiskIssues, Grid("issues", ("Issue No", "From Risk"), ()))
    assert (set(where), problems) == ({"id", "source_risk_id"}, [])


def test_its_own_spelling_of_a_header_goes_before_the_sheets() -> None:
    """A person called `Resource` in a list of people is a name; on the sheet Resources it may be an ID."""
    assert match_headers(People, Grid("resources", ("ID", "Resource"), ()))[0] == {"id": 0, "name": 1}
