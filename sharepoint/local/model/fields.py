"""Columns of a list: what they are called, which kind they have, which rules they enforce."""

from __future__ import annotations

import json
import uuid
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from sharepoint.local.errors import bad_argument, duplicate_value, unknown_field
from sharepoint.local.model.changes import ChangeType
from sharepoint.local.model.kinds import KINDS, FieldContext, Kind
from sharepoint.local.model.names import fold, internal_name, property_name

if TYPE_CHECKING:
    import sqlite3

    from sharepoint.local.model.site import Site
    from sharepoint.local.model.users import User

MOST_INDEXES = 20
LARGEST = 1.7976931348623157e308
DEFAULTS: dict[str, Any] = {
    "Description": "",
    "Required": False,
    "Indexed": False,
    "EnforceUniqueValues": False,
    "Hidden": False,
    "ReadOnlyField": False,
    "DefaultValue": None,
    "FromBaseType": False,
    "CanBeDeleted": True,
    "Group": "Custom Columns",
    "CustomFormatter": "",
}
OF_KIND: dict[str, dict[str, Any]] = {
    "Text": {"MaxLength": 255},
    "Note": {"NumberOfLines": 6, "RichText": False, "AppendOnly": False, "UnlimitedLengthInDocumentLibrary": True},
    "DateTime": {"DisplayFormat": 1, "DateTimeCalendarType": 1, "FriendlyDisplayFormat": 1},
    "Choice": {"Choices": [], "FillInChoice": False, "EditFormat": 0},
    "MultiChoice": {"Choices": [], "FillInChoice": False},
    "Number": {
        "MinimumValue": -LARGEST,
        "MaximumValue": LARGEST,
        "ShowAsPercentage": False,
    },
    "Currency": {
        "MinimumValue": -LARGEST,
        "MaximumValue": LARGEST,
        "CurrencyLocaleId": 1033,
    },
    "URL": {"DisplayFormat": 0},
    "Lookup": {"LookupList": "", "LookupField": "Title", "AllowMultipleValues": False},
    "LookupMulti": {"LookupList": "", "LookupField": "Title", "AllowMultipleValues": True},
    "User": {"SelectionMode": 0, "SelectionGroup": 0, "AllowMultipleValues": False, "LookupField": "Title"},
    "UserMulti": {"SelectionMode": 0, "SelectionGroup": 0, "AllowMultipleValues": True, "LookupField": "Title"},
    "Calculated": {"Formula": "", "OutputType": 2},
}
_ROW = "SELECT * FROM fields WHERE list_id = ? AND "


@dataclass(frozen=True, slots=True, eq=False)
class Field:
    """A column; ``properties`` are those of the protocol, by their names there."""

    list_id: str
    id: str
    name: str
    title: str
    kind: Kind
    properties: dict[str, Any]

    @property
    def key(self) -> str:
        """What the column is called in an item's JSON: references are called by their ids."""
        return property_name(self.name) + ("Id" if self.kind.reference else "")

    @property
    def indexed(self) -> bool:
        return bool(self.properties["Indexed"])

    @property
    def unique(self) -> bool:
        return bool(self.properties["EnforceUniqueValues"])

    @property
    def writable(self) -> bool:
        return not (self.properties["ReadOnlyField"] or self.kind.computed)

    def stored(self, value: Any, site: Site) -> Any:
        """A JSON value as the column keeps it; None clears."""
        if value is None:
            return None
        date_only = self.kind.name == "DateTime" and self.properties["DisplayFormat"] == 0
        longest = int(self.properties.get("MaxLength") or 255)
        return self.kind.read(self.key, value, FieldContext(site.zone, date_only, longest))


class Fields:
    """The columns of every list of a site."""

    def __init__(self, site: Site) -> None:
        self.site = site

    def of(self, list_id: str) -> list[Field]:
        """The columns of a list, in the order they were added."""
        rows = self.site.store.rows("SELECT * FROM fields WHERE list_id = ? ORDER BY position", (list_id,))
        return [_field(row) for row in rows]

    def by_id(self, list_id: str, field_id: str) -> Field:
        """The column with this id."""
        return self._found(_ROW + "id = ?", list_id, field_id.strip("{}").lower(), field_id)

    def by_title(self, list_id: str, title: str) -> Field:
        """The column people see under this title."""
        return self._found(_ROW + "title = ? COLLATE NOCASE ORDER BY position", list_id, title, title)

    def by_name_or_title(self, list_id: str, name: str) -> Field:
        """The column with this internal name, or with this title."""
        found = self.site.store.row(_ROW + "name = ?", (list_id, name))
        return _field(found) if found else self.by_title(list_id, name)

    def _found(self, statement: str, list_id: str, value: str, asked: str) -> Field:
        found = self.site.store.row(statement, (list_id, value))
        if found is None:
            raise unknown_field(asked)
        return _field(found)

    def add(
        self,
        list_id: str,
        type_name: str,
        title: str,
        properties: dict[str, Any],
        by: User | None = None,
        name: str | None = None,
    ) -> Field:
        """Add a column; without a name it is made from the title."""
        if type_name not in KINDS:
            raise bad_argument(f"Field type {type_name} is not installed properly.")
        if not title.strip():
            raise bad_argument("A column needs a title.")
        present = self.of(list_id)
        taken = {field.name for field in present}
        field = Field(
            list_id,
            str(uuid.uuid4()),
            internal_name(name or title, taken),
            title.strip(),
            KINDS[type_name],
            DEFAULTS | OF_KIND.get(type_name, {}) | properties,
        )
        self._check_rules(field, present)
        self.site.store.run(
            "INSERT INTO fields VALUES (?, ?, ?, ?, ?, ?, ?)",
            (list_id, len(present), field.id, field.name, field.title, type_name, json.dumps(field.properties)),
        )
        if by:
            self.site.changes.note(ChangeType.ADD, "Field", list_id, field.id, by)
        if field.indexed:
            self.site.keys.build(field)
        return field

    def update(self, field: Field, properties: dict[str, Any], by: User) -> None:
        """Change a column; the internal name stays, whatever the title becomes."""
        changes = dict(properties)
        title = str(changes.pop("Title", field.title)).strip()
        changes = {name: _collection(value) for name, value in changes.items()}
        renewed = replace(field, title=title or field.title, properties=field.properties | changes)
        self._check_rules(renewed, [each for each in self.of(field.list_id) if each.id != field.id])
        self.site.store.run(
            "UPDATE fields SET title = ?, properties = ? WHERE list_id = ? AND id = ?",
            (renewed.title, json.dumps(renewed.properties), field.list_id, field.id),
        )
        if renewed.indexed != field.indexed:
            self.site.keys.build(renewed)
        if renewed.unique and not field.unique:
            self._check_no_duplicates(renewed)
        self.site.changes.note(ChangeType.UPDATE, "Field", field.list_id, field.id, by)

    def _check_no_duplicates(self, field: Field) -> None:
        if self.site.store.row(
            "SELECT 1 FROM keys WHERE list_id = ? AND field = ? GROUP BY value HAVING count(*) > 1",
            (field.list_id, field.name),
        ):
            raise duplicate_value([field.title])

    def remove(self, field: Field, by: User) -> None:
        """Delete a column; the values in the items are left where nobody sees them."""
        if field.properties["FromBaseType"]:
            raise bad_argument(f"The column '{field.title}' cannot be deleted.")
        self.site.store.run("DELETE FROM fields WHERE list_id = ? AND id = ?", (field.list_id, field.id))
        self.site.store.run("DELETE FROM keys WHERE list_id = ? AND field = ?", (field.list_id, field.name))
        self.site.changes.note(ChangeType.DELETE, "Field", field.list_id, field.id, by)

    def _check_rules(self, field: Field, others: list[Field]) -> None:
        if field.indexed and not field.kind.indexable:
            raise bad_argument(f"The column '{field.title}' of type {field.kind.name} cannot be indexed.")
        if field.indexed and sum(each.indexed for each in others) >= MOST_INDEXES:
            raise bad_argument(f"A list cannot have more than {MOST_INDEXES} indexed columns.")
        if field.unique and not field.indexed:
            raise bad_argument(f"The column '{field.title}' must be indexed before it can enforce unique values.")
        if any(fold(each.title) == fold(field.title) for each in others if not each.properties["FromBaseType"]):
            raise bad_argument(f'A duplicate field name "{field.title}" was found.')


def _collection(value: Any) -> Any:
    return value["results"] if isinstance(value, dict) and "results" in value else value


def _field(row: sqlite3.Row) -> Field:
    return _read(row["list_id"], row["id"], row["name"], row["title"], row["type"], row["properties"])


@lru_cache(maxsize=4096)
def _read(list_id: str, field_id: str, name: str, title: str, kind: str, properties: str) -> Field:
    """A stored column; kept, because every item that is read or written needs the columns of its list."""
    return Field(list_id, field_id, name, title, KINDS[kind], json.loads(properties))
