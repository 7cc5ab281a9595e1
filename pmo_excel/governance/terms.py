"""One idea, two words: what the PMBOK Guide and PRINCE2 call the same thing, so that the same data prints as either.

Sources: *PMBOK Guide*, 6th ed., 2017, glossary; *Managing Successful Projects with PRINCE2*, 2017, glossary and
appendix A (management products). Where a method has no own word the other's is kept.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Final

TERMS: Final[Mapping[str, str]] = {
    # reports
    "Status report": "Highlight report",
    "Team status report": "Checkpoint report",
    "Variance report": "Exception report",
    "Phase end report": "End stage report",
    "Final project report": "End project report",
    "Lessons learned report": "Lessons report",
    # documents and registers
    "Project charter": "Project brief",
    "Project management plan": "Project initiation documentation",
    "Phase plan": "Stage plan",
    "Recovery plan": "Exception plan",
    "Benefits management plan": "Benefits management approach",
    "Quality management plan": "Quality management approach",
    "Risk management plan": "Risk management approach",
    "Change management plan": "Change control approach",
    "Communications management plan": "Communication management approach",
    "Issue log": "Issue register",
    "Lessons learned register": "Lessons log",
    "Project log": "Daily log",
    "Acceptance record": "Acceptance certificate",
    # plans and work
    "Project scope statement": "Project product description",
    "Deliverable": "Product",
    "Phase gate": "Stage boundary",
    "Phase": "Stage",
    "Change request": "Request for change",
    "Nonconformity": "Off-specification",
    # people
    "Sponsor": "Executive",
    "Steering committee": "Project board",
    "Change control board": "Change authority",
    "Team lead": "Team manager",
    # parts of a report
    "Achieved this period": "This period",
    "Planned next period": "Next period",
}
"""By the PMBOK Guide's word; no two share one of PRINCE2's, so that a text can go there and back."""

_NO_TERMS: Final = ("Executive summary", "Product backlog", "Product vision", "Product owner")
"""Words that hold a term and mean something else."""

METHODS: Final = ("PMBOK", "PRINCE2")


def term(word: str, methodology: object) -> str:
    """What a methodology calls an idea of the PMBOK Guide; the same word for every method but PRINCE2."""
    return TERMS.get(word, word) if methodology == "PRINCE2" else word


def translated(text: str, method: str) -> str:
    """A text with each term of the other method in the words of this one: whole words, capitals and plural kept.

    The longest term goes first, and what was translated is not looked at again.
    """
    pattern, words = _words(method)
    return pattern.sub(lambda found: _as_written(found.group(), words), text)


@cache
def _words(method: str) -> tuple[re.Pattern[str], Mapping[str, str]]:
    """What to look for, and what to put there, by the folded word."""
    pairs = dict(TERMS) if method == "PRINCE2" else {theirs: ours for ours, theirs in TERMS.items()}
    kept = {word: word for word in (*_NO_TERMS, *pairs.values())}  # a term of this method stays as it is
    both = kept | pairs
    words = {word.casefold(): other for word, other in both.items()}
    words |= {_plural(word).casefold(): _plural(other) for word, other in both.items()}
    longest = sorted(words, key=len, reverse=True)
    either = "|".join(r"\s+".join(map(re.escape, word.split())) for word in longest)
    return re.compile(rf"(?<![\w-])(?:{either})(?![\w-])", re.IGNORECASE), words


def _plural(word: str) -> str:
    if word.startswith("Request for"):
        return word.replace("Request", "Requests", 1)
    return f"{word[:-1]}ies" if word.endswith(("ry", "ty")) else f"{word}s"


def _as_written(said: str, words: Mapping[str, str]) -> str:
    other = words[" ".join(said.casefold().split())]
    if said.isupper():
        return other.upper()
    return other[0].lower() + other[1:] if said[0].islower() else other
