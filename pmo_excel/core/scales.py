"""Words of a scale of five, as risk registers use them for 1 to 5: proposed as numbers, never taken for them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

_STEPS: Final = (
    "very low, negligible, insignificant, rare, remote, sehr gering, sehr niedrig, très faible",
    "low, minor, unlikely, gering, niedrig, unwahrscheinlich, faible, peu probable",
    "medium, moderate, med, possible, mittel, möglich, moyen, moyenne, modéré",
    "high, major, likely, probable, hoch, wahrscheinlich, élevé, élevée, fort",
    "very high, critical, severe, extreme, catastrophic, almost certain, sehr hoch, kritisch, très élevé, critique",
)
_ABBREVIATED: Final = {"vl": 1.0, "l": 2.0, "m": 3.0, "h": 4.0, "vh": 5.0}

STEP: Final[Mapping[str, float]] = _ABBREVIATED | {
    word: float(number) for number, words in enumerate(_STEPS, start=1) for word in words.split(", ")
}
"""The step of a word on a scale from Very low to Very high (PMBOK Guide, 6th edition, table 11-1)."""


def step(text: str) -> float | None:
    """The step that a word means on a scale from 1 to 5; None where it is no such word."""
    return STEP.get(" ".join(text.casefold().replace("-", " ").replace("_", " ").split()).rstrip("."))
