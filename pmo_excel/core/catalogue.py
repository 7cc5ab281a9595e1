"""The function catalogue: every public function, what each argument is, and where a refresh takes it from.

An entry is a plain Python function from tables and scalars to a table or a scalar. Worksheet functions for each host,
the command line, the reference and the conformance cases are made from this list.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from types import UnionType
from typing import (
    Annotated,
    Any,
    Final,
    NamedTuple,
    NewType,
    TypeAlias,
    TypeVar,
    Union,
    get_args,
    get_origin,
)

from pmo_excel.core.problems import NOWHERE, Cell, Code, Problem, Severity
from pmo_excel.core.tables import Table

Date = NewType("Date", int)
"""A date argument or result: an instant."""
Series = list[float | None]
"""A range of numbers; None is an empty cell."""
Words = list[str | None]
"""A range of texts; None is an empty cell."""
Value = NewType("Value", object)
"""A cell whose meaning depends on another argument: a date for one kind of status, money for another."""


class Kind(Enum):
    """What a host passes for an argument, or gets as an answer."""

    NUMBER = "number"
    TEXT = "text"
    FLAG = "true or false"
    DATE = "date"
    NUMBERS = "numbers"
    TEXTS = "texts"
    TABLE = "table"
    VALUE = "value"


_KINDS: Final[Mapping[Any, Kind]] = {
    float: Kind.NUMBER,
    int: Kind.NUMBER,
    str: Kind.TEXT,
    bool: Kind.FLAG,
    Date: Kind.DATE,
    Series: Kind.NUMBERS,
    Words: Kind.TEXTS,
    Value: Kind.VALUE,
}


@dataclass(frozen=True, slots=True)
class Arg:
    """What an argument is, for the function wizard, and what a refresh passes for it.

    Attributes
    ----------
    help
        In a few words.
    unit
        For quantities.
    choices
        A list of `lists.py`, or the words, that the text must be one of.
    needs
        For a table: the headers that must be there; empty: its required columns.
    reads
        For a table: computed headers that this function uses, so that a refresh computes them first.
    source
        For a scalar: `Sheet.Header` of a sheet laid out as fields, or `Settings.Name`; several with ` | ` between
        them, of which the first that is filled counts.
    also
        Other names that a call may use for it.
    minimum, maximum
        For numbers on a scale: the ends of it.
    """

    help: str
    unit: str = ""
    choices: str | tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    reads: tuple[str, ...] = ()
    source: str = ""
    also: tuple[str, ...] = ()
    minimum: float | None = None
    maximum: float | None = None


@dataclass(frozen=True, slots=True)
class Parameter:
    """One argument of a catalogue function."""

    name: str
    kind: Kind
    arg: Arg
    optional: bool
    default: Any
    table: type[Table] | None = None


@dataclass(frozen=True, slots=True)
class Function:
    """One catalogue entry.

    Attributes
    ----------
    name
        Bare, as in `CPI`; `spelling.py` writes it as each program needs it.
    room
        The duty it belongs to: schedule, cost, …
    parameters
        In the order that people type them.
    returns, result, unit
        What it gives; `result` is the table class of a table.
    example
        A formula with its answer in words.
    slow
        Whether a usual input takes over 0.2 s: hosts answer it asynchronously where they can.
    shares
        Whether it uses what functions before it in the same refresh have made, as the keyword `shared`.
    """

    name: str
    python: Callable[..., Any] = field(repr=False)
    room: str
    parameters: tuple[Parameter, ...]
    returns: Kind
    result: type[Table] | None
    unit: str
    summary: str
    description: str
    example: str
    slow: bool = False
    shares: bool = False


class Answer(NamedTuple):
    """A function's value (None where it is undefined) and everything there is to say about it."""

    value: Any
    problems: list[Problem]


Shared: TypeAlias = dict[Any, tuple[Any, Any]]
"""What functions that run one after the other have made, by the identity of what it was made from: that, and it.

A host that runs several passes one on; an entry takes it as a keyword-only argument, which nobody types. No answer
depends on it.
"""

CATALOGUE: dict[str, Function] = {}
"""Every function by name, in the order of declaration."""

F = TypeVar("F", bound=Callable[..., Any])


def function(name: str, *, unit: str = "", example: str = "", slow: bool = False) -> Callable[[F], F]:
    """Enter a function into the catalogue under a name that, once released, stays."""

    def enter(python: F) -> F:
        if name in CATALOGUE:
            raise ValueError(f"the catalogue has a function {name!r} already")
        hints = inspect.get_annotations(python, eval_str=True)
        given = inspect.signature(python).parameters
        typed = [name for name, one in given.items() if one.kind is not inspect.Parameter.KEYWORD_ONLY]
        parameters = tuple(_parameter(given[n], hints[n]) for n in typed)
        kind, cls = _kind(hints["return"])
        doc = inspect.getdoc(python) or ""
        room = python.__module__.split(".")[-2]
        summary = " ".join(doc.split("\n\n", maxsplit=1)[0].split())
        shares = "shared" in given
        CATALOGUE[name] = Function(name, python, room, parameters, kind, cls, unit, summary, doc, example, slow, shares)
        return python

    return enter


def asks_as(other: Callable[..., Any]) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Give a function that takes everything by name the arguments of another one: the same list is not kept twice."""

    def asking(python: Callable[..., Any]) -> Callable[..., Any]:
        own = inspect.get_annotations(python, eval_str=True)["return"]
        python.__annotations__ = {**inspect.get_annotations(other, eval_str=True), "return": own}
        python.__signature__ = inspect.signature(other)  # type: ignore[attr-defined]
        return python

    return asking


def undefined(why: str, suggestion: str = "", cell: Cell = NOWHERE) -> Answer:
    """An empty answer and the reason: never 0, never `#DIV/0!`."""
    return Answer(None, [Problem(Code.UNDEFINED, why, cell, suggestion, Severity.INFO)])


def _parameter(given: inspect.Parameter, hint: Any) -> Parameter:
    if get_origin(hint) is not Annotated:
        raise TypeError(f"argument {given.name!r} needs Annotated[…, Arg(…)]")
    inner, *extras = get_args(hint)
    arg = next(a for a in extras if isinstance(a, Arg))
    kind, cls = _kind(inner)
    optional = given.default is not inspect.Parameter.empty
    return Parameter(given.name, kind, arg, optional, given.default if optional else None, cls)


def _kind(hint: Any) -> tuple[Kind, type[Table] | None]:
    """What a type hint means to a host; `Answer` and None in a union say only that there may be no value."""
    if get_origin(hint) in (Union, UnionType):
        inner = [h for h in get_args(hint) if h not in (type(None), Answer)]
        if len(inner) != 1:
            raise TypeError(f"{hint} names more than one kind of value")
        hint = inner[0]
    if get_origin(hint) is Annotated:
        hint = get_args(hint)[0]
    if inspect.isclass(hint) and issubclass(hint, Table):
        return Kind.TABLE, hint
    return _KINDS[hint], None
