"""`pmo change notices`: a draft to each person whom a change affects, as text and as .eml to edit; nothing is sent."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from typing import Any, Final

from pmo_excel.change.facts import ChangeFacts, change_facts
from pmo_excel.core.calling import as_json
from pmo_excel.core.catalogue import CATALOGUE
from pmo_excel.hosts.change_book import change_book
from pmo_excel.workbook.refused import Refused
from pmo_excel.workbook.save import create

_UNSAFE: Final = re.compile(r"[^\w .-]+")
_BREAKS: Final = re.compile(r"\s+")


@dataclass(frozen=True)
class Draft:
    """One draft: to whom, what it says, and where it was written."""

    name: str
    email: str
    subject: str
    text: str
    files: tuple[Path, ...] = ()


@dataclass(frozen=True)
class Drafted:
    """The drafts of a change."""

    path: Path
    facts: ChangeFacts
    drafts: tuple[Draft, ...]

    def as_json(self) -> dict[str, Any]:
        """The drafts as programs read them."""
        return {
            "file": str(self.path),
            "change": self.facts.id,
            "notices": as_json(CATALOGUE["CHANGENOTICES"], self.facts.notices),
            "drafts": [
                {
                    "name": d.name,
                    "email": d.email,
                    "subject": d.subject,
                    "text": d.text,
                    "files": [str(f) for f in d.files],
                }
                for d in self.drafts
            ],
            "problems": [],
        }


def draft_notices(path: Path, change: str) -> Drafted:
    """The drafts of a change.

    Raises
    ------
    Refused
        The workbook cannot be read, or the change cannot be tried.
    """
    held = change_book(path)
    row = held.row(change)
    facts = change_facts(held.changes, row, held.lines_of(str(held.changes.id[row])), held.asked)
    if facts.notices is None:
        raise Refused(list(facts.problems))
    signed = held.asked.audience.project_manager
    told = facts.notices
    each = zip(told.name.tolist(), told.email.tolist(), told.because.tolist(), strict=True)
    drafts = [_draft(facts, str(name), str(mail or ""), str(because), signed) for name, mail, because in each]
    return Drafted(path, facts, tuple(drafts))


def write_drafts(drafted: Drafted, folder: Path) -> Drafted:
    """The drafts written into a folder, which is made where it is not there; a file that is there already stays.

    Raises
    ------
    Refused
        A file is there already, or cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    numbered = enumerate(drafted.drafts, start=1)
    done = [_written(draft, drafted.facts.id, folder, number) for number, draft in numbered]
    return replace(drafted, drafts=tuple(done))


def _draft(facts: ChangeFacts, name: str, email: str, because: str, signed: str) -> Draft:
    what = f"{facts.id} {facts.title}".strip()
    decided = facts.state in ("Approved", "Implementing", "Implemented")
    opening = "was approved" if decided else f"is proposed ({facts.state}); nothing is decided yet"
    reasons = "\n".join(f"- {reason[:1].upper()}{reason[1:]}" for reason in because.split("; "))
    text = (
        f"Dear {name},\n\nthe change {what} {opening}.\n\nTried on the plan, it {facts.effect}.\n\n"
        f"Why you hear of it:\n{reasons}\n\nPlease say if this causes difficulties.\n\nKind regards\n{signed}\n"
    )
    return Draft(name, email, _line(f"Change {what}"), text)


def _line(text: str) -> str:
    """One line: a header of a mail holds no break."""
    return _BREAKS.sub(" ", text).strip()


def _written(draft: Draft, change: str, folder: Path, number: int) -> Draft:
    """The draft as a text file and as a mail that opens unsent; the name is of letters, digits and dots only."""
    stem = _UNSAFE.sub("_", f"{change} {number:02d} {draft.name}").strip(" .")[:80]
    mail = EmailMessage(policy=SMTP)
    if draft.email:
        mail["To"] = _line(draft.email)
    mail["Subject"] = draft.subject
    mail["X-Unsent"] = "1"
    mail.set_content(draft.text)
    files = (folder / f"{stem}.txt", folder / f"{stem}.eml")
    create(files[0], draft.text.encode())
    create(files[1], mail.as_bytes())
    return Draft(draft.name, draft.email, draft.subject, draft.text, files)
