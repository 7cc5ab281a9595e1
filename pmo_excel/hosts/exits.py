"""What the commands of the command line have in common: paths, the option that asks for JSON, exit statuses."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer

from pmo_excel.core.problems import Problem

FINE, FINDINGS, NOT_DONE = 0, 1, 2

Paths = Annotated[list[Path], typer.Argument(help="Workbooks, or folders of workbooks.")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON, for programs.")]


def status(failed: bool, found_serious: bool) -> typer.Exit:
    """The exit status: 2 when something could not be done, 1 with findings of severity High, else 0."""
    return typer.Exit(NOT_DONE if failed else FINDINGS if found_serious else FINE)


def not_done(problems: Sequence[Problem], as_json: bool, **empty: Any) -> typer.Exit:
    """Print why a command could not be done, and the exit status for it; `empty` are the other parts of its JSON."""
    from pmo_excel.hosts.printing import print_json, print_problems

    if as_json:
        print_json({**empty, "problems": [problem.as_json() for problem in problems]})
    else:
        print_problems(problems)
    return typer.Exit(NOT_DONE)


@contextmanager
def refusals_told(as_json: bool = False, **empty: Any) -> Iterator[None]:
    """Whatever is refused in its block ends the command, with the reason printed by `not_done`."""
    from pmo_excel.workbook.refused import Refused

    try:
        yield
    except Refused as error:
        raise not_done(error.problems, as_json, **empty) from error


def say_undo(path: Path, copy: Path | None = None, also: str = "") -> None:
    """Print how to take back what was written to a workbook, and which file holds it as it was."""
    from pmo_excel.hosts.printing import console

    kept = "" if copy is None else f"; the file as it was is {copy}"
    console.print(f"  {also}undo: pmo undo {path}{kept}", markup=False)
