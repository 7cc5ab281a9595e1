"""The commands that make the lists, columns and views on a SharePoint site."""

from __future__ import annotations

from typing import Annotated

import typer

from pmo_excel.hosts.exits import Json, status
from pmo_excel.hosts.state_folder import state_folder

provision = typer.Typer(
    help="Make the lists, columns and views that publishing needs; once, by someone with the role Manage.",
    no_args_is_help=True,
)

Site = Annotated[str, typer.Option("--site", help="Address of the SharePoint site.", envvar="PMO_SITE")]
Currency = Annotated[str, typer.Option(help="Show money in this currency, where all projects use it: EUR.")]


@provision.command("plan")
def provision_plan(site: Site, currency: Currency = "", as_json: Json = False) -> None:
    """Show which lists, columns, indexes and views would be made, and what on the site is not as declared."""
    from pmo_excel.hosts.provision_command import preparation_plan, print_preparation

    result = preparation_plan(site, currency, state_folder())
    print_preparation(result, as_json)
    raise status(result.failed, False)


@provision.command("apply")
def provision_apply(site: Site, currency: Currency = "", as_json: Json = False) -> None:
    """Make what is missing; what people have changed on the site stays as it is."""
    from pmo_excel.hosts.provision_command import prepared, print_preparation

    result = prepared(site, currency, state_folder())
    print_preparation(result, as_json)
    raise status(result.failed, False)


def add_to(publish: typer.Typer) -> None:
    """Add these commands to `pmo publish`."""
    publish.add_typer(provision, name="provision")
