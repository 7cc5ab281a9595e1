"""A chart for every format: shapes for pages, and its numbers where a program can draw it as a chart of its own."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from pmo_excel.report.charts.drawing import Drawing, Ink
from pmo_excel.report.facts import Fact


class Shape(Enum):
    """The kinds that Excel, PowerPoint and Word draw themselves."""

    LINE = "line"
    COLUMN = "column"
    STACKED_COLUMN = "stacked column"
    BAR = "bar"
    STACKED_BAR = "stacked bar"
    SCATTER = "scatter"


@dataclass(frozen=True, slots=True)
class Series:
    """One line or row of bars.

    Attributes
    ----------
    values
        One for each category, unknown where there is none; a scatter's heights.
    across
        A scatter's positions on the horizontal axis.
    ink
        The stroke of a line, the fill of a bar.
    """

    name: str
    values: tuple[Fact, ...]
    ink: Ink
    across: tuple[Fact, ...] = ()


@dataclass(frozen=True, slots=True)
class Numbers:
    """What a chart shows, as numbers.

    Attributes
    ----------
    categories
        What stands along the axis; a date is an instant as its value.
    number_format
        Excel's format of the values, as in `#,##0` or `0%`.
    across_title, value_title
        What the axes measure, with the unit.
    """

    shape: Shape
    categories: tuple[Fact, ...]
    series: tuple[Series, ...]
    number_format: str = "#,##0"
    across_title: str = ""
    value_title: str = ""


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart. Where `numbers` is None no program has a chart of its kind, and its shapes are drawn one by one."""

    drawing: Drawing
    numbers: Numbers | None = None
