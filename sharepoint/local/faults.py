"""Faults on demand, for tests: what a busy, distant or half-broken SharePoint does to its clients.

Off unless the server is started with ``--faults``. ``POST /_local/faults`` with JSON ``{"kind": "throttle", "count": 2,
"retry_after": 1}`` sets one, ``DELETE /_local/faults`` clears all, ``GET /_local/faults`` lists what is left. The kind
``error`` answers with any ``status``, SharePoint ``code`` and ``message``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass, fields
from typing import Any

from sharepoint.local import errors
from sharepoint.local.errors import Refusal


@dataclass(slots=True)
class Fault:
    """A fault that befalls the next ``count`` requests it matches.

    ``match`` is a part of "METHOD address"; ``skip`` lets that many matching requests pass first; ``part`` says that
    the fault befalls operations inside a batch, which are matched by their own method and address.
    """

    kind: str
    count: int = 1
    skip: int = 0
    match: str = ""
    retry_after: int = 1
    seconds: float = 0.0
    part: bool = False
    status: int = 500
    code: int = -1
    message: str = "The server was unable to process the request due to an internal error."

    def matches(self, method: str, address: str, part: bool) -> bool:
        """Whether the fault befalls this request; counts it if so."""
        if part != self.part or self.match.lower() not in f"{method} {address}".lower() or self.count <= 0:
            return False
        if self.skip > 0:
            self.skip -= 1
            return False
        self.count -= 1
        return True


#: Kinds that answer with a refusal, and how it is built.
REFUSALS: dict[str, Callable[[Fault], Refusal]] = {
    "throttle": lambda fault: errors.throttled(429, fault.retry_after),
    "unavailable": lambda fault: errors.throttled(503, fault.retry_after),
    "bad-gateway": lambda fault: Refusal(502, -1, "Microsoft.SharePoint.SPException", "Bad Gateway"),
    "expired-token": lambda fault: errors.unauthorized("Invalid JWT token. The token is expired."),
    "expired-digest": lambda fault: errors.digest_expired(),
    "conflict": lambda fault: errors.save_conflict(),
    "precondition": lambda fault: errors.etag_mismatch('"0"', '"1"'),
    "threshold": lambda fault: errors.threshold(),
    "locked": lambda fault: errors.locked(),
    "error": lambda fault: Refusal(fault.status, fault.code, "Microsoft.SharePoint.SPException", fault.message),
}
KINDS = (*REFUSALS, "lose-before", "lose-after", "delay")
TEXTS = ("kind", "match", "message")


class Faults:
    """The faults in wait."""

    def __init__(self) -> None:
        self.waiting: list[Fault] = []

    def add(self, wanted: dict[str, Any]) -> None:
        """Set a fault.

        Raises
        ------
        ValueError
            An unknown kind, or a property of the wrong type.
        """
        known = {each.name: each.default for each in fields(Fault)}
        for name, value in wanted.items():
            if name not in known:
                raise ValueError(f"a fault has no property {name!r}")
            if name not in TEXTS and not isinstance(value, int | float):
                raise ValueError(f"{name} must be a number, not {value!r}")
            if name in TEXTS and not isinstance(value, str):
                raise ValueError(f"{name} must be a text, not {value!r}")
        if wanted.get("kind") not in KINDS:
            raise ValueError(f"kind must be one of {', '.join(KINDS)}, not {wanted.get('kind')!r}")
        if not 400 <= wanted.get("status", 500) <= 599:
            raise ValueError(f"status must be one of an error, not {wanted['status']!r}")
        self.waiting.append(Fault(**wanted))

    def clear(self) -> None:
        """Forget all faults."""
        self.waiting.clear()

    def listed(self) -> list[dict[str, Any]]:
        """The faults in wait, as JSON."""
        return [asdict(fault) for fault in self.waiting]

    def befalling(self, method: str, address: str, part: bool = False) -> Fault | None:
        """The fault this request meets, if any."""
        met = next((fault for fault in self.waiting if fault.matches(method, address, part)), None)
        self.waiting = [fault for fault in self.waiting if fault.count > 0]
        return met


def refusal(fault: Fault | None) -> Refusal | None:
    """The answer a fault gives instead of the site's, None for faults that let the site answer."""
    if fault is None or fault.kind not in REFUSALS:
        return None
    return REFUSALS[fault.kind](fault)
