"""How ready groups of people are for a change: the first of the five elements that is short, and the days left."""

from __future__ import annotations

from typing import Annotated, Final

from pmo_excel.change.tables import PeopleReadiness
from pmo_excel.core.columns import Column, Texts, Type
from pmo_excel.core.instants import DAY, NO_INSTANT
from pmo_excel.core.rag import Rag
from pmo_excel.core.tables import Table, table

ELEMENTS: Final = ("awareness", "desire", "knowledge", "ability", "reinforcement")
"""In the order in which one builds on the other; what is short first is what to work on."""
_HELPS: Final = {
    "awareness": "tell them why",
    "desire": "win them over",
    "knowledge": "train them",
    "ability": "let them practise",
    "reinforcement": "keep it up",
}
_TARGET: Final = 0.8


@table("People Readiness")
class Readiness(Table):
    """Groups with their colour."""

    group: Annotated[Texts, Column("Impacted Group", "The group.")]
    rag: Annotated[Texts, Column("Readiness RAG", "Its colour.", Type.RAG)]
    rag_why: Annotated[Texts, Column("RAG Why", "By which rule.", Type.LONG_TEXT)]


def readiness(groups: PeopleReadiness, status_date: int, red_days: float, red_gap: float) -> Readiness:
    """A colour for each group, in the order of the sheet.

    Green: every element that was measured reaches the target. Amber: one is below it. Red: one is below it by the red
    gap or more, or with no more than the red days left. Grey: nothing was measured.
    Reinforcement counts from go-live on.

    Source
    ------
    Hiatt, J., ADKAR: a model for change in business, government and our community, 2006: the first element that is
    low is the barrier point, and later ones cannot make up for it.
    """
    made = Readiness.of(len(groups), group=groups.group)
    for row in range(len(groups)):
        made.rag[row], made.rag_why[row] = _judged(groups, row, status_date, red_days, red_gap)
    return made


def _judged(groups: PeopleReadiness, row: int, today: int, red_days: float, red_gap: float) -> tuple[str, str]:
    go_live = int(groups.go_live[row])
    left = None if go_live == NO_INSTANT else (go_live - today) // DAY
    target = float(groups.target[row])
    target = _TARGET if target != target else target
    name = str(groups.group[row] or "")
    who = f"{name} ({groups.people[row]:g})" if groups.people[row] == groups.people[row] else name
    wrong = [e for e in (*ELEMENTS, "target", "go_live") if row in groups.wrong(e)]
    if wrong:
        return Rag.GREY.value, f"{who}: a cell of this row cannot be read"
    counted = ELEMENTS if left is not None and left <= 0 else ELEMENTS[:-1]
    known = [(e, float(getattr(groups, e)[row])) for e in counted]
    known = [(element, share) for element, share in known if share == share]
    if not known:
        return Rag.GREY.value, f"{who}: nothing was measured"
    short = [(element, share) for element, share in known if share < target - 1e-9]
    when = _when(left)
    if not short:
        return Rag.GREEN.value, f"{who}: every element that was measured reaches {target:.0%}{when}"
    first, share = short[0]
    worst = max(target - value for _, value in short)
    late = left is not None and left <= red_days
    said = f"{who}: {first} {share:.0%} is below the target of {target:.0%}{when}; {_HELPS[first]}"
    if late:
        return Rag.RED.value, f"{said}. Red: no more than {red_days:g} days are left"
    if worst >= red_gap - 1e-9:
        return Rag.RED.value, f"{said}. Red: short by {worst:.0%}, the limit is {red_gap:.0%}"
    return Rag.AMBER.value, said


def _when(left: int | None) -> str:
    if left is None:
        return ", without a go-live date"
    return (
        f", {left} days before go-live" if left > 0 else " on the day" if left == 0 else f", {-left} days after go-live"
    )
