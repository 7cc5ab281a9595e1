"""`pmo plugin`: what is installed into spreadsheet programs, and whether it fits this version.

Each program has a module `plugin_<name>` beside this one, with `install()`, which says in lines what it did, and
`status()`, which gives findings; both raise `Refused` where the program cannot be on this system.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from typing import Any, Final, Protocol, cast

from rich.markup import escape

from pmo_excel.core.problems import Cell, Code, Problem, Severity
from pmo_excel.hosts.printing import console
from pmo_excel.workbook.refused import Refused

_MARKS: Final = {True: "[green]✓[/]", False: "[red]✗[/]", None: "[dim]–[/]"}
_NAMES: Final = ("excel", "libreoffice", "officejs")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at: whether it is as it should be, what was found, and else what to do.

    `fine` is None where the question does not arise, as of Excel on Linux.
    """

    fine: bool | None
    check: str
    said: str
    advice: str = ""

    def as_json(self) -> dict[str, Any]:
        """The finding for programs."""
        return {"fine": self.fine, "check": self.check, "said": self.said, "advice": self.advice}


class Plugin(Protocol):
    """What a module of a program offers."""

    def install(self) -> Sequence[str]:
        """Install it for this user; lines that say what was done and what comes next."""

    def status(self) -> Sequence[Finding]:
        """What is there."""


def plugins() -> list[str]:
    """The programs that there is something for, by the names that commands use."""
    return [name for name in _NAMES if find_spec(f"pmo_excel.hosts.plugin_{name}") is not None]


def plugin(name: str) -> Plugin:
    """What there is for a program.

    Raises
    ------
    Refused
        There is nothing for a program of that name.
    """
    if name not in plugins():
        fix = f"Use one of: {', '.join(plugins())}."
        raise Refused([Problem(Code.ARGUMENT, f"there is no plug-in {name!r}", Cell(name), fix, Severity.CRITICAL)])
    return cast(Plugin, import_module(f"pmo_excel.hosts.plugin_{name}"))


def statuses(names: Sequence[str]) -> dict[str, list[Finding]]:
    """The findings of each plug-in; one whose program cannot be here says so."""
    found: dict[str, list[Finding]] = {}
    for name in names or plugins():
        try:
            found[name] = list(plugin(name).status())
        except Refused as error:
            found[name] = [Finding(None, "program", p.message, p.suggestion) for p in error.problems]
    return found


def print_statuses(found: dict[str, list[Finding]]) -> None:
    """The findings for people."""
    for name, findings in found.items():
        console.print(f"[bold]{name}[/]")
        for finding in findings:
            mark = _MARKS[finding.fine]
            console.print(f"  {mark} {finding.check:16} {escape(finding.said)}")
            if finding.advice:
                console.print(f"      {escape(finding.advice)}")
