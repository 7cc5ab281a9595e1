"""GV8: an approval lapses when what was approved is edited; GV4: the recommended level in the charter's cells."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmo_excel.core.problems import Code
from pmo_excel.core.tables import columns
from pmo_excel.governance.approvals import RUNNING, changed_fields, fingerprint
from pmo_excel.governance.tables import Benefits, Charter, Deliverables
from pmo_excel.hosts.books import opened
from tests.hosts.test_cli import pmo, printed
from tests.made import workbook
from tests.refresh.workbooks import CHARTER, TASKS, refresh, typed

CONTENT: dict[str, list[dict[str, Any]]] = {
    "Charter": [CHARTER | {"Objectives": "One office.", "Size (1-10)": 9, "Risk (1-10)": 8, "Novelty (1-10)": 6}],
    "Schedule": TASKS,
    "Deliverables": [{"Deliverable ID": "P-01", "Deliverable": "Network plan", "Version": "0.3"}],
}


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PMO_STATE", str(tmp_path / "state"))
    made = tmp_path / "plan.xlsx"
    made.write_bytes(workbook("Standard", CONTENT))
    return made


def edited(path: Path, sheet: str, field: str, value: object) -> bytes:
    return typed(path.read_bytes(), sheet, opened(path).tables[sheet].cell(field, 0).ref, value)


def statuses(data: bytes) -> list[Any]:
    return list(refresh(data)[0].tables["Approvals"].status.tolist())


def test_an_edit_of_the_text_voids_the_approval_and_the_next_one_counts(path: Path) -> None:
    done = pmo("approve", path, "Charter", "--by", "Helen Marsh", "--date", "2026-03-02", "--json")
    assert (printed(done)["item"], printed(done)["version"]) == ("Charter", "1")
    assert pmo("approve", path, "p-01", "--by", "Petra Lang").exit_code == 0
    table = opened(path).tables["Approvals"]
    assert table.version.tolist() == ["1", "0.3"]
    assert table.status.tolist() == ["Approved", "Approved"]

    assert statuses(edited(path, "Charter", "lifecycle_status", "Active")) == ["Approved", "Approved"]
    path.write_bytes(edited(path, "Charter", "objectives", "Two offices."))
    result, _ = refresh(path.read_bytes())
    assert result.tables["Approvals"].status.tolist() == ["Approval lapsed", "Approved"]
    assert result.tables["Approvals"].changed.tolist() == ["Objectives", None]
    assert result.tables["Charter"].approval[0] == (
        "Approval lapsed: Objectives changed since version 1 was approved by Helen Marsh on 02-Mar-26."
    )
    (found,) = [p for p in result.problems if p.code is Code.APPROVAL_LAPSED]
    assert found.cell.ref == result.tables["Charter"].cell("objectives", 0).ref

    again = pmo("approve", path, "Charter", "--by", "Helen Marsh", "--json")
    assert printed(again)["version"] == "2"
    assert statuses(path.read_bytes()) == ["Superseded", "Approved", "Approved"]


def test_what_is_not_there_or_cannot_be_read_is_not_approved(path: Path) -> None:
    before = path.read_bytes()
    assert pmo("approve", path, "P-99", "--by", "Petra Lang").exit_code == 2
    path.write_bytes(edited(path, "Charter", "approved_budget", "a lot"))
    refused = pmo("approve", path, "Charter", "--by", "Helen Marsh", "--json")
    assert refused.exit_code == 2
    assert printed(refused)["problems"][0]["column"] == "Approved Budget"
    assert before != path.read_bytes()


def test_the_recommended_level_stands_in_the_charter_and_follows_the_settings(path: Path) -> None:
    """By hand: 9 + 8 + 6 = 23; the limits are 12 and 24, and then 20 for Structured."""
    charter = refresh(path.read_bytes())[0].tables["Charter"]
    assert charter.recommended_level[0] == "Standard"
    settings = opened(path).tables["Settings"]
    row = settings.name.tolist().index("Structured level from")
    lower = refresh(typed(path.read_bytes(), "Settings", settings.cell("value", row).ref, 20))[0].tables["Charter"]
    assert lower.recommended_level[0] == "Structured"
    assert "Structured from 20" in lower.recommended_why[0]


@pytest.mark.parametrize("cls", [Charter, Deliverables, Benefits])
def test_fields_that_go_on_are_fields_that_people_type(cls: type[Charter]) -> None:
    names = {Charter: "Charter", Deliverables: "Deliverables", Benefits: "Benefits"}
    assert all(columns(cls)[field].typed for field in RUNNING[names[cls]])


TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=12)


@given(st.lists(TEXTS, min_size=3, max_size=3), st.lists(TEXTS, min_size=3, max_size=3))
def test_exactly_the_edited_fields_are_named(before: list[str], after: list[str]) -> None:
    """Spaces at the ends and their number are no edit: cells lose and gain them by themselves."""
    fields = ("name", "objectives", "in_scope")

    def made(texts: list[str]) -> Charter:
        return Charter.of(1, **{f: np.array([t or None], dtype=object) for f, t in zip(fields, texts, strict=True)})

    wanted = [f for f, a, b in zip(fields, before, after, strict=True) if a.split() != b.split()]
    assert changed_fields(fingerprint(made(before), 0), made(after), 0) == wanted
