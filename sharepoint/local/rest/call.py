"""One request to the REST face, and its answer."""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Any

from sharepoint.local.errors import bad_query
from sharepoint.local.model.site import Site
from sharepoint.local.model.users import User
from sharepoint.local.rest.addresses import Segment
from sharepoint.local.rest.app_roles import AppRole

LONGEST_NUMBER = 15  # digits; a longer number is no id and no count
_SURROGATE = re.compile(rb"\\ud[89a-f]", re.IGNORECASE)
JSON = "application/json;odata=verbose;charset=utf-8"


@dataclass(frozen=True, slots=True)
class Answer:
    """Status, headers and body; a body that is not bytes is JSON."""

    status: int = 200
    body: Any = None
    headers: dict[str, str] = field(default_factory=dict)


class Call:
    """A request: who asks, at which site, with which verb, options and body."""

    def __init__(
        self,
        site: Site,
        user: User,
        base: str,
        method: str,
        headers: Mapping[str, str],
        body: bytes,
        role: AppRole = AppRole.FULL_CONTROL,
    ) -> None:
        self.site = site
        self.role = role
        self.user = user
        self.base = base
        self.headers = {name.lower(): value for name, value in headers.items()}
        tunnelled = self.headers.get("x-http-method") if method.upper() == "POST" else None
        self.method = (tunnelled or method).upper()
        self.body = body
        self.options: dict[str, str] = {}
        self.segment = Segment("")
        self._json: dict[str, Any] | None = None

    def new_digest(self) -> str:
        """A form digest, as ``contextinfo`` hands it out: a random value and the time."""
        return f"0x{uuid.uuid4().hex.upper()},{format_datetime(datetime.now(UTC))}"

    @property
    def json(self) -> dict[str, Any]:
        """The body as a JSON object; empty for no body."""
        if self._json is None:
            try:
                value = json.loads(self.body) if self.body.strip() else {}
            except (ValueError, RecursionError) as error:
                raise bad_query(f"Invalid JSON. {error}") from error
            if _SURROGATE.search(self.body) and not _encodable(value):
                raise bad_query("Invalid JSON. A text holds half of a surrogate pair.")
            if not isinstance(value, dict):
                raise bad_query("Invalid JSON. A JSON object was expected.")
            self._json = value
        return self._json

    @property
    def if_match(self) -> str | None:
        """The entity tag the request insists on."""
        return self.headers.get("if-match")

    def values(self, name: str = "") -> dict[str, Any]:
        """The properties in the body (below ``name``), without ``__metadata``."""
        found = self.json.get(name, self.json) if name else self.json
        if not isinstance(found, dict):
            raise bad_query(f"Invalid JSON. '{name}' must be an object.")
        return {key: value for key, value in found.items() if key != "__metadata"}

    def argument(self, name: str, position: int | None = None) -> Any:
        """An argument of the operation: from the address, else from the body; None where it is missing."""
        found = self.segment.argument(name, position)
        if found is not None or not self.body[:1].strip() or self.body.lstrip()[:1] != b"{":
            return found
        return next((value for key, value in self.json.items() if key.lower() == name.lower()), None)

    def text(self, name: str, position: int | None = None) -> str:
        """A text argument that must be there."""
        found = self.argument(name, position)
        if isinstance(found, dict):  # SP.ResourcePath, the form the "Path" calls take in an alias or in the body
            found = found.get("DecodedUrl")
        if not isinstance(found, str):
            raise bad_query(f"The parameter {name} does not exist in method {self.segment.name}.")
        return found

    def optional_text(self, name: str) -> str:
        """A text argument that may be missing or null; then it is empty."""
        return "" if self.argument(name) is None else self.text(name)

    def optional_number(self, name: str, otherwise: int) -> int:
        """A whole number argument that may be missing or null."""
        return otherwise if self.argument(name) is None else self.number(name)

    def many(self, name: str, kind: type) -> list[Any]:
        """A collection argument whose members are all of a kind; missing or null, it is empty."""
        found = self.argument(name)
        values = found.get("results") if isinstance(found, dict) else found
        if values is None:
            return []
        if not isinstance(values, list) or not all(type(each) is kind for each in values):
            raise bad_query(f"The parameter {name} must be a collection of {kind.__name__} values.")
        return values

    def number(self, name: str, position: int | None = None) -> int:
        """A whole number argument that must be there."""
        found = self.argument(name, position)
        if isinstance(found, bool) or not isinstance(found, int):
            raise bad_query(f"The parameter {name} of method {self.segment.name} must be a number.")
        return found

    def flag(self, name: str, position: int | None = None) -> bool:
        """A true or false argument; false where it is missing."""
        return self.argument(name, position) is True

    def option_number(self, name: str, otherwise: int) -> int:
        """A query option that counts something."""
        text = self.options.get(name)
        if text is None:
            return otherwise
        if not text.strip().isdecimal() or len(text.strip()) > LONGEST_NUMBER:
            raise bad_query(f"The query option {name} must be a whole number, not '{text}'.")
        return int(text)


def _encodable(value: Any) -> bool:
    try:
        json.dumps(value, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return False
    return True
