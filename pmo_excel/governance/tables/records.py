"""The sheets that the program keeps: findings, history, audit; and the lists and settings it reads."""

from __future__ import annotations

from typing import Annotated

from pmo_excel.core.columns import Column, Instants, Texts, Type
from pmo_excel.core.lists import LISTS
from pmo_excel.core.tables import Table, table
from pmo_excel.governance.settings import SETTINGS


@table(
    "Findings",
    "tblFindings",
    "What is wrong or doubtful in this workbook, where, and what to do.",
    rows_from="FINDINGS",
)
class Findings(Table):
    """Findings of the last check: one row per problem, the worst first."""

    severity: Annotated[
        Texts,
        Column(
            "Severity",
            "Critical and High empty the results that rest on the cell. Work from the top.",
            Type.CHOICE,
            choices=("Critical", "High", "Medium", "Low", "Info"),
            computed="FINDINGS",
            width=10,
        ),
    ]
    code: Annotated[
        Texts,
        Column("Code", "The kind of problem; the manual explains each with an example.", computed="FINDINGS", width=20),
    ]
    sheet: Annotated[
        Texts, Column("Sheet", "The sheet it is on. Read by whoever repairs it.", computed="FINDINGS", width=14)
    ]
    place: Annotated[
        Texts,
        Column(
            "Cell",
            "The cell it is in, such as Schedule!H12. Read by whoever repairs it.",
            Type.LINK,
            also=("Place", "Where"),
            computed="FINDINGS",
            width=16,
        ),
    ]
    message: Annotated[
        Texts,
        Column(
            "Message",
            "What was found and what was expected. Read by whoever repairs it.",
            Type.LONG_TEXT,
            also=("Finding", "Problem"),
            computed="FINDINGS",
            width=62,
        ),
    ]
    suggested_fix: Annotated[
        Texts,
        Column(
            "Suggested Fix",
            "What to do about it. Read by whoever repairs it.",
            Type.LONG_TEXT,
            also=("Fix", "Suggestion"),
            computed="FINDINGS",
            width=50,
        ),
    ]
    accept: Annotated[
        Texts,
        Column(
            "Accept",
            "Apply, Ignore or Later. The next check keeps your answer.",
            Type.CHOICE,
            also=("Decision", "Answer"),
            choices="Accept",
            width=10,
        ),
    ]


@table("History", "tblHistory", "Snapshots, kept for good: one row per measure and date.", layout="log")
class History(Table):
    """Snapshots of the project: one row per measure, appended when a snapshot is taken and never changed."""

    snapshot_id: Annotated[
        Texts,
        Column("Snapshot ID", "The snapshot this row belongs to. Trends compare snapshots.", computed="LOG", width=16),
    ]
    taken_on: Annotated[
        Instants,
        Column(
            "Taken On",
            "When the snapshot was taken. Read by auditors.",
            Type.DATETIME,
            also=("Taken",),
            computed="LOG",
            width=17,
        ),
    ]
    status_date: Annotated[
        Instants,
        Column(
            "Status Date",
            "The status date of the figures. Trends are drawn along it.",
            Type.DATE,
            also=("As of",),
            computed="LOG",
            width=12,
        ),
    ]
    object: Annotated[
        Texts, Column("Object", "Project, Task, Milestone, Risk or Cost. Read by trends.", computed="LOG", width=12)
    ]
    key: Annotated[
        Texts,
        Column(
            "Key",
            "The ID of the task, milestone, risk or cost line. Read by trends.",
            also=("ID",),
            computed="LOG",
            width=14,
        ),
    ]
    measure: Annotated[
        Texts, Column("Measure", "What the value is, as in Forecast Finish. Read by trends.", computed="LOG", width=24)
    ]
    value: Annotated[
        Texts, Column("Value", "The value as it was; dates as 2026-05-12. Read by trends.", computed="LOG", width=20)
    ]
    rule_version: Annotated[
        Texts,
        Column(
            "Rule Version", "The version of the rules that gave the value. Read by auditors.", computed="LOG", width=14
        ),
    ]


@table("Audit", "tblAudit", "What was computed or published, when and why; kept for good.", layout="log")
class Audit(Table):
    """The log of computed and published changes: appended, never changed."""

    when: Annotated[
        Instants,
        Column(
            "When",
            "When the cell was changed. Read by auditors.",
            Type.DATETIME,
            also=("Time",),
            computed="LOG",
            width=17,
        ),
    ]
    who: Annotated[
        Texts,
        Column(
            "Who",
            "The person or the program that changed it. Read by auditors.",
            also=("User",),
            computed="LOG",
            width=20,
        ),
    ]
    sheet: Annotated[
        Texts, Column("Sheet", "The sheet of the changed cell. Read by auditors.", computed="LOG", width=14)
    ]
    cell_or_key: Annotated[
        Texts,
        Column(
            "Cell / Key",
            "The changed cell, or the ID of its row. Read by auditors.",
            also=("Key",),
            computed="LOG",
            width=16,
        ),
    ]
    old: Annotated[
        Texts,
        Column("Old", "The value before. Read by auditors.", also=("Before", "Old Value"), computed="LOG", width=22),
    ]
    new: Annotated[
        Texts,
        Column("New", "The value after. Read by auditors.", also=("After", "New Value"), computed="LOG", width=22),
    ]
    why: Annotated[
        Texts,
        Column(
            "Why",
            "What caused the change. Read by auditors.",
            Type.LONG_TEXT,
            also=("Reason", "Because"),
            computed="LOG",
            width=50,
        ),
    ]
    chain_hash: Annotated[
        Texts,
        Column(
            "Chain Hash",
            "A checksum of this row and the one above: shows that no row was altered.",
            also=("Hash",),
            computed="LOG",
            width=24,
        ),
    ]


@table(
    "Lists",
    "tblLists",
    "The words that the drop-down lists offer.",
    first_rows=[{"List": name, "Value": word} for name, listed in LISTS.items() for word in listed],
)
class Lists(Table):
    """The words of the validation lists: one row per word, list by list."""

    list_name: Annotated[
        Texts,
        Column(
            "List",
            "The name of the list: RiskCategory. Read by the drop-down lists.",
            also=("List Name",),
            required=True,
            width=22,
        ),
    ]
    value: Annotated[
        Texts,
        Column(
            "Value",
            "One word of the list: Supplier/Contract. Offered in the drop-down list.",
            also=("Word", "Choice"),
            required=True,
            width=30,
        ),
    ]


@table(
    "Settings",
    "tblSettings",
    "Thresholds and rules; an empty value means the default.",
    key="name",
    first_rows=[{"Setting": s.header, "Default": s.default, "Meaning": s.help} for s in SETTINGS],
)
class Settings(Table):
    """Thresholds and rules of this workbook; an empty value means the default."""

    name: Annotated[
        Texts,
        Column(
            "Setting",
            "The name of the setting. Functions look it up by this name.",
            also=("Name",),
            unique=True,
            computed="LOG",
            width=34,
        ),
    ]
    value: Annotated[
        Texts, Column("Value", "Your value; empty: the default beside it. Read by every calculation.", width=18)
    ]
    default: Annotated[
        Texts, Column("Default", "What an empty value means.", also=("Standard",), computed="LOG", width=18)
    ]
    meaning: Annotated[
        Texts,
        Column(
            "Meaning",
            "What the setting does and in which unit.",
            Type.LONG_TEXT,
            also=("Help", "Description"),
            computed="LOG",
            width=80,
        ),
    ]
