"""Who has a workbook open: the owner files that Excel and LibreOffice keep beside it while it is open."""

from __future__ import annotations

from pathlib import Path

from pmo_excel.core.problems import Code
from pmo_excel.workbook.refused import Refused, refused


def open_elsewhere(path: Path) -> Refused | None:
    """A refusal when a program keeps the workbook open, naming the person where the owner file does."""
    for owner_file, program, owner in (
        (path.with_name(f"~${path.name}"), "Excel", _excel_owner),
        (path.with_name(f".~lock.{path.name}#"), "LibreOffice", _libreoffice_owner),
    ):
        if owner_file.exists():
            try:
                who = owner(owner_file.read_bytes())
            except OSError:  # Excel on Windows lets nobody read its owner file
                who = ""
            by = f" by {who}" if who else ""
            return refused(
                f"{path.name} is open in {program}{by}",
                f"Close it there and try again. If nobody has it open, delete {owner_file.name} in its folder.",
                code=Code.FILE_LOCKED,
            )
    return None


def _excel_owner(data: bytes) -> str:
    """The user's name: its length, then 54 bytes of the system's code page; again as UTF-16 from byte 55."""
    if len(data) >= 57:
        length = int.from_bytes(data[55:57], "little")
        wide = data[57 : 57 + 2 * length].decode("utf-16-le", "replace").strip("\0 ")
        if wide:
            return wide
    return data[1 : 1 + data[0]].decode("cp1252", "replace").strip("\0 ") if data else ""


def _libreoffice_owner(data: bytes) -> str:
    """The user's name, or the account and computer: the first fields, separated by commas."""
    fields = [field.strip() for field in data.decode("utf-8", "replace").split(",")]
    name, account, computer = [*fields, "", "", ""][:3]
    return name or (f"{account} on {computer}" if account and computer else account)
