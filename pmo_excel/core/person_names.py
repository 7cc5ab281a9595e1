"""People's names: which spellings are the same name, and which may be."""

from __future__ import annotations


def same_name(name: str) -> str:
    """A name as it is compared: `Smith, Jane` and `jane  smith` are the same."""
    last, comma, first = name.partition(",")
    turned = f"{first} {last}" if comma and first.strip() and "," not in first else name
    return " ".join(turned.replace(".", ". ").casefold().split())


def may_be(short: str, full: str) -> bool:
    """Whether a name may be a shorter spelling of another: `J. Smith` of `Jane Smith`; never of itself."""
    mine, theirs = same_name(short).split(), same_name(full).split()
    if mine == theirs or len(mine) < 2 or len(mine) > len(theirs) or mine[-1] != theirs[-1]:
        return False
    initials = [word.rstrip(".") for word in mine[:-1]]
    shorter = any(len(word) == 1 for word in initials) or len(mine) < len(theirs)
    return shorter and all(other.startswith(word) for word, other in zip(initials, theirs, strict=False))
