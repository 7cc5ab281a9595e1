"""Publishing to a site in this process: what lists keep, however large they are and whoever edits them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from pmo_excel.core.columns import Column, Type
from sharepoint.actions import Conflict, Create
from sharepoint.apply import Outcome
from sharepoint.journal import Journal
from sharepoint.lists import PROJECTS, PUBLISHED
from sharepoint.local import Limits
from sharepoint.publish import apply_publication, plan_publication
from sharepoint.wanted import ListSpec, ProjectRows
from tests.sharepoint.in_process import InProcess
from tests.sharepoint.publishing import RISKS, Publisher, risk, risks


@pytest.fixture
def web(tmp_path: Path) -> Iterator[InProcess]:
    """A site whose list view threshold is 20 items."""
    web = InProcess(tmp_path / "site", limits=Limits(view_threshold=20))
    yield web
    web.site.close()


@pytest.fixture
def publisher(web: InProcess, tmp_path: Path) -> Iterator[Publisher]:
    """A coordinator with an empty journal."""
    publisher = Publisher("http://127.0.0.1/sites/pmo", tmp_path / "journal.db")
    publisher.site = web.publisher_site()
    yield publisher
    publisher.journal.close()


def test_a_list_beyond_the_list_view_threshold_is_read_and_written(publisher: Publisher, web: InProcess) -> None:
    assert publisher.publish(risks(60)).complete
    changed = [risk(number, Owner="Kim") for number in range(1, 61)]
    web.fault("precondition", part=True, match="/items(", count=1)  # so that a row is read again by its key
    assert publisher.publish(changed).done["Update"] == 60
    assert publisher.plan(changed).empty


def test_a_removed_item_is_recycled_when_asked_and_made_anew_when_its_row_returns(
    publisher: Publisher, web: InProcess
) -> None:
    publisher.publish(risks(10))
    publisher.publish(risks(9))
    outcome = recycling(publisher, 9)
    assert (outcome.done["Recycle"], outcome.problems) == (1, [])
    (entry,) = publisher.journal.log(outcome.run)
    assert (entry.operation, entry.before["PMOOwner"]) == ("Recycle", "Jo")
    assert entry.url.startswith("http://127.0.0.1/sites/pmo/_layouts/15/RecycleBin.aspx?id=")
    assert len(web.items("PMO Risks")) == 9
    (create,) = publisher.plan(risks(10)).writes
    assert isinstance(create, Create)


def recycling(publisher: Publisher, count: int) -> Outcome:
    rows = [(publisher.spec, ProjectRows(publisher.project, risks(count), "Risks"))]
    plan = plan_publication(publisher.site, rows, (), publisher.journal, recycle=True)
    return apply_publication(plan, publisher.site, publisher.journal)


def test_an_item_that_a_person_takes_up_again_is_not_recycled(publisher: Publisher, web: InProcess) -> None:
    publisher.publish(risks(10))
    publisher.publish(risks(9))
    rows = [(publisher.spec, ProjectRows(publisher.project, risks(9), "Risks"))]
    plan = plan_publication(publisher.site, rows, (), publisher.journal, recycle=True)
    (item,) = [item for item in web.items("PMO Risks") if item["PMORiskID"] == "R-10"]
    web.edit("PMO Risks", item["Id"], {"PMOOwner": "Ada"})
    assert apply_publication(plan, publisher.site, publisher.journal).done["Recycle"] == 0
    assert len(web.items("PMO Risks")) == 10


def test_a_damaged_journal_costs_no_edit_and_doubles_nothing(
    publisher: Publisher, web: InProcess, tmp_path: Path
) -> None:
    publisher.publish(risks(9))
    (item,) = [item for item in web.items("PMO Risks") if item["PMORiskID"] == "R-3"]
    web.edit("PMO Risks", item["Id"], {"PMOOwner": "Ada"})
    publisher.journal.close()
    path = tmp_path / "journal.db"
    path.write_bytes(path.read_bytes()[:5000])
    publisher.journal = Journal(path)
    assert publisher.journal.damaged
    plan = publisher.plan([risk(number, Owner="Kim") for number in range(1, 10)])
    assert [type(action).__name__ for action in plan.actions].count("Update") == 8
    assert [(each.field, each.site, each.known) for each in plan.conflicts] == [("Owner", "Ada", False)]


def test_a_value_typed_into_a_computed_column_is_replaced_and_told(publisher: Publisher, web: InProcess) -> None:
    columns = (*RISKS.columns, Column("Score", "Computed.", Type.NUMBER, computed="RISKREGISTER"))
    publisher.spec = replace(RISKS, columns=columns)
    publisher.publish([risk(1, Score=6.0)])
    web.edit("PMO Risks", 1, {"PMOScore": 1.0})
    outcome = publisher.publish([risk(1, Score=6.0)])
    assert outcome.replaced == ["replaced PMO Risks: R-1 Risk 1: Score 1 (typed on the site) → 6"]
    assert web.items("PMO Risks")[0]["PMOScore"] == 6.0


def test_an_edit_on_a_row_that_is_gone_is_told_and_left(publisher: Publisher, web: InProcess) -> None:
    publisher.publish(risks(10))
    (item,) = [item for item in web.items("PMO Risks") if item["PMORiskID"] == "R-10"]
    web.edit("PMO Risks", item["Id"], {"PMODescription": "Not over yet"})
    outcome = publisher.publish(risks(9))
    (conflict,) = outcome.conflicts
    assert isinstance(conflict, Conflict)
    assert (conflict.gone, conflict.id) == (True, item["Id"])
    assert {item["PMOState"] for item in web.items("PMO Risks")} == {"Active"}


@pytest.mark.parametrize("spec", [PROJECTS, *PUBLISHED.values()], ids=lambda spec: spec.title)
def test_no_rate_and_nothing_private_has_a_column_on_the_site(spec: ListSpec) -> None:
    hidden = {column.header for column in spec.columns if column.private or column.type is Type.RATE}
    assert not hidden & {field.header for field in spec.published}
