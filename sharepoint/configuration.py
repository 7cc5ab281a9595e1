"""Which app signs in to which site: from the environment, else as remembered at the last login. Never a secret.

What is remembered is the tenant, the app, the cloud and the paths of certificate files, by the site's host, in the
user's own state folder. Tokens are in the encrypted cache beside it.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from cryptography import x509
from cryptography.hazmat.primitives import serialization

from sharepoint.auth import CertificateSignIn, LocalSignIn, PersonSignIn, SignedInWith
from sharepoint.errors import SharePointError
from sharepoint.scopes import BROAD_VARIABLE
from sharepoint.tenant import Tenant, loopback
from sharepoint.token_cache import token_cache, write_private

NAMES: Final = ("PMO_TENANT", "PMO_CLIENT_ID", "PMO_CLOUD", "PMO_CERTIFICATE", "PMO_CERTIFICATE_KEY")
"""Tenant, application ID, cloud, and the paths of the PEM files for unattended runs."""

_FILE: Final = "sharepoint.json"

AnySignIn = LocalSignIn | PersonSignIn | CertificateSignIn


def settings_for(site: str, folder: Path, given: Mapping[str, str] | None = None) -> dict[str, str]:
    """The settings for a site: those given, else the environment's, else those remembered for its host.

    A tenant that is given or in the environment is a configuration of its own: what was remembered does not mix in.
    """
    chosen = {name: value for name, value in (given or {}).items() if value}
    for source in (os.environ, _remembered(folder).get(_host(site), {})):
        if "PMO_TENANT" not in chosen or "PMO_CLIENT_ID" not in chosen:
            chosen = {name: source[name] for name in NAMES if source.get(name)} | chosen
    if BROAD_VARIABLE not in chosen and os.environ.get(BROAD_VARIABLE):
        chosen[BROAD_VARIABLE] = os.environ[BROAD_VARIABLE]
    return chosen


def remember(site: str, folder: Path, settings: Mapping[str, str]) -> None:
    """Keep the settings of a site's host for later runs."""
    kept = {name: value for name, value in settings.items() if name in NAMES}
    for name in ("PMO_CERTIFICATE", "PMO_CERTIFICATE_KEY"):
        if name in kept:
            kept[name] = str(Path(kept[name]).expanduser().resolve())
    _write(folder, _remembered(folder) | {_host(site): kept})


def forget(site: str, folder: Path) -> None:
    """Forget the settings of a site's host."""
    hosts = _remembered(folder)
    if hosts.pop(_host(site), None) is not None:
        _write(folder, hosts)


def sign_in_for(
    site: str,
    folder: Path,
    given: Mapping[str, str] | None = None,
    how: SignedInWith = SignedInWith.DEVICE_CODE,
) -> AnySignIn:
    """The sign-in to a site: with a certificate when one is named, else by a person; none on this computer.

    Parameters
    ----------
    folder
        The user's own folder, with the encrypted cache and what was remembered.
    given
        Settings that go before the environment's.

    Raises
    ------
    SharePointError
        A setting is missing, or a certificate file or the cache's key cannot be read.
    """
    settings = settings_for(site, folder, given)
    if loopback(site) and not loopback(settings.get("PMO_CLOUD", "")):
        return LocalSignIn(site)  # and so no token of a real tenant goes to a site on this computer
    return sign_in_from(settings, site, token_cache(folder), how)


def sign_in_from(
    settings: Mapping[str, str], site: str, cache: Any = None, how: SignedInWith = SignedInWith.DEVICE_CODE
) -> PersonSignIn | CertificateSignIn:
    """The sign-in that settings describe, see `NAMES`.

    Raises
    ------
    SharePointError
        A setting is missing or a certificate file cannot be read.
    """
    missing = [name for name in ("PMO_TENANT", "PMO_CLIENT_ID") if not settings.get(name)]
    if missing:
        raise SharePointError(
            f"The sign-in to {site} is not configured: {' and '.join(missing)} missing",
            next_step="Run `pmo sharepoint login SITE --tenant TENANT --client-id ID` once, or set them in the "
            "environment.",
        )
    tenant = Tenant(
        settings["PMO_TENANT"],
        settings["PMO_CLIENT_ID"],
        site,
        settings.get("PMO_CLOUD", ""),
        allow_broad=settings.get(BROAD_VARIABLE, "") == "1",
    )
    if not settings.get("PMO_CERTIFICATE"):
        return PersonSignIn(tenant, cache, how=how)
    certificate = _pem(settings["PMO_CERTIFICATE"])
    key = _pem(settings.get("PMO_CERTIFICATE_KEY") or settings["PMO_CERTIFICATE"])
    _check_pair(certificate, key, settings["PMO_CERTIFICATE"])
    return CertificateSignIn(tenant, key, certificate, cache)


def _check_pair(certificate: str, key: str, path: str) -> None:
    """Tell what is wrong with the files here, where it is known, and not at the sign-in service."""
    try:
        private = serialization.load_pem_private_key(key.encode(), None)
        public = x509.load_pem_x509_certificate(certificate.encode())
    except TypeError:
        wrong = "Its key is protected by a password"
    except ValueError:
        wrong = f"{path} and its key are not a certificate and a private key in PEM form"
    else:
        ends = public.not_valid_after_utc
        wrong = f"The certificate {path} ended on {ends:%Y-%m-%d}" if ends < datetime.now(UTC) else ""
        if private.public_key() != public.public_key():
            wrong = f"The key is not that of the certificate {path}"
    if wrong:
        step = "Name the files of the certificate that is registered with the app; protect the key by its file rights."
        raise SharePointError(wrong, next_step=step)


def _pem(path: str) -> str:
    try:
        return Path(os.path.expanduser(path)).read_text(encoding="ascii")
    except (OSError, UnicodeDecodeError) as error:
        said = error.strerror if isinstance(error, OSError) else "it is not a PEM file"
        raise SharePointError(
            f"The certificate file {path} cannot be read: {said}", next_step="Name a PEM file this account may read."
        ) from None


def _host(site: str) -> str:
    return urlsplit(site).netloc.casefold()


def _remembered(folder: Path) -> dict[str, dict[str, str]]:
    try:
        found = json.loads((folder / _FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}  # as if nobody had logged in: the next login writes it anew
    hosts = found.get("hosts") if isinstance(found, dict) else None
    if not isinstance(hosts, dict):
        return {}
    return {
        str(host): {name: str(kept[name]) for name in NAMES if kept.get(name)}
        for host, kept in hosts.items()
        if isinstance(kept, dict)
    }


def _write(folder: Path, hosts: Mapping[str, Mapping[str, str]]) -> None:
    write_private(folder / _FILE, json.dumps({"hosts": hosts}, indent=2, sort_keys=True).encode())
