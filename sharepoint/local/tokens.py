"""Who sends a request: the claims of a bearer token, read without checking its signature.

The site runs on loopback for one person; a token serves to say who acts, and in ``--require-token`` mode to try a
client's handling of audience and expiry.
"""

from __future__ import annotations

import base64
import json
import time
from datetime import UTC
from email.utils import parsedate_to_datetime
from typing import Any

from sharepoint.local.errors import digest_expired, unauthorized
from sharepoint.local.model.site import Site
from sharepoint.local.model.users import User

DIGEST_SECONDS = 1800
LEEWAY = 300  # seconds a token is still taken after it ended, as Microsoft's services do


def claims(authorization: str | None) -> dict[str, Any] | None:
    """The claims of a bearer token; None without a token or for one that is not a JWT."""
    scheme, _, token = (authorization or "").partition(" ")
    if scheme.lower() != "bearer" or token.count(".") != 2:
        return None
    middle = token.split(".")[1]
    try:
        found = json.loads(base64.urlsafe_b64decode(middle + "=" * (-len(middle) % 4)))
    except ValueError:
        return None
    return found if isinstance(found, dict) else None


def check(found: dict[str, Any] | None, audience: str) -> None:
    """Refuse a missing, foreign or ended token."""
    reason = ""
    if found is None:
        reason = "Access denied. No valid bearer token was sent."
    elif found.get("aud") != audience:
        reason = f"Invalid JWT token. The audience '{found.get('aud')}' is not '{audience}'."
    elif not isinstance(found.get("exp"), int | float) or found["exp"] + LEEWAY < time.time():
        reason = "Invalid JWT token. The token is expired."
    if reason:
        raise unauthorized(reason)


def check_digest(digest: str | None) -> None:
    """Refuse a write without a form digest, or with one older than ``contextinfo`` said it lasts."""
    _, _, made = (digest or "").partition(",")
    try:
        moment = parsedate_to_datetime(made)
    except ValueError:
        raise digest_expired() from None
    age = time.time() - (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()
    if not -LEEWAY <= age <= DIGEST_SECONDS:
        raise digest_expired()


def person(site: Site, found: dict[str, Any] | None) -> User:
    """The person a token names, or the everyday user."""
    for name in ("upn", "preferred_username", "unique_name", "email"):
        login = (found or {}).get(name)
        if isinstance(login, str) and login.strip():
            title = (found or {}).get("name")
            return site.users.ensure(login, title if isinstance(title, str) else None)
    app = (found or {}).get("app_displayname")
    if isinstance(app, str) and app.strip():
        return site.users.ensure(f"i:0i.t|ms.sp.ext|{app}", app)
    return site.users.everyday()
