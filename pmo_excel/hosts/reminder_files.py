"""Drafts of reminders as files beside the portfolio workbook: an e-mail for each person, and forms; nothing is sent."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from email.message import EmailMessage
from email.policy import SMTP
from hashlib import blake2b
from pathlib import Path
from typing import Final

from pmo_excel.portfolio.collected import Collected
from pmo_excel.portfolio.reminder import Reminder
from pmo_excel.workbook.save import create

_SHEET: Final = "vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_FORBIDDEN: Final = frozenset('<>:"/\\|?*')
_LONGEST: Final = 80
"""Characters of a file's name before its ending."""


def drafts_folder(portfolio: Path) -> Path:
    """Where the drafts of a portfolio workbook are."""
    return portfolio.parent / f"{portfolio.stem} reminders"


def write_drafts(portfolio: Path, drafts: Sequence[Reminder], made: Collected) -> list[Path]:
    """Write the drafts and their forms; those of an earlier collect that nobody needs any more go.

    Raises
    ------
    Refused
        A file cannot be written.
    """
    folder = drafts_folder(portfolio)
    if not drafts and not folder.is_dir():
        return []
    from pmo_excel.hosts.update_form import update_form  # a writer of workbooks: only where somebody is to be chased

    folder.mkdir(parents=True, exist_ok=True)
    projects = {project.id: project for project in made.projects}
    wanted: dict[Path, bytes] = {}
    for draft in drafts:
        forms = {f"{file_name(key)} update.xlsx": update_form(projects[key]) for key in draft.projects}
        wanted |= {folder / name: data for name, data in forms.items()}
        wanted[folder / f"{file_name(draft.to)}.eml"] = email(draft, forms)
    text = "\n\n---\n\n".join(f"To: {_to(draft)}\nSubject: {draft.subject}\n\n{draft.body}" for draft in drafts)
    wanted[folder / "reminders.txt"] = f"{text}\n".encode()
    for path, data in wanted.items():
        if not path.exists() or path.read_bytes() != data:
            create(path, data, replace=True)
    for old in [*folder.glob("*.eml"), *folder.glob("* update.xlsx")]:
        if old not in wanted:
            with suppress(OSError):  # one draft too many is no reason to stop
                old.unlink()
    return list(wanted)


def email(draft: Reminder, forms: dict[str, bytes]) -> bytes:
    """A draft as mail programs open it: to be read, changed and sent by a person (X-Unsent, as Outlook has it)."""
    message = EmailMessage(policy=SMTP)
    message["X-Unsent"] = "1"
    message["Subject"] = " ".join(draft.subject.split())
    if draft.address:
        message["To"] = draft.address
    message.set_content(draft.body)
    for name, data in forms.items():
        message.add_attachment(data, maintype="application", subtype=_SHEET, filename=name)
    if message.is_multipart():  # a boundary of its own, so that the same draft is the same file
        message.set_boundary(f"pmo-excel-{blake2b(draft.body.encode(), digest_size=16).hexdigest()}")
    return bytes(message)


def file_name(text: str) -> str:
    """A text as the name of a file in every system; it never leads into another folder."""
    kept = "".join("_" if c in _FORBIDDEN or ord(c) < 32 else c for c in text).strip(" .")
    return kept[:_LONGEST] or "project"


def _to(draft: Reminder) -> str:
    return f"{draft.to} <{draft.address}>" if draft.address else draft.to
