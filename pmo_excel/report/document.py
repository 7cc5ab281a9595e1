"""A report as its content: pages of blocks, every figure with the cell that it comes from.

A kind of report makes this from a workbook's tables; each format lays the same blocks out. So no format can say what
another does not, and what a page says is tested without rendering it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Final, Literal

from pmo_excel.core.problems import Problem
from pmo_excel.core.rag import Rag
from pmo_excel.report.charts.chart import Chart
from pmo_excel.report.facts import NOTHING, Fact, Sentence
from pmo_excel.report.source import Currency, Source

NONE_IN_PERIOD: Final = "None in period"
"""What stands where a part has nothing to say."""
NOT_HERE: Final = "Not in this workbook"
"""What stands where the workbook has no sheet for a part."""

Align = Literal["left", "right", "middle"]


class Audience(Enum):
    """Who a report is made for; a pack takes the pages of its readers and no others."""

    BOARD = "Board"
    SPONSOR = "Sponsor"
    TEAM = "Team"
    PMO = "PMO"


def said(*pieces: str | Fact) -> Sentence:
    """A sentence of our own words and of facts, in the order given."""
    return tuple(piece if isinstance(piece, Fact) else Fact(piece) for piece in pieces)


@dataclass(frozen=True, slots=True)
class Entry:
    """One cell of a grid.

    Attributes
    ----------
    rag
        The colour behind it; its letter is among the pieces.
    tag
        A word set behind it, as `overdue`.
    old
        Whether the tag says that the figures are old: a grey stamp.
    """

    pieces: Sentence
    rag: Rag | None = None
    tag: str = ""
    old: bool = False


def entry(given: Fact, tag: str = "") -> Entry:
    """A fact as a cell of a grid."""
    return Entry((given,), tag=tag)


def letter(rag: Rag | None, given: Fact) -> Entry:
    """A status as a cell of a grid: its letter upon its colour; a dash where there is none."""
    return Entry((NOTHING if rag is None else given,), rag)


@dataclass(frozen=True, slots=True)
class GridColumn:
    """A column of a grid; `share` is its width against those of the others."""

    header: str
    share: float = 1.0
    align: Align = "left"


@dataclass(frozen=True, slots=True)
class Text:
    """Paragraphs."""

    heading: Sentence
    paragraphs: tuple[Sentence, ...]
    note: str = ""
    absent: str = NONE_IN_PERIOD


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list.

    Attributes
    ----------
    asks
        Whether it asks something of the reader, and is set apart.
    more
        What is left out and where it stands.
    """

    heading: Sentence
    items: tuple[Sentence, ...]
    note: str = ""
    more: str = ""
    asks: bool = False
    absent: str = NONE_IN_PERIOD


@dataclass(frozen=True, slots=True)
class Grid:
    """A table; its first column names the row.

    Attributes
    ----------
    note
        The rule of its order, the unit, or what its columns mean.
    more
        What is left out and where it stands.
    """

    heading: Sentence
    columns: tuple[GridColumn, ...]
    rows: tuple[tuple[Entry, ...], ...]
    note: str = ""
    more: str = ""
    absent: str = NONE_IN_PERIOD


@dataclass(frozen=True, slots=True)
class Figure:
    """One large number with its name, and what it is compared with."""

    label: str
    value: Fact
    note: Sentence = ()
    rag: Rag | None = None


@dataclass(frozen=True, slots=True)
class Figures:
    """A row of large numbers."""

    heading: Sentence
    figures: tuple[Figure, ...]
    note: str = ""
    absent: str = NONE_IN_PERIOD


@dataclass(frozen=True, slots=True)
class Judged:
    """One dimension of the status: its colour and the sentence that says why."""

    name: str
    rag: Rag
    letter: Fact
    why: Sentence
    trend: Fact = NOTHING


@dataclass(frozen=True, slots=True)
class Strip:
    """The status by dimension, side by side."""

    heading: Sentence
    dimensions: tuple[Judged, ...]
    note: str = ""
    absent: str = NONE_IN_PERIOD


@dataclass(frozen=True, slots=True)
class Picture:
    """A chart; None where there is nothing to draw."""

    heading: Sentence
    chart: Chart | None
    note: str = ""
    absent: str = NONE_IN_PERIOD


Single = Text | Bullets | Grid | Figures | Strip | Picture


@dataclass(frozen=True, slots=True)
class Beside:
    """Blocks in two columns; `share` is the left one's part of the width."""

    left: tuple[Single, ...]
    right: tuple[Single, ...]
    share: float = 0.5


Block = Single | Beside


@dataclass(frozen=True, slots=True)
class Page:
    """One page, whose title is its message."""

    title: Sentence
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """What a report says, whatever the format.

    Attributes
    ----------
    kind
        As the command line calls it: `milestones`.
    name
        What the project's method calls it: Highlight report.
    subject
        The project or portfolio: its ID and name.
    audience
        Who it is made for.
    sources
        The workbooks that it was made from.
    notes
        What its author should know and its reader need not.
    """

    kind: str
    name: str
    subject: Sentence
    audience: Audience
    pages: tuple[Page, ...]
    currency: Currency
    sources: tuple[Source, ...]
    author: Fact = NOTHING
    template_version: Fact = NOTHING
    notes: tuple[Problem, ...] = ()
