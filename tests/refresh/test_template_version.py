"""The version of the template stays in the workbook until it is upgraded; an older one is an offer, not an error."""

from __future__ import annotations

from pathlib import Path

import pytest

from pmo_excel.core.problems import Code
from pmo_excel.governance.status import TEMPLATE_VERSION
from pmo_excel.refresh.template_version import version_cell
from pmo_excel.workbook.refs import cell_at
from tests.hosts.test_cli import pmo, printed
from tests.refresh.workbooks import book_of, make, refresh, typed


def with_version(data: bytes, version: str) -> bytes:
    cell = version_cell(book_of(data).tables["Charter"])
    assert cell is not None
    return typed(data, "Charter", cell.ref, version)


def held(data: bytes) -> object:
    book = book_of(data)
    cell = version_cell(book.tables["Charter"])
    assert cell is not None
    return book.raw_cell("Charter", *cell_at(cell.ref))


def test_an_older_workbook_keeps_its_version() -> None:
    """What an upgrade brings, `pmo check` says."""
    result, patched = refresh(with_version(make(), "0.9"))
    assert patched is not None
    assert held(patched.data) == "0.9"
    assert Code.OLDER_TEMPLATE not in {p.code for p in result.problems}


def test_a_newer_workbook_asks_for_a_newer_program_and_keeps_its_version() -> None:
    result, patched = refresh(with_version(make(), "v99"))
    (problem,) = [p for p in result.problems if p.code is Code.OLDER_TEMPLATE]
    assert "newest pmo-excel" in problem.suggestion
    assert patched is not None
    assert held(patched.data) == "v99"


def test_a_new_workbook_gets_the_version_and_nothing_is_said() -> None:
    result, patched = refresh(make())
    assert patched is not None
    assert str(held(patched.data)) == TEMPLATE_VERSION
    assert Code.OLDER_TEMPLATE not in {p.code for p in result.problems}
    assert refresh(patched.data)[0].changes == ()


def test_the_offer_lists_the_changes_and_taking_it_settles_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PMO_STATE", str(tmp_path / "state"))
    path = tmp_path / "plan.xlsx"
    path.write_bytes(with_version(make(), "0"))
    offered = printed(pmo("upgrade", path, "--level", "Standard", "--dry-run", "--json"))
    assert offered["shown"] or offered["sheets"]
    assert held(path.read_bytes()) == "0"
    assert pmo("upgrade", path, "--level", "Standard").exit_code == 0
    assert held(path.read_bytes()) == TEMPLATE_VERSION
    found = printed(pmo("check", path, "--json"))["files"][0]["problems"]
    assert "template version" not in " ".join(p["message"] for p in found)
