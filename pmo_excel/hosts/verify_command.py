"""`pmo import --verify`: a migration certificate checked against itself and the files that it names."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from pmo_excel.core.problems import Cell, Code, Problem, Severity
from pmo_excel.report.import_pages import Certificate, read_certificate

_LARGEST: Final = 256 * 2**20
_BLOCK: Final = 2**20


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was checked, and what was found."""

    what: str
    sound: bool
    found: str

    def as_json(self) -> dict[str, Any]:
        """The check as programs read it."""
        return {"what": self.what, "sound": self.sound, "found": self.found}


@dataclass(frozen=True, slots=True)
class Verified:
    """A certificate with what was checked."""

    digest: str
    checks: tuple[Check, ...]

    @property
    def sound(self) -> bool:
        """Whether the certificate and every file are as they were."""
        return all(check.sound for check in self.checks)

    def as_json(self) -> dict[str, Any]:
        """The outcome as programs read it."""
        return {"sound": self.sound, "digest": self.digest, "checks": [check.as_json() for check in self.checks]}


def verified(path: Path, source: Path | None = None, workbook: Path | None = None) -> tuple[Verified | None, Problem]:
    """Check a certificate; None, and why, where it is none.

    Parameters
    ----------
    source, workbook
        Where these files are now; beside the certificate, under their names in it, if left out.
    """
    found = _read(path)
    if isinstance(found, Problem):
        return None, found
    own = "is as it was made" if found.intact else "was changed after it was made"
    checks = (Check(path.name, found.intact, own), *_files(found.content, path.parent, source, workbook))
    text = "the certificate or a file is not as it was when the certificate was made"
    return Verified(found.digest, checks), Problem(Code.FILE, text, Cell(path.name), "See each check.")


def _read(path: Path) -> Certificate | Problem:
    cell = Cell(path.name)
    try:
        with path.open("rb") as file:
            data = file.read(_LARGEST + 1)
    except OSError as error:
        return Problem(Code.FILE, f"cannot be read: {error.strerror}", cell, "Check the path.", Severity.CRITICAL)
    found = read_certificate(data.decode(errors="replace")) if len(data) <= _LARGEST else None
    if found is None:
        fix = "Name the page that pmo import wrote, whose name ends in certificate.html."
        return Problem(Code.FILE, "is no migration certificate", cell, fix, Severity.CRITICAL)
    return found


def _files(content: Mapping[str, Any], folder: Path, source: Path | None, workbook: Path | None) -> Iterator[Check]:
    yield _file(content["source"], folder, source)
    yield _file(content["workbook"], folder, workbook)
    for page in content["pages"] if isinstance(content["pages"], list) else ():
        yield _file(page, folder, None)


def _file(listed: object, folder: Path, given: Path | None) -> Check:
    """A file against its listed hash. A listed name with a folder in it is none that we wrote, and is not opened."""
    name = str(listed.get("file", "")) if isinstance(listed, dict) else ""
    if given is None and (not name or Path(name).name != name or "\\" in name):
        return Check(name or "(no name)", False, "is no name of a file beside the certificate")
    path = given or folder / name
    try:
        hashed = _sha256(path)
    except OSError:
        return Check(name, False, f"is not in {path.parent}")
    same = isinstance(listed, dict) and hashed == listed.get("sha256")
    return Check(name, same, "is as it was" if same else "is not the file that it was: its content has changed since")


def _sha256(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest()
