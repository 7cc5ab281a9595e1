"""How long changes take to be decided."""

from __future__ import annotations

from typing import Annotated

import numpy as np

from pmo_excel.change.tables import Changes
from pmo_excel.core.columns import Column, Numbers, Texts, Type
from pmo_excel.core.instants import DAY, NO_INSTANT
from pmo_excel.core.tables import Table, table


@table("Changes", key="id")
class ChangeAges(Table):
    """Changes with their age."""

    id: Annotated[Texts, Column("Change ID", "The change, as in the log.")]
    age: Annotated[Numbers, Column("Age (d)", "Calendar days until it was decided.", Type.NUMBER, unit="days")]


def change_ages(changes: Changes, status_date: int) -> ChangeAges:
    """Days from when it was raised to its decision, or to the status date while there is none; not below 0."""
    until = np.where(changes.decision_date == NO_INSTANT, status_date, changes.decision_date)
    days = (until // DAY - changes.date_raised // DAY).astype(float)
    age = np.where(changes.date_raised == NO_INSTANT, np.nan, np.maximum(days, 0))
    return ChangeAges.of(len(changes), id=changes.id, age=age)
