"""Words of other programs for how far a task is and how urgent."""

from __future__ import annotations

from enum import Enum
from typing import Final


class Status(Enum):
    """How far a task is."""

    NOT_STARTED = "not started"
    IN_PROGRESS = "in progress"
    DONE = "done"
    CANCELLED = "cancelled"


_WORDS: Final = {
    Status.NOT_STARTED: "not started, to do, todo, open, new, backlog, proposed, approved, selected for development, "
    "ready, reopened, planned, committed, draft, on hold, nicht begonnen, offen, non commencée, à faire",
    Status.IN_PROGRESS: "in progress, active, doing, started, in review, in testing, in test, testing, in development, "
    "underway, ongoing, blocked, waiting, on track, late, in bearbeitung, en cours",
    Status.DONE: "done, closed, complete, completed, finished, resolved, released, fixed, 100%, erledigt, "
    "abgeschlossen, terminé, terminée, achevé",
    Status.CANCELLED: "cancelled, canceled, removed, won't do, wont do, won't fix, rejected, declined, abandoned, "
    "duplicate, cut",
}
_STATUS: Final = {word.strip(): status for status, words in _WORDS.items() for word in words.split(",")}

_PRIORITIES: Final = {
    **dict.fromkeys(("blocker", "critical", "highest", "urgent"), 900),
    **dict.fromkeys(("high", "important", "major"), 700),
    **dict.fromkeys(("medium", "normal", "moderate"), 500),
    **dict.fromkeys(("low", "minor"), 300),
    **dict.fromkeys(("lowest", "trivial"), 100),
}
_RANKS: Final = {1: 900, 2: 700, 3: 500, 4: 300}


def status_of(word: str) -> Status | None:
    """What a word says; None for one of somebody's own."""
    return _STATUS.get(" ".join(word.casefold().replace("_", " ").split()))


def priority_of(word: str) -> int | None:
    """The priority of 0 to 1000 that a word stands for."""
    return _PRIORITIES.get(word.casefold().strip())


def priority_of_rank(rank: float) -> int | None:
    """The priority of 0 to 1000 of a rank, of which 1 is the most urgent."""
    return _RANKS.get(int(rank)) if rank == int(rank) else None
