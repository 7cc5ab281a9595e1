"""SP.Publishing.SitePage: modern pages, kept in the Site Pages library."""

from __future__ import annotations

from typing import Any

from sharepoint.local.errors import bad_argument
from sharepoint.local.model.item import Item
from sharepoint.local.rest.addresses import Segment
from sharepoint.local.rest.call import Answer, Call
from sharepoint.local.rest.resource import Collection, Entity, Resource, operation, path

COLUMNS = {
    "Title": "Text",
    "Description": "Note",
    "CanvasContent1": "Note",
    "LayoutWebpartsContent": "Note",
    "BannerImageUrl": "Note",
    "PageLayoutType": "Text",
    "PromotedState": "Number",
    "FirstPublishedDate": "DateTime",
}
NEVER = "0001-01-01T00:00:00Z"
NO_NEWS, NEWS = 0, 2  # SP.Publishing.PromotedState


class SitePagesService(Resource):
    """Where pages are made."""

    @path("Pages")
    def pages(self) -> SitePageCollection:
        return SitePageCollection(self.call)


class SitePageEntity(Entity):
    """A modern page."""

    type_name = "SP.Publishing.SitePage"

    def __init__(self, call: Call, item: Item) -> None:
        super().__init__(call)
        self.item = item

    def uri(self) -> str:
        return f"SitePages/Pages({self.item.id})"

    def properties(self) -> dict[str, Any]:
        item = self.item
        shown = {name: item.data.get(name) for name in COLUMNS}
        url = item.path.removeprefix(self.site.path).lstrip("/")
        base = self.call.base.removesuffix(self.site.path)
        return shown | {
            "Id": item.id,
            "UniqueId": item.guid,
            "FileName": item.name,
            "Url": url,
            "AbsoluteUrl": base + item.path,
            "Version": item.value("_UIVersionString"),
            "FirstPublished": item.data.get("FirstPublishedDate") or NEVER,
            "Modified": item.modified,
        }

    def _save(self, values: dict[str, Any]) -> bool:
        known = {name: value for name, value in values.items() if name in COLUMNS and isinstance(value, str | int)}
        self.site.items.update(self.item, known, self.user)
        return True

    def update(self) -> Answer:
        self._save(self.call.values())
        return Answer(204)

    def delete(self) -> Answer:
        self.site.items.remove(self.item, self.user)
        return Answer(200)

    @operation("SavePage", "SavePageAsDraft")
    def save_page(self) -> bool:
        return self._save(self.call.values("sitePage"))

    @operation("SaveDraft")
    def save_draft(self) -> bool:
        return self._save(self.call.values("sitePage"))

    @operation("Publish")
    def publish(self) -> bool:
        if not self.item.data.get("FirstPublishedDate"):
            published = {"FirstPublishedDate": self.site.now()}
            self.site.items.update(self.item, published, self.user, new_version=False)
        self.site.items.note_update(self.item, self.user)
        return True

    @operation("CheckoutPage")
    def check_out_page(self) -> SitePageEntity:
        self.site.documents.check_out(self.item, self.user)
        return SitePageEntity(self.call, self.site.items.get(self.item.list_id, self.item.id))

    @operation("DiscardPage")
    def discard_page(self) -> SitePageEntity:
        self.site.documents.undo_check_out(self.item, self.user)
        return SitePageEntity(self.call, self.site.items.get(self.item.list_id, self.item.id))

    @operation("PromoteToNews")
    def promote_to_news(self) -> bool:
        return self._save({"PromotedState": NEWS})

    @operation("DemoteFromNews")
    def demote_from_news(self) -> bool:
        return self._save({"PromotedState": NO_NEWS})


class SitePageCollection(Collection):
    """The pages of the site."""

    def _library(self) -> str:
        return self.site.lists.by_root(f"{self.site.path}/SitePages").id

    def members(self) -> list[Entity]:
        files = self.site.documents.inside(f"{self.site.path}/SitePages")
        return [SitePageEntity(self.call, item) for item in files]

    def keyed(self, segment: Segment) -> SitePageEntity:
        key = segment.positional[0] if segment.positional else None
        if not isinstance(key, int):
            raise bad_argument(f"The key of a page is a number, not {key!r}.")
        self._ensure_columns()
        return SitePageEntity(self.call, self.site.items.get(self._library(), key))

    @path("GetById")
    def get_by_id(self) -> SitePageEntity:
        return self.keyed(self.call.segment)

    def create(self) -> Answer:
        values = self.call.values()
        self._ensure_columns()
        title = str(values.get("Title") or "Page")
        folder = self.site.folders.get(f"{self.site.path}/SitePages")
        name = str(values.get("Name") or self._free_name(title))
        item = self.site.documents.add(folder, name, b"<%@ Page %>", self.user, overwrite=False)
        page = SitePageEntity(self.call, item)
        page._save(values)
        return SitePageEntity(self.call, self.site.items.get(item.list_id, item.id)).made()

    def _free_name(self, title: str) -> str:
        base = "".join(sign if sign.isalnum() else "-" for sign in title).strip("-") or "Page"
        taken = {item.name.casefold() for item in self.site.documents.inside(f"{self.site.path}/SitePages")}
        numbers = ("", *(f"({number})" for number in range(1, len(taken) + 2)))
        return next(f"{base}{number}.aspx" for number in numbers if f"{base}{number}.aspx".casefold() not in taken)

    def _ensure_columns(self) -> None:
        library = self._library()
        present = {field.name for field in self.site.fields.of(library)}
        for name, kind in COLUMNS.items():
            if name not in present:
                self.site.fields.add(library, kind, name, {}, name=name)
