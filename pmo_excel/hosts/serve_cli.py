"""The command that serves the Office.js add-in."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pmo_excel.hosts.exits import not_done


def serve(
    https: Annotated[bool, typer.Option("--https", help="Encrypted, as Excel asks for.")] = False,
    port: Annotated[int, typer.Option("--port", help="The add-in's manifest names 8443.", min=1, max=65535)] = 8443,
    host: Annotated[str, typer.Option("--host", help="Address to listen at.")] = "127.0.0.1",
    site: Annotated[
        str, typer.Option("--site", help="SharePoint site that the panel publishes to.", envvar="PMO_SITE")
    ] = "",
    url: Annotated[str, typer.Option("--url", help="Public address of a hosted server, where people sign in.")] = "",
    tenant: Annotated[str, typer.Option("--tenant", help="Hosted: ID of the directory whose people may use it.")] = "",
    client_id: Annotated[str, typer.Option("--client-id", help="Hosted: ID of the app registration.")] = "",
    certificate: Annotated[Path | None, typer.Option("--certificate", help="Hosted: certificate file (PEM).")] = None,
    key: Annotated[Path | None, typer.Option("--key", help="Hosted: the certificate's key file (PEM).")] = None,
) -> None:
    """Serve the add-in for Excel on Windows, Mac and the web; stop it with Ctrl+C."""
    from pmo_excel.hosts.serve_command import Serving
    from pmo_excel.hosts.serve_command import serve as serving
    from pmo_excel.workbook.refused import Refused

    try:
        serving(Serving(host, port, https, site, url, tenant, client_id, certificate, key))
    except Refused as error:
        raise not_done(error.problems, as_json=False) from error


def add_to(app: typer.Typer) -> None:
    """Add this command to the command line."""
    app.command()(serve)
