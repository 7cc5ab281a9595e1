"""What every command of the command line has in common: its exit status, and the option that asks for JSON."""

from __future__ import annotations

from typing import Annotated

import typer

FINE, FINDINGS, NOT_DONE = 0, 1, 2

Json = Annotated[bool, typer.Option("--json", help="Print JSON, for programs.")]


def status(failed: bool, found_serious: bool) -> typer.Exit:
    """The exit status: 2 when something could not be done, 1 with findings of severity High, else 0."""
    return typer.Exit(NOT_DONE if failed else FINDINGS if found_serious else FINE)
