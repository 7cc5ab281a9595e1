"""Saving: the original or the new file is there, whole, whatever happens."""

from __future__ import annotations

import hashlib
import os
import signal
import stat
import subprocess
import sys
import time
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from pmo_excel.core.problems import Code
from pmo_excel.workbook import save as saving
from pmo_excel.workbook.refused import Refused
from pmo_excel.workbook.save import backup, backups, save

NOW = datetime(2026, 3, 5, 14, 15, 16)
OLD, NEW = b"old" * 100, b"new" * 200
AS_READ = hashlib.sha256(OLD).hexdigest()


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    path = tmp_path / "Plan.xlsx"
    path.write_bytes(OLD)
    return path


def test_saving_replaces_the_file_and_leaves_nothing_else(workbook: Path) -> None:
    save(workbook, NEW, sha256=AS_READ)
    assert workbook.read_bytes() == NEW
    assert [path.name for path in workbook.parent.iterdir()] == ["Plan.xlsx"]


def test_permissions_stay(workbook: Path) -> None:
    workbook.chmod(0o640)
    save(workbook, NEW, sha256=AS_READ)
    assert stat.S_IMODE(workbook.stat().st_mode) == 0o640


def test_a_link_stays_a_link_and_its_file_is_saved(workbook: Path, tmp_path: Path) -> None:
    link = tmp_path / "link.xlsx"
    link.symlink_to(workbook)
    save(link, NEW, sha256=AS_READ)
    assert link.is_symlink()
    assert workbook.read_bytes() == NEW


def test_a_file_that_changed_since_it_was_read_is_left_alone(workbook: Path) -> None:
    workbook.write_bytes(b"someone else's")
    with pytest.raises(Refused, match=r"Plan\.xlsx was changed by someone else") as refusal:
        save(workbook, NEW, sha256=AS_READ)
    assert refusal.value.problem.code is Code.CONFLICT
    assert workbook.read_bytes() == b"someone else's"
    assert [path.name for path in workbook.parent.iterdir()] == ["Plan.xlsx"]


def excel_owner_file(name: str) -> bytes:
    """As Excel writes it: length and name in 55 bytes, then length and name in UTF-16 in 110."""
    narrow = bytes([len(name)]) + name.encode("cp1252").ljust(54)
    wide = len(name).to_bytes(2, "little") + name.encode("utf-16-le").ljust(108, b" ")
    return narrow + wide


@pytest.mark.parametrize(
    ("owner_file", "data", "words"),
    [
        ("~$Plan.xlsx", excel_owner_file("Zoë Müller"), "open in Excel by Zoë Müller"),
        ("~$Plan.xlsx", b"\x03Bob" + b" " * 51, "open in Excel by Bob"),
        ("~$Plan.xlsx", b"", "open in Excel"),
        (".~lock.Plan.xlsx#", b"Ann Lee,ann,HOST7,05.03.2026 14:00,file:///x;", "open in LibreOffice by Ann Lee"),
        (".~lock.Plan.xlsx#", b",ann,HOST7,05.03.2026 14:00,file:///x;", "open in LibreOffice by ann on HOST7"),
    ],
)
def test_a_workbook_open_elsewhere_is_refused_with_who_has_it(
    workbook: Path, owner_file: str, data: bytes, words: str
) -> None:
    (workbook.parent / owner_file).write_bytes(data)
    with pytest.raises(Refused, match=words) as refusal:
        save(workbook, NEW, sha256=AS_READ)
    assert refusal.value.problem.code is Code.FILE_LOCKED
    assert f"delete {owner_file}" in refusal.value.problem.suggestion
    assert workbook.read_bytes() == OLD


def test_a_read_only_file_is_refused(workbook: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "access", lambda path, mode: False)  # root may write anything
    with pytest.raises(Refused, match="read-only"):
        save(workbook, NEW, sha256=AS_READ)


def test_a_file_that_is_gone_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match=r"gone\.xlsx"):
        save(tmp_path / "gone.xlsx", NEW, sha256=AS_READ)


class Killed(BaseException):
    """Stands for the end of the process: nothing catches it."""


@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), PermissionError(13, "Denied"), Killed()])
@pytest.mark.parametrize("call", ["fsync", "replace", "chmod", "fdopen"])
def test_whatever_call_fails_one_whole_file_is_there(
    workbook: Path, monkeypatch: pytest.MonkeyPatch, call: str, error: BaseException
) -> None:
    def failing(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(saving.os, call, failing)
    with pytest.raises((Refused, Killed)) as refusal:
        save(workbook, NEW, sha256=AS_READ)
    monkeypatch.undo()
    assert workbook.read_bytes() == OLD
    assert [path.name for path in workbook.parent.iterdir()] == ["Plan.xlsx"]
    if isinstance(refusal.value, Refused):
        expected = Code.FILE_LOCKED if isinstance(error, PermissionError) else Code.FILE
        assert refusal.value.problem.code is expected


def test_a_drive_that_cannot_flush_folders_is_no_failure(workbook: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(*_: object) -> int:
        raise OSError(22, "Invalid argument")

    open_file, is_folder = os.open, Path.is_dir
    monkeypatch.setattr(
        saving.os, "open", lambda path, *rest: failing() if is_folder(Path(path)) else open_file(path, *rest)
    )
    save(workbook, NEW, sha256=AS_READ)
    assert workbook.read_bytes() == NEW


def test_a_backup_is_named_by_the_time_and_holds_the_old_bytes(workbook: Path) -> None:
    copy = backup(workbook, NOW)
    assert copy == workbook.parent / ".pmo-backups" / "Plan 20260305-141516.xlsx"
    assert copy.read_bytes() == OLD


def test_two_backups_in_one_second_are_both_kept(workbook: Path) -> None:
    first = backup(workbook, NOW)
    workbook.write_bytes(NEW)
    second = backup(workbook, NOW)
    assert second.name == "Plan 20260305-141516-2.xlsx"
    assert (first.read_bytes(), second.read_bytes()) == (OLD, NEW)
    assert backups(workbook) == [second, first]


def test_more_than_ten_backups_in_one_second_keep_the_newest(workbook: Path) -> None:
    made = []
    for number in range(25):
        workbook.write_bytes(b"%d" % number)
        made.append(backup(workbook, NOW))
    assert backups(workbook) == made[:-11:-1]
    assert [copy.read_bytes() for copy in backups(workbook)] == [b"%d" % number for number in range(24, 14, -1)]


def test_a_backup_is_kept_although_the_clock_was_set_back(workbook: Path) -> None:
    """As each autumn, where an hour comes twice."""
    for minute in range(10):
        backup(workbook, NOW + timedelta(minutes=minute))
    copy = backup(workbook, NOW - timedelta(minutes=20))
    assert copy.read_bytes() == OLD
    assert len(backups(workbook)) == 10


def test_the_newest_ten_backups_of_each_workbook_are_kept(workbook: Path) -> None:
    other = workbook.with_name("Plan 2.xlsx")
    other.write_bytes(OLD)
    kept_for_other = backup(other, NOW - timedelta(days=900))
    made = [backup(workbook, NOW + timedelta(minutes=minute)) for minute in range(12)]
    assert backups(workbook) == made[:1:-1]
    assert backups(other) == [kept_for_other]


def test_a_workbook_without_backups_has_none(workbook: Path) -> None:
    assert backups(workbook) == []


SAVING = """
import hashlib, sys
from pathlib import Path
from pmo_excel.workbook.save import save
path = Path(sys.argv[1])
print("ready", flush=True)
for number in range(100_000):
    data = path.read_bytes()
    save(path, (b"A" if number % 2 else b"B") * 3_000_000, sha256=hashlib.sha256(data).hexdigest())
"""


@pytest.mark.live
@pytest.mark.skipif(sys.platform == "win32", reason="needs SIGKILL")
def test_a_killed_process_leaves_one_whole_file(workbook: Path) -> None:
    workbook.write_bytes(b"A" * 3_000_000)
    for attempt in range(25):
        process = subprocess.Popen([sys.executable, "-c", SAVING, str(workbook)], stdout=subprocess.PIPE)
        assert process.stdout is not None
        process.stdout.readline()
        time.sleep(0.003 * attempt)
        process.send_signal(signal.SIGKILL)
        process.wait()
        process.stdout.close()
        data = workbook.read_bytes()
        assert data in (b"A" * 3_000_000, b"B" * 3_000_000)
