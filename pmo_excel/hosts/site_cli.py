"""The commands that publish to a SharePoint site, and the local site."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pmo_excel.core.problems import serious
from pmo_excel.hosts.exits import Json, Paths, not_done, status

publish = typer.Typer(help="Publish results to a SharePoint site: read the plan, then apply it.", no_args_is_help=True)
sharepoint = typer.Typer(help="The local SharePoint site, to try everything without a tenant.", no_args_is_help=True)


@publish.command("plan")
def publish_plan(
    paths: Paths,
    site: Annotated[str, typer.Option("--site", help="Address of the SharePoint site.", envvar="PMO_SITE")],
    as_json: Json = False,
) -> None:
    """Show what publishing would do to the site; nothing is written."""
    from pmo_excel.hosts.publish_command import print_plan, publication_plan

    result = publication_plan(paths, site)
    print_plan(result, as_json)
    raise status(result.failed, any(serious(p) for p in result.problems))


@publish.command("apply")
def publish_apply(
    paths: Paths,
    site: Annotated[str, typer.Option("--site", help="Address of the SharePoint site.", envvar="PMO_SITE")],
    allow_removals: Annotated[bool, typer.Option("--allow-removals", help="Mark many rows as removed.")] = False,
    as_json: Json = False,
) -> None:
    """Publish results and status pages to the site."""
    from pmo_excel.hosts.publish_command import print_outcome as print_published
    from pmo_excel.hosts.publish_command import published

    result = published(paths, site, allow_removals)
    print_published(result, as_json)
    raise status(result.failed, any(serious(p) for p in result.problems))


@publish.command("review")
def publish_review(
    paths: Paths,
    site: Annotated[str, typer.Option("--site", help="Address of the SharePoint site.", envvar="PMO_SITE")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only list what there is to decide.")] = False,
    as_json: Json = False,
) -> None:
    """Ask, on the sheet Conflicts of each workbook, what people changed on the site; nothing is written there."""
    from datetime import datetime

    from pmo_excel.hosts.review_command import print_review, review

    result = review(paths, site, datetime.now(), dry_run=dry_run)
    print_review(result, as_json)
    raise status(result.failed, any(serious(p) for p in result.problems))


@publish.command("status")
def publish_status(
    site: Annotated[str, typer.Option("--site", help="Address of the SharePoint site.", envvar="PMO_SITE")],
    paths: Annotated[list[Path] | None, typer.Argument(help="Workbooks, to tell how far the site is apart.")] = None,
    as_json: Json = False,
) -> None:
    """Tell what is published, when and by whom, which runs are unfinished, and how far workbooks and site are apart."""
    from pmo_excel.hosts.publish_history import print_status, status_of

    result = status_of(paths or [], site)
    print_status(result, as_json)
    raise status(result.status is None, any(serious(p) for p in result.problems))


@publish.command("log")
def publish_log(
    site: Annotated[str, typer.Option("--site", help="Address of the SharePoint site.", envvar="PMO_SITE")],
    run: Annotated[str, typer.Option("--run", help="Only what this run wrote.")] = "",
    book: Annotated[Path | None, typer.Option("--book", help="Portfolio workbook whose Publish Log gets it.")] = None,
    as_json: Json = False,
) -> None:
    """List what was written to the site: when, who, which row, before and after, the item's address."""
    from datetime import datetime

    from pmo_excel.hosts.publish_history import log_into, log_of, print_log
    from pmo_excel.workbook.refused import Refused

    lines = log_of(site, run)
    try:
        kept = None if book is None else log_into(book, lines, datetime.now())
    except Refused as error:
        raise not_done(error.problems, as_json, log=[]) from error
    print_log(lines, kept, as_json)


@publish.command("undo")
def publish_undo(
    site: Annotated[str, typer.Option("--site", help="Address of the SharePoint site.", envvar="PMO_SITE")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only list what would be taken back.")] = False,
    as_json: Json = False,
) -> None:
    """Take the last publish back: list values as they were, except where somebody changed them since."""
    from pmo_excel.hosts.publish_history import print_undo, taken_back

    result = taken_back(site, dry_run=dry_run)
    print_undo(result, as_json, dry_run)
    raise status(result.failed, any(serious(p) for p in result.problems))


@sharepoint.command("serve")
def sharepoint_serve(
    port: Annotated[int, typer.Option(help="Port; 0 takes a free one.")] = 8765,
    data: Annotated[Path, typer.Option(help="Where the site keeps what it holds.")] = Path("pmo-site"),
    site: Annotated[str, typer.Option(help="The site's path.")] = "/sites/pmo",
) -> None:
    """Start the local SharePoint site; stop it with Ctrl+C."""
    from sharepoint.local import serve

    serve(data, port, site)


def add_to(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    app.add_typer(publish, name="publish")
    app.add_typer(sharepoint, name="sharepoint")
