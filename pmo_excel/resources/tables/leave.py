"""The sheet of absences."""

from __future__ import annotations

from typing import Annotated

from pmo_excel.core.columns import Column, Instants, Numbers, Texts, Type
from pmo_excel.core.tables import Table, table


@table("Leave", "tblLeave", "When people are away.")
class Leave(Table):
    """Absences: days on which a resource has less or no capacity."""

    resource_id: Annotated[
        Texts,
        Column(
            "Resource ID",
            "Who is away, from Resources: AKE. Capacity is taken from this person.",
            Type.CHOICE,
            also=("Resource", "Person", "Name"),
            refers="Resources.Resource ID",
            required=True,
            width=12,
        ),
    ]
    date_from: Annotated[
        Instants,
        Column(
            "From",
            "The first day away, such as 9-Apr-2026. No work is expected from it.",
            Type.DATE,
            also=("Date From", "Start", "Leave From", "Von"),
            required=True,
            width=12,
        ),
    ]
    date_to: Annotated[
        Instants,
        Column(
            "To",
            "The last day away, such as 10-Apr-2026; empty: one day.",
            Type.DATE,
            also=("Date To", "End", "Leave To", "Bis"),
            width=12,
        ),
    ]
    leave_type: Annotated[
        Texts,
        Column(
            "Type",
            "Annual, Sick, Training, Public duty or Other. Read by the team.",
            Type.CHOICE,
            also=("Leave Type", "Absence Type", "Reason"),
            choices="LeaveType",
            width=13,
        ),
    ]
    portion: Annotated[
        Numbers,
        Column(
            "Portion",
            "Share of each day: 0.5 for half days; empty: 1. Taken off the capacity.",
            Type.NUMBER,
            unit="fraction",
            also=("Portion of Day", "Part of Day"),
            minimum=0,
            maximum=1,
            default=1.0,
            width=9,
        ),
    ]
