"""What stands between this computer and a site, looked at one by one; nothing is written anywhere.

Each check rests on the ones before it: after the first that fails, those that need it are told as not tried.
"""

from __future__ import annotations

import re
import socket
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import Final
from urllib.parse import urlsplit

import requests
from requests.utils import get_environ_proxies, select_proxy

from sharepoint.auth import LocalSignIn
from sharepoint.batch import Operation
from sharepoint.configuration import AnySignIn
from sharepoint.errors import Answer, SharePointError, refusal
from sharepoint.permissions import Request, Role, mask_of
from sharepoint.scopes import SELECTED, claims
from sharepoint.site import Site, literal
from sharepoint.tenant import loopback

SECONDS: Final = 15


class State(Enum):
    """How a check went."""

    FINE = "fine"
    MISSING = "missing"
    NOT_TRIED = "not tried"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was checked; `advice` is what to do, or to send to whom, and may have several lines."""

    check: str
    state: State
    said: str
    advice: str = ""

    def as_json(self) -> dict[str, str]:
        """The finding for programs."""
        return {"check": self.check, "state": self.state.value, "said": self.said, "advice": self.advice}


class _NotFineError(Exception):
    """A check failed; those after it need it."""

    def __init__(self, said: str, advice: str) -> None:
        super().__init__(said)
        self.said = said
        self.advice = advice


def site_address(url: str) -> str:
    """The site's own address, from what people copy out of a browser: without page, list, query and final slash.

    Raises
    ------
    SharePointError
        It is not a web address.
    """
    parts = urlsplit(url.strip())
    if parts.scheme not in ("https", "http") or not parts.hostname or parts.username or parts.password:
        raise SharePointError(
            f"{url!r} is not the address of a site",
            next_step="Copy it from the browser, as in https://contoso.sharepoint.com/sites/pmo.",
        )
    if loopback(url):
        return url.strip().rstrip("/")
    found = re.match(r"(/:[a-z]:/[rs])?(?P<site>/(?:sites|teams|personal|portals)/[^/]+)", parts.path, re.IGNORECASE)
    path = found["site"] if found else ""
    return f"{parts.scheme}://{parts.netloc}{path}"


def examine(url: str, sign_in: Callable[[], AnySignIn], titles: Sequence[str]) -> Iterator[Finding]:
    """Every check, in order, each as soon as it is done.

    Parameters
    ----------
    sign_in
        Makes the sign-in from the configuration, which may be what is wrong.
    titles
        The lists that are published to.
    """
    looked = _Looked(url, sign_in, titles)
    failed = ""
    for name, check in looked.checks():
        if failed:
            yield Finding(name, State.NOT_TRIED, f"needs {failed!r}")
            continue
        try:
            yield Finding(name, State.FINE, check())
        except _NotFineError as found:
            yield Finding(name, State.MISSING, found.said, found.advice)
        except SharePointError as error:
            yield Finding(name, State.MISSING, error.message, error.next_step)
        else:
            continue
        failed = "" if name in looked.ends else name


@dataclass(slots=True)
class _Looked:
    """What is known so far of one site."""

    url: str
    make_sign_in: Callable[[], AnySignIn]
    titles: Sequence[str]
    token: str = field(default="", repr=False)
    mask: int = 0
    sign_in: AnySignIn = field(init=False)
    site: Site = field(init=False)
    ends = ("publish role", "provision role")
    """Checks that no other rests on."""

    def checks(self) -> tuple[tuple[str, Callable[[], str]], ...]:
        return (
            ("address", self.address),
            ("name", self.name),
            ("secure connection", self.secure),
            ("configuration", self.configured),
            ("sign-in", self.signed_in),
            ("permissions of the app", self.narrow),
            ("site", self.reached),
            ("read role", self.reads),
            ("publish role", self.publishes),
            ("provision role", self.provisions),
        )

    def address(self) -> str:
        own = site_address(self.url)
        if own != self.url.rstrip("/"):
            raise _NotFineError(f"{self.url} is not the address of a site itself", f"Use {own}")
        return own

    def name(self) -> str:
        host = urlsplit(self.url).hostname or ""
        proxy = _proxy(self.url)
        asked = (urlsplit(proxy).hostname or proxy) if proxy else host
        try:
            found = socket.getaddrinfo(asked, urlsplit(proxy or self.url).port or 443, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError):
            what = f"the proxy {asked}" if proxy else asked
            raise _NotFineError(
                f"{what} is not known to this network", "Check the address, and the network or VPN."
            ) from None
        return f"{asked} is {found[0][4][0]}" + (", a proxy that stands before the site" if proxy else "")

    def secure(self) -> str:
        parts = urlsplit(self.url)
        if parts.scheme == "http":
            if not loopback(self.url):
                raise _NotFineError("the address is not an https address", "Use it as the browser shows it.")
            return "not needed on this computer"
        try:
            with requests.head(f"https://{parts.netloc}/", timeout=SECONDS, allow_redirects=False) as answer:
                return f"{parts.hostname} has a certificate that this computer trusts, and answers {answer.status_code}"
        except requests.exceptions.SSLError as error:
            raise _NotFineError(
                f"the certificate of {parts.hostname} is not trusted: {_reason(error)}",
                "Behind a proxy that reads along, ask IT for its root certificate and name the file in "
                "REQUESTS_CA_BUNDLE. Anywhere else, do not go on.",
            ) from None
        except requests.exceptions.RequestException as error:
            raise _NotFineError(
                f"no connection to {parts.hostname}: {type(error).__name__}",
                "Ask IT whether the firewall or the proxy lets this computer through to it on port 443.",
            ) from None

    def configured(self) -> str:
        self.sign_in = self.make_sign_in()
        if isinstance(self.sign_in, LocalSignIn):
            return "none needed for a site on this computer"
        tenant = self.sign_in.tenant
        return f"app {tenant.client_id} of {tenant.tenant}, at {tenant.authority}"

    def signed_in(self) -> str:
        self.token = str(self.sign_in.token()["access_token"])
        return "not needed" if isinstance(self.sign_in, LocalSignIn) else self.sign_in.account()

    def narrow(self) -> str:
        found = claims(self.token)
        if isinstance(self.sign_in, LocalSignIn):
            return "not needed"
        if found.broad:
            return f"{', '.join(found.broad)}: more than is needed, and allowed by the configuration"
        if found.roles and SELECTED not in found.roles:
            said = f"the app holds {', '.join(found.roles)}, and not {SELECTED}"
            raise _NotFineError(said, self._ask(Role.PUBLISH))
        return ", ".join((*found.roles, *found.scopes)) or "the token does not say"

    def reached(self) -> str:
        self.site = Site(self.url, self.sign_in)
        answer = self.site.connection.send("GET", "Web?$select=Title,EffectiveBasePermissions", repeatable=True)
        if not answer.ok:
            raise _NotFineError(str(refusal(answer, "reading the site").message), self._why(answer))
        found = answer.json()
        self.mask = mask_of(found["EffectiveBasePermissions"])
        return f"{found['Title']!r} at {self.url}"

    def _why(self, answer: Answer) -> str:
        if answer.status in (401, 403):
            return self._ask(Role.PUBLISH)
        return "Check the address of the site; the name after /sites/ must be exactly its own."

    def reads(self) -> str:
        return self._has(Role.READ, "lists and documents can be read")

    def publishes(self) -> str:
        said = self._has(Role.PUBLISH, "items and documents can be added and changed")
        closed = [title for title, mask in self._lists() if mask is not None and not Role.PUBLISH.within(mask)]
        if closed:
            names = ", ".join(closed)
            raise _NotFineError(
                f"these lists have permissions of their own and cannot be written to: {names}",
                "Ask the site's owner to let the lists inherit from the site, or to give the same role on them.",
            )
        return said

    def provisions(self) -> str:
        missing = [title for title, mask in self._lists() if mask is None]
        needed = f"still to be made: {', '.join(missing)}" if missing else "all lists are there"
        if not Role.PROVISION.within(self.mask) and not missing:
            return "not given, and not needed any more: all lists are there"
        return self._has(Role.PROVISION, f"lists and columns can be made; {needed}")

    def _lists(self) -> Iterator[tuple[str, int | None]]:
        """The mask of each list that is there; None for one that is not."""
        path = "Web/Lists/GetByTitle({})?$select=EffectiveBasePermissions"
        reads = [Operation("GET", path.format(literal(title))) for title in self.titles]
        for title, answer in zip(self.titles, self.site.send(reads, "asking for permissions"), strict=True):
            yield title, mask_of(answer.json()["EffectiveBasePermissions"]) if answer.ok else None

    def _has(self, role: Role, said: str) -> str:
        if role.within(self.mask):
            return said
        missing = role.rights & ~self.mask
        raise _NotFineError(
            f"missing: {', '.join(str(right.name).replace('_', ' ').lower() for right in missing)}", self._ask(role)
        )

    def _ask(self, role: Role) -> str:
        tenant = None if isinstance(self.sign_in, LocalSignIn) else self.sign_in.tenant
        found = claims(self.token)
        person = found.user if not found.roles else ""
        return Request(role, self.url.rstrip("/"), tenant, person).words()


def _proxy(url: str) -> str:
    return "" if loopback(url) else str(select_proxy(url, get_environ_proxies(url)) or "")


def _reason(error: Exception) -> str:
    found = re.search(r"certificate verify failed: ([^(\n]+)", str(error))
    return found[1].strip() if found else "the connection is not secure"
