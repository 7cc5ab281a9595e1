"""Signing in: device code or browser for people, a certificate for unattended runs, nothing for a local site.

Tokens come from msal and go to the client; they are kept only in the encrypted cache, and never appear in a text that
this package prints.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import Enum
from typing import Any, Final, Protocol, runtime_checkable

import msal
import requests

from sharepoint.errors import SharePointError
from sharepoint.scopes import refuse_broad
from sharepoint.tenant import Tenant, loopback

logging.getLogger("msal").setLevel(logging.INFO)  # its debug log holds device and authorization codes

MARGIN: Final = 300
"""Seconds before its end from which a token is no longer used."""

BROWSER_SECONDS: Final = 300
"""How long a sign-in in the browser is waited for."""


class SignIn(Protocol):
    """A way to get a token."""

    def token(self) -> dict[str, Any]:
        """`access_token`, `token_type` and `expires_in` (seconds, already less the margin)."""


@runtime_checkable
class Renewing(Protocol):
    """A sign-in that keeps tokens, so it must be told when the site refuses one before its end."""

    def refused(self) -> None:
        """The next token is a new one."""


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


def _to_stderr(message: str) -> None:
    print(message, file=sys.stderr)


class SignedInWith(Enum):
    """How a person signs in where nobody is signed in yet."""

    DEVICE_CODE = "device code"
    BROWSER = "browser"
    NOTHING = "not at all: only an earlier sign-in is used"


@dataclass(slots=True)
class PersonSignIn:
    """A person signs in once; later runs use the cache and renew what is in it without asking.

    Parameters
    ----------
    show
        Gets the instruction to print: where to go and which code to type.
    how
        How to ask the person, when the cache does not do.
    """

    tenant: Tenant
    cache: Any = field(repr=False)
    show: Callable[[str], None] = _to_stderr
    how: SignedInWith = SignedInWith.DEVICE_CODE
    _app: Any = field(default=None, init=False, repr=False)
    _refused: bool = field(default=False, init=False, repr=False)

    def token(self) -> dict[str, Any]:
        """A token from the cache, renewed before it ends, or after the person has signed in."""
        with _understood(self.tenant):
            found = self._silent(self._refused) or self._asked()
        self._refused = False
        return usable(found, self.tenant.allow_broad)

    def refused(self) -> None:
        """The site refused the token: the next one is renewed, whatever the cache holds."""
        self._refused = True

    def account(self) -> str:
        """Who is signed in; empty when nobody is."""
        with _understood(self.tenant):
            accounts = self._application().get_accounts()
        return str(accounts[0].get("username") or "") if accounts else ""

    def forget(self) -> list[str]:
        """Remove every account of the app from the cache; gives their names."""
        with _understood(self.tenant):
            app = self._application()
            accounts = app.get_accounts()
            for account in accounts:
                app.remove_account(account)
        return [str(account.get("username") or "") for account in accounts]

    def _application(self) -> Any:
        if self._app is None:
            self._app = msal.PublicClientApplication(
                self.tenant.client_id, token_cache=self.cache, **self.tenant.options
            )
        return self._app

    def _silent(self, renew: bool) -> dict[str, Any] | None:
        app = self._application()
        for account in app.get_accounts():
            found = app.acquire_token_silent_with_error([self.tenant.scope], account=account, force_refresh=renew)
            if found and ("error" not in found or self.how is SignedInWith.NOTHING):
                return dict(found)
        return None

    def _asked(self) -> dict[str, Any]:
        app, scopes = self._application(), [self.tenant.scope]
        if self.how is SignedInWith.NOTHING:
            raise SharePointError("Nobody is signed in", next_step=f"Run `pmo sharepoint login {self.tenant.site}`.")
        if self.how is SignedInWith.BROWSER:
            self.show("Sign in in the browser window that opens.")
            return dict(app.acquire_token_interactive(scopes, timeout=BROWSER_SECONDS))
        flow = app.initiate_device_flow(scopes=scopes)
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
            found = self._application().acquire_token_for_client([self.tenant.scope])
        return usable(found, self.tenant.allow_broad)

    def refused(self) -> None:
        """The site refused the token: the next one is a new one."""
        self.forget()

    def account(self) -> str:
        """The app, which signs in for itself."""
        return f"the app {self.tenant.client_id}, with its certificate"

    def forget(self) -> list[str]:
        """Remove the app's tokens from the cache."""
        with _understood(self.tenant):
            self._application().remove_tokens_for_client()
        return [self.account()]

    def _application(self) -> Any:
        if self._app is None:
            credential = {"private_key": self.private_key, "public_certificate": self.certificate}
            self._app = msal.ConfidentialClientApplication(
                self.tenant.client_id, client_credential=credential, token_cache=self.cache, **self.tenant.options
            )
        return self._app


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


def usable(found: Mapping[str, Any] | None, allow_broad: bool = False) -> dict[str, Any]:
    """What the client needs of msal's answer, with the margin taken off its lifetime.

    Raises
    ------
    SharePointError
        The sign-in failed, or gave a token that reaches too much; the next step is for a person.
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
    if not allow_broad:
        refuse_broad(str(found["access_token"]))
    lifetime = max(int(found.get("expires_in", 0)) - MARGIN, 30)
    return {"access_token": found["access_token"], "token_type": "Bearer", "expires_in": lifetime}


def _next_step(error: str) -> str:
    return _NEXT_STEPS.get(error, "Try again; if it stays, give the message to whoever manages the app in Entra ID.")


_NEXT_STEPS: Final[Mapping[str, str]] = {
    "invalid_grant": "Sign in again with `pmo sharepoint login`.",
    "interaction_required": "Sign in again with `pmo sharepoint login`.",
    "authorization_pending": "Open the address shown, type the code, and run the command again.",
    "expired_token": "The code was not typed in time; run the command again.",
    "access_denied": "The sign-in was declined; ask an administrator to consent to the app.",
    "invalid_client": "Check the app's ID, and that the certificate in use is the one registered with it.",
    "unauthorized_client": "Ask an administrator to allow public client flows (device code) for the app.",
}
