"""Faults on demand, for tests: what a busy, distant or half-broken SharePoint does to its clients.

Off unless the server is started with ``--faults``. ``POST /_local/faults`` with JSON ``{"kind": "throttle", "count": 2,
"retry_after": 1}`` sets one, ``DELETE /_local/faults`` clears all, ``GET /_local/faults`` lists what is left.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from typing import Any

from sharepoint.local import errors
from sharepoint.local.errors import Refusal

#: Kinds that answer with a refusal, and how it is built from the seconds to wait.
REFUSALS = {
    "throttle": lambda wait: errors.throttled(429, wait),
    "unavailable": lambda wait: errors.throttled(503, wait),
    "bad-gateway": lambda wait: Refusal(502, -1, "Microsoft.SharePoint.SPException", "Bad Gateway"),
    "expired-token": lambda wait: errors.unauthorized("Invalid JWT token. The token is expired."),
    "expired-digest": lambda wait: errors.digest_expired(),
    "conflict": lambda wait: errors.save_conflict(),
    "precondition": lambda wait: errors.etag_mismatch('"0"', '"1"'),
    "threshold": lambda wait: errors.threshold(),
}
KINDS = (*REFUSALS, "lose-before", "lose-after", "delay")


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

    def matches(self, method: str, address: str, part: bool) -> bool:
        """Whether the fault befalls this request; counts it if so."""
        if part != self.part or self.match.lower() not in f"{method} {address}".lower() or self.count <= 0:
            return False
        if self.skip > 0:
            self.skip -= 1
            return False
        self.count -= 1
        return True


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
            if name not in ("kind", "match") and not isinstance(value, int | float):
                raise ValueError(f"{name} must be a number, not {value!r}")
        if wanted.get("kind") not in KINDS:
            raise ValueError(f"kind must be one of {', '.join(KINDS)}, not {wanted.get('kind')!r}")
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
    return REFUSALS[fault.kind](fault.retry_after)
