"""Documents over HTTP to a site on this computer."""

from __future__ import annotations

import base64
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from pmo_excel.core.problems import Code
from sharepoint.actions import UpdateFile
from sharepoint.connection import Connection
from sharepoint.documents import Document, permalink
from sharepoint.lists import REPORT
from sharepoint.local import Running
from sharepoint.publish import apply_publication
from sharepoint.wanted import ListSpec
from tests.sharepoint.publishing import RISKS, Person, Publisher, risk

pytestmark = pytest.mark.live
FOLDER = "Web/GetFolderByServerRelativePath(DecodedUrl='/sites/pmo/PMO%20Documents/ALPHA-001/Reports')/Files"


def report(content: bytes = b"March", **changed: object) -> Document:
    given = {
        "title": "Status report",
        "period": "2026-03",
        "as_of": date(2026, 3, 31),
        "comment": "March, as of 31-Mar-26",
    }
    return Document("ALPHA-001", "Status.html", content, "Reports", **(given | changed))  # type: ignore[arg-type]


class Ada:
    """Another person's sign-in."""

    def token(self) -> dict[str, Any]:
        claims = base64.urlsafe_b64encode(json.dumps({"upn": "ada@contoso.com"}).encode()).decode().rstrip("=")
        return {"access_token": f"e30.{claims}.x", "token_type": "Bearer", "expires_in": 3600}


def found(publisher: Publisher) -> dict[str, object]:
    (file,) = publisher.site.get(f"{FOLDER}?$expand=ListItemAllFields", "reading the folder")["results"]
    return dict(file)


def content(publisher: Publisher) -> bytes:
    address = f"Web/GetFileById('{found(publisher)['UniqueId']}')/$value"
    return publisher.site.connection.send("GET", address).body


def test_a_document_arrives_with_what_is_known_about_it(publisher: Publisher) -> None:
    outcome = publisher.publish([], [report()])
    assert outcome.done["UploadFile"] == 1
    item = found(publisher)["ListItemAllFields"]
    assert isinstance(item, dict)
    assert (item["Title"], item["PMOPeriod"], item["PMOComment"]) == (
        "Status report",
        "2026-03",
        "March, as of 31-Mar-26",
    )
    assert item["PMOAsOf"] == "2026-03-30T22:00:00Z"  # midnight in Berlin's summer time
    assert content(publisher) == b"March"


def test_an_unchanged_document_is_not_sent_again(publisher: Publisher, tmp_path: Path) -> None:
    publisher.publish([], [report()])
    assert publisher.plan([], [report()]).empty
    assert Publisher(publisher.url, tmp_path / "other.db").plan([], [report()]).empty


def test_a_new_version_keeps_the_file_and_its_address(publisher: Publisher) -> None:
    publisher.publish([], [report()])
    before = found(publisher)["UniqueId"]
    outcome = publisher.publish([], [report(b"April")])
    assert outcome.done["UpdateFile"] == 1
    assert found(publisher)["UniqueId"] == before
    assert content(publisher) == b"April"
    assert publisher.journal.log(outcome.run)[0].url.endswith(f"Doc.aspx?sourcedoc=%7B{before}%7D")


def test_changed_metadata_alone_do_not_send_the_content(publisher: Publisher) -> None:
    publisher.publish([], [report()])
    (update,) = publisher.plan([], [report(period="2026-04")]).writes
    assert isinstance(update, UpdateFile)
    assert not update.content
    publisher.publish([], [report(period="2026-04")])
    assert publisher.plan([], [report(period="2026-04")]).empty


def test_a_version_that_a_person_made_is_left(publisher: Publisher) -> None:
    publisher.publish([], [report()])
    address = f"Web/GetFileById('{found(publisher)['UniqueId']}')/$value"
    assert publisher.site.connection.send("PUT", address, b"edited in the browser", {"IF-MATCH": "*"}).ok
    for wanted in (report(), report(b"April")):
        plan = publisher.plan([], [wanted])
        assert plan.empty
        assert len(plan.conflicts) == 1
    assert content(publisher) == b"edited in the browser"


def test_a_large_file_arrives_in_pieces_and_is_never_empty(publisher: Publisher) -> None:
    large = bytes(range(256)) * 40
    publisher.publish([], [report(large)], at_once=1000)
    assert content(publisher) == large
    publisher.publish([], [report(large[::-1])], at_once=1000)
    assert content(publisher) == large[::-1]
    assert found(publisher)["Length"] == str(len(large))


def test_a_large_upload_that_breaks_off_shows_nothing(publisher: Publisher, server: Running) -> None:
    publisher.publish([], [report(b"x" * 10)])
    server.fault("bad-gateway", match="ContinueUpload", count=20)
    outcome = publisher.publish([], [Document("ALPHA-001", "Big.bin", b"y" * 5000, "Reports")], at_once=1000)
    assert [problem.code for problem in outcome.problems] == [Code.SHAREPOINT]
    assert found(publisher)["Name"] == "Status.html"
    server.clear_faults()
    assert publisher.publish([], [Document("ALPHA-001", "Big.bin", b"y" * 5000, "Reports")], at_once=1000).complete


@pytest.mark.parametrize("kind", ["lose-before", "lose-after"])
def test_a_lost_reply_to_an_upload_is_settled_by_reading(publisher: Publisher, server: Running, kind: str) -> None:
    server.fault(kind, match="AddUsingPath")
    outcome = publisher.publish([], [report()])
    assert outcome.complete
    assert content(publisher) == b"March"
    assert publisher.plan([], [report()]).empty


def names(publisher: Publisher) -> list[str]:
    rows = publisher.site.get(f"{FOLDER}?$select=Name", "reading the folder")["results"]
    return [row["Name"] for row in rows]


def test_a_locked_file_is_reported_and_its_new_version_waits_beside_it(publisher: Publisher) -> None:
    publisher.publish([], [report()])
    address = f"Web/GetFileById('{found(publisher)['UniqueId']}')"
    ada = Connection(publisher.url, Ada())
    assert ada.send("POST", f"{address}/CheckOut()").ok
    wanted = [report(b"April"), Document("ALPHA-001", "Plan.csv", b"1", "Reports")]
    for number in (1, 0):  # the second time there is nothing left to send
        outcome = publisher.publish([], wanted)
        assert outcome.done["UploadFile"] == number
        assert [problem.code for problem in outcome.problems] == [Code.FILE_LOCKED]
        assert "Status.html is locked" in outcome.problems[0].message
        assert names(publisher) == ["Plan.csv", "Status (new version).html", "Status.html"]
    assert ada.send("POST", f"{address}/UndoCheckOut()").ok
    assert publisher.publish([], wanted).complete
    assert names(publisher) == ["Plan.csv", "Status.html"]
    assert publisher.site.connection.send("GET", f"{address}/$value").body == b"April"


def versions(publisher: Publisher) -> list[tuple[str, str]]:
    """The history, the oldest first: each version's label and comment."""
    file = found(publisher)
    rows = publisher.site.get(f"Web/GetFileById('{file['UniqueId']}')/Versions", "reading versions")["results"]
    now = (str(file["UIVersionLabel"]), str(file["CheckInComment"]))
    return [*((row["VersionLabel"], row["CheckInComment"]) for row in rows), now]


def test_each_version_says_its_period_and_status_date(publisher: Publisher) -> None:
    publisher.publish([], [report()])
    publisher.publish([], [report(b"April", comment="April, as of 30-Apr-26")])
    said = [comment for _, comment in versions(publisher) if comment]
    assert said == ["March, as of 31-Mar-26", "April, as of 30-Apr-26"]


@pytest.mark.parametrize("step", ["$value", "MERGE Web/GetFileById", "CheckIn("])
def test_a_publish_that_is_killed_at_any_step_is_finished_by_the_next(
    publisher: Publisher, server: Running, step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The file stays checked out, so that nobody reads half a version; the next publish goes on from there."""
    publisher.publish([], [report()])
    address = f"Web/GetFileById('{found(publisher)['UniqueId']}')"
    send = Connection.send

    def killed(self: Connection, method: str, path: str, *given: Any, **options: Any) -> Any:
        if step in f"{method} {path}" and method != "GET":
            raise KeyboardInterrupt
        return send(self, method, path, *given, **options)

    plan = publisher.plan([], [report(b"April")])
    with monkeypatch.context() as patched:
        patched.setattr(Connection, "send", killed)
        with pytest.raises(KeyboardInterrupt):
            apply_publication(plan, publisher.site, publisher.journal)
    assert publisher.site.get(f"{address}?$select=CheckOutType", "reading the file")["CheckOutType"] == 0
    assert publisher.publish([], [report(b"April")]).complete
    assert publisher.site.get(f"{address}?$select=CheckOutType", "reading the file")["CheckOutType"] == 2
    assert content(publisher) == b"April"
    assert publisher.plan([], [report(b"April")]).empty


def test_a_version_that_could_be_neither_checked_in_nor_undone_is_finished_by_the_next(
    publisher: Publisher, server: Running
) -> None:
    publisher.publish([], [report()])
    for step in ("/CheckIn", "/UndoCheckOut"):
        server.fault("bad-gateway", match=step, count=50)
    outcome = publisher.publish([], [report(b"April")])
    assert [problem.code for problem in outcome.problems] == [Code.SHAREPOINT]
    server.clear_faults()
    assert publisher.publish([], [report(b"April")]).complete
    assert found(publisher)["CheckOutType"] == 2
    assert content(publisher) == b"April"


def test_a_file_that_a_person_renamed_and_moved_gets_its_new_version_there(publisher: Publisher) -> None:
    publisher.publish([], [report()])
    file = found(publisher)
    address = f"Web/GetFileById('{file['UniqueId']}')"
    body = {"DecodedUrl": "/sites/pmo/PMO Documents/ALPHA-001/Report to the board.html", "moveOperations": 0}
    assert publisher.site.connection.send("POST", f"{address}/MoveToUsingPath", body).ok
    assert publisher.plan([], [report()]).empty
    assert publisher.publish([], [report(b"April")]).complete
    assert publisher.site.connection.send("GET", f"{address}/$value").body == b"April"
    assert names(publisher) == []


@pytest.mark.parametrize("kind", ["lose-before", "lose-after"])
@pytest.mark.parametrize("step", ["StartUpload", "ContinueUpload", "FinishUpload", "CheckOut(", "CheckIn("])
def test_a_lost_reply_to_any_step_loses_nothing(publisher: Publisher, server: Running, kind: str, step: str) -> None:
    publisher.publish([], [report()])
    large = bytes(range(256)) * 20
    server.fault(kind, match=step)
    assert publisher.publish([], [report(large)], at_once=1000).complete
    assert content(publisher) == large
    assert publisher.plan([], [report(large)]).empty


def test_what_a_broken_off_upload_left_out_of_sight_is_used_again(publisher: Publisher, server: Running) -> None:
    staging = "Web/GetFolderByServerRelativePath(DecodedUrl='/sites/pmo/PMO%20Documents/_staging')/Files"
    big = Document("ALPHA-001", "Big.bin", b"y" * 5000, "Reports")
    server.fault("lose-before", match="MoveToUsingPath", count=50)
    assert not publisher.publish([], [big], at_once=1000).complete
    server.clear_faults()
    assert publisher.publish([], [big], at_once=1000).complete
    assert publisher.site.get(staging, "reading the folder")["results"] == []


def linked(publisher: Publisher) -> str:
    """The address that the item of the list leads to."""
    holder = publisher.site.describe(["PMO Risks"]).lists["PMO Risks"]
    assert holder is not None
    (row,) = publisher.site.items(holder, ["PMOReport"])
    return str((row["PMOReport"] or {}).get("Url"))


def test_item_and_document_lead_to_each_other(publisher: Publisher) -> None:
    """One item per project, as in the list of projects; the second publish has nothing to do."""
    publisher.spec = ListSpec("PMO Risks", RISKS.columns)
    wanted = report(linked_from="PMO Risks")
    outcome = publisher.publish([risk(1)], [wanted])
    assert (outcome.problems, outcome.done["LinkFile"]) == ([], 1)
    assert linked(publisher) == permalink(publisher.url, str(found(publisher)["UniqueId"]))
    page = found(publisher)["ListItemAllFields"]["PMOProjectPage"]["Url"]  # type: ignore[index]
    assert page == f"{publisher.url}/Lists/PMO%20Risks/AllItems.aspx?FilterField1=PMOProject&FilterValue1=ALPHA-001"
    assert publisher.plan([risk(1)], [wanted]).empty
    assert publisher.publish([risk(1)], [report(b"April", linked_from="PMO Risks")]).done["LinkFile"] == 0
    assert publisher.plan([risk(1)], [report(b"April", linked_from="PMO Risks")]).empty


def test_a_list_that_declares_the_column_gets_it_once(publisher: Publisher) -> None:
    publisher.spec = ListSpec("PMO Risks", RISKS.columns, human=(REPORT,))
    outcome = publisher.publish([risk(1)], [report(linked_from="PMO Risks")])
    assert (outcome.problems, outcome.done["LinkFile"], outcome.done["AddField"]) == ([], 1, 0)


def test_a_link_that_a_person_made_is_left(publisher: Publisher) -> None:
    publisher.spec = ListSpec("PMO Risks", RISKS.columns)
    publisher.publish([risk(1)], [report(linked_from="PMO Risks")])
    own = {"__metadata": {"type": "SP.FieldUrlValue"}, "Url": "https://example.com/board", "Description": "Board"}
    Person(publisher.url).edit("R-1", PMOReport=own)
    assert publisher.plan([risk(1)], [report(linked_from="PMO Risks")]).empty
