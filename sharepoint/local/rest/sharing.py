"""Links to documents and what sharing them would mean: on this computer every link opens the document itself."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from sharepoint.local.errors import bad_argument
from sharepoint.local.model.names import path_of_url
from sharepoint.local.rest.call import Call
from sharepoint.local.rest.resource import Entity, Resource, operation


class SharingInformationEntity(Entity):
    """Who an item is shared with: everybody who reaches the site."""

    type_name = "SP.ObjectSharingInformation"

    def __init__(self, call: Call, address: str) -> None:
        super().__init__(call)
        self.address = address

    def properties(self) -> dict[str, Any]:
        return {
            "AnonymousEditLink": "",
            "AnonymousViewLink": "",
            "CanManagePermissions": True,
            "HasPendingAccessRequests": False,
            "HasPermissionLevels": True,
            "IsFolder": False,
            "IsSharedWithCurrentUser": False,
            "IsSharedWithGuest": False,
            "IsSharedWithMany": False,
            "IsSharedWithSecurityGroup": False,
            "Url": self.address,
        }


class SharingSettingsEntity(Entity):
    """What the sharing dialog may offer."""

    type_name = "SP.ObjectSharingSettings"

    def properties(self) -> dict[str, Any]:
        return {
            "WebUrl": self.call.base,
            "ListId": None,
            "ItemId": None,
            "AccessRequestMode": False,
            "CanSendEmail": False,
            "CanSendLink": True,
            "IsGuestUser": False,
            "IsUserSiteAdmin": True,
        }


class SharingService(Resource):
    """The static operations about sharing."""

    def _document_address(self, name: str) -> str:
        host = self.call.base.removesuffix(self.site.path)
        item = self.site.items.at(path_of_url(self.call.text(name).removeprefix(host)))
        return host + quote(item.path)

    @operation("SP.Web.CreateAnonymousLink")
    def anonymous_link(self) -> str:
        return f"{self._document_address('url')}?web=1"

    @operation("SP.Web.CreateAnonymousLinkWithExpiration")
    def anonymous_link_with_expiration(self) -> str:
        if not self.call.text("expirationString").strip():
            raise bad_argument("A link that expires needs the moment it does.")
        return self.anonymous_link()

    @operation("SP.Web.GetObjectSharingSettings", reads=True)
    def sharing_settings(self) -> SharingSettingsEntity:
        self.call.text("objectUrl")
        return SharingSettingsEntity(self.call)

    @operation("SP.ObjectSharingInformation.GetListItemSharingInformation", reads=True)
    def item_sharing_information(self) -> SharingInformationEntity:
        listed = self.site.lists.get(self.call.text("listID", 0))
        item = self.site.items.get(listed.id, self.call.number("itemID", 1))
        return SharingInformationEntity(self.call, self.call.base.removesuffix(self.site.path) + quote(item.path))
