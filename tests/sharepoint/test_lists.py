"""One project's workbook on the site: the project, its milestones, risks, issues and actions."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pytest

from pmo_excel.core.instants import instant
from pmo_excel.governance.tables import Actions, Charter, Issues, Status
from pmo_excel.risk.tables import Risks
from pmo_excel.schedule.tables import Milestones
from sharepoint.journal import Journal
from sharepoint.lists import ACTIONS, ISSUES, MILESTONES, PROJECTS, RISKS, in_currency, project_row, publication
from sharepoint.local import Running
from sharepoint.publish import apply_publication, plan_publication
from sharepoint.site import Site
from tests.sharepoint.publishing import Person


def texts(*values: str) -> np.ndarray:
    return np.array(values, dtype=object)


def charter(project: str = "ALPHA-001") -> Charter:
    finish = np.array([instant(date(2026, 12, 18))])
    return Charter.of(1, id=texts(project), name=texts("New billing system"), required_finish=finish)


def tables() -> list[Milestones | Risks | Issues | Actions]:
    return [
        Milestones.of(1, id=texts("M-1"), name=texts("Contract signed")),
        Risks.of(2, id=texts("R-1", "R-2"), title=texts("Late supplier", "Key person leaves")),
        Issues.of(1, id=texts("I-1"), title=texts("Test data missing")),
        Actions.of(1, id=texts("A-1"), action=texts("Order test data")),
    ]


def test_the_project_s_own_item_comes_from_charter_and_status() -> None:
    status = Status.of(1, executive_summary=texts("On time."))
    own = project_row(charter(), status)
    assert own.project == "ALPHA-001"
    assert own.rows[0]["Project Name"] == "New billing system"
    assert own.rows[0]["Executive Summary"] == "On time."


def test_each_table_goes_to_its_list() -> None:
    titles = [spec.title for spec, _ in publication(charter(), tables())]
    assert titles == [spec.title for spec in (PROJECTS, MILESTONES, RISKS, ISSUES, ACTIONS)]


def test_no_published_list_has_a_private_column() -> None:
    for spec in (PROJECTS, MILESTONES, RISKS, ISSUES, ACTIONS):
        private = {column.header for column in spec.columns if column.private}
        assert private.isdisjoint(field.title for field in spec.published)


def test_money_shows_its_sign_where_all_projects_share_a_currency() -> None:
    kinds = {field.title: field.kind.value for field in in_currency(PROJECTS, "EUR").published}
    assert kinds["Approved Budget"] == "Currency"


@pytest.mark.live
def test_two_projects_share_the_lists_and_a_second_publish_plans_nothing(server: Running, tmp_path: Path) -> None:
    site, journal = Site(server.url), Journal(tmp_path / "journal.db")
    for project in ("ALPHA-001", "BETA-002"):
        lists = publication(charter(project), tables())
        outcome = apply_publication(plan_publication(site, lists, [], journal), site, journal)
        assert outcome.complete
        assert outcome.done["Create"] == 6
        assert plan_publication(site, lists, [], journal).empty
    person = Person(server.url, PROJECTS.title)
    rows = {row["PMOProject"]: row for row in person.rows()}
    assert set(rows) == {"ALPHA-001", "BETA-002"}
    assert rows["BETA-002"]["PMORequiredFinish"] == "2026-12-17T23:00:00Z"  # midnight in Berlin
    assert len(Person(server.url, RISKS.title).rows()) == 4
