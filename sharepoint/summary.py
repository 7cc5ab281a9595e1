"""What a plan would make of each list, counted by list and by column."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from sharepoint.actions import Action, AddField, Conflict, CreateList, Update

VERBS: Final[Mapping[str, str]] = {
    "Create": "created",
    "UploadFile": "created",
    "Update": "updated",
    "UpdateFile": "updated",
    "Retire": "retired",
    "Recycle": "recycled",
    "LinkFile": "linked",
    "Conflict": "left",
}
"""What becomes of an item, or a file, by the kind of action on it."""


@dataclass(slots=True)
class ListSummary:
    """One list or library of a plan.

    Attributes
    ----------
    new
        The list is still to be made.
    new_columns
        Columns that are still to be made, by title.
    counts
        Items created, updated, retired, recycled, linked (to their report), left (values in conflict) and unchanged.
    columns
        How many items have a value changed, by the column's title.
    conflicts
        How many values are left as they are on the site, by the column's title.
    """

    title: str
    new: bool = False
    new_columns: list[str] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    columns: Counter[str] = field(default_factory=Counter)
    conflicts: Counter[str] = field(default_factory=Counter)

    def lines(self) -> list[str]:
        """What would change in the list, column by column."""
        made = ["the list is new"] if self.new else []
        made += [f"new columns: {', '.join(self.new_columns)}"] if self.new_columns else []
        made += [f"{column}: {count} changed" for column, count in self.columns.items()]
        return made + [f"{column}: {count} left as on the site" for column, count in self.conflicts.items()]

    def as_json(self) -> dict[str, Any]:
        """The summary as a file or another program reads it."""
        return {
            "list": self.title,
            "new": self.new,
            "new_columns": self.new_columns,
            **{verb: self.counts[verb] for verb in (*dict.fromkeys(VERBS.values()), "unchanged")},
            "changed_by_column": dict(self.columns),
            "left_by_column": dict(self.conflicts),
        }


def summary(actions: Iterable[Action], unchanged: Mapping[str, int]) -> tuple[ListSummary, ...]:
    """The lists of a plan in its order, each counted."""
    lists = {title: ListSummary(title) for title in unchanged}
    for action in actions:
        _count(lists.setdefault(action.list, ListSummary(action.list)), action)
    for title, count in unchanged.items():
        lists[title].counts["unchanged"] = count
    return tuple(lists.values())


def _count(told: ListSummary, action: Action) -> None:
    match action:
        case CreateList():
            told.new = True
            told.new_columns += [column.title for column in action.fields]
        case AddField():
            told.new_columns.append(action.field.title)
        case _:
            told.counts[VERBS[type(action).__name__]] += 1
    if isinstance(action, Update):
        told.columns.update(change.title or name for name, change in action.changes.items())
    if isinstance(action, Conflict):
        told.conflicts[action.field or "whole item"] += 1
