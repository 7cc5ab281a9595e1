"""The sheet of the plan's health checks."""

from __future__ import annotations

from typing import Annotated

from pmo_excel.core.columns import Column, Flags, Numbers, Texts, Type
from pmo_excel.core.tables import Table, table


@table(
    "Schedule Health",
    "tblHealth",
    "How sound the plan is: the DCMA's fourteen checks and a few more.",
    key="number",
    rows_from="HEALTH",
)
class ScheduleHealth(Table):
    """Checks of the plan with their results: one row per check."""

    number: Annotated[
        Texts,
        Column(
            "Check No",
            "The number of the check in the DCMA's list; E marks further ones.",
            unique=True,
            computed="HEALTH",
            width=9,
        ),
    ]
    check: Annotated[
        Texts,
        Column("Check", "What is checked: missing logic. The reference explains each.", computed="HEALTH", width=34),
    ]
    count: Annotated[
        Numbers, Column("Count", "How many tasks or links it found.", Type.NUMBER, computed="HEALTH", width=10)
    ]
    denominator: Annotated[Numbers, Column("Denominator", "Out of how many.", Type.NUMBER, computed="HEALTH", width=13)]
    result: Annotated[
        Numbers,
        Column(
            "Result",
            "Count divided by denominator, or the index. Compared with the threshold.",
            Type.NUMBER,
            unit="ratio",
            computed="HEALTH",
            width=10,
        ),
    ]
    threshold: Annotated[
        Numbers,
        Column("Threshold", "The result that still passes.", Type.NUMBER, unit="ratio", computed="HEALTH", width=11),
    ]
    passed: Annotated[
        Flags, Column("Pass", "Yes where the result keeps the threshold.", Type.YES_NO, computed="HEALTH", width=10)
    ]
    task_ids: Annotated[
        Texts,
        Column(
            "Task IDs",
            "The tasks to look at. Read by whoever repairs the plan.",
            Type.LONG_TEXT,
            computed="HEALTH",
            width=60,
        ),
    ]
