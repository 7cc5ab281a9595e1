"""What a column declares, once: templates, validation, comments, the reader, its messages, SharePoint and the reference
page are all made from it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from pmo_excel.core.instants import NO_INSTANT

Texts = NDArray[np.object_]
"""Text or None, one per row; also colours, choices and people."""
Numbers = NDArray[np.float64]
"""Numbers, nan where the cell is empty or could not be read."""
Instants = NDArray[np.int64]
"""Instants, `NO_INSTANT` where the cell is empty or could not be read."""
Flags = NDArray[np.object_]
"""True, False or None, one per row."""


class Type(Enum):
    """How a column's cells are read, written, validated and published."""

    TEXT = "text"
    LONG_TEXT = "long text"
    NUMBER = "number"
    MONEY = "money"
    RATE = "money per hour"
    PERCENT = "percent"
    DURATION = "number of working days, or text such as 2w or 10 (8-18)"
    DATE = "date"
    DATETIME = "date and time"
    TIME = "time of day"
    YES_NO = "Yes or No"
    CHOICE = "one of a list"
    CHOICES = "several of a list, separated by ;"
    PERSON = "person"
    EMAIL = "e-mail address"
    URL = "web address"
    LINK = "link to a cell or file"
    RAG = "RAG"
    ARROW = "arrow"


NUMERIC: Final = frozenset({Type.NUMBER, Type.MONEY, Type.RATE, Type.PERCENT})
TEMPORAL: Final = frozenset({Type.DATE, Type.DATETIME})


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table.

    Attributes
    ----------
    header
        The name in the workbook, in results and in SharePoint.
    help
        What to type, an example, who reads it: at most 25 words; shown as the header's comment.
    type
        How its cells are read and written.
    unit
        In words, for quantities: working days, hours, currency.
    also
        Other headers people use for it, as they write them.
    choices
        The name of a list in `lists.py`, or the values themselves.
    choices_by
        Where another column decides what may be chosen: its header, a word of it with the list for that word, and the
        list for all others.
    refers
        `Sheet.Header` whose values are allowed here, as in `Resources.Resource ID`.
    required, unique, minimum, maximum, pattern
        What a typed cell must satisfy.
    computed
        The catalogue function that computes it; `LOG`: a command or the template writes it; `COLLECT`: it comes from
        the project workbooks when these are collected; empty: people type it.
    result
        The header in that function's result, where it differs.
    default
        What an empty cell means.
    private
        Never published, shared or printed outside the project team.
    width
        Characters in the template; 0: by type.
    beside
        For sheets laid out as fields: the header of the field on whose row this one stands, and in which column.
    verbatim
        Its cells keep what is typed as text: +3 stays +3, and 3-4 is no date.
    folded
        Folded away in the templates, to be opened with the + above it when it is needed.
    """

    header: str
    help: str
    type: Type = Type.TEXT
    unit: str = ""
    also: tuple[str, ...] = ()
    choices: str | tuple[str, ...] = ()
    choices_by: tuple[str, str, str, str] | None = None
    refers: str = ""
    required: bool = False
    unique: bool = False
    minimum: float | None = None
    maximum: float | None = None
    pattern: str = ""
    computed: str = ""
    result: str = ""
    default: str | float | bool | None = None
    private: bool = False
    width: float = 0
    beside: tuple[str, str] | None = None
    folded: bool = False
    verbatim: bool = False

    @property
    def typed(self) -> bool:
        """Whether people type it."""
        return not self.computed


def empty_values(column: Column, rows: int) -> NDArray[Any]:
    """A column of empty cells of the right kind."""
    if column.type in TEMPORAL:
        return np.full(rows, NO_INSTANT, dtype=np.int64)
    if column.type in NUMERIC:
        return np.full(rows, np.nan)
    return np.full(rows, None, dtype=object)


def is_empty(value: Any) -> bool:
    """Whether one value of any kind of column is an empty cell."""
    return value is None or value == NO_INSTANT or value != value or value == ""
