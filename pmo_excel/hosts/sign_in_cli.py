"""The commands that sign in to a SharePoint site, and say what is missing."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from pmo_excel.hosts.exits import Json, not_done, status
from pmo_excel.hosts.state_folder import state_folder

Address = Annotated[str, typer.Argument(metavar="SITE", help="Address of the SharePoint site.", envvar="PMO_SITE")]


def login(
    site: Address,
    tenant: Annotated[str, typer.Option(help="The tenant, as in contoso.onmicrosoft.com.")] = "",
    client_id: Annotated[str, typer.Option(help="The app's application (client) ID.")] = "",
    cloud: Annotated[str, typer.Option(help="global, us or china; by the site's address if left out.")] = "",
    browser: Annotated[bool, typer.Option("--browser", help="In this computer's browser, without a code.")] = False,
    certificate: Annotated[
        Path | None, typer.Option(help="PEM file of the app's certificate, for unattended runs.")
    ] = None,
    key: Annotated[Path | None, typer.Option(help="PEM file of its private key, where that is another.")] = None,
    as_json: Json = False,
) -> None:
    """Sign in to a site, once: with a code, in the browser, or as an app with a certificate."""
    from pmo_excel.hosts.sign_in_command import problem_of, signed_in
    from sharepoint.errors import SharePointError

    given = {
        "PMO_TENANT": tenant,
        "PMO_CLIENT_ID": client_id,
        "PMO_CLOUD": cloud,
        "PMO_CERTIFICATE": str(certificate or ""),
        "PMO_CERTIFICATE_KEY": str(key or ""),
    }
    try:
        found = signed_in(site, given, browser, state_folder())
    except SharePointError as error:
        raise not_done([problem_of(error, site)], as_json) from None
    _print(found, as_json)


def whoami(site: Address, as_json: Json = False) -> None:
    """Say who is signed in to a site; nobody is asked to sign in."""
    from pmo_excel.hosts.sign_in_command import identity, problem_of
    from sharepoint.errors import SharePointError

    try:
        found = identity(site, state_folder())
    except SharePointError as error:
        raise not_done([problem_of(error, site)], as_json) from None
    _print(found, as_json)


def logout(site: Address, as_json: Json = False) -> None:
    """Forget the sign-in to a site on this computer."""
    from pmo_excel.hosts.printing import console, print_json
    from pmo_excel.hosts.sign_in_command import problem_of, signed_out
    from sharepoint.errors import SharePointError

    try:
        names = signed_out(site, state_folder())
    except SharePointError as error:
        raise not_done([problem_of(error, site)], as_json) from None
    if as_json:
        print_json({"signed_out": names, "problems": []})
    else:
        console.print(f"Signed out: {', '.join(names)}" if names else "Nobody was signed in.")


def doctor(site: Address, as_json: Json = False) -> None:
    """Check one by one what publishing to a site needs, and give the words to ask for what is missing."""
    from pmo_excel.hosts.printing import print_json
    from pmo_excel.hosts.sign_in_command import examined, print_finding
    from sharepoint.doctor import State

    found = examined(site, state_folder(), (lambda _: None) if as_json else print_finding)
    if as_json:
        print_json({"checks": [finding.as_json() for finding in found], "problems": []})
    raise status(False, any(finding.state is State.MISSING for finding in found))


def _print(found: Any, as_json: bool) -> None:
    from rich.markup import escape

    from pmo_excel.hosts.printing import console, print_json

    if as_json:
        print_json({**found.as_json(), "problems": []})
        return
    for line in found.lines():
        console.print(escape(line))


def add_to(sharepoint: typer.Typer) -> None:
    """Add these commands to `pmo sharepoint`."""
    for command in (login, logout, whoami, doctor):
        sharepoint.command()(command)
