"""The pack's command: which workbooks it reads, whom it is for, and what it says where something is missing."""

from __future__ import annotations

import json
import shutil
from datetime import datetime
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from pmo_excel.core.tables import Origin, OwnColumn
from pmo_excel.hosts.cli import app
from pmo_excel.hosts.pack_command import recipients
from pmo_excel.hosts.portfolio_material import gathered, portfolio_package, without_stale
from pmo_excel.portfolio.tables import Projects
from pmo_excel.report.document import Audience
from pmo_excel.stakeholders.tables import Communications, Stakeholders
from pmo_excel.workbook.package import open_package
from pmo_excel.workbook.patch import Edit, patch
from pmo_excel.workbook.portfolio_reading import read_portfolio
from tests.conftest import ROOT
from tests.made import samples
from tests.report.kinds.portfolios import material, member, portfolio

MADE = datetime(2026, 4, 2, 9, 0)
OFFICE = "PRJ-001_Office_move.xlsx"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A portfolio that knows two projects, the workbook of one of them, and one that is none of its."""
    made = tmp_path_factory.mktemp("portfolio")
    package = open_package(ROOT / "workbook_templates" / "Portfolio.xlsx")
    excel = package.table("tblProjects")
    assert excel is not None
    row = excel.rows.first_row
    headers = {"A": "PRJ-001", "B": "Office Move"}
    edits = [Edit(excel.sheet, f"{letter}{row}", value) for letter, value in headers.items()]
    edits += [Edit(excel.sheet, f"A{row + 1}", "PRJ-999")]
    (made / "Portfolio.xlsx").write_bytes(patch(package, edits).data)
    (made / OFFICE).write_bytes(samples()[OFFICE])
    (made / "HRP-009_Payroll_switch.xlsx").write_bytes(samples()["HRP-009_Payroll_switch.xlsx"])
    return made


def test_a_pack_is_made_of_the_portfolio_in_a_folder_and_of_its_projects_there(folder: Path, tmp_path: Path) -> None:
    target = tmp_path / "pack.html"
    done = CliRunner().invoke(app, ["pack", str(folder), "--audience", "board", "-o", str(target), "--json"])
    made = json.loads(done.stdout)
    assert done.exit_code in (0, 1), done.output
    assert made["files"] == [str(target)]
    assert made["pages"] == 8
    assert [one["file"] for one in made["sources"]] == ["Portfolio.xlsx", OFFICE]
    assert any("PRJ-999" in problem["message"] for problem in made["problems"])
    assert "page 8 of 8" in target.read_text()


def test_a_folder_without_a_portfolio_says_how_to_make_one(folder: Path, tmp_path: Path) -> None:
    shutil.copy(folder / OFFICE, tmp_path / OFFICE)
    done = CliRunner().invoke(app, ["pack", str(tmp_path)])
    assert done.exit_code == 2
    assert "pmo collect" in done.output


def test_a_format_that_there_is_not_is_refused_before_anything_is_read(folder: Path) -> None:
    done = CliRunner().invoke(app, ["pack", str(folder), "--to", "odt"])
    assert done.exit_code == 2
    assert "odt" in done.output


def test_a_kind_of_portfolios_needs_the_workbook_of_one(folder: Path, tmp_path: Path) -> None:
    done = CliRunner().invoke(app, ["report", str(folder / OFFICE), "--kind", "collection", "-o", str(tmp_path)])
    assert done.exit_code == 2
    assert "made of a portfolio's workbook" in done.output


def test_a_source_that_leads_elsewhere_is_never_opened(folder: Path, tmp_path: Path) -> None:
    """What the register says is compared with the names of files that are near; it is never a path to open."""
    home = tmp_path / "home"
    home.mkdir()
    shutil.copy(folder / OFFICE, tmp_path / OFFICE)
    package = open_package(folder / "Portfolio.xlsx")
    register = read_portfolio(package).tables["Portfolio Register"]
    place = f"{register.origin.letters['source_file']}{register.origin.rows[0]}"
    path = home / "Portfolio.xlsx"
    path.write_bytes(patch(package, [Edit(register.origin.sheet, place, f"../{OFFICE}")]).data)
    found = portfolio_package(path)
    assert found is not None
    assert gathered(path, found, [], MADE).material.projects == ()
    shutil.copy(folder / OFFICE, home / OFFICE)
    assert [one.source.file for one in gathered(path, found, [], MADE).material.projects] == [OFFICE]


def test_who_opted_out_in_one_project_gets_no_pack() -> None:
    people = Stakeholders.of(
        2,
        Origin(own={"Opt-out": OwnColumn("Z", [None, "Yes"])}),
        id=np.array(["S-01", "S-02"], dtype=object),
        name=np.array(["Helen Marsh", "Omar Haddad"], dtype=object),
        email=np.array(["helen@example.org", "omar@example.org"], dtype=object),
        group=np.array(["Sponsor", "Sponsor"], dtype=object),
    )
    plan = Communications.of(
        2,
        id=np.array(["C-1", "C-2"], dtype=object),
        audience=np.array(["Sponsor", "S-01; S-02"], dtype=object),
    )
    book, own = portfolio(), member(1)
    own.tables |= {"Stakeholders": people, "Communications Plan": plan}
    given = material(book, own)
    assert [who.name for who in recipients(given, Audience.SPONSOR)] == ["Helen Marsh"]
    assert recipients(given, Audience.TEAM) == []


def test_projects_with_old_figures_are_left_out_everywhere_and_named() -> None:
    """Project 4 reported on 17 March; the report is of 2 April and the limit 7 days."""
    given, said = without_stale(material(portfolio()))
    assert [str(problem.code.value) for problem in said] == ["STALE"]
    assert "PRJ-004" in said[0].message
    register = given.evidence.table(Projects)
    assert register is not None
    assert register.id.tolist() == ["PRJ-001", "PRJ-002", "PRJ-003"]
    assert register.cell("id", 2).address == "'Portfolio Register'!A7"
    for table in given.evidence.tables.values():
        assert "PRJ-004" not in getattr(table, "project_id", np.array([])).tolist()
