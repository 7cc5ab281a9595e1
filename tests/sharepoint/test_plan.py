"""The plan: three versions of every row, and what follows from them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sharepoint.actions import Action, AddField, Conflict, Create, CreateList, Recycle, Retire, Update
from sharepoint.fields import ACTIVE, REMOVED, SYSTEM, Owner
from sharepoint.lists import RISKS as RISK_REGISTER
from sharepoint.plan import Plan, PresentItem, PresentList, Published, Side, plan
from sharepoint.summary import VERBS
from sharepoint.values import Value, fingerprint
from sharepoint.wanted import ProjectRows, Wanted, wanted
from tests.sharepoint.publishing import RISKS, risk, risks

KINDS = {field.name: field.kind.value for field in (*SYSTEM, *RISKS.published, *RISKS.human_fields)} | {"Title": "Text"}


def want(rows: list[dict[str, object]], project: str = "ALPHA-001") -> Wanted:
    return wanted(RISKS, ProjectRows(project, rows, "Risks"), KINDS)


def present(*wants: Wanted, **edited: Value) -> PresentList:
    """The site after publishing, with some values edited by a person on every item."""
    items = {}
    for part in wants:
        for number, item in enumerate(part.items.values(), len(items) + 1):
            values = {**item.values, **edited}
            items[item.key] = PresentItem(number, f'"{number}"', item.key, values, fingerprint(item.values), ACTIVE)
    return PresentList("1", KINDS, items)


def known(values: Mapping[str, Value], *sent: Mapping[str, Value]) -> Published:
    """What the journal holds of a row that was published, and of what was sent since without an answer."""
    digests = {fingerprint(each): each for each in (values, *sent)}
    return Published(values, sent[-1] if sent else None, digests, bool(sent))


def last(*wants: Wanted) -> dict[str, Published]:
    return {item.key: known(item.values) for part in wants for item in part.items.values()}


def test_without_a_list_the_plan_makes_it_and_every_row() -> None:
    made = plan([want(risks(2))], None, {})
    assert [type(action) for action in made.actions] == [CreateList, Create, Create]
    assert made.lines()[-1] == "1 CreateList, 2 Create; 0 unchanged"


def test_a_missing_column_is_added() -> None:
    there = present(want(risks(1)))
    without = replace(there, kinds={name: kind for name, kind in KINDS.items() if name != "PMOOwner"})
    made = plan([want(risks(1))], without, last(want(risks(1))))
    assert [action.field.name for action in made.actions if isinstance(action, AddField)] == ["PMOOwner"]


def test_nothing_changed_plans_nothing() -> None:
    made = plan([want(risks(3))], present(want(risks(3))), last(want(risks(3))))
    assert (made.actions, made.unchanged, made.settled) == ((), 3, ())


@pytest.mark.parametrize("known", [True, False])
def test_a_change_in_the_workbook_updates_that_field_with_the_version_read(known: bool) -> None:
    before, now = want(risks(1)), want([risk(1, Owner="Kim")])
    (update,) = plan([now], present(before), last(before) if known else {}).actions
    assert isinstance(update, Update)
    assert (update.etag, list(update.changes), str(update.changes["PMOOwner"])) == ('"1"', ["PMOOwner"], '"Jo" → "Kim"')


@pytest.mark.parametrize("known", [True, False])
def test_a_change_on_both_sides_is_a_conflict(known: bool) -> None:
    before, now = want(risks(1)), want([risk(1, Owner="Kim")])
    (conflict,) = plan([now], present(before, PMOOwner="Ada"), last(before) if known else {}).actions
    assert isinstance(conflict, Conflict)
    assert (conflict.field, conflict.workbook, conflict.site) == ("Owner", "Kim", "Ada")


def test_the_chosen_side_settles_a_conflict() -> None:
    before, now = want(risks(1)), want([risk(1, Owner="Kim")])
    (update,) = plan([now], present(before, PMOOwner="Ada"), last(before), keep=Side.WORKBOOK).actions
    assert isinstance(update, Update)
    assert update.changes["PMOOwner"].new == "Kim"


def test_both_sides_changed_to_the_same_is_no_conflict_and_is_remembered() -> None:
    before, now = want(risks(1)), want([risk(1, Owner="Ada")])
    made = plan([now], present(before, PMOOwner="Ada"), last(before))
    assert made.actions == ()
    assert [settled.values["PMOOwner"] for settled in made.settled] == ["Ada"]


def test_what_was_sent_without_an_answer_counts_as_ours() -> None:
    """The run was killed after the site had taken "Kim"; the workbook has moved on to "Lee" since."""
    before, sent, now = want(risks(1)), want([risk(1, Owner="Kim")]), want([risk(1, Owner="Lee")])
    journal = {key: known(item.values, sent.items[key].values) for key, item in before.items.items()}
    (update,) = plan([now], present(sent), journal).actions
    assert isinstance(update, Update)
    assert str(update.changes["PMOOwner"]) == '"Kim" → "Lee"'


def test_a_removed_row_is_retired_and_one_that_returns_is_active_again() -> None:
    all_rows, fewer = want(risks(10)), want(risks(9))
    (retire,) = plan([fewer], present(all_rows), last(all_rows)).actions
    assert isinstance(retire, Retire)
    there = present(all_rows)
    items = {key: replace(item, state=REMOVED) if key == retire.key else item for key, item in there.items.items()}
    (update,) = plan([all_rows], replace(there, items=items), last(all_rows)).actions
    assert isinstance(update, Update)
    assert update.revive
    assert not update.changes


@pytest.mark.parametrize(
    ("before", "after", "stops"),
    [(20, 14, False), (20, 13, True), (10, 5, False), (3, 0, True), (1, 0, True), (100, 94, False)],
)
def test_removing_more_than_a_share_or_everything_stops(before: int, after: int, stops: bool) -> None:
    """30 % of 20 is 6; five rows or fewer never stop a plan unless they are all there is."""
    made = plan([want(risks(after))], present(want(risks(before))), last(want(risks(before))))
    assert bool(made.guards) is stops


def test_a_row_without_a_usable_key_stops_retirement() -> None:
    broken = want([*risks(8), risk(9, **{"Risk ID": ""})])
    made = plan([broken], present(want(risks(9))), last(want(risks(9))))
    assert made.writes == ()


def test_other_projects_and_items_of_others_stay() -> None:
    mine, theirs = want(risks(2)), want(risks(2), "ALPHA-0011")
    there = present(mine, theirs)
    made = plan([want(risks(1))], there, last(mine, theirs))
    assert [action.key for action in made.actions if isinstance(action, Retire)] == ["alpha-001|r-2"]


def test_an_item_gone_from_the_site_is_reported_and_not_created_again() -> None:
    (conflict,) = plan([want(risks(1))], PresentList("1", KINDS, {}), last(want(risks(1)))).actions
    assert isinstance(conflict, Conflict)
    assert conflict.deleted


def applied(made: Plan, there: PresentList, journal: dict[str, Published]) -> tuple[PresentList, dict[str, Published]]:
    """What the site and the journal hold after a plan was carried out."""
    items, journal = dict(there.items), dict(journal)
    for action in made.actions:
        if isinstance(action, Create):
            values, number = dict(action.item.values), len(items) + 1
            items[action.item.key] = PresentItem(number, '"1"', action.item.key, values, fingerprint(values), ACTIVE)
            journal[action.item.key] = known(values)
        elif isinstance(action, Update):
            old = items[action.item.key]
            values = {**old.values, **{name: change.new for name, change in action.changes.items()}}
            items[action.item.key] = replace(old, values=values, hash=fingerprint(action.published), state=ACTIVE)
            journal[action.item.key] = known(action.published)
        elif isinstance(action, Retire):
            items[action.key] = replace(items[action.key], state=REMOVED)
    for settled in made.settled:
        if settled.values:
            journal[settled.key] = Published(settled.values, digests={settled.hash: settled.values})
    return PresentList("1", KINDS, items), journal


OWNERS = st.sampled_from(["Jo", "Kim", "Ada", ""])
ROWS = st.dictionaries(st.integers(1, 6), OWNERS, max_size=6)


@given(ROWS, ROWS, st.dictionaries(st.integers(1, 6), OWNERS, max_size=3), st.booleans())
def test_plan_apply_plan_gives_nothing_and_no_edit_is_lost(
    first: dict[int, str], second: dict[int, str], edits: dict[int, str], journal_lost: bool
) -> None:
    def rows(owners: dict[int, str]) -> Wanted:
        return want([risk(number, Owner=owner) for number, owner in owners.items()])

    there, published = applied(plan([rows(first)], None, {}), PresentList("1", KINDS, {}), {})
    edited = {f"alpha-001|r-{number}": owner or None for number, owner in edits.items()}
    items = {
        key: replace(item, values={**item.values, "PMOOwner": edited.get(key, item.values["PMOOwner"])})
        for key, item in there.items.items()
    }
    there = replace(there, items=items)
    kept = {} if journal_lost else published
    made = plan([rows(second)], there, kept)
    after, journal = applied(made, there, kept)
    assert plan([rows(second)], after, journal).empty
    for key, item in there.items.items():
        if item.values["PMOOwner"] != published[key].values["PMOOwner"]:
            assert after.items[key].values["PMOOwner"] == item.values["PMOOwner"]


def test_a_list_of_the_same_name_that_people_made_is_left_alone_and_reported() -> None:
    made = plan([want(risks(2))], PresentList("1", {"Title": "Text"}, {}, foreign=3), {})
    assert made.empty
    assert [problem.code.value for problem in made.problems] == ["REFUSED_BY_SITE"]
    assert "left alone" in made.problems[0].message


def test_a_list_that_was_made_but_got_no_columns_yet_is_completed() -> None:
    made = plan([want(risks(1))], PresentList("1", {"Title": "Text"}, {}), {})
    assert AddField(RISKS.title, SYSTEM[0]) in made.actions


def test_what_was_published_from_elsewhere_since_is_no_edit_and_what_was_typed_there_then_is() -> None:
    """The journal knows "Jo"; another computer published "Kim"; a person then typed "Jo" again: that is an edit."""
    before, elsewhere, now = want(risks(1)), want([risk(1, Owner="Kim")]), want([risk(1, Owner="Lee")])
    there = present(elsewhere, PMOOwner="Jo")
    (conflict,) = plan([now], there, last(before)).actions
    assert isinstance(conflict, Conflict)
    assert (conflict.site, conflict.known) == ("Jo", False)


def test_an_edit_back_to_what_stood_before_a_lost_reply_is_kept() -> None:
    """ "Kim" was sent, arrived, and its reply was lost; then a person typed "Jo" again."""
    before, sent, now = want(risks(1)), want([risk(1, Owner="Kim")]), want([risk(1, Owner="Lee")])
    journal = {key: known(item.values, sent.items[key].values) for key, item in before.items.items()}
    (conflict,) = plan([now], present(sent, PMOOwner="Jo"), journal).actions
    assert isinstance(conflict, Conflict)
    assert (conflict.last, conflict.workbook, conflict.site) == ("Kim", "Lee", "Jo")


def owned(owner: Owner, rows: list[dict[str, object]]) -> Wanted:
    return wanted(replace(RISKS, owners={"Owner": owner}), ProjectRows("ALPHA-001", rows, "Risks"), KINDS)


def test_in_a_column_of_the_workbook_a_typed_value_is_replaced_and_named() -> None:
    (update,) = plan(
        [owned(Owner.OURS, risks(1))], present(want(risks(1)), PMOOwner="Ada"), last(want(risks(1)))
    ).actions
    assert isinstance(update, Update)
    assert str(update) == 'update PMO Risks: R-1 Risk 1: Owner "Ada" (typed on the site) → "Jo"'


@pytest.mark.parametrize("site", ["Jo", "Ada"])
def test_a_column_of_the_site_is_never_written_and_a_difference_is_a_proposal(site: str) -> None:
    now = owned(Owner.THEIRS, [risk(1, Owner="Kim")])
    (conflict,) = plan([now], present(want(risks(1)), PMOOwner=site), last(want(risks(1)))).actions
    assert isinstance(conflict, Conflict)
    assert (conflict.both, conflict.workbook, conflict.site) == (False, "Kim", site)
    assert isinstance(plan([now], PresentList("1", KINDS, {}), {}).actions[0], Create)


def test_computed_columns_are_the_workbook_s_and_typed_ones_shared() -> None:
    fields = {field.header: field.owner for field in RISK_REGISTER.published}
    assert (fields["Rating"], fields["Risk Owner"]) == (Owner.OURS, Owner.SHARED)
    assert {field.owner for field in RISK_REGISTER.human_fields} == {Owner.THEIRS}


def test_a_row_that_is_gone_while_its_item_was_edited_is_left_until_somebody_chooses() -> None:
    there = present(want(risks(10)), PMOOwner="Ada")
    fewer = [want([risk(number, Owner="Ada") for number in range(1, 10)])]
    (conflict,) = plan(fewer, there, last(want(risks(10)))).actions
    assert isinstance(conflict, Conflict)
    assert (conflict.gone, conflict.both, conflict.site) == (True, True, ['Owner "Ada"'])
    chosen = plan(fewer, there, last(want(risks(10))), choices={conflict.place: conflict.seen})
    assert [type(action) for action in chosen.actions] == [Retire]


def test_a_choice_for_one_conflict_holds_for_it_and_for_what_was_seen_only() -> None:
    before, now = want(risks(2)), want([risk(1, Owner="Kim"), risk(2, Owner="Kim")])
    first, second = plan([now], present(before, PMOOwner="Ada"), last(before)).conflicts
    made = plan([now], present(before, PMOOwner="Ada"), last(before), choices={first.place: first.seen})
    assert [type(action) for action in made.actions] == [Update, Conflict]
    assert made.conflicts == (second,)
    since = plan([now], present(before, PMOOwner="Max"), last(before), choices={first.place: first.seen})
    assert not since.writes


def test_values_of_a_removed_row_that_a_person_typed_are_not_ours_when_it_returns() -> None:
    there = present(want(risks(1)), PMOOwner="Ada")
    items = {key: replace(item, state=REMOVED) for key, item in there.items.items()}
    update, conflict = plan([want(risks(1))], replace(there, items=items), last(want(risks(1)))).actions
    assert isinstance(update, Update)
    assert isinstance(conflict, Conflict)
    assert (update.revive, dict(update.changes), conflict.site) == (True, {}, "Ada")


def test_removed_items_are_recycled_only_when_asked_and_untouched() -> None:
    there = present(want(risks(10)))
    removed = {key: replace(i, state=REMOVED) for key, i in there.items.items() if key[-1] in "89"}
    key = "alpha-001|r-9"
    removed[key] = replace(removed[key], values={**removed[key].values, "PMOOwner": "Ada"})
    there = replace(there, items={**there.items, **removed})
    seven = [want([risk(number) for number in (1, 2, 3, 4, 5, 6, 7, 10)])]
    assert plan(seven, there, last(want(risks(10)))).empty
    asked = plan(seven, there, last(want(risks(10))), recycle=True)
    assert [(type(action), action.key) for action in asked.writes] == [(Recycle, "alpha-001|r-8")]  # type: ignore[union-attr]


def test_items_with_the_same_key_are_left_alone_and_reported() -> None:
    there = replace(present(want(risks(2))), doubled=frozenset({"alpha-001|r-1"}))
    made = plan([want([risk(1, Owner="Kim"), risk(2, Owner="Kim")])], there, last(want(risks(2))))
    assert [action.item.key for action in made.writes if isinstance(action, Update)] == ["alpha-001|r-2"]
    assert [problem.code.value for problem in made.problems] == ["DUPLICATE_KEY"]


def test_the_summary_counts_by_list_and_by_column() -> None:
    before = want(risks(10))
    now = want([risk(1, Owner="Kim", Probability=0.5), risk(2, Owner="Kim"), *risks(9)[2:]])
    (told,) = plan([now], present(before), last(before)).summary()
    assert told.as_json() == {
        "list": "PMO Risks",
        "new": False,
        "new_columns": [],
        "created": 0,
        "updated": 2,
        "retired": 1,
        "recycled": 0,
        "linked": 0,
        "left": 0,
        "unchanged": 7,
        "changed_by_column": {"Owner": 2, "Probability": 1},
        "left_by_column": {},
    }


def test_every_action_on_an_item_or_a_file_is_counted() -> None:
    """A kind of action without a word could not be told in a plan."""
    schema = {CreateList.__name__, AddField.__name__}
    assert {kind.__name__ for kind in get_args(Action)} - schema == set(VERBS)
