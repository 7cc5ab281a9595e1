"""Why a candidate is not selected: each of the others tried in, and what would have to go for it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from pmo_excel.portfolio.choice import TINY, Choice, closure
from pmo_excel.portfolio.selection import Selected, best_selection

_NODES: Final = 2_000
"""Steps of the search for each of them."""


def reasons(choice: Choice, best: Selected) -> Iterator[tuple[int, str]]:
    """Each candidate that is not selected with one sentence that says why."""
    held = set(best.chosen)
    for j in range(len(choice)):
        if j not in held:
            yield j, _reason(choice, best, j)


def _reason(choice: Choice, best: Selected, j: int) -> str:
    if j in choice.barred:
        return choice.barred[j]
    if choice.score[j] <= 0:
        return "adds no points"
    wanted = closure(choice, j)
    missing = [choice.names[one] for one in wanted[1:] if one not in best.chosen]
    needs = f"needs {', '.join(missing)}; " if missing else ""
    alone = _too_large(choice, wanted)
    if alone:
        return needs + alone
    against = [b if a == j else a for a, b in sorted(choice.excludes) if j in (a, b)]
    rival = [choice.names[one] for one in against if one in best.chosen]
    excluded = f"not together with {', '.join(rival)}; " if rival else ""
    other = best_selection(choice.with_must(j), _NODES)
    if other is None:
        return f"{needs}{excluded}no room beside what must be done"
    if not other.proven:
        return f"{needs}{excluded}what fits with it scores less"
    gone = ", ".join(choice.names[one] for one in best.chosen if one not in other.chosen)
    less = best.score - other.score
    if less <= TINY:
        return f"{needs}{excluded}an equally good set has it instead of {gone}"
    out = f"{gone} would have to go" if gone else "more would have to come with it"
    return f"{needs}{excluded}{out}, {less:,.6g} points less"


def _too_large(choice: Choice, wanted: list[int]) -> str:
    """What it needs by itself, with what it needs, where that is more than there is."""
    for limit in choice.limits:
        use = float(limit.use[wanted].sum())
        if use > limit.most * (1 + TINY):
            return f"{limit.name} {use:,.6g} of {limit.most:,.6g} by itself"
    return ""
