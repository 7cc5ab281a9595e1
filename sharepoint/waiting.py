"""How long to wait for a busy site: as long as it asks, and else longer each time, not in step with other clients."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from sharepoint.errors import Answer

LONGEST: Final = 60.0
"""Seconds that we wait at most before one more try, where the site does not say."""


class CancelledError(Exception):
    """A person stopped publishing; what was sent is in the journal, and publishing again goes on from there."""


def backoff(answer: Answer, attempt: int, chance: float) -> float:
    """Seconds to wait after an answer of a busy site, the first attempt being 1.

    Parameters
    ----------
    chance
        From 0 to 1: spreads clients that were turned away at the same moment.
    """
    found = Budget.of(answer)
    asked = [wait for wait in (answer.wait, found.reset if found and not found.remaining else None) if wait is not None]
    return max(asked) if asked else min(2.0**attempt, LONGEST) * (0.5 + chance / 2)


@dataclass(frozen=True, slots=True)
class Budget:
    """What the site says that is left for this client: resource units, and the seconds until they are renewed.

    Source: "Avoid getting throttled or blocked in SharePoint Online" (learn.microsoft.com), RateLimit headers: given
    from 80 % of the limit on.
    """

    remaining: float
    reset: float

    @classmethod
    def of(cls, answer: Answer) -> Budget | None:
        """The budget that an answer tells; None where it tells none."""
        try:
            remaining = float(answer.headers["ratelimit-remaining"])
            reset = float(answer.headers["ratelimit-reset"])
        except (KeyError, ValueError):
            return None
        return cls(max(remaining, 0.0), max(reset, 0.0))


class Pace:
    """Spreads requests over the time that is left, once the site says that its budget runs low."""

    def __init__(self) -> None:
        self._before: Budget | None = None

    def after(self, answer: Answer) -> float:
        """Seconds to wait after this answer before the next request, which is taken to cost as much as this one."""
        before, self._before = self._before, Budget.of(answer)
        now = self._before
        if now is None:
            return 0.0
        cost = max(before.remaining - now.remaining, 1.0) if before else 1.0
        return now.reset if now.remaining < cost else min(now.reset, now.reset * cost / now.remaining)
