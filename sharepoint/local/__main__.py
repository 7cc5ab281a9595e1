"""``python -m sharepoint.local``: serve a site on this computer."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from sharepoint.local.app import Options
from sharepoint.local.faults import Faults
from sharepoint.local.model.site import Limits
from sharepoint.local.process import serve
from sharepoint.local.rest.app_roles import AppRole

USUAL = Limits()


def main(
    data: Annotated[Path, typer.Option(help="Folder the site is kept in.")],
    port: Annotated[int, typer.Option(help="Port on 127.0.0.1; 0 takes a free one.")] = 8950,
    site: Annotated[str, typer.Option(help="Path of the site.")] = "/sites/pmo",
    port_file: Annotated[Path | None, typer.Option(help="File to write the port to.")] = None,
    require_token: Annotated[bool, typer.Option(help="Refuse requests without a valid bearer token.")] = False,
    role: Annotated[AppRole, typer.Option(help="What everybody may do on the site.")] = AppRole.FULL_CONTROL,
    faults: Annotated[bool, typer.Option(help="Let tests set faults at /_local/faults.")] = False,
    require_digest: Annotated[bool, typer.Option(help="Refuse writes without a fresh form digest.")] = False,
    fault: Annotated[
        list[str] | None, typer.Option(help='A fault to begin with, as JSON: {"kind": "throttle", "count": 3}.')
    ] = None,
    zone: Annotated[str, typer.Option(help="Time zone of a new site, as in Europe/Berlin.")] = "UTC",
    view_threshold: Annotated[int, typer.Option(help="List view threshold.")] = USUAL.view_threshold,
    batch_operations: Annotated[int, typer.Option(help="Most operations in a batch.")] = USUAL.batch_operations,
    batch_bytes: Annotated[int, typer.Option(help="Most bytes of a batch.")] = USUAL.batch_bytes,
    request_bytes: Annotated[int, typer.Option(help="Most bytes of a request.")] = USUAL.request_bytes,
    lookup_columns: Annotated[int, typer.Option(help="Most lookup columns of a query.")] = USUAL.lookup_columns,
    minor_versions: Annotated[int, typer.Option(help="Most drafts of a file.")] = USUAL.minor_versions,
    until_stdin_closes: Annotated[bool, typer.Option(help="Stop when standard input ends.")] = False,
) -> None:
    """Serve a SharePoint site on this computer; prints its address when it answers."""
    for text in fault or ():
        try:
            Faults().add(json.loads(text))
        except (ValueError, TypeError, AttributeError) as error:
            raise typer.BadParameter(f"--fault {text}: {error}") from None
    limits = Limits(
        view_threshold=view_threshold,
        batch_operations=batch_operations,
        batch_bytes=batch_bytes,
        request_bytes=request_bytes,
        lookup_columns=lookup_columns,
        minor_versions=minor_versions,
    )
    serve(
        data,
        port,
        site,
        options=Options(require_token, faults, require_digest, tuple(fault or ()), role=role),
        limits=limits,
        zone=zone,
        port_file=port_file,
        until_stdin_closes=until_stdin_closes,
    )


if __name__ == "__main__":
    typer.run(main)
