"""Where and as which app people and programs sign in: tenant, cloud, app, and the site that the token is for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlsplit

import requests

from sharepoint.errors import SharePointError

AUTHORITIES: Final[Mapping[str, str]] = {
    "global": "https://login.microsoftonline.com",
    "us": "https://login.microsoftonline.us",
    "china": "https://login.chinacloudapi.cn",
}
"""Sign-in addresses of the national clouds (learn.microsoft.com, "National clouds")."""

GRAPHS: Final[Mapping[str, str]] = {
    "global": "https://graph.microsoft.com",
    "us": "https://graph.microsoft.us",
    "china": "https://microsoftgraph.chinacloudapi.cn",
}
"""Microsoft Graph's addresses in them (same source); we name them to administrators and never call them."""

_CLOUD_OF_DOMAIN: Final[Mapping[str, str]] = {
    ".sharepoint.com": "global",
    ".sharepoint.us": "us",
    ".sharepoint-mil.us": "us",
    ".sharepoint.cn": "china",
}


def loopback(url: str) -> bool:
    """Whether an address is on this computer."""
    return (urlsplit(url).hostname or "") in ("127.0.0.1", "localhost", "::1")


def cloud_of(site: str) -> str:
    """The cloud that a site's address belongs to; empty for an address of one's own."""
    host = urlsplit(site).hostname or ""
    return next((cloud for domain, cloud in _CLOUD_OF_DOMAIN.items() if host.endswith(domain)), "")


@dataclass(frozen=True, slots=True)
class Tenant:
    """Which app of which tenant signs in, for which site.

    Attributes
    ----------
    cloud
        `global`, `us` or `china`, or the https address of another authority; empty: the cloud of the site's address.
    verify
        A file of certificates, for a test identity provider; True for the real one.
    allow_broad
        Take a token that reaches more than the sites that were selected for the app.

    Raises
    ------
    SharePointError
        The token would go over a connection that is not encrypted, or to another cloud than the site's.
    """

    tenant: str
    client_id: str
    site: str
    cloud: str = ""
    verify: bool | str = True
    allow_broad: bool = False

    def __post_init__(self) -> None:
        if urlsplit(self.site).scheme != "https" and not loopback(self.site):
            raise SharePointError(
                f"{self.site} is not an https address, so no token is sent to it",
                next_step="Use the site's address as the browser shows it.",
            )
        expected = cloud_of(self.site)
        if self.cloud in AUTHORITIES and expected and expected != self.cloud:
            raise SharePointError(
                f"{self.site} is in the cloud {expected!r}, and the sign-in is set to {self.cloud!r}",
                next_step=f"Set PMO_CLOUD to {expected}, or leave it out.",
            )

    @property
    def known_cloud(self) -> str:
        """The cloud, as given or by the site's address."""
        return self.cloud or cloud_of(self.site) or "global"

    @property
    def authority(self) -> str:
        """The address that issues tokens."""
        return f"{AUTHORITIES.get(self.known_cloud, self.known_cloud).rstrip('/')}/{self.tenant}"

    @property
    def scope(self) -> str:
        """The site's own audience: whatever the app was granted there and nothing else."""
        parts = urlsplit(self.site)
        return f"{parts.scheme}://{parts.netloc}/.default"

    @property
    def options(self) -> dict[str, Any]:
        """What both kinds of msal application are built with.

        The authority is known here, so msal need not ask login.microsoftonline.com about it, which for the other
        clouds would be a host that nobody named.
        """
        options: dict[str, Any] = {"authority": self.authority, "instance_discovery": False}
        if self.verify is True:
            return options | {"timeout": 30}
        session = requests.Session()
        session.verify = self.verify
        session.trust_env = False  # the environment's certificate bundle would override `verify`
        return options | {"http_client": session}
