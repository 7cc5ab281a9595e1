"""CAML: ``<View>`` with its ``<Where>``, ``<OrderBy>``, ``<RowLimit>`` and scope, read into a query."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from lxml import etree

from sharepoint.local.errors import bad_argument
from sharepoint.local.model.conditions import AllOf, AnyOf, Comparison, Condition, Not
from sharepoint.local.model.queries import Query

_SIGNS = {
    "Eq": "eq",
    "Neq": "ne",
    "Gt": "gt",
    "Geq": "ge",
    "Lt": "lt",
    "Leq": "le",
    "BeginsWith": "startswith",
    "Contains": "substringof",
}
_NUMBERS = ("Number", "Currency", "Integer", "Counter")
_REFERENCES = ("Lookup", "LookupMulti", "User", "UserMulti")
_TYPES = {"": (0, 1), "Recursive": (0,), "RecursiveAll": (0, 1), "FilesOnly": (0,)}


@dataclass(frozen=True, slots=True)
class CamlView:
    """What a view's XML asks for; ``limit`` 0 means no page."""

    where: Condition | None
    order: tuple[tuple[str, bool], ...]
    limit: int
    scope: str
    columns: tuple[str, ...]

    def query(self, folder: str, after: int, most: int) -> Query:
        """The query for one page; without a scope only what lies directly in the folder."""
        inside = folder if self.scope in ("", "FilesOnly") else None
        types = _TYPES.get(self.scope, (0, 1))
        return Query(self.where, self.order, min(self.limit or most, most), after, inside, types)


@dataclass(frozen=True, slots=True)
class DrawnView:
    """What a view's XML says of the view itself: the columns it shows and its properties."""

    columns: tuple[str, ...]
    properties: dict[str, Any]


def _parsed(xml: str) -> Any:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        return etree.fromstring((xml.strip() or "<View/>").encode(), parser)
    except etree.XMLSyntaxError as error:
        raise bad_argument(f"The CAML query is not valid XML: {error}") from error


def view_settings(xml: str) -> DrawnView:
    """What SetViewXml changes of a view."""
    view, drawn = _parsed(xml), read(xml)
    query = view.find("Query")
    inner = "" if query is None else "".join(etree.tostring(part, encoding="unicode") for part in query)
    limit = view.find("RowLimit")
    properties: dict[str, Any] = {"ViewQuery": inner}
    if limit is not None:
        properties |= {"RowLimit": drawn.limit, "Paged": str(limit.get("Paged", "")).upper() == "TRUE"}
    return DrawnView(drawn.columns, properties)


def read(xml: str, user_id: int = 0) -> CamlView:
    """Read a view's XML; ``user_id`` is who ``<UserID/>`` means."""
    view = _parsed(xml)
    for mark in view.findall(".//Value/UserID"):
        mark.text = str(user_id)
    where = view.find("Query/Where")
    order = [
        (str(ref.get("Name")), str(ref.get("Ascending", "TRUE")).upper() == "FALSE")
        for ref in view.findall("Query/OrderBy/FieldRef")
    ]
    limit = (view.findtext("RowLimit") or "0").strip()
    if not limit.isdecimal():
        raise bad_argument(f"RowLimit must be a number, not {limit!r}.")
    columns = tuple(str(ref.get("Name")) for ref in view.findall("ViewFields/FieldRef"))
    scope = str(view.get("Scope") or "")
    condition = _condition(where[0]) if where is not None and len(where) else None
    return CamlView(condition, tuple(order), int(limit), scope if scope in _TYPES else "RecursiveAll", columns)


def _condition(node: Any) -> Condition:
    if node.tag in ("And", "Or"):
        parts = tuple(_condition(part) for part in node if isinstance(part.tag, str))
        return AllOf(parts) if node.tag == "And" else AnyOf(parts)
    column = _column(node)
    if node.tag == "IsNull":
        return Comparison(column, "eq", None)
    if node.tag == "IsNotNull":
        return Not(Comparison(column, "eq", None))
    if node.tag == "In":
        return AnyOf(tuple(_comparison(node, "eq", value) for value in node.findall("Values/Value")))
    value = node.find("Value")
    if node.tag not in _SIGNS or value is None:
        raise bad_argument(f"The CAML element {node.tag} is not supported.")
    return _comparison(node, _SIGNS[node.tag], value)


def _comparison(node: Any, sign: str, value: Any) -> Comparison:
    """A comparison; a person or lookup is meant by its id where the FieldRef says so, else by its title."""
    means_me = value.find("UserID") is not None
    by_id = means_me or str(node.find("FieldRef").get("LookupId", "")).upper() == "TRUE"
    by_title = value.get("Type") in _REFERENCES and not by_id
    return Comparison(_column(node) + ("/Title" if by_title else ""), sign, _value(value, by_id))


def _column(node: Any) -> str:
    ref = node.find("FieldRef")
    name = None if ref is None else ref.get("Name") or ref.get("ID")  # SharePoint finds a column by either
    if not name:
        raise bad_argument(f"The CAML element {node.tag} needs a FieldRef with a Name.")
    return str(name)


def _value(node: Any, number: bool) -> Any:
    text = "".join(node.itertext()).strip()
    if number or node.get("Type") in _NUMBERS:
        try:
            return float(text)
        except ValueError:
            raise bad_argument(f"The CAML value {text!r} is not a number.") from None
    today = node.find("Today")
    if today is not None:
        return (datetime.now(UTC) + timedelta(int(today.get("OffsetDays") or 0))).strftime("%Y-%m-%dT00:00:00Z")
    if node.get("Type") == "Boolean":
        return text.lower() in ("1", "true")
    return text
