"""Kinds of columns: their names in the protocol, and how a JSON value becomes a stored one and back.

Stored values are plain JSON: text, number, true/false, "2026-11-23T08:00:00Z", a list of texts, a list of ids,
``{"Url", "Description"}``. One row of :data:`KINDS` says all about a kind.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from typing import Any

from sharepoint.local.errors import bad_argument, wrong_type
from sharepoint.local.model.names import fold

LONGEST_TEXT = 255
LARGEST_WHOLE = 2**53  # the largest whole number a double holds, and what SharePoint keeps a number in
EARLIEST, LATEST = 1900, 8900  # the years a date column takes
Reader = Callable[[str, Any, "FieldContext"], Any]


@dataclass(frozen=True, slots=True)
class FieldContext:
    """What reading a value depends on besides the value."""

    zone: tzinfo
    date_only: bool = False
    longest: int = LONGEST_TEXT


def _text(name: str, value: Any, context: FieldContext) -> str:
    if not isinstance(value, str):
        raise wrong_type(name, "Edm.String", value)
    if len(value) > context.longest:
        raise bad_argument(
            f"Invalid text value. Column '{name}' takes at most {context.longest} characters and got {len(value)}."
        )
    return value


def _note(name: str, value: Any, context: FieldContext) -> str:
    if not isinstance(value, str):
        raise wrong_type(name, "Edm.String", value)
    return value


def _number(name: str, value: Any, context: FieldContext) -> float | int:
    if isinstance(value, str):
        try:
            value = float(value)
        except ValueError:
            raise wrong_type(name, "Edm.Double", value) from None
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise wrong_type(name, "Edm.Double", value)
    return float(value) if abs(value) > LARGEST_WHOLE else value


def _boolean(name: str, value: Any, context: FieldContext) -> bool:
    if not isinstance(value, bool):
        raise wrong_type(name, "Edm.Boolean", value)
    return value


def _instant(name: str, value: Any, context: FieldContext) -> str:
    if not isinstance(value, str):
        raise wrong_type(name, "Edm.DateTime", value)
    return stored_time(name, value, context)


def stored_time(name: str, value: str, context: FieldContext) -> str:
    """A date or time as it is kept: UTC; a value without designator is the site's local time.

    A date-only column keeps the site-local midnight, whatever the time of day that was written.
    """
    try:
        moment = datetime.fromisoformat(value)
        local = moment.replace(tzinfo=context.zone) if moment.tzinfo is None else moment.astimezone(context.zone)
        if context.date_only:
            local = local.replace(hour=0, minute=0, second=0)
        utc = local.astimezone(UTC)
    except (ValueError, OverflowError):
        raise wrong_type(name, "Edm.DateTime", value) from None
    if not EARLIEST <= utc.year <= LATEST:
        raise bad_argument(f"The date in column '{name}' must lie between the years {EARLIEST} and {LATEST}.")
    return utc.strftime("%Y-%m-%dT%H:%M:%SZ")


def _collection(value: Any) -> Any:
    return value["results"] if isinstance(value, dict) and "results" in value else value


def _texts(name: str, value: Any, context: FieldContext) -> list[str]:
    values = _collection(value)
    if not isinstance(values, list) or not all(isinstance(each, str) for each in values):
        raise wrong_type(name, "Collection(Edm.String)", value)
    return values


def _whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and abs(value) < 2**31


def _id(name: str, value: Any, context: FieldContext) -> int | None:
    if isinstance(value, str) and value.isdecimal() and len(value) < 10:
        value = int(value)
    if not _whole(value):
        raise wrong_type(name, "Edm.Int32", value)
    return int(value) if value > 0 else None


def _ids(name: str, value: Any, context: FieldContext) -> list[int]:
    values = _collection(value)
    if not isinstance(values, list) or not all(map(_whole, values)):
        raise wrong_type(name, "Collection(Edm.Int32)", value)
    return values


def _url(name: str, value: Any, context: FieldContext) -> dict[str, str]:
    if not isinstance(value, dict) or not isinstance(value.get("Url"), str):
        raise wrong_type(name, "SP.FieldUrlValue", value)
    description = value.get("Description") or value["Url"]
    if max(len(value["Url"]), len(description)) > LONGEST_TEXT:
        raise bad_argument(f"Invalid URL value. Column '{name}' takes at most {LONGEST_TEXT} characters.")
    return {"Url": value["Url"], "Description": description}


def _place(name: str, value: Any, context: FieldContext) -> dict[str, float]:
    if not isinstance(value, dict):
        raise wrong_type(name, "SP.FieldGeolocationValue", value)
    found = {part: _number(name, value.get(part) or 0, context) for part in ("Latitude", "Longitude", "Altitude")}
    if abs(found["Latitude"]) > 90 or abs(found["Longitude"]) > 180:
        raise bad_argument(f"The value of column '{name}' is no place on Earth.")
    return found | {"Measure": _number(name, value.get("Measure") or 0, context)}


def _term(name: str, value: Any, context: FieldContext) -> dict[str, Any]:
    if not isinstance(value, dict) or not isinstance(value.get("TermGuid"), str):
        raise wrong_type(name, "SP.Taxonomy.TaxonomyFieldValue", value)
    number = value.get("WssId")
    return {
        "Label": str(value.get("Label") or ""),
        "TermGuid": value["TermGuid"],
        "WssId": number if _whole(number) else -1,
    }


def _terms(name: str, value: Any, context: FieldContext) -> list[dict[str, Any]]:
    values = _collection(value)
    if not isinstance(values, list):
        raise wrong_type(name, "Collection(SP.Taxonomy.TaxonomyFieldValue)", value)
    return [_term(name, each, context) for each in values]


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of column."""

    name: str
    number: int
    entity: str
    read: Reader
    indexable: bool = False
    reference: str = ""  # "one" or "many": the value is ids, and the JSON property is called <Name>Id
    computed: bool = False  # never written by a client
    value: str = ""  # the type name of a value that has parts


KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        Kind("Integer", 1, "SP.FieldNumber", _number, indexable=True),
        Kind("Text", 2, "SP.FieldText", _text, indexable=True),
        Kind("Note", 3, "SP.FieldMultiLineText", _note),
        Kind("DateTime", 4, "SP.FieldDateTime", _instant, indexable=True),
        Kind("Counter", 5, "SP.Field", _number, indexable=True, computed=True),
        Kind("Choice", 6, "SP.FieldChoice", _text, indexable=True),
        Kind("Lookup", 7, "SP.FieldLookup", _id, indexable=True, reference="one"),
        Kind("LookupMulti", 7, "SP.FieldLookup", _ids, reference="many"),
        Kind("Boolean", 8, "SP.Field", _boolean, indexable=True),
        Kind("Number", 9, "SP.FieldNumber", _number, indexable=True),
        Kind("Currency", 10, "SP.FieldCurrency", _number, indexable=True),
        Kind("URL", 11, "SP.FieldUrl", _url, value="SP.FieldUrlValue"),
        Kind("Computed", 12, "SP.FieldComputed", _text, computed=True),
        Kind("Guid", 14, "SP.FieldGuid", _text, computed=True),
        Kind("MultiChoice", 15, "SP.FieldMultiChoice", _texts),
        Kind("Calculated", 17, "SP.FieldCalculated", _text, computed=True),
        Kind("File", 18, "SP.Field", _text),
        Kind("Attachments", 19, "SP.Field", _boolean, computed=True),
        Kind("User", 20, "SP.FieldUser", _id, indexable=True, reference="one"),
        Kind("Geolocation", 31, "SP.FieldGeolocation", _place, value="SP.FieldGeolocationValue"),
        Kind("TaxonomyFieldType", 0, "SP.Taxonomy.TaxonomyField", _term, value="SP.Taxonomy.TaxonomyFieldValue"),
        Kind("TaxonomyFieldTypeMulti", 0, "SP.Taxonomy.TaxonomyField", _terms, value="SP.Taxonomy.TaxonomyFieldValue"),
        Kind("UserMulti", 20, "SP.FieldUser", _ids, reference="many"),
    )
}

BY_NUMBER = {kind.number: kind for kind in reversed(KINDS.values()) if kind.number}


def comparable(value: Any) -> Any:
    """A stored value as comparisons see it: texts without case, everything else as it is."""
    if isinstance(value, str):
        return fold(value)
    if isinstance(value, bool):
        return int(value)
    return value


def shown(value: Any) -> str:
    """A stored value as text for people and for ``FieldValuesAsText``."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, list):
        return "; ".join(shown(each) for each in value)
    if isinstance(value, dict):
        if "Latitude" in value:
            return f"{value['Latitude']}, {value['Longitude']}"
        return str(value.get("Label") or value.get("Description") or value.get("Url", ""))
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
