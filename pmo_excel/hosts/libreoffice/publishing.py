"""Publishing from LibreOffice: the plan is shown first, and nothing is sent before a person agrees to it."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from pmo_excel.hosts.libreoffice.settings import remember_setting, setting
from pmo_excel.workbook.refused import refused

if TYPE_CHECKING:
    from pmo_excel.hosts.libreoffice.book import OfficeBook

_SHOWN = 25
"""Lines of a plan that fit into a message."""


def publish(book: OfficeBook) -> None:
    """Plan, show, and publish what a person agreed to. What is published is the file as it is saved."""
    from pmo_excel.hosts.offline_command import published_or_queued
    from pmo_excel.hosts.publish_command import publication_plan

    talk, path = book.talk, book.path
    if path is None:
        raise refused(
            f"{book.name} is not saved as an Excel workbook", "Save it as .xlsx (File, Save As), and publish again."
        )
    if not book.saved:
        if not talk.ask("confirm", title="Publish", text="It is published as it is saved. Save it now?", yes="Save"):
            return
        talk.ask("save")
    before = setting("site") or os.environ.get("PMO_SITE", "")
    site = str(talk.ask("question", title="Publish", text="Address of the SharePoint site:", default=before) or "")
    if not site:
        return
    talk.tell("status", text="Planning")
    result = publication_plan([path], site)
    if result.plan is None:
        talk.show("Publish", "Nothing was sent.", tuple(result.problems))
        return
    remember_setting("site", site)
    lines = list(result.plan.lines())
    told = [*lines[:_SHOWN], *([f"… and {len(lines) - _SHOWN} more"] if len(lines) > _SHOWN else [])]
    if not talk.ask("confirm", title="Publish", text="\n".join(told), yes="Publish"):
        return
    talk.tell("status", text="Publishing")
    done = published_or_queued([path], site)
    end = done.summary if done.outcome is not None else "It did not come to its end; what was sent is not sent again."
    talk.show("Publish", end, tuple(done.problems))
