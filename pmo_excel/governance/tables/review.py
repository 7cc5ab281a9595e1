"""The sheet on which people decide about what others changed on the SharePoint site."""

from __future__ import annotations

from typing import Annotated, Final

from pmo_excel.core.columns import Column, Texts, Type
from pmo_excel.core.tables import Table, table

KEEP, TAKE, MERGE, OWN = "Keep workbook", "Take SharePoint", "Merge text", "Use Your Value"
CHOICES: Final = (KEEP, TAKE, MERGE, OWN)


@table(
    "Conflicts",
    "tblConflicts",
    "What people changed on the site, and whose value is to stay.",
    book="added",
)
class SiteReview(Table):
    """One row per value, row or deletion to decide about; decided rows stay as the record of it."""

    project_id: Annotated[Texts, Column("Project ID", "The project.", computed="LOG", width=11)]
    object_key: Annotated[Texts, Column("Object / Key", "The list and the row.", computed="LOG", width=16)]
    field: Annotated[
        Texts, Column("Field", "The column; empty where the whole row is meant.", computed="LOG", width=16)
    ]
    last_published: Annotated[
        Texts,
        Column("Last Published", "The value as it was last published.", Type.LONG_TEXT, computed="LOG", width=30),
    ]
    workbook_now: Annotated[
        Texts, Column("Workbook Now", "The value in the workbook.", Type.LONG_TEXT, computed="LOG", width=30)
    ]
    sharepoint_now: Annotated[
        Texts, Column("SharePoint Now", "The value on the site.", Type.LONG_TEXT, computed="LOG", width=42)
    ]
    sharepoint_author: Annotated[
        Texts,
        Column("SharePoint Author / Time", "Who changed it there, and when.", Type.LONG_TEXT, computed="LOG", width=24),
    ]
    choice: Annotated[
        Texts,
        Column(
            "Choice",
            "Whose value is to stay. New row: Take SharePoint takes it in, Keep workbook does not.",
            Type.CHOICE,
            choices=CHOICES,
            width=17,
        ),
    ]
    your_value: Annotated[
        Texts,
        Column("Your Value", "A third value, for both sides; choose Use Your Value, or leave Choice empty.", width=24),
    ]
    question: Annotated[Texts, Column("What Happened", "What was changed, and where.", computed="LOG", width=22)]
    link: Annotated[Texts, Column("Open on Site", "The item's address.", Type.LONG_TEXT, computed="LOG", width=30)]
    outcome: Annotated[
        Texts,
        Column("Outcome", "What was done, and when; empty while it is open.", Type.LONG_TEXT, computed="LOG", width=30),
    ]
