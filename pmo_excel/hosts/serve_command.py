"""`pmo serve`: the server behind the Office.js add-in, on this computer or for an organization."""

from __future__ import annotations

import secrets
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

import uvicorn

from pmo_excel.core.problems import Code
from pmo_excel.hosts.officejs.app import Settings, application
from pmo_excel.hosts.officejs.certificate import certificate, how_to_trust
from pmo_excel.hosts.officejs.entra import Entra
from pmo_excel.hosts.officejs.guard import OneToken
from pmo_excel.hosts.printing import console
from pmo_excel.hosts.state_folder import state_folder
from pmo_excel.workbook.refused import refused

HERE: Final = ("127.0.0.1", "localhost", "::1")
"""Addresses that only this computer reaches."""


@dataclass(frozen=True, slots=True)
class Serving:
    """How a server is asked for.

    Attributes
    ----------
    url
        The public address of a hosted server, where people sign in; empty for one on this computer.
    certificate, key
        Of a hosted server that encrypts itself; else something before it must.
    """

    host: str = "127.0.0.1"
    port: int = 8443
    https: bool = False
    site: str = ""
    url: str = ""
    tenant: str = ""
    client_id: str = ""
    certificate: Path | None = None
    key: Path | None = None


def serve(asked: Serving) -> None:
    """Serve until Ctrl+C.

    Raises
    ------
    Refused
        The server would be open to others without sign-in, or something that it needs is missing.
    """
    if asked.url:
        settings, files = _hosted(asked)
    else:
        settings, files = _local(asked)
    console.print(f"Serving {settings.base}; the add-in's manifest is {settings.base}/manifest.xml")
    console.print(f"Publishing to {settings.site}" if settings.site else "Publishing is off (pmo serve --site ADDRESS)")
    console.print("Stop with Ctrl+C.")
    uvicorn.run(
        application(settings),
        host=asked.host,
        port=asked.port,
        log_level="warning",
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=3,  # an Excel that is open keeps its connection, and Ctrl+C should still stop
        **files,
    )


def _local(asked: Serving) -> tuple[Settings, dict[str, Any]]:
    """A server for the person at this computer."""
    scheme = "https" if asked.https else "http"
    if asked.host not in HERE:
        raise refused(
            f"{asked.host} can be reached from other computers, and nobody would have to sign in",
            "Leave --host out; or host it with --url, --tenant and --client-id (docs/install.md).",
            code=Code.ARGUMENT,
        )
    settings = Settings(f"{scheme}://localhost:{asked.port}", OneToken(secrets.token_urlsafe(32)), asked.site)
    if not asked.https:
        console.print("Without --https this is for programs and tests; Excel loads add-ins only over https.")
        return settings, {}
    made = certificate(state_folder() / "officejs")
    if made.new:
        console.print("Excel must trust this computer's certificate, once. Run this, then start Excel again:")
        console.print(f"  {how_to_trust(made.authority, sys.platform)}")
    return settings, {"ssl_certfile": str(made.server), "ssl_keyfile": str(made.key)}


def _hosted(asked: Serving) -> tuple[Settings, dict[str, Any]]:
    """A server for an organization, where everybody signs in."""
    address = urlsplit(asked.url)
    if address.scheme != "https" or not address.hostname or address.path.strip("/"):
        raise refused(f"{asked.url} is no https address without a path", "As in https://pmo.contoso.com.")
    if not (asked.tenant and asked.client_id):
        raise refused("a hosted server needs to know who may sign in", "Give --tenant and --client-id.")
    if asked.site:
        raise refused(
            "a hosted server cannot publish in the name of the person who asks",
            "Leave --site out; people publish from their own computers.",
        )
    if (asked.certificate is None) != (asked.key is None):
        raise refused("a certificate needs its key, and a key its certificate", "Give --certificate and --key.")
    files = {} if asked.certificate is None else {"ssl_certfile": str(asked.certificate), "ssl_keyfile": str(asked.key)}
    base = f"https://{address.netloc.lower()}"
    return Settings(base, Entra(asked.tenant, asked.client_id, address.netloc.lower())), files
