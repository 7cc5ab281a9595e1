"""GV1: a new workbook of a method has its stages, gates, checklist and products; GV2, GV3 in its cells."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from pmo_excel.core.instants import as_date
from pmo_excel.core.lists import LISTS
from pmo_excel.core.problems import Code
from pmo_excel.governance.gate_checklist import checklist
from pmo_excel.governance.life_cycle import LIFE_CYCLES, gates, gates_before, place_of, required_products, stages
from pmo_excel.governance.method_content import method_and_level
from pmo_excel.hosts.books import opened
from tests.hosts.test_cli import pmo, printed
from tests.refresh.workbooks import refresh, typed


@pytest.fixture(scope="module")
def prince2(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("method") / "plan.xlsx"
    made = pmo("new", "project", path, "--id", "PRJ-001", "--name", "Office move", "--method", "PRINCE2 standard")
    assert made.exit_code == 0, made.stdout
    return path


def column(path: Path, sheet: str, field: str) -> list[Any]:
    return list(getattr(opened(path).tables[sheet], field).tolist())


def test_prince2_standard_has_five_stages_and_its_gates(prince2: Path) -> None:
    """PRINCE2's stages as the specification's list writes them, with one delivery stage to begin with."""
    names, kinds = column(prince2, "Schedule", "name"), column(prince2, "Schedule", "task_type")
    summaries = [n for n, kind in zip(names, kinds, strict=True) if kind == "Summary"]
    assert summaries == ["Pre-project", "Initiation", "Delivery stage 1", "Final delivery", "Post-project"]
    assert list(dict.fromkeys(column(prince2, "Stage Gates", "gate"))) == list(LISTS["Gate"])
    assert [n for n, kind in zip(names, kinds, strict=True) if kind == "Milestone"] == [
        f"Gate {g}" for g in LISTS["Gate"]
    ]
    charter = opened(prince2).tables["Charter"]
    said = [getattr(charter, f)[0] for f in ("id", "methodology", "current_stage", "template_level")]
    assert said == ["PRJ-001", "PRINCE2", "Pre-project", "Standard"]
    states = {sheet.name: sheet.state for sheet in opened(prince2).package.sheets}
    assert states["Stage Gates"] == states["Deliverables"] == "visible"


def test_its_plan_is_scheduled_gate_after_gate(prince2: Path) -> None:
    data = prince2.read_bytes()
    charter = opened(prince2).tables["Charter"]
    for field, day in (("planned_start", date(2026, 3, 2)), ("status_date", date(2026, 2, 27))):
        data = typed(data, "Charter", charter.cell(field, 0).ref, day)
    result, _ = refresh(data)
    assert {as_date(day) for day in result.tables["Schedule"].finish.tolist()} == {date(2026, 3, 2)}
    assert not [p for p in result.problems if p.cell.sheet in ("Schedule", "Stage Gates", "Deliverables")]


@pytest.mark.parametrize("method", LIFE_CYCLES)
def test_every_method_has_known_stages_and_gates_in_order(method: str) -> None:
    assert {s.name for s in stages(method)} <= set(LISTS["Stage"])
    order = [LISTS["Gate"].index(gate) for gate in gates(method)]
    assert order == sorted(set(order))
    assert set(LIFE_CYCLES) == set(LISTS["Methodology"])
    assert list(dict.fromkeys(row["Gate"] for row in checklist(method))) == gates(method)
    assert {p.gate for p in required_products(method, "Structured")} <= set(gates(method))
    light, full = (len(required_products(method, level)) for level in ("Light", "Structured"))
    assert light < full


def test_a_method_is_understood_by_its_first_letters_and_with_a_level() -> None:
    said = ("PRINCE2 standard", "pmbok", "agile", "hybrid Structured", "light", "waterfall", "p")
    assert [method_and_level(one) for one in said] == [
        ("PRINCE2", "Standard"),
        ("PMBOK predictive", ""),
        ("Agile/Scrum", ""),
        ("Hybrid", "Structured"),
        ("Light", ""),
        (None, ""),
        (None, ""),
    ]


def test_an_unknown_method_is_refused_and_nothing_is_made(tmp_path: Path) -> None:
    refused = pmo("new", "project", tmp_path / "x.xlsx", "--method", "waterfall")
    assert refused.exit_code == 2
    assert not (tmp_path / "x.xlsx").exists()


def test_a_typed_go_without_evidence_is_a_finding_and_the_command_refuses_it(
    prince2: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """GV2 and GV3 in the cells: readiness and what is missing stand on the gate's first row."""
    monkeypatch.setenv("PMO_STATE", str(tmp_path / "state"))
    path = tmp_path / "plan.xlsx"
    path.write_bytes(prince2.read_bytes())
    assert pmo("gates", path, "--decide", "G0", "--outcome", "Go", "--by", "Board").exit_code == 2
    assert path.read_bytes() == prince2.read_bytes()
    cell = opened(path).tables["Stage Gates"].cell("gate_outcome", 0)
    result, _ = refresh(typed(path.read_bytes(), "Stage Gates", cell.ref, "Go"))
    (found,) = [p for p in result.problems if p.code is Code.GATE and "cannot be Go" in p.message]
    assert found.cell.ref == cell.ref
    table = result.tables["Stage Gates"]
    assert table.readiness_percent[0] == 0
    assert table.missing_mandatory[0].startswith("Executive named; Strategic objective named")
    held = pmo("gates", path, "--decide", "G0", "--outcome", "hold", "--by", "Board", "--json")
    assert printed(held)["outcome"] == "Hold"
    rows = printed(pmo("gates", path, "--json"))["value"]
    first = dict(zip(rows[0], rows[1], strict=True))
    said = [first[header] for header in ("Gate", "Outcome", "Decided By", "Next")]
    assert said == ["G0 Mandate", "Hold", "Board", True]
    assert first["Verdict"].startswith("Not ready: Executive named, ")


def test_a_stage_belongs_to_its_method_and_tells_which_gates_are_passed() -> None:
    """A second delivery stage is one of PRINCE2's; a light project may name Hybrid's finer stages."""
    assert place_of("Delivery stage 2", "PRINCE2") is not None
    assert place_of("Release 3", "Agile/Scrum") is not None
    assert place_of("Plan", "Light") is not None
    assert place_of("Deliver", "PRINCE2") is None
    assert place_of("Deliver 2", "Hybrid") is None
    assert gates_before("Initiation", "PRINCE2") == ["G0 Mandate", "G1 Initiate"]
    assert gates_before("Deliver", "Light") == ["G1 Initiate"]
    assert gates_before("Launch", "Light") == ["G1 Initiate"]
    assert gates_before("", "PRINCE2") == []
