"""The commands about what others did on the site, and about what was published."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from pmo_excel.core.problems import serious
from pmo_excel.hosts.exits import Json, Paths, not_done, status

SiteAddress = Annotated[str, typer.Option("--site", help="Address of the SharePoint site.", envvar="PMO_SITE")]


def review(
    paths: Paths,
    site: SiteAddress,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only list what there is to decide.")] = False,
    as_json: Json = False,
) -> None:
    """Ask, on the sheet Conflicts of each workbook, what people changed on the site; nothing is written there."""
    from pmo_excel.hosts.review_command import print_review, review

    result = review(paths, site, datetime.now(), dry_run=dry_run)
    print_review(result, as_json)
    raise status(result.failed, any(serious(p) for p in result.problems))


def publish_status(
    site: SiteAddress,
    paths: Annotated[list[Path] | None, typer.Argument(help="Workbooks, to tell how far the site is apart.")] = None,
    as_json: Json = False,
) -> None:
    """Tell what is published, when and by whom, which runs are unfinished, and how far workbooks and site are apart."""
    from pmo_excel.hosts.publish_history import print_status, status_of

    result = status_of(paths or [], site)
    print_status(result, as_json)
    raise status(result.status is None, any(serious(p) for p in result.problems))


def log(
    site: SiteAddress,
    run: Annotated[str, typer.Option("--run", help="Only what this run wrote.")] = "",
    book: Annotated[Path | None, typer.Option("--book", help="Portfolio workbook whose Publish Log gets it.")] = None,
    as_json: Json = False,
) -> None:
    """List what was written to the site: when, who, which row, before and after, the item's address."""
    from pmo_excel.hosts.publish_history import log_into, log_of, print_log
    from pmo_excel.workbook.refused import Refused

    lines = log_of(site, run)
    try:
        kept = None if book is None else log_into(book, lines, datetime.now())
    except Refused as error:
        raise not_done(error.problems, as_json, log=[]) from error
    print_log(lines, kept, as_json)


def undo(
    site: SiteAddress,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only list what would be taken back.")] = False,
    as_json: Json = False,
) -> None:
    """Take the last publish back: list values as they were, except where somebody changed them since."""
    from pmo_excel.hosts.publish_history import print_undo, taken_back

    result = taken_back(site, dry_run=dry_run)
    print_undo(result, as_json, dry_run)
    raise status(result.failed, any(serious(p) for p in result.problems))


def add_to(publish: typer.Typer) -> None:
    """Add these commands to `pmo publish`."""
    for name, command in (("review", review), ("status", publish_status), ("log", log), ("undo", undo)):
        publish.command(name)(command)
