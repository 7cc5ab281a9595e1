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
from sharepoint.documents import Document
from sharepoint.local import Running
from tests.sharepoint.publishing import Publisher

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


def test_a_locked_file_is_reported_and_the_rest_is_published(publisher: Publisher) -> None:
    publisher.publish([], [report()])
    address = f"Web/GetFileById('{found(publisher)['UniqueId']}')"
    assert Connection(publisher.url, Ada()).send("POST", f"{address}/CheckOut()").ok
    outcome = publisher.publish([], [report(b"April"), Document("ALPHA-001", "Plan.csv", b"1", "Reports")])
    assert outcome.done["UploadFile"] == 1
    assert [problem.code for problem in outcome.problems] == [Code.FILE_LOCKED]
    assert "Status.html" in outcome.problems[0].message
