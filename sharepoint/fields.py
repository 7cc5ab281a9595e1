"""The columns of a SharePoint list, made from what the workbook's columns declare."""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import Enum
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from pmo_excel.core.columns import Column, Type
from pmo_excel.core.lists import LISTS

LONGEST_TEXT: Final = 255
LONGEST_NOTE: Final = 63_999
"""Characters of a text of several lines that SharePoint's forms take and show (its default limit of such a column)."""
LONGEST_NAME: Final = 32
NAME_FROM_SCHEMA: Final = 8
"""Option of CreateFieldAsXml: take the internal name from the schema, not from the title
(SP.AddFieldOptions.addFieldInternalNameHint)."""
IN_DEFAULT_VIEW: Final = 16
"""Option of CreateFieldAsXml: show the column in the default view (SP.AddFieldOptions.addFieldToDefaultView)."""


class Kind(Enum):
    """SharePoint's kinds of columns, as far as we use them, by their `TypeAsString`."""

    TEXT = "Text"
    NOTE = "Note"
    NUMBER = "Number"
    CURRENCY = "Currency"
    DATE = "DateTime"
    CHOICE = "Choice"
    CHOICES = "MultiChoice"
    YES_NO = "Boolean"
    URL = "URL"


class Owner(Enum):
    """Who may change a column's values once they are published.

    What the workbook computes is the workbook's; what people type in it is shared; columns made for people on the site
    are theirs. A list may say otherwise for single columns (`ListSpec.owners`).
    """

    OURS = "the workbook's: a value typed on the site is replaced, and told"
    SHARED = "shared: merged by field; changed on both sides it is a conflict"
    THEIRS = "the site's: written when the item is made, never again; a change there is a proposal to the workbook"


@dataclass(frozen=True, slots=True)
class Field:
    """One column of a list.

    Attributes
    ----------
    name
        The internal name, which never changes; `title` is what people see.
    header
        The workbook's column behind it; empty for columns of our own.
    attributes
        Further attributes of its schema, such as Decimals or Indexed.
    in_view
        Whether the view that people see first shows it.
    formatter
        Column formatting (JSON) that draws its value.
    owner
        Whose value stays where the workbook and the site differ.
    """

    name: str
    title: str
    kind: Kind
    header: str = ""
    help: str = ""
    with_time: bool = False
    choices: tuple[str, ...] = ()
    attributes: tuple[tuple[str, str], ...] = ()
    formatter: str = ""
    in_view: bool = True
    owner: Owner = Owner.SHARED

    def xml(self) -> str:
        """The schema from which SharePoint creates the column."""
        given = {"Type": self.kind.value, "DisplayName": self.title, "Name": self.name, "StaticName": self.name}
        given |= {"Description": self.help} if self.help else {}
        given |= dict(self.attributes)
        if self.formatter:
            given["CustomFormatter"] = self.formatter
        start = " ".join(f"{name}={quoteattr(value)}" for name, value in given.items())
        choices = "".join(f"<CHOICE>{escape(choice)}</CHOICE>" for choice in self.choices)
        return f"<Field {start}><CHOICES>{choices}</CHOICES></Field>" if choices else f"<Field {start}/>"

    def fits(self, kind: str) -> bool:
        """Whether a column of this kind on the site takes our values."""
        return kind == self.kind.value or any({kind, self.kind.value} <= alike for alike in _ALIKE)

    def as_text(self) -> Field:
        """The same column for texts of a single line."""
        return replace(self, kind=Kind.TEXT, attributes=())

    def as_note(self) -> Field:
        """The same column for texts of any length."""
        return replace(self, kind=Kind.NOTE, attributes=_NOTE)


_ALIKE: Final = (
    {Kind.TEXT.value, Kind.NOTE.value, Kind.CHOICE.value},
    {Kind.NUMBER.value, Kind.CURRENCY.value, "Integer"},
)
_NOTE: Final = (("NumLines", "6"), ("RichText", "FALSE"), ("UnlimitedLengthInDocumentLibrary", "TRUE"))


_HIDDEN: Final = (("ShowInNewForm", "FALSE"), ("ShowInEditForm", "FALSE"))
_INDEXED: Final = (("Indexed", "TRUE"),)

TITLE: Final = Field("Title", "Title", Kind.TEXT)
KEY: Final = Field(
    "PMOKey",
    "PMO Key",
    Kind.TEXT,
    help="Identifies the row; written by the publisher.",
    attributes=(*_INDEXED, ("EnforceUniqueValues", "TRUE"), ("MaxLength", "255"), *_HIDDEN),
    in_view=False,
)
HASH: Final = Field(
    "PMOHash", "PMO Hash", Kind.TEXT, help="What was published last.", attributes=_HIDDEN, in_view=False
)
RUN: Final = Field(
    "PMORun",
    "PMO Run",
    Kind.TEXT,
    help="The run that wrote it last.",
    attributes=(*_INDEXED, *_HIDDEN),
    in_view=False,
)
STATE: Final = Field(
    "PMOState",
    "PMO State",
    Kind.TEXT,
    help="Active, or Removed when the workbook no longer has the row.",
    attributes=(*_INDEXED, *_HIDDEN),
    in_view=False,
)
PROJECT: Final = Field("PMOProject", "Project ID", Kind.TEXT, help="The project it belongs to.", attributes=_INDEXED)
SYSTEM: Final = (KEY, HASH, RUN, STATE, PROJECT)
"""Columns of our own; a list we publish to has all of them."""

ACTIVE: Final = "Active"
REMOVED: Final = "Removed"

COLOURS: Final[Mapping[str, str]] = {
    "R": "#c00000",
    "A": "#ffc000",
    "G": "#00803c",
    "Grey": "#7f7f7f",
    "Blue": "#0563c1",
}
"""Background by RAG letter."""

_WHITE_ON: Final = ("R", "G", "Blue")
"""Letters in white; black on amber and grey, and wherever there is no colour (WCAG 2.2, 1.4.3)."""


def rag_formatter() -> str:
    """Column formatting that shows the RAG's letter on its colour, so that neither alone carries the meaning."""
    colour = "'transparent'"
    for letter, shade in reversed(list(COLOURS.items())):
        colour = f"if(@currentField=='{letter}','{shade}',{colour})"
    ink = "'#000000'"
    for letter in _WHITE_ON:
        ink = f"if(@currentField=='{letter}','#ffffff',{ink})"
    return json.dumps(
        {
            "$schema": "https://developer.microsoft.com/json-schemas/sp/v2/column-formatting.schema.json",
            "elmType": "div",
            "txtContent": "@currentField",
            "style": {
                "background-color": f"={colour}",
                "color": f"={ink}",
                "font-weight": "bold",
                "justify-content": "center",
                "padding": "2px 8px",
            },
        }
    )


LOCALES: Final[Mapping[str, int]] = {
    "GBP": 2057,
    "EUR": 1031,
    "USD": 1033,
    "CHF": 2055,
    "SEK": 1053,
    "NOK": 1044,
    "DKK": 1030,
    "PLN": 1045,
    "CZK": 1029,
    "AUD": 3081,
    "CAD": 4105,
    "JPY": 1041,
    "CNY": 2052,
    "INR": 16393,
    "ZAR": 7177,
}
"""A locale that writes the currency's sign (MS-LCID)."""

_TWO_DECIMALS: Final = (("Decimals", "2"),)
_OF_TYPE: Final[Mapping[Type, tuple[Kind, tuple[tuple[str, str], ...]]]] = {
    Type.TEXT: (Kind.TEXT, ()),
    Type.LONG_TEXT: (Kind.NOTE, _NOTE),
    Type.NUMBER: (Kind.NUMBER, ()),
    Type.MONEY: (Kind.CURRENCY, _TWO_DECIMALS),
    Type.RATE: (Kind.CURRENCY, _TWO_DECIMALS),
    Type.PERCENT: (Kind.NUMBER, (("Percentage", "TRUE"),)),
    Type.DURATION: (Kind.TEXT, ()),
    Type.DATE: (Kind.DATE, (("Format", "DateOnly"),)),
    Type.DATETIME: (Kind.DATE, (("Format", "DateTime"),)),
    Type.TIME: (Kind.TEXT, ()),
    Type.YES_NO: (Kind.YES_NO, ()),
    Type.CHOICE: (Kind.CHOICE, (("FillInChoice", "TRUE"),)),
    Type.CHOICES: (Kind.CHOICES, (("FillInChoice", "TRUE"),)),
    Type.PERSON: (Kind.TEXT, ()),
    Type.EMAIL: (Kind.TEXT, ()),
    Type.URL: (Kind.URL, (("Format", "Hyperlink"),)),
    Type.LINK: (Kind.TEXT, ()),
    Type.RAG: (Kind.CHOICE, ()),
    Type.ARROW: (Kind.TEXT, ()),
}


def fields(columns: Iterable[Column], currency: str = "") -> tuple[Field, ...]:
    """The list's columns for the workbook's, in order; private ones are left out.

    Parameters
    ----------
    currency
        The ISO code, when every row's money is in it; otherwise money is a plain number and no row shows a wrong sign.
    """
    return tuple(_field(column, currency) for column in columns if not column.private)


_TAKEN: Final = frozenset(
    {"title", "id", "created", "modified", "created by", "modified by", "version", "type", "name"}
)
"""Titles that every list's own columns have."""


def _field(column: Column, currency: str) -> Field:
    kind, attributes = _OF_TYPE[column.type]
    if kind is Kind.CURRENCY:
        locale = LOCALES.get(currency)
        kind = Kind.CURRENCY if locale else Kind.NUMBER
        attributes = (*attributes, ("LCID", str(locale))) if locale else attributes
    if column.type is Type.RAG:
        choices: tuple[str, ...] = LISTS["RAG"]
    else:
        choices = LISTS.get(column.choices, ()) if isinstance(column.choices, str) else column.choices
    if kind in (Kind.CHOICE, Kind.CHOICES) and not choices:
        kind, attributes = Kind.TEXT, ()
    return Field(
        internal_name(column.header),
        f"PMO {column.header}" if column.header.casefold() in _TAKEN else column.header,
        kind,
        column.header,
        column.help,
        column.type is Type.DATETIME,
        choices if kind in (Kind.CHOICE, Kind.CHOICES) else (),
        attributes,
        rag_formatter() if column.type is Type.RAG else "",
        owner=Owner.OURS if column.computed else Owner.SHARED,
    )


def internal_name(header: str) -> str:
    """The internal name for a header: `PMORiskOwner` for "Risk Owner".

    Plain letters and digits, at most 32, and the same for the same header wherever it stands: signs that do not
    survive leave a short digest behind, so that "P 50" and "P%50" stay apart.
    """
    plain = unicodedata.normalize("NFKD", header).encode("ascii", "ignore").decode()
    words = re.findall(r"[A-Za-z0-9]+", plain)
    name = "PMO" + "".join(word[0].upper() + word[1:] for word in words)
    clean = " ".join(words) == header
    if clean and len(name) <= LONGEST_NAME and name not in {field.name for field in SYSTEM}:
        return name
    return name[: LONGEST_NAME - 4] + hashlib.sha256(header.encode()).hexdigest()[:4]
