"""The overall status: every dimension that is judged, rolled up by the agreed rule, in that rule's own words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pmo_excel.core.problems import Code, Problem, Severity
from pmo_excel.core.rag import Rag
from pmo_excel.governance import rollup
from pmo_excel.governance.judged import Cited, Judged
from pmo_excel.governance.reasons import number_text, percent_text


def overall_status(dimensions: Sequence[Judged], rule: str, settings: Mapping[str, Any]) -> Judged:
    """The overall colour and which dimensions and rule gave it.

    A project whose work is complete is blue as a whole when nothing else is worse than green.
    """
    known = [d for d in dimensions if d.colour is not None]
    colours = [d.colour for d in known if d.colour is not None]
    names = [d.dimension for d in known]
    weights = [float(settings.get(f"Weight of {name}", 0.0)) for name in names] if rule == rollup.WEIGHTED else None
    if weights is not None and not any(weights):
        weights = None
    colour = rollup.roll_up(colours, weights, rule, names) or Rag.GREY
    finished = colour is Rag.GREEN and any(d.dimension == "Time" and d.colour is Rag.BLUE for d in known)
    colour = Rag.BLUE if finished else colour
    said = ", ".join(f"{name} {one.value}" for name, one in zip(names, colours, strict=True))
    why = f"Overall {colour.word} by {rule}: {said}.{_rule_words(known, weights, rule, colour)}"
    return Judged("Overall", colour, why, cited=tuple(_figures(known, weights, rule)), problems=_doubts(known))


def _rule_words(known: Sequence[Judged], weights: Sequence[float] | None, rule: str, colour: Rag) -> str:
    """How the rule came to it."""
    colours = [d.colour for d in known if d.colour is not None]
    judged = [c for c in colours if c is not Rag.GREY]
    said = ""
    if not judged:
        return " None of them is known."
    if rule == rollup.WEIGHTED:
        points = rollup.points(colours, weights)
        said = f" {number_text(points)} points (green from {rollup.GREEN_FROM:g}, amber from {rollup.AMBER_FROM:g})."
        reds = [d.dimension for d in known if d.colour is Rag.RED and d.dimension.casefold() in rollup.NEVER_GREEN]
        if reds and points >= rollup.GREEN_FROM:
            said += f" A red in {' and '.join(reds)} is never green."
    elif rule == rollup.WORST_OF:
        worst = [d.dimension for d in known if d.colour is colour]
        said = f" The worst: {', '.join(worst)}." if worst and colour in (Rag.RED, Rag.AMBER) else ""
    else:
        red, amber = judged.count(Rag.RED), judged.count(Rag.AMBER)
        said = f" {red} red, {amber} amber (2 red are red; 1 red or 2 amber are amber)."
    grey = [d.dimension for d in known if d.colour is Rag.GREY]
    if grey and colour is Rag.AMBER and not {Rag.RED, Rag.AMBER} & set(judged):
        said += f" Not known, which keeps it from green: {', '.join(grey)}."
    return said


def _figures(known: Sequence[Judged], weights: Sequence[float] | None, rule: str) -> list[Cited]:
    if rule == rollup.WEIGHTED:
        points = rollup.points([d.colour for d in known if d.colour is not None], weights)
        shares = zip(known, weights or [1.0] * len(known), strict=True)
        return [
            Cited("Points", number_text(points), points),
            Cited("Green from", f"{rollup.GREEN_FROM:g}", rollup.GREEN_FROM),
            Cited("Amber from", f"{rollup.AMBER_FROM:g}", rollup.AMBER_FROM),
            *(Cited(f"Weight of {d.dimension}", percent_text(w), w) for d, w in shares),
        ]
    if rule == rollup.WORST_OF:
        return []
    colours = [d.colour for d in known]
    counts = (("Red", colours.count(Rag.RED)), ("Amber", colours.count(Rag.AMBER)))
    return [*(Cited(what, str(count), count) for what, count in counts), Cited("2", "2", 2), Cited("1", "1", 1)]


def _doubts(known: Sequence[Judged]) -> tuple[Problem, ...]:
    """Dimensions whose variance is beyond the tolerance on the good side."""
    return tuple(
        Problem(
            Code.FAVOURABLE,
            f"{d.dimension} is better than its baseline by more than the tolerance",
            suggestion="Ask why: it may be good news, a wrong baseline, or work that is missing.",
            severity=Severity.INFO,
        )
        for d in known
        if d.dimension in ("Time", "Cost")
        and d.variance is not None
        and d.tolerance
        and d.variance < -d.tolerance
        and d.colour is not Rag.BLUE
    )
