"""The journal: intents before they are sent, results after, and what was published last."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from sharepoint.journal import Intent, Journal
from sharepoint.plan import Published
from sharepoint.values import fingerprint


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


@pytest.mark.parametrize("share", [0.05, 0.3, 0.6, 0.95])
def test_a_journal_that_was_cut_short_is_put_aside_and_a_new_one_begun(tmp_path: Path, share: float) -> None:
    path = tmp_path / "journal.sqlite"
    with Journal(path) as journal:
        journal.done([(number, "") for number in journal.intend("run", [intent(str(n), "Kim") for n in range(300)])])
    whole = path.read_bytes()
    path.write_bytes(whole[: int(len(whole) * share)])
    with Journal(path) as journal:
        assert journal.damaged is not None
        assert journal.damaged.read_bytes() == whole[: int(len(whole) * share)]
        assert journal.last("list-1") == {}
        journal.intend("run", [intent("a", "Kim")])


def test_a_journal_of_an_earlier_version_is_read(tmp_path: Path) -> None:
    path = tmp_path / "journal.sqlite"
    with sqlite3.connect(path) as old:
        old.executescript(
            "CREATE TABLE entries (id INTEGER PRIMARY KEY, run TEXT NOT NULL, at TEXT NOT NULL, list TEXT NOT NULL,"
            " list_id TEXT NOT NULL, key TEXT NOT NULL, operation TEXT NOT NULL, before TEXT NOT NULL,"
            " after TEXT NOT NULL, result TEXT NOT NULL DEFAULT 'sent', detail TEXT NOT NULL DEFAULT '',"
            " url TEXT NOT NULL DEFAULT '');"
            'CREATE TABLE published (list_id TEXT NOT NULL, key TEXT NOT NULL, "values" TEXT NOT NULL,'
            " PRIMARY KEY (list_id, key)) WITHOUT ROWID;"
            "INSERT INTO published VALUES ('list-1', 'a', '{\"Owner\": \"Kim\"}');"
        )
    old.close()
    with Journal(path) as journal:
        values = {"Owner": "Kim"}
        assert journal.last("list-1") == {"a": Published(values, digests={fingerprint(values): values})}
        journal.done([(journal.intend("run", [intent("a", "Lee")])[0], "")])
        assert journal.last("list-1")["a"].values == {"Owner": "Lee", "Due": None}


def test_a_row_that_is_gone_on_both_sides_is_forgotten(tmp_path: Path) -> None:
    with Journal(tmp_path / "journal.db") as journal:
        journal.done([(journal.intend("run", [intent("a", "Kim")])[0], "")])
        journal.settle("list-1", [("a", None)])
        assert journal.last("list-1") == {}
