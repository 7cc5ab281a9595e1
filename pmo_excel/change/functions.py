"""The catalogue entries of change control."""

from __future__ import annotations

from typing import Annotated

from pmo_excel.change import ages
from pmo_excel.change.tables import Changes
from pmo_excel.core.catalogue import Arg, Date, function


@function("CHANGEAGES", example="=PMO.CHANGEAGES(Changes!A4:X40; DATE(2026;3;31))")
def changeages(
    changes: Annotated[Changes, Arg("The change log", needs=("Change ID", "Date Raised"))],
    status_date: Annotated[Date, Arg("Status date", source="Charter.Status Date")],
) -> ages.ChangeAges:
    """Days from when each change was raised to its decision, or to the status date while it is open."""
    return ages.change_ages(changes, status_date)
