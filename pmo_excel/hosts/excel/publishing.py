"""Publishing from Excel: the plan in a message with yes and no, and on yes that plan and no other."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from pmo_excel.hosts.excel import messages
from pmo_excel.hosts.live.excel import ExcelBook
from pmo_excel.hosts.publish_command import Publication, published_to, saved_at
from pmo_excel.hosts.state_folder import state_folder
from sharepoint.apply import Outcome, Progress
from sharepoint.journal import Journal
from sharepoint.plan import Plan
from sharepoint.publish import apply_publication
from sharepoint.site import Site

_TITLE: Final = "PMO – Publish"


def publish_open(live: ExcelBook, path: Path, url: str) -> tuple[str, bool]:
    """Publish a copy of the open workbook; gives what to say, and whether it failed."""
    app = live.book.app
    declined = False

    def show(progress: Progress) -> None:
        app.status_bar = f"PMO: publishing {progress.what}, {progress.done} of {progress.total}"

    def step(plan: Plan, site: Site, journal: Journal) -> Outcome | None:
        nonlocal declined
        if not plan.actions:
            return None
        question = messages.plan_question(plan.lines(), url)
        declined = app.alert(question, title=_TITLE, buttons="yes_no", mode="info") != "yes"
        return None if declined else apply_publication(plan, site, journal, show)

    result: Publication = published_to([path], url, state_folder(), saved_at, step)
    if result.plan is not None and result.outcome is None:
        said = "Nothing was sent." if declined else "The site is up to date; there is nothing to publish."
        return said, False
    return messages.published(result), result.failed
