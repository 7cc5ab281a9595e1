"""``python -m sharepoint.local``: serve a site on this computer."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from sharepoint.local.app import Options
from sharepoint.local.model.site import Limits
from sharepoint.local.process import serve
from sharepoint.local.rest.permissions import Role

USUAL = Limits()


def main(
    data: Annotated[Path, typer.Option(help="Folder the site is kept in.")],
    port: Annotated[int, typer.Option(help="Port on 127.0.0.1; 0 takes a free one.")] = 8950,
    site: Annotated[str, typer.Option(help="Path of the site.")] = "/sites/pmo",
    port_file: Annotated[Path | None, typer.Option(help="File to write the port to.")] = None,
    require_token: Annotated[bool, typer.Option(help="Refuse requests without a valid bearer token.")] = False,
    role: Annotated[Role, typer.Option(help="What everybody may do on the site.")] = Role.FULL_CONTROL,
    faults: Annotated[bool, typer.Option(help="Let tests set faults at /_local/faults.")] = False,
    zone: Annotated[str, typer.Option(help="Time zone of a new site, as in Europe/Berlin.")] = "UTC",
    view_threshold: Annotated[int, typer.Option(help="List view threshold.")] = USUAL.view_threshold,
    batch_operations: Annotated[int, typer.Option(help="Most operations in a batch.")] = USUAL.batch_operations,
    batch_bytes: Annotated[int, typer.Option(help="Most bytes of a batch.")] = USUAL.batch_bytes,
    request_bytes: Annotated[int, typer.Option(help="Most bytes of a request.")] = USUAL.request_bytes,
    until_stdin_closes: Annotated[bool, typer.Option(help="Stop when standard input ends.")] = False,
) -> None:
    """Serve a SharePoint site on this computer; prints its address when it answers."""
    limits = Limits(
        view_threshold=view_threshold,
        batch_operations=batch_operations,
        batch_bytes=batch_bytes,
        request_bytes=request_bytes,
    )
    serve(
        data,
        port,
        site,
        options=Options(require_token, faults, role=role),
        limits=limits,
        zone=zone,
        port_file=port_file,
        until_stdin_closes=until_stdin_closes,
    )


if __name__ == "__main__":
    typer.run(main)
