"""`pmo sharepoint login`, `logout`, `whoami` and `doctor`: who publishes, and what is missing until it works."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from rich.markup import escape

from pmo_excel.core.problems import Cell, Code, Problem, Severity
from pmo_excel.hosts.printing import console
from sharepoint.auth import LocalSignIn, SignedInWith
from sharepoint.configuration import AnySignIn, forget, remember, settings_for, sign_in_for
from sharepoint.doctor import Finding, State, examine, site_address
from sharepoint.errors import SharePointError
from sharepoint.provision import shapes
from sharepoint.site import Site
from sharepoint.token_cache import kept_in

TITLES = tuple(shape.title for shape in shapes())
"""The lists and the library that publishing writes to."""


@dataclass(frozen=True, slots=True)
class Identity:
    """Who is signed in to a site, and where that is kept."""

    site: str
    account: str
    app: str = ""
    authority: str = ""
    kept: str = ""
    on_site: str = ""

    def as_json(self) -> dict[str, str]:
        """The identity for programs."""
        return {
            "site": self.site,
            "account": self.account,
            "app": self.app,
            "authority": self.authority,
            "kept": self.kept,
            "on_site": self.on_site,
        }

    def lines(self) -> list[str]:
        """The identity for people."""
        app = f"app {self.app}, at {self.authority}" if self.app else ""
        named = f"on the site: {self.on_site}" if self.on_site else ""
        kept = f"kept in {self.kept}" if self.kept else ""
        return [f"{self.account}, for {self.site}", *(f"  {part}" for part in (app, named, kept) if part)]


def asking() -> SignedInWith:
    """How to ask for a sign-in during another command: only where a person sees the question."""
    return SignedInWith.DEVICE_CODE if sys.stderr.isatty() else SignedInWith.NOTHING


def signed_in(url: str, given: Mapping[str, str], browser: bool, folder: Path) -> Identity:
    """Sign in to a site, and remember for later runs with which app.

    Raises
    ------
    SharePointError
        The configuration is incomplete or the sign-in failed.
    """
    site = site_address(url)
    how = SignedInWith.BROWSER if browser else SignedInWith.DEVICE_CODE
    sign_in = sign_in_for(site, folder, given, how)
    sign_in.token()
    if not isinstance(sign_in, LocalSignIn):
        remember(site, folder, settings_for(site, folder, given))
    return _identity(site, sign_in, folder)


def identity(url: str, folder: Path) -> Identity:
    """Who is signed in, as the cache and the site say; nobody is asked.

    Raises
    ------
    SharePointError
        Nobody is signed in, or the site cannot be read.
    """
    site = site_address(url)
    sign_in = sign_in_for(site, folder, how=SignedInWith.NOTHING)
    user = Site(site, sign_in).get("Web/CurrentUser?$select=Title,LoginName", "reading who is signed in")
    return _identity(site, sign_in, folder, str(user["Title"]))


def signed_out(url: str, folder: Path) -> list[str]:
    """Forget the sign-ins to a site, and the app that was remembered for it; gives who was signed in."""
    site = site_address(url)
    sign_in = sign_in_for(site, folder, how=SignedInWith.NOTHING)
    names = [] if isinstance(sign_in, LocalSignIn) else sign_in.forget()
    forget(site, folder)
    return names


def _identity(site: str, sign_in: AnySignIn, folder: Path, on_site: str = "") -> Identity:
    if isinstance(sign_in, LocalSignIn):
        return Identity(site, "nobody: a site on this computer needs no sign-in", on_site=on_site)
    tenant = sign_in.tenant
    return Identity(site, sign_in.account(), tenant.client_id, tenant.authority, kept_in(folder), on_site)


def examined(url: str, folder: Path, show: Callable[[Finding], None]) -> list[Finding]:
    """Every check of the way to a site, each shown as soon as it is done; nothing is written."""
    found = []
    for finding in examine(url, lambda: sign_in_for(url.rstrip("/"), folder, how=asking()), TITLES):
        show(finding)
        found.append(finding)
    return found


_MARKS = {State.FINE: "[green]✓[/]", State.MISSING: "[red]✗[/]", State.NOT_TRIED: "[dim]–[/]"}


def print_finding(finding: Finding) -> None:
    """One check: its mark, its name, what was found, and what to do."""
    console.print(f"{_MARKS[finding.state]} {finding.check:23} {escape(finding.said)}")
    for line in finding.advice.splitlines():
        console.print(f"      {escape(line)}")


def problem_of(error: SharePointError, url: str) -> Problem:
    """A failed sign-in as a problem."""
    return Problem(Code.SHAREPOINT, error.fact, Cell(url), error.next_step, Severity.CRITICAL)
