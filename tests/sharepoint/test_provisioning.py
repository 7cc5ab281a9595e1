"""Provisioning on a site over HTTP, and what publishing can do before and after with which role."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from sharepoint.batch import Operation
from sharepoint.documents import LIBRARY
from sharepoint.errors import SharePointError
from sharepoint.journal import Journal
from sharepoint.lists import RISKS
from sharepoint.local import Running, running
from sharepoint.provision import shapes
from sharepoint.provisioning import apply_provision, plan_provision
from sharepoint.publish import apply_publication, plan_publication
from sharepoint.site import Site
from sharepoint.wanted import ProjectRows
from tests.refresh.workbooks import make
from tests.sharepoint.processes import Office
from tests.sharepoint.publishing import HOSTILE

pytestmark = pytest.mark.live


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, Site]]:
    """A site that has been provisioned."""
    folder = tmp_path_factory.mktemp("site")
    with running(folder) as local:
        site = Site(local.url)
        outcome = apply_provision(plan_provision(site, shapes("EUR")), site)
        assert outcome.problems == []
        assert outcome.requests <= 15
        yield folder, site


def merge(site: Site, path: str, kind: str, **values: Any) -> None:
    (answer,) = site.send([Operation("MERGE", path, {"__metadata": {"type": kind}, **values}, "*")], "changing it")
    assert answer.ok, answer


def test_a_second_run_plans_nothing_also_with_another_currency(prepared: tuple[Path, Site]) -> None:
    site = prepared[1]
    assert plan_provision(site, shapes("EUR")).empty
    assert plan_provision(site, shapes()).empty


def test_the_form_shows_the_columns_in_the_workbook_s_order(prepared: tuple[Path, Site]) -> None:
    shape = next(shape for shape in shapes("EUR") if shape.title == "Risks")
    rows = prepared[1].get("Web/Lists/GetByTitle('Risks')/Fields?$select=InternalName,Title", "reading")["results"]
    ours = [(row["InternalName"], row["Title"]) for row in rows if row["InternalName"].startswith("PMO")]
    assert ours == [(column.name, column.title) for column in shape.fields]
    assert ("PMORiskOwner", "Risk Owner") in ours


def test_what_people_changed_stays_and_what_is_missing_comes_back(prepared: tuple[Path, Site]) -> None:
    site = prepared[1]
    actions = "Web/Lists/GetByTitle('Actions')"
    owner = f"{actions}/Fields/GetByInternalNameOrTitle('PMOActionOwner')"
    merge(site, owner, "SP.Field", Title="Accountable")
    merge(site, f"{actions}/Views/GetByTitle('Open')", "SP.View", ViewQuery="")
    merge(site, actions, "SP.List", EnableVersioning=False)
    (gone,) = site.send([Operation("DELETE", f"{actions}/Views/GetByTitle('Overdue')", None, "*")], "deleting")
    assert gone.ok
    plan = plan_provision(site, shapes("EUR"))
    assert [str(step) for step in plan.steps] == ["Actions: keep versions", "Actions: add view Overdue"]
    assert len(plan.differences) == 2
    assert apply_provision(plan, site).problems == []
    after = plan_provision(site, shapes("EUR"))
    assert after.empty
    assert after.differences == plan.differences
    assert site.get(owner, "reading")["Title"] == "Accountable"
    merge(site, owner, "SP.Field", Title="Action Owner")


def published(site: Site, folder: Path, rows: list[dict[str, Any]]) -> Any:
    with Journal(folder / "journal.db") as journal:
        plan = plan_publication(site, [(RISKS, ProjectRows("ALPHA", rows, "Risks"))], [], journal)
        return plan, apply_publication(plan, site, journal)


def shown(site: Site, view: str) -> set[str]:
    """The rows that a view's own query finds."""
    query = site.get(f"Web/Lists/GetByTitle('Risks')/Views/GetByTitle('{view}')?$select=ViewQuery", "reading")
    xml = f"<View><Query>{query['ViewQuery']}</Query><RowLimit>100</RowLimit></View>"
    body = {"query": {"__metadata": {"type": "SP.CamlQuery"}, "ViewXml": xml}}
    answer = site.connection.send("POST", "Web/Lists/GetByTitle('Risks')/GetItems", body)
    return {str(row["PMORiskID"]) for row in site.value(answer, "reading")["results"]}


def test_each_view_shows_what_its_name_says(prepared: tuple[Path, Site], tmp_path: Path) -> None:
    """By hand: settled are Occurred and Closed; no status, or a word of one's own, is open."""
    site = prepared[1]
    today = datetime.now(UTC).date()
    past, future = today - timedelta(10), today + timedelta(10)
    statuses: list[tuple[str, str | None, date | None]] = [
        ("R-1", "Open", past),
        ("R-2", "Open", future),
        ("R-3", "Closed", past),
        ("R-4", "Occurred", past),
        ("R-5", None, past),
        ("R-6", "Parked", None),
    ]
    rows = [
        {"Risk ID": key, "Risk Title": HOSTILE, "Risk Status": status, "Response Due": due, "Risk Owner": "Jo"}
        for key, status, due in statuses
    ]
    gone = {"Risk ID": "R-7", "Risk Title": "Gone", "Risk Status": "Open", "Response Due": past}
    assert published(site, tmp_path, [*rows, gone])[1].complete
    plan, outcome = published(site, tmp_path, rows)
    assert outcome.complete
    assert [type(action).__name__ for action in plan.writes if "PMO Publications" not in str(action)] == ["Retire"]
    assert shown(site, "Open") == {"R-1", "R-2", "R-5", "R-6"}
    assert shown(site, "Open by owner") == {"R-1", "R-2", "R-5", "R-6"}
    assert shown(site, "Overdue") == {"R-1", "R-5"}
    assert shown(site, "Removed") == {"R-7"}


def test_two_items_with_one_key_are_reported_when_the_key_is_made_unique(tmp_path: Path) -> None:
    """A list in which somebody has switched the unique key off and copied an item."""
    with running(tmp_path / "site") as local:
        site = Site(local.url)
        apply_provision(plan_provision(site, shapes()), site)
        key = "Web/Lists/GetByTitle('Risks')/Fields/GetByInternalNameOrTitle('PMOKey')"
        merge(site, key, "SP.Field", EnforceUniqueValues=False)
        holder = site.describe(["Risks"]).lists["Risks"]
        assert holder is not None
        body = {"__metadata": {"type": holder.entity_type}, "Title": "Twice", "PMOKey": "alpha|r-1"}
        copies = [Operation("POST", f"{holder.path}/items", body)] * 2
        assert all(answer.ok for answer in site.send(copies, "copying"))
        plan = plan_provision(site, shapes())
        assert [str(step) for step in plan.steps] == ["Risks: unique values for the column PMO Key"]
        (problem,) = apply_provision(plan, site).problems
        assert "Two items have the same key" in problem.suggestion


def test_the_real_commands_provision_with_manage_and_publish_with_write(tmp_path: Path) -> None:
    """Lists, rows, the status page and what links them: everything that a publish makes is provisioned."""
    office = Office(tmp_path / "office")
    book = office.folder / "TST-001 Test.xlsx"
    book.write_bytes(make())
    with restarted(tmp_path / "site", "manage") as local:
        office.allowed = (local.url.split("/")[2],)
        assert "7 CreateList" in office.pmo("publish", "provision", "apply", "--site", local.url)
    with restarted(tmp_path / "site", "write") as local:
        office.allowed = (local.url.split("/")[2],)
        said = office.pmo("publish", "apply", book, "--site", local.url)
        assert "1 UploadFile" in said
        assert "denied" not in said
        assert "nothing to do" in office.pmo("publish", "provision", "plan", "--site", local.url)


def restarted(folder: Path, role: str) -> Any:
    return running(folder, arguments=("--role", role))


def test_publishing_needs_no_more_than_write_once_the_lists_are_there(tmp_path: Path) -> None:
    rows = [{"Risk ID": "R-1", "Risk Title": "One", "Risk Status": "Open"}]
    with restarted(tmp_path / "site", "write") as local, pytest.raises(SharePointError, match="Access is denied"):
        published(Site(local.url), tmp_path, rows)
    with restarted(tmp_path / "site", "manage") as local:
        site = Site(local.url)
        assert apply_provision(plan_provision(site, shapes()), site).problems == []
    with restarted(tmp_path / "site", "write") as local:
        plan, outcome = published(Site(local.url), tmp_path, rows)
        assert outcome.complete
        assert {type(action).__name__ for action in plan.writes} == {"Create"}
        library = Site(local.url).connection.send("GET", f"Web/Lists/GetByTitle('{LIBRARY}')")
        assert library.ok
    with restarted(tmp_path / "site", "read") as local:
        outcome = published(Site(local.url), tmp_path, [{**rows[0], "Risk Title": "Two"}])[1]
        assert not outcome.complete
        assert "Access is denied" in str(outcome.problems[0])


@pytest.mark.parametrize("skip", range(5))
def test_a_run_that_is_cut_off_goes_on_where_it_was(server: Running, skip: int) -> None:
    """The reply to one request is lost after the site has carried it out, at any of the five."""
    site = Site(server.url)
    site.connection.sleep = lambda seconds: None
    plan = plan_provision(site, shapes())
    server.fault("lose-after", count=1, skip=skip)
    with pytest.raises(SharePointError):
        apply_provision(plan, site)
    server.clear_faults()
    rest = plan_provision(site, shapes())
    assert rest.steps != plan.steps
    assert apply_provision(rest, site).problems == []
    after = plan_provision(site, shapes())
    assert (after.steps, after.differences) == ((), ())
