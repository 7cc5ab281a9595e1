"""SP.View, SP.ViewCollection and SP.ViewFieldCollection."""

from __future__ import annotations

from dataclasses import replace
from html import escape
from typing import Any

from sharepoint.local.errors import bad_argument, unknown_property, wrong_type
from sharepoint.local.model.kinds import shown
from sharepoint.local.model.lists import SiteList
from sharepoint.local.model.queries import Query, read
from sharepoint.local.model.views import DEFAULTS, View, page
from sharepoint.local.rest import caml
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


#: What is the same for every view of this site.
FIXED: dict[str, Any] = {
    "Aggregations": None,
    "AggregationsStatus": None,
    "BaseViewId": "1",
    "ColumnWidth": None,
    "ContentTypeId": {"StringValue": "0x"},
    "DefaultViewForContentType": False,
    "EditorModified": False,
    "Formats": None,
    "ImageUrl": "/_layouts/15/images/generic.png",
    "IncludeRootFolder": False,
    "JSLink": "",
    "Method": None,
    "MobileDefaultView": False,
    "MobileView": False,
    "ModerationType": None,
    "OrderedView": False,
    "ReadOnlyView": False,
    "RequiresClientIntegration": False,
    "StyleId": None,
    "TabularView": True,
    "Threaded": False,
    "Toolbar": None,
    "ViewData": None,
    "ViewJoins": None,
    "ViewProjectedFields": None,
}


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
        place = page(self.site.lists.get(view.list_id).root, view)
        return (
            FIXED
            | view.properties
            | {
                "Id": view.id,
                "Title": view.title,
                "DefaultView": view.default,
                "ServerRelativeUrl": place,
                "ServerRelativePath": {"__metadata": {"type": "SP.ResourcePath"}, "DecodedUrl": place},
                "ListViewXml": self._xml(),
                "HtmlSchemaXml": self._xml(),
            }
        )

    def _xml(self) -> str:
        view = self.view
        fields = "".join(f'<FieldRef Name="{name}" />' for name in view.columns)
        query = view.properties["ViewQuery"]
        limit = f'<RowLimit Paged="{str(view.properties["Paged"]).upper()}">{view.properties["RowLimit"]}</RowLimit>'
        title = escape(view.title)
        return (
            f'<View Name="{{{view.id.upper()}}}" DisplayName="{title}" Type="HTML"'
            f"><Query>{query}</Query><ViewFields>{fields}</ViewFields>{limit}</View>"
        )

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
            ),
            self.user,
        )
        return Answer(204)

    def delete(self) -> Answer:
        self.site.views.remove(self.view, self.user)
        return Answer(200)

    @operation("DeleteObject")
    def delete_object(self) -> None:
        self.delete()

    @operation("SetViewXml")
    def set_view_xml(self) -> None:
        drawn = caml.view_settings(self.call.text("viewXml", 0))
        names = [self.site.fields.by_name_or_title(self.view.list_id, name).name for name in drawn.columns]
        properties = self.view.properties | drawn.properties
        self.site.views.save(replace(self.view, columns=tuple(names), properties=properties), self.user)

    @operation("RenderAsHtml", reads=True)
    def render_as_html(self) -> str:
        holder = self.site.lists.get(self.view.list_id)
        asked = caml.read(f"<View><Query>{self.view.properties['ViewQuery']}</Query></View>", self.user.id)
        rows = read(self.site, holder, Query(asked.where, asked.order, int(self.view.properties["RowLimit"]))).items
        known = {field.name: field.title for field in self.site.fields.of(holder.id)}
        names = [name for name in self.view.columns if name in known]
        head = "".join(f"<th>{escape(known[name])}</th>" for name in names)
        body = "".join(
            "<tr>" + "".join(f"<td>{escape(shown(item.value(name)))}</td>" for name in names) + "</tr>" for item in rows
        )
        return f"<table><tr>{head}</tr>{body}</table>"

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
            self.site.views.show(self.view, (*self.view.columns, name), self.user)

    @operation("RemoveViewField")
    def remove(self) -> None:
        name = self._named()
        self.site.views.show(self.view, tuple(each for each in self.view.columns if each != name), self.user)

    @operation("RemoveAllViewFields")
    def remove_all(self) -> None:
        self.site.views.show(self.view, (), self.user)

    @operation("MoveViewFieldTo")
    def move(self) -> None:
        name = self.site.fields.by_name_or_title(self.view.list_id, self.call.text("field", 0)).name
        place = self.call.number("index", 1)
        if name not in self.view.columns or not 0 <= place < len(self.view.columns):
            raise bad_argument(f"The view does not show '{name}', or has no place {place}.")
        others = [each for each in self.view.columns if each != name]
        others.insert(place, name)
        self.site.views.show(self.view, tuple(others), self.user)


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
        if not columns:  # a view that names no columns begins with those of the default view
            columns = list(self.site.views.default(self.holder.id).columns)
        title = str(values.get("Title", "View"))
        view = self.site.views.add(self.holder.id, title, columns, default, self.user, **properties)
        return ViewEntity(self.call, view)
