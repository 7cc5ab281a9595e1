"""SP.Field and SP.FieldCollection: columns."""

from __future__ import annotations

from typing import Any

from sharepoint.local.errors import bad_argument, bad_query, unknown_property, wrong_type
from sharepoint.local.model.fields import DEFAULTS, OF_KIND, Field
from sharepoint.local.model.kinds import BY_NUMBER
from sharepoint.local.model.lists import SiteList
from sharepoint.local.rest.addresses import Segment
from sharepoint.local.rest.call import Answer, Call
from sharepoint.local.rest.fieldxml import DEFAULT_VIEW, NAME_HINT, schema_xml
from sharepoint.local.rest.fieldxml import read as read_xml
from sharepoint.local.rest.resource import Collection, Entity, operation, path, plain_collection
from sharepoint.local.rest.texts import UserResourceEntity

FIXED = {"FieldTypeKind", "InternalName", "StaticName", "TypeAsString", "Id", "SchemaXml", "EntityPropertyName"}
COLLECTIONS = {"Choices"}


def settings(values: dict[str, Any], type_name: str) -> dict[str, Any]:
    """Column properties from JSON, for the properties this kind of column has."""
    allowed = DEFAULTS | OF_KIND.get(type_name, {})
    found: dict[str, Any] = {}
    for name, value in values.items():
        if name in FIXED or name == "Title":
            continue
        if name not in allowed:
            raise unknown_property(name, "SP.Field")
        plain = plain_collection(value)
        if plain is not None and allowed[name] is not None and not _alike(plain, allowed[name]):
            raise wrong_type(name, type(allowed[name]).__name__, value)
        found[name] = plain
    return found


def _alike(value: Any, usual: Any) -> bool:
    """Whether a value has the type of the property's usual value; whole numbers serve as numbers."""
    if isinstance(usual, bool) or isinstance(value, bool):
        return isinstance(usual, bool) and isinstance(value, bool)
    if isinstance(usual, int | float):
        return isinstance(value, int | float)
    if isinstance(usual, list):
        return isinstance(value, list) and all(isinstance(each, str) for each in value)
    return isinstance(value, type(usual))


class FieldEntity(Entity):
    """A column of a list, or of the site itself where there is no ``holder``."""

    def __init__(self, call: Call, holder: SiteList | None, field: Field) -> None:
        super().__init__(call)
        self.holder = holder
        self.field = field

    def entity_type(self) -> str:
        return self.field.kind.entity

    def uri(self) -> str:
        place = f"Web/Lists(guid'{self.holder.id}')" if self.holder else "Web"
        return f"{place}/Fields(guid'{self.field.id}')"

    def properties(self) -> dict[str, Any]:
        field = self.field
        shown = {
            name: {"__metadata": {"type": "Collection(Edm.String)"}, "results": value} if name in COLLECTIONS else value
            for name, value in field.properties.items()
        }
        return shown | {
            "Id": field.id,
            "Title": field.title,
            "InternalName": field.name,
            "StaticName": field.name,
            "EntityPropertyName": field.key.removesuffix("Id") if field.kind.reference else field.key,
            "FieldTypeKind": field.kind.number,
            "TypeAsString": field.kind.name,
            "TypeDisplayName": field.kind.name,
            "Filterable": field.kind.name not in ("Note", "URL"),
            "Sortable": field.kind.indexable,
            "Sealed": False,
            "Scope": self.holder.root if self.holder else self.site.path,
            "AutoIndexed": False,
            "ClientSideComponentId": "00000000-0000-0000-0000-000000000000",
            "Direction": "none",
            "IsModern": False,
            "NoCrawl": False,
            "PinnedToFiltersPane": False,
            "ShowInFiltersPane": 0,
            "TypeShortDescription": field.kind.name,
            "DefaultFormula": None,
            "ValidationMessage": None,
            "SchemaXml": schema_xml(field),
        }

    def update(self) -> Answer:
        values = self.call.values()
        changed = settings(values, self.field.kind.name)
        if isinstance(values.get("Title"), str):
            changed["Title"] = values["Title"]
        if isinstance(values.get("SchemaXml"), str):
            changed |= read_xml(values["SchemaXml"]).properties
        self.site.fields.update(self.field, changed, self.user)
        return Answer(204)

    def delete(self) -> Answer:
        self.site.fields.remove(self.field, self.user)
        return Answer(200)

    @operation("DeleteObject")
    def delete_object(self) -> None:
        self.site.fields.remove(self.field, self.user)

    @operation("EnableIndex")
    def enable_index(self) -> bool:
        self.site.fields.update(self.field, {"Indexed": True}, self.user)
        return True

    @path("TitleResource")
    def title_resource(self) -> UserResourceEntity:
        return UserResourceEntity(self.call, f"field/{self.field.id}/title", self.field.title, self.uri())

    @path("DescriptionResource")
    def description_resource(self) -> UserResourceEntity:
        text = str(self.field.properties["Description"])
        return UserResourceEntity(self.call, f"field/{self.field.id}/description", text, self.uri())

    @operation("DisableIndex")
    def disable_index(self) -> bool:
        self.site.fields.update(self.field, {"Indexed": False}, self.user)
        return True

    @operation("SetShowInNewForm")
    def set_show_in_new_form(self) -> None:
        self.site.fields.update(self.field, {"ShowInNewForm": self.call.flag("value", 0)}, self.user)

    @operation("SetShowInEditForm")
    def set_show_in_edit_form(self) -> None:
        self.site.fields.update(self.field, {"ShowInEditForm": self.call.flag("value", 0)}, self.user)

    @operation("SetShowInDisplayForm")
    def set_show_in_display_form(self) -> None:
        self.site.fields.update(self.field, {"ShowInDisplayForm": self.call.flag("value", 0)}, self.user)


class FieldCollection(Collection):
    """The columns of a list, or of the site itself where there is no ``holder``."""

    def __init__(self, call: Call, holder: SiteList | None) -> None:
        super().__init__(call)
        self.holder = holder
        self.owner = holder.id if holder else call.site.web_id

    def members(self) -> list[Entity]:
        return [FieldEntity(self.call, self.holder, field) for field in self.site.fields.of(self.owner)]

    def keyed(self, segment: Segment) -> FieldEntity:
        return self._entity(self.site.fields.by_id(self.owner, str(segment.positional[0])))

    def _entity(self, field: Field) -> FieldEntity:
        return FieldEntity(self.call, self.holder, field)

    @path("GetById")
    def get_by_id(self) -> FieldEntity:
        return self._entity(self.site.fields.by_id(self.owner, self.call.text("id", 0)))

    @path("GetByTitle")
    def get_by_title(self) -> FieldEntity:
        return self._entity(self.site.fields.by_title(self.owner, self.call.text("title", 0)))

    @path("GetByInternalNameOrTitle")
    def get_by_name(self) -> FieldEntity:
        return self._entity(self.site.fields.by_name_or_title(self.owner, self.call.text("strName", 0)))

    def create(self) -> Answer:
        return self._entity(self._add(self.call.values())).made()

    @operation("AddDependentLookupField")
    def add_dependent_lookup(self) -> Answer:
        """A column that shows another value of what a lookup column refers to."""
        main = self.site.fields.by_id(self.owner, self.call.text("primaryLookupFieldId", 1))
        properties = {"LookupList": main.properties["LookupList"], "LookupField": self.call.text("showField", 2)}
        title = self.call.text("displayName", 0)
        shown = {"ReadOnlyField": True, "PrimaryFieldId": main.id}
        field = self.site.fields.add(self.owner, main.kind.name, title, properties | shown, self.user)
        return self._entity(field).made()

    @operation("AddField", "Add")
    def add_field(self) -> Answer:
        return self._entity(self._add(self.call.values("parameters"))).made()

    @operation("CreateFieldAsXml")
    def create_as_xml(self) -> Answer:
        parameters = self.call.values("parameters")
        drawn = read_xml(str(parameters.get("SchemaXml", "")))
        given = parameters.get("Options", 0)
        options = given if isinstance(given, int) else 0
        hinted = bool(options & NAME_HINT)
        field = self.site.fields.add(
            self.owner, drawn.type_name, drawn.title, drawn.properties, self.user, drawn.name if hinted else None
        )
        if self.holder and options & DEFAULT_VIEW:
            view = self.site.views.default(self.holder.id)
            self.site.views.show(view, (*view.columns, field.name), self.user)
        return self._entity(field).made()

    def _add(self, values: dict[str, Any]) -> Field:
        number = values.get("FieldTypeKind")
        if not isinstance(number, int) or number not in BY_NUMBER:
            raise bad_query(f"The property 'FieldTypeKind' must be a known number, not {number!r}.")
        if not isinstance(values.get("Title"), str):
            raise bad_argument("A column needs a title.")
        type_name = BY_NUMBER[number].name
        values = dict(values)
        for sent, kept in (("LookupListId", "LookupList"), ("LookupFieldName", "LookupField")):
            if values.get(sent):
                values[kept] = str(values.pop(sent))
        if values.get("AllowMultipleValues") and type_name in ("User", "Lookup"):
            type_name += "Multi"
        for name in ("LookupWebId", "IsCompactName", "LookupListId", "LookupFieldName"):
            values.pop(name, None)
        return self.site.fields.add(self.owner, type_name, values["Title"], settings(values, type_name), self.user)


class RelatedFieldEntity(Entity):
    """A lookup column of another list that refers to this one."""

    type_name = "SP.RelatedField"

    def __init__(self, call: Call, field: Field, target: SiteList) -> None:
        super().__init__(call)
        self.field = field
        self.target = target

    def uri(self) -> str:
        return f"Web/Lists(guid'{self.target.id}')/RelatedFields('{self.field.id}')"

    def properties(self) -> dict[str, Any]:
        return {
            "FieldId": self.field.id,
            "ListId": self.field.list_id,
            "RelationshipDeleteBehavior": 0,
            "WebId": self.site.web_id,
        }


class RelatedFieldCollection(Collection):
    """The lookup columns that refer to a list."""

    def __init__(self, call: Call, target: SiteList) -> None:
        super().__init__(call)
        self.target = target

    def members(self) -> list[Entity]:
        columns = [field for holder in self.site.lists.all() for field in self.site.fields.of(holder.id)]
        looking = [field for field in columns if field.kind.name in ("Lookup", "LookupMulti")]
        meant = [field for field in looking if field.properties["LookupList"].strip("{}").lower() == self.target.id]
        return [RelatedFieldEntity(self.call, field, self.target) for field in meant]
