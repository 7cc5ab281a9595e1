"""Actions by owner, how many are overdue and which; decisions, whether they are in force and due for review."""

from __future__ import annotations

from typing import Annotated

import numpy as np

from pmo_excel.core.columns import Column, Flags, Numbers, Texts, Type
from pmo_excel.core.instants import DAY, NO_INSTANT
from pmo_excel.core.person_names import same_name
from pmo_excel.core.rag import Rag
from pmo_excel.core.tables import Table, table
from pmo_excel.governance.ages import SETTLED_ACTIONS
from pmo_excel.governance.tables import Actions, Decisions

NOBODY, ALL = "(nobody)", "All"


@table("Action Summary")
class ActionSummary(Table):
    """Open actions by owner, the most overdue first; the last row is for all."""

    owner: Annotated[Texts, Column("Owner", "Who has them; all of those with overdue ones in the last row.")]
    open: Annotated[Numbers, Column("Open", "Not done and not cancelled.", Type.NUMBER)]
    overdue: Annotated[Numbers, Column("Overdue", "Of these, past their due date.", Type.NUMBER)]
    longest: Annotated[Numbers, Column("Longest Overdue (d)", "Of the latest one.", Type.NUMBER, unit="days")]
    oldest: Annotated[Numbers, Column("Oldest (d)", "Since it was raised.", Type.NUMBER, unit="days")]
    rag: Annotated[Texts, Column("RAG", "Amber with an overdue one, red from the limit on.", Type.RAG)]
    actions: Annotated[Texts, Column("Overdue Actions", "Their IDs, the latest first.", Type.LONG_TEXT)]


@table("Decisions", key="id")
class DecisionStatus(Table):
    """Decisions with their age, whether they are in force, and whether a review is overdue."""

    id: Annotated[Texts, Column("Decision ID", "The decision.")]
    age: Annotated[Numbers, Column("Age (d)", "Since it was made.", Type.NUMBER, unit="days")]
    in_force: Annotated[Flags, Column("In Force", "No where a later one replaces it.", Type.YES_NO)]
    review_overdue: Annotated[Numbers, Column("Review Overdue (d)", "Days past it.", Type.NUMBER, unit="days")]


def action_summary(actions: Actions, status_date: int, red_from: float) -> ActionSummary:
    """Open actions by owner, those with most overdue ones first, then by name; the last row is for all.

    The same name in other spelling of capitals and spaces is the same owner.
    """
    groups: dict[str, list[int]] = {}
    names: dict[str, str] = {}
    for row, owner in enumerate(actions.owner.tolist()):
        named = any(getattr(actions, field)[row] for field in ("id", "action"))
        if named and actions.status[row] not in SETTLED_ACTIONS:
            name = names.setdefault(same_name(owner or NOBODY), owner or NOBODY)
            groups.setdefault(name, []).append(row)
    late = {row: _days(actions.due_date[row], status_date) for rows in groups.values() for row in rows}
    order = sorted(groups, key=lambda name: (-sum(late[r] > 0 for r in groups[name]), name.casefold()))
    everything = [row for name in order for row in groups[name]]
    made = ActionSummary.of(len(order) + 1)
    for at, (name, rows) in enumerate([*((name, groups[name]) for name in order), (ALL, everything)]):
        overdue = sorted((r for r in rows if late[r] > 0), key=lambda r: -late[r])
        made.owner[at] = name
        made.open[at], made.overdue[at] = len(rows), len(overdue)
        made.longest[at] = late[overdue[0]] if overdue else np.nan
        made.oldest[at] = max((_days(actions.date_raised[r], status_date) for r in rows), default=np.nan)
        made.rag[at] = _colour(len(overdue), red_from).value
        made.actions[at] = _listed(actions, overdue, name == ALL) or None
    made.oldest[made.oldest < 0] = np.nan
    return made


def _days(date: int, status_date: int) -> float:
    """Days from a date to the status date; below 0 where there is none."""
    return -1.0 if date == NO_INSTANT else float(status_date // DAY - date // DAY)


def _colour(overdue: int, red_from: float) -> Rag:
    if overdue >= red_from:
        return Rag.RED
    return Rag.AMBER if overdue else Rag.GREEN


def _listed(actions: Actions, rows: list[int], owners: bool) -> str:
    """The actions by ID; with their owners where they are of several."""
    said = [str(actions.id[row] or actions.action[row]) for row in rows]
    if owners:
        said = [f"{name} {actions.owner[row] or NOBODY}" for name, row in zip(said, rows, strict=True)]
    return "; ".join(said)


def decision_status(decisions: Decisions, status_date: int) -> DecisionStatus:
    """Age of each decision, whether it is in force, and days past its review date while it is."""
    made = DecisionStatus.of(len(decisions), id=decisions.id)
    for row, replaced in enumerate(decisions.superseded_by.tolist()):
        age, late = (_days(int(getattr(decisions, f)[row]), status_date) for f in ("date", "review_date"))
        made.age[row] = age if age >= 0 else np.nan
        made.in_force[row] = not replaced
        made.review_overdue[row] = late if late > 0 and not replaced else np.nan
    return made
