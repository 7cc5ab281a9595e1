"""Signing in: device code for people, a certificate for unattended runs, nothing for a site on this computer.

Tokens come from msal and go to the client; they are kept only in the encrypted cache, and never appear in a text that
this package prints.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, Protocol
from urllib.parse import urlsplit

import msal
import requests

from sharepoint.errors import SharePointError

AUTHORITIES: Final[Mapping[str, str]] = {
    "global": "https://login.microsoftonline.com",
    "us": "https://login.microsoftonline.us",
    "china": "https://login.chinacloudapi.cn",
}
"""Sign-in addresses of the national clouds (learn.microsoft.com, "National clouds")."""

MARGIN: Final = 300
"""Seconds before its end from which a token is no longer used."""


class SignIn(Protocol):
    """A way to get a token."""

    def token(self) -> dict[str, Any]:
        """`access_token`, `token_type` and `expires_in` (seconds, already less the margin)."""


def loopback(url: str) -> bool:
    """Whether an address is on this computer."""
    return (urlsplit(url).hostname or "") in ("127.0.0.1", "localhost", "::1")


@dataclass(frozen=True, slots=True)
class LocalSignIn:
    """For a site on this computer: no sign-in. Refuses any other address, so that nothing leaves without one."""

    url: str

    def token(self) -> dict[str, Any]:
        """A placeholder, because the client sends some token with every request."""
        if not loopback(self.url):
            raise SharePointError(
                f"{self.url} needs a sign-in",
                next_step="Name the tenant and the app in the configuration, or use a site on this computer.",
            )
        return {"access_token": "local", "token_type": "Bearer", "expires_in": 3600}


@dataclass(frozen=True, slots=True)
class Tenant:
    """Which app of which tenant signs in, for which site.

    Attributes
    ----------
    cloud
        `global`, `us` or `china`, or the https address of another authority.
    verify
        False or a file of certificates, for a test identity provider; True for the real one.
    """

    tenant: str
    client_id: str
    site: str
    cloud: str = "global"
    verify: bool | str = True

    @property
    def authority(self) -> str:
        """The address that issues tokens."""
        return f"{AUTHORITIES.get(self.cloud, self.cloud).rstrip('/')}/{self.tenant}"

    @property
    def scope(self) -> str:
        """The site's own audience: whatever the app was granted there and nothing else."""
        parts = urlsplit(self.site)
        return f"{parts.scheme}://{parts.netloc}/.default"

    @property
    def options(self) -> dict[str, Any]:
        """What both kinds of msal application are built with."""
        discovery = None if self.cloud in AUTHORITIES else False
        options: dict[str, Any] = {"authority": self.authority, "instance_discovery": discovery}
        if self.verify is True:
            return options | {"timeout": 30}
        session = requests.Session()
        session.verify = self.verify
        session.trust_env = False  # the environment's certificate bundle would override `verify`
        return options | {"http_client": session}


def _to_stderr(message: str) -> None:
    print(message, file=sys.stderr)


@dataclass(slots=True)
class DeviceSignIn:
    """A person signs in once, in any browser, with a code; later runs use the cache.

    Parameters
    ----------
    show
        Gets the instruction to print: where to go and which code to type.
    prompt
        False: only the cache is used, for runs where nobody is watching.
    """

    tenant: Tenant
    cache: Any = field(repr=False)
    show: Callable[[str], None] = _to_stderr
    prompt: bool = True

    def token(self) -> dict[str, Any]:
        """A token from the cache, or after the person has typed the code."""
        with _understood(self.tenant):
            return usable(self._acquired())

    def _acquired(self) -> Mapping[str, Any]:
        app = msal.PublicClientApplication(self.tenant.client_id, token_cache=self.cache, **self.tenant.options)
        accounts = app.get_accounts()
        found = app.acquire_token_silent([self.tenant.scope], account=accounts[0]) if accounts else None
        if found is None or "error" in found:
            found = self._by_device_code(app)
        return dict(found)

    def _by_device_code(self, app: Any) -> dict[str, Any]:
        if not self.prompt:
            raise SharePointError("Nobody is signed in", next_step="Run `pmo sharepoint sign-in` once.")
        flow = app.initiate_device_flow(scopes=[self.tenant.scope])
        if "user_code" not in flow:
            return dict(flow)
        self.show(str(flow["message"]))
        return dict(app.acquire_token_by_device_flow(flow))


@dataclass(slots=True)
class CertificateSignIn:
    """An app signs in with its certificate, for unattended runs.

    Parameters
    ----------
    private_key, certificate
        PEM texts.
    """

    tenant: Tenant
    private_key: str = field(repr=False)
    certificate: str = field(repr=False)
    cache: Any = field(default=None, repr=False)
    _app: Any = field(default=None, init=False, repr=False)

    def token(self) -> dict[str, Any]:
        """A token for the app itself; msal renews it from the certificate."""
        with _understood(self.tenant):
            if self._app is None:
                credential = {"private_key": self.private_key, "public_certificate": self.certificate}
                self._app = msal.ConfidentialClientApplication(
                    self.tenant.client_id, client_credential=credential, token_cache=self.cache, **self.tenant.options
                )
            return usable(self._app.acquire_token_for_client([self.tenant.scope]))


@contextmanager
def _understood(tenant: Tenant) -> Iterator[None]:
    """Failures on the way to the sign-in service as errors of ours."""
    try:
        yield
    except requests.exceptions.RequestException as error:
        raise SharePointError(
            f"No connection to the sign-in service {tenant.authority}: {type(error).__name__}",
            retry=True,
            next_step="Check the network and the proxy settings.",
        ) from None
    except ValueError as error:  # how msal refuses a tenant, an authority or a key
        raise SharePointError(
            f"The sign-in at {tenant.authority} is not configured rightly: {str(error).splitlines()[0]}",
            next_step="Check the tenant, the cloud and the certificate files in the configuration.",
        ) from None


def usable(found: Mapping[str, Any] | None) -> dict[str, Any]:
    """What the client needs of msal's answer, with the margin taken off its lifetime.

    Raises
    ------
    SharePointError
        The sign-in failed; the next step is for a person.
    """
    if not found or "access_token" not in found:
        error = found or {}
        said = str(error.get("error_description") or error.get("error") or "no answer").splitlines()[0]
        raise SharePointError(
            f"The sign-in failed: {said}",
            code=str(error.get("error", "")),
            request_id=str(error.get("correlation_id", "")),
            next_step=_next_step(str(error.get("error", ""))),
        )
    lifetime = max(int(found.get("expires_in", 0)) - MARGIN, 30)
    return {"access_token": found["access_token"], "token_type": "Bearer", "expires_in": lifetime}


def _next_step(error: str) -> str:
    return _NEXT_STEPS.get(error, "Try again; if it stays, give the message to whoever manages the app in Entra ID.")


_NEXT_STEPS: Final[Mapping[str, str]] = {
    "invalid_grant": "Sign in again with `pmo sharepoint sign-in`.",
    "interaction_required": "Sign in again with `pmo sharepoint sign-in`.",
    "authorization_pending": "Open the address shown, type the code, and run the command again.",
    "expired_token": "The code was not typed in time; run the command again.",
    "access_denied": "The sign-in was declined; ask an administrator to consent to the app.",
    "invalid_client": "Check the app's ID, and that the certificate in use is the one registered with it.",
    "unauthorized_client": "Ask an administrator to allow public client flows (device code) for the app.",
}


def sign_in_from(settings: Mapping[str, str], site: str, cache: Any = None) -> SignIn:
    """The sign-in that settings describe: a certificate when one is named, else the device code.

    Parameters
    ----------
    settings
        `PMO_TENANT`, `PMO_CLIENT_ID`, `PMO_CLOUD`, `PMO_CERTIFICATE` and `PMO_CERTIFICATE_KEY` (paths of PEM files),
        from the environment or a configuration file; never from a workbook.

    Raises
    ------
    SharePointError
        A setting is missing or a certificate file cannot be read.
    """
    if loopback(site):
        return LocalSignIn(site)
    missing = [name for name in ("PMO_TENANT", "PMO_CLIENT_ID") if not settings.get(name)]
    if missing:
        raise SharePointError(
            f"The sign-in to {site} is not configured: {' and '.join(missing)} missing",
            next_step="Set them in the environment or in the configuration file.",
        )
    tenant = Tenant(settings["PMO_TENANT"], settings["PMO_CLIENT_ID"], site, settings.get("PMO_CLOUD", "global"))
    if not settings.get("PMO_CERTIFICATE"):
        return DeviceSignIn(tenant, cache)
    certificate = _pem(settings["PMO_CERTIFICATE"])
    key = _pem(settings.get("PMO_CERTIFICATE_KEY") or settings["PMO_CERTIFICATE"])
    return CertificateSignIn(tenant, key, certificate, cache)


def _pem(path: str) -> str:
    try:
        return Path(os.path.expanduser(path)).read_text(encoding="ascii")
    except (OSError, UnicodeDecodeError) as error:
        raise SharePointError(
            f"The certificate file {path} cannot be read: {error}", next_step="Name a PEM file this account may read."
        ) from None
