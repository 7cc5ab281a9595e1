"""The sheet of schedule health."""

from __future__ import annotations

from typing import Annotated

from pmo_excel.core.columns import Column, Flags, Numbers, Texts, Type
from pmo_excel.core.tables import Table, table


@table(
    "Schedule Health",
    "tblHealth",
    "How sound the plan is: the DCMA's checks and more, each with the tasks to look at.",
    key="number",
    rows_from="HEALTHTREND",
)
class ScheduleHealth(Table):
    """The checks of the plan's health with their results: one row per check."""

    number: Annotated[
        Texts,
        Column(
            "Check No",
            "The number in the DCMA's guideline; E for those beyond it. Read by planners.",
            also=("No", "Check Number"),
            unique=True,
            computed="HEALTHTREND",
            width=8,
        ),
    ]
    check: Annotated[
        Texts, Column("Check", "What the check is called. Read by planners.", computed="HEALTHTREND", width=26)
    ]
    definition: Annotated[
        Texts,
        Column(
            "Definition",
            "What is counted and left out; and why there is no result, where there is none. Read by planners.",
            Type.LONG_TEXT,
            computed="HEALTHTREND",
            width=72,
        ),
    ]
    count: Annotated[
        Numbers,
        Column("Count", "How many were found. Read by planners.", Type.NUMBER, computed="HEALTHTREND", width=9),
    ]
    denominator: Annotated[
        Numbers,
        Column(
            "Denominator",
            "Out of how many. Read by planners.",
            Type.NUMBER,
            also=("Out of",),
            computed="HEALTHTREND",
            width=12,
        ),
    ]
    result: Annotated[
        Numbers,
        Column(
            "Result",
            "Count divided by denominator. Compared with the threshold.",
            Type.NUMBER,
            unit="ratio",
            computed="HEALTHTREND",
            width=9,
        ),
    ]
    threshold: Annotated[
        Numbers,
        Column(
            "Threshold",
            "The result that still passes; Settings may hold another. Read by planners.",
            Type.NUMBER,
            unit="ratio",
            computed="HEALTHTREND",
            width=10,
        ),
    ]
    passed: Annotated[
        Flags,
        Column(
            "Pass",
            "Yes where the result keeps the threshold; empty: for information. Read by reviewers.",
            Type.YES_NO,
            also=("Passed",),
            computed="HEALTHTREND",
            width=8,
        ),
    ]
    trend: Annotated[
        Texts,
        Column(
            "Trend",
            "▲ better, ► the same, ▼ worse than at the last snapshot. Read by reviewers.",
            Type.ARROW,
            computed="HEALTHTREND",
            width=8,
        ),
    ]
    task_ids: Annotated[
        Texts,
        Column(
            "Task IDs",
            "The tasks to look at; filter the column Health Findings in Schedule. Read by planners.",
            Type.LONG_TEXT,
            also=("Tasks",),
            computed="HEALTHTREND",
            width=36,
        ),
    ]
