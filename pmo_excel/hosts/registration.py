"""What spreadsheet programs are told about the functions: the list that every plug-in is generated from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from pmo_excel.core.catalogue import Function, Kind, Parameter
from pmo_excel.core.lists import words
from pmo_excel.functions import CATALOGUE

CATEGORY: Final = "PMO"
"""Where the function wizards file them."""

RANGES: Final = frozenset({Kind.TABLE, Kind.NUMBERS, Kind.TEXTS})
"""Kinds for which a person selects cells rather than types a value."""


@dataclass(frozen=True, slots=True)
class Argument:
    """One argument as a function wizard shows it.

    Attributes
    ----------
    name
        As in the catalogue: `baseline_finish`.
    title
        For people: `Baseline finish`.
    kind
        What the host must pass.
    help
        One line: what it is, its unit, its choices, its default.
    optional
        Whether it may be left out; optional arguments come last.
    """

    name: str
    title: str
    kind: Kind
    help: str
    optional: bool

    @property
    def is_range(self) -> bool:
        """Whether a person selects cells for it, with their headers if it is a table."""
        return self.kind in RANGES


@dataclass(frozen=True, slots=True)
class Registration:
    """One function as a spreadsheet program is told of it.

    Attributes
    ----------
    name
        Bare; `core.spelling` writes it as each program needs it.
    summary
        One line.
    arguments
        In the order that people type them.
    returns
        What comes back; a table is a matrix with its headers first.
    unit
        Of the result.
    example
        A formula with its answer in words.
    slow
        Whether a usual input takes long enough to be answered asynchronously where the program can.
    """

    name: str
    summary: str
    arguments: tuple[Argument, ...]
    returns: Kind
    unit: str
    example: str
    slow: bool

    @property
    def is_matrix(self) -> bool:
        """Whether the answer fills more than one cell."""
        return self.returns is Kind.TABLE


def registrations() -> list[Registration]:
    """Every function of the catalogue, in its order."""
    return [registration(entry) for entry in CATALOGUE.values()]


def registration(entry: Function) -> Registration:
    """One catalogue entry as hosts see it."""
    arguments = tuple(_argument(p) for p in entry.parameters)
    return Registration(entry.name, entry.summary, arguments, entry.returns, entry.unit, entry.example, entry.slow)


def _argument(p: Parameter) -> Argument:
    said = p.arg.help
    if p.arg.unit:
        said += f" [{p.arg.unit}]"
    if p.arg.choices:
        said += ": " + ", ".join(words(p.arg.choices))
    if p.kind is Kind.TABLE and p.arg.needs:
        said += f"; columns {', '.join(p.arg.needs)}"
    if p.optional and p.default not in (None, ""):
        said += f"; default {p.default}"
    return Argument(p.name, p.name.replace("_", " ").capitalize(), p.kind, said, p.optional)
