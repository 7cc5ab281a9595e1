"""Conditions on items, as ``$filter`` and CAML state them, and what they mean for a list with many rows."""

from __future__ import annotations

import operator
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, TypeAlias

from sharepoint.local.errors import bad_query, unknown_property
from sharepoint.local.model.item import BASE, Item, from_row
from sharepoint.local.model.kinds import FieldContext, comparable, stored_time

if TYPE_CHECKING:
    from sharepoint.local.model.fields import Field
    from sharepoint.local.model.lists import SiteList
    from sharepoint.local.model.site import Site


@dataclass(frozen=True, slots=True)
class Comparison:
    """One column against one value; ``part`` is a part of a date, such as "month"."""

    column: str
    sign: str
    value: Any
    part: str = ""


@dataclass(frozen=True, slots=True)
class AllOf:
    """Conditions that must all hold."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """Conditions of which one must hold."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """A condition that must not hold."""

    part: Condition


Condition: TypeAlias = Comparison | AllOf | AnyOf | Not
Test: TypeAlias = Callable[[Item], bool]
SIGNS: dict[str, Callable[[Any, Any], bool]] = {
    "eq": operator.eq,
    "ne": operator.ne,
    "lt": operator.lt,
    "le": operator.le,
    "gt": operator.gt,
    "ge": operator.ge,
    "startswith": lambda value, start: str(value).startswith(start),
    "substringof": lambda value, part: part in str(value),
}
_TEXTS = ("Text", "Note", "Choice", "MultiChoice", "File", "Guid", "Computed", "Calculated")


class Columns:
    """The columns of one list as conditions and orders name them: ``Title``, ``OwnerId``, ``Owner/EMail``."""

    def __init__(self, site: Site, holder: SiteList) -> None:
        self.site = site
        self.holder = holder
        self.fields = site.fields.of(holder.id)
        self.by_key = {field.key: field for field in self.fields} | {"Id": self._named("ID")}
        self.by_name = {field.name: field for field in self.fields}

    def _named(self, name: str) -> Field:
        return next(field for field in self.fields if field.name == name)

    def field(self, column: str) -> Field:
        """The column behind a name."""
        head = column.partition("/")[0]
        found = self.by_key.get(head) or self.by_name.get(head)
        if found is None or ("/" in column and not found.kind.reference):
            raise unknown_property(column, self.holder.entity_type)
        return found

    def indexed(self, column: str) -> bool:
        """Whether a query by this column is cheap on a list of any length."""
        return "/" not in column and (self.field(column).name == "ID" or self.field(column).indexed)

    def reader(self, column: str) -> Callable[[Item], Any]:
        """What the column holds in an item, ready to compare."""
        field = self.field(column)
        name = field.name
        path = column.partition("/")[2]
        if not path:
            return lambda item: comparable(item.value(name))
        return lambda item: comparable(self.referenced(field, item.value(name), path))

    def referenced(self, field: Field, number: Any, path: str) -> Any:
        """One value of what a person or lookup column refers to; None where that is gone."""
        if not isinstance(number, int):
            return None
        if "User" in field.kind.name:
            user = self.site.users.get(number)
            known = {"Id": user.id, "ID": user.id, "Title": user.title, "EMail": user.email, "Name": user.login}
            return known.get(path)
        if path in ("Id", "ID"):
            return number
        target = field.properties["LookupList"].strip("{}").lower()
        found = self.site.store.row("SELECT * FROM items WHERE list_id = ? AND id = ?", (target, number))
        return from_row(found).value(path) if found else None


def test(condition: Condition, columns: Columns) -> Test:
    """The condition as a function of an item."""
    if isinstance(condition, AllOf):
        all_parts = [test(part, columns) for part in condition.parts]
        return lambda item: all(each(item) for each in all_parts)
    if isinstance(condition, AnyOf):
        any_parts = [test(part, columns) for part in condition.parts]
        return lambda item: any(each(item) for each in any_parts)
    if isinstance(condition, Not):
        inner = test(condition.part, columns)
        return lambda item: not inner(item)
    return _comparison(condition, columns)


def _comparison(condition: Comparison, columns: Columns) -> Test:
    read = columns.reader(condition.column)
    wanted = expected(condition, columns)
    sign, holds = condition.sign, SIGNS[condition.sign]
    part = condition.part

    def compare(item: Item) -> bool:
        value = read(item)
        if isinstance(value, list):
            return any(holds(comparable(each), wanted) for each in value) or (
                sign == "eq" and wanted is None and not value
            )
        if value is None or wanted is None:
            return (sign == "eq" and value is wanted) or (sign == "ne" and value is not wanted)
        return holds(getattr(datetime.fromisoformat(str(value).upper()), part) if part else value, wanted)

    return compare


def expected(condition: Comparison, columns: Columns) -> Any:
    """The value of a comparison in the form its column compares by."""
    value = condition.value
    if value is None or condition.part or "/" in condition.column:
        return comparable(value)
    kind = columns.field(condition.column).kind
    if kind.name == "DateTime" and isinstance(value, str):
        return comparable(stored_time(condition.column, value, FieldContext(columns.site.zone)))
    if kind.name == "Boolean" and value in (0, 1, "0", "1"):
        return int(value)
    if (kind.name in _TEXTS) != isinstance(value, str):
        raise bad_query(
            f"A binary operator with incompatible types was detected: column '{condition.column}' of type "
            f"{kind.name} and the value {value!r}."
        )
    return comparable(value)


def cheap(condition: Condition, columns: Columns) -> bool:
    """Whether indexes alone narrow the rows: a conjunction needs one indexed part, a disjunction needs all."""
    if isinstance(condition, AllOf):
        return any(cheap(part, columns) for part in condition.parts)
    if isinstance(condition, AnyOf):
        return all(cheap(part, columns) for part in condition.parts)
    if isinstance(condition, Not):
        return False
    return condition.sign not in ("ne", "substringof") and not condition.part and columns.indexed(condition.column)


def key_lookup(condition: Condition | None, columns: Columns) -> tuple[str, Any] | None:
    """The indexed column and value that some part of the condition fixes, if there is one."""
    if isinstance(condition, AllOf):
        return next((found for part in condition.parts if (found := key_lookup(part, columns))), None)
    if isinstance(condition, Comparison) and condition.sign == "eq" and condition.value not in (None, ""):
        field = columns.field(condition.column)
        if field.indexed and field.name not in BASE and "/" not in condition.column and not condition.part:
            return field.name, expected(condition, columns)
    return None
