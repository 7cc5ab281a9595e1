"""What is asked, in which words, and what a decision comes to: without a site."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmo_excel.core.columns import Column, Type
from pmo_excel.hosts.review_cells import UnusableError, from_site, spot, typed
from pmo_excel.workbook.package import Package
from pmo_excel.workbook.read import read_book
from sharepoint.actions import Conflict, Create, Update
from sharepoint.decisions import Decisions
from sharepoint.fields import ACTIVE, SYSTEM, Field, Kind, fields
from sharepoint.intake import NewItem, ReadList, next_id, project_of, with_taken_in
from sharepoint.lists import RISKS as REGISTER
from sharepoint.merged_text import merged_text
from sharepoint.plan import PresentItem, PresentList, Published, plan
from sharepoint.questions import Asked, Question, questions, words
from sharepoint.values import Value, fingerprint
from sharepoint.wanted import ProjectRows, Wanted, wanted
from tests import made
from tests.sharepoint.publishing import RISKS, risk

KINDS = {field.name: field.kind.value for field in (*SYSTEM, *RISKS.published, *RISKS.human_fields)} | {"Title": "Text"}
NOTE, TEXT = Field("PMODescription", "Description", Kind.NOTE), Field("PMOOwner", "Owner", Kind.TEXT)
LINES = st.lists(st.sampled_from("abcdef"), max_size=5, unique=True)


def want(*rows: dict[str, Any], project: str = "ALPHA-001") -> Wanted:
    return wanted(RISKS, ProjectRows(project, rows, "Risks"), KINDS)


def present(part: Wanted, **edited: Value) -> PresentList:
    """The site after publishing, with some values edited by a person on every item."""
    items = {
        key: PresentItem(at, f'"{at}"', key, {**row.values, **edited}, fingerprint(row.values), ACTIVE)
        for at, (key, row) in enumerate(part.items.items(), 1)
    }
    return PresentList("list-1", KINDS, items)


def read(part: Wanted, there: PresentList) -> list[ReadList]:
    return [ReadList((part,), there, {}, frozenset(), "https://site/?ID=")]


def published(part: Wanted) -> dict[str, Published]:
    return {
        key: Published(row.values, digests={fingerprint(row.values): row.values}) for key, row in part.items.items()
    }


@pytest.mark.parametrize(
    ("used", "following"),
    [
        ((), "R-001"),
        (("R-001", "R-009"), "R-010"),
        (("R-1", "R-2", "R-10"), "R-11"),
        (("R-099",), "R-100"),
        (("r-007", "R-003"), "r-008"),
        (("12", "7"), "13"),
        (("ALPHA", "R-002"), "R-003"),
        (("R-001", "R-002", "X-500"), "R-003"),
    ],
)
def test_the_next_id_is_after_every_one_that_was_ever_used(used: tuple[str, ...], following: str) -> None:
    assert next_id(used, "R-001") == following


@pytest.mark.parametrize(
    ("last", "workbook", "site", "merged"),
    [
        ("one\ntwo", "one\ntwo\nours", "one\ntwo\ntheirs", "one\ntwo\nours\ntheirs"),
        ("one\ntwo", "two", "one\ntwo\ntheirs", "two\ntheirs"),
        ("one\ntwo", "one\ntwo\nours", "two", "two\nours"),
        ("one", "ours", "theirs", "ours\ntheirs"),
        (None, "ours", "theirs", "ours\ntheirs"),
        ("one", None, None, ""),
    ],
)
def test_merged_texts_keep_what_either_side_added_and_drop_what_either_took_out(
    last: str | None, workbook: str | None, site: str | None, merged: str
) -> None:
    """Worked by hand, line by line."""
    assert merged_text(NOTE, last, workbook, site) == merged


@given(LINES, LINES, LINES)
def test_every_line_that_one_side_added_is_in_the_merged_text(
    last: list[str], workbook: list[str], site: list[str]
) -> None:
    merged = (merged_text(NOTE, *("\n".join(lines) for lines in (last, workbook, site))) or "").split("\n")
    assert (set(workbook) | set(site)) - set(last) <= set(merged)
    assert not (set(last) - set(workbook)) & set(merged)
    assert not (set(last) - set(site)) & set(merged)
    assert len(merged) == len(set(merged))


def test_what_is_no_text_is_not_merged() -> None:
    assert merged_text(Field("PMODue", "Due", Kind.DATE), None, "2026-03-02", "2026-03-03") is None
    assert merged_text(TEXT, "Jo", "Kim", "Ada") == "Kim / Ada"


@pytest.mark.parametrize(
    ("column", "value", "said"),
    [
        (Column("P", "", Type.PERCENT), 0.125, "12.5%"),
        (Column("N", "", Type.NUMBER), 3.0, "3"),
        (Column("N", "", Type.NUMBER), 1234567.25, "1234567.25"),
        (Column("D", "", Type.DATE), "2026-03-02", "2026-03-02"),
        (Column("D", "", Type.DATETIME), "2026-03-02T08:00", "2026-03-02 08:00"),
        (Column("Y", "", Type.YES_NO), False, "No"),
        (Column("T", ""), "THE BEST", "THE BEST"),
        (Column("T", ""), None, ""),
        (Column("C", "", Type.CHOICES, choices=("A", "B")), ["A", "B"], "A; B"),
    ],
)
def test_values_are_told_in_words(column: Column, value: Value, said: str) -> None:
    assert words(fields([column])[0], value) == said


def test_a_change_on_one_side_is_a_proposal_and_on_both_a_conflict() -> None:
    before, now = want(risk(1)), want(risk(1, Owner="Kim"))
    site = present(before, PMOOwner="Ada", PMODescription="New")
    found = questions(plan([now], site, published(before)), read(now, site))
    assert [(one.title, one.asked) for one in found] == [
        ("Description", Asked.PROPOSAL),
        ("Owner", Asked.CONFLICT),
    ]
    assert found[1].told == ("Jo", "Kim", "Ada")
    assert (found[1].object_key, found[1].header, found[1].url) == ("PMO Risks R-1", "Owner", "https://site/?ID=1")


def test_a_choice_holds_for_the_value_that_was_seen_and_for_no_other() -> None:
    before, now = want(risk(1)), want(risk(1, Owner="Kim"))
    place = ("PMO Risks", "alpha-001|r-1", "PMOOwner")
    (update,) = plan([now], present(before, PMOOwner="Ada"), published(before), choices={place: "Ada"}).actions
    assert isinstance(update, Update)
    assert update.changes["PMOOwner"].new == "Kim"
    (conflict,) = plan([now], present(before, PMOOwner="Eve"), published(before), choices={place: "Ada"}).actions
    assert isinstance(conflict, Conflict)


@pytest.mark.parametrize("change", [{"site": "Eve"}, {"workbook": "Max"}, {"etag": '"2"'}])
def test_a_decision_holds_only_as_long_as_both_sides_are_as_they_were(tmp_path: Path, change: dict[str, str]) -> None:
    before, now = want(risk(1)), want(risk(1, Owner="Kim"))
    site = present(before, PMOOwner="Ada")
    first, reads = plan([now], site, published(before)), read(now, site)
    (conflict,) = first.conflicts
    with Decisions(tmp_path / "decisions.db") as decisions:
        decisions.agree("list-1", conflict, "Kim")
        assert decisions.choices(first, reads) == {conflict.place: "Ada"}
        later = replace(first, actions=(replace(conflict, **change),))  # type: ignore[arg-type]
        assert decisions.choices(later, reads) == {}
        assert decisions.choices(first, reads) == {}, "what does not hold any more is forgotten"


def test_a_decision_ends_when_it_was_carried_out(tmp_path: Path) -> None:
    before, now = want(risk(1)), want(risk(1, Owner="Kim"))
    site = present(before, PMOOwner="Ada")
    first, reads = plan([now], site, published(before)), read(now, site)
    with Decisions(tmp_path / "decisions.db") as decisions:
        decisions.agree("list-1", first.conflicts[0], "Kim")
        decisions.carried_out(decisions.choices(first, reads), reads)
        assert decisions.choices(first, reads) == {}


def test_an_item_that_was_taken_in_gets_its_key_and_is_not_made_again() -> None:
    there, rows = want(risk(1)), want(risk(1), risk(2, Owner="Tom"))
    new = {7: NewItem(7, '"7"', {"Title": "Risk 2", "PMOOwner": "Tom", "PMOStatus": "Brewing"})}
    taken = {7: ("alpha-001|r-2", {"Title": "Risk 2", "PMOOwner": "Tom"})}
    known, last = with_taken_in(present(there), published(there), new, taken, [rows])
    update, conflict = plan([rows], known, last).actions
    assert isinstance(update, Update)
    assert (update.id, update.revive, update.changes["PMORiskID"].new) == (7, True, "R-2")
    assert isinstance(conflict, Conflict)
    assert (conflict.field, conflict.site) == ("Status", "Brewing")
    assert isinstance(plan([rows], present(there), published(there)).actions[0], Create)
    gone, last = with_taken_in(present(there), published(there), {}, taken, [rows])
    (deleted,) = plan([rows], gone, last).actions
    assert isinstance(deleted, Conflict)
    assert deleted.deleted


@pytest.mark.parametrize(
    ("typed_project", "others", "found"),
    [
        ("", (), "ALPHA-001"),
        ("", ("beta|r-1",), ""),
        ("alpha-001", ("beta|r-1",), "ALPHA-001"),
        ("Beta", ("beta|r-1",), None),
        ("Alpha 1", ("beta|r-1",), ""),
    ],
)
def test_a_new_item_belongs_to_the_project_typed_there_or_to_the_only_one(
    typed_project: str, others: tuple[str, ...], found: str | None
) -> None:
    part = want(risk(1))
    site = present(part)
    site = replace(site, items={**site.items, **{key: PresentItem(9, "", key, {}) for key in others}})
    assert project_of(NewItem(7, "", {"Title": "New"}, typed_project), read(part, site)[0]) == found


BOOK = read_book(
    Package(
        made.workbook(
            "Light", {"Charter": [{"Project ID": "PRJ-1"}], "Risks": [{"Risk ID": "R-001", "Risk Title": "Late"}]}
        ),
        "book",
    )
)


def about(header: str) -> Question:
    column = next(one for one in REGISTER.published if one.header == header)
    return Question(Asked.PROPOSAL, REGISTER, "1", "PRJ-1", "prj-1|r-001", "R-001", column=column)


def test_the_cell_of_a_value_is_found_by_project_row_and_header() -> None:
    assert spot(BOOK, about("Risk Owner")).cell.address.startswith("Risks!")
    assert spot(BOOK, about("Risk Owner")).cell.row == 5


def test_a_computed_cell_is_never_written() -> None:
    with pytest.raises(UnusableError, match="computed in the workbook"):
        spot(BOOK, about("Current Score"))


def test_a_row_that_is_not_in_the_workbook_has_no_cell() -> None:
    with pytest.raises(UnusableError, match="no cell for Risk Owner"):
        spot(BOOK, replace(about("Risk Owner"), key="prj-1|r-002"))


@pytest.mark.parametrize(
    ("column", "value", "cell"),
    [
        (Column("D", "", Type.DATE), "2026-07-01", "2026-07-01"),
        (Column("Y", "", Type.YES_NO), True, "Yes"),
        (Column("C", "", Type.CHOICES, choices=("A", "B")), ["A", "B"], "A; B"),
        (Column("T", ""), "=1+1", "=1+1"),
        (Column("N", "", Type.NUMBER), 2.5, "2.5"),
        (Column("N", "", Type.NUMBER), None, "None"),
    ],
)
def test_a_value_of_the_site_becomes_the_cell_s_and_is_the_same_value(column: Column, value: Value, cell: str) -> None:
    taken = from_site(column, fields([column])[0], value, date1904=False)
    assert (str(taken.cell), taken.value) == (cell, value)


@pytest.mark.parametrize(
    ("column", "raw", "said"),
    [
        (Column("N", "", Type.NUMBER), "often", "'often' is not a number"),
        (Column("D", "", Type.DATE), "31 June", "D: "),
        (Column("S", "", Type.CHOICE, choices=("Open", "Closed")), "Brewing", "'Brewing' is not in the list"),
        (Column("N", "", Type.NUMBER, maximum=5.0, minimum=1.0), 9.0, "9 is not between 1 and 5"),
        (Column("U", "", Type.URL), "javascript:alert(1)", "is not a web address"),
    ],
)
def test_a_value_that_the_column_does_not_take_is_refused(column: Column, raw: Any, said: str) -> None:
    with pytest.raises(UnusableError, match=said.replace("(", r"\(").replace(")", r"\)")):
        typed(column, fields([column])[0], raw, date1904=False)
