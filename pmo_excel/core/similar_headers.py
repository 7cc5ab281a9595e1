"""How alike a header and a known spelling are: abbreviations, typing errors and word order, as a number from 0 to 1."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Final

SURE: Final = 0.8
"""From here on a header is taken for the column, and the mapping is asked about."""
LEAD: Final = 0.05
"""How far the best column must be ahead of the next one; closer ones are a question without an answer."""

_WORDS: Final = re.compile(r"[^\W_]+|[%#]")
_SMALL: Final = frozenset(
    {"of", "the", "a", "an", "de", "du", "des", "la", "le", "les", "der", "die", "das", "für", "for"}
)
_LIKE: Final = 0.82
"""Words below it are different words, and not one word mistyped."""


@lru_cache(maxsize=65_536)
def alike(found: str, known: str) -> float:
    """How alike two headers are, both as they are compared (lower case).

    Examples
    --------
    `proj. mgr` is `project manager` (both words abbreviated); `projct manager` is, with a letter missing;
    `actual start` is not `start`, for a word of it is left over.
    """
    mine, theirs = _words(found), _words(known)
    if not mine or not theirs:
        return 0.0
    if "".join(mine) == "".join(theirs):
        return 0.98
    left = list(theirs)
    total = 0.0
    for word in mine:
        best = max(left, key=lambda other: _same_word(word, other), default="")
        score = _same_word(word, best) if best else 0.0
        if score:
            left.remove(best)
        total += score
    return total / max(len(mine), len(theirs))


@lru_cache(maxsize=16_384)
def _words(text: str) -> tuple[str, ...]:
    words = tuple(_WORDS.findall(text))
    return tuple(word for word in words if word not in _SMALL) or words


@lru_cache(maxsize=65_536)
def _same_word(word: str, other: str) -> float:
    if word == other:
        return 1.0
    if len(word) > 1 and len(other) > 1 and (_abbreviates(word, other) or _abbreviates(other, word)):
        return 0.9
    shorter, longer = sorted((len(word), len(other)))
    if shorter < 4 or 2 * shorter < _LIKE * (shorter + longer):  # no letters could make up for the lengths
        return 0.0
    matcher = SequenceMatcher(None, word, other)
    ratio = matcher.ratio() if matcher.quick_ratio() >= _LIKE else 0.0
    return ratio if ratio >= _LIKE else 0.0


def _abbreviates(short: str, long: str) -> bool:
    """`mgr` for `manager`, `proj` for `project`: the same first letter, the others in order."""
    if len(short) >= len(long) or short[0] != long[0] or not short.isalpha():
        return False
    if long.startswith(short):
        return len(short) >= 3 or len(long) <= 4
    letters = iter(long)
    return len(short) >= 3 and all(letter in letters for letter in short) and not set("aeiou") & set(short[1:])
