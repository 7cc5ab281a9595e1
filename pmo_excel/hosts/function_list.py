"""`pmo functions`: the catalogue, for people and as JSON."""

from __future__ import annotations

from typing import Any

from rich.markup import escape
from rich.table import Table as RichTable

from pmo_excel.core.catalogue import Function, Parameter
from pmo_excel.core.lists import words
from pmo_excel.core.spelling import Host, spelled
from pmo_excel.functions import CATALOGUE
from pmo_excel.hosts.printing import console


def function_list() -> list[dict[str, Any]]:
    """Every function with its arguments, as JSON."""
    return [_entry(entry) for entry in CATALOGUE.values()]


def _entry(entry: Function) -> dict[str, Any]:
    return {
        "name": entry.name,
        "room": entry.room,
        "spelling": {host.name.lower(): spelled(entry.name, host) for host in Host},
        "summary": entry.summary,
        "returns": entry.returns.value,
        "unit": entry.unit,
        "example": entry.example,
        "arguments": [_argument(p) for p in entry.parameters],
    }


def _argument(p: Parameter) -> dict[str, Any]:
    return {
        "name": p.name,
        "kind": p.kind.value,
        "optional": p.optional,
        "help": p.arg.help,
        "unit": p.arg.unit,
        "choices": list(words(p.arg.choices)) if p.arg.choices else [],
        "columns_needed": list(p.arg.needs),
    }


def signature(entry: Function) -> str:
    """`CPI(earned_value; actual_cost)`, optional arguments in brackets."""
    return f"{entry.name}({'; '.join(f'[{p.name}]' if p.optional else p.name for p in entry.parameters)})"


def print_functions() -> None:
    """The catalogue as a table, room by room."""
    room = ""
    table = RichTable("Function", "What it does", box=None, pad_edge=False)
    for entry in CATALOGUE.values():
        if entry.room != room:
            room = entry.room
            table.add_row(f"[bold]{room}[/]", "")
        table.add_row(escape(signature(entry)), escape(entry.summary))
    console.print(table)
