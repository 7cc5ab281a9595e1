"""The commands that publish, on a local site: rehearsed without network, and sent as rehearsed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from pmo_excel.hosts.cli import app
from pmo_excel.workbook.sample import sample
from pmo_excel.workbook.save import create
from sharepoint.local import Running, running

pytestmark = pytest.mark.live


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with running(tmp_path_factory.mktemp("site")) as found:
        yield found


@pytest.fixture
def book(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """One project of the sample, computed, and a state folder of its own."""
    monkeypatch.setenv("PMO_STATE", str(tmp_path / "state"))
    name, data = next(iter(sample().items()))
    create(tmp_path / name, data)
    CliRunner().invoke(app, ["refresh", str(tmp_path / name)])
    return tmp_path / name


def run(*arguments: object, status: int | None = 0) -> dict[str, Any]:
    done = CliRunner().invoke(app, [*map(str, arguments), "--json"])
    assert status is None or done.exit_code == status, done.output
    return dict(json.loads(done.stdout))


def test_what_is_sent_is_what_was_rehearsed(site: Running, book: Path, tmp_path: Path) -> None:
    recording, listed = tmp_path / "site.json", tmp_path / "requests.json"
    run("sharepoint", "record", "--site", site.url, "-o", recording)
    found = run("publish", "plan", book, "--rehearse", recording, "--requests", listed, status=None)
    assert json.loads(listed.read_text(encoding="utf-8")) == found["requests"]
    assert any("$batch" in request["url"] for request in found["requests"])
    sent = run("publish", "apply", book, "--site", site.url, "--compare", recording, status=None)
    assert [p["message"] for p in sent["problems"] if "rehearsed" in p["message"]] == []
    assert sent["requests"] > 0
    again = run("publish", "apply", book, "--site", site.url, "--compare", recording, status=None)
    assert len([p for p in again["problems"] if "are not as rehearsed" in p["message"]]) == 1  # the site has changed


def test_a_recording_of_another_site_is_refused(site: Running, book: Path, tmp_path: Path) -> None:
    run("sharepoint", "record", "--site", site.url, "-o", tmp_path / "site.json")
    other = "https://contoso.sharepoint.com/sites/other"
    found = run("publish", "plan", book, "--site", other, "--rehearse", tmp_path / "site.json", status=2)
    assert "not of https://contoso" in found["problems"][0]["message"]


def test_without_a_connection_it_waits_and_is_sent_later_in_order(
    site: Running, book: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The site's port is closed meanwhile; the workbook changes between, and so does the site: its edit is kept."""
    monkeypatch.setattr("sharepoint.connection.Connection.pause", lambda self, seconds: None)
    with running(tmp_path / "away") as away:
        port = int(away.url.split(":")[2].partition("/")[0])
        run("publish", "apply", book, "--site", away.url, status=None)
    run("patch", book, "Status!B6", "Waits for the board.", status=None)
    queued = run("publish", "apply", book, "--site", away.url, status=2)
    assert any("waits in the queue" in problem["message"] for problem in queued["problems"])
    assert run("publish", "resume", status=2)["sent"][0]["sent"] is False
    assert len(run("publish", "resume", "--list")["waiting"]) == 1
    with running(tmp_path / "away", port=port):
        (sent,) = run("publish", "resume", status=None)["sent"]
        assert sent["sent"]
        assert run("publish", "resume", "--list")["waiting"] == []
        assert run("publish", "resume") == {"sent": []}
        plan = run("publish", "plan", book, "--site", away.url, status=None)["plan"]
        assert [action for action in plan["actions"] if action["action"] != "Conflict"] == []


def test_into_a_folder(book: Path, tmp_path: Path) -> None:
    target = tmp_path / "synchronised"
    planned = run("publish", "plan", book, "--folder", target, status=None)["written"]
    assert not target.exists()
    assert run("publish", "apply", book, "--folder", target, status=None)["written"] == planned
    assert "PMO Lists/Projects.csv" in planned
    assert run("publish", "apply", book, "--folder", target, status=None)["written"] == []


def test_links_of_a_workbook_are_tested_on_the_site_that_is_named(site: Running, tmp_path: Path) -> None:
    """Two deliverables: one link to a folder that is there, one to nothing; a third leads elsewhere."""
    book = tmp_path / "Links.xlsx"
    CliRunner().invoke(app, ["new", "project", str(book), "--id", "PRJ-1", "--name", "Links", "--level", "Standard"])
    links = (f"{site.url}/Shared%20Documents", f"{site.url}/Shared%20Documents/gone.pdf", "https://example.com/")
    for row, link in enumerate(links, start=5):
        for column, value in (("A", f"P-{row}"), ("B", "Plan"), ("L", link)):
            run("patch", book, f"Deliverables!{column}{row}", value, status=None)
    found = run("check", book, "--links", site.url, status=None)
    broken = [p for p in found["files"][0]["problems"] if p["code"] == "BROKEN_LINK"]
    assert [problem["message"] for problem in broken] == [f"{links[1]} leads to nothing on the site"]
    told = CliRunner().invoke(app, ["check", str(book), "--links", site.url]).output
    assert "links: 1 works, 1 broken, 1 leads to another address; not tested" in " ".join(told.split())


def test_a_report_pack_is_one_file_with_a_history(site: Running, book: Path, tmp_path: Path) -> None:
    pack = tmp_path / "Board pack.pdf"
    for number, (text, done) in enumerate([(b"%PDF March", "UploadFile"), (b"%PDF April", "UpdateFile")]):
        pack.write_bytes(text)
        planned = run("publish", "files", book, pack, "--site", site.url, "--dry-run", status=None)["plan"]["actions"]
        assert [each["action"] for each in planned if each["action"] != "CreateList"][-1] == done
        assert planned[-1]["metadata"]["PMOReportKind"] == "Report pack"
        assert "as of" in planned[-1]["metadata"]["PMOComment"]
        sent = run("publish", "files", book, pack, "--site", site.url, status=None)
        assert sent["done"][done] == 1, number
    assert run("publish", "files", book, pack, "--site", site.url, status=None)["done"] == {}
    run("publish", "files", book, tmp_path / "none.pdf", "--site", site.url, status=2)
