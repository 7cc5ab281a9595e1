"""Values as both sides compare them: one canonical form, made from the workbook's cells and from the site's JSON.

Canonical values are plain JSON: text without outer blanks, number, true or false, a day `2026-03-02`, a local time
`2026-03-02T08:00`, a list of texts; None for empty. They do not depend on the site's time zone.
"""

from __future__ import annotations

import hashlib
import json
import math
import re
import unicodedata
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Final

from pmo_excel.core.columns import is_empty
from pmo_excel.core.instants import iso, iso_day
from sharepoint.fields import LONGEST_NOTE, LONGEST_TEXT, Field, Kind
from sharepoint.zones import SiteZone

Value = str | float | bool | list[str] | None

_UNPRINTABLE: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_WEB: Final = re.compile(r"(https?|mailto):\S+$", re.IGNORECASE)


class UnpublishableError(ValueError):
    """A value that the column on the site cannot hold; the text says why and what to do."""

    def __init__(self, reason: str, suggestion: str) -> None:
        super().__init__(reason)
        self.reason = reason
        self.suggestion = suggestion


def text(value: object) -> str | None:
    """Text in canonical form: SharePoint's line ends, no outer blanks, no signs that XML cannot hold; None if empty."""
    plain = str(value)
    if plain.isprintable():  # no line ends and no such signs in it, as in most cells
        return plain.strip() or None
    plain = plain.replace("\r\n", "\n").replace("\r", "\n")
    return _UNPRINTABLE.sub("", plain).strip() or None


def length(plain: str) -> int:
    """How many characters SharePoint counts: UTF-16 units."""
    return len(plain) if plain.isascii() else len(plain.encode("utf-16-le")) // 2


def number(value: float) -> float:
    """A number to the 15 digits that every program on the way keeps; no negative zero."""
    return float(f"{value:.15g}") + 0.0


def from_cell(field: Field, value: Any) -> Value:
    """The canonical value of a workbook's cell.

    Raises
    ------
    UnpublishableError
        The column on the site cannot hold it as it is.
    """
    if value is None or (not isinstance(value, list | tuple) and is_empty(value)):
        return None
    if field.kind in (Kind.NUMBER, Kind.CURRENCY):
        if isinstance(value, str) or not math.isfinite(value):
            raise UnpublishableError(f"{value!r} is not a number", "Type a number, or leave the cell empty.")
        return number(float(value))
    if field.kind is Kind.YES_NO:
        if isinstance(value, bool) or value in (0, 1):
            return bool(value)
        raise UnpublishableError(f"{value!r} is neither Yes nor No", "Type Yes or No, or leave the cell empty.")
    if field.kind is Kind.DATE:
        return _moment_of(field, value)
    if field.kind is Kind.CHOICES:
        parts = value if isinstance(value, list | tuple) else str(value).split(";")
        return [part for part in map(text, parts) if part] or None
    return _text_of(field, text(value))


def _moment_of(field: Field, value: Any) -> str | None:
    if isinstance(value, datetime):
        return value.isoformat(timespec="minutes") if field.with_time else value.date().isoformat()
    if isinstance(value, date):
        return f"{value.isoformat()}T00:00" if field.with_time else value.isoformat()
    if isinstance(value, str):
        raise UnpublishableError(f"{value!r} is not a date", "Type a date, or leave the cell empty.")
    return iso(int(value)) if field.with_time else iso_day(int(value))


def _text_of(field: Field, plain: str | None) -> str | None:
    if plain is not None and field.kind is Kind.NOTE and length(plain) > LONGEST_NOTE:
        raise UnpublishableError(
            f"the text has {length(plain):,} characters and the site shows {LONGEST_NOTE:,}", "Put it into a document."
        )
    if plain is None or field.kind is Kind.NOTE:
        return plain
    if field.kind is Kind.URL and not _WEB.match(plain):
        raise UnpublishableError(
            f"{plain[:60]!r} is not a web address", "Begin it with https://, or leave the cell empty."
        )
    if field.kind in (Kind.TEXT, Kind.CHOICE):
        plain = " ".join(plain.split("\n"))  # a single-line column has no lines
    if length(plain) > LONGEST_TEXT:
        raise UnpublishableError(
            f"the text has {length(plain)} characters and the column on the site takes {LONGEST_TEXT}",
            f"Shorten it, or make {field.title} a column of multiple lines on the site.",
        )
    return plain


def from_site(field: Field, value: Any, zone: SiteZone) -> Value:
    """The canonical value of what the site's JSON holds."""
    if value is None or value == "":
        return None
    if field.kind in (Kind.NUMBER, Kind.CURRENCY):
        return number(float(value))
    if field.kind is Kind.YES_NO:
        return bool(value)
    if field.kind is Kind.DATE:
        return zone.time_in(value) if field.with_time else zone.day_in(value)
    if field.kind is Kind.CHOICES:
        values = value["results"] if isinstance(value, dict) else value
        return [part for part in map(text, values) if part] or None
    if field.kind is Kind.URL:
        return text(value["Url"] if isinstance(value, dict) else value)
    return text(value)


def to_site(field: Field, value: Value, zone: SiteZone) -> Any:
    """The JSON that sets a canonical value on the site; null clears."""
    if value is None:
        return None
    if field.kind is Kind.DATE:
        return zone.time_out(str(value)) if field.with_time else zone.day_out(str(value))
    if field.kind is Kind.CHOICES:
        return {"__metadata": {"type": "Collection(Edm.String)"}, "results": value}
    if field.kind is Kind.URL:
        return {"__metadata": {"type": "SP.FieldUrlValue"}, "Url": value, "Description": value}
    return value


def fingerprint(values: Mapping[str, Value]) -> str:
    """The digest of canonical values (SHA-256); empty ones do not count, so a new empty column changes nothing."""
    known = {name: value for name, value in values.items() if value is not None}
    return hashlib.sha256(json.dumps(known, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def key(project: str, row: str = "") -> str:
    """The key of a row: project and row ID, without case and in one Unicode form, as the site compares them.

    `|` separates the two, so it and `%` are written as `%7c` and `%25` inside them.
    """
    return "|".join(_folded(part) for part in (project, row) if part)


def _folded(part: str) -> str:
    plain = unicodedata.normalize("NFC", unicodedata.normalize("NFC", text(part) or "").casefold())
    return plain.replace("%", "%25").replace("|", "%7c")
