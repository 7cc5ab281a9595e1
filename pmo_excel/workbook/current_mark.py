"""A mark in the workbook that its computed cells are current: its contents are those that the last refresh left.

Only the bytes say so: whoever saves the workbook in Excel, or writes one cell with a library, makes another file, and
the mark no longer fits. What a site or a mail program adds beside the workbook's own parts (properties) does not count.
"""

from __future__ import annotations

from dataclasses import replace
from hashlib import blake2b
from typing import Final

from pmo_excel import __version__
from pmo_excel.workbook.package import Package, open_package
from pmo_excel.workbook.patch import Edit, Patched, patch

_PARTS: Final = "xl/"
_TITLE: Final = "Current as of Refresh"


def mark_of(package: Package, but: str) -> str:
    """The mark of a workbook's contents as this version of ours computed them; `but` is the part that holds the mark.

    Parts are told by the checksums and sizes in the archive's directory, which reading each part proves.
    """
    digest = blake2b(digest_size=16)
    for name, (checksum, size) in sorted(package.archive.checksums().items()):
        if name.startswith(_PARTS) and name != but:
            digest.update(f"{name}\0{checksum:08x}\0{size}\n".encode())
    return f"{_TITLE} {__version__}: {digest.hexdigest()}"


def marked(patched: Patched, label: str, sheet: str, ref: str) -> Patched:
    """A workbook that a refresh has just written, with the mark in a cell of a sheet of ours."""
    package = open_package(patched.data, label)
    place = package.sheet(sheet)
    if place is None:
        return patched
    done = patch(package, [Edit(sheet, ref, mark_of(package, place.member))])
    changed = tuple(n for n in package.archive.names if n in {*patched.changed, *done.changed})
    return replace(
        patched,
        data=done.data,
        changed=changed,
        identical=patched.identical + len(patched.changed) - len(changed),
    )
