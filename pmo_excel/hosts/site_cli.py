"""The commands that publish to a SharePoint site, and the local site."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pmo_excel.core.problems import serious
from pmo_excel.hosts.exits import Json, Paths, status

publish = typer.Typer(help="Publish results to a SharePoint site: read the plan, then apply it.", no_args_is_help=True)
sharepoint = typer.Typer(help="The local SharePoint site, to try everything without a tenant.", no_args_is_help=True)


@publish.command("plan")
def publish_plan(
    paths: Paths,
    site: Annotated[str, typer.Option("--site", help="Address of the SharePoint site.", envvar="PMO_SITE")] = "",
    rehearse: Annotated[
        Path | None, typer.Option("--rehearse", help="A recording of the site: list every request, without network.")
    ] = None,
    requests: Annotated[
        Path | None, typer.Option("--requests", help="File for the list of requests of a rehearsal (JSON).")
    ] = None,
    as_json: Json = False,
) -> None:
    """Show what publishing would do to the site; nothing is written."""
    from pmo_excel.hosts.publish_command import print_plan, publication_plan

    if rehearse is not None:
        from pmo_excel.hosts.rehearse_command import print_rehearsal, rehearsal

        rehearsed = rehearsal(paths, rehearse, site)
        print_rehearsal(rehearsed, requests, as_json)
        raise status(rehearsed.publication.failed, any(serious(p) for p in rehearsed.publication.problems))
    if not site:
        raise typer.BadParameter("name the site with --site, or a recording of it with --rehearse")
    result = publication_plan(paths, site)
    print_plan(result, as_json)
    raise status(result.failed, any(serious(p) for p in result.problems))


@publish.command("apply")
def publish_apply(
    paths: Paths,
    site: Annotated[str, typer.Option("--site", help="Address of the SharePoint site.", envvar="PMO_SITE")],
    allow_removals: Annotated[bool, typer.Option("--allow-removals", help="Mark many rows as removed.")] = False,
    compare: Annotated[
        Path | None, typer.Option("--compare", help="A recording: say where requests differ from its rehearsal.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Publish results and status pages to the site."""
    from pmo_excel.hosts.publish_command import print_outcome as print_published
    from pmo_excel.hosts.publish_command import published

    if compare is not None:
        from pmo_excel.hosts.rehearse_command import published_as_rehearsed

        result = published_as_rehearsed(paths, site, compare, allow_removals)
    else:
        result = published(paths, site, allow_removals)
    print_published(result, as_json)
    raise status(result.failed, any(serious(p) for p in result.problems))


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
    app.add_typer(publish, name="publish")
    app.add_typer(sharepoint, name="sharepoint")
