"""GV12: the same text in the words of either method, and back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmo_excel.governance.life_cycle import required_products
from pmo_excel.governance.terms import TERMS, term, translated


@pytest.mark.parametrize(("pmbok", "prince2"), TERMS.items())
def test_every_term_goes_there_and_back(pmbok: str, prince2: str) -> None:
    assert translated(pmbok, "PRINCE2") == prince2
    assert translated(prince2, "PMBOK") == pmbok
    assert translated(prince2, "PRINCE2") == prince2
    assert translated(pmbok, "PMBOK") == pmbok


def test_no_two_terms_share_a_word() -> None:
    assert len(set(TERMS.values())) == len(TERMS)
    assert not TERMS.keys() & set(TERMS.values())


@given(st.lists(st.sampled_from([*TERMS, "of the", "is late;", "and", "12", "re-phase", "staged"]), max_size=8))
def test_texts_go_there_and_back(parts: list[str]) -> None:
    text = " | ".join(parts)
    assert translated(translated(text, "PRINCE2"), "PMBOK") == text


def test_capitals_plurals_and_other_words_are_kept() -> None:
    said = "CHANGE REQUESTS, phase gates and the sponsor's status report; sponsored, two-phase"
    wanted = "REQUESTS FOR CHANGE, stage boundaries and the executive's highlight report; sponsored, two-phase"
    assert translated(said, "PRINCE2").casefold() == wanted.casefold()
    assert translated("Executive summary of the product backlog", "PMBOK") == "Executive summary of the product backlog"


def test_products_have_the_words_of_the_method() -> None:
    names = {term(p.name, "PRINCE2") for p in required_products("PRINCE2")}
    assert {"Project brief", "Project initiation documentation", "End stage report", "Lessons log"} <= names
    assert "Project charter" in {term(p.name, "Hybrid") for p in required_products("Hybrid")}
