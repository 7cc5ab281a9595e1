"""The sheet of hours worked."""

from __future__ import annotations

from typing import Annotated

from pmo_excel.core.columns import Column, Instants, Numbers, Texts, Type
from pmo_excel.core.tables import Table, table


@table("Timesheets", "tblTimesheets", "Hours that people really worked, as their timesheets say.")
class Timesheets(Table):
    """Hours worked: one row per person, task and day or week."""

    resource_id: Annotated[
        Texts,
        Column(
            "Resource ID",
            "Who worked, from Resources: AKE.",
            Type.CHOICE,
            also=("Resource", "Person", "Employee", "Name"),
            refers="Resources.Resource ID",
            required=True,
            width=12,
        ),
    ]
    task_id: Annotated[
        Texts,
        Column(
            "Task ID",
            "On which task of Schedule: 12.",
            Type.CHOICE,
            also=("Task", "Activity ID"),
            refers="Schedule.Task ID",
            required=True,
            width=10,
        ),
    ]
    day: Annotated[
        Instants,
        Column(
            "Date",
            "The day, or the last day of the week that the hours are of.",
            Type.DATE,
            also=("Work Date", "Week Ending", "Day"),
            required=True,
            width=12,
        ),
    ]
    hours: Annotated[
        Numbers,
        Column(
            "Hours",
            "Hours worked, such as 7.5; minus takes back what was booked wrongly.",
            Type.NUMBER,
            unit="hours",
            also=("Hours Worked", "Duration (h)", "Quantity", "Actual Work (h)"),
            required=True,
            width=9,
        ),
    ]
    comment: Annotated[Texts, Column("Comment", "A few words, if anything is to be said.", width=36)]
