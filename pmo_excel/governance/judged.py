"""One dimension of a status judged: the worst of its measures gives the colour, and a sentence says why."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from pmo_excel.core.problems import Code, Problem, Severity
from pmo_excel.core.rag import Rag
from pmo_excel.core.tables import Table
from pmo_excel.governance.reasons import driven_by

_BADNESS: Final = {Rag.BLUE: 0, Rag.GREEN: 1, Rag.GREY: 2, Rag.AMBER: 3, Rag.RED: 4}


class Cited(NamedTuple):
    """A figure of a reason: what it is, as the sentence prints it, its value, and the cells that it comes from.

    Attributes
    ----------
    value
        A number; an instant where the figure is a date.
    cell
        `Schedule!AA12`; `=SUM(Budget!L5:L9)` for a sum; empty where it is a default or follows from the others.
    """

    what: str
    text: str
    value: float
    cell: str = ""
    is_date: bool = False


class Measure(NamedTuple):
    """One thing that is measured: what is said of it, its colour, its variance (adverse is positive) and tolerance."""

    said: str
    colour: Rag
    variance: float
    tolerance: float
    cited: tuple[Cited, ...] = ()
    drivers: tuple[str, ...] = ()


class Judged(NamedTuple):
    """One dimension: its colour (None: not kept in this workbook) and reason, the numbers behind it, and what is wrong.

    Attributes
    ----------
    baseline, forecast, variance, tolerance
        Of its first measure, the one that is followed from period to period.
    cited
        Every figure that the reason names.
    """

    dimension: str
    colour: Rag | None
    why: str
    baseline: float | None = None
    forecast: float | None = None
    variance: float | None = None
    tolerance: float | None = None
    cited: tuple[Cited, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def cells(self) -> str:
        """The cells that the reason rests on, each once."""
        return "; ".join(dict.fromkeys(c.cell.removeprefix("=") for c in self.cited if c.cell))


def badness(colour: Rag) -> int:
    """From blue, 0, to red: which of two colours is the worse."""
    return _BADNESS[colour]


def judged(dimension: str, measures: Sequence[Measure]) -> Judged:
    """The worst measure gives the colour and comes first; others are told too, as long as they are not green."""
    worst = max(measures, key=lambda m: badness(m.colour))
    told = [m for m in measures if m is not worst and (m is measures[0] or m.colour in (Rag.AMBER, Rag.RED))]
    more = "".join(f" {m.said[:1].upper()}{m.said[1:]}." for m in told)
    drivers = [driver for m in (worst, *told) if m is worst or m.colour is not Rag.GREEN for driver in m.drivers]
    why = f"{dimension} {worst.colour.word}: {worst.said}.{more}{driven_by(drivers)}"
    first = measures[0]
    cited = tuple(dict.fromkeys(c for m in (worst, *told) for c in m.cited))
    return Judged(dimension, worst.colour, why, None, None, first.variance, first.tolerance, cited)


def grey(dimension: str, why: str, suggestion: str) -> Judged:
    """A dimension that should be judged and cannot be."""
    text = f"{dimension} GREY: {why}."
    problem = Problem(Code.UNDEFINED, text, suggestion=suggestion, severity=Severity.MEDIUM)
    return Judged(dimension, Rag.GREY, text, problems=(problem,))


def not_kept(dimension: str, why: str) -> Judged:
    """A dimension of which the workbook says nothing: it has no colour, and does not count in the roll-up."""
    return Judged(dimension, None, f"{dimension} is not judged: {why}.")


def address(table: Table | None, name: str, row: int = 0) -> str:
    """The cell of a table's value; empty where it is not on a sheet."""
    if table is None or row >= len(table):
        return ""
    cell = table.cell(name, row)
    return cell.address if cell.ref else ""


def span(table: Table, name: str) -> str:
    """The cells of a column as a sum: `=SUM(Budget!L5:L9)`; empty where they are not on a sheet."""
    rows, letter = table.origin.rows, table.origin.letters.get(name)
    if not letter or not len(rows):
        return ""
    first = address(table, name, 0)
    return f"=SUM({first}:{letter}{max(rows)})" if len(rows) > 1 else f"=SUM({first})"
