"""A write that fails or is killed at any step: every call that touches the disk, one after the other.

`sys.setprofile` reports each call of a C function before it is made; raising or killing there is failing that call.
"""

from __future__ import annotations

import hashlib
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

from pmo_excel.workbook.refused import Refused
from pmo_excel.workbook.save import BACKUPS, backup, backups, create, save

OLD, NEW = b"old" * 1000, b"new" * 2000
NOW = datetime(2026, 3, 5, 14, 15, 16)
ERRORS = [OSError(28, "No space left on device"), OSError(5, "Input/output error"), PermissionError(13, "Denied")]
ON_DISK = {"posix", "_io", "io", "nt"}


def kept_and_saved(path: Path) -> None:
    """What every command does: a copy, then the new bytes."""
    backup(path, NOW)
    save(path, NEW, sha256=hashlib.sha256(OLD).hexdigest())


class Fault:
    """At the nth call that touches the disk, do something instead; `calls` names those that were made."""

    def __init__(self, at: int, happen: Callable[[], Any]) -> None:
        self.at, self.happen = at, happen
        self.calls: list[str] = []

    def __call__(self, frame: FrameType, event: str, called: Any) -> None:
        if event != "c_call" or frame.f_code.co_filename.startswith("<frozen importlib"):
            return
        owner = getattr(called, "__module__", None) or type(getattr(called, "__self__", None)).__module__
        if owner not in ON_DISK or called.__name__ in ("fspath", "getpid", "umask", "closed", "fstat"):
            return
        self.calls.append(called.__name__)
        if len(self.calls) == self.at:
            self.happen()


def raising(error: BaseException) -> Callable[[], None]:
    def happen() -> None:
        raise error

    return happen


def run(fault: Fault, action: Callable[[], Any]) -> None:
    sys.setprofile(fault)
    try:
        action()
    finally:
        sys.setprofile(None)


def calls(path: Path) -> list[str]:
    """The calls of a write that goes well."""
    fault = Fault(0, lambda: None)
    run(fault, lambda: kept_and_saved(path))
    return fault.calls


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    path = tmp_path / "Plan.xlsx"
    path.write_bytes(OLD)
    path.chmod(0o640)
    return path


def test_the_calls_that_matter_are_seen(workbook: Path) -> None:
    seen = calls(workbook)
    assert {"open", "write", "fsync", "replace", "chmod", "mkdir", "scandir"} & set(seen) >= {
        "write",
        "fsync",
        "replace",
    }
    assert len(seen) > 20


@pytest.mark.parametrize("error", ERRORS, ids=["ENOSPC", "EIO", "EACCES"])
def test_whatever_call_fails_the_file_is_old_or_new_and_what_is_said_is_true(tmp_path: Path, error: OSError) -> None:
    first = tmp_path / "first"
    first.mkdir()
    (first / "Plan.xlsx").write_bytes(OLD)
    outcomes = set()
    for at in range(1, len(calls(first / "Plan.xlsx")) + 1):
        folder = tmp_path / str(at)
        folder.mkdir()
        path = folder / "Plan.xlsx"
        path.write_bytes(OLD)
        path.chmod(0o640)
        fault = Fault(at, raising(error))
        try:
            run(fault, lambda path=path: kept_and_saved(path))  # type: ignore[misc]
            refused = False
        except Refused:
            refused = True
        assert path.read_bytes() == (OLD if refused else NEW), (at, fault.calls)
        assert path.stat().st_mode & 0o777 == 0o640, (at, fault.calls)
        assert {p.name for p in folder.iterdir()} <= {"Plan.xlsx", BACKUPS}, (at, fault.calls)
        assert all(copy.read_bytes() == OLD for copy in backups(path)), (at, fault.calls)
        assert refused or len(backups(path)) == 1
        outcomes.add(refused)
    assert outcomes == {True, False}


@pytest.mark.parametrize("error", ERRORS, ids=["ENOSPC", "EIO", "EACCES"])
def test_whatever_call_fails_a_new_file_is_whole_or_not_there(tmp_path: Path, error: OSError) -> None:
    fault = Fault(0, lambda: None)
    run(fault, lambda: create(tmp_path / "New.html", NEW))
    for at in range(1, len(fault.calls) + 1):
        folder = tmp_path / str(at)
        folder.mkdir()
        path = folder / "New.html"
        try:
            run(Fault(at, raising(error)), lambda path=path: create(path, NEW))  # type: ignore[misc]
        except Refused:
            assert list(folder.iterdir()) == [], at
        else:
            assert path.read_bytes() == NEW


KILLED = """
import os, signal, sys
from pathlib import Path
from tests.workbook.test_save_faults import OLD, Fault, calls, kept_and_saved, run
folder = Path(sys.argv[1])
first = folder / "first"
first.mkdir()
(first / "Plan.xlsx").write_bytes(OLD)
for at in range(1, len(calls(first / "Plan.xlsx")) + 1):
    path = folder / str(at) / "Plan.xlsx"
    path.parent.mkdir()
    path.write_bytes(OLD)
    child = os.fork()
    if child == 0:
        run(Fault(at, lambda: os.kill(os.getpid(), signal.SIGKILL)), lambda: kept_and_saved(path))
        os._exit(0)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL, at
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs SIGKILL")
def test_killed_before_any_call_the_file_is_old_or_new(tmp_path: Path) -> None:
    root = Path(__file__).parents[2]
    subprocess.run([sys.executable, "-c", KILLED, str(tmp_path)], check=True, cwd=root, timeout=120)
    seen = set()
    for folder in tmp_path.iterdir():
        data = (folder / "Plan.xlsx").read_bytes()
        assert data in (OLD, NEW), folder
        seen.add(data)
        assert all(copy.read_bytes() == OLD for copy in backups(folder / "Plan.xlsx"))
        left = [p for p in folder.rglob("*") if p.is_file() and p.suffix != ".xlsx"]
        assert all(p.name.startswith(".~pmo-") for p in left)  # hidden, and swept by the next write
        for p in left:
            os.utime(p, (0, 0))
        if data == OLD:
            kept_and_saved(folder / "Plan.xlsx")
            assert {p.name for p in folder.iterdir()} == {"Plan.xlsx", BACKUPS}
    assert seen == {OLD, NEW}


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can give files away")
def test_the_owner_stays(workbook: Path) -> None:
    os.chown(workbook, 1234, 4321)
    kept_and_saved(workbook)
    assert (workbook.stat().st_uid, workbook.stat().st_gid) == (1234, 4321)


@pytest.mark.skipif(not hasattr(os, "setxattr"), reason="needs extended attributes")
def test_labels_on_the_file_stay(workbook: Path) -> None:
    try:
        os.setxattr(workbook, "user.label", b"Confidential")
    except OSError:
        pytest.skip("the disk has no extended attributes")
    kept_and_saved(workbook)
    assert os.getxattr(workbook, "user.label") == b"Confidential"
