"""Operations that belong to a type and not to an object: ``SP.Web.GetWebUrlFromPageUrl`` and the like."""

from __future__ import annotations

import json
from typing import Any

from sharepoint.local.errors import bad_argument
from sharepoint.local.model.lists import SITE_PAGES
from sharepoint.local.model.users import User
from sharepoint.local.rest.files import FileEntity
from sharepoint.local.rest.people import principals
from sharepoint.local.rest.resource import Resource, collection, operation
from sharepoint.local.rest.securable import RoleDefinitionEntity

CURRENCIES = {1033: ("USD", "$"), 1031: ("EUR", "€"), 2057: ("GBP", "£"), 2055: ("CHF", "CHF"), 1041: ("JPY", "¥")}
THEME = {"palette": {"themePrimary": {"R": 3, "G": 99, "B": 95, "A": 255}}, "isInverted": False, "version": ""}


class StaticServices(Resource):
    """Static operations about the site as a whole."""

    @operation("SP.Web.GetWebUrlFromPageUrl")
    def web_url_from_page_url(self) -> str:
        address = self.call.text("pageFullUrl", 0)
        if not address.lower().startswith(self.call.base.lower()):
            raise bad_argument(f"There is no site at {address}.")
        return self.call.base

    @operation("SP.Web.GetContextWebThemeData", reads=True)
    def theme(self) -> str:
        return json.dumps(THEME)

    @operation("SP.Web.GetDocumentLibraries", reads=True)
    def document_libraries(self) -> dict[str, Any]:
        return self._libraries(with_pages=False)

    @operation("SP.Web.GetDocumentAndMediaLibraries", reads=True)
    def document_and_media_libraries(self) -> dict[str, Any]:
        return self._libraries(with_pages=self.call.flag("includePageLibraries", 1))

    def _libraries(self, with_pages: bool) -> dict[str, Any]:
        host = self.call.base.removesuffix(self.site.path)
        libraries = [
            {
                "Title": holder.title,
                "Id": holder.id,
                "AbsoluteUrl": host + holder.root,
                "ServerRelativeUrl": holder.root,
                "DriveId": None,
                "FromCrossFarm": False,
                "Modified": holder.modified,
            }
            for holder in self.site.lists.all()
            if holder.library and not holder.settings["Hidden"] and (with_pages or holder.template != SITE_PAGES)
        ]
        return collection("SP.DocumentLibraryInformation", libraries)

    @operation("SP.CurrencyList.GetList", reads=True)
    def currencies(self) -> dict[str, Any]:
        found = [
            {"LCID": str(locale), "DisplayString": f"{sign} ({code})", "CurrencyCode": code}
            for locale, (code, sign) in CURRENCIES.items()
        ]
        return collection("SP.CurrencyInformation", found)

    @operation("SP.MetadataNavigation.MetadataNavigationSettings.GetConfiguredSettings", reads=True)
    def navigation_settings(self) -> dict[str, Any]:
        """The columns people may filter a list by in its tree; none is configured here."""
        self.site.folders.get(self.call.text("DecodedUrl", 0))
        return {
            "__metadata": {"type": "SP.MetadataNavigation.ConfiguredMetadataNavigationItemCollection"},
            "Items": collection("SP.MetadataNavigation.ConfiguredMetadataNavigationItem", []),
        }

    @operation("SP.Utilities.Utility.ExpandGroupsToPrincipals", reads=True)
    def expand_groups(self) -> dict[str, Any]:
        groups = [self.site.permissions.group_by_name(name) for name in self.call.many("inputs", str)]
        people: dict[int, User] = {user.id: user for group in groups for user in self.site.permissions.members(group)}
        return principals(
            self.call, list(people.values())[: max(0, self.call.optional_number("maxCount", len(people)))]
        )

    @operation("SP.Utilities.Utility.CreateWikiPageInContextWeb")
    def create_wiki_page(self) -> FileEntity:
        """A page of a wiki library with its text."""
        values = self.call.values("parameters")
        place, text = values.get("ServerRelativeUrl"), values.get("WikiHtmlContent")
        if not isinstance(place, str):
            raise bad_argument("A page needs a ServerRelativeUrl.")
        folder, _, name = place.rpartition("/")
        content = str(text or "").encode()
        made = self.site.documents.add(self.site.folders.get(folder), name, content, self.user, overwrite=False)
        return FileEntity(self.call, made)

    @operation("SP.Sharing.DocumentSharingManager.GetRoleDefinition", reads=True)
    def sharing_role(self) -> RoleDefinitionEntity:
        role = self.site.permissions.role_by_kind(self.call.number("role", 0))
        return RoleDefinitionEntity(self.call, role)
