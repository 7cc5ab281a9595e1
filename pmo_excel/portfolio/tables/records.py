"""The sheets that the program keeps in the portfolio workbook."""

from __future__ import annotations

from typing import Annotated

from pmo_excel.core.columns import Column, Instants, Texts, Type
from pmo_excel.core.tables import Table, table
from pmo_excel.governance.settings import SETTINGS
from pmo_excel.portfolio.collection_settings import COLLECTING


@table(
    "Findings",
    "tblFindings",
    "What is wrong or doubtful in the collected workbooks, where, and what to do.",
    book="portfolio",
)
class PortfolioFindings(Table):
    """Findings of all projects, the worst first."""

    project_id: Annotated[
        Texts, Column("Project ID", "The project whose workbook it is.", computed="COLLECT", width=11)
    ]
    severity: Annotated[
        Texts,
        Column(
            "Severity",
            "Critical and High empty the results that rest on the cell.",
            Type.CHOICE,
            choices=(
                "Critical",
                "High",
                "Medium",
                "Low",
                "Info",
            ),
            computed="COLLECT",
            width=10,
        ),
    ]
    code: Annotated[
        Texts, Column("Code", "The kind of problem; the manual explains each.", computed="COLLECT", width=20)
    ]
    sheet: Annotated[Texts, Column("Sheet", "The sheet it is on.", computed="COLLECT", width=16)]
    place: Annotated[Texts, Column("Cell", "The cell it is in.", Type.LINK, computed="COLLECT", width=16)]
    message: Annotated[
        Texts, Column("Message", "What was found and what was expected.", Type.LONG_TEXT, computed="COLLECT", width=60)
    ]
    suggested_fix: Annotated[
        Texts, Column("Suggested Fix", "What to do about it.", Type.LONG_TEXT, computed="COLLECT", width=44)
    ]
    accept: Annotated[Texts, Column("Accept", "Apply, Ignore or Later.", Type.CHOICE, choices="Accept", width=10)]


@table(
    "Lessons Library",
    "tblLessonsLib",
    "What all projects have learnt, to be searched before a new one begins.",
    key="project_id+lesson_id",
    book="portfolio",
)
class LessonsLibrary(Table):
    """Lessons of all projects."""

    project_id: Annotated[Texts, Column("Project ID", "The project that learnt it.", computed="COLLECT", width=11)]
    lesson_id: Annotated[Texts, Column("Lesson ID", "Its lesson.", computed="COLLECT", width=10)]
    date: Annotated[Instants, Column("Date", "The day it was noted.", Type.DATE, computed="COLLECT", width=12)]
    category: Annotated[
        Texts,
        Column("Category", "The kind of cause.", Type.CHOICE, choices="RiskCategory", computed="COLLECT", width=22),
    ]
    event: Annotated[Texts, Column("Event", "What happened.", computed="COLLECT", width=34)]
    effect: Annotated[Texts, Column("Effect", "What it did.", computed="COLLECT", width=26)]
    cause: Annotated[Texts, Column("Cause", "Why it happened.", computed="COLLECT", width=26)]
    early_warning: Annotated[
        Texts, Column("Early Warning", "What could have been seen earlier.", computed="COLLECT", width=26, folded=True)
    ]
    recommendation: Annotated[Texts, Column("Recommendation", "What to do next time.", computed="COLLECT", width=40)]
    tags: Annotated[Texts, Column("Tags", "Words to find it by.", Type.CHOICES, computed="COLLECT", width=20)]
    apply_to: Annotated[
        Texts,
        Column(
            "Apply To",
            "Project, PMO or Standard.",
            Type.CHOICE,
            choices=(
                "Project",
                "PMO",
                "Standard",
            ),
            computed="COLLECT",
            width=11,
        ),
    ]


@table(
    "Lineage",
    "tblLineage",
    "The file and the cell that every collected value comes from.",
    key="sheet+row+column",
    book="portfolio",
)
class Lineage(Table):
    """Sources: a row for each value of the register, and for each row of the other sheets."""

    sheet: Annotated[Texts, Column("Sheet", "The sheet of this workbook.", computed="COLLECT", width=20)]
    row: Annotated[
        Texts, Column("Row", "Which row of it: its project, and what tells it apart.", computed="COLLECT", width=36)
    ]
    column: Annotated[Texts, Column("Column", "The column; empty: the whole row.", computed="COLLECT", width=24)]
    file: Annotated[Texts, Column("File", "The workbook that it comes from.", computed="COLLECT", width=34)]
    source_cell: Annotated[
        Texts, Column("Source Cell", "The cell, or the cells, in that workbook.", computed="COLLECT", width=34)
    ]
    reason: Annotated[
        Texts,
        Column(
            "Reason",
            "The sentence with the numbers behind a colour, as its project gives it.",
            computed="COLLECT",
            width=110,
        ),
    ]


@table(
    "Publish Log",
    "tblPublish",
    "What was written to SharePoint, when and by whom; kept for good.",
    layout="log",
    book="portfolio",
)
class PublishLog(Table):
    """Writes to SharePoint: appended, never changed."""

    when: Annotated[Instants, Column("When", "When it was written.", Type.DATETIME, computed="LOG", width=17)]
    who: Annotated[Texts, Column("Who", "Who published.", computed="LOG", width=20)]
    target_url: Annotated[Texts, Column("Target URL", "The site.", Type.URL, computed="LOG", width=30)]
    object: Annotated[Texts, Column("Object", "The list or library.", computed="LOG", width=16)]
    key: Annotated[Texts, Column("Key", "The row or document.", computed="LOG", width=16)]
    operation: Annotated[
        Texts,
        Column(
            "Operation",
            "Insert, Update, Tombstone, Skip or Conflict.",
            Type.CHOICE,
            choices=(
                "Insert",
                "Update",
                "Tombstone",
                "Skip",
                "Conflict",
            ),
            computed="LOG",
            width=12,
        ),
    ]
    fields: Annotated[Texts, Column("Fields", "What was written.", computed="LOG", width=40)]
    result: Annotated[Texts, Column("Result", "What the site said.", computed="LOG", width=24)]


@table("Conflicts", "tblConflicts", "What was changed on both sides, and whose value is to stay.", book="portfolio")
class Conflicts(Table):
    """Values that differ between workbook and site since the last publish."""

    project_id: Annotated[Texts, Column("Project ID", "The project.", computed="LOG", width=11)]
    object_key: Annotated[Texts, Column("Object / Key", "The list and the row.", computed="LOG", width=22)]
    field: Annotated[Texts, Column("Field", "The column.", computed="LOG", width=20)]
    last_published: Annotated[
        Texts, Column("Last Published", "The value as it was last published.", computed="LOG", width=26)
    ]
    workbook_now: Annotated[Texts, Column("Workbook Now", "The value in the workbook.", computed="LOG", width=26)]
    sharepoint_now: Annotated[Texts, Column("SharePoint Now", "The value on the site.", computed="LOG", width=26)]
    sharepoint_author: Annotated[
        Texts, Column("SharePoint Author / Time", "Who changed it there, and when.", computed="LOG", width=26)
    ]
    choice: Annotated[
        Texts,
        Column(
            "Choice",
            "Whose value is to stay.",
            Type.CHOICE,
            choices=(
                "Keep workbook",
                "Take SharePoint",
                "Merge text",
            ),
            width=18,
        ),
    ]


@table(
    "History",
    "tblHistory",
    "Snapshots of the portfolio, kept for good: one row per measure and date.",
    layout="log",
    book="portfolio",
)
class PortfolioHistory(Table):
    """Snapshots: appended, never changed."""

    project_id: Annotated[Texts, Column("Project ID", "The project.", computed="LOG", width=11)]
    snapshot_id: Annotated[Texts, Column("Snapshot ID", "The snapshot this row belongs to.", computed="LOG", width=16)]
    taken_on: Annotated[Instants, Column("Taken On", "When it was taken.", Type.DATETIME, computed="LOG", width=17)]
    status_date: Annotated[
        Instants, Column("Status Date", "The status date of the figures.", Type.DATE, computed="LOG", width=12)
    ]
    object: Annotated[Texts, Column("Object", "Project, Milestone, Risk or Cost.", computed="LOG", width=12)]
    key: Annotated[Texts, Column("Key", "The ID of the milestone, risk or cost line.", computed="LOG", width=14)]
    measure: Annotated[Texts, Column("Measure", "What the value is, as in Forecast Finish.", computed="LOG", width=24)]
    value: Annotated[Texts, Column("Value", "The value as it was.", computed="LOG", width=20)]
    rule_version: Annotated[
        Texts, Column("Rule Version", "The version of the rules that gave it.", computed="LOG", width=14)
    ]


@table(
    "Settings",
    "tblSettings",
    "Thresholds and rules for all projects, or for one; empty means the default.",
    book="portfolio",
    first_rows=[{"Setting": s.header, "Default": s.default, "Meaning": s.help} for s in (*SETTINGS, *COLLECTING)],
)
class PortfolioSettings(Table):
    """Settings of the portfolio."""

    project_id: Annotated[Texts, Column("Project ID", "The project that it holds for; empty: all.", width=11)]
    name: Annotated[Texts, Column("Setting", "The name of the setting.", computed="LOG", width=34)]
    value: Annotated[Texts, Column("Value", "Your value; empty: the default beside it.", width=18)]
    default: Annotated[Texts, Column("Default", "What an empty value means.", computed="LOG", width=18)]
    meaning: Annotated[
        Texts, Column("Meaning", "What the setting does and in which unit.", Type.LONG_TEXT, computed="LOG", width=80)
    ]
