"""Publishing from the task pane: the open workbook, as `pmo publish` publishes a file, to the site of this server."""

from __future__ import annotations

import os
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from pmo_excel.hosts.officejs.book import Sent
from pmo_excel.hosts.officejs.jobs import Job
from pmo_excel.hosts.publish_command import Publication, published_to, saved_at
from pmo_excel.hosts.state_folder import state_folder
from pmo_excel.workbook.package import Package, open_package
from pmo_excel.workbook.refused import Refused
from sharepoint.apply import Outcome, Progress
from sharepoint.auth import SignedInWith
from sharepoint.configuration import sign_in_for
from sharepoint.journal import Journal
from sharepoint.plan import Plan
from sharepoint.publish import apply_publication
from sharepoint.site import Site

_CORE: Final = "docProps/core.xml"


def publication(sent: Sent, site: str, job: Job, *, write: bool, allow_removals: bool = False) -> dict[str, Any]:
    """What publishing a workbook would do, or did."""

    def step(plan: Plan, present: Site, journal: Journal) -> Outcome | None:
        job.progress(0, len(plan.writes), "")
        if not write:
            return None
        return apply_publication(plan, present, journal, show, allow_removals)

    def show(done: Progress) -> None:
        job.progress(done.done, done.total, done.what)

    def connect(url: str, state: Path) -> Site:
        return Site(url, sign_in_for(url, state, how=SignedInWith.NOTHING))

    with tempfile.TemporaryDirectory(prefix="pmo-") as folder:
        try:
            path = _file(Path(folder), sent)
        except Refused as error:
            return {"done": False, "lines": [], "problems": [p.as_json() for p in error.problems]}
        return _said(published_to([path], site, state_folder(), saved_at, step, connect))


def _said(result: Publication) -> dict[str, Any]:
    lines = result.outcome.lines() if result.outcome else result.plan.lines() if result.plan else []
    return {
        "done": not result.failed,
        "lines": lines,
        "writes": len(result.plan.writes) if result.plan else 0,
        "guards": [str(guard) for guard in result.plan.guards] if result.plan else [],
        "problems": [p.as_json() for p in result.problems],
    }


def _file(folder: Path, sent: Sent) -> Path:
    """The workbook as a file, as old as Excel says it is: the same workbook makes the same page."""
    package = open_package(sent.data, sent.name)
    path = folder / sent.name
    path.write_bytes(sent.data)
    moment = _modified(package).timestamp()
    os.utime(path, (moment, moment))
    return path


def _modified(package: Package) -> datetime:
    """When the workbook says that it was saved; now where it does not say."""
    part = package.archive.find(_CORE)
    found = package.tree(part).findtext("{http://purl.org/dc/terms/}modified") if part else None
    try:
        return datetime.fromisoformat(found or "")
    except ValueError:
        return datetime.now(UTC)
