"""Rules among candidates as people write them: IDs in a list, `P6 needs P1`, `P3, P4` as a group, `Analyst 4`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from pmo_excel.core.problems import Cell, Code, Problem, Severity

_NEEDS: Final = re.compile(r"\s+(?:needs|depends on|requires|after)\s+|\s*(?:->|→|<-)\s*", re.IGNORECASE)
_XOR: Final = re.compile(r"\s+(?:xor|or)\s+|\s*[,/|]\s*", re.IGNORECASE)


def plain(text: object) -> str:
    """An ID as it is compared."""
    return " ".join(str(text).casefold().split())


class Names:
    """Positions of candidates by ID; what is no candidate becomes a problem of its cell."""

    def __init__(self, names: Sequence[str]) -> None:
        self.count = len(names)
        self.at: Mapping[str, int] = {plain(name): at for at, name in reversed(list(enumerate(names)))}
        self.problems: list[Problem] = []

    def find(self, text: str, cell: Cell) -> int | None:
        """The position of a candidate."""
        found = self.at.get(plain(text))
        if found is None:
            said = f"{text!r} is none of the candidates"
            fix = "Use an ID of theirs; a project that is closed or cancelled is none."
            self.problems.append(Problem(Code.NOT_A_CHOICE, said, cell, fix, Severity.MEDIUM))
        return found


def listed(text: Any) -> list[str]:
    """The IDs of a cell, separated by ; or ,."""
    return [part.strip() for part in re.split(r"[;,\n]", str(text or "")) if part.strip()]


def dependencies(text: Any, names: Names, cell: Cell) -> Iterator[tuple[int, int]]:
    """Pairs of `P6 needs P1; P5 needs P2, P3`."""
    for part in re.split(r"[;\n]", str(text or "")):
        if not part.strip():
            continue
        one, *others = _NEEDS.split(part.strip(), maxsplit=1)
        if not others:
            fix = "Write P6 needs P1; several are separated by ;."
            said = f"{part.strip()!r} does not say which project needs which"
            names.problems.append(Problem(Code.PATTERN, said, cell, fix, Severity.HIGH))
            continue
        first = names.find(one, cell)
        for other in listed(others[0]):
            second = names.find(other, cell)
            if first is not None and second is not None:
                yield first, second


def groups(text: Any, names: Names, cell: Cell) -> Iterator[tuple[int, int]]:
    """Every pair of each group of `P2, P3; P4 xor P5`."""
    for part in re.split(r"[;\n]", str(text or "")):
        found = [names.find(one, cell) for one in _XOR.split(part.strip()) if one.strip()]
        known = sorted({one for one in found if one is not None})
        yield from ((a, b) for i, a in enumerate(known) for b in known[i + 1 :])


def by_role(text: Any, cell: Cell) -> tuple[dict[str, float], list[Problem]]:
    """FTE by role of `Analyst 4; Engineer 6`; a number alone is everybody, under the empty role."""
    held: dict[str, float] = {}
    problems = []
    for part in re.split(r"[;\n]", str(text or "")):
        found = re.fullmatch(r"\s*(.*?)\s*[:=]?\s*(\d+(?:[.,]\d+)?)\s*(?:FTE)?\s*", part, re.IGNORECASE)
        if found:
            held[found[1]] = float(found[2].replace(",", "."))
        elif part.strip():
            said = f"{part.strip()!r} is not a role and a number of people"
            problems.append(Problem(Code.PATTERN, said, cell, "Write Analyst 4; Engineer 6.", Severity.HIGH))
    return held, problems
