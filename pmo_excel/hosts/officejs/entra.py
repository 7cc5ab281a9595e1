"""Sign-in of a hosted add-in: the access token that Excel gets from Microsoft Entra ID, checked by the server.

Source: "Access tokens in the Microsoft identity platform" and "Validate tokens" (learn.microsoft.com): signature by the
tenant's keys, audience, issuer, tenant, scope, time.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Protocol

import jwt

SCOPE: Final = "access_as_user"
LEEWAY: Final = 60
"""Seconds by which clocks may differ."""
RENEW_SECONDS: Final = 60.0
"""Keys are fetched again at most so often, however many tokens name a key that is not known."""


class SignInError(Exception):
    """The token does not say who this is, or they may not use this server."""


class KeySource(Protocol):
    """Where the keys of a tenant come from: `jwt.PyJWKClient` over HTTPS."""

    def get_signing_keys(self, refresh: bool = False) -> list[jwt.PyJWK]: ...


@dataclass(slots=True)
class Entra:
    """Who may use a hosted server.

    Attributes
    ----------
    tenant
        The directory's ID, a GUID.
    client_id
        The app registration's ID; tokens must be for it.
    host
        The server's public host name, which the app's ID address holds for Office.
    authority
        The cloud's sign-in service.
    """

    tenant: str
    client_id: str
    host: str
    authority: str = "https://login.microsoftonline.com"
    keys: KeySource | None = None
    clock: Callable[[], float] = time.monotonic
    _renewed: float = field(default=-RENEW_SECONDS, init=False)

    @property
    def also_known_as(self) -> tuple[str, str]:
        """The app's ID addresses: the plain one, and the one that Office asks for (`api://HOST/CLIENT-ID`)."""
        return f"api://{self.client_id}", f"api://{self.host}/{self.client_id}"

    def person(self, token: str) -> str:
        """The object ID of the person a token stands for.

        Raises
        ------
        SignInError
            The token is forged, ended, for another app or from another tenant.
        """
        try:
            claims = self._claims(token)
        except (jwt.PyJWTError, ValueError) as error:
            raise SignInError(str(error)) from error
        tenant = claims["tid"]
        if tenant != self.tenant:
            raise SignInError("the token is from another tenant")
        issuers = (f"{self.authority}/{tenant}/v2.0", f"https://sts.windows.net/{tenant}/")
        if claims["iss"] not in issuers:
            raise SignInError("the token is from another issuer")
        if SCOPE not in str(claims["scp"]).split():
            raise SignInError(f"the token does not allow {SCOPE}")
        return str(claims["oid"])

    def _claims(self, token: str) -> dict[str, Any]:
        kid = jwt.get_unverified_header(token).get("kid")
        needed = ["exp", "iat", "aud", "iss", "tid", "scp", "oid"]
        found: dict[str, Any] = jwt.decode(
            token,
            self._key(kid).key,
            algorithms=["RS256"],
            audience=[self.client_id, *self.also_known_as],
            leeway=LEEWAY,
            options={"require": needed},
        )
        return found

    def _key(self, kid: Any) -> jwt.PyJWK:
        """The key of that name; keys change, so one that is not known is asked for again, but not too often."""
        if self.keys is None:
            address = f"{self.authority}/{self.tenant}/discovery/v2.0/keys"
            self.keys = jwt.PyJWKClient(address, cache_jwk_set=True, lifespan=3600, timeout=10)
        found = _named(self.keys.get_signing_keys(), kid)
        if found is None and self.clock() - self._renewed >= RENEW_SECONDS:
            self._renewed = self.clock()
            found = _named(self.keys.get_signing_keys(refresh=True), kid)
        if found is None:
            raise SignInError("the token is signed with a key that the tenant does not have")
        return found


def _named(keys: Sequence[jwt.PyJWK], kid: Any) -> jwt.PyJWK | None:
    return next((key for key in keys if kid is not None and key.key_id == kid), None)
