"""The queue of publishes that wait for a connection."""

from __future__ import annotations

from pathlib import Path

from sharepoint.queue import ABOUT, Queue

SITE = "https://contoso.sharepoint.com/sites/pmo"


def book(folder: Path, content: bytes, name: str = "a.xlsx") -> Path:
    folder.mkdir(exist_ok=True)
    (folder / name).write_bytes(content)
    return folder / name


def test_workbooks_wait_in_order_as_they_were(tmp_path: Path) -> None:
    queue = Queue(tmp_path / "queue")
    one, other = book(tmp_path / "1", b"one"), book(tmp_path / "2", b"other")
    queue.add([one, other], f"{SITE}/")
    one.write_bytes(b"changed since")
    queue.add([one], SITE, allow_removals=True)
    first, second = queue.entries(SITE)
    assert [path.read_bytes() for path in first.workbooks] == [b"one", b"other"]
    assert first.workbooks[0].name == "a.xlsx"
    assert first.workbooks[1].stat().st_mtime == other.stat().st_mtime
    assert (second.allow_removals, second.workbooks[0].read_bytes()) == (True, b"changed since")
    assert queue.entries("https://contoso.sharepoint.com/sites/other") == []
    queue.remove(first)
    assert queue.entries() == [second]
    assert queue.add([other], SITE).folder.name == "000003"


def test_the_same_again_waits_once(tmp_path: Path) -> None:
    queue = Queue(tmp_path / "queue")
    path = book(tmp_path / "1", b"one")
    assert queue.add([path], SITE) == queue.add([path], SITE)
    assert len(queue.entries()) == 1


def test_an_entry_that_was_not_finished_is_none(tmp_path: Path) -> None:
    queue = Queue(tmp_path / "queue")
    entry = queue.add([book(tmp_path / "1", b"one")], SITE)
    (entry.folder / ABOUT).write_text("{", encoding="utf-8")
    assert queue.entries() == []
