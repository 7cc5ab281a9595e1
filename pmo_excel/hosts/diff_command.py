"""`pmo diff`: two versions of a workbook compared by meaning."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from rich.markup import escape

from pmo_excel.hosts.books import opened
from pmo_excel.hosts.printing import console
from pmo_excel.refresh.workbook_diff import Difference, workbook_diff


def differences(before: Path, after: Path, computed: bool) -> list[Difference]:
    """What is different from one file to the next.

    Raises
    ------
    Refused
        One of them cannot be read.
    """
    return workbook_diff(opened(before), opened(after), computed)


def print_differences(found: Sequence[Difference]) -> None:
    """One difference a line, table by table."""
    table = ""
    for one in found:
        if one.table != table:
            table = one.table
            console.print(f"[bold]{escape(table)}[/]")
        console.print(f"  {escape(str(one).removeprefix(table).lstrip(' :'))}")
    count = len(found)
    console.print("no differences" if not count else f"{count} difference{'s' if count > 1 else ''}")
