"""The journal: intents before they are sent, results after, and what was published last."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from sharepoint.journal import Intent, Journal
from sharepoint.plan import Published


def intent(key: str, owner: str) -> Intent:
    return Intent(
        "PMO Risks", "list-1", key, "Update", {"Owner": "Jo"}, {"Owner": owner}, {"Owner": owner, "Due": None}, owner
    )


def test_an_intent_is_on_disk_before_it_is_sent(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "journal.db")
    journal.begin("run", "https://site", "Jo")
    journal.intend("run", [intent("a", "Kim")])
    with sqlite3.connect(tmp_path / "journal.db") as other:  # another process sees it: it was committed
        assert other.execute("SELECT key, result FROM entries").fetchall() == [("a", "sent")]
        assert other.execute("PRAGMA synchronous").fetchone() == (2,)
    other.close()


def test_only_acknowledged_values_count_as_published(tmp_path: Path) -> None:
    with Journal(tmp_path / "journal.db") as journal:
        one, two, _ = journal.intend("run", [intent("a", "Kim"), intent("b", "Lee"), intent("c", "Max")])
        journal.done([(one, "https://site/1")])
        journal.refused([(two, "why")])
        kim, sent = {"Owner": "Kim", "Due": None}, {"Owner": "Max", "Due": None}
        assert journal.last("list-1") == {
            "a": Published(kim, digests={"Kim": kim}),
            "c": Published({}, sent, {"Max": sent}, open=True),
        }
        assert journal.last("list-2") == {}


def test_rows_found_as_wanted_close_their_intents(tmp_path: Path) -> None:
    with Journal(tmp_path / "journal.db") as journal:
        journal.intend("run", [intent("a", "Kim")])
        journal.settle("list-1", [("a", {"Owner": "Kim"})], {"a": "Kim"})
        assert journal.last("list-1") == {"a": Published({"Owner": "Kim"}, digests={"Kim": {"Owner": "Kim"}})}
        assert [entry.result for entry in journal.log()] == ["done"]


def test_the_log_tells_before_and_after(tmp_path: Path) -> None:
    with Journal(tmp_path / "journal.db") as journal:
        journal.begin("run", "https://site", "Jo")
        journal.done([(journal.intend("run", [intent("a", "Kim")])[0], "https://site/1")])
        journal.intend("later", [intent("b", "Lee")])
        (entry,) = journal.log("run")
        assert (entry.who, entry.operation, entry.url) == ("Jo", "Update", "https://site/1")
        assert (entry.before, entry.after) == ({"Owner": "Jo"}, {"Owner": "Kim"})


def test_a_failed_step_records_nothing_of_it(tmp_path: Path) -> None:
    with Journal(tmp_path / "journal.db") as journal:
        broken = Intent("PMO Risks", "list-1", "b", "Update", {}, {}, {"Owner": object()})  # type: ignore[dict-item]
        with pytest.raises(TypeError):
            journal.intend("run", [intent("a", "Kim"), broken])
        assert journal.log() == []
