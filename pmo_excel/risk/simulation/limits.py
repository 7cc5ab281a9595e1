"""Where the simulation ends: how often, how far, how long."""

from __future__ import annotations

from typing import Final

MOST_RUNS: Final = 50_000
"""More runs change no percentile by more than its day."""


class OutOfRangeError(Exception):
    """A date lies beyond what was made ready for; the plan is then scheduled run by run."""
