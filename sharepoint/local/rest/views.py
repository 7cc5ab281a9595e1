"""SP.View, SP.ViewCollection and SP.ViewFieldCollection."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sharepoint.local.errors import unknown_property, wrong_type
from sharepoint.local.model.lists import SiteList
from sharepoint.local.model.views import DEFAULTS, View
from sharepoint.local.rest.addresses import Segment
from sharepoint.local.rest.call import Answer, Call
from sharepoint.local.rest.resource import Collection, Entity, operation, path, plain_collection


def view_settings(values: dict[str, Any]) -> dict[str, Any]:
    """View properties from JSON, each of the type it has."""
    sent = {"ViewQuery" if name == "Query" else name: value for name, value in values.items()}
    found = {name: value for name, value in sent.items() if name in DEFAULTS and value is not None}
    for name, value in found.items():
        if type(value) is not type(DEFAULTS[name]):
            raise wrong_type(name, type(DEFAULTS[name]).__name__, value)
    return found


class ViewEntity(Entity):
    """A view."""

    type_name = "SP.View"

    def __init__(self, call: Call, view: View) -> None:
        super().__init__(call)
        self.view = view

    def uri(self) -> str:
        return f"Web/Lists(guid'{self.view.list_id}')/Views(guid'{self.view.id}')"

    def properties(self) -> dict[str, Any]:
        view = self.view
        root = self.site.lists.get(view.list_id).root
        page = f"{root}/{view.title.replace(' ', '')}.aspx"
        return view.properties | {
            "Id": view.id,
            "Title": view.title,
            "DefaultView": view.default,
            "ServerRelativeUrl": page,
        }

    def update(self) -> Answer:
        values = self.call.values()
        for name in values:
            if name not in DEFAULTS and name not in ("Title", "DefaultView"):
                raise unknown_property(name, self.type_name)
        properties = self.view.properties | view_settings(values)
        self.site.views.save(
            replace(
                self.view,
                title=str(values.get("Title", self.view.title)),
                properties=properties,
                default=bool(values.get("DefaultView", self.view.default)),
            )
        )
        return Answer(204)

    def delete(self) -> Answer:
        self.site.views.remove(self.view)
        return Answer(200)

    @path("ViewFields")
    def view_fields(self) -> ViewFieldCollection:
        return ViewFieldCollection(self.call, self.view)


class ViewFieldCollection(Entity):
    """The columns a view shows."""

    type_name = "SP.ViewFieldCollection"

    def __init__(self, call: Call, view: View) -> None:
        super().__init__(call)
        self.view = view

    def uri(self) -> str:
        return f"Web/Lists(guid'{self.view.list_id}')/Views(guid'{self.view.id}')/ViewFields"

    def properties(self) -> dict[str, Any]:
        items = {"__metadata": {"type": "Collection(Edm.String)"}, "results": list(self.view.columns)}
        return {"Items": items, "SchemaXml": "".join(f'<FieldRef Name="{name}" />' for name in self.view.columns)}

    def _named(self) -> str:
        return self.site.fields.by_name_or_title(self.view.list_id, self.call.text("strField", 0)).name

    @operation("AddViewField")
    def add(self) -> None:
        name = self._named()
        if name not in self.view.columns:
            self.site.views.show(self.view, (*self.view.columns, name))

    @operation("RemoveViewField")
    def remove(self) -> None:
        name = self._named()
        self.site.views.show(self.view, tuple(each for each in self.view.columns if each != name))

    @operation("RemoveAllViewFields")
    def remove_all(self) -> None:
        self.site.views.show(self.view, ())

    @operation("MoveViewFieldTo")
    def move(self) -> None:
        name = str(self.call.argument("field"))
        others = [each for each in self.view.columns if each != name]
        others.insert(self.call.number("index"), name)
        self.site.views.show(self.view, tuple(others))


class ViewCollection(Collection):
    """The views of a list."""

    def __init__(self, call: Call, holder: SiteList) -> None:
        super().__init__(call)
        self.holder = holder

    def members(self) -> list[Entity]:
        return [ViewEntity(self.call, view) for view in self.site.views.of(self.holder.id)]

    def keyed(self, segment: Segment) -> ViewEntity:
        return ViewEntity(self.call, self.site.views.by_id(self.holder.id, str(segment.positional[0])))

    @path("GetById")
    def get_by_id(self) -> ViewEntity:
        return ViewEntity(self.call, self.site.views.by_id(self.holder.id, self.call.text("id", 0)))

    @path("GetByTitle")
    def get_by_title(self) -> ViewEntity:
        return ViewEntity(self.call, self.site.views.by_title(self.holder.id, self.call.text("strTitle", 0)))

    def create(self) -> Answer:
        return self._made(self.call.values()).made()

    @operation("Add")
    def add(self) -> ViewEntity:
        return self._made(self.call.values("parameters"))

    def _made(self, values: dict[str, Any]) -> ViewEntity:
        columns = plain_collection(values.get("ViewFields") or [])
        if not isinstance(columns, list) or not all(isinstance(name, str) for name in columns):
            raise wrong_type("ViewFields", "Collection(Edm.String)", columns)
        properties = view_settings(values)
        default = bool(values.get("SetAsDefaultView") or values.get("DefaultView"))
        view = self.site.views.add(self.holder.id, str(values.get("Title", "View")), columns, default, **properties)
        return ViewEntity(self.call, view)
