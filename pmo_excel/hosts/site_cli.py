"""The commands that publish to a SharePoint site, and the local site."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pmo_excel.core.problems import serious
from pmo_excel.hosts import provision_cli, review_cli, sign_in_cli
from pmo_excel.hosts.exits import Json, Paths, status

Folder = Annotated[
    Path | None, typer.Option("--folder", help="Write files, and lists as CSV and JSON, into this folder instead.")
]

publish = typer.Typer(help="Publish results to a SharePoint site: read the plan, then apply it.", no_args_is_help=True)
sharepoint = typer.Typer(
    help="Sign in to a SharePoint site and see what is missing; or a local site, to try everything without a tenant.",
    no_args_is_help=True,
)

Recycle = Annotated[
    bool, typer.Option("--recycle-removed", help="Put what an earlier publish marked Removed into the recycle bin.")
]


@publish.command("plan")
def publish_plan(
    paths: Paths,
    site: Annotated[str, typer.Option("--site", help="Address of the SharePoint site.", envvar="PMO_SITE")] = "",
    rehearse: Annotated[
        Path | None, typer.Option("--rehearse", help="A recording of the site: list every request, without network.")
    ] = None,
    folder: Folder = None,
    requests: Annotated[
        Path | None, typer.Option("--requests", help="File for the list of requests of a rehearsal (JSON).")
    ] = None,
    recycle_removed: Recycle = False,
    every_line: Annotated[bool, typer.Option("--all", help="Print every line, however many.")] = False,
    as_json: Json = False,
) -> None:
    """Show what publishing would do to the site, by list, by column and by item; nothing is written."""
    from pmo_excel.hosts.publish_command import print_plan, publication_plan

    if rehearse is not None:
        from pmo_excel.hosts.rehearse_command import print_rehearsal, rehearsal

        rehearsed = rehearsal(paths, rehearse, site)
        print_rehearsal(rehearsed, requests, as_json)
        raise status(rehearsed.publication.failed, any(serious(p) for p in rehearsed.publication.problems))
    if folder is not None:
        from pmo_excel.hosts.offline_command import print_folder, published_to_folder

        written = published_to_folder(paths, folder, dry_run=True)
        print_folder(written, as_json)
        raise status(False, any(serious(p) for p in written.problems))
    if not site:
        raise typer.BadParameter("name the site with --site, a recording of it with --rehearse, or a --folder")
    result = publication_plan(paths, site, recycle_removed=recycle_removed)
    print_plan(result, as_json, every_line)
    raise status(result.failed, any(serious(p) for p in result.problems))


@publish.command("apply")
def publish_apply(
    paths: Paths,
    site: Annotated[str, typer.Option("--site", help="Address of the SharePoint site.", envvar="PMO_SITE")] = "",
    folder: Folder = None,
    allow_removals: Annotated[bool, typer.Option("--allow-removals", help="Mark many rows as removed.")] = False,
    compare: Annotated[
        Path | None, typer.Option("--compare", help="A recording: say where requests differ from its rehearsal.")
    ] = None,
    recycle_removed: Recycle = False,
    as_json: Json = False,
) -> None:
    """Publish results and status pages to the site, or into a folder; without a connection they wait in a queue."""
    from pmo_excel.hosts.offline_command import print_folder, published_or_queued, published_to_folder
    from pmo_excel.hosts.publish_command import print_outcome as print_published

    if folder is not None:
        written = published_to_folder(paths, folder)
        print_folder(written, as_json)
        raise status(False, any(serious(p) for p in written.problems))
    if not site:
        raise typer.BadParameter("name the site with --site, or a --folder")
    if compare is not None and recycle_removed:
        raise typer.BadParameter("a rehearsal recycles nothing: leave out --compare or --recycle-removed")
    if compare is not None:
        from pmo_excel.hosts.rehearse_command import published_as_rehearsed

        result = published_as_rehearsed(paths, site, compare, allow_removals)
    else:
        result = published_or_queued(paths, site, allow_removals, recycle_removed=recycle_removed)
    print_published(result, as_json)
    raise status(result.failed, any(serious(p) for p in result.problems))


@publish.command("files")
def publish_files(
    book: Annotated[Path, typer.Argument(help="The project's workbook.")],
    files: Annotated[list[Path], typer.Argument(help="Report packs and other files.")],
    site: Annotated[str, typer.Option("--site", help="Address of the SharePoint site.", envvar="PMO_SITE")],
    kind: Annotated[str, typer.Option("--kind", help="Which report they are.")] = "Report pack",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only show the plan.")] = False,
    as_json: Json = False,
) -> None:
    """Put report packs into the library: one file each with its history, and the project's period and status date."""
    from pmo_excel.hosts.files_command import files_published
    from pmo_excel.hosts.publish_command import print_outcome as print_published
    from pmo_excel.hosts.publish_command import print_plan

    result = files_published(book, files, site, kind, dry_run)
    (print_plan if dry_run else print_published)(result, as_json)
    raise status(result.failed, any(serious(p) for p in result.problems))


@publish.command("resume")
def publish_resume(
    site: Annotated[str, typer.Option("--site", help="Only what waits for this site.")] = "",
    listed: Annotated[bool, typer.Option("--list", help="Only list what waits.")] = False,
    as_json: Json = False,
) -> None:
    """Send what could not be sent for want of a connection, in order, planned against the site as it is now."""
    from pmo_excel.hosts.offline_command import print_queue, print_resumed, resumed

    if listed:
        print_queue(None, as_json)
        return
    done = resumed(site)
    print_resumed(done, as_json)
    raise status(any(result.failed for _, result in done), any(serious(p) for _, r in done for p in r.problems))


@sharepoint.command("record")
def sharepoint_record(
    site: Annotated[str, typer.Option("--site", help="Address of the SharePoint site.", envvar="PMO_SITE")],
    out: Annotated[Path, typer.Option("--out", "-o", help="File for the recording (JSON).")],
    as_json: Json = False,
) -> None:
    """Record what publishing reads of a site, for a rehearsal without network. As confidential as the lists are."""
    from pmo_excel.hosts.rehearse_command import record_site

    raise status(record_site(site, out, as_json), False)


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
    sign_in_cli.add_to(sharepoint)
    provision_cli.add_to(publish)
    review_cli.add_to(publish)
    app.add_typer(publish, name="publish")
    app.add_typer(sharepoint, name="sharepoint")
