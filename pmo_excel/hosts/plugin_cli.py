"""The commands that install what belongs into spreadsheet programs."""

from __future__ import annotations

from typing import Annotated

import typer

from pmo_excel.hosts.exits import Json, not_done, status

plugin = typer.Typer(
    help="Functions and buttons inside spreadsheet programs: install them, see whether they fit.", no_args_is_help=True
)

Program = Annotated[str, typer.Argument(help="The program: excel, libreoffice or officejs.")]


@plugin.command("install")
def plugin_install(program: Program, as_json: Json = False) -> None:
    """Install the plug-in of a program for yourself; no administrator is needed."""
    from pmo_excel.hosts import plugin_command
    from pmo_excel.hosts.printing import console, print_json
    from pmo_excel.workbook.refused import Refused

    try:
        lines = plugin_command.plugin(program).install()
    except Refused as error:
        raise not_done(error.problems, as_json, done=[]) from error
    if as_json:
        print_json({"done": list(lines), "problems": []})
    else:
        for line in lines:
            console.print(line, markup=False)


@plugin.command("status")
def plugin_status(
    programs: Annotated[list[str] | None, typer.Argument(help="Programs; all if left out.")] = None,
    as_json: Json = False,
) -> None:
    """Say what is installed, and whether its version, Python and libraries fit each other."""
    from pmo_excel.hosts import plugin_command
    from pmo_excel.hosts.printing import print_json

    found = plugin_command.statuses(programs or ())
    if as_json:
        print_json({"plugins": {name: [one.as_json() for one in findings] for name, findings in found.items()}})
    else:
        plugin_command.print_statuses(found)
    raise status(False, any(one.fine is False for findings in found.values() for one in findings))


def add_to(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    app.add_typer(plugin, name="plugin")
