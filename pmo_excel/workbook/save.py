"""Saving a workbook so that the original or the new file is there, whole, whatever happens meanwhile.

The new file is written beside the old one, flushed to the disk, and then renamed over it, which is one step for the
file system. A copy of the old one is kept first.
"""

from __future__ import annotations

import hashlib
import os
import re
import stat
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

from pmo_excel.core.problems import Code
from pmo_excel.workbook.locks import open_elsewhere
from pmo_excel.workbook.refused import Refused, refused

BACKUPS = ".pmo-backups"
KEPT = 10

_PREFIX, _SUFFIX = ".~pmo-", ".tmp"
_ABANDONED = 3600.0
"""Seconds after which a file of ours that was never renamed belongs to nobody."""


def save(path: Path | str, data: bytes, *, sha256: str) -> None:
    """Replace a workbook by its new bytes, in one step.

    Parameters
    ----------
    sha256
        Fingerprint of the file when it was read (`Package.sha256`); a file that has changed since is left alone.

    Raises
    ------
    Refused
        It is open elsewhere, read-only, has changed since it was read, or the disk did not take it. The file is as
        it was.
    """
    with _refusing(Path(path)):
        path = Path(path).resolve()  # the file itself, not a link to it
        _check_free(path)
        temporary = _written_beside(path, data, path)
        with _removed_on_failure(temporary):
            if hashlib.sha256(path.read_bytes()).hexdigest() != sha256:
                raise refused(
                    f"{path.name} was changed by someone else after it was read",
                    "Nothing was written. Run it again, so that it starts from the file as it is now.",
                    code=Code.CONFLICT,
                )
            os.replace(temporary, path)
        _flush_folder(path.parent)


def create(path: Path | str, data: bytes, *, replace: bool = False) -> None:
    """Write a file that is new, in one step; with `replace`, also over one of our own making, such as a report.

    Raises
    ------
    Refused
        There is a file of that name already, the folder is not there, or the disk did not take it.
    """
    with _refusing(Path(path)):
        path = Path(path).resolve()
        if path.exists() and not replace:
            raise refused(f"{path.name} is there already", "Choose another name, or move it away.", code=Code.FILE)
        if not path.parent.is_dir():
            raise refused(f"the folder {path.parent} is not there", "Make the folder first.", code=Code.FILE)
        temporary = _written_beside(path, data)
        with _removed_on_failure(temporary):
            os.replace(temporary, path)
        _flush_folder(path.parent)


def backup(path: Path | str, now: datetime, *, keep: int = KEPT, data: bytes | None = None) -> Path:
    """Copy a workbook into the folder `.pmo-backups` beside it, and drop the oldest copies beyond `keep`.

    Parameters
    ----------
    data
        What the copy is to hold, where that is not the file: a workbook that is open, with what is not saved yet.

    Raises
    ------
    Refused
        The workbook cannot be read, or the copy cannot be written.
    """
    with _refusing(Path(path)):
        path = Path(path).resolve()
        folder = path.parent / BACKUPS
        folder.mkdir(exist_ok=True)
        copy = _free_name(folder, path, now)
        temporary = _written_beside(copy, path.read_bytes() if data is None else data, path)
        with _removed_on_failure(temporary):
            os.replace(temporary, copy)
        _flush_folder(folder)
        older = [one for one in backups(path) if one != copy]  # this one stays, whatever the clock says
        for old in older[max(keep - 1, 0) :]:
            with suppress(OSError):  # one copy too many is no reason to stop
                old.unlink(missing_ok=True)
    return copy


def backups(path: Path | str) -> list[Path]:
    """The copies kept of a workbook, newest first."""
    return [file for _, _, file in sorted(_numbered(Path(path).resolve()), reverse=True)]


def _numbered(path: Path) -> Iterator[tuple[str, int, Path]]:
    """The copies of a workbook: the second each is of, and its number within it."""
    folder = path.parent / BACKUPS
    name = re.compile(rf"{re.escape(path.stem)} (\d{{8}}-\d{{6}})(?:-(\d+))?{re.escape(path.suffix)}")
    for file in folder.iterdir() if folder.is_dir() else ():
        if match := name.fullmatch(file.name):
            yield match[1], int(match[2] or 1), file


def _free_name(folder: Path, path: Path, now: datetime) -> Path:
    """`Plan 20260305-141500.xlsx`, with a number after the time when several copies fall into one second.

    The number is above those that are there, for the lowest are free again once old copies have been dropped.
    """
    second = f"{now:%Y%m%d-%H%M%S}"
    number = max((number for of, number, _ in _numbered(path) if of == second), default=0) + 1
    return folder / f"{path.stem} {second}{f'-{number}' if number > 1 else ''}{path.suffix}"


def _check_free(path: Path) -> None:
    refusal = open_elsewhere(path)
    if refusal is not None:
        raise refusal
    if not os.access(path, os.W_OK):
        raise refused(f"{path.name} is read-only", "Make it writable, or work on a copy.", code=Code.FILE_LOCKED)
    with path.open("r+b"):  # Windows refuses here while another program holds the file
        pass


def _written_beside(path: Path, data: bytes, like: Path | None = None) -> Path:
    """A new file in the same folder that holds the bytes, flushed to the disk, with owner and rights as another has."""
    _sweep(path.parent)
    handle, name = tempfile.mkstemp(prefix=_PREFIX, suffix=_SUFFIX, dir=path.parent)
    temporary = Path(name)
    with _removed_on_failure(temporary):
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if like is None:
            os.chmod(temporary, 0o644)
        else:
            _take_after(temporary, like)
    return temporary


def _take_after(temporary: Path, like: Path) -> None:
    """Owner and group where we may give them, access lists and labels where the disk has them, and permissions."""
    wanted, made = like.stat(), temporary.stat()
    if (wanted.st_uid, wanted.st_gid) != (made.st_uid, made.st_gid):
        with suppress(OSError):
            os.chown(temporary, wanted.st_uid, wanted.st_gid)
    if hasattr(os, "listxattr"):
        with suppress(OSError):
            for attribute in os.listxattr(like):
                os.setxattr(temporary, attribute, os.getxattr(like, attribute))
    os.chmod(temporary, stat.S_IMODE(wanted.st_mode))


@contextmanager
def _removed_on_failure(temporary: Path) -> Iterator[None]:
    try:
        yield
    except BaseException:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)
        raise


def _sweep(folder: Path) -> None:
    """Remove what a run that was killed has left; a file that young may belong to one that still runs."""
    with suppress(OSError):
        for left in folder.glob(f"{_PREFIX}*{_SUFFIX}"):
            if time.time() - left.stat().st_mtime > _ABANDONED:
                left.unlink(missing_ok=True)


def _flush_folder(folder: Path) -> None:
    """Make the renaming itself survive a power failure; Windows and some network drives cannot be asked to."""
    if os.name == "nt":
        return
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


@contextmanager
def _refusing(path: Path) -> Iterator[None]:
    """Turn the file system's refusals into ours."""
    try:
        yield
    except PermissionError as error:
        raise refused(
            f"{path.name} or its folder cannot be written: another program holds it, or you have no right to",
            "Close the workbook where it is open, check the folder's permissions, and try again.",
            code=Code.FILE_LOCKED,
        ) from error
    except OSError as error:
        raise refused(
            f"{path.name} could not be saved ({error.strerror})",
            "The workbook is as it was. Check the disk and the folder, and try again.",
            code=Code.FILE,
        ) from error


__all__ = ["BACKUPS", "KEPT", "Refused", "backup", "backups", "save"]
