"""What the plan was at each snapshot: figures to keep, and figures kept, each with the date that it was true of."""

from __future__ import annotations

from typing import Annotated, NamedTuple

from pmo_excel.core.columns import Column, Instants, Texts, Type
from pmo_excel.core.instants import NO_INSTANT
from pmo_excel.core.tables import Table, table

BETTER, SAME, WORSE = "▲", "►", "▼"
PROJECT, MILESTONE, HEALTH = "Project", "Milestone", "Health"
"""Kinds of objects that a snapshot of the plan has figures of."""
FORECAST_FINISH, FORECAST_DATE, RESULT = "Forecast Finish", "Forecast Date", "Result"
"""The figure of each."""


@table("History")
class Snapshots(Table):
    """Figures of past snapshots."""

    snapshot_id: Annotated[Texts, Column("Snapshot ID", "Which snapshot; a restated one has an ID of its own.")]
    status_date: Annotated[Instants, Column("Status Date", "The day it was true of.", Type.DATE)]
    object: Annotated[Texts, Column("Object", "Project, Milestone or Health.")]
    key: Annotated[Texts, Column("Key", "The milestone's ID, or the check's number.")]
    measure: Annotated[Texts, Column("Measure", "What the value is.")]
    value: Annotated[Texts, Column("Value", "The value as it was.")]


class Figure(NamedTuple):
    """One figure to keep: of what, which one of it, what it is, and its value as text."""

    object: str
    key: str
    measure: str
    value: str


def previous(snapshots: Snapshots | None, kind: str, measure: str, before: int | None) -> dict[str, str]:
    """The newest kept values by key; only from before a day, where one is given."""
    if snapshots is None:
        return {}
    columns = (snapshots.status_date, snapshots.object, snapshots.key, snapshots.measure, snapshots.value)
    newest: dict[str, tuple[int, str]] = {}
    for date, of, key, what, value in zip(*(c.tolist() for c in columns), strict=True):
        fits = (of, what) == (kind, measure) and None not in (key, value) and date != NO_INSTANT
        if fits and (before is None or date < before) and date >= newest.get(str(key), (date, ""))[0]:
            newest[str(key)] = (date, str(value))
    return {key: value for key, (_, value) in newest.items()}
