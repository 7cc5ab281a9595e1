"""Rehearsal: the requests of a publish, listed beforehand without network, are those that are sent afterwards."""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

from sharepoint.documents import LIBRARY, Document
from sharepoint.errors import SharePointError
from sharepoint.journal import Journal
from sharepoint.local import Running
from sharepoint.marker import MARKER_LIST
from sharepoint.publish import apply_publication, plan_publication
from sharepoint.rehearsal.recorded_site import recorded_site
from sharepoint.rehearsal.recording import Recording, record
from sharepoint.rehearsal.trace import Request, Trace
from sharepoint.wanted import ListSpec, ProjectRows
from tests.sharepoint.publishing import HOSTILE, RISKS, Person, Publisher, risk, risks

TITLES = ("PMO Risks", MARKER_LIST, LIBRARY)
pytestmark = pytest.mark.live


def report(content: bytes, name: str = "Status.html") -> Document:
    return Document("ALPHA-001", name, content, "Reports", "Status", "2026-03", date(2026, 3, 31), "March", "Status")


def rehearsed(
    recording: Recording, publisher: Publisher, rows: Sequence[object], documents: Sequence[Document], folder: Path
) -> list[Request]:
    """The requests of a publish on the recorded site, with a copy of the journal."""
    copy = folder / "rehearsal.db"
    publisher.journal.close()
    shutil.copy(publisher.journal_path, copy)
    publisher.journal = Journal(publisher.journal_path)
    lists = [(publisher.spec, ProjectRows(publisher.project, rows, "Risks"))]  # type: ignore[arg-type]
    with recorded_site(recording, folder / "recorded") as site, Journal(copy) as journal:
        trace = Trace.of(site.connection, recording)
        outcome = apply_publication(plan_publication(site, lists, documents, journal), site, journal)
        assert outcome.complete, outcome.lines()
        return trace.requests


def sent(recording: Recording, publisher: Publisher, rows: Sequence[object], documents: Sequence[Document]) -> object:
    trace = Trace.of(publisher.site.connection, recording)
    assert publisher.publish(rows, documents).complete  # type: ignore[arg-type]
    return trace.requests


def told(requests: object) -> list[str]:
    return [line for request in requests for line in request.lines()]  # type: ignore[attr-defined]


def recorded(publisher: Publisher, folder: Path) -> Recording:
    record(Publisher(publisher.url, folder / "none.db").site, TITLES).save(folder / "site.json")
    return Recording.load(folder / "site.json")


def test_the_first_publish_sends_what_was_rehearsed(publisher: Publisher, tmp_path: Path) -> None:
    recording = recorded(publisher, tmp_path)
    documents = [report(b"March"), report(b"x" * 3000, "Pack #1 50%.pdf")]
    before = rehearsed(recording, publisher, risks(130), documents, tmp_path)
    fresh = Publisher(publisher.url, publisher.journal_path)
    assert told(before) == told(sent(recording, fresh, risks(130), documents))
    assert sum(len(request.operations) for request in before if request.method == "POST") > 130


def test_a_later_publish_sends_what_was_rehearsed(publisher: Publisher, tmp_path: Path) -> None:
    """Updates with their versions, a new row, a row that is gone, a new version of a document, an edit that is kept."""
    publisher.spec = ListSpec("PMO Risks", RISKS.columns, RISKS.key, RISKS.title_header)
    publisher.publish(risks(30), [report(b"March")])
    Person(publisher.url).edit("R-7", PMOOwner="Ada")
    recording = recorded(publisher, tmp_path)
    rows = [risk(1, Owner=HOSTILE), risk(2, Due=None), *risks(29)[2:], risk(40)]
    before = rehearsed(recording, publisher, rows, [report(b"April")], tmp_path)
    fresh = Publisher(publisher.url, publisher.journal_path, spec=publisher.spec)
    actual = sent(recording, fresh, rows, [report(b"April")])
    assert told(before) == told(actual)
    assert any(operation.version.startswith('"') for request in before for operation in request.operations)


def test_a_rehearsal_changes_nothing_and_reaches_nobody(
    publisher: Publisher, server: Running, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    publisher.publish(risks(3))
    recording = recorded(publisher, tmp_path)

    def refused(*given: object, **options: object) -> None:
        raise AssertionError("a connection was opened")

    with monkeypatch.context() as patched:
        patched.setattr("socket.socket.connect", refused)
        assert rehearsed(recording, publisher, risks(5), [], tmp_path)
    assert len(Person(publisher.url).rows()) == 3
    assert not publisher.plan(risks(5)).empty


def test_a_recording_holds_no_token(publisher: Publisher, tmp_path: Path) -> None:
    publisher.publish(risks(1), [report(b"March")])
    recorded(publisher, tmp_path)
    text = (tmp_path / "site.json").read_text(encoding="utf-8")
    assert "Bearer" not in text
    assert "access_token" not in text


def test_something_else_than_a_recording_is_refused(tmp_path: Path) -> None:
    other = tmp_path / "other.json"
    other.write_text(json.dumps({"format": "another"}), encoding="utf-8")
    for path in (other, tmp_path / "missing.json"):
        with pytest.raises(SharePointError, match="recording"):
            Recording.load(path)
