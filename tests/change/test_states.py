"""CH1: a change goes from state to state by the allowed moves only; what its row says must fit its state."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from pmo_excel.change.states import MOVES, RAISED, contradictions, refusal
from pmo_excel.change.tables import Changes
from pmo_excel.core.headers import Grid
from pmo_excel.core.lists import LISTS
from pmo_excel.core.reading import read
from pmo_excel.functions import ask

STATES = LISTS["ChangeStatus"]
ALLOWED = {
    "Raised": {"Under assessment"},
    "Under assessment": {"Awaiting decision"},
    "Awaiting decision": {"Approved", "Rejected", "Deferred"},
    "Approved": {"Implementing"},
    "Implementing": {"Implemented"},
    "Implemented": {"Closed"},
}
"""The moves of CH1, word by word."""


def test_ch1_every_state_of_the_list_has_its_moves_and_those_of_the_row_are_among_them() -> None:
    assert set(MOVES) == set(STATES)
    assert all(after in STATES for moves in MOVES.values() for after in moves)
    assert all(moves <= set(MOVES[before]) for before, moves in ALLOWED.items())


@given(st.lists(st.sampled_from(STATES), max_size=30))
@settings(max_examples=50)
def test_ch1_no_sequence_of_wishes_skips_a_step(wishes: list[str]) -> None:
    """Whatever is asked for: nothing is done before it was approved, assessed and put up for decision."""
    now, seen = RAISED, [RAISED]
    for wanted in wishes:
        if not refusal(now, wanted):
            now = wanted
            seen.append(now)
    for later, earlier in (
        ("Implemented", "Implementing"),
        ("Implementing", "Approved"),
        ("Approved", "Awaiting decision"),
        ("Rejected", "Awaiting decision"),
        ("Awaiting decision", "Under assessment"),
    ):
        if later in seen:
            assert earlier in seen[: seen.index(later)]
    assert "Closed" not in seen[:-1]


@given(st.sampled_from(STATES), st.sampled_from(STATES))
@settings(max_examples=50)
def test_ch1_a_refusal_names_both_states(now: str, wanted: str) -> None:
    why = refusal(now, wanted)
    assert not why or (now in why and (wanted in why or now == wanted))


def said(*rows: list[str]) -> list[tuple[str, str, str]]:
    headers = ["Change ID", "Change Status", "Decision", "Date Raised", "Decision Date", "Implemented Date"]
    changes, problems = read(Changes, Grid("Changes", headers, rows), ("Change ID",))
    assert problems == []
    return [(p.code.value, p.cell.address, p.severity.value) for p in contradictions(changes)]


def test_ch1_a_state_without_its_decision_is_a_finding_at_its_cell() -> None:
    assert said(["CR-1", "Implemented", "", "2026-03-02", "", "2026-03-20"]) == [
        ("CHANGE_STATE", "Changes!B2", "Medium")
    ]
    assert said(["CR-1", "Rejected", "Approve", "2026-03-02", "2026-03-03", ""]) == [
        ("CHANGE_STATE", "Changes!B2", "Medium")
    ]
    assert said(["CR-1", "Raised", "Approve", "2026-03-02", "2026-03-03", ""]) == [
        ("CHANGE_STATE", "Changes!B2", "Medium")
    ]


def test_ch1_dates_follow_one_another_and_are_there() -> None:
    assert said(["CR-1", "Approved", "Approve", "2026-03-02", "", ""]) == [("CHANGE_STATE", "Changes!E2", "Medium")]
    assert said(["CR-1", "Approved", "Approve", "2026-03-02", "2026-02-02", ""]) == [
        ("DATE_ORDER", "Changes!E2", "Medium")
    ]


def test_ch1_a_sound_log_has_no_findings() -> None:
    assert (
        said(
            ["CR-1", "", "", "2026-03-02", "", ""],
            ["CR-2", "Awaiting decision", "More information", "2026-03-02", "2026-03-04", ""],
            ["CR-3", "Implemented", "Approve", "2026-03-02", "2026-03-04", "2026-03-20"],
            ["CR-4", "Closed", "Reject", "2026-03-02", "2026-03-04", ""],
        )
        == []
    )


def test_ch1_raised_to_implemented_is_refused() -> None:
    answer = ask("CHANGESTATE", "Raised", "Implemented")
    assert answer.value is None
    assert [(p.code.value, "Under assessment" in p.message) for p in answer.problems] == [("CHANGE_STATE", True)]
