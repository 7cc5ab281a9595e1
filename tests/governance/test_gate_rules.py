"""GV2: what a gate may decide, over random sequences of results, evidence, conditions and decisions."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pmo_excel.governance.gate_rules import CONDITIONAL, GO, HOLD, NEXT, NOT_HELD, PASSED, STOP, Gate, Item, decided

OUTCOMES = (GO, CONDITIONAL, HOLD, STOP, NOT_HELD)
ITEMS = st.builds(
    Item,
    row=st.just(0),
    name=st.sampled_from(("Charter", "Business case", "Risk review")),
    mandatory=st.booleans(),
    result=st.sampled_from(("Yes", "Partly", "No", "N/A", "")),
    evidence=st.booleans(),
    condition=st.sampled_from(("", "Sign it")),
    due=st.sampled_from((-(2**63), 1440)),
    owner=st.sampled_from(("", "Ana")),
)
CHECKLISTS = st.lists(ITEMS, min_size=1, max_size=4).map(tuple)
STEPS = st.lists(
    st.tuples(st.integers(0, 2), st.one_of(st.sampled_from(OUTCOMES), CHECKLISTS)), min_size=1, max_size=12
)


def _sound(gate: Gate) -> bool:
    """The rules said once more, from GV2: evidence of all that is mandatory, or a complete condition for it."""
    applying = [i for i in gate.items if i.result != "N/A"]
    there = [i for i in applying if i.result == "Yes" and (i.evidence or not i.mandatory)]
    missing = [i for i in applying if i.mandatory and i not in there]
    if gate.outcome == GO:
        return not missing and all(not i.condition or i in there for i in applying)
    open_ones = [i for i in applying if i.condition and i not in there]
    return (
        any(i.condition for i in gate.items)
        and all(i.condition for i in missing)
        and all(i.due > 0 and i.owner for i in open_ones)
    )


@settings(max_examples=50)
@given(st.lists(CHECKLISTS, min_size=3, max_size=3), STEPS)
def test_no_sequence_of_steps_passes_a_gate_that_must_not_be_passed(
    checklists: list[tuple[Item, ...]], steps: list[tuple[int, str | tuple[Item, ...]]]
) -> None:
    gates = [Gate(f"G{n}", items) for n, items in enumerate(checklists)]
    for at, step in steps:
        if not isinstance(step, str):
            if gates[at].outcome not in PASSED:
                gates[at] = replace(gates[at], items=step)
            continue
        before = gates[at]
        made, refused = decided(gates, before.name, step, "Board")
        assert (made is None) == bool(refused)
        if made is None:
            continue
        gates[at] = made
        assert before.outcome not in (GO, STOP), "Go and Stop are final"
        assert made.outcome == step
        if step in PASSED:
            assert _sound(made)
            earlier = [g for g in gates[:at] if any(i.result != "N/A" for i in g.items)]
            assert all(g.outcome in PASSED for g in earlier)


def test_a_gate_with_all_evidence_may_go_and_then_is_final() -> None:
    gate = Gate("G1 Initiate", (Item(0, "Charter", True, "Yes", True), Item(1, "Size", False, "No", False)))
    made, refused = decided([gate], gate.name, GO, "Board")
    assert made is not None
    assert (made.outcome, refused) == (GO, [])
    assert all(decided([made], gate.name, after, "Board")[0] is None for after in OUTCOMES)


def test_without_evidence_it_is_conditional_with_date_and_owner_or_it_is_held() -> None:
    item = Item(0, "Business case", True, "Yes", False)
    gate = Gate("G1 Initiate", (item,))
    _, refused = decided([gate], gate.name, GO, "Board")
    assert [r.message for r in refused] == ["G1 Initiate cannot be Go: Business case is not in place"]
    asked = replace(gate, items=(replace(item, condition="Link it"),))
    _, refused = decided([asked], gate.name, CONDITIONAL, "Board")
    assert "no due date and no owner" in refused[0].message
    full = replace(gate, items=(replace(item, condition="Link it", due=1440, owner="Ana"),))
    made, _ = decided([full], gate.name, CONDITIONAL, "Board")
    assert made is not None
    assert [i.name for i in made.overdue(2 * 1440)] == ["Business case"]
    assert made.overdue(1440) == []
    met = replace(made, items=(replace(full.items[0], evidence=True),))
    assert decided([met], gate.name, GO, "Board")[0] is not None


@pytest.mark.parametrize("outcome", [GO, STOP])
def test_nothing_follows_a_final_outcome(outcome: str) -> None:
    assert NEXT[outcome] == frozenset()


def test_nobody_decides_without_a_name_or_with_a_cell_that_cannot_be_read() -> None:
    gate = Gate("G1", (Item(0, "Charter", True, "Yes", True),))
    assert decided([gate], "G1", GO, "")[1]
    assert decided([replace(gate, readable=False)], "G1", GO, "Board")[1]
