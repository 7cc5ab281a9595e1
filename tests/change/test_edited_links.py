"""Predecessors as changes leave them read as they were meant, and removing a task joins what it joined."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from pmo_excel.change.edited_links import EditedLinks
from pmo_excel.change.lines import Line
from pmo_excel.core.problems import Cell
from pmo_excel.schedule.plan import LagUnit, LinkType, Settings
from pmo_excel.schedule.predecessors import Predecessor, predecessors

IDS = ["1", "2", "3", "T-04", "1.5"]
BASIS = Settings(start=0)
LINKS = st.builds(
    Predecessor,
    st.sampled_from(IDS[1:]),
    st.sampled_from(LinkType),
    st.integers(-20, 20).map(lambda half_days: half_days * 240.0),
    st.just(LagUnit.WORKING),
)


def line(key: str, value: str) -> Line:
    return Line("CR-1", "", key, "Predecessors", value, lambda part: Cell("Change Lines", 5, part))


@given(st.lists(LINKS, max_size=4, unique_by=lambda link: (link.task, link.type)))
@settings(max_examples=50)
def test_links_that_are_written_read_the_same(links: list[Predecessor]) -> None:
    edited = EditedLinks([None] * len(IDS), IDS, BASIS)
    edited.now[0] = links
    assert predecessors(edited.text(0) or "", BASIS, frozenset(IDS)) == (links, [])


def test_a_line_replaces_what_the_task_waited_for() -> None:
    edited = EditedLinks(["2; 3SS+1d", None, None, None, None], IDS, BASIS)
    assert edited.put(line("1", "3ss+1d; T-04"), 0) == []
    assert edited.text(0) == "3SS+1d; T-04"
    assert edited.put(line("1", "None"), 0) == []
    assert edited.text(0) == "T-04"  # which the plan does not have, so this change does not take it away


def test_lags_add_up_over_tasks_that_are_removed() -> None:
    """By hand: 1 after 2 with two days, 2 after 3 with a lead of one, 3 after T-04 with three: four days after T-04."""
    edited = EditedLinks(["2FS+2d", "3FS-1d", "T-04FS+3d", None, None], IDS, BASIS)
    gone = {1: line("2", ""), 2: line("3", "")}
    assert edited.without(gone, gone) == []
    assert edited.text(0) == "T-04FS+4d"


def test_what_cannot_be_joined_is_said_at_the_line_that_removes() -> None:
    edited = EditedLinks(["2SS", "3", None, None, None], IDS, BASIS)
    gone = {1: line("2", "")}
    assert [(p.code.value, p.cell.column) for p in edited.without(gone, gone)] == [("CHANGE_LINE", "key")]
